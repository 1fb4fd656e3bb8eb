"""Claims of a case as they stand now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import InputError
from ...model import FiledClaim
from .. import query
from ..kinds import Anchor, anchor
from ..query import ClaimFilter
from ..state import Lost, find
from .held import Held


class Claims(Held):
    """What is said, by the filters that people ask with."""

    def claims(self, asked: ClaimFilter | None = None) -> Iterator[FiledClaim]:
        """The claims as they stand at this moment, by document and place in it; fetched as they are asked for."""
        with self.database.reading() as connection:
            yield from query.every(connection, asked or ClaimFilter())

    def page(
        self, asked: ClaimFilter, after: tuple[int, str], limit: int
    ) -> tuple[list[FiledClaim], tuple[int, str] | None]:
        """At most `limit` claims after a place in the order, and the place where the next page begins, if any."""
        with self.database.reading() as connection:
            rows = query.page(connection, asked, after, limit + 1)
        last = (rows[limit - 1][0], rows[limit - 1][1]) if len(rows) > limit else None
        return list(query.claims(row[2] for row in rows[:limit])), last

    def count(self, asked: ClaimFilter | None = None) -> int:
        """How many claims a filter selects."""
        with self.database.reading() as connection:
            return query.count(connection, asked or ClaimFilter())

    def claim(self, key: str) -> FiledClaim:
        """One claim, by its id or the beginning of it.

        Raises:
            InputError: no claim, or several, are so called.
        """
        with self.database.reading() as connection:
            found = query.by_key(connection, key)
        if len(found) != 1:
            raise InputError(f"{key}: {'several claims begin' if found else 'no claim begins'} with that. Give its id.")
        return found[0]

    def anchor(self, key: str) -> Anchor:
        """How a decision points at a claim."""
        filed = self.claim(key)
        return anchor(filed.claim, filed.document, filed.trigger)

    def resolve(self, given: Mapping[str, Any]) -> str | None:
        """The id of the claim that an anchor now means; None where it is lost."""
        with self.database.reading() as connection:
            held = query.of_document(connection, str(given["document"]))
        try:
            return find((filed.claim for filed in held), given)
        except Lost:
            return None
