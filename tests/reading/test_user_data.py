"""Actors and places of the user's own, added through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ascribe.reading.places import Gazetteer
from ascribe.reading.places.index import opened

from ..conftest import Run

ACTORS = '[armed-group]\nlions-of-the-lake = {name = "Lions of the Lake", names = ["LOTL"], country = ["TD"]}\n'
PLACES = "name,latitude,longitude,country,kind\nTell Qarat,36.5,38.1,SY,village\n"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of their own for what a user adds and for what is built."""
    monkeypatch.setenv("ASCRIBE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ASCRIBE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "data"


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_an_added_actor_is_found_by_each_name(ascribe: Run, tmp_path: Path, data: Path) -> None:
    before = ascribe("actors", "find", "LOTL")
    assert (before.returncode, before.stdout) == (1, "")
    assert "'LOTL' is no known actor" in before.stderr
    done = ascribe("actors", "add", write(tmp_path, "mine.toml", ACTORS))
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 actors added.\n", "")
    assert [f.name for f in (data / "actors").iterdir()] == ["mine.toml"]
    for name in ("LOTL", "Lions of the Lake"):
        found = ascribe("actors", "find", name)
        assert (found.returncode, found.stdout) == (0, "lions-of-the-lake\tLions of the Lake\tarmed-group\n")


def test_a_known_id_is_replaced(ascribe: Run, tmp_path: Path) -> None:
    file = write(tmp_path, "mine.toml", '[armed-group]\ntaliban = {name = "Renamed Movement"}\n')
    assert ascribe("actors", "add", file).returncode == 0
    assert ascribe("actors", "find", "Renamed Movement").stdout.startswith("taliban\t")
    assert ascribe("actors", "find", "Taliban").returncode == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[armed-group\n", "no TOML"),
        ("", "no actors"),
        ('[moon]\nx-y = {name = "Xy"}\n', "moon.x-y: kind"),
        (ACTORS + 'second-one = {names = ["Second"]}\n', "armed-group.second-one: name"),
        ('[ngo]\na-b = {name = "Ab", parent = "nobody-known"}\n', "a-b: the parent 'nobody-known' is unknown"),
    ],
)
def test_broken_actors_are_refused_whole(ascribe: Run, tmp_path: Path, data: Path, text: str, says: str) -> None:
    file = write(tmp_path, "broken.toml", text)
    done = ascribe("actors", "add", file)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(file) in done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (data / "actors").exists()


def test_an_added_place_is_known(ascribe: Run, tmp_path: Path, data: Path) -> None:
    done = ascribe("gazetteer", "add", write(tmp_path, "mine.csv", PLACES))
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 places added.\n", "")
    entry = Gazetteer([opened(data / "gazetteers" / "mine.sqlite")]).find(["tell qarat"])["tell qarat"][0]
    assert (entry.source, entry.latitude, entry.longitude, entry.kind) == ("mine", 36.5, 38.1, "settlement")


def test_a_bad_row_is_named_and_the_others_are_added(ascribe: Run, tmp_path: Path) -> None:
    file = write(tmp_path, "mine.csv", PLACES + "Nowhere,95,10,SY,village\nTell Two,36.6,38.2,SY,\n")
    done = ascribe("gazetteer", "add", file)
    assert (done.returncode, done.stdout) == (0, "2 places added.\n")
    assert done.stderr.splitlines() == [
        f"ascribe: {file}: row 3 left out: 95.0, 10.0 is not on the earth; latitude comes first"
    ]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("mine.csv", "name,latitude\nTell Qarat,36.5\n", "no column longitude"),
        ("mine.csv", PLACES.replace("36.5", "north"), "no usable place"),
        ("mine.geojson", '{"type": ', "not a readable .geojson file"),
        ("mine.zip", "no archive", "not a readable .zip file"),
        ("mine.xlsx", "", "is no known format"),
    ],
)
def test_a_broken_gazetteer_is_refused(
    ascribe: Run, tmp_path: Path, data: Path, name: str, text: str, says: str
) -> None:
    file = write(tmp_path, name, text)
    done = ascribe("gazetteer", "add", file)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(file) in done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((data / "gazetteers").glob("*"))


@pytest.mark.parametrize("command", ["actors", "gazetteer"])
def test_a_missing_file_is_named(ascribe: Run, tmp_path: Path, command: str) -> None:
    done = ascribe(command, "add", tmp_path / "none.csv")
    assert done.returncode == 1
    assert "none.csv" in done.stderr
    assert "Traceback" not in done.stderr
