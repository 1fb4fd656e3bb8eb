"""Charts: well-formed whatever the words, true to the figures, gaps left open, told in words, fitting the width."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.incidents import axes
from ascribe.incidents.chart import chart
from ascribe.incidents.series import Line, Point, Series

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Office of the High Commissioner for Everything in the Eastern Governorates and Neighbouring Provinces"
HOSTILE = "</title><script>alert(1)</script>&amp;\x1b[31m\u202e\x00\ufffe\"'"


def point(at: str | None, best: float | None = None, low: float | None = None, high: float | None = None,
          start: str | None = None, uncertain: bool = False) -> Point:  # fmt: skip
    return Point(at=at, start=start, end=at, low=low, best=best, high=high, uncertain=uncertain,
                 claims=(f"claim-{at}",), documents=("d",))  # fmt: skip


def line(name: str, *points: Point) -> Line:
    return Line(speaker=name.casefold(), name=name, points=points)


def made(*lines: Line, of: str = "fighters", name: str = "Islamic State") -> Series:
    fields: dict[str, Any] = {"id": "0a1b", "type": "strength", "of": of, "unit": "fighters", "subject": "x"}
    return Series.model_validate({**fields, "subject_name": name, "place": "Raqqa", "lines": lines})


ONE = made(line("Coalition", point("2017-07-03", 2500), point("2017-07-10", 2200, 2000, 2400, "2017-07-05"),
                point("2017-08-20", 2000, uncertain=True), point("2017-09-02", 1500, 1500)))  # fmt: skip
SIX = made(*(line(f"Source {k}", point(f"2017-07-0{k + 1}", 100 * k), point(f"2017-08-1{k}", 10, high=10))
             for k in range(6)))  # fmt: skip
NAMES = made(line(LONG, point("2017-07-03", 0.3), point("2017-07-04", 0.4)), line(HOSTILE, point("2017-07-04", 0.5)),
             line("x" * 300, point("2017-07-04", 0.5)), of="share", name=LONG)  # fmt: skip


def tree(series: Series, width: int = 720) -> ElementTree.Element:
    return ElementTree.fromstring(chart(series, width))


def marks(root: ElementTree.Element, speaker: str) -> list[ElementTree.Element]:
    return [g for group in root.iter(f"{SVG}g") if group.get("data-speaker") == speaker
            for g in group.findall(f"{SVG}g")]  # fmt: skip


def sign(mark: ElementTree.Element) -> tuple[float, float]:
    """Where a source's shape stands."""
    (found,) = [p.get("transform", "") for p in mark.iter(f"{SVG}path") if p.get("transform")]
    x, y = re.findall(r"-?[\d.]+", found)
    return float(x), float(y)


def test_it_tells_what_it_shows_to_those_who_do_not_see_it() -> None:
    root = tree(ONE)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert desc is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == "Fighters: Islamic State, Raqqa"
    assert "Coalition: 2,500, 3 Jul 2017; 2,000 to 2,400 (best 2,200), 10 Jul 2017; 2,000, 20 Aug 2017, uncertain; " \
           "at least 1,500, 2 Sep 2017." in str(desc.text)  # fmt: skip


def test_figures_stand_in_proportion_from_zero() -> None:
    root = tree(made(line("a", point("2017-07-01", 0), point("2017-07-02", 500), point("2017-07-03", 1000))))
    (_, zero), (_, half), (_, all_of_it) = map(sign, marks(root, "a"))
    assert zero - half == pytest.approx(half - all_of_it, abs=0.2)


def test_days_stand_in_proportion() -> None:
    root = tree(made(line("a", point("2017-07-01", 5), point("2017-07-02", 5), point("2017-07-11", 5))))
    first, second, last = (sign(m)[0] for m in marks(root, "a"))
    assert last - second == pytest.approx(9 * (second - first), abs=1)


def test_a_gap_is_left_open() -> None:
    (group,) = [g for g in tree(ONE).iter(f"{SVG}g") if g.get("data-speaker") == "coalition"]
    joined = [p.get("d", "") for p in group.findall(f"{SVG}path")]
    assert [d.count("L") for d in joined] == [1, 1]  # 3 to 10 July; 20 August to 2 September
    assert len(marks(tree(ONE), "coalition")) == 4


def test_a_range_is_a_bar_and_what_is_uncertain_is_empty() -> None:
    exact, ranged, uncertain, bound = marks(tree(ONE), "coalition")
    assert len(list(exact.iter(f"{SVG}path"))) == 1
    assert len(list(ranged.iter(f"{SVG}path"))) == 3  # its days, its range, its figure
    assert [p.get("fill") for p in uncertain.iter(f"{SVG}path")] == ["#fff"]
    assert len(list(bound.iter(f"{SVG}path"))) == 2
    assert ranged.get("data-claims") == "claim-2017-07-10"


