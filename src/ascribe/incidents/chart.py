"""A series as a chart: SVG without script, styles from elsewhere or requests, for pages, files and print.

The figures stand from zero on a linear scale, each as it was given: a mark for the figure, a bar from the lowest to the
highest, an arrow where the words leave a side open, a flat bar for the days it is told of. Each source has a colour and
a shape of its own. A line joins figures of one source, and stops where the source falls silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from ..render.phrases import number
from . import axes, captions, svg
from .series import Line, Point, Series

_PLOT = 230  # height
_BESIDE = 640  # from this width on, names stand beside the last figures; below, under the chart


@dataclass(frozen=True)
class _Frame:
    """Where things are: pixels of the plot's edges, and what they stand for."""

    left: float
    right: float
    top: float
    bottom: float
    first: date
    last: date
    highest: float

    def x(self, day: date) -> float:
        return self.left + (self.right - self.left) * (day - self.first).days / max(1, (self.last - self.first).days)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * value / self.highest


def chart(series: Series, width: int = 720) -> str:
    """The chart of a series: an `<svg>` element that stands alone and inside a page.

    Args:
        series: with any number of lines; figures without a date are named in the description only.
        width: in pixels, at least 280. It is laid out for this width; scaled, its letters scale too.
    Returns:
        SVG 1.1 text, well-formed XML whatever the reports' words are. Groups carry `data-speaker` and `data-claims`.
    """
    width = max(280, width)
    root = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "width": str(width), "role": "img", "font-size": str(svg.SIZE),
        "font-family": "system-ui, sans-serif", "aria-labelledby": f"t-{series.id} d-{series.id}",
    })  # fmt: skip
    SubElement(root, "title", {"id": f"t-{series.id}"}).text = svg.clean(series.title)
    SubElement(root, "desc", {"id": f"d-{series.id}"}).text = captions.description(series)
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#fff"})
    top = 8.0
    for line in svg.wrapped(series.title, (width - 16) / svg.BOLD, most=3):
        top += svg.LINE
        svg.text(root, 8, top, line, weight="600", fill=svg.INK)
    for line in svg.wrapped(captions.key(series), width - 16, most=4):
        top += svg.LINE
        svg.text(root, 8, top, line)
    if not any(p.at for line in series.lines for p in line.points):
        bottom = top + 2 * svg.LINE
        svg.text(root, 8, bottom, "No figure has a date.")
    else:
        bottom = _draw(root, series, width, top + 14)
    root.set("height", f"{bottom + 10:g}")
    root.set("viewBox", f"0 0 {width} {bottom + 10:g}")
    return tostring(root, encoding="unicode")


def _draw(root: Element, series: Series, width: int, top: float) -> float:
    """Axes, figures and names; returns the lowest pixel used."""
    share = series.of == "share"
    points = [p for line in series.lines for p in line.points if p.at]
    values = [v for p in points for v in (p.low, p.best, p.high) if v is not None]
    ticks = axes.counts(max(values))
    if share and max(values) <= 1:
        ticks = (0.0, 0.25, 0.5, 0.75, 1.0)
    beside = width >= _BESIDE
    left = 16 + max(svg.width(number(t, share=share)) for t in ticks)
    right = width - (max(170, width * 0.27) if beside else 30)
    first, last = _extent(points)
    frame = _Frame(left, right, top, top + _PLOT, first, last, ticks[-1])
    _axes(root, frame, ticks, share)
    for k, line in enumerate(series.lines):
        _line(root, frame, line, k, share)
    below = frame.bottom + 2.4 * svg.LINE
    if beside:
        return max(below, _names_beside(root, frame, series, width, share))
    return _names_below(root, series, width, below, share)


