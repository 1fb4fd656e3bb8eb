"""Publication dates as reports state them. A year is never guessed, nor which number of 04/07/2017 is the month."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from .tables import header_words, table

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_RFC3339 = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?")


class Day(NamedTuple):
    """A calendar day as far as it is stated: `year` is None where the words give none."""

    year: int | None
    month: int
    day: int

    def iso(self) -> str | None:
        """The ISO 8601 date, or None without a year."""
        return None if self.year is None else date(self.year, self.month, self.day).isoformat()


def stated_time(value: str) -> str | None:
    """`value` if it is an ISO 8601 date or an RFC 3339 time, else None.

    A time without an offset says no instant: its date is kept.
    """
    value = value.strip()
    try:
        if _ISO.fullmatch(value):
            return date.fromisoformat(value).isoformat()
        match = _RFC3339.fullmatch(value)
        if match is None:
            return None
        datetime.fromisoformat(re.sub(r"\s(?=[+-]|[Zz]$)", "", value))
    except ValueError:
        return None
    if not match[4]:
        return match[1]
    short = re.search(r"[+-]\d{2}$", value)  # an offset in hours alone, as databases print it
    return value.replace(" ", "T", 1).replace(" ", "") + (":00" if short else "")


def find_day(words: str) -> Day | None:
    """The day that `words` state, and nothing else: "4 July 2017", "Tuesday, July 4", "JULY 4, 2017 10:30 GMT".

    None where they say anything more, or no day of the calendar.
    """
    match = _alone().fullmatch(words.strip(" .,;()[]"))
    return _day(match) if match else None


def day_pattern() -> str:
    """A regular expression (no groups) for a day in words, with or without a year."""
    return re.sub(r"\?P<\w+>", "?:", _day_in_words())


@cache
def _months() -> dict[str, int]:
    return {name: int(number) for number, names in table("headers")["months"].items() for name in names}


@cache
def _day_in_words() -> str:
    month = "|".join(sorted(_months(), key=len, reverse=True))
    year = r"(?:19|20)\d{2}"
    return (
        rf"(?:(?P<m1>(?i:{month}))\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y1>{year}))?"
        rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>(?i:{month}))\.?(?:,?\s+(?P<y2>{year}))?)(?!\w)"
    )


@cache
def _alone() -> re.Pattern[str]:
    weekday = "|".join(sorted(header_words("weekdays"), key=len, reverse=True))
    clock = (
        r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?(?:\s*[+-]\d{1,4})?)?"
    )
    numbers = (
        r"(?P<y3>\d{4})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?"
        r"|(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y4>\d{4})"
    )
    return re.compile(rf"(?:(?i:{weekday})\.?,?\s+)?(?:{_day_in_words()}|{numbers})(?i:{clock})")


def _day(match: re.Match[str]) -> Day | None:
    part = match.groupdict()
    year = part["y1"] or part["y2"] or part["y3"] or part["y4"]
    if part["a"]:
        first, second = int(part["a"]), int(part["b"])
        if first <= 12 and second <= 12 and first != second:
            return None  # day first or month first: nobody can tell
        day, month = (first, second) if first > 12 else (second, first)
    else:
        name = part["m1"] or part["m2"]
        month = _months()[name.lower()] if name else int(part["m3"])
        day = int(part["d1"] or part["d2"] or part["d3"])
    try:
        date(int(year or 2000), month, day)  # 2000 has every day that some year has
    except ValueError:
        return None
    return Day(int(year) if year else None, month, day)
