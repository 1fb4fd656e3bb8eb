"""Places that are dangerous to show: shelters, flight routes, aid movements and health sites, by words beside them.

Rather too many are kept back than too few: a sentence that speaks of a hospital makes its place rough, whatever else it
tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..model import FiledClaim, Place
from ..reading.actors.states import state, states
from ..reading.places.gazetteer import Entry, Gazetteer
from ..reading.places.index import DIVISION
from ..reading.places.words import key as gazetteer_key
from .known import Known, is_fine, proper
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

    def sort(self, filed: FiledClaim) -> str | None:
        """What sort of site a claim would show, by its own words or by a site's name; None for none."""
        named = (s for text in (filed.sentence, *_names_of(filed)) for _, s in self._phrases.within(text))
        return sort_of(filed) or next(named, None)

    def number(self, text: str) -> int | None:
        """The number of the first site that a text names; None where it names none."""
        return next((self._numbers[tuple(w.key for w in found)] for found, _ in self._phrases.within(text)), None)

    def hidden(self, text: str) -> str:
        """A text without the names of sites."""
        return self._phrases.replaced(text)


def sort_of(filed: FiledClaim) -> str | None:
    """What sort of site a claim tells of, by its type and its own words; None for none."""
    known = data().sites.types.get(filed.claim.type)
    return known or next((sort for text in (filed.sentence, *_names_of(filed)) if (sort := sort_in(text))), None)


def sort_in(text: str) -> str | None:
    """What sort of site a text speaks of; None for none."""
    return next((sort for sort, pattern in _patterns() if pattern.search(text)), None)


def coarse(place: Place, gazetteer: Gazetteer) -> Place | None:
    """The district that a place lies in; its region where no district is known, else its country; None for none.

    A place that is no finer than a district is itself. GeoNames as it ships does not tell the district of a settlement,
    and the nearest one is not taken for it.
    """
    if not is_fine(place):
        return place
    found = _around(place, gazetteer)
    if found is None or found.latitude is None or found.longitude is None:
        return None
    return Place(
        begin=place.begin, end=place.end, text=found.name, name=found.name, latitude=found.latitude,
        longitude=found.longitude, country=place.country, gazetteer=found.source, gazetteer_id=found.ref,
        precision=found.kind if found.kind in ("district", "region", "country") else "unknown",
        confidence=place.confidence,
    )  # fmt: skip


def _around(place: Place, gazetteer: Gazetteer) -> Entry | None:
    country = place.country
    if country is None:
        return None
    if place.within is not None:
        named = [e for e in gazetteer.find_loosely(gazetteer_key(place.within)) if country in e.countries]
        rough = [e for kind in ("district", "region") for e in named if e.kind == kind]
        if rough and not any(e.kind == "settlement" for e in named):
            return rough[0]
    regions = {e.region for e in _same(place, gazetteer) if e.region}
    if len(regions) == 1:
        found = gazetteer.find([f"{DIVISION}{country}.{regions.pop()}"])
        for entry in (e for entries in found.values() for e in entries if e.kind == "region"):
            return entry
    whole = gazetteer.find_loosely(gazetteer_key(state(country).name)) if country in states().ids else ()
    return next((e for e in whole if e.kind == "country" and country in e.countries), None)


def _same(place: Place, gazetteer: Gazetteer) -> Iterator[Entry]:
    """The gazetteer's entries of a place: by its reference, else by where it lies."""
    for name in (place.name, place.text, place.within):
        for entry in gazetteer.find_loosely(gazetteer_key(name)) if name else ():
            same_ref = entry.ref == place.gazetteer_id and entry.source == place.gazetteer
            same_spot = (entry.latitude, entry.longitude) == (place.latitude, place.longitude)
            if place.country in entry.countries and (same_ref or (place.latitude is not None and same_spot)):
                yield entry


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
    found, nouns = words(text), data().sites.names.nouns
    several = {noun + "s" for noun in nouns}
    for n in (n for n, w in enumerate(found) if w.key in nouns or w.key in several):
        if whole and len(found) > _WORDY:
            yield tuple(w.key for w in found), ()
        begin = _capitals(found, n - 1, -1) + 1
        if begin < n:
            yield tuple(w.key for w in found[begin : n + 1]), _alone(found[begin:n])
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
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (sort, re.compile(rf"\b(?:{'|'.join(given)})\b", re.IGNORECASE)) for sort, given in data().sites.words.items()
    )
