"""The catalogue: what it holds, how names are found, and how users add their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ascribe.errors import InputError
from ascribe.reading.actors import Catalogue, add, catalogue, read_actors, user_folder
from ascribe.reading.actors.data import table
from ascribe.reading.actors.states import states


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ASCRIBE_DATA", str(tmp_path / "data"))
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


def test_it_holds_several_hundred_actors_of_every_kind_and_continent() -> None:
    known = catalogue()
    assert len(known) > 600
    kinds = {a.kind for a in known}
    assert {
        "armed-group",
        "authority",
        "coalition",
        "international-body",
        "monitor",
        "ngo",
        "outlet",
        "agency",
    } <= kinds
    countries = {c for a in known if a.kind == "armed-group" for c in a.country}
    assert {
        "SY",
        "IQ",
        "YE",
        "SD",
        "CD",
        "ML",
        "SO",
        "ET",
        "MZ",
        "UA",
        "AF",
        "PK",
        "IN",
        "MM",
        "PH",
        "CO",
        "MX",
        "HT",
    } <= countries


def test_every_parent_country_and_family_is_known() -> None:
    known, codes = catalogue(), set(table("states.toml")) | {"EH", "PS"}
    families = set(table("words.toml")["families"])
    for actor in known:
        assert actor.parent is None or known.get(actor.parent), actor.id
        assert set(actor.country) <= codes, actor.id
        assert set(actor.called) <= families | {"assembly", "mechanism"}, actor.id
        assert set(actor.common) <= set(actor.all_names), actor.id


def test_every_listed_actor_is_found_by_its_name_or_shares_it() -> None:
    known = catalogue()
    for actor in known:
        assert actor in known.candidates(actor.name) or actor.name.startswith("The "), actor.id


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("SDF", "syrian-democratic-forces"),
        ("the Syrian Democratic Forces", "syrian-democratic-forces"),
        ("Free Syrian army", "free-syrian-army"),
        ("U.N.", "united-nations"),
        ("Da’esh", "islamic-state"),
        ("SYRIAN OBSERVATORY FOR HUMAN RIGHTS", "syrian-observatory-for-human-rights"),
        ("Chadian army", "chad-armed-forces"),
        ("Peru's police", "peru-police"),
        ("Foreign Ministry of Turkey", "turkey-foreign-ministry"),
        ("U.S. warplanes", "united-states-air-force"),
        ("South Sudan's government", "south-sudan-government"),
        ("Syrian pro-government forces", None),
        ("Syrian rebels", None),
        ("iraqi army", None),
        ("is", None),
        ("who", None),
        ("care", None),
        ("Peace", None),
        ("The Times", None),
        ("SNA", None),
        ("", None),
        ("the", None),
    ],
)
def test_find(name: str, actor: str | None) -> None:
    found = catalogue().find(name)
    assert (found.id if found else None) == actor


def test_every_state_has_its_army_government_and_police() -> None:
    known = catalogue()
    for code, state in table("states.toml").items():
        for adjective in state["adjectives"]:
            for organ in ("army", "government", "police"):
                found = known.find(f"{adjective} {organ}")
                assert found, f"{adjective} {organ}"
                assert code in found.country
        assert known.get(states().ids[code])


def test_ids_of_made_actors_lead_back_to_them() -> None:
    known = catalogue()
    made = known.find("Turkish Foreign Ministry")
    assert made
    assert known.get(made.id) == made
    assert known.get(str(made.parent))
    assert known.get("turkey-tea-room") is None


@given(some.text(max_size=60))
def test_no_string_makes_find_raise(name: str) -> None:
    catalogue().find(name)


def test_a_user_adds_actors_that_stay(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        '[armed-group]\nlions-of-the-lake = {name = "Lions of the Lake", names = ["LOTL"], country = ["TD"]}\n'
    )
    assert catalogue().find("LOTL") is None
    assert [a.id for a in add(file)] == ["lions-of-the-lake"]
    found = catalogue().find("LOTL")
    assert found
    assert found.id == "lions-of-the-lake"
    assert (user_folder() / "mine.toml").exists()
    assert len(Catalogue(catalogue())) == len(catalogue())


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("[armed-group\n", "no TOML"),
        ("", "no actors"),
        ("name = 3\n", "a table is needed"),
        ("[armed-group]\nx = 3\n", "write it as"),
        ('[pirates]\nx = {name = "Xs"}\n', "pirates.x: kind"),
        ('[armed-group]\nX-Y = {name = "Xs"}\n', "armed-group.X-Y: id"),
        ('[armed-group]\nx = {name = "Xs", country = ["Chad"]}\n', "no ISO"),
        ('[armed-group]\nx = {name = "Xs", colour = "red"}\n', "colour"),
        ('[armed-group]\nx = {name = "Xs", sides = [{conflict = "c", side = "s", since = "long ago"}]}\n', "since"),
        ('[armed-group]\nx = {name = "Xs", parent = "nobody"}\n', "parent 'nobody' is unknown"),
    ],
)
def test_a_broken_file_is_refused_and_not_kept(tmp_path: Path, lines: str, says: str) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(lines)
    with pytest.raises(InputError, match=says):
        add(file)
    assert not (user_folder() / "broken.toml").exists()


def test_a_missing_or_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_actors(tmp_path / "none.toml")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        read_actors(tmp_path / "b.toml")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("ASCRIBE_DATA", str(tmp_path / "taken"))
    file = tmp_path / "mine.toml"
    file.write_text('[ngo]\nx = {name = "Xs"}\n')
    with pytest.raises(InputError, match="Set ASCRIBE_DATA"):
        add(file)
