"""A case as one file that proves itself, and back: a zip of JSON Lines, originals and texts, with a manifest of hashes.

What later steps keep (`result`) and failures stay behind: the one follows from the records, the other is no record.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import Field, ValidationError
from sqlalchemy.exc import DataError, IntegrityError

from .. import __version__
from ..errors import CaseError
from ..model import Document, Part
from . import schema, tables
from .archive import MANIFEST, Archive, Head, Manifest, Member, Origin
from .case import Case
from .chain import Problem
from .compare import UNFIT
from .database import Database
from .ledger import Decision, canonical, from_row
from .projection import load_document, rebuild, unpacked
from .stored import as_stored
from .verify import of_records

_DIGEST = Field(pattern=r"^[0-9a-f]{64}$")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: the same bytes whenever it is written
_MEMBERS = {"case": MANIFEST, "decision": "decisions.jsonl", "document": "documents.jsonl", "reading": "readings.jsonl"}
_Line = TypeVar("_Line", bound=Part)


class _DocumentLine(Part):
    """A document without its bytes and text."""

    id: str = _DIGEST
    sequence: int
    name: str
    text_sha256: str = _DIGEST
    details: dict[str, Any]
    added_at: str
    added_by: str


class _ReadingLine(Part):
    """A reading; `body` is its JSON as it was written, to the letter."""

    id: int
    document: str = _DIGEST
    model: str
    ontology: str
    body: str
    sha256: str = _DIGEST
    made_at: str


def export_bundle(case: Case, path: str | Path) -> Manifest:
    """Write a case into a new file. The same records give the same bytes, on either database.

    Raises:
        CaseError: there is a file already, it cannot be written, or the case does not verify.
    """
    target = Path(path)
    part = target.with_name(f"{target.name}.part")
    if target.exists():
        raise CaseError(f"{target}: there is a file already. Give another name.")
    try:
        with case.database.reading() as connection:
            with as_stored(connection):
                problem = next(of_records(connection), None)
            if problem is not None:
                raise CaseError(f"{case.database.name}: it does not verify: {problem} See `ascribe verify`.")
            with part.open("wb") as stream:
                manifest = _write(connection, stream)
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(part, target)
    except OSError as error:
        raise CaseError(f"{target}: it cannot be written ({error.strerror}). Give another path.") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def import_bundle(path: str | Path, where: str) -> Case:
    """Make a new case from a bundle: the same records, the same chain. All or nothing.

    Args:
        path: the bundle.
        where: a path of a file that is not there yet, or `postgresql://…` of an empty database.

    Raises:
        InputError: the bundle is not one, is made to do harm, or does not verify; with the member and the reason.
        CaseError: there is a case already, or it cannot be written.
    """
    with Archive(Path(path)) as archive:
        if "://" in where:
            _fill(Database(where), archive)
            return Case.open(where)
        target = Path(where)
        if target.exists() or not target.parent.is_dir():
            reason = "there is a file already" if target.exists() else "there is no such folder"
            raise CaseError(f"{where}: {reason}. Give another path.")
        try:
            with tempfile.TemporaryDirectory(prefix=".ascribe-", dir=target.parent) as folder:
                made = Path(folder) / target.name
                _fill(Database(str(made)), archive)
                if target.exists():
                    raise CaseError(f"{where}: there is a file now. Give another path.")
                os.replace(made, target)
        except OSError as error:
            raise CaseError(f"{where}: it cannot be written ({error.strerror}). Give another path.") from error
    return Case.open(where)


# Writing


def _write(connection: sa.Connection, stream: Any) -> Manifest:
    members: dict[str, Member] = {}
    row = connection.execute(sa.select(tables.case)).one()
    with zipfile.ZipFile(stream, "w") as packed:
        _put(packed, members, "decisions.jsonl", _decisions(connection))
        _put(packed, members, "documents.jsonl", _documents(connection))
        held = tables.document.c
        blobs = sa.select(held.id, held.original, held.text).order_by(held.sequence)
        for id, original, text in connection.execute(blobs.execution_options(yield_per=1)):
            _put(packed, members, f"originals/{id}", [original])
            _put(packed, members, f"texts/{id}.txt", [text])
        _put(packed, members, "readings.jsonl", _readings(connection))
        manifest = Manifest(
            program=f"ascribe {__version__}", case=Origin(id=row.id, title=row.title, created_at=row.created_at),
            head=Head(decision=row.head, digest=row.head_digest), members=members,
        )  # fmt: skip
        _put(packed, {}, MANIFEST, [_line(manifest.model_dump(mode="json"))])
    return manifest


def _put(packed: zipfile.ZipFile, members: dict[str, Member], name: str, chunks: Iterable[bytes]) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
    digest, size = hashlib.sha256(), 0
    with packed.open(info, "w", force_zip64=True) as member:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            member.write(chunk)
    members[name] = Member(sha256=digest.hexdigest(), size=size)


def _line(value: dict[str, Any]) -> bytes:
    return canonical(value).encode("ascii") + b"\n"


def _decisions(connection: sa.Connection) -> Iterator[bytes]:
    query = sa.select(tables.decision).order_by(tables.decision.c.sequence)
    for row in connection.execute(query.execution_options(yield_per=500)):
        yield _line(from_row(row).model_dump(mode="json"))


def _documents(connection: sa.Connection) -> Iterator[bytes]:
    held = tables.document.c
    columns = held.id, held.sequence, held.name, held.text_sha256, held.details, held.added_at, held.added_by
    for row in connection.execute(sa.select(*columns).order_by(held.sequence).execution_options(yield_per=500)):
        yield _line({**row._mapping, "details": json.loads(row.details)})


def _readings(connection: sa.Connection) -> Iterator[bytes]:
    query = sa.select(tables.reading).order_by(tables.reading.c.id)
    for row in connection.execute(query.execution_options(yield_per=1)):
        yield _line({**row._mapping, "body": zlib.decompress(row.body).decode("utf-8")})


# Reading


def _fill(database: Database, archive: Archive) -> None:
    """Make the tables and all rows, and verify them, in one transaction."""
    try:
        with database.writing() as connection:
            if sa.inspect(connection).get_table_names():
                raise CaseError(f"{database.name}: the database is not empty. Give another.")
            schema.make(connection)
            _Filling(connection, archive).run()
    finally:
        database.close()


class _Filling:
    """The rows of a new case, from a bundle's members."""

    def __init__(self, connection: sa.Connection, archive: Archive) -> None:
        self._connection, self._archive = connection, archive
        self._documents: set[str] = set()

    def run(self) -> None:
        """All of them, verified; then what follows from them."""
        told = self._archive.manifest
        with self._refusing(MANIFEST):
            head = {"head": told.head.decision, "head_digest": told.head.digest}
            self._insert(tables.case, {**told.case.model_dump(), **head})
        self._each("documents.jsonl", _DocumentLine, self._document)
        self._each("readings.jsonl", _ReadingLine, self._reading)
        self._each("decisions.jsonl", Decision, self._decision)
        for name in sorted(told.members.keys() - set(_MEMBERS.values())):
            if Path(name).stem not in self._documents:
                raise self._archive.refusal(name, "no document is so called")
        with as_stored(self._connection):
            problem = next(of_records(self._connection), None)
        if problem is not None:
            raise self._archive.refusal(_MEMBERS.get(problem.table, MANIFEST), f"it does not verify: {_said(problem)}")
        with self._refusing("decisions.jsonl"):
            rebuild(self._connection)

    def _each(self, name: str, kind: type[_Line], store: Callable[[_Line], None]) -> None:
        for number, line in enumerate(self._archive.lines(name), start=1):
            with self._refusing(name, f"line {number}: "):
                value = kind.model_validate(json.loads(line))
                if _line(value.model_dump(mode="json")) != line + b"\n":
                    raise ValueError("it is not written as the program writes it")
                store(value)

    @contextmanager
    def _refusing(self, name: str, where: str = "") -> Iterator[None]:
        """What cannot be stored, or is of the wrong shape, is the bundle's fault."""
        try:
            yield
        except (DataError, IntegrityError) as error:
            raise self._archive.refusal(name, f"{where}{error.orig}".split("\n")[0]) from error
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise self._archive.refusal(name, f"{where}{field}: {first['msg']}") from error
        except UNFIT as error:
            raise self._archive.refusal(name, f"{where}{error}") from error

    def _document(self, line: _DocumentLine) -> None:
        if line.id in self._documents:
            raise ValueError("this document was there before")
        self._documents.add(line.id)
        original, text = f"originals/{line.id}", f"texts/{line.id}.txt"
        row = line.model_dump() | {"details": canonical(line.details)}
        row |= {"original": self._archive.data(original), "text": self._archive.data(text)}
        for name, data, digest in ((original, row["original"], line.id), (text, row["text"], line.text_sha256)):
            if hashlib.sha256(data).hexdigest() != digest:
                raise self._archive.refusal(name, "its SHA-256 is not that of documents.jsonl")
        Document(id=line.id, sha256=line.id, text=row["text"].decode("utf-8"), **line.details)
        self._insert(tables.document, row)

    def _reading(self, line: _ReadingLine) -> None:
        if line.document not in self._documents:
            raise ValueError("it is of a document that is not there")
        body = line.body.encode("utf-8")
        if hashlib.sha256(body).hexdigest() != line.sha256:
            raise ValueError("its body has not the SHA-256 that it says")
        small = zlib.compress(body)
        unpacked(small, load_document(self._connection, line.document))
        self._insert(tables.reading, line.model_dump() | {"body": small})

    def _decision(self, line: Decision) -> None:
        written = {"subject": canonical(line.subject), "value": canonical(line.value)}
        self._insert(tables.decision, line.model_dump() | written)

    def _insert(self, table: sa.Table, row: dict[str, Any]) -> None:
        # The same limits on both databases; SQLite knows none.
        for column in table.columns:
            value, limit = row[column.name], getattr(column.type, "length", None)
            if isinstance(value, str) and ("\0" in value or (limit is not None and len(value) > limit)):
                raise ValueError(f"{column.name}: it is too long, or holds a NUL")
        self._connection.execute(table.insert(), row)


def _said(problem: Problem) -> str:
    return str(problem).rstrip(".")
