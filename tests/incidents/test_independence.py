"""Who is one source with whom."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ascribe.incidents.independence import roots, sides
from ascribe.incidents.voices import is_proper, plain
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


def test_names_and_descriptions() -> None:
    assert plain("A spokesman for the Khabur  Monitor") == "khabur monitor"
    assert is_proper("Khabur Monitor")
    for name in ("Police", "Militants", "US-backed fighters", "residents", "The army"):
        assert not is_proper(name), name
