"""A case: the store of one investigation. No SQL outside this package."""

from __future__ import annotations

from .adding import Step, add, read_again, retry
from .case import Case
from .kinds import Anchor, Kind, anchor, kinds, register
from .ledger import Decision
from .query import ClaimFilter
from .records import Entry, FailedReport
from .results import Facet, Result
from .state import filed

__all__ = [
    "Anchor",
    "Case",
    "ClaimFilter",
    "Decision",
    "Entry",
    "Facet",
    "FailedReport",
    "Kind",
    "Result",
    "Step",
    "add",
    "anchor",
    "filed",
    "kinds",
    "read_again",
    "register",
    "retry",
]
