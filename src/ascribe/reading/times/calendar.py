"""Calendar bounds of TIMEX3 values."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from ...model import Precision

Bounds = tuple[date | None, date | None, Precision]

UNKNOWN: Bounds = (None, None, "unknown")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(T.*)?$")
_MONTH = re.compile(r"(\d{4})-(\d\d)$")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)$")
# First month and number of months; seasons are those of the northern hemisphere, whole months.
_PARTS = {
    "Q1": (1, 3), "Q2": (4, 3), "Q3": (7, 3), "Q4": (10, 3), "H1": (1, 6), "H2": (7, 6),
    "SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (12, 3),
}  # fmt: skip


def bounds(value: str) -> Bounds:
    """First and last day of a TIMEX3 date or time, with its precision; unknown for anything without a calendar place.

    Args:
        value: "2017-07-04", "2017-07-04TNI", "2017-W27", "2017-W27-WE", "2017-07", "2017-Q3", "2017-SU", "2017",
            "2017-XX-XX", "198" (a decade), "19" (a century), or two of them joined by "/".
    """
    try:
        if "/" in value:
            first, _, last = value.partition("/")
            start, end = bounds(first), bounds(last)
            return start[0], end[1], start[2]
        return _bounds(value)
    except (ValueError, OverflowError):
        return UNKNOWN


def _bounds(value: str) -> Bounds:
    if match := _DAY.match(value):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        night = match[4] == "TNI"
        return day, day + timedelta(days=1) if night else day, "time" if match[4] else "day"
    if match := _WEEK.match(value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday + timedelta(days=5 if match[3] else 0), monday + timedelta(days=6), "day" if match[3] else "week"
    if match := _MONTH.match(value):
        year, month = int(match[1]), int(match[2])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"
    if match := _PART.match(value):
        month, length = _PARTS[match[2]]
        start = date(int(match[1]), month, 1)
        return start, add_months(start, length) - timedelta(days=1), "season"
    if re.fullmatch(r"\d{4}", value):
        return date(int(value), 1, 1), date(int(value), 12, 31), "year"
    if re.fullmatch(r"\d{3}", value):
        return date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31), "decade"
    if re.fullmatch(r"\d{2}", value):
        return date(int(value) * 100 + 1, 1, 1), date(int(value) * 100 + 100, 12, 31), "century"
    if re.fullmatch(r"\d{4}-XX-XX", value):
        return date(int(value[:4]), 1, 1), date(int(value[:4]), 12, 31), "year"
    return UNKNOWN


def day_of(published: str | None) -> date | None:
    """The day of an ISO 8601 date or RFC 3339 time; None for anything else."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of the month where there is none.

    Raises:
        OverflowError, ValueError: the year is out of the calendar's range.
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def week(day: date) -> str:
    """The ISO week of a day, "2017-W27"."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"
