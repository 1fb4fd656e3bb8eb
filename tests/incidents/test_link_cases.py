"""Linking on the labelled cases: the measure itself, and a floor under what docs/linking.md reports."""

from __future__ import annotations

import pytest

from bench.incidents import Measure, measure, measure_case, paths, read_case, unmarked


def test_marks_are_taken_out_and_their_places_kept() -> None:
    text, spans = unmarked("A {i1|strike} {i2|killed} two.")
    assert text == "A strike killed two."
    assert [(text[b:e], i) for b, e, i in spans] == [("strike", "i1"), ("killed", "i2")]


def test_b_cubed_of_a_known_example() -> None:
    label = {"a": "x", "b": "x", "c": "x", "d": "y"}
    found = measure([("a", "b"), ("c", "d", "unlabelled")], label)
    precision, recall, _ = found.b_cubed
    assert precision == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert found.pairwise == (pytest.approx(1 / 2), pytest.approx(1 / 3))


def test_claims_in_no_group_stand_alone() -> None:
    assert measure([], {"a": "x", "b": "x"}).b_cubed[:2] == (1.0, 0.5)


def test_the_labelled_cases_are_linked_no_worse_than_measured() -> None:
    total = Measure()
    for path in paths():
        total += measure_case(read_case(path))
    precision, recall, f1 = total.b_cubed
    assert precision > 0.83, total
    assert recall > 0.70, total
    assert f1 > 0.76, total
    assert (total.pairwise[0] or 0) > 0.79, total
