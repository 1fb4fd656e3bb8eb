"""Decisions of a case: making, undoing and listing them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from ...errors import UsageError
from .. import records, tables
from ..kinds import RECORDS, checked, documents_of
from ..ledger import Decision, active, append, decisions, in_force
from ..plain import person, text
from ..projection import index, load_document, refresh, touched
from .held import Held


class Decisions(Held):
    """What people decided, in a chain that only grows."""

    def decide(
        self, kind: str, subject: Any, value: Any | None = None, *, author: str, why: str | None = None
    ) -> Decision:
        """Append a decision and let its effect follow.

        Args:
            kind: one of `ascribe.case.kinds`.
            subject, value: what it is about and what was decided: instances of the kind's types, or JSON values.
            author: who decides.
            why: the reason.

        Raises:
            UsageError: the kind is not known, subject or value do not fit, or there is nothing that it could be about.
        """
        known, about, decided = checked(kind, subject, {} if value is None else value)
        if known.scope == "record":
            raise UsageError(f"{kind}: only the program records that.")
        by, reason = person(author), text(why or "") or None
        with self.database.writing() as connection:
            _possible(connection, kind, about)
            made = append(connection, by, kind, about, decided, reason)
            before = touched(connection, made)
            for document in sorted(index(connection, made) | before):
                lost = dict(refresh(connection, document).lost)
                if made.sequence in lost:
                    raise UsageError(f"{kind}: {lost[made.sequence]}.")
            return made

    def undo(self, number: int, *, author: str, why: str | None = None) -> Decision:
        """One more decision: that number `number` no longer counts.

        Raises:
            UsageError: there is no such decision, it is undone already, or it is a record of the program.
        """
        return self.decide("undo", {"decision": number}, author=author, why=why)

    def decisions(self, *kinds: str) -> Iterator[Decision]:
        """All decisions in order, or those of some kinds."""
        chosen = [tables.decision.c.kind.in_(kinds)] if kinds else []
        with self.database.reading() as connection:
            yield from decisions(connection, *chosen)

    def some_decisions(self, before: int, limit: int) -> list[Decision]:
        """At most `limit` decisions of people whose number is lower than `before`, the latest first."""
        table = tables.decision.c
        chosen = sa.and_(table.sequence < before, table.kind.not_in(RECORDS))
        last = sa.select(table.sequence).where(chosen).order_by(table.sequence.desc()).limit(limit)
        with self.database.reading() as connection:
            numbers = list(connection.execute(last).scalars())
            return list(decisions(connection, table.sequence.in_(numbers)))[::-1]

    def undone(self) -> frozenset[int]:
        """Numbers of the decisions that no longer count."""
        with self.database.reading() as connection:
            undoings = in_force(decisions(connection, tables.decision.c.kind == "undo"))
        return frozenset(int(one.subject["decision"]) for one in undoings)

    def in_force(self, *kinds: str) -> tuple[Decision, ...]:
        """The decisions of these kinds that are not undone, in order."""
        return tuple(active(self.decisions(*kinds, "undo")))

    def lost(self) -> tuple[tuple[Decision, str], ...]:
        """Decisions whose claim or words no reading has any more, with the reason."""
        with self.database.reading() as connection:
            return records.lost(connection)


def _possible(connection: sa.Connection, kind: str, about: dict[str, Any]) -> None:
    """Refuse what is about no document, or about other words than the document has, or undoes nothing."""
    for document in sorted(documents_of(about)):
        records.known(connection, document)
    if "begin" in about:
        said = load_document(connection, about["document"]).text[about["begin"] : about["end"]]
        if said != about["words"]:
            raise UsageError(f'{kind}: the document does not say "{about["words"]}" at {about["begin"]}.')
    if kind != "undo":
        return
    number = about["decision"]
    one = next(decisions(connection, tables.decision.c.sequence == number), None)
    if one is None or one.kind in RECORDS:
        raise UsageError(f"undo: there is no decision {number} that could be undone. See `ascribe decisions`.")
    undoings = in_force(decisions(connection, tables.decision.c.kind == "undo"))
    if number in {u.subject["decision"] for u in undoings}:
        raise UsageError(f"undo: decision {number} is undone already. See `ascribe decisions`.")
