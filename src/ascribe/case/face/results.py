"""What later steps keep in a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .. import results
from ..results import Facet, Result
from .held import Held


class Results(Held):
    """JSON by space and key, found by facets."""

    def results(self, space: str) -> Iterator[tuple[str, str]]:
        """(key, JSON) of what a later step keeps under `space`, by key."""
        with self.database.reading() as connection:
            yield from results.every(connection, space)

    def result(self, space: str, key: str) -> str | None:
        """The JSON that is kept under a key of `space`, if any."""
        with self.database.reading() as connection:
            return results.one(connection, space, key)

    def keep_results(
        self, space: str, rows: Mapping[str, Result | str | None], *, only_if: tuple[str, str, str] | None = None
    ) -> bool:
        """Keep results under keys of `space`; None forgets a key. All or nothing.

        Args:
            only_if: a space, a key and the JSON that has to stand there, so that of two who write the same one stops.
        Returns:
            Whether it did stand there, and the rows are kept.
        """
        with self.database.writing() as connection:
            if only_if is not None and results.one(connection, *only_if[:2]) != only_if[2]:
                return False
            results.keep(connection, space, rows)
            return True

    def page_results(
        self, space: str, asked: Sequence[Facet] = (), *, after: tuple[str, str] = ("", ""), limit: int = 50
    ) -> tuple[list[str], tuple[str, str] | None]:
        """At most `limit` results that have all the facets, after a place in their order, and where the next begin."""
        with self.database.reading() as connection:
            return results.page(connection, space, asked, after, limit)

    def count_results(
        self, space: str, asked: Sequence[Facet] = (), by: str | None = None, *, most: int | None = None
    ) -> dict[str, int]:
        """How many results have all the facets: under "", or for each value of the facet `by`.

        Args:
            most: no more than this many are counted, the first in their order.
        """
        with self.database.reading() as connection:
            return results.count(connection, space, asked, by, most)
