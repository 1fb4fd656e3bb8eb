"""Who is one source with whom."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ascribe.incidents.independence import roots, sides
from ascribe.incidents.voices import Voice, is_proper, plain, voice
from ascribe.model import Mention
from ascribe.reading.actors import catalogue

from .reports import UN, Case, strike


def test_organs_of_a_state_share_it_and_bodies_share_their_parent() -> None:
    known = catalogue()
    assert roots("syria-air-force", known) & roots("syria-health-ministry", known)
    assert roots("unicef", known) & roots("ocha", known)
    assert not roots("syria-armed-forces", known) & roots("russia-armed-forces", known)
    assert not roots("islamic-state", known) & roots("syria-armed-forces", known)


def test_a_side_counts_only_in_its_years() -> None:
    known = catalogue()
    assert any("Syrian civil war" in k for k in roots("syrian-democratic-forces", known, "2017-07-04"))
    assert not any("Syrian civil war" in k for k in roots("syrian-democratic-forces", known, "2014-07-04"))


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sets(st.sampled_from("stuvwxyz"), min_size=1)), st.randoms())
def test_sides_are_the_groups_that_share_a_key(keys: dict[str, set[str]], random) -> None:  # type: ignore[no-untyped-def]
    found = sides(keys)
    shuffled = list(keys.items())
    random.shuffle(shuffled)
    assert sides(dict(shuffled)) == found
    for a in keys:
        assert all(found[a] == found[b] for b in keys if keys[a] & keys[b])
        others = {k for b in keys if found[b] != found[a] for k in keys[b]}
        assert not others & keys[a]


def test_short_forms_and_descriptions_are_the_one_they_stand_for() -> None:
    case = Case()
    strike(case, "Khabur Rights Monitor")
    strike(case, "Khabur Monitor", outlet="Castellan")
    strike(case, "spokesman for the Khabur Monitor", outlet="Northgate")
    assert case.incident().basis.sources == 1


def test_one_official_described_twice_is_one_source() -> None:
    case = Case()
    strike(case, "civil defence official")
    strike(case, "city's civil defence", outlet="Castellan")
    assert case.incident().grade.computed == "weak"


def test_witnesses_of_two_reporters_are_two_sources() -> None:
    case = Case()
    strike(case, "witnesses")
    strike(case, "a resident", outlet="Castellan")
    assert case.incident().grade.computed == "fair"
    strike(case, UN)
    assert case.incident().basis.sources == 3


def test_people_without_name_and_body_are_one_source_of_who_reported_them() -> None:
    case = Case()
    for who in (
        "residents",
        "a doctor",
        "supporters",
        "a spokeswoman for",
        "One",
        "third man",
        "an activist in Turkey",
    ):
        strike(case, who)
    found = case.incident()
    assert (found.grade.computed, found.basis.sources) == ("weak", 1)
    strike(case, "a doctor", outlet="Castellan")
    assert case.incident().basis.sources == 2


def test_bodies_without_a_name_of_their_own_are_sources_by_themselves() -> None:
    case = Case()
    strike(case, "hospital")
    strike(case, "city's resistance committee")
    assert case.incident().basis.sources == 2


def test_the_army_is_that_of_the_state_and_no_group_with_army_in_its_name() -> None:
    case = Case()
    strike(case, ("Free Syrian Army", "free-syrian-army"), agent="Russian missiles")
    strike(case, "army", agent="Russian missiles", outlet="Castellan")
    assert len({s.side for s in case.incident().speakers}) == 2


def test_what_the_same_source_says_is_said_by_whom_it_points_back_to() -> None:
    case = Case()
    filed = strike(case, "same source")
    said = filed.claim.attribution
    assert said is not None
    far = said.source[0].model_copy(update={"begin": 900, "end": 906, "name": UN[0], "actor": UN[1]})
    claim = filed.claim.model_copy(update={"attribution": said.model_copy(update={"source": (far, *said.source)})})
    found = case.incident([filed.model_copy(update={"claim": claim})])
    assert [s.key for s in found.speakers] == [UN[1]]


def test_things_say_nothing() -> None:
    case = Case()
    strike(case, "shells")
    assert [s.key for s in case.incident().speakers] == ["outlet:halyard"]


def _voice(name: str, actor: str | None = None) -> Voice:
    who = Mention(begin=0, end=len(name), text=name, name=name, actor=actor, confidence=0.9)
    return voice(who, "halyard", catalogue())


def test_names_that_the_reader_left_open() -> None:
    assert _voice("Syrian Democratic Forces (SDF)").key == "syrian-democratic-forces"
    assert _voice("UN war crimes investigators").key == "united-nations"
    assert _voice("Third Brigade", "Third Brigade").actor is None
    assert _voice("somebody", "Third Brigade").key == _voice("Third Brigade").key
    assert _voice("somebody", "Third Brigade").name == "Third Brigade"
    assert (_voice("the Front", "front-of-a-user").key, _voice("the Front", "front-of-a-user").name) == (
        "front-of-a-user",
        "the Front",
    )
    assert _voice("resi\u202edents").key == "residents@halyard"


def test_names_are_shown_whole() -> None:
    shown = {"spokeswoman for": "spokeswoman", "social media channel close": "social media channel",
             "medical charity that runs it": "medical charity", "People": "people", "American": "American",
             "Observatory": "Observatory", "of": "of"}  # fmt: skip
    assert {name: _voice(name).name for name in shown} == shown


def test_one_person_has_an_article_and_several_have_none() -> None:
    case = Case()
    strike(case, "spokeswoman for")
    strike(case, "residents", outlet="Castellan")
    assert case.incident().grade.reason.startswith("fair: residents and a spokeswoman, independent")


@given(st.text(min_size=1))
def test_any_words_have_a_voice(name: str) -> None:
    assert _voice(name).name or not name.strip()


def test_names_and_descriptions() -> None:
    assert plain("A spokesman for the Khabur  Monitor") == "khabur monitor"
    assert is_proper("Khabur Monitor")
    for name in ("Police", "Militants", "US-backed fighters", "residents", "The army", "American", "One"):
        assert not is_proper(name), name
