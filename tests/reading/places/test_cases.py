"""Places of labelled reports: all of them, none besides, each in the right country."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ascribe.model import Entity
from ascribe.reading.places import Gazetteer, find_places
from ascribe.reading.places.choose import km
from ascribe.reading.sentences import sentences

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "places.toml").read_text(encoding="utf-8"))["case"]


def entity(text: str, kind: Any, words: str) -> Entity:
    begin = text.index(words)
    return Entity(begin=begin, end=begin + len(words), text=words, type=kind, confidence=0.9)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_labelled_reports(case: dict[str, Any], gazetteer: Gazetteer) -> None:
    text = case["text"]
    entities = [entity(text, kind, words) for kind, words in case.get("entities", [])]
    places = find_places(text, entities, sentences(text), dateline=case.get("dateline"), gazetteer=gazetteer)
    found = [[p.text, p.country or "", p.precision, *([p.within] if p.within else [])] for p in places]
    assert found == case["places"]
    for words, latitude, longitude in [case["near"]] if "near" in case else []:
        place = next(p for p in places if p.text == words)
        assert place.latitude is not None
        assert place.longitude is not None
        assert km(place.latitude, place.longitude, latitude, longitude) < 30


def test_half_of_the_cases_are_traps() -> None:
    assert 0.4 < sum(bool(case.get("trap")) for case in CASES) / len(CASES) < 0.6
