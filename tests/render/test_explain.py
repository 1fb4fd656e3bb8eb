"""The reasons behind one claim."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from ascribe.errors import UsageError
from ascribe.model import Reading
from ascribe.render.explain import explain


def told(reading: Reading, number: int, width: int = 200) -> str:
    out = io.StringIO()
    Console(file=out, width=width).print(explain(reading, number))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_each_field_names_its_words_where_and_how_sure(reading: Reading) -> None:
    text = told(reading, 1)
    begin, end = reading.claims[0].trigger
    assert "Claim 1 of 15: airstrike, asserted" in text
    assert f"what          airstrike “struck” at {begin}-{end}, 91% sure" in text
    assert "aircraft [struck] two small sections" in text
    first, last = reading.claims[0].sentence
    assert f"the sentence is at {first}-{last}" in text
    assert "agent         “US-led coalition” at 89-105, 90% sure" in text
    assert "instrument    no words found for it" in text
    assert "low not given, best 2, high not given" in text
    assert "standing      asserted: happened, or is so; 86% sure" in text
    assert "PLOVER        event ASSAULT, mode aerial" in text
    assert "ACLED         event type Explosions/Remote violence, sub event type Air/drone strike" in text
    assert "dated         2017-07-03 to 2017-07-03, to the day" in text
    assert "located       35.953, 39.008 (WGS 84), to the district" in text


def test_a_pronoun_tells_whom_it_stands_for_and_why(reading: Reading) -> None:
    text = told(reading, 5)
    assert "who says so   Colonel Owen Hale “He” at" in text
    assert "because the last man named who can speak, one sentence before" in text
    assert "told by       “denied” at" in text
    assert "form          in reported speech; the attribution is 80% sure" in text


def test_via_and_known_actors(reading: Reading) -> None:
    text = told(reading, 6)
    assert "via           “AFP” at" in text
    assert "known actor: syrian-democratic-forces" in text
    assert "dated         not dated: its time words could not be resolved" in text
    assert "located       no coordinates: its place words could not be located" in text


def test_the_own_voice_is_told(reading: Reading) -> None:
    text = told(reading, 3)
    assert "who says so   The Daily Wire, in its own voice: no speaker found for these words" in text
    assert "PLOVER        no code is given for it" in text


def test_words_of_another_sentence_are_shown_in_theirs(reading: Reading) -> None:
    claim = reading.claims[4]
    speaker = reading.claims[3].attribution
    moved = reading.model_copy(update={"claims": (claim.model_copy(update={"attribution": speaker}),)})
    assert re.search(r'in another sentence: ….*nothing else," said Colonel Owen Hale, a coalition.*…', told(moved, 1))


@pytest.mark.parametrize("number", [0, -1, 16])
def test_out_of_range_says_how_many_there_are(reading: Reading, number: int) -> None:
    with pytest.raises(UsageError, match=r"has 15 claims\. Give a number from 1 to 15\."):
        explain(reading, number)


def test_out_of_range_of_one_or_none(reading: Reading, empty_reading: Reading) -> None:
    with pytest.raises(UsageError, match="no claims were found in empty-1"):
        explain(empty_reading, 1)
    with pytest.raises(UsageError, match=r"has 1 claim\. Give 1, the only one\."):
        explain(reading.model_copy(update={"claims": reading.claims[:1]}), 2)


def test_hostile_words_steer_nothing(reading: Reading) -> None:
    for number in range(1, 16):
        assert not set(told(reading, number)) & {"\x1b", "\u202e", "\u202c"}
    assert r"\u202edessertsed\u202c" in told(reading, 15)
    assert "“residents [bold]not[/bold]”" in told(reading, 15)


def test_it_fits_80_columns(reading: Reading) -> None:
    for number in range(1, 16):
        assert max(len(line) for line in told(reading, number, 80).splitlines()) <= 80
