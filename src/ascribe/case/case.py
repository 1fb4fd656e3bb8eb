"""One investigation: its documents, what was read in them, what people decided, and what follows."""

from __future__ import annotations

import uuid
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa

from ..errors import CaseError
from . import records, schema, tables
from .database import Database
from .face.claims import Claims
from .face.decisions import Decisions
from .face.documents import Documents
from .face.people import People
from .face.results import Results
from .ledger import FIRST, Decision, append, decisions, now
from .plain import person, text
from .projection import rebuild


class Case(Documents, Claims, Decisions, People, Results):
    """A case, open. Use `Case.open` or `Case.create`; close it, or use it in a `with`.

    What it holds are records, which are only added, and what follows from them: the claims as they stand now. Safe for
    use by several threads and processes at once.
    """

    @classmethod
    def create(cls, where: str, *, title: str | None = None, author: str) -> Self:
        """A new, empty case.

        Args:
            where: a path of a file that is not there yet, or `postgresql://…` of an empty database.
            title: what people call the investigation; by default the file's name.
            author: who begins it.

        Raises:
            CaseError: there is something already, or it cannot be written.
        """
        database = Database(where)
        if database.path is not None and (database.path.exists() or not database.path.parent.is_dir()):
            reason = "there is a file already" if database.path.exists() else "there is no such folder"
            raise CaseError(f"{where}: {reason}. Give another path.")
        with database.writing() as connection:
            if sa.inspect(connection).get_table_names():
                raise CaseError(f"{database.name}: the database is not empty. Give another.")
            schema.make(connection)
            name = text(title or "") or (database.path.stem if database.path else "case")
            row = {"id": uuid.uuid4().hex, "title": name, "created_at": now(), "head": 0, "head_digest": FIRST}
            connection.execute(tables.case.insert(), row)
            hashes = {"sha256": records.hashes("case", row)}
            append(connection, person(author), "new_case", {"id": row["id"]}, hashes, name)
        return cls(database)

    @classmethod
    def open(cls, where: str) -> Self:
        """An existing case.

        Raises:
            CaseError: there is none, it is not a case, or its tables are another version's.
        """
        database = _there(where)
        with database.reading() as connection:
            schema.check(connection, database.name)
        return cls(database)

    @classmethod
    def upgrade(cls, where: str) -> Self:
        """An existing case, with its tables brought to this version's and what follows made anew; all of it or nothing.

        Raises:
            CaseError: there is none, it is not a case, or its tables are a newer version's.
        """
        database = _there(where)
        with database.writing() as connection:
            schema.upgrade(connection, database.name)
            rebuild(connection)
        return cls(database)

    def close(self) -> None:
        """Let go of the file or the server."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def about(self) -> dict[str, Any]:
        """The case's id, title and date, its last decision, and how many rows of each sort it has."""
        with self.database.reading() as connection:
            return records.about(connection)

    def head(self) -> tuple[Decision, str]:
        """The last decision, and the case's title."""
        with self.database.reading() as connection:
            row = connection.execute(sa.select(tables.case.c.head, tables.case.c.title)).one()
            return next(decisions(connection, tables.decision.c.sequence == row.head)), row.title

    def rebuild(self) -> None:
        """Make all that follows from the records anew."""
        with self.database.writing() as connection:
            rebuild(connection)


def _there(where: str) -> Database:
    database = Database(where)
    if database.path is not None and not database.path.is_file():
        raise CaseError(f"{where}: there is no such case. Make one with `ascribe case new`.")
    return database
