"""Readings as they come, written in one of the formats of `ascribe read`."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TextIO

from rich.console import Console

from ..errors import AscribeError
from ..model import Reading
from .rows import Items
from .safe import escaped


def error_line(id: str, error: AscribeError) -> str:
    """What stands in place of a reading that could not be made: one JSON object."""
    return json.dumps(
        {"document": {"id": id}, "error": {"code": error.code, "message": str(error)}}, ensure_ascii=False
    )


class Format(ABC):
    """Writes readings one by one to a stream; holds at most one.

    Args:
        stream: where to.
        many: whether more than one report may come.
    """

    def __init__(self, stream: TextIO, *, many: bool) -> None:
        self.stream, self.many, self.count = stream, many, 0

    @abstractmethod
    def add(self, reading: Reading) -> None:
        """Writes one reading."""

    def fail(self, id: str, error: AscribeError) -> None:  # noqa: B027 - most formats have no place for it
        """Writes that a report could not be read, where the format has a place for that."""

    def close(self) -> None:  # noqa: B027
        """Writes what stands at the end."""


class Table(Format):
    """For reading in a terminal."""

    def add(self, reading: Reading) -> None:
        from .table import reading_table

        if self.count:
            self.stream.write("\n")
        self.count += 1
        reading_table(reading, Console(file=self.stream, highlight=False))


class JsonLines(Format):
    """One reading a line; a report that could not be read has its line too."""

    def add(self, reading: Reading) -> None:
        self._line(reading.model_dump_json())

    def fail(self, id: str, error: AscribeError) -> None:
        self._line(error_line(id, error))

    def _line(self, line: str) -> None:
        self.stream.write(escaped(line) + "\n")
        self.stream.flush()


class Json(Format):
    """One object for one report, an array for several."""

    def __init__(self, stream: TextIO, *, many: bool) -> None:
        super().__init__(stream, many=many)
        self.items = Items(stream)

    def add(self, reading: Reading) -> None:
        self._item(reading.model_dump_json(indent=2))

    def fail(self, id: str, error: AscribeError) -> None:
        if self.many:
            self._item(error_line(id, error))

    def _item(self, item: str) -> None:
        if self.many:
            self.items.add(item)
        else:
            self.stream.write(escaped(item) + "\n")

    def close(self) -> None:
        if self.many:
            self.items.close()


class Html(Format):
    """One page."""

    def add(self, reading: Reading) -> None:
        from .page import reading_page

        self.stream.write(reading_page(reading))


FORMATS: dict[str, type[Format]] = {"table": Table, "json": Json, "jsonl": JsonLines, "html": Html}


def page_file(folder: Path, reading: Reading) -> Path:
    """Writes a reading's page into a folder, under its document's id made safe for file names; returns the path."""
    from .page import reading_page

    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in reading.document.id)[:80]
    path = folder / f"{safe.lstrip('-') or 'report'}-{reading.document.sha256[:8]}.html"
    path.write_text(reading_page(reading), encoding="utf-8")
    return path
