"""Grades and figures of the labelled cases, as the packaged reader's claims give them: no worse than last measured."""

from __future__ import annotations

import pytest

from bench.grades import Graded, graded
from bench.incidents import paths


@pytest.fixture(scope="module")
def found() -> list[Graded]:
    return [one for path in paths() for one in graded(path)]


def test_grades(found: list[Graded]) -> None:
    assert sum(one.right for one in found) / len(found) >= 0.7


def test_figures(found: list[Graded]) -> None:
    bounds = [b for one in found for b in one.bounds()]
    assert sum(label == figure for *_, label, figure in bounds) / len(bounds) >= 0.7


def test_every_grade_has_a_reason_that_names_somebody(found: list[Graded]) -> None:
    for one in found:
        if one.found:
            reason = one.found.grade.reason
            assert reason.startswith(one.found.grade.grade)
            assert "nobody said" not in reason
