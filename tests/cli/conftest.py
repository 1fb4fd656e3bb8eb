"""A case as the commands find it: made once with the small reader, copied for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ascribe import cli
from ascribe.case import Case

from ..case.conftest import BY, REPORT, _free_databases, new_database, put, server
from ..conftest import Run

HOSTILE = (
    "=HYPERLINK(1) Rebels killed 12 civilians in Raqqa on 2017-07-05, the Monitor said.\n\n"
    "\x1b[2J\u202eRebels destroyed the bridge in Tabqa; =1+1.\n"
)
os.environ.setdefault("ASCRIBE_USER", BY)

__all__ = ["_free_databases", "new_database", "server"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two documents: one plain, one that means harm."""
    path = tmp_path_factory.mktemp("case") / "raqqa.case"
    with Case.create(str(path), title="Raqqa \x1b]0;owned\x07", author=BY) as case:
        put(case, REPORT, outlet="Agency")
        put(case, HOSTILE, outlet="\u202e@SUM(1)")
    return path


@pytest.fixture
def filed(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copyfile(made, tmp_path / made.name)


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the console script as `ascribe` does, but in this process: for the many cases of one thing."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["ascribe", *map(str, arguments)])
        code: int | str | None = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
        out, err = capfd.readouterr()
        return subprocess.CompletedProcess(sys.argv, int(code or 0), out, err)

    return run
