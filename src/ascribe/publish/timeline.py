"""A timeline of incidents: SVG with a sign for each and a bar for the days on which it may have been.

A bar is as long as the days that are told, and the fainter the less exactly these are known. The axis reaches as far as
what is known to the month or better; what is known to the year only is cut there, and says its days. Whoever shows it
puts `timeline.css` into the page; it needs no script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from ..incidents import axes
from ..incidents.model import GradeName
from ..render.safe import visible
from .marks import GRADES, icon, sign
from .templates import template

_LANE = 24  # pixels from one row to the next
_SMALL = 15  # without names
_NAMED = 80  # so many have names at most
_LETTER = 6.4  # pixels, rather too many
_EDGE = 14
_FAINT = {"time": 1.0, "day": 1.0, "week": 0.6, "month": 0.4}  # how strong a bar is; the rest:
_FAINTEST = 0.25


@dataclass(frozen=True)
class TimelineItem:
    """An incident as timelines show it. The title may be the reports' words, and so hostile.

    Attributes:
        start, end: ISO 8601 dates, both included; None where that side is open.
        precision: of the days, as in `model.When`.
        href: where its sign leads.
    """

    id: str
    title: str
    start: str | None
    end: str | None
    precision: str
    grade: GradeName
    href: str


@dataclass(frozen=True)
class Bar:
    """An item on its row, in pixels; `text_x` is where its name begins or ends, None where it has none."""

    item: TimelineItem
    left: float
    right: float
    y: float
    opacity: float
    text_x: float | None
    anchor: str
    text: str


def timeline_svg(items: Iterable[TimelineItem], *, width: int = 960, id: str = "timeline") -> str:
    """The timeline alone: an `<svg>` element for an HTML page.

    Args:
        items: in any number; those without any day are left out.
        width: in pixels; it is laid out for that.
        id: begins all ids in it.
    Returns:
        The element; "" where nothing has a day.
    """
    dated = sorted((i for i in items if i.start or i.end), key=lambda i: (_start(i), _end(i), i.id))
    if not dated:
        return ""
    exact = [i for i in dated if i.precision in _FAINT] or dated
    first, last = min(map(_start, exact)), max(map(_end, exact))
    margin = timedelta(days=max(1, (last - first).days // 40))
    first = first - margin if first - date.min > margin else first
    last = last + margin if date.max - last > margin else last
    bars = _laid(dated, first, last, width)
    bottom = max(b.y for b in bars) + (_LANE if len(dated) <= _NAMED else _SMALL)
    return template("timeline.svg.j2").render(
        id=id, width=width, height=bottom + 40, bottom=bottom, bars=bars, ticks=_ticks(first, last, width), sign=sign,
        edge=_EDGE, description=_description(dated),
    )  # fmt: skip


def timeline_figure(
    items: Sequence[TimelineItem], *, widths: Sequence[int] = (1080, 350), id: str = "timeline"
) -> Markup:
    """The timeline with its legend and what has no day.

    Args:
        widths: in pixels, for wide and for narrow screens; `timeline.css` shows the one that fits.
    """
    undated = [i for i in items if not i.start and not i.end]
    drawings = [Markup(timeline_svg(items, width=w, id=f"{id}-{w}")) for w in widths]
    return Markup(
        template("timeline.html.j2").render(
            id=id,
            drawings=drawings if drawings[0] else [],
            undated=undated,
            icon=icon,
            grades=[g for g in GRADES if any(i.grade == g for i in items)],
        )
    )


def _start(item: TimelineItem) -> date:
    return date.fromisoformat(str(item.start or item.end)[:10])


def _end(item: TimelineItem) -> date:
    return max(_start(item), date.fromisoformat(str(item.end or item.start)[:10]))


def _laid(dated: Sequence[TimelineItem], first: date, last: date, width: int) -> list[Bar]:
    """Items on rows: each on the first where it, with its name, overlaps nothing."""
    days, named = (last - first).days + 1, len(dated) <= _NAMED
    pixel = (width - 2 * _EDGE) / days
    lanes: list[list[tuple[float, float]]] = []
    out = []
    for item in dated:
        left = _EDGE + min(days, max(0, (_start(item) - first).days)) * pixel
        right = _EDGE + min(days, max(0, (_end(item) - first).days + 1)) * pixel
        text, text_x, anchor, room = _named(item, left, right, width) if named else ("", None, "start", (left, right))
        taken = min(room[0], left - 7), max(room[1], right, left + 8)
        free = (n for n, held in enumerate(lanes) if all(taken[1] + 4 < a or b + 4 < taken[0] for a, b in held))
        lane = next(free, len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(taken)
        y = 16 + lane * (_LANE if named else _SMALL)
        opacity = _FAINT.get(item.precision, _FAINTEST)
        out.append(Bar(item, round(left, 1), round(right, 1), y, opacity, text_x, anchor, text))
    return out


def _named(
    item: TimelineItem, left: float, right: float, width: int
) -> tuple[str, float | None, str, tuple[float, float]]:
    """The name of an item, where it stands, and what it takes with that."""
    text = visible(item.title if item.precision in _FAINT else f"{item.title} ({_told(item)})")
    begin = max(right, left + 9) + 6
    most = int(max(width - _EDGE - begin, left - 16 - _EDGE) / _LETTER)
    if most < 8:  # a bar across the whole: the name stands on it
        most = int((width - 2 * _EDGE - 24) / _LETTER)
        short = _short(text, most)
        return short, _EDGE + 22, "start", (_EDGE, max(right, _EDGE + 22 + len(short) * _LETTER))
    short = _short(text, most)
    long = len(short) * _LETTER
    if begin + long <= width - _EDGE:
        return short, round(begin, 1), "start", (left, begin + long)
    return short, round(left - 13, 1), "end", (left - 13 - long, right)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(1, most - 1)].rstrip() + "…"


def _ticks(first: date, last: date, width: int) -> list[tuple[float, str, str]]:
    """(x, day, year where it changes)."""
    days = (last - first).days + 1
    before, out = None, []
    for day in axes.days(first, last, (width - 2 * _EDGE) // 76):
        words, year = axes.label(day, before)
        out.append((round(_EDGE + (day - first).days * (width - 2 * _EDGE) / days, 1), words, year or ""))
        before = day
    return out


def _told(item: TimelineItem) -> str:
    """The days in words."""
    return str(item.start) if item.start == item.end else f"{item.start or '…'} to {item.end or '…'}"


def _description(dated: Sequence[TimelineItem]) -> str:
    each = "; ".join(f"{i.title}: {_told(i)}, {i.grade}" for i in dated[:40])
    more = f"; and {len(dated) - 40} more" if len(dated) > 40 else ""
    return visible(f"{len(dated)} incidents. {each}{more}.")
