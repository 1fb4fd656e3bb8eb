"""Which documents are worth comparing, by the keys of their signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from .disjoint import Groups
from .shingles import rules

if TYPE_CHECKING:
    from .shingles import Hashes


def candidates(keys: Sequence[Hashes], groups: Groups) -> Iterator[tuple[int, int]]:
    """Pairs (smaller, larger) of documents that share a key and are not yet in one of `groups`; each pair once.

    The caller joins `groups` while it takes them. A key of more than `common` documents pairs each with the first only,
    so that the number of pairs stays in proportion to the number of documents, whatever footer they all carry.
    Which pairs of different groups come does not depend on the order in which groups were joined.

    Args:
        keys: for each document, in an order that depends on nothing but the documents, its different keys.
    """
    common = rules()["candidates"]["common"]
    seen: set[tuple[int, int]] = set()
    for bucket in _buckets(keys):
        if len(bucket) > common:
            pairs: Iterator[tuple[int, int]] = ((bucket[0], other) for other in bucket[1:])
        elif len({groups.top(one) for one in bucket}) == 1:
            continue
        else:
            pairs = combinations(bucket, 2)
        for pair in pairs:
            if pair not in seen and groups.top(pair[0]) != groups.top(pair[1]):
                seen.add(pair)
                yield pair


def _buckets(keys: Sequence[Hashes]) -> Iterator[list[int]]:
    """The documents that share a key, in order; the same documents once, however many keys they share."""
    import numpy as np

    if not keys:
        return
    every = np.concatenate(keys)
    owner = np.repeat(np.arange(len(keys), dtype=np.int64), [len(some) for some in keys])
    order = np.argsort(every, kind="stable")
    every, owner = every[order], owner[order]
    begins = np.flatnonzero(np.r_[True, every[1:] != every[:-1]]) if len(every) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.r_[begins, len(every)])
    begins, sizes = begins[sizes > 1], sizes[sizes > 1]
    if not len(begins):
        return
    # the sum of random labels tells sets of documents apart without looking at each
    labels = np.random.default_rng(0).integers(2**64, size=len(keys), dtype=np.uint64)
    summed = np.concatenate([[np.uint64(0)], np.cumsum(labels[owner], dtype=np.uint64)])
    _, first = np.unique(summed[begins + sizes] - summed[begins], return_index=True)
    for i in np.sort(first).tolist():
        yield owner[begins[i] : begins[i] + sizes[i]].tolist()
