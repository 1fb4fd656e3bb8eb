"""Timelines: bars as long as the days, on rows without overlaps, hostile words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from ascribe.publish.timeline import TimelineItem, _laid, timeline_figure, timeline_svg

DAY = date(2017, 7, 1)


def item(id: str, start: int | None, days: int = 1, **given: str) -> TimelineItem:
    first = (DAY + timedelta(days=start)).isoformat() if start is not None else None
    last = (DAY + timedelta(days=start + days - 1)).isoformat() if start is not None else None
    fields = {"title": f"Clash {id}", "precision": "day", "grade": "fair", "href": f"#i-{id}", **given}
    return TimelineItem(id=id, start=first, end=last, **fields)  # type: ignore[arg-type]


def bar(svg: str, id: str) -> ElementTree.Element:
    link = next(e for e in ElementTree.fromstring(svg).iter() if e.get("data-id") == id)
    return next(e for e in link if "days" in e.get("class", ""))


def test_bars_are_as_long_as_their_days_and_the_fainter_the_less_is_known() -> None:
    svg = timeline_svg([item("a", 0, 10), item("b", 0, 30, precision="month"), item("c", 0, 20, precision="week")])
    long = {k: float(bar(svg, k).get("width", "0")) for k in "abc"}
    strong = {k: float(bar(svg, k).get("fill-opacity", "0")) for k in "abc"}
    assert round(long["b"] / long["a"], 1) == 3
    assert strong["a"] > strong["c"] > strong["b"] > 0


def test_what_is_known_to_the_year_does_not_stretch_the_axis() -> None:
    exact = [item("a", 0), item("b", 30)]
    year = TimelineItem("y", "Killing", "2015-01-01", "2015-12-31", "year", "weak", "#i-y")
    svg = timeline_svg([*exact, year])
    assert "2015-01-01 to 2015-12-31" in svg
    label = re.compile(r'text-anchor|<text x="[\d.]+" y="[\d.]+">([^<]+)</text>')
    axis = svg[svg.index('class="axis"') : svg.index("<a ")]
    assert "2015" not in " ".join(m for m in label.findall(axis))


def test_what_has_no_day_is_listed() -> None:
    html = str(timeline_figure([item("a", 0), item("b", None)]))
    assert "#i-b" in html[html.index("Day not known") :]
    assert timeline_svg([item("b", None)]) == ""


def test_hostile_words_stay_words() -> None:
    html = str(timeline_figure([item("a", 0, title='"><script>x</script>\u202e'), item("b", None, title="<script>")]))
    assert "<script" not in html
    assert "\u202e" not in html


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40), st.text("abc", max_size=60)), max_size=40),
       st.sampled_from([350, 1080]))  # fmt: skip
def test_bars_on_a_row_overlap_nothing(told: list[tuple[int, int, str]], width: int) -> None:
    items = [item(str(n), start, days, title=title) for n, (start, days, title) in enumerate(told)]
    bars = _laid(items, DAY, DAY + timedelta(days=110), width)
    for one in bars:
        assert 0 <= one.left <= one.right <= width
    for a, b in combinations(bars, 2):
        if a.y == b.y:
            assert a.right < b.left or b.right < a.left
