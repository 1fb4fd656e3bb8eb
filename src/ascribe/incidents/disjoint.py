"""Disjoint sets that grow by joining; the result does not depend on the order of joining."""

from __future__ import annotations


class Groups:
    """Disjoint sets of 0, 1, … count - 1 known by their smallest members."""

    def __init__(self, count: int) -> None:
        self._top = list(range(count))

    def top(self, one: int) -> int:
        """The smallest member of the group of `one`."""
        while self._top[one] != one:
            self._top[one] = self._top[self._top[one]]
            one = self._top[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Make the groups of both one."""
        low, high = sorted((self.top(one), self.top(other)))
        self._top[high] = low
