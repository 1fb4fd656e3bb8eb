"""CSV: one table, each row written as it comes; with a row of HXL tags where that is asked for."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TypeVar

from ..view import View
from .columns import Column, Table, safe

T = TypeVar("T")


def write_csv(view: View, path: Path, table: Table[T]) -> None:
    """A table as CSV in UTF-8: texts in quotation marks, no cell that a spreadsheet takes for a formula."""
    _write(view, path, table, hxl=False)


def write_hxl(view: View, path: Path, table: Table[T]) -> None:
    """The columns that have a tag, with the row of tags (Humanitarian Exchange Language, standard 1.1)."""
    tagged = tuple(column for column in table.columns if column.hxl)
    _write(view, path, Table(table.name, table.about, tagged, table.rows), hxl=True)


def _write(view: View, path: Path, table: Table[T], *, hxl: bool) -> None:
    columns: tuple[Column[T], ...] = table.columns
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        rows.writerow([column.name for column in columns])
        if hxl:
            rows.writerow([column.hxl for column in columns])
        for values in table.values(view):
            rows.writerow([safe(value) for value in values])
