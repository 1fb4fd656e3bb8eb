"""Writes what the documentation takes from the program itself: docs/reference.md and docs/reading.schema.json."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

from ascribe import cli
from ascribe.model import Reading
from ascribe.reading.figures import event_types
from ascribe.settings import SETTINGS

HERE = Path(__file__).parent


def reference() -> str:
    """The reference page: commands with their help, settings, and types with crosswalks."""
    parts = ["# Reference", "Generated from the program by `make docs`.", "## Commands"]
    for command in ("read", "explain", "schema", "actors add", "actors find", "gazetteer add"):
        parts += [f"### ascribe {command}", f"```\n{_help(command)}\n```"]
    parts += ["## Settings", "An environment variable `ASCRIBE_<NAME>` overrides the default.", _settings()]
    parts += [
        "## Types of claims",
        _types(),
        "## The reading",
        "Its JSON Schema: [reading.schema.json](reading.schema.json).",
    ]
    return "\n\n".join(parts) + "\n"


def _help(command: str) -> str:
    get_command(cli.app)
    shown = CliRunner().invoke(
        cli.app, [*command.split(), "--help"], env={"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}
    )
    return re.sub(r"[ \t]+$", "", shown.output, flags=re.MULTILINE).strip("\n")


def _settings() -> str:
    rows = [f"| `{s.name}` | {s.default:,} | {s.help} |" for s in SETTINGS]
    return "\n".join(["| name | default | what |", "| --- | --- | --- |", *rows])


def _types() -> str:
    def cell(codes: list[str | None] | None) -> str:
        return ": ".join(c for c in codes if c) if codes else "–"

    rows = [f"| `{name}` | {cell(t['plover'])} | {cell(t['acled'])} |" for name, t in event_types().items()]
    return "\n".join(["| type | PLOVER | ACLED |", "| --- | --- | --- |", *rows])


def schema() -> str:
    """The JSON Schema of a reading."""
    return json.dumps(Reading.model_json_schema(mode="serialization"), indent=2) + "\n"


if __name__ == "__main__":
    (HERE / "reference.md").write_text(reference(), encoding="utf-8")
    (HERE / "reading.schema.json").write_text(schema(), encoding="utf-8")
