"""Writes what the documentation takes from the program itself: reference.md, case-tables.md, export-columns.md,
reading.schema.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Column, Table
from typer.main import get_command
from typer.testing import CliRunner

from ascribe import cli
from ascribe.case import kinds, tables
from ascribe.incidents.decisions import register_kinds
from ascribe.model import Reading
from ascribe.publish.exports.columns import Table as ExportTable
from ascribe.publish.exports.formats import STYLES, TABLES
from ascribe.publish.profiles import register_kinds as register_profile_kinds
from ascribe.reading.figures import event_types
from ascribe.settings import SETTINGS, TEXT_SETTINGS

HERE = Path(__file__).parent


def reference() -> str:
    """The reference page: commands with their help, settings, and types with crosswalks."""
    parts = ["# Reference", "Generated from the program by `make docs`.", "## Commands"]
    for command in _commands(get_command(cli.app), ""):
        parts += [f"### ascribe {command}", f"```\n{_help(command)}\n```"]
    parts += ["## Settings", "An environment variable `ASCRIBE_<NAME>` overrides the default.", _settings()]
    parts += [
        "## Types of claims",
        _types(),
        "## The reading",
        "Its JSON Schema: [reading.schema.json](reading.schema.json).",
    ]
    return "\n\n".join(parts) + "\n"


def _commands(group: Any, before: str) -> Iterator[str]:
    """All commands in the order of `ascribe --help`, those of groups in their places."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield before + name


def _help(command: str) -> str:
    shown = CliRunner().invoke(
        cli.app, [*command.split(), "--help"], env={"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}
    )
    return re.sub(r"[ \t]+$", "", shown.output, flags=re.MULTILINE).strip("\n")


def _settings() -> str:
    rows = [f"| `{s.name}` | {s.default:,} | {s.help} |" for s in SETTINGS]
    rows += [f"| `{s.name}` | {s.default} | {s.help} |" for s in TEXT_SETTINGS]
    return "\n".join(["| name | default | what |", "| --- | --- | --- |", *rows])


def _types() -> str:
    rows = [f"| `{name}` | {t['ucdp'] or '–'} | {t['cameo'] or '–'} |" for name, t in event_types().items()]
    codes = "Codes of PLOVER and ACLED depend on the slots too: [crosswalks.md](crosswalks.md)."
    return "\n".join(["| type | UCDP | CAMEO |", "| --- | --- | --- |", *rows, "", codes])


def case_tables() -> str:
    """The data dictionary of a case: every table and column, and the kinds of decisions."""
    parts = [
        "# The tables of a case",
        "Generated from the program by `make docs`. The same in an SQLite file and in PostgreSQL. Records are written "
        "once; what is derived is made from them, and can be made again.",
        "How the chain of decisions proves what it proves: [chain.md](chain.md).",
    ]
    for table in tables.METADATA.tables.values():
        parts += [f"## {table.name}", str(table.comment), _columns(table)]
    register_kinds()
    register_profile_kinds()
    rows = [f"| `{k.name}` | {k.help} | {_fields(k.subject)} | {_fields(k.value)} |" for k in kinds()]
    heads = ["| kind | says | subject | value |", "| --- | --- | --- | --- |"]
    parts += ["## Kinds of decisions", "\n".join([*heads, *rows])]
    return "\n\n".join(parts) + "\n"


def _columns(table: Table) -> str:
    rows = [f"| `{c.name}` | {c.type}{_more(c)} | {c.comment} |" for c in table.columns]
    return "\n".join(["| column | type | what |", "| --- | --- | --- |", *rows])


def _more(column: Column[Any]) -> str:
    """What else binds a column: key, reference, whether it may be empty."""
    refers = [f", refers to {key.target_fullname}" for key in column.foreign_keys]
    return (", key" if column.primary_key else "") + "".join(refers) + (", may be empty" if column.nullable else "")


def _fields(part: type[BaseModel]) -> str:
    return ", ".join(f"`{name}`" for name in part.model_fields) or "–"


def export_columns() -> str:
    """The columns of exports, from the definitions that they are written by."""
    parts = [
        "# The columns of exports",
        "Generated from the program by `make docs`. What the formats are: [exports.md](exports.md). A cell is empty "
        "where nothing is known. In CSV and workbooks several texts stand in one cell, with `; ` between them; in "
        "Parquet and GeoJSON they are a list.",
    ]
    for table in (*TABLES, *STYLES):
        parts += [f"## {table.name}", table.about, _export_columns(table)]
    return "\n\n".join(parts) + "\n"


def _export_columns(table: ExportTable[Any]) -> str:
    rows = [f"| `{c.name}` | {c.kind} | {c.about} | {f'`{c.hxl}`' if c.hxl else ''} |" for c in table.columns]
    return "\n".join(["| column | kind | what | HXL |", "| --- | --- | --- | --- |", *rows])


def schema() -> str:
    """The JSON Schema of a reading."""
    return json.dumps(Reading.model_json_schema(mode="serialization"), indent=2) + "\n"


if __name__ == "__main__":
    (HERE / "reference.md").write_text(reference(), encoding="utf-8")
    (HERE / "case-tables.md").write_text(case_tables(), encoding="utf-8")
    (HERE / "export-columns.md").write_text(export_columns(), encoding="utf-8")
    (HERE / "reading.schema.json").write_text(schema(), encoding="utf-8")
