"""Findings step by step: the same as from scratch, after any decision, and whatever the order of the reports."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ascribe.case import Case, tables
from ascribe.errors import UsageError
from ascribe.incidents.findings import SPACES, Findings, findings, update
from ascribe.incidents.link import Links
from ascribe.model import FiledClaim

from ..case.conftest import BY, put, small

REPORTS = {
    "Agency": "Rebels killed 12 civilians in Raqqa on 2017-07-05, the Monitor said. "
    "The Army shelled a school in Tabqa on 2017-07-06, the Ministry said.",
    "Courier": "Rebels killed 14 civilians in Raqqa on 2017-07-05, the Ministry said. Soldiers were injured in Raqqa.",
    "Herald": "The Army shelled a clinic in Tabqa on 2017-07-06, the Monitor said. "
    "Rebels did not capture the wall in Raqqa, the Ministry said.",
    "Mirror": "The Army killed 3 civilians in Tabqa on 2017-07-06. Rebels destroyed the bridge in Raqqa on 2017-07-05.",
}
FUTURE = {"factuality": "future", "when": {"start": "2017-07-06", "end": "2017-07-09", "precision": "day"}}
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
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(str(case.database.path))) as here, closing(sqlite3.connect(copy)) as there:
        here.backup(there)
    with Case.open(str(copy)) as other:
        with other.database.writing() as connection:
            for table in (tables.result, tables.result_facet):
                connection.execute(table.delete())
        update(other)
        return rows(other)


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
    counted = [{**q.model_dump(), "of": "at_risk"} for q in _claim(case, number).claim.quantities]
    ways: tuple[dict[str, Any], ...] = (
        FUTURE, {"type": "at_risk", "quantities": counted}, {"type": "capture"}, {"factuality": "denied"}, {"place": []}
    )  # fmt: skip
    case.decide("amend", _anchor(case, number), {"fields": ways[number % len(ways)]}, author=BY)


def _look_ahead(case: Case) -> None:
    """Make one claim a forecast and another a figure that is followed, the same in whatever order they were added."""
    counting = sorted(f.claim.id for f in case.claims() if f.claim.quantities)
    every = [f.claim.id for f in case.claims()]
    for id, way in zip(counting, (0, 1), strict=False):
        number = every.index(id)
        _amend(case, next(n for n in range(number, 1000, len(every)) if n % 5 == way))


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
    """A case of all reports, with a forecast, a figure that is followed, and its findings."""
    path = tmp_path_factory.mktemp("filled") / "raqqa.case"
    with Case.create(str(path), author=BY) as case:
        for outlet, text in REPORTS.items():
            put(case, text, outlet=outlet)
        _look_ahead(case)
        update(case)
        assert all(any(case.results(space)) for space in SPACES)
    return path


@pytest.fixture
def case(filled: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of it, open."""
    shutil.copyfile(filled, tmp_path / "a.case")
    with Case.open(str(tmp_path / "a.case")) as opened:
        yield opened


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_step_by_step_gives_what_all_at_once_gives(case: Case, tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    steps = chance.sample(STEPS, len(STEPS))
    for n, step in enumerate(steps, 1):
        with suppress(UsageError):  # a decision that cannot be had, a claim that is gone
            step(case, chance.randrange(40))
        update(case)
        if n % 4 == 0:
            assert rows(case) == anew(case, tmp_path)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(sorted(REPORTS)), stops=st.sets(st.integers(1, 3)))
def test_neither_order_nor_batches_of_reports_matter(tmp_path: Path, order: list[str], stops: set[int]) -> None:
    (tmp_path / "order.case").unlink(missing_ok=True)
    with Case.create(str(tmp_path / "order.case"), author=BY) as case:
        for number, outlet in enumerate(order):
            put(case, REPORTS[outlet], outlet=outlet)
            if number in stops:
                update(case)
        _look_ahead(case)
        found = findings(case)
    assert found == in_one_go()