def test_without_a_best_figure_none_is_drawn() -> None:
    (mark,) = marks(tree(made(line("a", point("2017-07-01", low=5, high=9)))), "a")
    assert [p.get("transform") for p in mark.iter(f"{SVG}path")] == [None]


def test_sources_differ_in_colour_and_shape() -> None:
    many = made(*(line(f"s{k}", point("2017-07-01", k + 1)) for k in range(30)))
    signs = set()
    for k in range(30):
        (mark,) = marks(tree(many), f"s{k}")
        (shape,) = [p for p in mark.iter(f"{SVG}path") if p.get("transform")]
        signs.add((shape.get("fill"), shape.get("d")))
    assert len(signs) == 30


def test_a_figure_without_a_date_is_told_but_not_drawn() -> None:
    root = tree(made(line("a", point(None, 7))))
    assert marks(root, "a") == []
    assert "7, no date" in ElementTree.tostring(root, encoding="unicode")
    assert len(marks(tree(made(line("a", point("2017-07-01", 7), point(None, 8)))), "a")) == 1


TEXT = st.text(max_size=40) | st.just(HOSTILE) | st.just(LONG)
DAYS = st.none() | st.dates().map(str)
FIGURE = st.none() | st.floats(0, 1e9)
POINTS = st.builds(point, DAYS, FIGURE, FIGURE, FIGURE, DAYS, st.booleans()).filter(
    lambda p: (p.low, p.best, p.high) != (None, None, None) and (not p.at or not p.start or p.start <= p.at)
)
LINES = st.builds(lambda name, points: line(name, *sorted(points, key=lambda p: p.at or "~")), TEXT,
                  st.lists(POINTS, min_size=1, max_size=4))  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=4), st.integers(0, 1400), st.sampled_from(["fighters", "share"]), TEXT)
def test_it_is_well_formed_and_inert_whatever_it_is_given(lines: list[Line], width: int, of: str, name: str) -> None:
    series = made(*lines, of=of, name=name)
    text = chart(series, width)
    assert text == chart(series, width)
    root = ElementTree.fromstring(text)
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {"svg", "title", "desc", "rect", "g", "path", "text"}
    allowed = {"data-speaker", "data-claims"}
    assert not [k for e in root.iter() for k in e.attrib if k.startswith(("on", "href", "style"))]
    assert not [v for e in root.iter() for k, v in e.attrib.items() if k not in allowed and ("://" in v or "url(" in v)]
    assert "nan" not in text.casefold().replace(name.casefold(), "") or any("nan" in x.name.casefold() for x in lines)


@given(st.floats(0, 1e12))
def test_ticks_of_counts_reach_from_zero_over_the_highest(highest: float) -> None:
    ticks = axes.counts(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest * (1 - 1e-9)
    assert 2 <= len(ticks) <= 7
    assert list(ticks) == sorted(set(ticks))


@given(st.dates(), st.integers(0, 20_000), st.integers(1, 12))
def test_ticks_of_days_are_few_and_inside(first: date, length: int, most: int) -> None:
    last = first + timedelta(days=min(length, (date.max - first).days))
    ticks = axes.days(first, last, most)
    assert 1 <= len(ticks) <= most
    assert list(ticks) == sorted(set(ticks))
    assert first <= ticks[0]
    assert ticks[-1] <= last


@pytest.mark.parametrize("width", [320, 390, 1000])
@pytest.mark.parametrize("series", [ONE, SIX, NAMES], ids=["one", "six", "names"])
def test_in_a_browser_no_words_leave_the_chart_or_cover_others(browser: Browser, series: Series, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    trouble: list[str] = []
    page.on("request", lambda request: trouble.append(request.url))
    page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
    page.set_content(f'<body style="margin:0">{chart(series, width)}')
    boxes = page.eval_on_selector_all(
        "text", "all => all.map(e => { const b = e.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; })"
    )
    height = page.eval_on_selector("svg", "e => e.viewBox.baseVal.height")
    page.close()
    assert trouble == []
    for k, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0, k
        assert right <= width + 1, k
        assert top >= 0
        assert bottom <= height
        for a, b, c, d in boxes[:k]:
            assert min(right, c) - max(left, a) < 1 or min(bottom, d) - max(top, b) < 2, (k, boxes[k], (a, b, c, d))
