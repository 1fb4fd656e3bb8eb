"""Derived tables: each document's claims as they now stand, made from the records alone."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from ..model import Document, FiledClaim, Reading
from . import tables
from .kinds import documents_of, kind_of
from .ledger import Decision, active, decisions
from .names import folded, keys
from .state import State, state_of

SPREAD = 10_000_000  # more than a document has characters: position = sequence * SPREAD + trigger
EVERY = "*"  # in `about`: a decision about names bears on every document


def index(connection: sa.Connection, decision: Decision) -> frozenset[str]:
    """Note which documents a new decision is about; these documents. An undoing is about what it undoes is about."""
    if decision.kind == "undo":
        query = sa.select(tables.about.c.document).where(tables.about.c.decision == decision.subject["decision"])
        documents = frozenset(connection.execute(query).scalars())
    else:
        kind = kind_of(decision.kind)
        documents = frozenset([EVERY]) if kind and kind.scope == "names" else documents_of(decision.subject)
    rows = [{"document": d, "decision": decision.sequence} for d in sorted(documents)]
    if rows:
        connection.execute(tables.about.insert(), rows)
    return documents - {EVERY}


def touched(connection: sa.Connection, decision: Decision) -> frozenset[str]:
    """The documents whose claims a decision about names, or its undoing, may change."""
    if decision.kind == "undo":
        undone = next(decisions(connection, tables.decision.c.sequence == decision.subject["decision"]))
        return touched(connection, undone)
    kind = kind_of(decision.kind)
    if kind is None or kind.scope != "names":
        return frozenset()
    if "places" in decision.subject:
        # Places have no index by gazetteer id; such decisions are rare, and the claim's body names its place.
        ids = {*decision.subject["places"], decision.value["place"]["gazetteer_id"]} - {None}
        held = [tables.claim.c.body.contains(json.dumps(one), autoescape=True) for one in sorted(ids)]
        return frozenset(connection.execute(sa.select(tables.claim.c.document).where(sa.or_(*held))).scalars())
    names = {n for a in (*decision.subject["actors"], decision.value["actor"]) for n in (a, folded(a))}
    query = sa.select(tables.claim_name.c.document).where(tables.claim_name.c.key.in_(sorted(names)))
    return frozenset(connection.execute(query).scalars())


def refresh(connection: sa.Connection, document: str) -> State:
    """Make a document's derived rows anew; the state that they show."""
    state = state_now(connection, document)
    for table in (tables.claim, tables.claim_name, tables.lost):
        connection.execute(table.delete().where(table.c.document == document))
    sequence, details = connection.execute(
        sa.select(tables.document.c.sequence, tables.document.c.details).where(tables.document.c.id == document)
    ).one()
    _insert(connection, tables.claim, (_row(sequence, filed) for filed in state.claims))
    outlet = json.loads(details)["outlet"]
    _insert(connection, tables.claim_name, (row for f in state.claims for row in _names(sequence, f, outlet)))
    lost = ({"document": document, "decision": n, "reason": why} for n, why in state.lost)
    _insert(connection, tables.lost, lost)
    return state


def rebuild(connection: sa.Connection) -> None:
    """Make all derived tables anew but `result`, which later steps fill."""
    for table in (tables.claim, tables.claim_name, tables.lost, tables.about):
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
    return {
        "id": claim.id, "position": sequence * SPREAD + claim.trigger[0], "document": filed.document,
        "type": claim.type, "factuality": claim.factuality, "standing": filed.standing,
        "start": when.start if when else None, "end": when.end if when else None,
        "confidence": claim.confidence, "body": filed.model_dump_json(),
    }  # fmt: skip


def _names(sequence: int, filed: FiledClaim, outlet: str | None) -> Iterable[dict[str, Any]]:
    place = {"position": sequence * SPREAD + filed.claim.trigger[0], "claim": filed.claim.id}
    for role, key in sorted(set(keys(filed, outlet))):
        yield {**place, "role": role, "key": key, "document": filed.document}


def _insert(connection: sa.Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    given = list(rows)
    if given:
        connection.execute(table.insert(), given)
