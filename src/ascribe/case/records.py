"""Documents, readings, failures and results as rows: what `Case` does in one transaction each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from ..errors import InputError
from ..model import Document, Part, Reading
from . import tables
from .ledger import Decision, append, canonical, decisions, digest_of, now
from .projection import packed
from .query import begins

_DETAILS = ("title", "url", "outlet", "origin", "author", "published", "published_from", "language")
# The columns that the chain keeps a hash of. The rest is covered by these: bytes and bodies by their hashes.
HASHED = {
    "case": ("title", "created_at"),
    "document": ("sequence", "name", "text_sha256", "details", "added_at", "added_by"),
    "reading": ("document", "model", "ontology", "sha256", "made_at"),
}


class Entry(Part):
    """A document of a case, without its text."""

    id: str
    number: int = Field(ge=1, description="1 for the first that was added")
    name: str = Field(description="the file or line it came from")
    title: str | None
    url: str | None
    outlet: str | None
    origin: str | None
    author: str | None
    published: str | None
    published_from: str
    language: str | None
    added_at: str
    added_by: str


class FailedReport(Part):
    """A report that could not be added or read, with the reason."""

    name: str
    data: bytes | None = Field(None, description="its bytes, where they could be had")
    options: dict[str, str | None] = Field(default_factory=dict)
    code: str
    message: str
    at: str = ""
    attempts: int = 1


def about(connection: sa.Connection) -> dict[str, Any]:
    """The row of the case, and how many rows the other tables have."""
    row = dict(connection.execute(sa.select(tables.case)).one()._mapping)
    counted = (tables.document, tables.reading, tables.claim, tables.decision, tables.failure, tables.lost)
    sizes = {t.name: connection.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in counted}
    standings = connection.execute(
        sa.select(tables.claim.c.standing, sa.func.count()).group_by(tables.claim.c.standing)
    )
    return {**row, "rows": sizes, "standings": {row[0]: row[1] for row in standings}}


def store(connection: sa.Connection, name: str, data: bytes, document: Document, author: str) -> bool:
    """Keep a document and record it in the chain; False where it is there already."""
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise ValueError("the document is not that of these bytes")
    known = sa.select(tables.document.c.id).where(tables.document.c.id == document.sha256)
    if connection.execute(known).first() is not None:
        return False
    text = document.text.encode("utf-8")
    row = {
        "id": document.sha256,
        "sequence": (connection.execute(sa.select(sa.func.max(tables.document.c.sequence))).scalar() or 0) + 1,
        "name": _plain(name), "original": data, "text": text, "text_sha256": hashlib.sha256(text).hexdigest(),
        "details": canonical({key: getattr(document, key) for key in _DETAILS}), "added_at": now(), "added_by": author,
    }  # fmt: skip
    connection.execute(tables.document.insert(), row)
    append(connection, author, "add_document", {"id": row["id"]}, {"sha256": hashes("document", row)}, None)
    return True


def hashes(table: str, row: Mapping[str, Any]) -> dict[str, str]:
    """What the chain keeps of a row, by column, so that one that was touched can be named."""
    return {column: digest_of(row[column]) for column in HASHED[table]}


def store_reading(connection: sa.Connection, reading: Reading, ontology: str, author: str) -> bool:
    """Keep a reading and record it in the chain; False where there is one by the same model and ontology."""
    model, document = reading.model or "unknown", reading.document.sha256
    if has_reading(connection, document, model, ontology):
        return False
    body, small = packed(reading)
    row = {
        "id": (connection.execute(sa.select(sa.func.max(tables.reading.c.id))).scalar() or 0) + 1,
        "document": document, "model": model, "ontology": ontology, "body": small,
        "sha256": hashlib.sha256(body).hexdigest(), "made_at": now(),
    }  # fmt: skip
    connection.execute(tables.reading.insert(), row)
    append(connection, author, "read_document", {"id": str(row["id"])}, {"sha256": hashes("reading", row)}, None)
    return True


def has_reading(connection: sa.Connection, document: str, model: str, ontology: str) -> bool:
    """Whether the document was read by this model and ontology."""
    table = tables.reading.c
    same = sa.select(table.id).where(table.document == document, table.model == model, table.ontology == ontology)
    return connection.execute(same).first() is not None


def entries(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> Iterator[Entry]:
    """Documents in the order they were added."""
    held = tables.document.c
    columns = held.id, held.sequence, held.name, held.details, held.added_at, held.added_by
    query = sa.select(*columns).where(*conditions).order_by(held.sequence)
    for row in connection.execute(query.execution_options(yield_per=500)):
        yield Entry(
            id=row.id, number=row.sequence, name=row.name, added_at=row.added_at, added_by=row.added_by,
            **json.loads(row.details),
        )  # fmt: skip


def known(connection: sa.Connection, id: str) -> None:
    """Raise InputError where the case has no document of that id."""
    if connection.execute(sa.select(tables.document.c.id).where(tables.document.c.id == id)).first() is None:
        raise InputError(f"{id[:12]}: no document of the case is so called. See `ascribe case show`.")


def entry(connection: sa.Connection, key: str) -> Entry:
    """The document of that number, or whose id begins so."""
    held = tables.document.c
    by_number = key.isascii() and key.isdecimal() and len(key) < 8
    chosen = held.sequence == int(key) if by_number else begins(held.id, key)
    found = list(entries(connection, chosen)) if key else []
    if len(found) != 1:
        reason = "several documents begin with that" if found else "no document of the case is so called"
        raise InputError(f"{key}: {reason}. Give a number or an id of `ascribe case show`.")
    return found[0]


def unread(connection: sa.Connection, model: str, ontology: str) -> tuple[str, ...]:
    """Documents without a reading by this model and ontology."""
    table = tables.reading.c
    have = sa.select(table.document).where(table.model == model, table.ontology == ontology)
    query = sa.select(tables.document.c.id).where(tables.document.c.id.not_in(have))
    return tuple(connection.execute(query.order_by(tables.document.c.sequence)).scalars())


def fail(connection: sa.Connection, failed: FailedReport) -> None:
    """Keep a failure in the place of an earlier one of the same name."""
    key = _key(failed.name)
    tried = connection.execute(sa.select(tables.failure.c.attempts).where(tables.failure.c.id == key)).scalar()
    succeed(connection, failed.name)
    row = {
        "id": key, "name": _plain(failed.name), "original": failed.data, "options": canonical(failed.options),
        "code": failed.code, "message": _plain(failed.message), "at": now(), "attempts": (tried or 0) + 1,
    }  # fmt: skip
    connection.execute(tables.failure.insert(), row)


def failures(connection: sa.Connection) -> tuple[FailedReport, ...]:
    """All failures by name."""
    rows = sorted(connection.execute(sa.select(tables.failure)).all(), key=lambda row: (row.name, row.id))
    return tuple(
        FailedReport(
            name=row.name, data=row.original, options=json.loads(row.options), code=row.code, message=row.message,
            at=row.at, attempts=row.attempts,
        )
        for row in rows
    )  # fmt: skip


def succeed(connection: sa.Connection, name: str) -> None:
    """Forget a failure."""
    connection.execute(tables.failure.delete().where(tables.failure.c.id == _key(name)))


def lost(connection: sa.Connection) -> tuple[tuple[Decision, str], ...]:
    """Decisions without effect, with the reason, in order."""
    rows = connection.execute(sa.select(tables.lost.c.decision, tables.lost.c.reason)).all()
    reasons = {row.decision: row.reason for row in rows}
    chosen = tables.decision.c.sequence.in_(sa.select(tables.lost.c.decision))
    return tuple((one, reasons[one.sequence]) for one in decisions(connection, chosen))


def _plain(words: str) -> str:
    """As every database can keep it: a file's name may hold bytes that are no UTF-8."""
    return words.replace("\0", "").encode("utf-8", "backslashreplace").decode("utf-8")


def _key(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
