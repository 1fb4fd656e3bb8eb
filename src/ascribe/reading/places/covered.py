"""Which stretches of a text are taken, looked up fast."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar


class Stretch(Protocol):
    """Anything with characters [begin, end)."""

    @property
    def begin(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """One past its last."""


T = TypeVar("T", bound=Stretch)


class Covered(Generic[T]):
    """Stretches by where they lie.

    Args:
        items: in any order; they may overlap.
    """

    def __init__(self, items: Iterable[T]) -> None:
        self._items = sorted(items, key=lambda i: i.begin)
        self._begins = [i.begin for i in self._items]
        self._longest = max((i.end - i.begin for i in self._items), default=0)

    def over(self, begin: int, end: int) -> list[T]:
        """Those that share a character with [begin, end)."""
        first = bisect_left(self._begins, begin - self._longest)
        last = bisect_left(self._begins, end)
        return [i for i in self._items[first:last] if begin < i.end and i.begin < end]
