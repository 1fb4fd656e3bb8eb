"""Time expressions of a text, with TIMEX3 values and calendar bounds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date

from ...model import Time
from ..numbers.words import words
from .calendar import bounds, day_of
from .extents import Extent, extents
from .meaning import Context, Meaning
from .resolve import resolve
from .tense import direction

Span = tuple[int, int]
_OTHER_PERIODS = ("length", "anchored", "bare")


def find_times(text: str, sentences: list[Span], published: str | None) -> list[Time]:
    """Dates, times, durations and sets in `text`, after TimeML's TIMEX3 (ISO-TimeML, ISO 24617-1).

    Args:
        text: the document's text.
        sentences: spans [begin, end) in code points; expressions do not cross them.
        published: publication date, ISO 8601 date or RFC 3339 time, or None where it is not known; anything else
            is taken as not known.
    Returns:
        Times in order, none overlapping. `value` is TIMEX3, with X for what is not told ("XXXX-WXX-2" for a Tuesday of
        an unknown week), and "A/B" for a range; None where the words are ambiguous. `start` and `end_date` are days,
        both included, None where unbounded or unknown.
    """
    today, at = day_of(published), words(text)
    starts, ends = [b for b, _ in sentences], [e for _, e in sentences]
    found: list[Time] = []
    last: date | None = None
    last_day: date | None = None
    quarter: str | None = None
    year: int | None = None
    last_is_day = True
    for extent in extents(text, tuple(sentences)):
        k = bisect_right(starts, extent.begin) - 1
        span = (extent.word, bisect_left(at.begin, extent.end))
        tense = direction(text, at, span, (starts[k], ends[k]))
        meaning = resolve(extent, Context(today, last, tense, quarter, year, last_is_day, last_day))
        time = _time(text, extent, meaning)
        found.append(time)
        if time.precision in ("day", "time", "month") and time.start is not None and time.type in ("date", "time"):
            last, last_is_day = date.fromisoformat(time.start), time.precision != "month"
            last_day = last if last_is_day else last_day
        if time.start is not None and time.type != "duration" and time.start[:4] == (time.end_date or "")[:4]:
            year = int(time.start[:4])
        if extent.rule == "quarter" and time.value and time.value[0] != "X" and not extent.has("yearago", "year_word"):
            quarter = time.value
        elif extent.rule in _OTHER_PERIODS and (time.value or "")[:1] == "P" and (time.value or "")[-1:] in "MY":
            quarter = None  # "for the nine months"
    return found


def _time(text: str, extent: Extent, meaning: Meaning) -> Time:
    start, end, precision = bounds(meaning.value) if meaning.value else (None, None, "unknown")
    if meaning.start is not None or meaning.end is not None:
        start, end = meaning.start, meaning.end
        precision = "day" if meaning.type == "duration" else precision
    if meaning.type in ("duration", "set") and meaning.start is None:
        start, end, precision = None, None, "unknown"
    return Time(
        begin=extent.begin,
        end=extent.end,
        text=text[extent.begin : extent.end],
        type=meaning.type,
        value=meaning.value,
        start=start.isoformat() if start else None,
        end_date=end.isoformat() if end else None,
        precision=precision,
    )
