"""Records to incidents: agglomeration by average weight, with what people decided and what contradicts as limits.

Average linkage keeps two strikes from chaining together through a vague third report: a group joins another only when
its records speak for it on average, and never when two stated days or two known places in it would lie apart.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .compare import Pair
from .records import Record, Spot, kilometres
from .weights import Weights

Ids = tuple[str, str]
Days = tuple[int, int]


@dataclass
class _Cluster:
    """Records by id; `near`: for each neighbour, the sum of stored weights and their number."""

    records: list[Record]
    near: dict[str, tuple[int, int]]
    days: Days | None
    spots: frozenset[Spot]
    apart: frozenset[str]
    means: frozenset[str]
    sites: frozenset[str]


def clusters(
    records: Sequence[Record],
    pairs: Iterable[Pair],
    weights: Weights,
    *,
    together: Iterable[Ids] = (),
    apart: Iterable[Ids] = (),
) -> tuple[list[tuple[Record, ...]], list[Ids]]:
    """The records in groups, one an incident, whatever the order of the arguments.

    Args:
        records: of all documents.
        pairs: by key, each once; those not given count `weights.link.missing`.
        weights: thresholds.
        together, apart: pairs of record ids as people decided; `apart` binds before `together`.
    Returns:
        The groups, and the pairs of `together` that `apart` forbids.
    """
    agglomeration = _Agglomeration(records, pairs, weights, apart)
    refused = agglomeration.unite(sorted(together))
    agglomeration.run()
    groups = [tuple(sorted(c.records, key=lambda r: r.id)) for c in agglomeration.clusters.values()]
    return sorted(groups, key=lambda g: g[0].id), refused


class _Agglomeration:
    def __init__(
        self, records: Sequence[Record], pairs: Iterable[Pair], weights: Weights, apart: Iterable[Ids]
    ) -> None:
        self.link = weights.link
        forbidden: dict[str, set[str]] = {}
        for a, b in apart:
            forbidden.setdefault(a, set()).add(b)
            forbidden.setdefault(b, set()).add(a)
        self.clusters = {
            r.id: _Cluster(
                [r], {}, _days(r), _spots(r), frozenset(forbidden.get(r.id, ())), frozenset(r.means), frozenset(r.sites)
            )
            for r in records
        }
        self.at = {r.id: r.id for r in records}
        ids = {r.key: r.id for r in records}
        for pair in pairs:
            a, b = ids[pair.a], ids[pair.b]
            self.clusters[a].near[b] = self.clusters[b].near[a] = (max(pair.weight, round(self.link.missing * 1000)), 1)

    def unite(self, together: Iterable[Ids]) -> list[Ids]:
        """Joins what people said is one; returns what they also said is not."""
        refused = []
        for a, b in together:
            x, y = self.at[a], self.at[b]
            if x != y and self._forbidden(x, y):
                refused.append((a, b))
            elif x != y:
                self._merge(x, y)
        return refused

    def run(self) -> None:
        """Joins the two groups with the highest average weight, again and again, until none is high enough."""
        heap = [self._entry(a, b) for a, c in self.clusters.items() for b in c.near if a < b]
        heapq.heapify(heap)
        while heap:
            mean, a, b, size = heapq.heappop(heap)
            if -mean < self.link.least * 1000:
                break
            if a not in self.clusters or b not in self.clusters or size != self._size(a, b):
                continue  # one of them has grown since
            if self._forbidden(a, b) or self._contradict(a, b):
                continue
            kept = self._merge(a, b)
            for other in self.clusters[kept].near:
                heapq.heappush(heap, self._entry(kept, other))

    def _size(self, a: str, b: str) -> tuple[int, int]:
        return len(self.clusters[a].records), len(self.clusters[b].records)

    def _entry(self, a: str, b: str) -> tuple[float, str, str, tuple[int, int]]:
        a, b = min(a, b), max(a, b)
        total, known = self.clusters[a].near[b]
        size = self._size(a, b)
        every = size[0] * size[1]
        return -(total + (every - known) * round(self.link.missing * 1000)) / every, a, b, size

    def _forbidden(self, a: str, b: str) -> bool:
        return any(self.at[x] == b for x in self.clusters[a].apart) or any(
            self.at[x] == a for x in self.clusters[b].apart
        )

    def _contradict(self, a: str, b: str) -> bool:
        x, y = self.clusters[a], self.clusters[b]
        return (
            _days_apart(x.days, y.days, self.link.days_apart)
            or _far(x.spots, y.spots, self.link.km_apart)
            or _otherwise(x, y)
        )

    def _merge(self, a: str, b: str) -> str:
        """One group of two; it goes by the smaller id."""
        a, b = min(a, b), max(a, b)
        x, y = self.clusters[a], self.clusters.pop(b)
        for record in y.records:
            self.at[record.id] = a
        x.records += y.records
        days = [d for c in (x, y) if c.days for d in c.days]
        x.days = (min(days), max(days)) if days else None
        x.spots, x.apart = x.spots | y.spots, x.apart | y.apart
        x.means, x.sites = x.means | y.means, x.sites | y.sites
        x.near.pop(b, None)
        y.near.pop(a, None)
        for other, (total, known) in y.near.items():
            before = x.near.get(other, (0, 0))
            x.near[other] = self.clusters[other].near[a] = (before[0] + total, before[1] + known)
            del self.clusters[other].near[b]
        return a


def contradiction(a: Record, b: Record, weights: Weights) -> str | None:
    """Why two records can't be of one happening, in words; None where they can."""
    if _days_apart(_days(a), _days(b), weights.link.days_apart):
        return "they state different days"
    if _far(_spots(a), _spots(b), weights.link.km_apart):
        return "they name places that lie apart"
    return "they tell of other means and of another thing hit" if _otherwise(a, b) else None


def _days_apart(x: Days | None, y: Days | None, most: int) -> bool:
    """Whether the stated days of two groups spread over more than `most` days."""
    return x is not None and y is not None and max(x[1], y[1]) - min(x[0], y[0]) > max(most, x[1] - x[0], y[1] - y[0])


def _far(x: Iterable[Spot], y: Iterable[Spot], km: float) -> bool:
    return any(kilometres(p, q) > km for p in x for q in y)


def _otherwise(a: _Cluster | Record, b: _Cluster | Record) -> bool:
    """Whether both how it was done and what was hit are told, and neither is shared: two strikes on one town."""
    known = a.means and b.means and a.sites and b.sites
    return bool(known) and not set(a.means) & set(b.means) and not set(a.sites) & set(b.sites)


def _days(record: Record) -> Days | None:
    if not record.exact or record.first is None or record.last is None:
        return None
    return record.first, record.last


def _spots(record: Record) -> frozenset[Spot]:
    if record.latitude is None or record.longitude is None or record.radius is None or record.radius > 30:
        return frozenset()
    return frozenset([(record.latitude, record.longitude, record.radius)])
