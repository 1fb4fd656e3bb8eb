"""Columns: the one definition that every table of an export is written and documented from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from ...render.safe import cell, visible
from ..view import View

T = TypeVar("T")
Value = str | int | float | bool | tuple[str, ...] | None
Kind = Literal["text", "texts", "date", "integer", "number", "flag"]
APART = "; "  # between several texts in one cell


@dataclass(frozen=True)
class Column(Generic[T]):
    """A column.

    Args:
        name: stands in the head.
        kind: what its cells are; "texts" is several, "date" an ISO 8601 day.
        about: what it means, for the documentation.
        of: the cell of a row; None where that is not known.
        hxl: its tag and attributes in the Humanitarian Exchange Language; "" where it has none.
    """

    name: str
    kind: Kind
    about: str
    of: Callable[[T], Value]
    hxl: str = ""


@dataclass(frozen=True)
class Table(Generic[T]):
    """A table: its columns, and the rows that a view has for it."""

    name: str
    about: str
    columns: tuple[Column[T], ...]
    rows: Callable[[View], Iterator[T]]

    def values(self, view: View) -> Iterator[list[Value]]:
        """The cells, row by row."""
        for row in self.rows(view):
            yield [column.of(row) for column in self.columns]


def plain(value: Value) -> str | int | float | bool | None:
    """A cell for a table that holds one value a cell: texts in one line, whole numbers without a point."""
    if isinstance(value, tuple):
        return visible(APART.join(value)) if value else None
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def safe(value: Value) -> str | int | float:
    """A cell of CSV: `plain`, empty for what is not known, and never a formula."""
    told = plain(value)
    if isinstance(told, bool):
        return "true" if told else "false"
    if isinstance(told, str):
        return cell(told)
    return "" if told is None else told
