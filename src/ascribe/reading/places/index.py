"""The index of names: one SQLite file, built once and opened in milliseconds.

Two processes may build at once: each writes a file of its own and renames it into place, so that a reader sees either
no index or a whole one. Where the folder cannot be written, the index is built in memory.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .words import data, key, loose

Kind = Literal["country", "region", "district", "settlement", "point", "area", "continent", "sea", "feature"]
LOOSE = "~"  # begins keys with folded spellings
DIVISION = "="  # begins keys that are the reference of a first-order division

_SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, source TEXT, ref TEXT, name TEXT, latitude REAL, longitude REAL,
                    country TEXT, region TEXT, kind TEXT, population INTEGER, capital INTEGER);
CREATE TABLE name (key TEXT, place INTEGER, main INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One place of a gazetteer. Degrees are WGS 84; `country` may hold several codes parted by |."""

    source: str
    ref: str
    name: str
    latitude: float | None
    longitude: float | None
    country: str | None
    kind: Kind
    region: str | None = None
    population: int = 0
    capital: bool = False
    others: tuple[str, ...] = field(default=())


def write(connection: sqlite3.Connection, rows: Iterable[Row]) -> int:
    """Put rows into a new database; the number of them.

    Every name is filed under its key; names from countries of other scripts also under a key that folds the usual
    differences of transliteration.
    """
    connection.executescript(_SCHEMA)
    count = 0
    folded = frozenset(data()["transliteration"]["countries"].split())

    def names(number: int, row: Row) -> Iterator[tuple[str, int, int]]:
        keys: dict[str, int] = {}
        for i, name in enumerate((row.name, *row.others)):
            plain = key(name)
            if plain:
                keys.setdefault(plain, int(i == 0))
        for plain in list(keys):
            if plain.startswith("al ") and len(plain) > 5:
                keys.setdefault(plain[3:], keys[plain])
        if row.kind == "region":
            keys[DIVISION + row.ref] = 0
        if row.country in folded:
            for plain in list(keys):
                bare = loose(plain)
                if len(bare) > 3:
                    keys.setdefault(LOOSE + bare, 0)
        for plain, main in keys.items():
            yield plain, number, main

    with connection:
        for count, row in enumerate(rows, 1):
            connection.execute(
                "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                (count, row.source, row.ref, row.name, row.latitude, row.longitude, row.country, row.region, row.kind,
                 row.population, int(row.capital)),
            )  # fmt: skip
            connection.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", names(count, row))
    return count


def opened(path: Path) -> sqlite3.Connection:
    """An index that exists, read-only and usable from any thread."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def open_or_build(path: Path, rows: Callable[[], Iterable[Row]]) -> sqlite3.Connection:
    """The index at `path`, built first if it is not there; in memory where it cannot be written.

    Args:
        path: the index file; its name carries the version of what is in it, so that a file is never out of date.
        rows: gives all the rows when they are needed.
    """
    if path.is_file():
        with suppress(sqlite3.Error):
            connection = opened(path)
            connection.execute("SELECT key FROM name LIMIT 1").fetchone()
            return connection
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        build(path, rows())
    except (OSError, sqlite3.OperationalError):
        memory = sqlite3.connect(":memory:", check_same_thread=False)
        write(memory, rows())
        return memory
    return opened(path)


def build(path: Path, rows: Iterable[Row], *, keep_empty: bool = True) -> int:
    """Write an index file whole or not at all; the number of places in it.

    Args:
        path: the file to write, replaced if it is there.
        rows: what goes into it.
        keep_empty: whether an index without any place is written too.
    Raises:
        OSError: the folder cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=path.stem, suffix=".part", dir=path.parent)
    os.close(handle)
    try:
        connection = sqlite3.connect(name)
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        count = write(connection, rows)
        connection.close()
        if count or keep_empty:
            os.replace(name, path)
    finally:
        with suppress(OSError):
            os.unlink(name)
    return count
