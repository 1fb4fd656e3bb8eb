"""What many tests share: the sample reports, the command line in a process of its own, the packaged reader."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ascribe.case import Case, add
from ascribe.incidents.findings import update
from ascribe.reading.pipeline import Reader, default_reader

ROOT = Path(__file__).parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The packaged model, loaded once."""
    return default_reader()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample reports."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def ascribe() -> Run:
    """Runs the command line as a user would: in a process, with a pipe."""

    def run(*arguments: str | Path, stdin: str | bytes = "") -> subprocess.CompletedProcess[str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "ascribe", *map(str, arguments)],
            input=data, capture_output=True, timeout=300, env={**os.environ, "COLUMNS": "80"}, check=False,
        )  # fmt: skip
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        )

    return run


@pytest.fixture(scope="session")
def demo_path(reader: Reader, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case of `make demo`: the six sample reports, read by the packaged model and linked."""
    path = tmp_path_factory.mktemp("demo") / "raqqa.ascribe"
    with Case.create(str(path), title="Raqqa <i>2017</i>", author="Desk") as case:
        assert all(step.outcome == "added" for step in add(case, [str(samples)], reader, "Desk"))
        update(case)
    return path


@pytest.fixture
def demo(demo_path: Path) -> Iterator[Case]:
    """That case, open: nothing may be decided in it."""
    with Case.open(str(demo_path)) as case:
        yield case
