"""Why two claims stand in one incident, or in two: each piece of evidence with its bits, and what decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import Field

from ..errors import UsageError
from ..model import FiledClaim, Part
from .cluster import Ids, contradiction
from .compare import compare_these
from .link import Links, records
from .records import Record, facts
from .weights import LEVELS, Weights, default_weights
from .within import evidence


class Step(Part):
    """One piece of evidence: its level in words, and the bits that it adds; `level` None: it could not be compared."""

    comparison: str
    level: str | None
    bits: float
    why: str


class Waterfall(Part):
    """What speaks for and against one happening, from the prior to the sum."""

    a: str
    b: str
    together: bool = Field(description="whether the two claims stand in one incident")
    steps: tuple[Step, ...]
    total: float = Field(description="bits; the sum of the steps")
    verdict: str = Field(description="what decided, in words")


def explain(
    a: str,
    b: str,
    claims: Iterable[FiledClaim],
    links: Links,
    *,
    weights: Weights | None = None,
    together: Iterable[Ids] = (),
    apart: Iterable[Ids] = (),
) -> Waterfall:
    """Why two claims were linked, or kept apart.

    Args:
        a, b: ids of two claims.
        claims: all claims of the case.
        links: what `link` found with the same claims, weights and decisions.
        weights, together, apart: as given to `link`.
    Raises:
        UsageError: one of the claims takes no part in linking, or both are one.
    """
    if a == b:
        raise UsageError(f"{a!r} is one claim: name two.")
    weights = weights or default_weights()
    apart = {(min(p), max(p)) for p in apart}
    claims = list(claims)
    documents = {c.document for c in claims if c.claim.id in (a, b)}
    near = [c for c in claims if c.document in documents]
    found = {c: r for r in records(near, weights, sorted(apart)) for c in r.claims}
    for claim in (a, b):
        if claim not in found:
            raise UsageError(
                f"Claim {claim!r} takes no part in linking: it is unknown or rejected, a state, a threat, a forecast or"
                " hypothetical. Name another claim."
            )
    one = links.incident_of(a) == links.incident_of(b)
    decided = _decided(a, b, {(min(p), max(p)) for p in together}, apart)
    if found[a].id == found[b].id:
        steps = _within(a, b, near, weights)
        verdict = decided or (_TOLD_AS_ONE if one else _MOVED)
    else:
        steps = _across(found[a], found[b], weights)
        total = sum(s.bits for s in steps)
        verdict = decided or _verdict(found[a], found[b], total, one, links, weights)
    return Waterfall(
        a=a, b=b, together=one, steps=tuple(steps), total=round(sum(s.bits for s in steps), 3), verdict=verdict
    )


_TOLD_AS_ONE = "One document tells them as one happening."
_MOVED = (
    "Kept apart: their document alone would make them one happening, but one of them fits better what other reports"
    " tell of another."
)


def _decided(a: str, b: str, together: set[Ids], apart: set[Ids]) -> str | None:
    pair = (min(a, b), max(a, b))
    if pair in apart:
        return "A person decided that they are two happenings."
    return "A person decided that they are one happening." if pair in together else None


def _across(a: Record, b: Record, weights: Weights) -> list[Step]:
    """The prior and each comparison of two records."""
    from math import log2

    prior = weights.link.prior
    steps = [
        Step(comparison="prior", level=None, bits=round(log2(prior / (1 - prior)), 3),
             why=f"of the pairs that are compared, {prior:.0%} are of one happening")
    ]  # fmt: skip
    (pair,) = compare_these([(a, b)], weights)
    for name, letter in zip(LEVELS, pair.levels, strict=True):
        if letter == "-":
            steps.append(Step(comparison=name, level=None, bits=0.0, why="not told by both"))
            continue
        level = weights.comparisons[name][int(letter)]
        steps.append(Step(comparison=name, level=level.level, bits=round(level.bits, 3), why=level.why))
    return steps


def _within(a: str, b: str, near: Iterable[FiledClaim], weights: Weights) -> list[Step]:
    """The evidence between two claims of one document, by itself."""
    told = {f.id: f for f in facts((c for c in near if c.claim.id in (a, b)), weights)}
    first, second = sorted(told.values(), key=lambda f: (f.begin, f.id))
    reasons: Mapping[str, str] = weights.within["why"]
    return [
        Step(comparison="within", level=name, bits=weights.within[name], why=reasons[name])
        for name in evidence([second], [first], weights)
    ]


def _verdict(a: Record, b: Record, total: float, one: bool, links: Links, weights: Weights) -> str:
    least = weights.link.least
    if one and total >= least:
        return f"They speak for one happening: {total:.1f} bits, {least:g} are needed."
    if one:
        return (
            f"By themselves they would stand apart ({total:.1f} bits); other claims of the incident tie them together."
        )
    against = contradiction(a, b, weights)
    if against:
        return f"Kept apart: {against}."
    if total < least:
        return f"Kept apart: too little speaks for one happening ({total:.1f} bits, {least:g} are needed)."
    return (
        f"By themselves they might be one happening ({total:.1f} bits), but the other claims of their two incidents"
        " contradict each other, or speak against it on average."
    )
