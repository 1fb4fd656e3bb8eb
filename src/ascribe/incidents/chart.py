"""A series as a chart: SVG without script, styles from elsewhere or requests, for pages, files and print.

The figures stand from zero on a linear scale, each as it was given: a mark for the figure, a bar from the lowest to the
highest, an arrow where the words leave a side open, a flat bar for the days it is told of. Each source has a colour and
a shape of its own; the colours are Okabe and Ito's ("Color Universal Design", 2008), each mark with a dark edge. A line
joins figures of one source, and stops where the source falls silent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from ..render.phrases import number
from ..render.safe import visible
from . import axes
from .series import Line, Point, Series

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5f5f5f")
_SHAPES = (
    "M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0z",  # circle
    "M-4,-4h8v8h-8z",  # square
    "M0,-5.5L5,4H-5z",  # triangle
    "M0,-5.5L5.5,0L0,5.5L-5.5,0z",  # diamond
    "M0,5.5L5,-4H-5z",  # triangle on its point
    "M-1.7,-5h3.4v3.3h3.3v3.4h-3.3v3.3h-3.4v-3.3h-3.3v-3.4h3.3z",  # cross
    "M0,-5.5L5.2,-1.7L3.2,4.5H-3.2L-5.2,-1.7z",  # pentagon
)
_INK, _QUIET, _GRID = "#222", "#555", "#ddd"
_SIZE = 13  # of letters, in pixels
_BOLD = 1.1  # how much wider bold letters are
_LINE = 17  # from one line of text to the next
_PLOT = 230  # height
_BESIDE = 640  # from this width on, names stand beside the last figures; below, under the chart
_INVALID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0


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
    svg = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "width": str(width), "role": "img", "font-size": str(_SIZE),
        "font-family": "system-ui, sans-serif", "aria-labelledby": f"t-{series.id} d-{series.id}",
    })  # fmt: skip
    SubElement(svg, "title", {"id": f"t-{series.id}"}).text = _clean(series.title)
    SubElement(svg, "desc", {"id": f"d-{series.id}"}).text = _description(series)
    SubElement(svg, "rect", {"width": "100%", "height": "100%", "fill": "#fff"})
    top = 8.0
    for line in _wrapped(series.title, (width - 16) / _BOLD, most=3):
        top += _LINE
        _text(svg, 8, top, line, weight="600", fill=_INK)
    for line in _wrapped(_key(series), width - 16, most=4):
        top += _LINE
        _text(svg, 8, top, line)
    if not any(p.at for line in series.lines for p in line.points):
        bottom = top + 2 * _LINE
        _text(svg, 8, bottom, "No figure has a date.")
    else:
        bottom = _draw(svg, series, width, top + 14)
    svg.set("height", f"{bottom + 10:g}")
    svg.set("viewBox", f"0 0 {width} {bottom + 10:g}")
    return tostring(svg, encoding="unicode")


def _key(series: Series) -> str:
    """The unit, and what the signs mean that this chart uses."""
    points = [p for line in series.lines for p in line.points]
    ranges = {(p.low is None, p.high is None) for p in points}
    used = {
        "Upright bar: lowest to highest.": (False, False) in ranges,
        "Arrow: at least, or up to.": bool(ranges & {(True, False), (False, True)}),
        "Flat bar: the days it is told of.": any(p.start and p.at and p.start < p.at for p in points),
        "Empty mark: uncertain.": any(p.uncertain for p in points),
    }
    return " ".join([f"{series.unit.capitalize()}, by source.", *(words for words, is_used in used.items() if is_used)])


def _draw(svg: Element, series: Series, width: int, top: float) -> float:
    """Axes, figures and names; returns the lowest pixel used."""
    share = series.of == "share"
    points = [p for line in series.lines for p in line.points if p.at]
    values = [v for p in points for v in (p.low, p.best, p.high) if v is not None]
    ticks = axes.counts(max(values))
    if share and max(values) <= 1:
        ticks = (0.0, 0.25, 0.5, 0.75, 1.0)
    beside = width >= _BESIDE
    left = 16 + max(_width(number(t, share=share)) for t in ticks)
    right = width - (max(170, width * 0.27) if beside else 30)
    first, last = _extent(points)
    frame = _Frame(left, right, top, top + _PLOT, first, last, ticks[-1])
    _axes(svg, frame, ticks, share)
    for k, line in enumerate(series.lines):
        _line(svg, frame, line, k, share)
    below = frame.bottom + 2.4 * _LINE
    if beside:
        return max(below, _names_beside(svg, frame, series, width, share))
    return _names_below(svg, series, width, below, share)


def _extent(points: Sequence[Point]) -> tuple[date, date]:
    """First and last day shown. Days that a figure is told of are shown no further back than the figures' own span."""
    at = [date.fromisoformat(str(p.at)) for p in points]
    first, last = min(at), max(at)
    margin = timedelta(days=max(2, (last - first).days // 25))
    low = first - margin if first.toordinal() > margin.days else first
    return low, last + margin if last < date.max - margin else last


def _axes(svg: Element, frame: _Frame, ticks: Sequence[float], share: bool) -> None:
    group = SubElement(svg, "g", {"fill": _QUIET, "aria-hidden": "true"})
    for tick in ticks:
        y = frame.y(tick)
        _path(group, f"M{frame.left:.1f},{y:.1f}H{frame.right:.1f}", _INK if tick == 0 else _GRID, 1)
        _text(group, frame.left - 8, y + 4, number(tick, share=share), anchor="end")
    before = None
    for day in axes.days(frame.first, frame.last, int((frame.right - frame.left) // 64)):
        x, (words, year) = frame.x(day), axes.label(day, before)
        _path(group, f"M{x:.1f},{frame.bottom:.1f}v5", _INK, 1)
        _text(group, x, frame.bottom + 19, words, anchor="middle")
        if year:
            _text(group, x, frame.bottom + 34, year, anchor="middle")
        before = day


def _line(svg: Element, frame: _Frame, line: Line, k: int, share: bool) -> None:
    colour = _COLOURS[k % len(_COLOURS)]
    group = SubElement(svg, "g", {"data-speaker": _clean(line.speaker)})
    for stretch in line.stretches:
        path = "L".join(f"{frame.x(_at(p)):.1f},{frame.y(_value(p)):.1f}" for p in stretch)
        if len(stretch) > 1:
            _path(group, f"M{path}", colour, 1.5)
    for point in line.points:
        if point.at:
            mark = SubElement(group, "g", {"data-claims": " ".join(map(_clean, point.claims))})
            SubElement(mark, "title").text = _clean(f"{line.name}: {_said(point, share)}")
            _figure(mark, frame, point, k)


def _figure(mark: Element, frame: _Frame, point: Point, k: int) -> None:
    """The bar or arrow of a range, the bar of its days, and the source's shape where a figure was given."""
    colour = _COLOURS[k % len(_COLOURS)]
    x, y = frame.x(_at(point)), frame.y(_value(point))
    if point.start and point.start < str(point.at):
        begin = frame.x(max(frame.first, date.fromisoformat(point.start)))
        _path(mark, f"M{begin:.1f},{y:.1f}H{x:.1f}", colour, 4, opacity="0.35")
    if point.low is not None and point.high is not None:
        low, high = frame.y(point.low), frame.y(point.high)
        _path(mark, f"M{x - 4:.1f},{low:.1f}h8m-4,0V{high:.1f}m-4,0h8", colour, 2)
    elif point.low is not None:
        _path(mark, f"M{x:.1f},{y:.1f}v-16m-3.5,4l3.5,-4l3.5,4", colour, 2)
    elif point.high is not None:
        _path(mark, f"M{x:.1f},{y:.1f}v16m-3.5,-4l3.5,4l3.5,-4", colour, 2)
    if point.best is not None or point.low is None or point.high is None:
        _shape(mark, x, y, k, empty=point.uncertain)


def _names_beside(svg: Element, frame: _Frame, series: Series, width: int, share: bool) -> float:
    """Names with their last figures at the height of these, pushed apart; a dotted line leads to each."""
    x = frame.right + 34
    labels = [_label(line, width - x - 10, share) for line in series.lines]
    last = [next((p for p in reversed(line.points) if p.at), None) for line in series.lines]
    wanted = [frame.y(_value(p)) if p else frame.bottom for p in last]
    at = _apart(wanted, [_LINE * sum(map(len, words)) + 6 for words in labels], frame)
    for k, point in enumerate(last):
        if point:
            bend = f"H{frame.right + 6:.1f}L{x - 12:.1f},{at[k]:.1f}"
            start = f"M{frame.x(_at(point)) + 8:.1f},{wanted[k]:.1f}"
            _path(svg, start + bend, "#888", 1, **{"stroke-dasharray": "1 3"})
        _name(svg, x - 2, at[k], labels[k], k)
    return max(y + _LINE * sum(map(len, words)) for y, words in zip(at, labels, strict=True))


def _apart(wanted: Sequence[float], heights: Sequence[float], frame: _Frame) -> list[float]:
    """Heights of labels: as near as can be to where they are wanted, none over another, inside the plot if they fit."""
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    at, free = list(wanted), frame.top
    for k in order:
        at[k] = max(at[k], free)
        free = at[k] + heights[k]
    limit = max(frame.bottom + 2 * _LINE, frame.top + sum(heights))
    for k in reversed(order):
        at[k] = min(at[k], limit - heights[k])
        limit = at[k]
    return at


def _names_below(svg: Element, series: Series, width: int, top: float, share: bool) -> float:
    for k, line in enumerate(series.lines):
        label = _label(line, width - 44, share)
        _name(svg, 16, top + 12, label, k)
        top += _LINE * sum(map(len, label)) + 4
    return top


def _name(svg: Element, x: float, y: float, label: tuple[list[str], list[str]], k: int) -> None:
    """A source's sign, its name, and in grey its last figure; `y` is the middle of the first line."""
    _shape(svg, x, y, k)
    for words, fill in zip(label, (_INK, _QUIET), strict=True):
        for text in words:
            _text(svg, x + 12, y + 4.5, text, fill=fill)
            y += _LINE


def _label(line: Line, room: float, share: bool) -> tuple[list[str], list[str]]:
    """The source's name and the last thing it said, each in two lines at most."""
    last = next((p for p in reversed(line.points) if p.at), line.points[-1])
    return _wrapped(line.name, room, most=2), _wrapped(_said(last, share), room, most=2)


def _description(series: Series) -> str:
    """All figures in words: what the chart shows, for those who don't see it."""
    share = series.of == "share"
    count = sum(len(line.points) for line in series.lines)
    said = (f"{line.name}: {'; '.join(_said(p, share) for p in line.points)}." for line in series.lines)
    return _clean(f"{count} figures by {len(series.lines)} sources, in {series.unit}. " + " ".join(said))


def _said(point: Point, share: bool) -> str:
    """ "200 to 400 (best 300), 4 Jul 2017, uncertain"."""
    low, best, high = (None if v is None else number(v, share=share) for v in (point.low, point.best, point.high))
    if low and high:
        words = f"{low} to {high}" + (f" (best {best})" if best else "")
    elif low or high:
        words = (f"at least {low}" if low else f"up to {high}") + (
            f" (best {best})" if best not in (None, low, high) else ""
        )
    else:
        words = str(best)
    day = _date(_at(point)) if point.at else "no date"
    return f"{words}, {day}" + (", uncertain" if point.uncertain else "")


def _date(day: date) -> str:
    return f"{day.day} {axes.MONTHS[day.month - 1]} {day.year}"


def _at(point: Point) -> date:
    return date.fromisoformat(str(point.at))


def _value(point: Point) -> float:
    """The height of a point's mark: the figure, or the one bound that was given, or of two the lower."""
    return next(v for v in (point.best, point.low, point.high) if v is not None)


def _shape(parent: Element, x: float, y: float, k: int, *, empty: bool = False) -> None:
    """A source's sign: the shapes shift against the colours, so that 49 sources differ."""
    colour = _COLOURS[k % len(_COLOURS)]
    shape = _SHAPES[(k + k // len(_COLOURS)) % len(_SHAPES)]
    SubElement(parent, "path", {
        "d": shape, "transform": f"translate({x:.1f},{y:.1f})", "fill": "#fff" if empty else colour,
        "stroke": colour if empty else _INK, "stroke-width": "2" if empty else "1",
    })  # fmt: skip


def _path(parent: Element, d: str, colour: str, width: float, **more: str) -> None:
    SubElement(parent, "path", {"d": d, "fill": "none", "stroke": colour, "stroke-width": f"{width:g}", **more})


def _text(parent: Element, x: float, y: float, words: str, *, anchor: str = "start", weight: str = "400",
          fill: str = _QUIET) -> None:  # fmt: skip
    attributes = {"x": f"{x:.1f}", "y": f"{y:.1f}", "fill": fill, "unicode-bidi": "isolate"}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    if weight != "400":
        attributes["font-weight"] = weight
    SubElement(parent, "text", attributes).text = _clean(words)


def _clean(words: str) -> str:
    """Hostile text made visible, and XML; the writer escapes markup."""
    return _INVALID.sub("\ufffd", visible(words))


def _width(words: str) -> float:
    """About how wide words are in pixels, rather too wide: no font is known here."""
    return _SIZE * sum(map(_ems, words))


def _ems(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF" or character in "MW@mw%":
        return 1.0
    if character in " .,:;'|()[]!iljtfrI-":
        return 0.44
    return 0.76 if character.isupper() else 0.64


def _wrapped(words: str, room: float, most: int) -> list[str]:
    """Words in lines of at most `room` pixels; what does not fit into `most` lines ends in an ellipsis."""
    lines: list[str] = []
    for word in _pieces(_clean(words), room):
        if lines and _width(f"{lines[-1]} {word}") <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        last = lines[most - 1]
        while last and _width(last + "…") > room:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip() + "…"]
    return lines


def _pieces(words: str, room: float) -> Iterator[str]:
    """Words, those too long for a line cut."""
    for word in words.split(" "):
        piece = ""
        for character in word:
            if _width(piece + character) > room:
                yield piece
                piece = ""
            piece += character
        if piece:
            yield piece
