"""Decisions: rows in a chain. Each holds the digest of the one before, so that none can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from ..model import Part
from . import tables

FIRST = "0" * 64


class Decision(Part):
    """What somebody decided. `digest` is the SHA-256 of the canonical JSON of all the other fields."""

    sequence: int = Field(ge=1)
    at: str = Field(description="RFC 3339, UTC")
    author: str
    kind: str
    subject: dict[str, Any] = Field(description="what it is about")
    value: dict[str, Any] = Field(description="what was decided")
    why: str | None = None
    previous: str
    digest: str

    def expected_digest(self) -> str:
        """The digest that the fields give."""
        return digest_of(self.model_dump(exclude={"digest"}))


def canonical(value: Any) -> str:
    """JSON with sorted keys, no blanks, only ASCII: the same bytes for the same value on every machine."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def digest_of(value: Any) -> str:
    """SHA-256 of the canonical JSON, as hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode("ascii")).hexdigest()


def now() -> str:
    """This moment, RFC 3339 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def append(
    connection: sa.Connection, author: str, kind: str, subject: dict[str, Any], value: dict[str, Any], why: str | None
) -> Decision:
    """A new last row, in a writing transaction."""
    head = connection.execute(sa.select(tables.case.c.head, tables.case.c.head_digest)).one()
    fields = {"sequence": head[0] + 1, "at": now(), "author": author, "kind": kind, "subject": subject,
              "value": value, "why": why, "previous": head[1]}  # fmt: skip
    made = Decision(**fields, digest=digest_of(fields))
    row = {**fields, "subject": canonical(subject), "value": canonical(value), "digest": made.digest}
    connection.execute(tables.decision.insert(), row)
    connection.execute(tables.case.update().values(head=made.sequence, head_digest=made.digest))
    return made


def from_row(row: sa.Row[Any]) -> Decision:
    """A stored row as it stands, right or wrong."""
    fields = dict(row._mapping)
    return Decision(**{**fields, "subject": json.loads(fields["subject"]), "value": json.loads(fields["value"])})


def decisions(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> Iterator[Decision]:
    """Stored decisions in order."""
    query = sa.select(tables.decision).where(*conditions).order_by(tables.decision.c.sequence)
    for row in connection.execute(query.execution_options(yield_per=500)):
        yield from_row(row)


def in_force(given: Iterable[Decision]) -> Sequence[Decision]:
    """Those that no later one undoes, in order, undoings among them; an undoing can be undone itself."""
    undone: set[int] = set()
    kept = []
    for one in sorted(given, key=lambda d: d.sequence, reverse=True):
        if one.sequence not in undone:
            kept.append(one)
            if one.kind == "undo":
                undone.add(int(one.subject["decision"]))
    return kept[::-1]


def active(given: Iterable[Decision]) -> Sequence[Decision]:
    """Those that count: in force, and no undoings."""
    return [one for one in in_force(given) if one.kind != "undo"]
