"""Findings step by step: the same as from scratch, after any decision, and whatever the order of the reports."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ascribe.case import Case, tables
from ascribe.errors import UsageError
from ascribe.incidents.findings import update
from ascribe.model import FiledClaim

from ..case.conftest import BY, put, small

SPACES = (
    "incident", "series", "forecast", "links", "origins", "document-basis", "incident-basis", "findings",
)  # fmt: skip
REPORTS = {
    "Agency": "Rebels killed 12 civilians in Raqqa on 2017-07-05, the Monitor said. "
    "The Army shelled a school in Tabqa on 2017-07-06, the Ministry said.",
    "Courier": "Rebels killed 14 civilians in Raqqa on 2017-07-05, the Ministry said. Soldiers were injured in Raqqa.",
    "Herald": "The Army shelled a clinic in Tabqa on 2017-07-06, the Monitor said. "
    "Rebels did not capture the wall in Raqqa, the Ministry said.",
    "Mirror": "The Army killed 3 civilians in Tabqa on 2017-07-06. Rebels destroyed the bridge in Raqqa on 2017-07-05.",
}
FUTURE = {"factuality": "future", "when": {"start": "2017-07-06", "end": "2017-07-09", "precision": "day"}}
COUNTED = {"begin": 0, "end": 2, "text": "90", "low": None, "best": 90.0, "high": None, "unit": "person"}
AT_RISK = {"type": "at_risk", "quantities": [{**COUNTED, "of": "at_risk"}]}
Step = Callable[[Case, int], None]


def rows(case: Case) -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept, with its order and facets."""
    with case.database.reading() as connection:
        return {
            table.name: sorted(tuple(row) for row in connection.execute(sa.select(table)))
            for table in (tables.result, tables.result_facet)
        }


def anew(case: Case, folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a copy of the case keeps that had kept nothing before."""
    copy = folder / "copy.case"
    with case.database.writing():  # nobody writes while it is copied
        shutil.copyfile(str(case.database.path), copy)
    with Case.open(str(copy)) as other:
        with other.database.writing() as connection:
            for table in (tables.result, tables.result_facet):
                connection.execute(table.delete())
        update(other)
        return rows(other)


def body(case: Case) -> dict[tuple[str, str], str]:
    return {(space, key): text for space in SPACES for key, text in case.results(space)}


def _claim(case: Case, number: int) -> FiledClaim:
    found = list(case.claims())
    return found[number % len(found)]


def _anchor(case: Case, number: int) -> dict[str, Any]:
    return {"claim": case.anchor(_claim(case, number).claim.id)}


def _two(case: Case, number: int) -> tuple[Any, Any]:
    ids = [case.anchor(f.claim.id) for f in case.claims()]
    return ids[number % len(ids)], ids[(number + 1 + number // len(ids)) % len(ids)]


def _accept(case: Case, number: int) -> None:
    case.decide("accept", _anchor(case, number), author=BY)


def _reject(case: Case, number: int) -> None:
    case.decide("reject", _anchor(case, number), author=BY)


def _amend(case: Case, number: int) -> None:
    fields: Iterable[dict[str, Any]] = (FUTURE, AT_RISK, {"type": "capture"}, {"factuality": "denied"}, {"place": []})
    changed = list(fields)[number % 5]
    case.decide("amend", _anchor(case, number), {"fields": changed}, author=BY)


def _merge(case: Case, number: int) -> None:
    case.decide("merge_incidents", {"claims": list(_two(case, number))}, author=BY)


def _split(case: Case, number: int) -> None:
    one, other = _two(case, number)
    case.decide("split_incident", {"claims": [one]}, {"rest": [other]}, author=BY)


def _regrade(case: Case, number: int) -> None:
    grade = ("confirmed", "weak", "discounted")[number % 3]
    case.decide("regrade", _anchor(case, number), {"grade": grade}, author=BY, why="known")


def _judge(case: Case, number: int) -> None:
    case.decide("judge_forecast", _anchor(case, number), {"outcome": ("kept", "broken")[number % 2]}, author=BY)


def _stance(case: Case, number: int) -> None:
    source = ("observatory", "state", "front")[number % 3]
    case.decide("stance", {"source": source}, {"stance": ("party", "independent")[number % 2]}, author=BY)


def _names(case: Case, number: int) -> None:
    into = ("state", "front")[number % 2]
    case.decide("merge_actors", {"actors": ["front", "state"]}, {"actor": into}, author=BY)


def _undo(case: Case, number: int) -> None:
    open_ones = [d.sequence for d in case.some_decisions(10_000, 50) if d.sequence not in case.undone()]
    if open_ones:
        case.undo(open_ones[number % len(open_ones)], author=BY)


def _add(case: Case, number: int) -> None:
    outlet = sorted(REPORTS)[number % 4]
    put(case, f"{REPORTS[outlet]} {'Rebels killed 12 civilians in Raqqa.' * (number % 3)}", outlet=outlet)


def _read(case: Case, number: int) -> None:
    documents = [e.id for e in case.documents()]
    reader = small(f"small-{2 + number}", blind=("shelled",) if number % 2 else ())
    case.store_reading(reader.read(case.document(documents[number % len(documents)])), "ontology-1", BY)


STEPS: tuple[Step, ...] = (
    _accept, _reject, _amend, _merge, _split, _regrade, _judge, _stance, _names, _undo, _add, _read,
)  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of all reports, with its findings."""
    path = tmp_path_factory.mktemp("filled") / "raqqa.case"
    with Case.create(str(path), author=BY) as case:
        for outlet, text in REPORTS.items():
            put(case, text, outlet=outlet)
        update(case)
    return path


@pytest.fixture
def case(filled: Path, tmp_path: Path) -> Any:
    """A copy of it, open."""
    shutil.copyfile(filled, tmp_path / "a.case")
    with Case.open(str(tmp_path / "a.case")) as opened:
        yield opened


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 40)), min_size=2, max_size=5))
def test_step_by_step_gives_what_all_at_once_gives(filled: Path, tmp_path: Path, steps: list[tuple[Step, int]]) -> None:
    path = tmp_path / "steps.case"
    shutil.copyfile(filled, path)
    with Case.open(str(path)) as case:
        for step, number in steps:
            try:
                step(case, number)
            except UsageError:  # a decision that cannot be had
                continue
            update(case)
        assert rows(case) == anew(case, tmp_path)


@pytest.mark.parametrize("step", STEPS)
def test_each_kind_of_step_gives_what_all_at_once_gives(case: Case, tmp_path: Path, step: Step) -> None:
    for number in (0, 3):
        step(case, number)
        update(case)
    assert rows(case) == anew(case, tmp_path)
    _undo(case, 0)
    update(case)
    assert rows(case) == anew(case, tmp_path)
