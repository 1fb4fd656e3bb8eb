"""Places that are dangerous to show: shelters, flight routes, aid movements and health sites, by words beside them.

Rather too many are kept back than too few: the words decide, and what is not known counts as dangerous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Literal

from ..model import FiledClaim
from .known import Known, proper
from .rough import is_city, is_fine
from .wording import Key, Phrases, Word, data, keys, words

_WORDY = 3  # words that a name has at most which may be of many places: "the old hospital"
_SHORTEST = 3  # letters of a site's name that is looked for alone


class Sites:
    """The sites of a case that have names. Tell it all claims with `learn`, then `settle`; then it can be asked."""

    def __init__(self) -> None:
        self._names: dict[Key, str] = {}
        self._alone: dict[Key, str] = {}
        self._towns: set[Key] = set()

    def learn(self, filed: FiledClaim, seen: Known) -> None:
        """Take in the names of sites in a claim."""
        if filed.place is not None and filed.place.gazetteer_id is not None and not filed.place.within:
            self._towns.update(keys(text) for text in (filed.place.text, filed.place.name))
        sort = sort_of(filed)
        if sort is None:
            return
        for text in (*_names_of(filed), filed.sentence):
            for phrase, alone in _site_names(text, whole=text is not filed.sentence):
                self._names.setdefault(phrase, sort)
                if alone:
                    self._alone.setdefault(alone, sort)
        for mention in filed.claim.place:
            found = words(mention.name)
            for first, last in proper(found):
                if not any(w.key in seen.located for w in found[first:last]):
                    self._alone.setdefault(tuple(w.key for w in found[first:last]), sort)

    def settle(self) -> None:
        """Number the sites, in the order in which they were met. The town in "Raqqa hospital" is no site by itself."""
        for name, sort in self._alone.items():
            if name not in self._towns and (len(name) > 1 or len(name[0]) >= _SHORTEST):
                self._names.setdefault(name, sort)
        self._numbers = {name: n for n, name in enumerate(self._names, 1)}
        self._phrases = Phrases(self._names)

    def named(self, filed: FiledClaim) -> str | None:
        """What sort of site a claim names; None for none."""
        if not self._names:
            return None
        return next((s for text in (filed.sentence, *_names_of(filed)) for _, s in self._phrases.within(text)), None)

    def number(self, text: str) -> int | None:
        """The number of the first site that a text names; None where it names none."""
        return next((self._numbers[tuple(w.key for w in found)] for found, _ in self._phrases.within(text)), None)

    def hidden(self, text: str) -> str:
        """A text without the names of sites."""
        return self._phrases.replaced(text)


def sort_of(filed: FiledClaim) -> str | None:
    """What sort of site a claim's type, sentence or names speak of; None for none."""
    known = data().sites.types.get(filed.claim.type)
    return known or next((sort for text in (filed.sentence, *_names_of(filed)) if (sort := sort_in(text))), None)


def sort_in(text: str) -> str | None:
    """What sort of site a text speaks of; None for none."""
    return _strong(text) or _leaving(text)


def shown_by(filed: FiledClaim, seen: Known) -> str | None:
    """What sort of site the place of a claim would show; None for none.

    A sentence may speak of a shelter or of flight elsewhere. A place is kept where the part of the sentence that does
    so has a place of its own, and where people leave a whole city, river, province or country.
    """
    names = tuple(_names_of(filed))
    own = next((sort for name in names if (sort := sort_in(name))), None)
    parts = _parts(filed, seen)
    beside = own or next((sort for part, open in parts if open and (sort := sort_in(part))), None)
    typed = data().sites.types.get(filed.claim.type)
    sort = beside or typed
    if sort is None:
        return None
    strong = next((s for text in (*names, filed.sentence) if (s := _strong(text))), None)
    leaves = strong is None and (typed is None or typed in data().sites.leaving)
    rough = filed.place is not None and not is_fine(filed.place)
    return None if (leaves or rough) and not _tells_fine(filed, seen, cities=not leaves) else sort


def tells_site(filed: FiledClaim, seen: Known) -> bool:
    """Whether a claim's sentence would show a site, if not as the place of the claim."""
    leaves = any(_leaving(part) and _names_fine(words(part), seen, seen.small) for part, _ in _parts(filed, seen))
    return leaves or _strong(filed.sentence) is not None


