"""Exports read back: the incidents of a site, or of a table as CSV or JSONL, as rows of text."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from ..errors import InputError
from ..incidents.model import Incident
from .exports.columns import safe
from .exports.incidents import INCIDENTS

Row = dict[str, str]
_TABLE = Path("downloads", "incidents.csv")  # of a site
_NEEDED = {"incident", "title", "start", "grade", "claim_ids"}
_LONGEST = 1 << 27  # characters of a cell: an incident may rest on very many claims


def rows_of(export: Path) -> dict[str, Row]:
    """The incidents of an export by id, each as CSV has it: column name to text, "" for what is not known.

    Raises:
        InputError: it holds no incidents that could be read.
    """
    path = export / _TABLE if export.is_dir() else export
    try:
        rows = list(_lines(path) if path.suffix.lower() == ".jsonl" else _cells(path))
    except (OSError, ValueError, csv.Error, ValidationError) as error:
        reason = getattr(error, "strerror", None) or "not a table of incidents"
        raise InputError(f"{path}: {reason}. Give a site, incidents.csv or a .jsonl that has incidents.") from error
    return {row["incident"]: row for row in rows}


def _cells(path: Path) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, strict=True)
        if not set(rows.fieldnames or ()) >= _NEEDED:
            raise ValueError("columns")
        for row in rows:
            if None in row or None in row.values():
                raise ValueError("cells")
            yield row


def _lines(path: Path) -> Iterator[Row]:
    """Lines that are incidents, with the columns that the table would have."""
    kinds = set()
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            fields = json.loads(line)
            if not isinstance(fields, dict):
                raise ValueError("line")
            kinds.add(kind := fields.pop("record", None))
            if kind == "incidents":
                one = Incident.model_validate(fields)
                yield {column.name: str(safe(column.of(one))) for column in INCIDENTS.columns}
    if kinds and not kinds & {"incidents", "documents"}:
        raise ValueError("records")
