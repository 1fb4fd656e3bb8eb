"""The weights of `incidents.refine`, fitted on the labelled cases: `python -m bench.linking_fit`.

Prints how well each case is linked with weights that were fitted, and probabilities that were counted, on the others;
and then the weights fitted on all.
A conditional logit: of the incidents of its case, which one is a unit of? Units without a label stand where
linking without refinement puts them, so that they are alternatives too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ascribe.incidents.link import link, told_by
from ascribe.incidents.refine import Profile, evidence
from ascribe.incidents.weights import Weights, default_weights
from bench.incidents import Case, Measure, measure_case, paths, read_case
from bench.linking_counts import counted, counts, most

Row = tuple[np.ndarray[Any, Any], int]
ALONE = 4.0
"""What is added to the fitted constant of standing alone: few labelled units do, and a wrong merge is worse."""
_STEPS = 20


def rows(case: Case, names: Sequence[str], weights: Weights) -> list[Row]:
    """For each labelled unit the evidence for each incident, the last row for none, and the right one's number."""
    start = link(case.claims, weights=without(weights))
    found: list[Row] = []
    profiles: dict[str, Profile] = {}
    units = told_by(case.claims, weights)[1]
    labels = [most(u.claims, case) for u in units]
    homes = [label or f"? {start.incident_of(u.claims[0])}" for u, label in zip(units, labels, strict=True)]
    for unit, home in zip(units, homes, strict=True):
        profiles.setdefault(home, Profile()).add(unit)
    for unit, label in zip(units, labels, strict=True):
        if label is None:
            continue
        profiles[label].remove(unit)
        around = [k for k in sorted(profiles) if profiles[k].size]
        table = np.zeros((len(around) + 1, len(names) + 1))
        table[:-1, :-1] = [[v.get(n, 0.0) for n in names] for v in evidence(unit, [profiles[k] for k in around])]
        table[-1, -1] = 1
        found.append((table, around.index(label) if label in around else len(around)))
        profiles[label].add(unit)
    return found


def fit(table: Sequence[Row], names: Sequence[str]) -> dict[str, float]:
    """The weights of the highest posterior, with a normal prior of variance 1, by Newton's method."""
    w = np.zeros(len(names) + 1)
    for _ in range(_STEPS):
        slope, curve = w.copy(), np.eye(len(w))
        for x, y in table:
            score = np.exp(x @ w - (x @ w).max())
            share = score / score.sum()
            mean = share @ x
            slope -= x[y] - mean
            curve += (x * share[:, None]).T @ x - np.outer(mean, mean)
        w -= np.linalg.solve(curve, slope)
    return {n: round(float(v), 2) for n, v in zip([*names, "alone"], w, strict=True)}


def without(weights: Weights) -> Weights:
    """The weights without refinement."""
    return weights.model_copy(update={"fit": {**weights.fit, "passes": 0}})


def main() -> None:
    """Prints the measures of cases left out, and the weights."""
    weights = default_weights()
    names = sorted(set(weights.fit) - {"alone", "passes", "other_place_km"})
    cases = [read_case(p) for p in paths()]
    levels = [counts(c, weights) for c in cases]
    total, bare = Measure(), Measure()
    for n, case in enumerate(cases):
        others = [m for m in range(len(cases)) if m != n]
        known = counted((levels[m] for m in others), weights)
        known = _with(known, fit([r for m in others for r in rows(cases[m], names, known)], names))
        one = measure_case(case, known)
        print(case.name, *(round(x, 3) for x in one.b_cubed))
        total += one
        bare += measure_case(case, without(known))
    print("without refinement", bare.b_cubed, bare.pairwise)
    print("each case left out", total.b_cubed, total.pairwise)
    found = fit([r for c in cases for r in rows(c, names, weights)], names)
    print("\n".join(f"{k} = {v}" for k, v in _with(weights, found).fit.items() if k in found))


def _with(weights: Weights, found: dict[str, float]) -> Weights:
    return weights.model_copy(update={"fit": {**weights.fit, **found, "alone": round(found["alone"] + ALONE, 2)}})


if __name__ == "__main__":
    main()
