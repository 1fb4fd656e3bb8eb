"""A workbook of all tables, a sheet each, written row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ...errors import InputError
from ...render.safe import visible
from ..view import View
from .columns import Table, Value, plain

_ROWS = 1_048_576  # of a sheet, the head among them
_LONGEST = 32_767  # characters of a cell
_MADE = datetime(1980, 1, 1)  # the earliest that a zip can say: the same bytes whenever it is written


def write_xlsx(view: View, path: Path, tables: Sequence[Table[Any]]) -> None:
    """All tables of a view as a workbook. Texts are written as texts, and so never as formulas.

    Raises:
        InputError: a table has more rows than a sheet.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    with Workbook(str(path), options) as book:
        book.set_properties({"title": visible(view.case_title), "created": _MADE, "comments": "Written by Ascribe"})
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            for n, column in enumerate(table.columns):
                sheet.write_string(0, n, column.name)
            for row, values in enumerate(table.values(view), 1):
                if row >= _ROWS:
                    raise _too_many(path, table.name)
                _row(sheet, row, values)
        sheet = book.add_worksheet("about")
        for row, values in enumerate(_about(view)):
            _row(sheet, row, values)


def _row(sheet: Any, row: int, values: list[Value]) -> None:
    for n, value in enumerate(values):
        told = plain(value)
        if isinstance(told, bool):
            sheet.write_boolean(row, n, told)
        elif isinstance(told, str):
            sheet.write_string(row, n, told if len(told) <= _LONGEST else told[: _LONGEST - 1] + "…")
        elif told is not None:
            sheet.write_number(row, n, told)


def _too_many(path: Path, name: str) -> InputError:
    reason = f"more than {_ROWS - 1:,} {name}, which no sheet holds"
    return InputError(f"{path.name}: {reason}. Export {name}.csv or {name}.parquet instead.")


def _about(view: View) -> list[list[Value]]:
    return [
        ["case", view.case_title], ["case id", view.case_id], ["head", view.head], ["profile", view.profile.name],
        ["as of", view.as_of.isoformat()], ["withheld", "counts are in the manifest beside this file"],
    ]  # fmt: skip
