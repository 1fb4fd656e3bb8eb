"""The incidents that the map and the timeline show: those of a window in time, never more than a page can bear.

A case may hold more incidents than anybody can see at once. Where no time is asked for, the latest days are shown; how
many incidents there are on all days stands above them as bars, to choose a window from.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from ..case import Case
from ..incidents import axes
from ..incidents.series import day
from ..publish.map import MapPoint, drawn
from ..publish.timeline import TimelineItem
from . import kept
from .views import Filters

MOST = 200  # incidents on one page
_BARS = 90
_TICKS = 6
_REMEMBERED = 100
_ROOM = 90  # per cent; a day behind it would run off the side
# Wrong years are told too, and happenings of long ago: what is further from the middle of the incidents than
# these reach stands in the first or the last bar.
_EDGE = 0.15  # of the incidents are before the middle, and as many after it
_CLOSE = 30  # days that it reaches at least


@dataclass(frozen=True)
class Bar:
    """A stretch of days. `since`, `until`: what a window that begins or ends with it asks for, "" for no bound."""

    since: str
    until: str
    left: float
    height: float


@dataclass(frozen=True)
class Brush:
    """Incidents by the day on which they began: bars in per cent of the width and of the highest, and round days.

    `first`, `last`: of all days. `begin`, `end`: the window, as numbers of its first bar and of the one after its last.
    """

    first: str
    last: str
    bars: tuple[Bar, ...]
    width: float
    ticks: tuple[tuple[float, str, str], ...]
    begin: int
    end: int


@dataclass(frozen=True)
class Window:
    """What the page shows.

    Attributes:
        filters: with the days of the window.
        points: of incidents that a map can show, or that are far from all others.
        placeless: of the rest: no place closer than a country is told.
        bars: of incidents with a day.
        dayless: those without; none where a window is asked for.
        total: how many incidents the filters leave at any time.
        inside: how many of these are in the window; `points` and `placeless` are the first of them.
        undated: how many have no day, and so are in no window.
        latest: the window was not asked for: the latest days are shown, since all would be too many.
    """

    filters: Filters
    points: tuple[MapPoint, ...]
    placeless: tuple[MapPoint, ...]
    bars: tuple[TimelineItem, ...]
    dayless: tuple[TimelineItem, ...]
    total: int
    inside: int
    undated: int
    latest: bool
    brush: Brush | None

    @property
    def shown(self) -> int:
        """How many incidents the page shows."""
        return len(self.points) + len(self.placeless)

    @property
    def days(self) -> dict[str, tuple[str | None, str | None]]:
        """First and last day by id, for the script."""
        return {p.id: (p.start, p.end) for p in (*self.points, *self.placeless)}


@dataclass(frozen=True)
class _Days:
    """How many incidents there are, and how many by their first and their last day, in order."""

    total: int
    begins: Mapping[date, int]
    ends: Mapping[date, int]

    @classmethod
    def of(cls, found: Mapping[str, Mapping[str, int]]) -> Self:
        begins, ends = (
            {at: n for text, n in sorted(found[by].items()) if (at := day(text)) is not None} for by in ("start", "end")
        )
        return cls(found[""][""], begins, ends)


class Windows:
    """The windows of a case. Safe for many threads.

    Args:
        case: open. How many incidents there are on each day is remembered until others follow from it.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self._counted: dict[tuple[str | None, str], _Days] = {}

    def window(self, asked: Filters) -> Window:
        """The incidents that are asked for; of too many the latest, or the first of the days that are asked for."""
        ever = asked.model_copy(update={"since": None, "until": None, "kind": None, "why": None})
        days = self._days(ever)
        ends = days.ends if days.total > MOST and asked.since is None and asked.until is None else {}
        since = _latest(ends).isoformat() if ends else asked.since
        inside = ever.model_copy(update={"since": since, "until": asked.until})
        # the last day of all is no bound, but lets the days be looked up as a stretch
        sought = inside.model_copy(update={"until": max(ends).isoformat()}) if ends else inside
        bodies, following = self._case.page_results(kept.POINTS, sought.facets(), limit=MOST)
        points = [MapPoint(**kept.item(body)) for body in bodies]
        beside = {p.id for p in drawn(points).beside}
        items = [_item(body) for body in bodies]
        return Window(
            filters=inside, points=tuple(p for p in points if p.id not in beside),
            placeless=tuple(p for p in points if p.id in beside), bars=tuple(i for i in items if i.start or i.end),
            dayless=tuple(i for i in items if not i.start and not i.end), total=days.total,
            inside=self._case.count_results(kept.POINTS, sought.facets())[""] if following else len(bodies),
            undated=days.total - sum(days.begins.values()), latest=bool(ends),
            brush=_brush(days.begins, since, asked.until),
        )  # fmt: skip

    def _days(self, ever: Filters) -> _Days:
        name = kept.state(self._case), ever.model_dump_json()
        if name not in self._counted:
            if len(self._counted) > _REMEMBERED:
                self._counted.clear()
            self._counted[name] = _Days.of(kept.days(self._case, ever.facets()))
        return self._counted[name]