def _extent(points: Sequence[Point]) -> tuple[date, date]:
    """First and last day shown. Days that a figure is told of are shown no further back than the figures' own span."""
    at = [date.fromisoformat(str(p.at)) for p in points]
    first, last = min(at), max(at)
    margin = timedelta(days=max(2, (last - first).days // 25))
    low = first - margin if first.toordinal() > margin.days else first
    return low, last + margin if last < date.max - margin else last


def _axes(root: Element, frame: _Frame, ticks: Sequence[float], share: bool) -> None:
    group = SubElement(root, "g", {"fill": svg.QUIET, "aria-hidden": "true"})
    for tick in ticks:
        y = frame.y(tick)
        svg.path(group, f"M{frame.left:.1f},{y:.1f}H{frame.right:.1f}", svg.INK if tick == 0 else svg.GRID, 1)
        svg.text(group, frame.left - 8, y + 4, number(tick, share=share), anchor="end")
    before = None
    for day in axes.days(frame.first, frame.last, int((frame.right - frame.left) // 64)):
        x, (words, year) = frame.x(day), axes.label(day, before)
        svg.path(group, f"M{x:.1f},{frame.bottom:.1f}v5", svg.INK, 1)
        svg.text(group, x, frame.bottom + 19, words, anchor="middle")
        if year:
            svg.text(group, x, frame.bottom + 34, year, anchor="middle")
        before = day


def _line(root: Element, frame: _Frame, line: Line, k: int, share: bool) -> None:
    colour = svg.colour(k)
    group = SubElement(root, "g", {"data-speaker": svg.clean(line.speaker)})
    for stretch in line.stretches:
        path = "L".join(f"{frame.x(_at(p)):.1f},{frame.y(_value(p)):.1f}" for p in stretch)
        if len(stretch) > 1:
            svg.path(group, f"M{path}", colour, 1.5)
    for point in line.points:
        if point.at:
            mark = SubElement(group, "g", {"data-claims": " ".join(map(svg.clean, point.claims))})
            SubElement(mark, "title").text = svg.clean(f"{line.name}: {captions.said(point, share)}")
            _figure(mark, frame, point, k)


def _figure(mark: Element, frame: _Frame, point: Point, k: int) -> None:
    """The bar or arrow of a range, the bar of its days, and the source's shape where a figure was given."""
    colour = svg.colour(k)
    x, y = frame.x(_at(point)), frame.y(_value(point))
    if point.start and point.start < str(point.at):
        begin = frame.x(max(frame.first, date.fromisoformat(point.start)))
        svg.path(mark, f"M{begin:.1f},{y:.1f}H{x:.1f}", colour, 4, opacity="0.35")
    if point.low is not None and point.high is not None:
        low, high = frame.y(point.low), frame.y(point.high)
        svg.path(mark, f"M{x - 4:.1f},{low:.1f}h8m-4,0V{high:.1f}m-4,0h8", colour, 2)
    elif point.low is not None:
        svg.path(mark, f"M{x:.1f},{y:.1f}v-16m-3.5,4l3.5,-4l3.5,4", colour, 2)
    elif point.high is not None:
        svg.path(mark, f"M{x:.1f},{y:.1f}v16m-3.5,-4l3.5,4l3.5,-4", colour, 2)
    if point.best is not None or point.low is None or point.high is None:
        svg.shape(mark, x, y, k, empty=point.uncertain)


def _names_beside(root: Element, frame: _Frame, series: Series, width: int, share: bool) -> float:
    """Names with their last figures at the height of these, pushed apart; a dotted line leads to each."""
    x = frame.right + 34
    labels = [captions.label(line, width - x - 10, share) for line in series.lines]
    last = [next((p for p in reversed(line.points) if p.at), None) for line in series.lines]
    wanted = [frame.y(_value(p)) if p else frame.bottom for p in last]
    at = _apart(wanted, [svg.LINE * sum(map(len, words)) + 6 for words in labels], frame)
    for k, point in enumerate(last):
        if point:
            bend = f"H{frame.right + 6:.1f}L{x - 12:.1f},{at[k]:.1f}"
            start = f"M{frame.x(_at(point)) + 8:.1f},{wanted[k]:.1f}"
            svg.path(root, start + bend, "#888", 1, **{"stroke-dasharray": "1 3"})
        _name(root, x - 2, at[k], labels[k], k)
    return max(y + svg.LINE * sum(map(len, words)) for y, words in zip(at, labels, strict=True))


def _apart(wanted: Sequence[float], heights: Sequence[float], frame: _Frame) -> list[float]:
    """Heights of labels: as near as can be to where they are wanted, none over another, inside the plot if they fit."""
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    at, free = list(wanted), frame.top
    for k in order:
        at[k] = max(at[k], free)
        free = at[k] + heights[k]
    limit = max(frame.bottom + 2 * svg.LINE, frame.top + sum(heights))
    for k in reversed(order):
        at[k] = min(at[k], limit - heights[k])
        limit = at[k]
    return at


def _names_below(root: Element, series: Series, width: int, top: float, share: bool) -> float:
    for k, line in enumerate(series.lines):
        label = captions.label(line, width - 44, share)
        _name(root, 16, top + 12, label, k)
        top += svg.LINE * sum(map(len, label)) + 4
    return top


def _name(root: Element, x: float, y: float, label: tuple[list[str], list[str]], k: int) -> None:
    """A source's sign, its name, and in grey its last figure; `y` is the middle of the first line."""
    svg.shape(root, x, y, k)
    for words, fill in zip(label, (svg.INK, svg.QUIET), strict=True):
        for text in words:
            svg.text(root, x + 12, y + 4.5, text, fill=fill)
            y += svg.LINE


def _at(point: Point) -> date:
    return date.fromisoformat(str(point.at))


def _value(point: Point) -> float:
    """The height of a point's mark: the figure, or the one bound that was given, or of two the lower."""
    return next(v for v in (point.best, point.low, point.high) if v is not None)
