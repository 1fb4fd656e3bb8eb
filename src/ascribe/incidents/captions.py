"""What a chart says: its key, its figures in words, the names of its sources."""

from __future__ import annotations

from datetime import date

from ..render.phrases import bounds
from . import axes, svg
from .series import Line, Point, Series


def key(series: Series) -> str:
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


def description(series: Series) -> str:
    """All figures in words: what the chart shows, for those who don't see it."""
    share = series.of == "share"
    count = sum(len(line.points) for line in series.lines)
    told = (f"{line.name}: {'; '.join(said(p, share) for p in line.points)}." for line in series.lines)
    return svg.clean(f"{count} figures by {len(series.lines)} sources, in {series.unit}. " + " ".join(told))


def said(point: Point, share: bool) -> str:
    """ "200 to 400 (best 300), 4 Jul 2017, uncertain"."""
    words = bounds(point.low, point.best, point.high, share=share)
    day = _date(date.fromisoformat(point.at)) if point.at else "no date"
    return f"{words}, {day}" + (", uncertain" if point.uncertain else "")


def _date(day: date) -> str:
    return f"{day.day} {axes.MONTHS[day.month - 1]} {day.year}"


def label(line: Line, room: float, share: bool) -> tuple[list[str], list[str]]:
    """The source's name and the last thing it said, each in two lines at most."""
    last = next((p for p in reversed(line.points) if p.at), line.points[-1])
    return svg.wrapped(line.name, room, most=2), svg.wrapped(said(last, share), room, most=2)
