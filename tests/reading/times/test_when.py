"""When a claim's event was: labelled sentences, and properties on any text."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe.model import When
from ascribe.reading.quotations import quotations
from ascribe.reading.sentences import sentences
from ascribe.reading.times import Scene, claim_when, find_times, own_times

PUBLISHED = "2017-07-05T18:00:00Z"
CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "when.toml").read_text(encoding="utf-8"))["case"]
WORDS = "On Monday Tuesday , . “ ” since 2014 had been killed is are for six weeks said that by last".split()  # noqa: SIM905
WORDS += "year once now who from to and June 5 every day until dates back".split()  # noqa: SIM905


def unmarked(case: dict[str, Any]) -> tuple[str, tuple[int, int], list[tuple[int, int]]]:
    """The text of a case without its marks, the n-th trigger and the time slot."""
    text, triggers, slot = "", [], []
    for part in re.split(r"(\[.*?\]|\{.*?\})", case["text"]):
        words = part[1:-1] if part[:1] in "[{" and part else part
        if part[:1] == "[":
            triggers.append((len(text), len(text) + len(words)))
        elif part[:1] == "{":
            slot.append((len(text), len(text) + len(words)))
        text += words
    if "own" in case:
        slot.append((text.index(case["own"]), text.index(case["own"]) + len(case["own"])))
    return text, triggers[case.get("nth", 0)], slot


def read(
    text: str, trigger: tuple[int, int], slot: list[tuple[int, int]], published: str | None, factuality: Any
) -> When | None:
    cut = sentences(text)
    times = find_times(text, cut, published)
    sentence = next((s for s in cut if s[0] <= trigger[0] < s[1]), trigger)
    scene = Scene(text, times, quotations(text), published)
    return claim_when(trigger, sentence, own_times(slot, times), scene, factuality)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['text'][:50]}-{case.get('nth', 0)}" for case in CASES])
def test_labelled_events(case: dict[str, Any]) -> None:
    published = case.get("published", PUBLISHED) or None
    when = read(*unmarked(case), published, case.get("factuality", "asserted"))
    assert ([when.start or "", when.end or "", when.precision] if when else []) == case["when"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=14),
    st.integers(0, 13),
    st.sampled_from([None, "2017-07-05", "0001-01-01", "9999-12-31"]),
    st.sampled_from(["asserted", "denied", "future", "hypothetical"]),
)
def test_bounds_are_in_order_whatever_the_words(
    words: list[str], at: int, published: str | None, factuality: str
) -> None:
    word = words[at % len(words)]
    text = " ".join(words)
    begin = len(" ".join(words[: at % len(words)])) + (1 if at % len(words) else 0)
    when = read(text, (begin, begin + len(word)), [(0, len(text))] if at % 2 else [], published, factuality)
    if when is not None and when.start is not None and when.end is not None:
        assert date.fromisoformat(when.start) <= date.fromisoformat(when.end)
    assert when is None or when.start is not None or when.end is not None


def test_a_sentence_without_end_takes_no_long_time() -> None:
    text = "that Monday who had " * 20_000
    scene = Scene(text, find_times(text, [(0, len(text))], PUBLISHED), [], PUBLISHED)
    for at in range(0, len(text), len(text) // 50):
        claim_when((at, at + 4), (0, len(text)), [], scene)


def test_below_the_lead_the_past_is_any_day_up_to_the_report() -> None:
    text = "The council met. " * 60 + "Gunmen killed the mayor."
    begin = text.index("killed")
    when = read(text, (begin, begin + 6), [], PUBLISHED, "asserted")
    assert when == When(start=None, end="2017-07-05", precision="unknown")
