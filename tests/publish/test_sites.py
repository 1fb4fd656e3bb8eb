"""Which places are dangerous to show, and what is shown instead."""

from __future__ import annotations

import pytest

from ascribe.model import Place
from ascribe.publish.sites import Sites, coarse, sort_of
from ascribe.reading.places.gazetteer import default_gazetteer

from .conftest import filed, seen

RAQQA = Place(
    begin=0, end=5, text="Raqqa", name="Ar Raqqah", latitude=35.95283, longitude=39.00788, country="SY",
    gazetteer="geonames", gazetteer_id="172955", precision="settlement", confidence=0.9,
)  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "sort"),
    [
        ("Families are sheltering in a school in Raqqa.", "a shelter"),
        ("Shells hit a basement in Raqqa.", "a shelter"),
        ("Shells hit a field hospital in Raqqa.", "a health site"),
        ("Shells hit people who fled Raqqa along the river.", "a flight route"),
        ("Shells hit a humanitarian corridor out of Raqqa.", "a flight route"),
        ("Shells hit an aid convoy in Raqqa.", "an aid movement"),
        ("Shells hit an army convoy in Raqqa.", None),
        ("Shells hit a barracks in Raqqa.", None),
    ],
)
def test_words_tell_a_dangerous_place(sentence: str, sort: str | None) -> None:
    assert sort_of(filed(sentence)) == sort


def test_some_types_always_tell_one() -> None:
    assert sort_of(filed("Thousands left Raqqa.", type="displacement")) == "a flight route"
    assert sort_of(filed("Bread came to Raqqa.", type="aid")) == "an aid movement"


def test_a_settlement_gives_way_to_its_region() -> None:
    found = coarse(RAQQA, default_gazetteer())
    assert found is not None
    assert (found.name, found.precision, found.gazetteer_id, found.within) == ("Ar-Raqqah", "region", "SY.04", None)
    assert (found.latitude, found.longitude) != (RAQQA.latitude, RAQQA.longitude)


def test_a_part_of_a_town_gives_way_to_the_towns_region() -> None:
    part = RAQQA.model_copy(update={"name": "Old City", "gazetteer_id": None, "gazetteer": None, "within": "Ar Raqqah"})
    found = coarse(part, default_gazetteer())
    assert found is not None
    assert found.gazetteer_id == "SY.04"


def test_an_unknown_spot_gives_way_to_its_country_or_to_nothing() -> None:
    spot = RAQQA.model_copy(update={"name": "Wadi Sahl", "text": "Wadi Sahl", "gazetteer_id": None, "latitude": 35.5})
    found = coarse(spot, default_gazetteer())
    assert found is not None
    assert (found.name, found.precision) == ("Syria", "country")
    assert coarse(spot.model_copy(update={"country": None}), default_gazetteer()) is None


@pytest.mark.parametrize("precision", ["district", "region", "country"])
def test_what_is_rough_already_stays(precision: str) -> None:
    rough = RAQQA.model_copy(update={"precision": precision})
    assert coarse(rough, default_gazetteer()) == rough


def test_the_name_of_a_site_is_known_again_but_not_its_town() -> None:
    sites = Sites()
    for sentence, place in (
        ("Shells hit the Bayrouni hospital.", None),
        ("Shells hit the hospital of Raqqa.", RAQQA),
    ):
        one = filed(sentence, place=place)
        sites.learn(one, seen(one))
    sites.settle()
    again = filed("Bayrouni was destroyed.")
    assert (sort_of(again), sites.sort(again)) == (None, "a health site")
    assert sites.hidden("Bayrouni and Raqqa") == "a health site and Raqqa"
    assert (sites.number("bayrouni") is None, sites.number("raqqa")) == (False, None)
