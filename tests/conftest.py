"""What many tests share: the sample reports, the command line in a process of its own, the packaged reader."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from ascribe.case import Case, add
from ascribe.incidents.findings import update
from ascribe.reading.pipeline import Reader, default_reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; where it is missing, CI fails and other machines skip."""
    with ExitStack() as held:
        try:
            from .browsing import Missing, chromium
        except ImportError:
            _missing("The Python package playwright")
        try:
            yield held.enter_context(chromium())
        except Missing as error:
            _missing(str(error))


def _missing(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI must run the browser tests.")
    pytest.skip(f"{what} is missing: run `make browser` to run the browser tests.")