def _parts(filed: FiledClaim, seen: Known) -> list[tuple[str, bool]]:
    """The parts of a claim's sentence, and whether each may speak of the claim's place.

    A part may if the claim's trigger or place stands in it, if it names no other place, or if it points back.
    """
    text, begin = filed.sentence, filed.claim.sentence[0]
    marks = [m.begin - begin for m in filed.claim.place] + [filed.claim.trigger[0] - begin]
    here = {w.key for text in (filed.place.text, filed.place.name) for w in words(text)} if filed.place else set()
    cuts = [0, *(m.start() for m in _turn().finditer(text)), len(text)]
    out = []
    for a, b in pairwise(cuts):
        found = words(text[a:b])
        back = any(w.key in data().sites.back for w in found)
        elsewhere = any(w.capital and w.key in seen.located - here for w in found)
        out.append((text[a:b], back or not elsewhere or any(a <= mark < b for mark in marks)))
    return out


def _is_sayer(filed: FiledClaim, at: int) -> bool:
    """Whether a word is of the name of who says it."""
    said = filed.claim.attribution
    return said is not None and any(m.begin <= at < m.end for m in (*said.source, *said.via))


def _tells_fine(filed: FiledClaim, seen: Known, *, cities: bool) -> bool:
    """Whether a claim tells of a place that is finer than a district, or may be; of a whole city only if asked so."""
    place, begin = filed.place, filed.claim.sentence[0]
    if place is not None and is_fine(place) and (cities or not is_city(place)):
        return True
    found = [w for w in words(filed.sentence) if not _is_sayer(filed, begin + w.begin)]
    return _names_fine(found, seen, seen.fine if cities else seen.small)


def _names_fine(found: list[Word], seen: Known, fine: frozenset[str]) -> bool:
    """Whether words name one of these places, or something that nothing explains."""
    # A sentence begins with a capital, whatever the word.
    return any(b > 1 for _, b in seen.unknown(found)) or any(w.capital and w.key in fine for w in found)


def _strong(text: str) -> str | None:
    return next((sort for sort, pattern in _patterns("words") if pattern.search(text)), None)


def _leaving(text: str) -> str | None:
    return next((sort for sort, pattern in _patterns("leaving") if pattern.search(text)), None)


def _names_of(filed: FiledClaim) -> Iterator[str]:
    claim = filed.claim
    said = claim.attribution
    slots = (*claim.agent, *claim.target, *claim.instrument, *claim.place)
    for mention in (*slots, *((*said.source, *said.via) if said else ())):
        yield mention.name


def _site_names(text: str, whole: bool = False) -> Iterator[tuple[Key, Key]]:
    """Names of sites in a text, and what is left without the noun: "al-Amal hospital", "the school of al-Amal".

    Args:
        whole: the text is a name; one with a site's noun and words enough to be known by is a site's as it stands.
    """
    found, nouns, between = words(text), data().sites.names.nouns, data().sites.names.between
    several = {noun + "s" for noun in nouns}
    for n in (n for n, w in enumerate(found) if w.key in nouns or w.key in several):
        if whole and len(found) > _WORDY:
            yield tuple(w.key for w in found), ()
        last = n
        while last and found[last - 1].key in between:  # "Zamzam displacement camp"
            last -= 1
        begin = _capitals(found, last - 1, -1) + 1
        if begin < last:
            yield tuple(w.key for w in found[begin : n + 1]), _alone(found[begin:last])
        begin = n + 2 if n + 1 < len(found) and found[n + 1].key in ("of", "named", "called") else n + 1
        end = _capitals(found, begin, 1)
        if begin < end and found[n].key in nouns:
            yield tuple(w.key for w in found[n:end]), _alone(found[begin:end])


def _alone(found: list[Word]) -> Key:
    """The one name in these words; empty where there is none, or several."""
    runs = proper(found)
    return tuple(w.key for w in found[slice(*runs[0])]) if len(runs) == 1 else ()


def _capitals(found: list[Word], at: int, step: int) -> int:
    """Where a run of capitalised words ends, going forth or back from a word; particles join it."""
    particles = data().persons.words["particles"]
    while 0 <= at < len(found) and (found[at].capital or (found[at].key in particles and found[at].key != "the")):
        at += step
    return at


@cache
def _patterns(table: Literal["words", "leaving"]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    given: dict[str, tuple[str, ...]] = getattr(data().sites, table)
    return tuple((sort, re.compile(rf"\b(?:{'|'.join(each)})\b", re.IGNORECASE)) for sort, each in given.items())


@cache
def _turn() -> re.Pattern[str]:
    return re.compile(data().sites.turn)
