"""`ascribe profile` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ascribe.cli import app

RUN = CliRunner()


def test_show_set_and_show(filed: Path, tmp_path: Path) -> None:
    shown = RUN.invoke(app, ["profile", str(filed)])
    assert [line for line in shown.stdout.splitlines() if line.startswith("name:")] == ["name: team", "name: public"]
    file = tmp_path / "press.yaml"
    file.write_text("name: press\nabout: for newsrooms\nleast_hours: 24\n", encoding="utf-8")
    done = RUN.invoke(app, ["profile", str(filed), "set", str(file), "--why", "agreed"])
    assert done.exit_code == 0
    assert "set_profile press" in done.stdout
    again = RUN.invoke(app, ["profile", str(filed), "show"]).stdout
    assert "name: press" in again
    assert "least_hours: 24" in again
    assert "agreed" in RUN.invoke(app, ["decisions", str(filed)]).stdout


@pytest.mark.parametrize("arguments", [["set"], ["show", "press.yaml"]])
def test_a_file_belongs_to_set(filed: Path, arguments: list[str]) -> None:
    done = RUN.invoke(app, ["profile", str(filed), *arguments])
    assert done.exit_code != 0
    assert "ascribe profile CASE set FILE" in str(done.exception)
