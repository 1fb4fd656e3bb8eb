"""Times: labelled sentences, what is unknown without a publication date, and properties on any text."""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe.model import Time
from ascribe.reading.sentences import sentences
from ascribe.reading.times import find_times
from ascribe.reading.times.calendar import bounds
from ascribe.reading.times.lexicon import lexicon

PUBLISHED = "2017-07-05T18:00:00Z"
CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "times.toml").read_text(encoding="utf-8"))["case"]
FORMS = "6 13 2017 1980s 3:30 2017-07-04 04/07/2017 99999999999 Raqqa . , -"
WORDS = [*sorted(lexicon().known), *FORMS.split(), "\n"]


def read(text: str, published: str | None = PUBLISHED) -> list[Time]:
    return find_times(text, sentences(text), published)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_labelled_sentences(case: dict[str, object]) -> None:
    times = read(str(case["text"]), str(case.get("published", PUBLISHED)))
    found = [[t.text, t.value, t.start or "", t.end_date or ""] for t in times]
    assert found == case["times"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on Tuesday", "XXXX-WXX-2"),
        ("in March", "XXXX-03"),
        ("on June 6", "XXXX-06-06"),
        ("at 3 p.m. on Monday", "XXXX-WXX-1T15:00"),
        ("last week", "XXXX-WXX"),
        ("last year", "XXXX"),
        ("two years ago", "PAST_REF"),
        ("the next two days", "P2D"),
        ("this morning", "XXXX-XX-XXTMO"),
        ("today", "PRESENT_REF"),
    ],
)
@pytest.mark.parametrize("published", [None, "yesterday"])
def test_without_a_publication_date_nothing_is_guessed(text: str, value: str, published: str | None) -> None:
    (time,) = read(f"They fought {text}.", published)
    assert (time.value, time.start, time.end_date) == (value, None, None)


def test_absolute_dates_need_no_publication_date() -> None:
    (time,) = read("It fell on 10 June 2014.", None)
    assert (time.start, time.end_date, time.precision) == ("2014-06-10", "2014-06-10", "day")


def test_the_day_of_the_report_is_the_day_of_its_weekday() -> None:
    (time,) = read("Jets struck on Wednesday.")
    assert time.start == "2017-07-05"


def test_an_abbreviation_does_not_part_a_date() -> None:
    text = "It ended at 10 p.m. Tuesday. A deal of Feb. 23 holds."
    cut = [(0, 19), (20, 28), (29, 43), (44, len(text))]
    assert [t.value for t in find_times(text, cut, PUBLISHED)] == ["2017-07-04T22:00", "2017-02-23"]


def test_only_the_given_sentences_are_read() -> None:
    assert find_times("On Monday. On Tuesday.", [(11, 22)], PUBLISHED)[0].text == "Tuesday"


def test_an_impossible_date_has_no_value() -> None:
    times = read("It was 31 February 2017, 99/99/2017.")
    assert all(t.start is None or t.value in ("2017-02", "2017") for t in times)


@pytest.mark.parametrize(
    ("value", "start", "end", "precision"),
    [
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2016-WI", date(2016, 12, 1), date(2017, 2, 28), "season"),
        ("2017-W27-WE", date(2017, 7, 8), date(2017, 7, 9), "day"),
        ("19", date(1901, 1, 1), date(2000, 12, 31), "century"),
        ("P3D", None, None, "unknown"),
        ("2017-02-31", None, None, "unknown"),
    ],
)
def test_calendar_bounds(value: str, start: date | None, end: date | None, precision: str) -> None:
    assert bounds(value) == (start, end, precision)


def check(text: str, times: list[Time]) -> None:
    for time in times:
        assert text[time.begin : time.end] == time.text != ""
        assert time.start is None or time.end_date is None or time.start <= time.end_date
        if time.start is not None:
            date.fromisoformat(time.start)
    assert all(a.end <= b.begin for a, b in pairwise(times))


@settings(max_examples=120, deadline=None)
@given(st.text(), st.sampled_from([None, "2017-07-05", "0001-01-01", "9999-12-31", "2016-02-29"]))
def test_any_text_is_read(text: str, published: str | None) -> None:
    check(text, find_times(text, [(0, len(text))], published))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from([None, "2017-07-05", "0001-01-01", "9999-12-31"]))
def test_any_words_of_time_are_read_the_same_way_twice(words: list[str], published: str | None) -> None:
    text = " ".join(w.capitalize() if i % 2 else w for i, w in enumerate(words))
    first = find_times(text, [(0, len(text))], published)
    check(text, first)
    assert find_times(text + " ", [(0, len(text))], published) == first


@pytest.mark.parametrize(
    "word", ["the ", "last ", "1 ", "2-", "a ", "every ", "one hundred and ", "monday, ", "about "]
)
def test_long_runs_take_no_long_time(word: str) -> None:
    text = word * 20_000 + "day"
    check(text, find_times(text, [(0, len(text))], PUBLISHED))
