"""Two texts side by side: whether they are one, and which runs of words they share; and where a run stands in all."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..model import Part, Span
from .disjoint import Groups
from .shingles import Text, rules

if TYPE_CHECKING:
    from .shingles import Hashes


class Passage(Part):
    """Equal words in two documents of different origins, the one with the smaller id first; spans are code points."""

    a: str
    a_span: Span
    b: str
    b_span: Span


def is_copy(one: Text, other: Text) -> bool:
    """Whether two texts are one: the shorter stands in the longer, but for edits, and both begin with the same news.

    Containment (Broder 1997) of the shorter's shingles in the longer, over the whole and over its upper half; and of
    the longer's beginning, as long as the shorter, in the shorter. So a text cut at its end is a copy; one that is
    quoted somewhere in an article is none, nor are two stories above the same background.
    """
    import numpy as np

    short, long = sorted((one, other), key=lambda text: (len(text.words), text.words))
    bounds = rules()["copy"]
    if not short.words or len(short.words) < bounds["shortest"]:
        return bool(short.words) and short.words == long.words
    there = np.isin(short.shingles, long.shingles)
    back = np.isin(long.shingles[: len(there)], short.shingles)
    return bool(
        there.mean() >= bounds["contained"]
        and there[: (len(there) + 1) // 2].mean() >= bounds["top"]
        and back.mean() >= bounds["top"]
    )


def shared(one: Text, other: Text) -> tuple[tuple[Span, Span], ...]:
    """The runs of at least `passage` equal words in both texts, as code points in the one and in the other.

    In the order of the first text, each run as long as it goes; a run that stands in the second text more than once is
    given where it goes on longest, there first.
    """
    return tuple((_span(one, a, size), _span(other, b, size)) for a, b, size in _runs(one, other))


def standing(passages: Iterable[Passage]) -> list[list[tuple[str, Span]]]:
    """Where the words of passages stand: for each passage the stretches of documents that have it, in order.

    Passages that overlap in a document are one stretch; what shares a stretch, directly or through others, is one.
    """
    ends = [end for one in passages for end in ((one.a, one.a_span), (one.b, one.b_span))]
    stretches = _merged(ends)
    groups = Groups(len(stretches))
    places = [_place(stretches, end) for end in ends]
    for a, b in zip(places[::2], places[1::2], strict=True):
        groups.join(a, b)
    found: dict[int, list[tuple[str, Span]]] = defaultdict(list)
    for i, stretch in enumerate(stretches):
        found[groups.top(i)].append(stretch)
    return list(found.values())


def _merged(spans: Iterable[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """Spans in documents, in order, those that overlap made one."""
    found: list[tuple[str, Span]] = []
    for document, (begin, end) in sorted(spans):
        if found and found[-1][0] == document and begin < found[-1][1][1]:
            last = found.pop()[1]
            begin, end = last[0], max(last[1], end)
        found.append((document, (begin, end)))
    return found


def _place(stretches: list[tuple[str, Span]], end: tuple[str, Span]) -> int:
    """The place of the stretch in which a span lies."""
    document, (begin, _) = end
    return bisect_right(stretches, (document, begin), key=lambda one: (one[0], one[1][0])) - 1


def _runs(one: Text, other: Text) -> Iterator[tuple[int, int, int]]:
    """Where a run begins in the one and in the other, and its length in words."""
    least = rules()["words"]["passage"]
    found = _places(one.runs, other.runs)
    after = 0
    for a in sorted(found):
        if a < after:
            continue
        size, b = max(((_length(one, a, other, b), b) for b in found[a]), key=lambda run: (run[0], -run[1]))
        if size >= least:
            yield a, b, size
            after = a + size - least + 1


def _places(one: Hashes, other: Hashes) -> dict[int, list[int]]:
    """For each place of the one, the first few places of the other with the same hash."""
    import numpy as np

    both = np.intersect1d(one, other)
    if not len(both):
        return {}
    places: dict[int, list[int]] = {}
    for b in np.flatnonzero(np.isin(other, both)).tolist():
        places.setdefault(int(other[b]), []).append(b)
    return {a: places[int(one[a])][:8] for a in np.flatnonzero(np.isin(one, both)).tolist()}


def _length(one: Text, a: int, other: Text, b: int) -> int:
    """How many words from `a` in the one equal those from `b` in the other."""
    size, most = 0, min(len(one.words) - a, len(other.words) - b)
    while size < most and one.words[a + size] == other.words[b + size]:
        size += 1
    return size


def _span(text: Text, first: int, size: int) -> Span:
    return int(text.spans[first, 0]), int(text.spans[first + size - 1, 1])