@cache
def in_one_go() -> Findings:
    """What follows from the reports, added in the order of their outlets and linked once."""
    with TemporaryDirectory() as folder, Case.create(f"{folder}/one.case", author=BY) as case:
        for outlet in sorted(REPORTS):
            put(case, REPORTS[outlet], outlet=outlet)
        _look_ahead(case)
        return findings(case)


def written(case: Case, step: Step, number: int) -> set[tuple[str, str]]:
    """(space, key) of the rows that the update after a step writes or removes: what is written gets a new number."""

    def numbers() -> set[tuple[str, str, int, str]]:
        held = tables.result.c
        query = sa.select(held.space, held.key, sa.literal_column("rowid"), held.body)  # the last number is given again
        with case.database.reading() as connection:
            return {(row[0], row[1], row[2], row[3]) for row in connection.execute(query)}

    before = numbers()
    step(case, number)
    update(case)
    return {(space, key) for space, key, _, _ in before ^ numbers()}


def test_nothing_is_written_but_what_a_decision_bears_on(case: Case) -> None:
    links = Links.from_jsonl(body for _, body in case.results("links"))
    number, filed = next((n, f) for n, f in enumerate(case.claims()) if f.claim.type == "injury")
    home = str(links.incident_of(filed.claim.id))
    own = {("findings", "state"), ("incident", home), ("incident-basis", home)}
    assert written(case, _accept, number) == own
    assert written(case, _accept, number) == {("findings", "state")}
    assert written(case, _regrade, number) == own
    assert written(case, _reject, number) & own == own
    after = Links.from_jsonl(body for _, body in case.results("links"))
    keys = {(space, key) for space, key in written(case, _undo, 0) if space in ("incident", "incident-basis")}
    changed = {
        one.id
        for one in {*links.incidents, *after.incidents}
        if one not in links.incidents or one not in after.incidents
    }
    assert {key for _, key in keys} == changed | {home}
    assert ("document-basis", filed.document) in written(case, _reject, number)


def test_a_forecast_is_judged_and_a_figure_goes(case: Case, tmp_path: Path) -> None:
    (forecast,), (followed,) = findings(case).forecasts, findings(case).series
    claims = [f.claim.id for f in case.claims()]
    _judge(case, claims.index(forecast.claim))
    assert findings(case).forecasts[0].decided
    _reject(case, claims.index(followed.lines[0].points[0].claims[0]))
    assert findings(case).series == ()
    assert rows(case) == anew(case, tmp_path)


def test_where_nothing_was_decided_nothing_is_done(case: Case) -> None:
    assert not update(case)


def test_what_was_half_written_is_made_anew(case: Case, tmp_path: Path) -> None:
    key, _ = next(case.results("incident"))
    case.keep_results("incident", {key: "{}"})
    case.keep_results("findings", {"state": '{"by": "somebody who was stopped"}'})
    assert update(case)
    assert rows(case) == anew(case, tmp_path)


def test_of_two_that_update_at_once_the_later_one_writes(case: Case, tmp_path: Path) -> None:
    _accept(case, 0)

    def meanwhile(step: str) -> None:
        if step == "writing records":
            with Case.open(str(case.database.path)) as other:
                _reject(other, 1)
                update(other)

    update(case, tell=meanwhile)
    assert rows(case) == anew(case, tmp_path)
    assert not update(case)


def test_who_reads_while_another_writes_reads_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked_for = Case.results, []

    def results(self: Case, space: str) -> Iterator[tuple[str, str]]:
        found = list(real(self, space))
        if space == "series" and not asked_for:
            asked_for.append(space)
            with Case.open(str(case.database.path)) as other:
                _reject(other, 1)
                update(other)
        return iter(found)

    with monkeypatch.context() as patch:
        patch.setattr(Case, "results", results)
        found = findings(case)
    assert asked_for
    assert found == findings(case)
