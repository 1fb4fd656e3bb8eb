"""By what an incident is found, and how much it needs a person."""

from __future__ import annotations

from ..model import Part
from .model import GradeName, Incident

# What needs a person first. A confirmed or discounted incident asks least: its main question has an answer.
_URGENCY: tuple[GradeName, ...] = ("contested", "weak", "fair", "discounted", "confirmed")


class Need(Part):
    """Why an incident waits for a person; `sort` puts the most urgent first, later days before earlier ones."""

    incident: str
    sort: str
    unreviewed: int
    why: tuple[str, ...]


def by_day(one: Incident) -> str:
    """Its place in the order of days; those without a day last."""
    return f"{one.when.start or '9999-99-99'} {one.id}"


def facets(one: Incident) -> dict[str, tuple[str, ...]]:
    """Names and values by which it is found: those of `ascribe claims`, and its grade."""
    parties = [(r.name, r.actor) for r in one.responsible] + [(t.name, t.actor) for t in one.targets]
    found = {
        "type": tuple(one.types),
        "grade": (one.grade.grade,),
        "place": tuple(n for n in (*one.places, one.place.name if one.place else None,
                                   one.place.within if one.place else None) if n),
        "country": (one.place.country,) if one.place and one.place.country else (),
        "actor": tuple(n for pair in parties for n in pair if n),
        "source": tuple(n for s in one.speakers for n in (s.name, s.actor, s.key) if n),
        "document": tuple(sorted({s.document for s in one.statements})),
        "standing": tuple(sorted({s.standing for s in one.statements})),
        # what is only known to have happened by a day, or since one, is found about that day
        "start": (first,) if (first := one.when.start or one.when.end) else (),
        "end": (last,) if (last := one.when.end or one.when.start) else (),
    }  # fmt: skip
    return {name: values for name, values in found.items() if values}


def need(one: Incident) -> Need | None:
    """What there is to decide; None where every claim was decided on and the grade is a person's or undisputed."""
    open_claims = sum(s.standing == "unreviewed" for s in one.statements)
    grade = one.grade.grade
    unsettled = grade == "contested" and one.grade.regrade is None
    if not open_claims and not unsettled:
        return None
    why = []
    if unsettled:
        why.append("contested")
    if any(f.lowest is not None and f.highest is not None and f.highest >= 2 * max(f.lowest, 1) for f in one.figures):
        why.append("figures far apart")
    if open_claims:
        why.append("one claim not looked at" if open_claims == 1 else f"{open_claims} claims not looked at")
    rank = _URGENCY.index(grade) + (0 if one.grade.regrade is None else len(_URGENCY))
    day = (one.when.start or "0000-00-00").replace("-", "")
    late_first = f"{99_999_999 - int(day):08d}"
    return Need(incident=one.id, sort=f"{rank}{late_first}{one.id}"[:40], unreviewed=open_claims, why=tuple(why))
