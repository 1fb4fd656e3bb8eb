"""Round ticks for a chart: counts from zero, and days."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)


def counts(highest: float, most: int = 6) -> tuple[float, ...]:
    """Ticks from 0 to at least `highest` in steps of 1, 2 or 5 times a power of ten, `most` of them or fewer."""
    if highest < 1e-6:  # nothing counts people or shares so finely
        return 0.0, 1.0
    power = math.floor(math.log10(highest / (most - 1)))
    steps = (m * 10.0**e for e in range(power, power + 3) for m in (1, 2, 5))
    step = next(s for s in steps if math.ceil(highest / s - 1e-9) < most)
    return tuple(round(k * step, 12) for k in range(math.ceil(highest / step - 1e-9) + 1))


def days(first: date, last: date, most: int) -> tuple[date, ...]:
    """Round days from `first` to `last`: every day, second day, week, or first of a month; at most `most` of them."""
    most = max(1, most)
    length = (last - first).days + 1
    for step in _DAYS:
        if math.ceil(length / step) <= most:
            return tuple(first + timedelta(days=k) for k in range(0, length, step))
    for step in _MONTHS:
        if length / (31 * step) > most + 1:
            continue
        found = tuple(_firsts(first, last, step))
        if len(found) <= most:
            return found or (first,)
    return (first,)


def _firsts(first: date, last: date, step: int) -> Iterator[date]:
    for year in range(first.year, last.year + 1):
        if step > 12 and year % (step // 12):
            continue
        for month in range(1, 13, min(step, 12)):
            if first <= date(year, month, 1) <= last:
                yield date(year, month, 1)


def label(day: date, before: date | None) -> tuple[str, str]:
    """The words under a tick: day and month, and the year where it is not that of the tick before."""
    year = str(day.year) if before is None or before.year != day.year else ""
    return f"{day.day} {MONTHS[day.month - 1]}", year
