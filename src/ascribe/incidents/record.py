"""An incident's record from its claims: type, time, place, parties, figures, who says what, and the grade.

The same claims give the same record, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from ..errors import InputError
from ..model import ClaimType, FiledClaim, Place, When
from .answers import answers
from .corroboration import accused, grade, inputs
from .figures import figures
from .model import Basis, Bearing, Denial, GradeInputs, Incident, Regrade, Speaker, Statement
from .parties import named, responsible, targets
from .rules import tiers
from .speakers import sides_of, speakers
from .statements import Background, Told, told
from .words import sentence_name

_PLACES = ("point", "settlement", "district", "region", "country", "unknown")
_TIMES = ("time", "day", "week", "month", "season", "year", "decade", "century", "unknown")


def incident(id: str, claims: Iterable[FiledClaim], background: Background, regrade: Regrade | None = None) -> Incident:
    """The record of one incident.

    Args:
        id: the incident's id, as linking gave it.
        claims: all claims of the incident; rejected, expected and merely possible ones take part in nothing.
        background: documents, origins, known actors, and stances that people gave.
        regrade: a person's grade; the computed one is kept beside it.
    Raises:
        InputError: no claim is left that takes part, or a claim's document is missing.
    """
    rows = told(claims, background)
    if not rows:
        raise InputError(f"incident {id}: none of its claims says that something happened. Leave it out.")
    place = where(rows)
    when = time_of(rows)
    acting = named(rows, background)
    side = sides_of(rows, [(n.who, n.told) for n in acting], background, place, when.start)
    parties = responsible(acting, rows, side)
    who = speakers(rows, side, background, accused(parties))
    found = inputs(rows, side, who, parties, answers(rows, parties, background))
    nameless = {v.key for r in rows for v in r.voices if v.origin}
    names = {s.key: sentence_name(s.actor, s.name, background.actors, person=s.key in nameless) for s in who}
    names |= {r.key: sentence_name(r.actor, r.name, background.actors) for r in parties}
    return Incident(
        id=id,
        type=main_type(rows),
        types=tuple(sorted({r.filed.claim.type for r in rows})),
        when=when,
        place=place,
        places=tuple(sorted({m.name for r in rows for m in r.filed.claim.place})),
        responsible=parties,
        targets=targets(rows, background),
        figures=figures(rows),
        speakers=who,
        statements=_statements(rows, who),
        denials=_denials(rows),
        basis=_basis(rows, who, found),
        grade=grade(found, names, regrade),
    )


def main_type(rows: tuple[Told, ...]) -> ClaimType:
    """The type that names the incident: of the first tier of grades.toml in it, that of the most documents."""
    said = [r for r in rows if not r.denied] or list(rows)
    for tier in tiers().in_order:
        support = {t: len({r.filed.document for r in said if r.filed.claim.type == t}) for t in tier}
        best = max(tier, key=lambda t: support[t])
        if support[best]:
            return best
    raise AssertionError("every type is in a tier")


def time_of(rows: tuple[Told, ...]) -> When:
    """The calendar bounds: from the intervals of the finest precision that at least half as many documents give as the
    best supported one."""
    given: dict[When, set[str]] = {}
    for one in rows:
        when = one.filed.claim.when
        if when and when.start and when.end:
            given.setdefault(when, set()).add(one.copies)
    if not given:
        return When()
    finest = min((w.precision for w in given), key=_TIMES.index)
    fine = {w: len(d) for w, d in given.items() if w.precision == finest}
    kept = [w for w, n in fine.items() if 2 * n > max(fine.values())]
    return When(start=min(str(w.start) for w in kept), end=max(str(w.end) for w in kept), precision=finest)


def where(rows: tuple[Told, ...]) -> Place | None:
    """The located place that most texts name, among those of the finest precision."""
    given: dict[tuple[str, str], list[tuple[str, Place]]] = {}
    for one in rows:
        place = one.filed.place
        if place is not None and place.latitude is not None:
            key = (place.precision, place.gazetteer_id or place.name.casefold())
            given.setdefault(key, []).append((one.copies, place))
    if not given:
        return None
    best = min(given, key=lambda k: (_rank(k[0]), -len({c for c, _ in given[k]}), k))
    return min((p for _, p in given[best]), key=lambda p: p.model_dump_json())


def _rank(precision: str) -> int:
    """Points, settlements and districts are level: which of them is meant, support decides."""
    return max(0, _PLACES.index(precision) - 2)


def _statements(rows: tuple[Told, ...], who: tuple[Speaker, ...]) -> tuple[Statement, ...]:
    """Every claim with who says it; of several speakers the one nearest to the deed gives the bearing."""
    bearings = {s.key: s.bearing for s in who}
    return tuple(
        Statement(
            claim=r.id,
            document=r.filed.document,
            type=r.filed.claim.type,
            speakers=tuple(v.key for v in r.voices),
            factuality="denied" if r.denied else r.filed.claim.factuality,
            standing=r.filed.standing,
            bearing=min((bearings[v.key] for v in r.voices), key=get_args(Bearing).index),
            published=r.published,
        )
        for r in rows
    )


def _denials(rows: tuple[Told, ...]) -> tuple[Denial, ...]:
    """What is denied, by type."""
    found: dict[ClaimType, list[Told]] = {}
    for one in rows:
        if one.denied:
            found.setdefault(one.filed.claim.type, []).append(one)
    return tuple(
        Denial(
            type=kind,
            by=tuple(sorted({v.key for r in said for v in r.voices})),
            claims=tuple(sorted({r.id for r in said})),
        )
        for kind, said in sorted(found.items())
    )


def _basis(rows: tuple[Told, ...], who: tuple[Speaker, ...], found: GradeInputs) -> Basis:
    return Basis(
        documents=len({r.filed.document for r in rows}),
        outlets=len({r.outlet for r in rows if r.outlet}),
        copies=len({r.copies for r in rows}),
        origins=len({r.origin for r in rows}),
        speakers=len(who),
        sources=found.sources,
    )
