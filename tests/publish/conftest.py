"""What the tests of publishing share: the demo case, read by the packaged model and linked, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ascribe.case import Case, add
from ascribe.incidents.findings import update
from ascribe.reading.pipeline import Reader

BY = "Desk"


@pytest.fixture(scope="session")
def demo_path(reader: Reader, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case of `make demo`: the six sample reports."""
    path = tmp_path_factory.mktemp("demo") / "raqqa.ascribe"
    with Case.create(str(path), title="Raqqa <i>2017</i>", author=BY) as case:
        assert all(step.outcome == "added" for step in add(case, [str(samples)], reader, BY))
        update(case)
    return path


@pytest.fixture
def demo(demo_path: Path) -> Iterator[Case]:
    """That case, open: nothing may be decided in it."""
    with Case.open(str(demo_path)) as case:
        yield case
