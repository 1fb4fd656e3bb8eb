"""Many rows, printed as they come: a table in parts that fit together, a JSON array."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .safe import escaped

_PART = 100  # rows laid out at once


@dataclass(frozen=True)
class Column:
    """A column: its title, and either its width in characters or its share of what is left."""

    title: str
    width: int | None = None
    share: int | None = None


class Rows:
    """A table whose widths follow from the console alone, so that it can be printed in parts. Long words are folded.

    Args:
        console: where to.
        columns: from left to right.
        apart: whether an empty line stands between rows.
    """

    def __init__(self, console: Console, columns: Sequence[Column], *, apart: bool = False) -> None:
        self.console, self.columns, self.apart, self.count = console, columns, apart, 0
        self._table = self._part()

    def add(self, *cells: Text) -> None:
        """One row."""
        self._table.add_row(*cells)
        self.count += 1
        if self._table.row_count == _PART:
            self.close()

    def close(self) -> None:
        """Print what was not printed yet."""
        if self._table.row_count:
            if self.apart and self.count > self._table.row_count:
                self.console.print()
            self.console.print(self._table)
        self._table = self._part()

    def _part(self) -> Table:
        table = Table(
            box=box.SIMPLE_HEAD, show_header=self.count == 0, pad_edge=False,
            padding=(0, 1, 0, 0), expand=True, show_edge=False,
            leading=int(self.apart),
        )  # fmt: skip
        for column in self.columns:
            table.add_column(column.title, width=column.width, ratio=column.share, overflow="fold")
        return table


class Items:
    """A JSON array, its items written as they come."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.count = stream, 0

    def add(self, item: str) -> None:
        """One item: JSON."""
        self.stream.write((",\n" if self.count else "[\n") + escaped(item))
        self.count += 1

    def close(self) -> None:
        """The end of the array."""
        self.stream.write("\n]\n" if self.count else "[]\n")
