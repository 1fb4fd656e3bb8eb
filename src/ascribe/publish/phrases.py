"""Incidents in a reader's words, the same in the brief, on maps and in the terminal.

Everything returned may be text from reports or built on it, and so hostile: show it through `render.safe`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..incidents.axes import MONTHS
from ..incidents.model import Account, Basis, Figure, Incident, Responsible, Speaker
from ..model import ClaimQuantity, Counted, Place, When
from ..reading.actors.states import state, states
from ..render.phrases import amount, many, number, wording
from .map import MapPoint

if TYPE_CHECKING:
    from ..case import Entry

_BEARING = {"own": "speaks of its own deed", "enemy": "speaks of its enemy's deed", "third": ""}
_STANCE = {"party": "a party", "aligned": "aligned with a party", "independent": "independent"}


def title(one: Incident) -> str:
    """ "Airstrike, Mosul"."""
    return f"{what(one)}, {one.place.name if one.place else 'place not known'}"


def what(one: Incident) -> str:
    """ "Airstrike"."""
    label = wording().types[one.type]
    return label[:1].upper() + label[1:]


def day(iso: str | None) -> str:
    """ "3 Jul 2017"; the text as it is where it is no date; "" for None."""
    try:
        at = date.fromisoformat((iso or "")[:10])
    except ValueError:
        return iso or ""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def when(told: When) -> str:
    """The days of an incident with how exactly they are known: "1 Jun to 30 Jun 2017 (known to the month)"."""
    if not told.start and not told.end:
        return "day not known"
    if told.start == told.end:
        return day(told.start)
    if told.start and told.end:
        first = day(told.start)
        same_year = told.start[:4] == told.end[:4] and first.endswith(told.start[:4])
        words = f"{first[:-5] if same_year else first} to {day(told.end)}"
    else:
        words = f"from {day(told.start)}" if told.start else f"until {day(told.end)}"
    return words if told.precision in ("day", "time", "unknown") else f"{words} (known to the {told.precision})"


def document(entry: Entry) -> str:
    """A document's title; one that has none, or whose title may not leave, is told by its number."""
    return entry.title or (entry.name if entry.name != f"document-{entry.number}" else f"Document {entry.number}")


def country(code: str | None) -> str:
    """Name of a country by its ISO 3166-1 alpha-2 code; the code where there is none."""
    return state(code).name if code in states().ids else code or ""


def where(place: Place | None) -> str:
    """A place with its precision: "Old City, part of Ar Raqqah (known to the settlement)"."""
    if place is None:
        return "place not known"
    within = f", part of {place.within}" if place.within and place.within != place.name else ""
    return f"{place.name}{within} ({PRECISION[place.precision]})"


PRECISION = {
    "point": "a point", "settlement": "known to the settlement", "district": "known to the district",
    "region": "known to the region", "country": "known to the country only", "unknown": "not located",
}  # fmt: skip


def basis(rests: Basis) -> str:
    """ "5 documents, 4 texts, 4 origins, 1 outlet, 19 speakers; 5 independent sources say so"."""
    verb = "says" if rests.sources == 1 else "say"
    parts = [
        many(rests.documents, "document"), many(rests.copies, "text"), many(rests.origins, "origin"),
        many(rests.speakers, "speaker"),
    ]  # fmt: skip
    return f"{', '.join(parts)}; {many(rests.sources, 'independent source')} {verb} so"


def bounds(of: Counted, low: float, high: float | None, *, at_least: bool = False) -> str:
    """ "20 to 45", "20", "12 or more"."""
    high = low if high is None else high
    words = number(low, share=of == "share")
    if low != high:
        words += f" to {number(high, share=of == 'share')}"
    return words + (" or more" if at_least else "")


def figure(one: Figure) -> str:
    """ "20 to 45 killed"; what is counted otherwise makes no range: these are figures of different things."""
    if one.of == "other":
        return "other figures"
    if one.lowest is None:
        return f"{one.of.replace('_', ' ')}: no figure for the whole"
    if in_metres(one):
        metres = bounds(
            one.of, 1000 * one.lowest, None if one.highest is None else 1000 * one.highest, at_least=one.at_least
        )
        return counted(one.of, metres).replace(" km", " m")
    words = bounds(one.of, one.lowest, one.highest, at_least=one.at_least)
    return counted(one.of, words)


def in_metres(one: Figure) -> bool:
    """Whether a figure is a length of less than a kilometre."""
    return one.of in ("distance_km", "length_km") and (one.highest or one.lowest or 1) < 1


def counted(of: Counted, words: str) -> str:
    """A number in words with what it counts: "up to 40 injured"."""
    return wording().counted[of].format(n=words)


def said(account: Account, of: Counted) -> str:
    """What one account gives: "at least 12"."""
    return given(account.low, account.best, account.high, of)


def given(low: float | None, best: float | None, high: float | None, of: Counted = "other") -> str:
    """A figure as its words give it: "at least 12", "200 to 400".

    A best figure in the very middle is the reader's, who works it out where words give a range alone: it is left out.
    """
    if not told_best(low, best, high):
        best = None
    return amount(ClaimQuantity(begin=0, end=0, text="", of=of, low=low, best=best, high=high))


def told_best(low: float | None, best: float | None, high: float | None) -> bool:
    """Whether a best figure is one that somebody gave, and not the middle of a range."""
    return best is not None and (low is None or high is None or low == high or 2 * best != low + high)


def remarks(account: Account) -> str:
    """How a figure stands: "a part of the whole; superseded by a later figure"."""
    notes = {
        "denied: the speaker says that it was not so": account.denied, "uncertain": account.uncertain,
        "a part of the whole, or on top of it": account.part, "only a rough word": account.vague,
        "the same speaker gave a later figure": account.superseded_by is not None,
    }  # fmt: skip
    return "; ".join(words for words, holds in notes.items() if holds)


def position(speaker: Speaker) -> str:
    """ "a party; speaks of its enemy's deed"."""
    parts = [_STANCE[speaker.stance], _BEARING[speaker.bearing]]
    return "; ".join(part for part in parts if part)


def names(one: Incident) -> dict[str, str]:
    """Names by the keys of speakers and parties."""
    found = {r.key: r.name for r in one.responsible}
    return found | {s.key: s.name for s in one.speakers}


def blame(one: Responsible, known: dict[str, str]) -> str:
    """ "named by the Observatory; accepted by itself; denied by its spokesman"."""
    parts = [
        f"{verb} by {', '.join(dict.fromkeys(known.get(k, k) for k in keys))}"
        for verb, keys in (("named", one.named_by), ("accepted", one.accepted_by), ("denied", one.denied_by))
        if keys
    ]
    return "; ".join(parts)


def map_point(one: Incident, href: str) -> MapPoint:
    """An incident as maps show it."""
    place = one.place
    return MapPoint(
        id=one.id, title=f"{title(one)}, {when(one.when)}", lat=place.latitude if place else None,
        lon=place.longitude if place else None, precision=place.precision if place else "unknown",
        grade=one.grade.grade, href=href, start=one.when.start, end=one.when.end, place=place.name if place else "",
    )  # fmt: skip
