"""The index: opened fast, built once, whole or not at all, in memory where nothing can be written."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest

from ascribe.reading.places import Gazetteer
from ascribe.reading.places.index import Row, build, open_or_build

ROWS = [
    Row("test", "1", "Mosul", 36.3, 43.1, "IQ", "settlement", "15", 1_683_000, False, ("Al Mawsil",)),
    Row("test", "2", "Al-Bab", 36.4, 37.5, "SY", "settlement", "09", 130_000),
]


def _build(path: Path) -> None:
    for i in range(20):
        connection = open_or_build(path / f"{i}.sqlite", lambda: iter(ROWS))
        assert connection.execute("SELECT count(*) FROM place").fetchone() == (2,)


def test_a_built_index_opens_in_under_a_second(gazetteer: Gazetteer, request: pytest.FixtureRequest) -> None:
    begin = time.perf_counter()
    again = Gazetteer.open(cache=Path(request.config.cache.mkdir("gazetteer")), added=Path("none"))
    assert again.find(["mosul"])["mosul"][0].country == "IQ"
    assert time.perf_counter() - begin < 1


def test_it_is_built_once(tmp_path: Path) -> None:
    asked = 0

    def rows() -> Iterator[Row]:
        nonlocal asked
        asked += 1
        yield from ROWS

    for _ in range(3):
        open_or_build(tmp_path / "index.sqlite", rows).close()
    assert asked == 1


def test_processes_that_build_at_once_all_get_a_whole_index(tmp_path: Path) -> None:
    workers = [get_context("spawn").Process(target=_build, args=(tmp_path,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [w.exitcode for w in workers] == [0, 0]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(f"{i}.sqlite" for i in range(20))


def test_a_folder_that_cannot_be_written_gives_an_index_in_memory(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    connection = open_or_build(blocked / "index.sqlite", lambda: iter(ROWS))
    assert Gazetteer([connection]).find(["mosul"])["mosul"][0].name == "Mosul"


def test_a_broken_index_is_built_again(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"not a database")
    assert Gazetteer([open_or_build(path, lambda: iter(ROWS))]).find(["mosul"])


def test_a_failed_build_leaves_nothing_behind(tmp_path: Path) -> None:
    def rows() -> Iterator[Row]:
        yield ROWS[0]
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        build(tmp_path / "index.sqlite", rows())
    assert list(tmp_path.iterdir()) == []


def test_names_are_found_with_and_without_article_and_respelt() -> None:
    connection = sqlite3.connect(":memory:")
    from ascribe.reading.places.index import write

    write(connection, ROWS)
    gazetteer = Gazetteer([connection])
    assert gazetteer.find(["al bab", "bab", "al mawsil", "nowhere"]).keys() == {"al bab", "bab", "al mawsil"}
    assert gazetteer.find_loosely("mawsil")[0].name == "Mosul"
    assert gazetteer.find_loosely("mosoul")[0].loose
    assert gazetteer.find_loosely("nowhere") == ()


def test_the_cache_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ascribe.reading.places.folders import cache_folder, gazetteers_folder

    monkeypatch.setenv("ASCRIBE_CACHE", str(tmp_path / "c"))
    monkeypatch.setenv("ASCRIBE_DATA", str(tmp_path / "d"))
    assert cache_folder() == tmp_path / "c"
    assert gazetteers_folder() == tmp_path / "d" / "gazetteers"
    monkeypatch.delenv("ASCRIBE_CACHE")
    assert cache_folder().name == "ascribe"