def _item(body: str) -> TimelineItem:
    short = kept.item(body, "short")
    when = short["when"]
    return TimelineItem(
        short["id"], short["title"], when["start"], when["end"], when["precision"], short["grade"],
        f"/incidents/{short['id']}",
    )  # fmt: skip


def _latest(ends: Mapping[date, int]) -> date:
    """The day from which on there are not too many; the last day, if there are too many on it alone."""
    days = sorted(ends, reverse=True)
    since, held = days[0], 0
    for at in days:
        held += ends[at]
        if held > MOST:
            break
        since = at
    return since


def _brush(counts: Mapping[date, int], since: str | None, until: str | None) -> Brush | None:
    """Bars of equal length in days; None where they would be fewer than two."""
    first, last = _extent(counts)
    length = (last - first).days + 1
    step = math.ceil(length / _BARS)
    n = math.ceil(length / step)
    if n < 2:
        return None
    held = [0] * n
    for at, count in counts.items():
        held[min(max((at - first).days // step, 0), n - 1)] += count
    begins = [first + timedelta(days=k * step) for k in range(n)]
    ends = [at + timedelta(days=step - 1) for at in begins[:-1]] + [last]
    return Brush(
        first=min(counts).isoformat(), last=max(counts).isoformat(),
        bars=tuple(
            Bar(
                since=begins[k].isoformat() if k else "", until=ends[k].isoformat() if k < n - 1 else "",
                left=round(100 * k / n, 3), height=round(100 * held[k] / max(held), 1),
            )
            for k in range(n)
        ),
        width=round(100 / n, 3), ticks=_ticks(first, last, n * step),
        begin=max((k for k in range(n) if since and begins[k].isoformat() <= since), default=0),
        end=min((k + 1 for k in range(n) if until and ends[k].isoformat() >= until), default=n),
    )  # fmt: skip


def _extent(counts: Mapping[date, int]) -> tuple[date, date]:
    """First and last day, but for those that are far from most."""
    if not counts:
        return date.min, date.min
    each = [at.toordinal() for at, count in counts.items() for _ in range(count)]
    edge = int(_EDGE * len(each))
    low, high = each[edge], each[-1 - edge]
    reach = max(high - low, _CLOSE)
    near = [at for at in counts if low - reach <= at.toordinal() <= high + reach]
    return near[0], near[-1]


def _ticks(first: date, last: date, length: int) -> tuple[tuple[float, str, str], ...]:
    before, out = None, []
    for at in axes.days(first, last, _TICKS):
        words, year = axes.label(at, before)
        left = round(100 * (at - first).days / length, 2)
        if left < _ROOM:
            out.append((left, words, year))
        before = at
    return tuple(out)
