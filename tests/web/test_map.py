"""The pages of place and time: the window in time, the map and the timeline in it, tiles from files, series."""

from __future__ import annotations

import json
import re
import sqlite3
import struct
import zlib
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

from ascribe.case import Case, Result
from ascribe.errors import InputError
from ascribe.incidents.series import Line, Point, Series
from ascribe.web import kept
from ascribe.web.app import Options
from ascribe.web.tiles import plain, tiles
from ascribe.web.views import Filters
from ascribe.web.window import MOST, Windows, _brush

from ..case.conftest import BY
from .browsing import NARROW, WIDE, Visit, served
from .conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOCAL = Options(local=BY, secure=False)
TOWNS = {"Raqqa": (35.95, 39.01), "Deir": (35.33, 40.14), "Hasakah": (36.5, 40.75)}


def keep(where: Path, told: list[tuple[str, str, str]], **more: Any) -> None:
    """Put incidents where the app keeps its points: (town, first day, last day)."""
    with Case.open(str(where)) as case:
        body = json.loads(next(iter(case.results(kept.POINTS)))[1])
        rows: dict[str, Result | None] = {key: None for key, _ in case.results(kept.POINTS)}
        for n, (town, start, end) in enumerate(told):
            id = f"{n:016x}"
            lat, lon = TOWNS[town]
            point = {"id": id, "title": f"Killing, {town}, {start}", "lat": lat, "lon": lon, "precision": "settlement",
                     "place": town, "start": start, "end": end, "href": f"/incidents/{id}", **more}  # fmt: skip
            when = body["short"]["when"] | {"start": start, "end": end, "precision": "day"}
            short = body["short"] | {"id": id, "title": point["title"], "when": when}
            made = {"by": "", "item": body["item"] | point, "short": short}
            rows[id] = Result(json.dumps(made), f"{start} {id}", {"start": (start,), "end": (end,), "place": (town,)})
        case.keep_results(kept.POINTS, rows)
        case.keep_results("web", {"days": None})  # they are counted anew


def on_map(html: str) -> list[str]:
    """Ids of the incidents that a page's map shows."""
    return re.findall(r'class="mark"[^>]* data-id="(\w+)"', html)


def on_timeline(html: str) -> set[str]:
    return set(re.findall(r"<a class=\"\w+\" href=\"/incidents/(\w+)\"", html))


DAYS = [
    ("Raqqa", "2017-07-01", "2017-07-01"),
    ("Deir", "2017-07-10", "2017-07-12"),
    ("Raqqa", "2017-08-01", "2017-08-01"),
]


def test_the_map_and_the_timeline_show_each_incident(client: TestClient) -> None:
    points = client.get("/api/points").json()["items"]
    page = client.get("/map")
    assert page.status_code == 200
    for point in points:
        assert point["href"] in page.text
    located = {p["id"] for p in points if p["lat"] is not None}
    assert set(on_map(page.text)) == located
    assert located
    assert on_timeline(page.text) == {p["id"] for p in points if p["start"]}


def test_days_in_the_address_filter_both(where: Path, client: TestClient) -> None:
    keep(where, DAYS)
    page = client.get("/map?since=2017-07-11&until=2017-07-31").text
    assert on_map(page) == [f"{1:016x}"]
    assert on_timeline(page) == {f"{1:016x}"}
    assert "<b>1</b> of 3 incidents" in page
    assert on_map(client.get("/map?place=raqqa").text) == [f"{0:016x}", f"{2:016x}"]


@pytest.mark.parametrize("query", ["since=2017-13-01", "since=x", "type=no"])
def test_what_is_no_filter_is_refused_in_words(client: TestClient, query: str) -> None:
    assert client.get(f"/map?{query}").status_code == 400


def test_of_too_many_the_latest_are_shown(where: Path, client: TestClient) -> None:
    first = date(2015, 1, 1)
    days = [(first + timedelta(days=n)).isoformat() for n in range(MOST + 200)]
    keep(where, [("Raqqa", day, day) for day in days])
    page = client.get("/map").text
    shown = on_map(page)
    assert len(shown) == MOST
    assert max(shown) == f"{len(days) - 1:016x}"
    assert f'data-since="{days[-MOST]}"' in page
    assert "these are the latest" in page
    early = client.get(f"/map?until={days[9]}").text
    assert len(on_map(early)) == 10
    every = client.get(f"/map?since={days[0]}").text
    assert f"There are {len(days)} incidents: the first {MOST}" in every
    assert min(on_map(every)) == f"{0:016x}"


