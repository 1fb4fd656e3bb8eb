"""What the tests of exports share: the demo case under the team's profile, and a case of hostile text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ascribe.case import Case
from ascribe.incidents.model import Incident
from ascribe.publish.exports import export
from ascribe.publish.profiles import packaged
from ascribe.publish.view import View, view

from ...case.conftest import BY, put

AS_OF = date(2018, 1, 1)
HOSTILE = (
    '=HYPERLINK("https://evil.example") Rebels killed 12 civilians in Raqqa on 2017-07-05, the Monitor said.\n\n'
    "@SUM(1) \x1b[2J\u202eRebels shelled </script><script>alert(1)</script> Raqqa on 2017-07-05, the Monitor said.\n"
)


@pytest.fixture
def shown(demo: Case) -> View:
    """All of the demo case."""
    return view(demo, packaged("team"), AS_OF)


@pytest.fixture
def incidents(shown: View) -> list[Incident]:
    """Its incidents."""
    return list(shown.incidents())


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[View]:
    """A case whose report and outlet mean harm."""
    with Case.create(str(tmp_path / "hostile.case"), title="=1+1", author=BY) as case:
        put(case, HOSTILE, outlet="\u202e+cmd|' /C calc'!A0")
        yield view(case, packaged("team"), AS_OF)


def written(shown: View, folder: Path, name: str) -> Path:
    """An export of that name."""
    folder.mkdir(exist_ok=True)
    export(shown, folder / name)
    return folder / name


def killed(found: list[Incident]) -> float:
    """The sum of the highest figures of those killed."""
    return sum(f.highest or 0 for one in found for f in one.figures if f.of == "killed")
