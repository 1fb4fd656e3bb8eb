"""Claims of incidents, fetched a document at a time: incidents that follow each other mostly rest on the same few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..case import Case, ClaimFilter
from ..incidents.model import Incident
from ..model import FiledClaim

_DOCUMENTS = 64  # of which the claims are kept in memory


class Fetched:
    """The claims of a case, for those who take its incidents by day."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._of = lru_cache(_DOCUMENTS)(self._fetched)

    def claims(self, one: Incident) -> Iterator[FiledClaim]:
        """The claims that an incident rests on, in the order of its statements."""
        for statement in one.statements:
            found = self._of(statement.document).get(statement.claim)
            yield self._case.claim(statement.claim) if found is None else found

    def _fetched(self, document: str) -> Mapping[str, FiledClaim]:
        return {filed.claim.id: filed for filed in self._case.claims(ClaimFilter(document=document))}
