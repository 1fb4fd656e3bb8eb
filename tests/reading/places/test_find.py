"""Places of any text, the learned layer's part in them, and the spot of a claim."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe.model import Entity, Place
from ascribe.reading.places import Gazetteer, default_gazetteer, find_places, locate
from ascribe.reading.sentences import sentences

_WORDS = (
    "Raqqa Mosul Aleppo Syria Iraq Paris Texas Georgia al-Bab Deir ez-Zor Old City of the in near 20 km south north "
    "eastern province River Lake US U.S. Ga. , . - ' ’s ( ) Washington Post University County said camp"
)
PIECES = [*_WORDS.split(), "\n"]


def read(text: str, gazetteer: Gazetteer, entities: list[Entity] | None = None) -> list[Place]:
    return find_places(text, entities or [], sentences(text), gazetteer=gazetteer)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)))
def test_any_text_has_places_that_slice_back(text: str) -> None:
    places = find_places(text, [], sentences(text), gazetteer=_kept())
    for place in places:
        assert text[place.begin : place.end] == place.text
        assert (place.latitude is None) == (place.longitude is None)
        assert place.precision == "unknown" or place.latitude is not None
    assert all(a.end <= b.begin for a, b in pairwise(places))


_opened: list[Gazetteer] = []


@pytest.fixture(autouse=True)
def _keep(gazetteer: Gazetteer) -> None:
    _opened[:] = [gazetteer]


def _kept() -> Gazetteer:
    return _opened[0]


def test_small_towns_are_found_where_the_learned_layer_sees_them(gazetteer: Gazetteer) -> None:
    text = "Kafranbel rose up."
    assert read(text, gazetteer) == []
    [place] = read(text, gazetteer, [Entity(begin=0, end=9, text="Kafranbel", type="location", confidence=0.9)])
    assert (place.country, place.precision) == ("SY", "settlement")


def test_an_organisation_is_no_place(gazetteer: Gazetteer) -> None:
    text = "The Syrian Observatory spoke. Aleppo Media Centre did not."
    body = Entity(begin=30, end=49, text="Aleppo Media Centre", type="organisation", confidence=0.9)
    assert read(text, gazetteer, [body]) == []


def test_a_location_without_a_position_is_kept_without_one(gazetteer: Gazetteer) -> None:
    text = "They met at Hill Qwerty."
    [place] = read(text, gazetteer, [Entity(begin=12, end=23, text="Hill Qwerty", type="location", confidence=0.9)])
    assert (place.text, place.latitude, place.precision) == ("Hill Qwerty", None, "unknown")


def test_a_sure_choice_is_surer_than_an_open_one(gazetteer: Gazetteer) -> None:
    sure = read("Fighting raged in Mosul, Iraq.", gazetteer)[0]
    open_one = read("Fighting raged in Springfield.", gazetteer)[0]
    assert sure.confidence > open_one.confidence


def test_an_article_takes_milliseconds(gazetteer: Gazetteer) -> None:
    text = " ".join(
        ["Shells fell on Raqqa and on Mosul, Iraq, police in Baghdad said on Tuesday, and people fled."] * 40
    )
    split = sentences(text)
    find_places(text, [], split, gazetteer=gazetteer)
    begin = time.process_time()
    find_places(text, [], split, gazetteer=gazetteer)
    assert time.process_time() - begin < 0.1  # some 5 ms here; a wide margin for slow machines


def test_time_grows_with_the_length(gazetteer: Gazetteer) -> None:
    text = "Shells fell on Raqqa near the Old City of Mosul. Nobody said why. " * 1000
    begin = time.process_time()
    assert len(read(text, gazetteer)) > 2_000
    assert time.process_time() - begin < 3


class TestLocate:
    @pytest.fixture
    def places(self, gazetteer: Gazetteer) -> list[Place]:
        return read("In Mosul, Iraq, by the Euphrates River, people fled to Europe.", gazetteer)

    def test_the_finest_place_of_the_words_counts(self, places: list[Place]) -> None:
        where = locate((3, 14), places)
        assert where is not None
        assert (round(where.latitude, 1), where.precision) == (36.3, "settlement")

    @pytest.mark.parametrize("span", [(23, 38), (55, 61), (0, 2), (5, 5)])
    def test_rivers_continents_and_nothing_are_no_spot(self, places: list[Place], span: tuple[int, int]) -> None:
        assert locate(span, places) is None


def test_the_default_gazetteer_is_opened_once(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Gazetteer, "open", classmethod(lambda cls: gazetteer))
    default_gazetteer.cache_clear()
    assert default_gazetteer() is default_gazetteer() is gazetteer
    default_gazetteer.cache_clear()
