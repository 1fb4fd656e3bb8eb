"""The spot of a claim from the places of its document."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Place, Where

_FINE = ("point", "settlement", "district", "region", "country")


def locate(span: tuple[int, int], places: Sequence[Place]) -> Where | None:
    """The spot of the words `span`: that of the finest place with a position that overlaps them.

    Args:
        span: characters [begin, end) of the words that say where, such as a claim's slot `place`.
        places: the places of the document, from `find_places`.
    Returns:
        The spot with its precision. None where the words hold no place, only places without a position (rivers, roads),
        or only ones too large to be a spot (continents, seas).
    """
    here = [p for p in places if _overlap(p, span) > 0 and p.precision != "unknown"]
    best = min(here, key=lambda p: (_FINE.index(p.precision), -_overlap(p, span), p.begin), default=None)
    if best is None or best.latitude is None or best.longitude is None:
        return None
    return Where(latitude=best.latitude, longitude=best.longitude, precision=best.precision)


def _overlap(place: Place, span: tuple[int, int]) -> int:
    return min(place.end, span[1]) - max(place.begin, span[0])
