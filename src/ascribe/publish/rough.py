"""How exact a place is, and the rougher place that it lies in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..model import Place
from ..reading.actors.states import state, states
from ..reading.places.gazetteer import Entry, Gazetteer, default_gazetteer
from ..reading.places.index import DIVISION
from ..reading.places.words import key as gazetteer_key
from .wording import data

_FINE = ("point", "settlement", "unknown")


def is_fine(place: Place) -> bool:
    """Whether a place is finer than a district, or one cannot know."""
    return place.precision in _FINE or place.within is not None


def is_city(place: Place) -> bool:
    """Whether a place is a whole city, so large that it is no finer than a district."""
    return place.precision == "settlement" and place.within is None and _people(place) >= data().sites.city


@lru_cache(1 << 14)
def _people(place: Place) -> int:
    return max((e.population for e in _same(place, default_gazetteer())), default=0)


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
