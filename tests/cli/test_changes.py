"""`ascribe diff` as a user runs it, from export to changelog."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from ascribe.cli import app

from ..conftest import Run

RUN = CliRunner()


def test_two_sites_and_a_changelog(filed: Path, tmp_path: Path) -> None:
    old, new, page = tmp_path / "old", tmp_path / "new", tmp_path / "changelog.html"
    for folder, profile in ((old, "team"), (new, "public")):
        done = RUN.invoke(app, ["export", str(filed), "--to", f"{folder}/", "--profile", profile])
        assert done.exit_code == 0, done.output
    done = RUN.invoke(app, ["diff", str(old), str(new), "--out", str(page)])
    assert done.exit_code == 0, done.output
    assert "withdrawn" in done.stdout
    assert "different rules" in done.stdout
    assert "<h1>What changed</h1>" in page.read_text(encoding="utf-8")
    assert "\x1b]0;owned" not in done.stdout + page.read_text(encoding="utf-8")


def test_what_is_no_export_is_told_in_a_line(inside: Run, tmp_path: Path) -> None:
    done = inside("diff", tmp_path / "a.csv", tmp_path / "b.csv")
    assert done.returncode == 1
    assert "An export is proved by its manifest" in done.stderr
