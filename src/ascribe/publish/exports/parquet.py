"""Parquet: one table, written in groups of rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from ..view import View
from .columns import Kind, Table, Value

_GROUP = 2_000  # rows held and written at once


def write_parquet(view: View, path: Path, table: Table[Any]) -> None:
    """A table as Parquet. Days are dates, several texts are lists; what a column means is in its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds: dict[Kind, Any] = {
        "text": pa.string(), "texts": pa.list_(pa.string()), "date": pa.date32(), "integer": pa.int64(),
        "number": pa.float64(), "flag": pa.bool_(),
    }  # fmt: skip
    schema = pa.schema([pa.field(c.name, kinds[c.kind], metadata={"about": c.about}) for c in table.columns])
    # Dictionaries and statistics of a whole group are held until it is written; small groups keep memory flat.
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _groups(table.values(view)):
            columns = [
                pa.array([_value(row[n], c.kind) for row in rows], kinds[c.kind]) for n, c in enumerate(table.columns)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


def _groups(rows: Iterator[list[Value]]) -> Iterator[list[list[Value]]]:
    while group := list(islice(rows, _GROUP)):
        yield group


def _value(value: Value, kind: Kind) -> Any:
    if kind == "date":
        return _day(value) if isinstance(value, str) else None
    if isinstance(value, tuple):
        return [_sound(text) for text in value]
    if isinstance(value, str):
        return _sound(value)
    return value


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _sound(text: str) -> str:
    """A text without lone surrogates, which no UTF-8 can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
