"""Places that are dangerous to show: shelters, flight routes, aid movements and health sites, told by words beside them.

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
from .known import Known, is_fine
from .wording import Key, Phrases, Word, data, replaced, words

_SHORTEST = 3  # letters of a site's name that is looked for alone


class Sites:
    """The sites of a case that have names. Tell it all claims with `learn`, then `settle`; only then it can be asked."""

    def __init__(self) -> None:
        self._names: dict[Key, str] = {}

    def learn(self, filed: FiledClaim, seen: Known) -> None:
        """Take in the names of sites in a claim."""
        sort = sort_of(filed)
        if sort is None:
            return
        for name in _names_of(filed):
            for phrase in _site_names(name, seen, whole=True):
                self._names.setdefault(phrase, sort)
        for phrase in _site_names(filed.sentence, seen):
            self._names.setdefault(phrase, sort)
        if filed.place is None or filed.place.gazetteer_id is None:
            for mention in filed.claim.place:
                found = words(mention.name)
                for first, last in seen.unknown(found):
                    if not any(w.key in seen.located for w in found[first:last]):
                        self._take(found[first:last], sort)

    def _take(self, found: list[Word], sort: str) -> None:
        if len(found) > 1 or len(found[0].key) >= _SHORTEST:
            self._names.setdefault(tuple(w.key for w in found), sort)

    def settle(self) -> None:
        """Number the sites, in the order in which they were met."""
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
        return replaced(text, ((f[0].begin, f[-1].end, sort) for f, sort in self._phrases.within(text)))


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
    named = gazetteer.find_loosely(gazetteer_key(state(country).name)) if country in states().ids else ()
    return next((e for e in named if e.kind == "country" and country in e.countries), None)


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


def _site_names(text: str, seen: Known, whole: bool = False) -> Iterator[Key]:
    """Names of sites in a text: "al-Amal hospital", "the school of al-Amal", and "al-Amal" where it is no known place.

    Args:
        whole: the text is a name; one with a site's noun and words enough to be known by is a name of a site as it stands.
    """
    found, nouns = words(text), data().sites.names.nouns
    plural = {noun + "s" for noun in nouns}
    at_noun = [n for n, w in enumerate(found) if w.key in nouns or w.key in plural]
    if whole and at_noun and len(found) > 3:
        yield tuple(w.key for w in found)
    for n in at_noun:
        if n + 1 < len(found) and found[n].key not in plural:
            first = n + 2 if found[n + 1].key in ("of", "named", "called") else n + 1
            last = _capitals(found, first, 1)
            if last > first:
                yield from _with_part(found, n, last, (first, last), seen)
        first = _capitals(found, n - 1, -1) + 1
        if first < n:
            yield from _with_part(found, first, n + 1, (first, n), seen)


def _capitals(found: list[Word], at: int, step: int) -> int:
    """Where a run of capitalised words ends, going forth or back from a word; particles join it."""
    particles = data().persons.words["particles"]
    while 0 <= at < len(found) and (found[at].capital or (found[at].key in particles and found[at].key != "the")):
        at += step
    return at


def _with_part(found: list[Word], first: int, last: int, part: tuple[int, int], seen: Known) -> Iterator[Key]:
    yield tuple(w.key for w in found[first:last])
    named = found[slice(*part)]
    strange = seen.unknown(named)
    if strange and not any(w.key in seen.located for w in named) and len(strange) == 1:
        own = tuple(w.key for w in named[slice(*strange[0])])
        if len(own) > 1 or len(own[0]) >= _SHORTEST:
            yield own


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (sort, re.compile(rf"\b(?:{'|'.join(given)})\b", re.IGNORECASE)) for sort, given in data().sites.words.items()
    )
