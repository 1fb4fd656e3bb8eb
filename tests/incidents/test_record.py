"""The record of an incident: what it keeps of its claims, what it rests on, and that order does not matter."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.errors import InputError
from ascribe.incidents.model import Incident
from ascribe.incidents.rules import tiers
from ascribe.model import ClaimType

from .reports import COALITION, OBSERVATORY, RAQQA, UN, Case, Who, strike

TOWN = RAQQA.model_copy(update={"name": "Tabqa", "gazetteer_id": "1"})
SYRIA = RAQQA.model_copy(update={"name": "Syria", "precision": "country", "gazetteer_id": "2"})


def disputed() -> Case:
    """A strike on which speakers disagree, in reports of several days."""
    case = Case()
    killing = {"type": "killing", "trigger": "killed", "target": ["nine people"]}
    strike(case, OBSERVATORY, target=["nine people"])
    strike(case, COALITION, factuality="denied", published="2017-07-06", outlet="Castellan")
    strike(case, COALITION, published="2017-07-09")
    tolls: list[tuple[Who, int, str, str]] = [(UN, 22, "Northgate", "2017-07-05"), (UN, 9, "Castellan", "2017-07-04")]
    tolls += [(OBSERVATORY, 14, "Halyard", "2017-07-04")]
    tolls += [("residents", n, outlet, "2017-07-05") for n, outlet in ((30, "Halyard"), (31, "Castellan"))]
    for by, n, outlet, published in tolls:
        name = by if isinstance(by, str) else by[0]
        case.says(f"It killed {n} people, {name} said.", "killing", "killed", by, outlet=outlet, published=published,
                  counts=[("killed", str(n), n, n, n)])  # fmt: skip
    case.says("The bombing killed nine people in Tabqa.", **killing, place=TOWN, outlet="Northgate")  # type: ignore[arg-type]
    case.says("Raqqa was shelled.", "shelling", "shelled", day=None, place=SYRIA)
    return case


CASE = disputed()
WHOLE = CASE.incident()


def test_every_type_of_claim_is_in_one_tier() -> None:
    assert sorted(t for tier in tiers().in_order for t in tier) == sorted(get_args(ClaimType))


@given(st.permutations(CASE.claims))
def test_the_order_of_claims_changes_nothing(claims: list) -> None:  # type: ignore[type-arg]
    assert CASE.incident([*claims, *claims[:3]]) == WHOLE


def test_it_survives_json() -> None:
    assert Incident.model_validate_json(WHOLE.model_dump_json()) == WHOLE


def test_type_time_and_place() -> None:
    assert WHOLE.type == "airstrike"
    assert (WHOLE.when.start, WHOLE.when.end, WHOLE.when.precision) == ("2017-07-03", "2017-07-03", "day")
    assert WHOLE.place is not None
    assert WHOLE.place.name == "Ar Raqqah"


def test_parties_with_who_names_accepts_and_denies() -> None:
    (party,) = WHOLE.responsible
    assert party.key == "coalition-against-islamic-state"
    assert "syrian-observatory-for-human-rights" in party.named_by
    assert party.accepted_by == party.denied_by == ("coalition-against-islamic-state",)
    assert [(t.name, t.named_by) for t in WHOLE.targets] == [
        ("nine people", ("outlet:northgate", "syrian-observatory-for-human-rights"))
    ]


def test_targets_are_named_without_counts_and_pronouns() -> None:
    case = Case()
    case.says("Strikes killed at least 624 civilians, 173 and whoever fled, residents said.", "killing", "killed",
              "residents", target=["least 624 civilians", "173", "whoever", "000 people"])  # fmt: skip
    assert [t.name for t in case.incident().targets] == ["civilians", "people"]


def test_known_actors_have_one_name_however_they_are_called() -> None:
    case = Case()
    daesh = ("Daesh", "islamic-state")
    case.says("Daesh shot two people, an SDF commander said.", "shooting", "shot",
              ("SDF commander", "syrian-democratic-forces"), agent=[daesh], target=[daesh])  # fmt: skip
    found = case.incident()
    assert [r.name for r in (*found.responsible, *found.targets)] == ["Islamic State"] * 2
    assert [s.name for s in found.speakers] == ["Syrian Democratic Forces"]


def test_who_says_so_may_be_unclear() -> None:
    case = Case()
    filed = case.says("It was bombed.", "airstrike", "bombed", "Khabur Post")
    said = filed.claim.attribution
    assert said is not None
    far = said.model_copy(update={"source": (said.source[0].model_copy(update={"begin": 900, "end": 911}),)})
    claim = filed.claim.model_copy(update={"attribution": far})
    found = case.incident([filed.model_copy(update={"claim": claim})])
    assert found.grade.reason == "weak: who says so is not clear from the words"


def test_people_without_a_name_are_known_by_who_reported_them() -> None:
    sides = {s.key: s.side for s in WHOLE.speakers if s.name == "residents"}
    assert sides == {"residents@halyard": "reported by halyard", "residents@castellan": "reported by castellan"}


def test_every_statement_has_its_speaker_and_standing() -> None:
    assert {s.claim for s in WHOLE.statements} == {c.claim.id for c in CASE.claims}
    assert {s.standing for s in WHOLE.statements} == {"unreviewed"}
    assert {s.bearing for s in WHOLE.statements if s.speakers == ("coalition-against-islamic-state",)} == {"own"}


def test_rejected_and_expected_claims_take_no_part() -> None:
    case = Case()
    kept = strike(case, UN)
    strike(case, OBSERVATORY, standing="rejected")
    strike(case, OBSERVATORY, factuality="future", outlet="Castellan")
    found = case.incident()
    assert [s.claim for s in found.statements] == [kept.claim.id]
    with pytest.raises(InputError, match="incident i1: none of its claims"):
        case.incident(case.claims[1:])


def test_a_missing_document_is_named() -> None:
    case = Case()
    claim = strike(case, UN)
    del case.documents[claim.document]
    with pytest.raises(InputError, match=claim.document):
        case.incident()


def test_a_reprint_adds_no_source() -> None:
    """An outlet's own voice, printed again by another outlet with the agency's credit."""
    text = (
        "RAQQA, July 4 (Halyard) - Aircraft bombed a market in the Syrian city of Raqqa on Monday while people were "
        "buying food for the evening, and the stalls around the old clock tower burned for hours before anybody came."
    )
    case = Case()
    for outlet in ("Halyard", "The Linden Courier"):
        case.says(text, "airstrike", "bombed", outlet=outlet, rest="")
    found = case.incident()
    assert (found.basis.documents, found.basis.outlets, found.basis.copies, found.basis.sources) == (2, 2, 1, 1)
    assert found.grade.computed == "weak"


def test_an_outlets_own_voice_beside_those_it_quotes_is_no_source() -> None:
    case = Case()
    strike(case, OBSERVATORY)
    case.says("Air strike kills nine in Raqqa", "airstrike", "Air strike")
    found = case.incident()
    assert found.basis.sources == 1
    assert {s.key: s.counted for s in found.speakers}["outlet:halyard"] is False


def test_the_finest_place_that_most_texts_name() -> None:
    case = Case()
    strike(case, UN, place=SYRIA, outlet="A")
    strike(case, UN, place=SYRIA, outlet="B")
    strike(case, UN, place=TOWN, outlet="C")
    place = case.incident().place
    assert place is not None
    assert place.name == "Tabqa"
