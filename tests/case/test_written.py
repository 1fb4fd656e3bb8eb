"""What people write becomes what decisions are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.case.written import fields, only_span, spans_of
from ascribe.errors import UsageError

TEXT = "The army said that\nthe army of\n  the north left. Armies differ."


@given(st.text(), st.text())
def test_spans_hold_the_words_whatever_the_blanks(before: str, words: str) -> None:
    text = f"{before} {words} "
    try:
        found = spans_of(text, words)
    except UsageError:
        assert not words.split() or not text.isprintable() or not words[0].isalnum() or not words[-1].isalnum()
        return
    assert all(text[begin:end].split() == words.split() for begin, end in found)


def test_whole_words_over_line_breaks() -> None:
    assert [TEXT[slice(*span)] for span in spans_of(TEXT, "army of the north")] == ["army of\n  the north"]
    assert len(spans_of(TEXT, "army")) == 2
    with pytest.raises(UsageError, match="does not say"):
        spans_of(TEXT, "arm")
    with pytest.raises(UsageError, match="4, 23"):
        only_span(spans_of(TEXT, "army"), "army", None)
    assert only_span(spans_of(TEXT, "army"), "army", 23) == (23, 27)


def test_words_nearest_to_the_claim_are_meant() -> None:
    far = fields(["agent=army"], TEXT, (40, 45))["agent"]
    assert [(m["begin"], m["text"], m["name"]) for m in far] == [(23, "army", "army")]
    assert fields(['agent=["army", "the north"]'], TEXT, (0, 3))["agent"][1]["text"] == "the north"
    given_whole = {"begin": 4, "end": 8, "text": "army", "name": "A", "confidence": 1}
    assert fields(['agent={"begin":4,"end":8,"text":"army","name":"A","confidence":1}'], TEXT, (40, 45)) == {
        "agent": [given_whole]
    }


def test_plain_values() -> None:
    assert fields(["when=2017-07-04", "factuality=denied", "where=-1.5, 36", "target=null"], TEXT, (0, 3)) == {
        "when": {"start": "2017-07-04", "end": "2017-07-04", "precision": "day"},
        "factuality": "denied",
        "where": {"latitude": -1.5, "longitude": 36.0, "precision": "point"},
        "target": [],
    }
    with pytest.raises(UsageError, match="FIELD=VALUE"):
        fields(["denied"], TEXT, (0, 3))
