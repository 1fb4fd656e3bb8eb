"""Which documents decisions bear on, and results that say some words, on either backend."""

from __future__ import annotations

import json

import pytest

from ascribe.case import Case, Result
from ascribe.case.lookup import changed_since, results_with

from .conftest import BY, REPORT, put, small

OTHER = "The Army killed 4 civilians in Tabqa."


def test_what_changed_since_is_what_decisions_and_readings_bear_on(filled: Case) -> None:
    first, second = filled.entry("1").id, put(filled, OTHER)

    def after(kind: str, subject: object, value: object = None) -> frozenset[str]:
        before = filled.head()[0].sequence
        made = filled.decide(kind, subject, value, author=BY)
        found = changed_since(filled, before)
        undone = filled.undo(made.sequence, author=BY)
        assert changed_since(filled, undone.sequence - 1) == found
        return found

    (claim, *_), head = filled.claims(), filled.head()[0].sequence
    assert after("reject", {"claim": filled.anchor(claim.claim.id)}) == {first}
    assert after("merge_actors", {"actors": ["front"]}, {"actor": "x"}) == {first}
    assert after("merge_actors", {"actors": ["state"]}, {"actor": "x"}) == {first, second}
    assert after("split_place", {"places": ["1"]}, {"place": claim.place, "only": "x"}) == {first}
    assert after("stance", {"source": "front"}, {"stance": "party"}) == frozenset()
    filled.store_reading(small("small-2").read(filled.document(second)), "ontology-1", BY)
    assert changed_since(filled, filled.head()[0].sequence - 1) == {second}
    assert changed_since(filled, 0) == changed_since(filled, head) == {first, second}


@pytest.mark.parametrize("words", ["a%", "_", '"', "\\", "é", "’", "{}", "ASCII a"])
def test_words_of_results_are_words_and_no_pattern(case: Case, words: str) -> None:
    said = [*(f"{n} {words}" for n in range(3)), "abc", "nothing"]
    rows = {str(n): Result(json.dumps({"find": text}, ensure_ascii=False), f"{9 - n}") for n, text in enumerate(said)}
    case.keep_results("x", rows)
    case.keep_results("y", rows)
    found = list(results_with(case, "x", words))
    assert [json.loads(body)["find"] for _, body in found] == [f"{n} {words}" for n in (2, 1, 0)]
    assert list(results_with(case, "x", words, found[0][0])) == found[1:]
    assert list(results_with(case, "z", words)) == []


def test_more_than_are_fetched_at_once_come_in_order(case: Case) -> None:
    case.keep_results("x", {f"{n:04d}": Result('{"find": "a"}', f"{n % 7}") for n in range(450)})
    found = [at for at, _ in results_with(case, "x", "a")]
    assert found == sorted((f"{n % 7}", f"{n:04d}") for n in range(450))


def test_reports_that_were_not_read_change_nothing(case: Case) -> None:
    from ascribe.documents import from_text

    case.store("a.txt", REPORT.encode(), from_text(REPORT), BY)
    assert changed_since(case, 0) == frozenset()
