"""Weights from decisions: how often pairs that people put together, or held apart, agree in each way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..model import FiledClaim
from .cluster import Ids
from .compare import compare_these
from .link import of_records, records
from .weights import LEVELS, Level, Weights, default_weights


def learn(
    claims: Iterable[FiledClaim],
    together: Iterable[Ids],
    apart: Iterable[Ids],
    *,
    weights: Weights | None = None,
    strength: float = 30.0,
) -> Weights:
    """New weights: m from pairs put together, u from pairs held apart, smoothed towards the ones given.

    A level's probability is (strength x before + pairs at this level) / (strength + pairs compared), the mean of a
    Dirichlet posterior (Gelman et al., Bayesian Data Analysis, 3rd ed., 3.4); so few decisions change little.

    Args:
        claims: all claims of the case.
        together, apart: pairs of claim ids that people decided on; pairs within one group of a document teach nothing.
        weights: the ones to start from; None for the package's.
        strength: how many pairs the given weights count for.
    Returns:
        Weights whose levels say how many labelled pairs (together, apart) each rests on.
    """
    before = weights or default_weights()
    apart = sorted({(min(p), max(p)) for p in apart})
    found = {r.id: r for r in records(claims, before, apart)}
    home = {c: r.id for r in found.values() for c in r.claims}
    counts = []
    for decided in (together, apart):
        pairs = [(found[a], found[b]) for a, b in of_records(decided, home)]
        seen = compare_these(pairs, before)
        counts.append({name: Counter(p.levels[n] for p in seen) for n, name in enumerate(LEVELS)})
    return before.model_copy(
        update={
            "comparisons": {
                name: tuple(
                    _level(level, str(n), counts[0][name], counts[1][name], strength)
                    for n, level in enumerate(before.comparisons[name])
                )
                for name in LEVELS
            }
        }
    )


def _level(level: Level, letter: str, same: Counter[str], other: Counter[str], strength: float) -> Level:
    m, u = (
        (strength * before + count[letter]) / (strength + sum(count.values()) - count["-"])
        for before, count in ((level.m, same), (level.u, other))
    )
    return level.model_copy(update={"m": round(m, 6), "u": round(u, 6), "pairs": (same[letter], other[letter])})
