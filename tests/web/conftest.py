"""The app over a case: made once with the small reader, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ascribe.case import Case
from ascribe.web.app import Options, create_app
from ascribe.web.kept import bring_up_to_date

from ..case.conftest import BY, REPORT, put, small

LATER = REPORT.replace("12 civilians", "20 civilians").replace("the Monitor", "the Ministry")
STATE = "Rebels destroyed a bridge. Soldiers were injured."  # neither place nor day: each stands alone
HERE = "http://localhost"
Open = Callable[[Options], AbstractContextManager[TestClient]]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with three documents, with what follows from them."""
    path = tmp_path_factory.mktemp("web") / "raqqa.case"
    with Case.create(str(path), title="Raqqa", author=BY) as case:
        for text, outlet in ((REPORT, "Agency"), (LATER, "Daily"), (STATE, "Agency")):
            put(case, text, outlet=outlet)
        bring_up_to_date(case)
    return path


@pytest.fixture
def where(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copyfile(made, tmp_path / made.name)


@pytest.fixture
def opened(where: Path) -> Open:
    """Opens the app of the copy with some options."""

    @contextmanager
    def open_(options: Options) -> Iterator[TestClient]:
        base = HERE if options.local else "https://desk.example.org"
        with TestClient(create_app(str(where), options, reader=small), base_url=base) as client:
            yield client

    return open_


@pytest.fixture
def client(opened: Open) -> Iterator[TestClient]:
    """A program on the machine of the one local user."""
    with opened(Options(local=BY, secure=False)) as client:
        yield client


@pytest.fixture
def demo_copy(demo_path: Path, tmp_path: Path) -> Path:
    """The case of `make demo`, to decide in."""
    return shutil.copyfile(demo_path, tmp_path / demo_path.name)
