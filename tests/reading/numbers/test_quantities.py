"""Quantities: labelled sentences, phrases, parts of a whole, conventions, and properties on any text."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ascribe.errors import UsageError
from ascribe.model import Quantity
from ascribe.reading.numbers import Amount, find_quantities, parse_quantity, part_of_whole
from ascribe.reading.numbers.vocabulary import vocabulary
from ascribe.reading.sentences import sentences

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "quantities.toml").read_text(encoding="utf-8"))["case"]
TABLE = vocabulary()
FORMS = "12 2,500 3.5 99999999999999999999 $ - to and of percent square miles people killed ,"
WORDS = [*sorted(TABLE.starters | TABLE.number_words), *TABLE.before, *TABLE.after, *FORMS.split()]


def read(text: str) -> list[Quantity]:
    return find_quantities(text, sentences(text))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_labelled_sentences(case: dict[str, object]) -> None:
    found = []
    for q in read(str(case["text"])):
        bounds = [-1 if x is None else x for x in (q.low, q.best, q.high)]
        found.append([q.text, *bounds, q.unit or ""])
    assert found == case["quantities"]


@pytest.mark.parametrize(
    ("phrase", "amount"),
    [
        ("a soldier", Amount(1, 1, 1, "person")),
        ("an ISIL-held building", Amount(1, 1, 1, "building")),
        ("one of our brave service members", Amount(1, 1, 1, "person")),
        ("89 people", Amount(89, 89, 89, "person")),
        ("At least 3, 812", Amount(3812, 3812, None)),
        ("above 50,000", Amount(50000, 50000, None)),
        ("an estimated 100,000 children", Amount(None, 100000, None, "person")),
        ("more than 30 percent", Amount(0.3, 0.3, None, "share")),
        ("half dozen", Amount(6, 6, 6)),
        ("twice", Amount(2, 2, 2)),
        ("at least once", Amount(1, 1, None)),
    ],
)
def test_phrases(phrase: str, amount: Amount) -> None:
    assert parse_quantity(phrase) == amount


@pytest.mark.parametrize(
    "phrase", ["", "Abu Ghadiya", "soldiers", "the eighth", "82nd Airborne", "Resolution 2254", "many"]
)
def test_phrases_without_a_number(phrase: str) -> None:
    assert parse_quantity(phrase) is None


def test_the_noun_behind_gives_the_unit() -> None:
    assert parse_quantity("about 20", "Syrian soldiers") == Amount(None, 20, None, "person")


@pytest.mark.parametrize(
    ("convention", "phrase", "amount"),
    [
        ("acled", "dozens", Amount(12, 12, None)),
        ("acled", "tens", Amount(10, 10, None)),
        ("acled", "hundreds of people", Amount(100, 100, None, "person")),
        ("ascribe", "hundreds of people", Amount(200, 200, None, "person")),
    ],
)
def test_vague_counts_follow_the_named_convention(convention: str, phrase: str, amount: Amount) -> None:
    assert parse_quantity(phrase, convention=convention) == amount


def test_an_unknown_convention_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="ascribe, acled"):
        parse_quantity("dozens", convention="guess")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It killed 19 people, including seven children and three women.", {"seven": "19", "three": "19"}),
        ("Some 40 fighters died, five of them foreigners.", {"five": "Some 40"}),
        ("They took 30 hostages, among them two priests.", {"two": "30"}),
        ("It killed 19 people and wounded seven children.", {}),
        ("It killed 3 people, including 700 children.", {}),
        ("It killed 19 people. Among them were seven children.", {}),
    ],
)
def test_parts_of_a_whole(text: str, parts: dict[str, str]) -> None:
    quantities = read(text)
    found = {quantities[part].text: quantities[whole].text for part, whole in part_of_whole(text, quantities).items()}
    assert found == parts


def check(text: str, quantities: list[Quantity]) -> None:
    for q in quantities:
        assert text[q.begin : q.end] == q.text != ""
        known = [x for x in (q.low, q.best, q.high) if x is not None]
        assert known == sorted(known)
        assert q.best is not None
    assert all(a.end <= b.begin for a, b in pairwise(quantities))
    for part, whole in part_of_whole(text, quantities).items():
        assert whole < part


@settings(max_examples=120, deadline=None)
@given(st.text())
def test_any_text_is_read(text: str) -> None:
    check(text, find_quantities(text, [(0, len(text))]))
    parse_quantity(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from(["", " "]))
@example(["crores", "approximately", "billions"], " ")  # the hedge belongs to one of them
def test_any_number_words_are_read_the_same_way_twice(words: list[str], glue: str) -> None:
    text = glue.join(words)
    first = find_quantities(text, [(0, len(text))])
    check(text, first)
    assert find_quantities(text + " ", [(0, len(text))]) == first
    parse_quantity(text)


@pytest.mark.parametrize("word", ["one hundred ", "hundreds of ", "about ", "9", "1,000", "2 to ", "half a "])
def test_long_runs_take_no_long_time(word: str) -> None:
    text = word * 20_000 + "5"
    check(text, find_quantities(text, [(0, len(text))]))
