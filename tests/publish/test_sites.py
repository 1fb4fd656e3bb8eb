"""Which places are dangerous to show, and what is shown instead."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ascribe.model import FiledClaim, Place, Reading
from ascribe.publish.known import Known, known
from ascribe.publish.rough import coarse, is_city
from ascribe.publish.sites import Sites, shown_by, sort_of, tells_site
from ascribe.reading.places.gazetteer import default_gazetteer
from ascribe.reading.places.words import key as gazetteer_key

from .conftest import document, filed, mention, seen

SENTENCES = tomllib.loads((Path(__file__).parent / "places.toml").read_text(encoding="utf-8"))["sentence"]

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
    assert (sort_of(again), sites.named(again)) == (None, "a health site")
    assert sites.hidden("Bayrouni and Raqqa") == "a health site and Raqqa"
    assert (sites.number("bayrouni") is None, sites.number("raqqa")) == (False, None)


def _place(text: str, name: str, country: str, *, region: bool = False) -> Place:
    """A place as the reader would have found it: the largest settlement of that name, a region, or a country."""
    found = [e for e in default_gazetteer().find_loosely(gazetteer_key(name)) if country in e.countries]
    kinds = ["region"] if region else ["country", "settlement"]
    best = next((max(e, key=lambda e: e.population) for k in kinds if (e := [e for e in found if e.kind == k])), None)
    at = text.index(name)
    fields: dict[str, Any] = {"begin": at, "end": at + len(name), "text": name, "confidence": 0.9, "country": country}
    if best is None:
        return Place(name=name, **fields)
    return Place(name=best.name, latitude=best.latitude, longitude=best.longitude, gazetteer=best.source,
                 gazetteer_id=best.ref, precision=kinds[0] if region else best.kind, **fields)  # fmt: skip


def _labelled(given: dict[str, Any]) -> tuple[FiledClaim, Known]:
    """The claim of a labelled sentence, and what its report names."""
    text = given["text"]
    region = given.get("region", False)  # whether the first is one
    places = [_place(text, *named, region=region and n == 0) for n, named in enumerate(given["places"])]
    place = places[0] if places and places[0].latitude is not None else None
    where = given.get("where") or given["places"][0][0]
    slots = {"source": given["sayer"]} if "sayer" in given else {}
    one = filed(text, type=given["type"], place=place, where=where, **slots)
    begin = text.index(given["trigger"])
    claim = one.claim.model_copy(update={"trigger": (begin, begin + len(given["trigger"]))})
    mentions = tuple(dict.fromkeys((*claim.place, *(mention(text, p.text) for p in places[:1]))))
    one = one.model_copy(update={"claim": claim.model_copy(update={"place": mentions})})
    report = document(text)
    return one, known(Reading(document=report, places=tuple(places)), report, [one])


def _shown(given: dict[str, Any]) -> str:
    one, named = _labelled(given)
    if shown_by(one, named) is not None:
        return "nothing"
    return "place" if tells_site(one, named) else "all"


@pytest.mark.parametrize("given", SENTENCES, ids=lambda s: s["text"][:40])
def test_what_shows_a_dangerous_place_is_hidden_and_no_more(given: dict[str, Any]) -> None:
    assert _shown(given) == given["show"]


@pytest.mark.parametrize("given", [s for s in SENTENCES if "gone" in s or "stays" in s], ids=lambda s: s["text"][:40])
def test_names_of_sites_go_and_those_of_rivers_and_cities_stay(given: dict[str, Any]) -> None:
    one, named = _labelled(given)
    sites = Sites()
    sites.learn(one, named)
    sites.settle()
    left = sites.hidden(given["text"])
    assert [name for name in given.get("gone", ()) if name in left] == []
    assert [name for name in given.get("stays", ()) if name not in left] == []


def test_a_whole_city_is_told_by_how_many_live_there() -> None:
    assert is_city(RAQQA)
    assert not is_city(RAQQA.model_copy(update={"within": "Ar Raqqah"}))
    assert not is_city(_place("Hazima", "Hazima", "SY"))
    assert not is_city(_place("Ain Issa", "Ain Issa", "SY"))