def test_incidents_without_a_day_are_said_to_be_left_out(client: TestClient) -> None:
    undated = [p for p in client.get("/api/points").json()["items"] if not p["start"]]
    assert undated
    assert f"{len(undated)} incident" in client.get("/map?since=2000-01-01").text


def test_hostile_words_are_text(where: Path, client: TestClient) -> None:
    bad = "\"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e{{7*7}}'"
    keep(where, DAYS, title=bad, place=bad)
    page = client.get("/map").text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\u202e" not in page


@given(st.dictionaries(st.dates(), st.integers(1, 30), max_size=12), st.dates(), st.dates())
def test_bars_hold_each_day_once_and_the_window(counts: dict[date, int], one: date, other: date) -> None:
    since, until = sorted((one, other))
    found = _brush(dict(sorted(counts.items())), since.isoformat(), until.isoformat())
    if found is None:
        return
    bars = found.bars
    assert bars[0].since == ""
    assert bars[-1].until == ""
    for before, after in pairwise(bars):
        assert date.fromisoformat(before.until) + timedelta(days=1) == date.fromisoformat(after.since)
    assert max(bar.height for bar in bars) == 100
    assert 0 <= found.begin < found.end <= len(bars)
    assert (bars[found.begin].since or "0001-01-01") <= since.isoformat() or found.begin == 0
    assert (bars[found.end - 1].until or "9999-12-31") >= until.isoformat()


def test_a_wrong_year_does_not_make_all_else_one_bar() -> None:
    days = {date(1917, 7, 1): 1} | {date(2017, 7, n): 2 for n in range(1, 31)}
    found = _brush(days, None, None)
    assert found is not None
    assert len(found.bars) == 30
    assert found.first == "1917-07-01"


def test_the_window_is_the_filters_and_no_more(where: Path) -> None:
    keep(where, DAYS)
    with Case.open(str(where)) as case:
        found = Windows(case).window(Filters(place="Raqqa", kind="claim", why="contested"))
    assert [p.place for p in found.points] == ["Raqqa", "Raqqa"]
    assert (found.total, found.inside, found.shown, found.undated) == (2, 2, 2, 0)


# Series


def series(*days: str, words: str = "Monitor") -> Series:
    points = tuple(
        Point(at=day, start=day, end=day, precision="day", best=100.0 + n, claims=(f"c{n}",), documents=())
        for n, day in enumerate(days)
    )
    return Series(id="abcd" + str(len(days)), type="strength", of="fighters", unit="people", subject="front",
                  subject_name=words, place="Raqqa", lines=(Line(speaker="m", name=words, points=points),))  # fmt: skip


def test_series_have_a_chart_where_days_differ_and_a_page_each(where: Path, client: TestClient) -> None:
    bad = "<script>alert(1)</script>"
    with Case.open(str(where)) as case:
        many, one = series("2017-07-01", "2017-07-09", words=bad), series("2017-07-01")
        case.keep_results("series", {s.id: s.model_dump_json() for s in (many, one)})
    page = client.get("/series").text
    assert page.count("<svg") - page.count('class="icon') == 2, "a wide and a narrow chart of one, none of the other"
    assert len(re.findall(r' id="t-[^"]*"', page)) == len(set(re.findall(r' id="t-[^"]*"', page))) == 2
    assert "<script>alert" not in page
    assert f'href="/series/{one.id}"' in page
    alone = client.get(f"/series/{one.id}").text
    assert "<svg" not in alone
    assert "<b>100</b>" in alone
    assert "1 Jul 2017" in alone
    assert client.get("/series/none").status_code == 404


# Tiles


def png(colour: tuple[int, int, int]) -> bytes:
    """A picture of one pixel."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" + bytes(colour))) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def mbtiles(path: Path, held: dict[tuple[int, int, int], bytes], **about: str) -> Path:
    """An MBTiles file; its rows count from the south."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE metadata (name text, value text)")
        connection.execute("CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)")
        connection.executemany("INSERT INTO metadata VALUES (?, ?)", about.items())
        rows = [(z, x, 2**z - 1 - y, data) for (z, x, y), data in held.items()]
        connection.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    return path


