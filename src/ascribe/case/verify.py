"""Whether a case is what it was: every hash and the chain recomputed, then what follows from the records."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from ..errors import CaseError, UsageError
from . import tables
from .case import Case
from .chain import Chain, Link, Problem, digest, link, shown
from .compare import of_derived
from .ledger import canonical
from .records import HASHED
from .stored import as_stored, raw

_CHUNK = 1 << 20

Progress = Callable[[int, int], None]


def verify(case: Case, *, head: str | None = None, progress: Progress | None = None) -> tuple[Problem, ...]:
    """What was touched in a case since the program wrote it; nothing if it is sound.

    First the records: documents, readings and decisions. Only where they are sound is what follows from them (the
    claims as they stand) compared with what they give. Memory does not grow with the case.

    Args:
        head: a digest that was noted down earlier; it still has to be in the chain.
        progress: is told (rows done, rows in all) now and then.

    Raises:
        UsageError: `head` is no digest.
        CaseError: the case cannot be read.
    """
    noted = head.strip().lower() if head is not None else None
    if noted is not None and not re.fullmatch(r"[0-9a-f]{64}", noted):
        raise UsageError(f"{shown(head)}: a head is 64 hexadecimal digits, as `ascribe verify` prints them.")
    found: list[Problem] = []
    try:
        with case.database.reading() as connection, as_stored(connection):
            step = _counter(connection, progress)
            found.extend(of_file(connection))
            found.extend(of_records(connection, noted, step))
            if not found:
                found.extend(of_derived(connection, step))
    except CaseError as error:
        if not found:
            raise
        found.append(Problem(table="database", reason=str(error).rstrip(".")))
    return tuple(found)


def of_file(connection: sa.Connection) -> Iterator[Problem]:
    """What SQLite finds wrong with its file; PostgreSQL has no such check."""
    if connection.dialect.name == "sqlite":
        for line in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
            if line != "ok":
                yield Problem(table="database", reason=f"the file is damaged: {shown(line)}")


def of_records(
    connection: sa.Connection, noted: str | None = None, step: Callable[[], None] = lambda: None
) -> Iterator[Problem]:
    """What is wrong with the records; `as_stored` has to be in force."""
    cases = [dict(row._mapping) for row in connection.execute(raw(tables.case))]
    if len(cases) != 1:
        yield Problem(table="case", reason=f"has {len(cases)} rows instead of one")
    if not cases:
        return
    records = _Records(connection, cases[0])
    yield from records.decisions(noted, step)
    yield from records.unrecorded()
    yield from records.documents(step)
    yield from records.readings(step)


class _Records:
    """Compares documents, readings and the case's row with what the chain keeps of them.

    `_told` holds (table, row) of what need not be said twice; in a sound case it stays empty.
    """

    def __init__(self, connection: sa.Connection, case: Mapping[str, Any]) -> None:
        self._connection, self._case = connection, case
        self._told: set[tuple[str, str]] = set()
        self._count = {"document": 0, "reading": 0}
        self._broken = False

    def decisions(self, noted: str | None, step: Callable[[], None]) -> Iterator[Problem]:
        """The chain, and what its rows keep of others."""
        chain = Chain((self._case["head"], self._case["head_digest"]))
        kept = noted is None
        query = raw(tables.decision).order_by(tables.decision.c.sequence)
        for row in self._connection.execute(query.execution_options(yield_per=500)):
            here = link(dict(row._mapping))
            found = list(chain.follow(here))
            self._broken = self._broken or bool(found)
            yield from found
            kept = kept or (here.sealed and here.digest == noted)
            if here.sealed:
                yield from self._kept(here)
            elif here.subject is not None:
                self._told.add(("decision", canonical(here.subject)))
            step()
        yield from chain.end()
        if not kept:
            reason = f"the noted head {str(noted)[:12]}… is not in the chain, which was cut off or rewritten since"
            yield Problem(table="decision", reason=reason)

    def _kept(self, here: Link) -> Iterator[Problem]:
        """What a decision of the program keeps of a row, compared with that row."""
        kind, subject = here.row["kind"], here.subject or {}
        if kind == "new_case" or here.number == 1:
            if kind != "new_case" or here.number != 1:
                yield Problem(table="decision", row=str(here.number), field="kind", reason="only the first is new_case")
            elif self._case["id"] != subject.get("id"):
                yield Problem(table="case", field="id", reason="is not what decision 1 keeps")
            else:
                yield from self._compared("case", None, self._case, here)
        elif kind in ("add_document", "read_document"):
            yield from self._kept_row("document" if kind == "add_document" else "reading", here)

    def _kept_row(self, name: str, here: Link) -> Iterator[Problem]:
        table, key = tables.METADATA.tables[name], (here.subject or {}).get("id")
        number = "sequence" if name == "document" else "id"
        self._count[name] += 1
        form = r"[1-9][0-9]{0,8}" if name == "reading" else r"[0-9a-f]{64}"
        found = None
        if isinstance(key, str) and re.fullmatch(form, key):
            wanted = key if name == "document" else int(key)
            query = raw(table, "original", "text", "body").where(table.c.id == wanted)
            found = self._connection.execute(query).first()
        if found is None:
            yield Problem(table=name, row=shown(key), reason=f"missing: decision {here.number} keeps it")
            return
        row = dict(found._mapping)
        problems = list(self._compared(name, str(key), row, here))
        yield from problems
        if number in {problem.field for problem in problems} or row[number] == self._count[name]:
            return
        if not self._broken:
            reason = f"is {row[number]}, though {self._count[name] - 1} were recorded before it"
            yield Problem(table=name, row=shown(key), field=number, reason=reason)
        self._count[name] = row[number]

    def _compared(self, name: str, key: str | None, row: Mapping[str, Any], here: Link) -> Iterator[Problem]:
        hashes = (here.value or {}).get("sha256")
        if not isinstance(hashes, dict) or set(hashes) != set(HASHED[name]):
            reason = f"does not keep the hashes of {', '.join(HASHED[name])}"
            yield Problem(table="decision", row=str(here.number), field="value", reason=reason)
            return
        for column in HASHED[name]:
            if digest(row[column]) != hashes[column]:
                if column.endswith("sha256"):
                    self._told.add((name, key or ""))
                reason = f"is not what decision {here.number} keeps"
                yield Problem(table=name, row=shown(key) if key else None, field=column, reason=reason)

    def unrecorded(self) -> Iterator[Problem]:
        """Rows that no decision keeps, and those that several do."""
        decided = tables.decision.c
        for kind, table in (("add_document", tables.document), ("read_document", tables.reading)):
            subject = sa.literal('{"id":"') + sa.cast(table.c.id, sa.Text) + sa.literal('"}')
            kept = sa.select(decided.subject).where(decided.kind == kind)
            for (one,) in self._connection.execute(sa.except_(sa.select(subject), kept)):
                if ("decision", one) not in self._told:
                    yield Problem(table=table.name, row=shown(one[7:-2]), reason="no decision keeps it")
            twice = sa.select(decided.subject).where(decided.kind == kind).group_by(decided.subject)
            for (one,) in self._connection.execute(twice.having(sa.func.count() > 1)):
                yield Problem(table=table.name, row=shown(one[7:-2]), reason="several decisions keep it")

    def documents(self, step: Callable[[], None]) -> Iterator[Problem]:
        """Each document's bytes and text against their hashes."""
        held = tables.document.c
        chosen = raw(tables.document, "name", "details", "added_at", "added_by")
        for row in self._connection.execute(chosen.order_by(held.sequence).execution_options(yield_per=1)):
            if _sha256(row.original) != row.id:
                reason = "is not the bytes whose SHA-256 is the document's id"
                yield Problem(table="document", row=shown(row.id), field="original", reason=reason)
            if _sha256(row.text) != row.text_sha256 and ("document", row.id) not in self._told:
                reason = "is not the text whose SHA-256 the chain keeps"
                yield Problem(table="document", row=shown(row.id), field="text", reason=reason)
            step()

    def readings(self, step: Callable[[], None]) -> Iterator[Problem]:
        """Each reading's body against its hash."""
        chosen = raw(tables.reading, "document", "model", "ontology", "made_at").order_by(tables.reading.c.id)
        for row in self._connection.execute(chosen.execution_options(yield_per=1)):
            if _unpacked_sha256(row.body) != row.sha256 and ("reading", str(row.id)) not in self._told:
                reason = "is not the reading whose SHA-256 the chain keeps"
                yield Problem(table="reading", row=shown(row.id), field="body", reason=reason)
            step()


def _sha256(data: Any) -> str | None:
    return hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else None


def _unpacked_sha256(data: Any) -> str | None:
    """SHA-256 of what a zlib stream holds, unpacked piece by piece; None where it is none, or has a tail."""
    if not isinstance(data, bytes):
        return None
    unpacking, total = zlib.decompressobj(), hashlib.sha256()
    try:
        while data and not unpacking.eof:
            total.update(unpacking.decompress(data, _CHUNK))
            data = unpacking.unconsumed_tail
    except zlib.error:
        return None
    return total.hexdigest() if unpacking.eof and not unpacking.unused_data else None


def _counter(connection: sa.Connection, progress: Progress | None) -> Callable[[], None]:
    """Counts rows, and tells every hundredth."""
    if progress is None:
        return lambda: None
    sizes = {t: connection.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in tables.RECORDS}
    total = sum(sizes.values()) + sizes[tables.document]  # documents are gone through twice
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if done % 100 == 0 or done == total:
            progress(done, total)

    return step
