"""Rows as they are stored, whatever stands in them, right or wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa


def raw(table: sa.Table, *without: str) -> sa.Select[*tuple[Any, ...]]:
    """Selects the columns of a table, without converting or checking their values."""
    columns = (column for column in table.columns if column.name not in without)
    return sa.select(*(sa.type_coerce(column, sa.types.NULLTYPE).label(column.name) for column in columns))


@contextmanager
def as_stored(connection: sa.Connection) -> Iterator[None]:
    """While it lasts, SQLite hands out text that is not UTF-8 too; PostgreSQL cannot hold such."""
    if connection.dialect.name != "sqlite":
        yield
        return
    plain: Any = connection.connection.dbapi_connection
    plain.text_factory = _text
    try:
        yield
    finally:
        plain.text_factory = str


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
