"""Where a case is kept: an SQLite file, or a PostgreSQL database. Transactions, and errors in words.

A writing transaction holds the case's only write lock from its first moment, so that two people never append to the
chain at once; a reading one sees one state of the case from beginning to end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ..errors import CaseError

_LOCK = 7_301_771  # any number that no other program uses in the same database
_BUSY = 60_000  # milliseconds that a writer waits for another


class Database:
    """A case's database.

    Args:
        where: a path, or a URL `postgresql://…`.

    Raises:
        CaseError: the URL is of another kind.
    """

    def __init__(self, where: str) -> None:
        self.path = None if "://" in where else Path(where)
        self._engine = _sqlite(self.path) if self.path else _postgresql(where)
        self.name = str(self.path) if self.path else _named(self._engine.url)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the case."""
        with self._told(), self._engine.connect() as connection:
            if self.path is None:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that nobody else writes beside; it is undone as a whole when an error leaves it."""
        writes = self._engine.execution_options(ascribe_writes=True)
        with self._told(), writes.begin() as connection:
            if self.path is None:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection

    def close(self) -> None:
        """Let go of the file or server; a later transaction opens it again."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise CaseError(f"{self.name}: {_reason(error)}") from error
        except SQLAlchemyError as error:
            raise CaseError(f"{self.name}: {error}") from error


def _sqlite(path: Path) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY / 1000, "check_same_thread": False})

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by sqlite3
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY}"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("ascribe_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(where: str) -> sa.Engine:
    try:
        url = sa.make_url(where)
    except (SQLAlchemyError, ValueError) as error:
        shown = where.rpartition("@")[2]  # what stands before may be a password
        raise CaseError(f"{shown}: no address of a database. Give a file, or postgresql://user@host/name.") from error
    if url.get_backend_name() != "postgresql":
        raise CaseError(f"{url.render_as_string()}: only postgresql:// addresses and files hold cases.")
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise CaseError("PostgreSQL needs the extra `postgresql`: pip install 'ascribe[postgresql]'.") from error
    return sa.create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)


def _named(url: sa.URL) -> str:
    """The address to show: without the password, and without options, which may hold one."""
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def _reason(error: DBAPIError) -> str:
    """What went wrong, and what to do next."""
    said = str(error.orig).strip().split("\n")[0]
    low = said.lower()
    known = {
        "disk is full": "the disk is full. Nothing of this step was stored; make room and run it again.",
        "no space left": "the disk is full. Nothing of this step was stored; make room and run it again.",
        "disk i/o": "the disk refuses to write or read. Check the disk (is it full?) and run it again.",
        "locked": "somebody else is writing to it for over a minute. Try again.",
        "readonly": "it cannot be written. Change its permissions, or copy it.",
        "not a database": "this is no case. Make one with `ascribe case new`.",
        "malformed": "the file is damaged. Restore it from a copy or from an exported bundle.",
        "unable to open": "it cannot be opened. The file and its folder must be there and writable: check, or copy it.",
        "no such table": "this is no case. Make one with `ascribe case new`.",
        "does not exist": "this is no case, or it does not exist. Make one with `ascribe case new`.",
        "connection failed": f"the server cannot be reached ({said}). Check the address.",
    }
    return next((words for part, words in known.items() if part in low), said)
