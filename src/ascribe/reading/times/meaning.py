"""What time expressions are relative to, and what they come to; shared by the modules that resolve them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .extents import Extent

Kind = Literal["date", "time", "duration", "set"]
Direction = Literal["past", "future"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a relative expression is relative to.

    `today` is the publication day, None where it is not known; `last` the day or month that the text named last,
    `quarter` the quarter, `year` the year; `direction` where a bare weekday or month lies by tense, None where no verb
    tells; `last_is_day` whether `last` is a day, and not the first of a month; `last_day` the day named last.
    """

    today: date | None
    last: date | None
    direction: Direction | None
    quarter: str | None = None
    year: int | None = None
    last_is_day: bool = True
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A type and a TIMEX3 value; `start` and `end` only where they are not those of the value."""

    type: Kind
    value: str | None
    start: date | None = None
    end: date | None = None


def number_of(extent: Extent, *names: str) -> int | None:
    for name in names:
        for value in extent.all(name):
            if isinstance(value, int):
                return value
    return None


def word_value(extent: Extent, name: str) -> str | None:
    return next((v for v in extent.all(name) if isinstance(v, str)), None)


def shift_of(extent: Extent) -> int | None:
    """-1 for last, 0 for this, 1 for next; None where no such word stands."""
    if extent.has("last"):
        return -1 if not extent.says("latest") else 0
    if extent.has("next"):
        return 1
    return 0 if extent.has("this", "that", "these") else None
