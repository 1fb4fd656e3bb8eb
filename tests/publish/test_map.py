"""Maps: where things stand, what is not drawn, names that overlap nothing, hostile words."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.publish.labels import Room
from ascribe.publish.map import MapPoint, drawn, map_figure, map_svg
from ascribe.publish.marks import GRADES
from ascribe.publish.mercator import View, fit, latitude, project, units
from ascribe.publish.outlines import outlines

SVG = "{http://www.w3.org/2000/svg}"
RAQQA, MOSUL = (35.95, 39.01), (36.34, 43.13)
HOSTILE = '"><script>alert(1)</script>\u202e\x1b[2J'


def point(id: str = "a", at: tuple[float | None, float | None] = RAQQA, **given: str) -> MapPoint:
    fields = {"title": f"Airstrike {id}", "precision": "settlement", "grade": "fair", "href": f"#i-{id}", **given}
    return MapPoint(id=id, lat=at[0], lon=at[1], **fields)  # type: ignore[arg-type]


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def signs(svg: str, kind: str) -> list[ElementTree.Element]:
    return [e for e in tree(svg).iter(f"{SVG}a") if e.get("class") == kind and e.get("display") != "none"]


@given(st.floats(-85, 85), st.floats(-180, 180))
def test_a_latitude_comes_back(lat: float, lon: float) -> None:
    x, y = project(lat, lon)
    assert 0 <= x <= 1
    assert 0 <= y <= 1
    assert latitude(y) == pytest.approx(lat, abs=1e-6)


def test_distances_are_true_where_they_are_drawn() -> None:
    # A degree of latitude is about 111.2 km, at the equator and in Lapland.
    for lat in (0.0, 36.0, 68.0):
        south, north = project(lat - 0.5, 20)[1], project(lat + 0.5, 20)[1]
        assert units(111.2, project(lat, 20)[1]) == pytest.approx(south - north, rel=0.01)


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-179, 179)), min_size=1, max_size=9), st.integers(200, 1400))
def test_a_view_shows_every_circle_whole(places: list[tuple[float, float]], width: int) -> None:
    circles = [(project(*p), units(80, project(*p)[1])) for p in places]
    view = fit(circles, width, 400, least_km=250, margin=0.1)
    for middle, radius in circles:
        x, y = view.at(middle)
        assert radius * view.scale - 0.01 <= x <= width - radius * view.scale + 0.01
        assert radius * view.scale - 0.01 <= y <= 400 - radius * view.scale + 0.01


def test_the_countries_in_view_are_drawn_and_no_others() -> None:
    view = fit([(project(*RAQQA), 0.0)], 960, 560, least_km=400, margin=0.1)
    names = {o.name for o in outlines(view, padding=0.2, coarse=0.5)}
    assert {"Syria", "Turkey", "Iraq"} <= names
    assert not names & {"France", "Sudan", "Fiji"}


def test_a_point_lies_in_its_country() -> None:
    view = fit([(project(*RAQQA), 0.0)], 960, 560, least_km=400, margin=0.1)
    found = {o.name: o.rings for o in outlines(view, padding=1, coarse=0.5)}
    at = view.at(project(*RAQQA))

    def inside(name: str) -> bool:
        crossings = 0
        for ring in found[name]:
            for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
                if (a[1] > at[1]) != (b[1] > at[1]):
                    crossings += a[0] + (at[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) > at[0]
        return crossings % 2 == 1

    assert inside("Syria")
    assert not inside("Turkey")


def test_no_outline_runs_across_the_whole_map() -> None:
    # Rings that cross the 180th meridian (Russia, Fiji) are taken apart there.
    view = View(0.0, 0.1, 960, 960, 560)
    for one in outlines(view, padding=0, coarse=1):
        for ring in one.rings:
            for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
                on_the_edge = (a[1] == b[1] and a[1] in (0, 560)) or one.name == "Antarctica"
                assert abs(a[0] - b[0]) < 300 or on_the_edge, (one.name, a, b)


def test_precision_is_an_area_of_its_true_size() -> None:
    svg = map_svg([point("a", precision="district"), point("b", MOSUL, precision="region")])
    areas = {e.get("class"): float(e.get("r", "0")) for e in tree(svg).iter(f"{SVG}circle") if e.get("class")}
    assert areas["region"] / areas["district"] == pytest.approx(80 / 25, rel=0.02)
    words = next(e.text for e in tree(svg).iter(f"{SVG}text") if " km at " in (e.text or ""))
    bar = re.search(r"h([\d.]+)v-5", svg)
    assert bar is not None
    assert float(bar[1]) / float(str(words).split()[0]) * 25 == pytest.approx(areas["district"], rel=0.02)


def test_what_is_known_to_the_country_only_is_listed_and_not_dotted() -> None:
    points = [point("a"), point("b", (35.0, 38.0), precision="country"), point("c", (None, None), precision="unknown")]
    assert [p.id for p in drawn(points).inside] == ["a"]
    html = str(map_figure(points))
    svg = html[html.index("<svg") : html.index("</svg>")]
    assert "#i-a" in svg
    assert "#i-b" not in svg
    beside = html[html.index("Not on the map") :]
    assert "#i-b" in beside
    assert "#i-c" in beside


def test_signs_at_one_place_become_one_with_a_count_that_leads_to_the_list() -> None:
    html = str(map_figure([point("a", grade="weak", place="Raqqa"), point("b", place="Raqqa"), point("c", MOSUL)]))
    svg = re.search(r'<svg xmlns.*?class="map-svg".*?</svg>\s*</div>', html, re.S)
    assert svg is not None
    whole = svg[0].removesuffix("</div>")
    (cluster,) = signs(whole, "cluster")
    assert cluster.get("aria-label") == "2 incidents, Raqqa: 1 fair, 1 weak"
    assert f'id="{str(cluster.get("href"))[1:]}"' in html
    assert [e.get("data-id") for e in signs(whole, "mark")] == ["c"]


def test_each_grade_has_a_shape_of_its_own() -> None:
    points = [point(g, (30.0 + n, 40.0), grade=g) for n, g in enumerate(GRADES)]
    shapes = {p.get("d") for a in signs(map_svg(points), "mark") for p in a.iter(f"{SVG}path")}
    assert len(shapes) == len(GRADES) == 5


def test_hostile_words_stay_words() -> None:
    html = str(map_figure([point("a", title=HOSTILE, place=HOSTILE), point("b", (None, None), title=HOSTILE)]))
    assert "<script" not in html
    assert "\u202e" not in html
    assert "\x1b" not in html


def test_a_few_that_are_far_from_the_rest_are_told_apart_where_that_is_asked() -> None:
    here = [point(f"h{n}", (35 + n / 10, 39.0)) for n in range(12)]
    there = point("far", (40.0, -75.0))
    assert [p.id for p in drawn([*here, there], close=True).far] == ["far"]
    assert drawn([*here, there]).far == ()
    assert drawn([here[0], there], close=True).far == ()  # half of all: a place of its own


def test_without_a_place_there_is_no_map() -> None:
    assert map_svg([]) == ""
    assert "No incident has a place" in str(map_figure([point("a", (None, None))]))


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 500), st.text("abcdefgh ", min_size=1, max_size=40)),
                min_size=1, max_size=25))  # fmt: skip
def test_no_name_stands_over_another_or_outside(places: list[tuple[int, int, str]]) -> None:
    room = Room(900, 500, [(x, y) for x, y, _ in places])
    names = [room.name(text, x, y, wide=False) for x, y, text in places]
    boxes = room.taken[len(places) :]
    assert len(boxes) == sum(n is not None for n in names)
    for n, a in enumerate(boxes):
        assert a[0] > 0
        assert a[1] > 0
        assert a[2] < 900
        assert a[3] < 500
        for b in [*boxes[:n], *room.taken[: len(places)]]:
            assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


def test_the_same_points_give_the_same_bytes_in_any_order() -> None:
    points = [point("a", place="Raqqa"), point("b", MOSUL, place="Mosul"), point("c", place="Raqqa")]
    assert map_figure(points) == map_figure(points[::-1])