def pmtiles(path: Path, held: dict[tuple[int, int, int], bytes], kind: TileType = TileType.PNG) -> Path:
    with write(str(path)) as writer:
        for place, data in sorted(held.items(), key=lambda pair: zxy_to_tileid(*pair[0])):
            writer.write_tile(zxy_to_tileid(*place), data)
        head = {"tile_type": kind, "tile_compression": Compression.NONE, "min_lon_e7": 0, "min_lat_e7": 0,
                "max_lon_e7": 1, "max_lat_e7": 1, "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0}  # fmt: skip
        writer.finalize(head, {"attribution": "<a href='https://example.org'>Some  survey</a>"})
    return path


NORTH, SOUTH, WORLD = png((200, 0, 0)), png((0, 200, 0)), png((0, 0, 200))
HELD = {(0, 0, 0): WORLD, (1, 1, 0): NORTH, (1, 1, 1): SOUTH}


@pytest.mark.parametrize("make", [mbtiles, pmtiles], ids=["mbtiles", "pmtiles"])
def test_tiles_of_a_file_are_served(tmp_path: Path, opened: Open, make: Any) -> None:
    file = make(tmp_path / f"ground.{make.__name__}", HELD)
    with opened(Options(local=BY, secure=False, tiles=str(file))) as client:
        north, south = client.get("/tiles/1/1/0"), client.get("/tiles/1/1/1")
        assert (north.content, south.content) == (NORTH, SOUTH)
        assert north.headers["content-type"] == "image/png"
        for none in ("1/0/0", "1/2/0", "2/0/0", "40/0/0", "1/1/99999999"):
            assert client.get(f"/tiles/{none}").status_code == 404
        assert client.get("/tiles/1/-1/0").status_code == 422
        page = client.get("/map").text
        assert 'data-tiles="/tiles/{z}/{x}/{y}" data-least="0" data-most="1"' in page


def test_a_folder_of_files_is_one_ground(tmp_path: Path) -> None:
    mbtiles(tmp_path / "a.mbtiles", {(0, 0, 0): WORLD}, attribution="One")
    pmtiles(tmp_path / "b.pmtiles", {(1, 1, 1): SOUTH})
    found = tiles(str(tmp_path))
    assert found is not None
    assert (found.least, found.most, found.credit) == (0, 1, "One, Some survey")
    assert found.tile(0, 0, 0) == (WORLD, "image/png")
    assert found.tile(1, 1, 1) == (SOUTH, "image/png")
    assert found.tile(1, 0, 1) is None


def test_files_that_are_no_pictures_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.pmtiles").write_bytes(b"not tiles")
    (tmp_path / "broken.mbtiles").write_bytes(b"not tiles" * 200)
    bad = [
        mbtiles(tmp_path / "vector.mbtiles", HELD, format="pbf"),
        pmtiles(tmp_path / "vector.pmtiles", HELD, TileType.MVT),
        tmp_path / "broken.pmtiles", tmp_path / "broken.mbtiles", tmp_path / "empty",
    ]  # fmt: skip
    for path in bad:
        with pytest.raises(InputError, match=str(path)):
            tiles(str(path))


def test_an_address_of_tiles_is_all_that_the_policy_lets_in(opened: Open) -> None:
    with opened(Options(local=BY, secure=False, tiles="https://tiles.example.org/{z}/{x}/{y}.png")) as client:
        page = client.get("/map")
        assert 'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"' in page.text
        policy = page.headers["content-security-policy"].split("; ")
        assert [part for part in policy if "example" in part] == ["img-src 'self' https://tiles.example.org"]
        assert client.get("/tiles/0/0/0").status_code == 404
    with opened(LOCAL) as client:
        assert "data-tiles" not in client.get("/map").text


@given(st.text())
def test_credits_are_plain_text(html: str) -> None:
    assert len(plain(html)) <= 300
    assert "\n" not in plain(html)


def test_a_credit_loses_its_markup() -> None:
    assert plain('© <a href="javascript:alert(1)">Survey</a>\n of all') == "© Survey of all"


# In a browser


SEEN = """() => [
  [...document.querySelectorAll("#where .mark")].filter(e => !e.classList.contains("out")).length,
  [...document.querySelectorAll("#time .wide svg a")].filter(e => !e.classList.contains("out")).length]"""


def wait_for(page: Page, expected: list[int]) -> None:
    page.wait_for_function(f"""JSON.stringify(({SEEN})()) === "{json.dumps(expected).replace(" ", "")}" """)


@pytest.mark.browser
def test_the_window_filters_both_and_stays_in_the_address(where: Path, browser: Browser) -> None:
    keep(where, [("Raqqa", "2017-07-01", "2017-07-01"), ("Deir", "2017-07-02", "2017-07-02"),
                 ("Hasakah", "2017-07-03", "2017-07-03"), ("Raqqa", "2017-07-04", "2017-07-04")])  # fmt: skip
    with served(where) as base:
        visit = Visit(browser, base, WIDE)
        page = visit.at("/map")
        wait_for(page, [4, 4])
        assert page.evaluate("document.documentElement.scrollWidth") == 1280
        # a place with several incidents is one sign with their number; a single one its own
        assert page.locator("#where .cluster").count() == 1
        assert page.locator("#where .mark:visible").count() == 2
        page.click(".map-buttons button >> nth=0")
        page.wait_for_selector("#where .world[transform$='scale(1.5)']", state="attached")
        moved = page.get_attribute("#where .world", "transform")
        first, last = page.locator("#brush input").nth(0), page.locator("#brush input").nth(1)
        first.focus()
        page.keyboard.press("ArrowRight")
        wait_for(page, [3, 3])
        assert first.get_attribute("aria-valuetext") == "2 Jul 2017"
        page.wait_for_url(f"{base}/map?since=2017-07-02")
        last.focus()
        page.keyboard.press("ArrowLeft")
        page.wait_for_url(f"{base}/map?since=2017-07-02&until=2017-07-03")
        page.wait_for_function("document.getElementById('counts').textContent === '2 of 4 incidents'")
        wait_for(page, [2, 2])
        assert page.locator("#where .mark.out").count() == 2, "the map stays and leaves out"
        assert page.locator("#time .wide svg a").count() == 2, "the timeline is laid out anew"
        assert page.get_attribute("#where .world", "transform") == moved
        # keys of the map are not the page's: 0 shows the whole map, and not all incidents
        page.focus("#where .map-svg")
        page.keyboard.press("0")
        page.wait_for_function(
            "t => document.querySelector('#where .world').getAttribute('transform') !== t", arg=moved
        )
        assert "since=" in page.url
        # the same address shows the same
        page.goto(page.url)
        wait_for(page, [2, 2])
        # by mouse: the window as a whole moved one day on
        box = page.locator("#brush svg").bounding_box()
        assert box is not None
        middle = box["y"] + 25
        page.mouse.move(box["x"] + box["width"] * 0.5, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.75, middle, steps=4)
        page.mouse.up()
        page.wait_for_url(f"{base}/map?since=2017-07-03")
        wait_for(page, [2, 2])
        page.click("#brush-all")
        page.wait_for_url(f"{base}/map")
        wait_for(page, [4, 4])
        visit.close()


@pytest.mark.browser
def test_the_map_stays_as_it_was_moved_while_others_decide(where: Path, browser: Browser) -> None:
    with served(where) as base:
        visit = Visit(browser, base, WIDE)
        page = visit.at("/map")
        page.click(".map-buttons button >> nth=0")
        page.wait_for_selector("#where .world[transform$='scale(1.5)']", state="attached")
        moved = page.get_attribute("#where .world", "transform")
        claim = page.request.get(f"{base}/api/claims").json()["items"][0]["claim"]["id"]
        head = page.get_attribute("#main", "data-head")
        with httpx2.Client(base_url=base) as other:
            made = other.post("/api/decisions", json={"kind": "accept", "subject": {"claim": claim}})
            assert made.status_code == 201
        page.wait_for_function(
            "head => { const now = document.getElementById('main').dataset;"
            " return now.head !== head && now.findings === now.head; }", arg=head
        )  # fmt: skip
        assert page.locator(".map-buttons").count() == 1
        assert page.get_attribute("#where .world", "transform") == moved
        assert page.locator("#brush .shade").count() == 2
        visit.close()


@pytest.mark.browser
def test_tiles_lie_under_the_map_and_nothing_is_asked_elsewhere(where: Path, tmp_path: Path, browser: Browser) -> None:
    keep(where, DAYS)
    held = {(z, x, y): png((90 * z % 255, 200, 120)) for z in range(6) for x in range(2**z) for y in range(2**z)}
    file = mbtiles(tmp_path / "ground.mbtiles", held, attribution="<b>A survey</b>")
    with served(where, "--tiles", str(file)) as base:
        visit = Visit(browser, base, NARROW)
        page = visit.at("/map")
        page.wait_for_selector("#where .tiles image", state="attached")
        page.wait_for_load_state("networkidle")
        assert any(path.startswith("/tiles/") for path in visit.asked)
        # they lie where they belong: the tile of a town's place covers its sign
        covers = page.evaluate("""() => {
          const sign = document.querySelector("#where .mark[data-place=Deir]").getBoundingClientRect();
          const [x, y] = [sign.x + sign.width / 2, sign.y + sign.height / 2];
          const [z, col, row] = [5, Math.floor((40.14 + 180) / 360 * 32), 12];
          const tile = [...document.querySelectorAll("#where .tiles image")].find(e =>
            e.getAttribute("href") === `/tiles/${z}/${col}/${row}`).getBoundingClientRect();
          return x > tile.left && x < tile.right && y > tile.top && y < tile.bottom;
        }""")
        assert covers
        assert "Map tiles: A survey" in page.inner_text("#where")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        visit.close()  # a tile that is not there would have been told on the console
