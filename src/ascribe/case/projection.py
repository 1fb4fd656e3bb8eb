"""Derived tables: each document's claims as they now stand, made from the records alone."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from ..model import Document, FiledClaim, Reading
from . import tables
from .kinds import documents_of, kind_of
from .ledger import Decision, active, decisions
from .names import folded, keys
from .state import State, state_of

SPREAD = 10_000_000  # more than a document has characters: position = sequence * SPREAD + trigger
OF_DOCUMENT = (tables.claim, tables.claim_name, tables.mention, tables.lost)
DERIVED = (*OF_DOCUMENT, tables.about)  # `result` and its facets are made by later steps
SPANS = (1, 7, 31, 366, 3_660, 10_000_000)  # lengths in days by which claims are found in a stretch of time
EVERY = "*"  # in `about`: a decision about names bears on every document


def index(connection: sa.Connection, decision: Decision) -> frozenset[str]:
    """Note which documents a new decision is about; these documents."""
    documents = bears_on(connection, decision)
    rows = [{"document": d, "decision": decision.sequence} for d in sorted(documents)]
    if rows:
        connection.execute(tables.about.insert(), rows)
    return documents - {EVERY}


def bears_on(connection: sa.Connection, decision: Decision) -> frozenset[str]:
    """The documents that a decision is about, from the records; an undoing is about what it undoes is about."""
    table = tables.decision.c
    while decision.kind == "undo":
        number = decision.subject["decision"]
        undone = next(decisions(connection, table.sequence == number, table.sequence < decision.sequence), None)
        if undone is None:
            return frozenset()
        decision = undone
    kind = kind_of(decision.kind)
    return frozenset([EVERY]) if kind and kind.scope == "names" else documents_of(decision.subject)


def touched(connection: sa.Connection, decision: Decision) -> frozenset[str]:
    """The documents whose claims a decision about names, or its undoing, may change."""
    if decision.kind == "undo":
        undone = next(decisions(connection, tables.decision.c.sequence == decision.subject["decision"]))
        return touched(connection, undone)
    kind = kind_of(decision.kind)
    if kind is None or kind.scope != "names":
        return frozenset()
    places = decision.subject.get("places")
    known = set(places) if places else {folded(actor) for actor in decision.subject["actors"]}
    held = tables.mention.c
    query = sa.select(held.document).where(held.sort == ("place" if places else "actor"), held.key.in_(sorted(known)))
    return frozenset(connection.execute(query).scalars())


def refresh(connection: sa.Connection, document: str) -> State:
    """Make a document's derived rows anew; the state that they show."""
    state, rows = derived(connection, document)
    for table, given in rows.items():
        connection.execute(table.delete().where(table.c.document == document))
        _insert(connection, table, given)
    return state


def derived(connection: sa.Connection, document: str) -> tuple[State, dict[sa.Table, list[dict[str, Any]]]]:
    """A document's state, and the rows that show it, by table; nothing is changed."""
    state = state_now(connection, document)
    sequence, details = connection.execute(
        sa.select(tables.document.c.sequence, tables.document.c.details).where(tables.document.c.id == document)
    ).one()
    outlet = json.loads(details)["outlet"]
    return state, {
        tables.claim: [_row(sequence, filed) for filed in state.claims],
        tables.claim_name: [row for filed in state.claims for row in _names(sequence, filed, outlet)],
        tables.mention: [{"document": document, "sort": sort, "key": key} for sort, key in state.named],
        tables.lost: [{"document": document, "decision": number, "reason": why} for number, why in state.lost],
    }


def rebuild(connection: sa.Connection) -> None:
    """Make all derived tables anew but those that later steps fill."""
    for table in DERIVED:
        connection.execute(table.delete())
    for decision in list(decisions(connection)):
        index(connection, decision)
    for document in connection.execute(sa.select(tables.document.c.id)).scalars().all():
        refresh(connection, document)


def state_now(connection: sa.Connection, document: str, extra: Decision | None = None) -> State:
    """A document's claims from the records; `extra` is a decision that is not stored yet."""
    known = load_document(connection, document)
    about = sa.select(tables.about.c.decision).where(tables.about.c.document.in_([document, EVERY]))
    given = [*decisions(connection, tables.decision.c.sequence.in_(about)), *([extra] if extra else [])]
    return state_of(known, latest(connection, known), active(given))


def load_document(connection: sa.Connection, document: str) -> Document:
    """A stored document; its id is the SHA-256 of its bytes."""
    row = connection.execute(
        sa.select(tables.document.c.text, tables.document.c.details).where(tables.document.c.id == document)
    ).one()
    return Document(id=document, sha256=document, text=row[0].decode("utf-8"), **json.loads(row[1]))


def latest(connection: sa.Connection, document: Document) -> Reading | None:
    """The reading that was stored last; None where the document was not read yet."""
    query = (
        sa.select(tables.reading.c.body)
        .where(tables.reading.c.document == document.sha256)
        .order_by(tables.reading.c.id.desc())
        .limit(1)
    )
    body = connection.execute(query).scalar()
    return None if body is None else unpacked(body, document)


def packed(reading: Reading) -> tuple[bytes, bytes]:
    """A reading as JSON without its document, and the same compressed."""
    body = reading.model_dump_json(exclude={"document"}).encode("utf-8")
    return body, zlib.compress(body)


def unpacked(body: bytes, document: Document) -> Reading:
    """A stored reading of `document`."""
    fields: dict[str, Any] = json.loads(zlib.decompress(body))
    return Reading.model_validate({**fields, "document": document})


def _row(sequence: int, filed: FiledClaim) -> dict[str, Any]:
    claim, when = filed.claim, filed.claim.when
    start, end = (day(when.start), day(when.end)) if when else (None, None)
    length = (end - start).days + 1 if start and end else None
    return {
        "id": claim.id, "position": sequence * SPREAD + claim.trigger[0], "document": filed.document,
        "type": claim.type, "factuality": claim.factuality, "standing": filed.standing,
        "start": start and start.isoformat(), "end": end and end.isoformat(),
        "span": length and next(span for span in SPANS if length <= span), "confidence": claim.confidence,
        "body": filed.model_dump_json(),
    }  # fmt: skip


def day(given: str | None) -> date | None:
    """A calendar day as it is written; None for anything else."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        return None


def _names(sequence: int, filed: FiledClaim, outlet: str | None) -> Iterable[dict[str, Any]]:
    place = {"position": sequence * SPREAD + filed.claim.trigger[0], "claim": filed.claim.id}
    for role, key in sorted(set(keys(filed, outlet))):
        yield {**place, "role": role, "key": key, "document": filed.document}


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)
