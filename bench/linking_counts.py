"""The probabilities m and u of linking, counted on the labelled cases: `python -m bench.linking_counts`.

Compared are all pairs of records of a case, of the records as they are found and of those that the labels make: the
claims of one document about one incident. A weight of `STRENGTH` pairs is spread over a comparison's levels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from rich.console import Console
from rich.table import Table

from ascribe.incidents.compare import compare_these
from ascribe.incidents.link import told_by
from ascribe.incidents.records import Fact, Record, facts, record
from ascribe.incidents.weights import LEVELS, Level, Weights, default_weights
from bench.incidents import Case, paths, read_case

Counts = Counter[tuple[str, int, bool]]
STRENGTH = 2.0


def counts(case: Case, weights: Weights) -> Counts:
    """How many pairs of records stand at each level of each comparison, of one incident or of two."""
    found: Counts = Counter()
    for records in (told_by(case.claims, weights)[0], _labelled(case, weights)):
        label = {r.key: told for r in records if (told := most(r.claims, case))}
        pairs = list(combinations([r for r in records if r.key in label], 2))
        for pair in compare_these(pairs, weights):
            same = label[pair.a] == label[pair.b]
            found.update((name, int(at), same) for name, at in zip(LEVELS, pair.levels, strict=True) if at != "-")
    return found


def counted(found: Iterable[Counts], weights: Weights) -> Weights:
    """The weights with m and u from these counts."""
    total: Counts = sum(found, Counter())
    return weights.model_copy(
        update={"comparisons": {n: _levels(n, levels, total) for n, levels in weights.comparisons.items()}}
    )


def most(claims: Sequence[str], case: Case) -> str | None:
    """The incident that most of some claims are labelled with."""
    count = Counter(case.label[c] for c in claims if c in case.label)
    return min(count, key=lambda i: (-count[i], i), default=None)


def _levels(name: str, levels: Sequence[Level], total: Counts) -> tuple[Level, ...]:
    sums = {same: sum(total[name, n, same] for n in range(len(levels))) for same in (True, False)}

    def share(n: int, same: bool) -> float:
        return round((total[name, n, same] + STRENGTH / len(levels)) / (sums[same] + STRENGTH), 3)

    return tuple(
        level.model_copy(
            update={"m": share(n, True), "u": share(n, False), "pairs": (total[name, n, True], total[name, n, False])}
        )
        for n, level in enumerate(levels)
    )


def _labelled(case: Case, weights: Weights) -> list[Record]:
    """A record for each labelled incident that a document tells of."""
    documents: dict[str, list[Fact]] = {}
    for name in dict.fromkeys(c.document for c in case.claims):
        documents[name] = facts((c for c in case.claims if c.document == name), weights)
    return [
        record(name, group, home, weights)
        for name, home in documents.items()
        for i in sorted({case.label[f.id] for f in home if f.id in case.label})
        if (group := [f for f in home if case.label.get(f.id) == i])
    ]


def main() -> None:
    """Prints the levels with m and u, as they would stand in ontology/linking.toml."""
    weights = default_weights()
    table = Table("comparison", "level", "m", "u", "pairs of one, of two")
    for name, levels in counted((counts(read_case(p), weights) for p in paths()), weights).comparisons.items():
        for level in levels:
            table.add_row(name, level.level, f"{level.m:.3f}", f"{level.u:.3f}", str(list(level.pairs)))
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
