"""The words for figures, dates and speakers."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from ascribe.model import Claim, ClaimQuantity, ClaimType, Counted, Document, Factuality, Form, Reading, When
from ascribe.render import phrases
from ascribe.render.speakers import speakers, tally


def test_every_value_of_the_model_has_words() -> None:
    wording = phrases.wording()
    assert set(wording.types) == set(wording.family_of) == set(get_args(ClaimType))
    assert set(wording.standings) == set(get_args(Factuality))
    assert set(wording.counted) == set(get_args(Counted))
    assert set(wording.forms) == set(get_args(Form))
    assert set(wording.published_from) == set(get_args(Document.model_fields["published_from"].annotation))


@pytest.mark.parametrize(
    ("of", "bounds", "text"),
    [
        ("killed", {"low": 12, "best": 12}, "at least 12 killed"),
        ("killed", {"best": 12}, "12 killed"),
        ("killed", {"low": 12, "best": 12, "high": 12}, "12 killed"),
        ("at_risk", {"best": 100000, "high": 100000}, "up to 100,000 at risk"),
        ("fighters", {"low": 200, "best": 300, "high": 400}, "200 to 400 (best 300) fighters"),
        ("fighters", {"low": 200, "high": 400}, "200 to 400 fighters"),
        ("fighters", {"low": 200, "best": 300}, "at least 200 (best 300) fighters"),
        ("killed", {}, "an unknown number killed"),
        ("killed", {"low": 0, "best": 0, "high": 0}, "0 killed"),
        ("share", {"best": 0.07}, "7% share"),
        ("area_km2", {"best": 2.5}, "2.5 km² area"),
        ("strikes", {"best": 2500000}, "2,500,000 strikes"),
        ("other", {"best": 3}, "3 (other, “words”)"),
        ("other", {"best": 3, "unit": "tunnel"}, "3 (tunnel, “words”)"),
    ],
)
def test_figures(of: str, bounds: dict[str, Any], text: str) -> None:
    quantity = ClaimQuantity.model_validate({"begin": 0, "end": 5, "text": "words", "of": of, **bounds})
    assert phrases.figure(quantity) == text


@pytest.mark.parametrize(
    ("bounds", "text"),
    [
        (When(start="2017-07-04", end="2017-07-04", precision="day"), "2017-07-04"),
        (When(start="2017-07-01", end="2017-07-31", precision="month"), "2017-07-01 to 2017-07-31"),
        (When(start="2017-07-01"), "from 2017-07-01"),
        (When(end="2017-07-31"), "until 2017-07-31"),
        (When(), "“dawn”"),
        (None, "“dawn”"),
    ],
)
def test_when(reading: Reading, bounds: When | None, text: str) -> None:
    assert phrases.when(reading.claims[5].model_copy(update={"when": bounds})) == text


def test_who_whom_leaves_unknown_sides_open(reading: Reading) -> None:
    claim = reading.claims[2]
    assert phrases.who_whom(claim) == "Islamic State group → mines"
    assert phrases.who_whom(claim.model_copy(update={"agent": ()})) == "→ mines"
    assert phrases.who_whom(claim.model_copy(update={"target": ()})) == "Islamic State group"
    assert phrases.who_whom(claim.model_copy(update={"agent": (), "target": ()})) == ""


def test_provenance(reading: Reading, empty_reading: Reading) -> None:
    known = ("The Daily Wire", "wire origin AFP", "published 2017-07-04 (from the page's metadata)")
    assert phrases.provenance(reading.document) == known
    unknown = ("outlet unknown", "no wire origin stated", "publication date unknown")
    assert phrases.provenance(empty_reading.document) == unknown


def test_speakers_are_grouped_by_name_and_outlet_apart(reading: Reading) -> None:
    groups = {group.name: group.claims for group in speakers(reading)}
    assert groups["Colonel Owen Hale"] == (4, 5)  # "He" stands for him in the second
    assert groups["The Daily Wire"] == (2, 3, 14)
    assert [group.name for group in speakers(reading) if group.is_outlet] == ["The Daily Wire"]


def _renamed(claim: Claim, name: str, actor: str | None) -> Claim:
    assert claim.attribution is not None
    mention = claim.attribution.source[0].model_copy(update={"name": name, "actor": actor})
    return claim.model_copy(update={"attribution": claim.attribution.model_copy(update={"source": (mention,)})})


def test_an_actor_is_one_speaker_under_all_its_names(reading: Reading) -> None:
    claims = (
        _renamed(reading.claims[6], "SOHR", "observatory"),
        _renamed(reading.claims[7], "the Observatory", "observatory"),
        _renamed(reading.claims[8], "sohr", None),
    )
    (group,) = speakers(reading.model_copy(update={"claims": claims}))
    assert (group.name, group.also, group.claims) == ("SOHR", ("the Observatory", "sohr"), (1, 2, 3))


def test_a_speaker_called_as_the_outlet_is_not_its_own_voice(reading: Reading) -> None:
    claims = (reading.claims[1], _renamed(reading.claims[6], "The Daily Wire", None))
    assert [group.is_outlet for group in speakers(reading.model_copy(update={"claims": claims}))] == [True, False]


def test_an_attribution_without_a_source_is_somebody_unnamed(reading: Reading) -> None:
    claim = reading.claims[6]
    assert claim.attribution is not None
    nobody = claim.model_copy(update={"attribution": claim.attribution.model_copy(update={"source": ()})})
    (group,) = speakers(reading.model_copy(update={"claims": (nobody,)}))
    assert group.name == "somebody unnamed"
    assert not group.is_outlet


def test_tally(reading: Reading) -> None:
    assert tally(reading) == (
        "15 claims: 12 by 6 speakers, 3 in the voice of The Daily Wire; "
        "11 asserted, 1 denied, 1 uncertain, 1 future, 1 hypothetical."
    )
    own, said = reading.claims[1:3], reading.claims[3:5]
    assert tally(reading.model_copy(update={"claims": own})) == "2 claims in the voice of The Daily Wire; 2 asserted."
    assert tally(reading.model_copy(update={"claims": said})) == "2 claims by 1 speaker; 1 asserted, 1 denied."
