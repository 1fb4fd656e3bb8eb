"""Durations, sets, and what is counted from another day: "three days", "every week", "two years ago"."""

from __future__ import annotations

from datetime import date, timedelta

from .calendar import add_months, week
from .extents import Extent
from .meaning import Context, Meaning, number_of, shift_of, word_value

_CLOCK = ("H", "M", "S")
_VAGUE_DURATION = {"S": "PTXS", "M": "PTXM", "H": "PTXH", "MO": "PXM", "2W": "PXW", "WE": "PXWE"}


def count_of(extent: Extent) -> float | None:
    """How many units: a number, 1 for "a", None for "several" and bare plurals."""
    if extent.has("couple"):
        return 2
    if extent.has("few"):
        return None
    numbers = [v for v in extent.all("num") if isinstance(v, int | float)]
    if numbers:
        return numbers[0] + (0.5 if extent.has("half") and extent.has("and") else 0.0)
    if extent.has("half"):
        return 1.5 if extent.has("and") else 0.5
    return None if extent.has("plural") else 1.0


def code_of(extent: Extent) -> str:
    code = word_value(extent, "unit") or word_value(extent, "plural") or "D"
    return "D" if code == "NI" else code


def duration(count: float | None, code: str) -> str:
    """TIMEX3 of so many units; X where the number is not told."""
    if count is None:
        return _VAGUE_DURATION.get(code, f"PX{code}")
    if code == "2W":
        count, code = count * 2, "W"
    whole, rest = int(count), count - int(count)
    if rest == 0.5 and code in ("Y", "D", "H", "M"):
        small = {"Y": "6M", "D": "T12H", "H": "30M", "M": "30S"}[code]
        large = f"{whole}{code}" if whole else ""
        return f"PT{large}{small}" if code in ("H", "M") else f"P{large}{small}"
    number = f"{count:g}" if count < 1e6 else f"{int(count)}"
    if code in ("S", "M", "H"):
        return f"PT{number}{code}"
    return f"P{number}{'M' if code == 'MO' else code}"


def moved(day: date, count: float, code: str) -> date:
    """The day so many units on (hours and less do not move it)."""
    months = {"MO": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}.get(code)
    if months:
        return add_months(day, round(count * months))
    return day + timedelta(days=round(count * {"D": 1, "W": 7, "2W": 14, "WE": 7}.get(code, 0)))


def at_grain(day: date, code: str) -> str:
    """A day, told as coarsely as the unit that it was counted in."""
    if code in ("W", "2W", "WE"):
        return week(day)
    if code in ("MO",):
        return f"{day.year:04d}-{day.month:02d}"
    if code == "Q":
        return f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}"
    if code == "Y":
        return f"{day.year:04d}"
    if code == "DE":
        return f"{day.year // 10:03d}"
    if code == "CE":
        return f"{day.year // 100:02d}"
    return day.isoformat()


def resolve_ago(extent: Extent, context: Context) -> Meaning:
    count, code = count_of(extent), code_of(extent)
    if count is None or context.today is None:
        return Meaning("date", "PAST_REF")
    if code == "Y" and count == 1 and context.quarter is not None:
        return Meaning("date", year_before(context.quarter))  # business news compares quarters
    return Meaning("time" if code in ("H", "M", "S") else "date", at_grain(moved(context.today, -count, code), code))


def resolve_shifted(extent: Extent, context: Context) -> Meaning:
    """ "three days later", "a year earlier": from the day that the text named last."""
    count, code = count_of(extent), code_of(extent)
    if code == "Y" and count == 1 and context.today is not None and extent.says("earlier"):
        year = f"{context.today.year - 1:04d}"
        return Meaning("date", year_before(context.quarter) if context.quarter else year)
    fine = code in ("D", "W", "2W", "WE")
    if (
        count is None
        or context.last is None
        or (fine and not context.last_is_day)
        or extent.says("before", "hence")
        or code in ("H", "M", "S")
    ):
        return Meaning("duration", duration(count, code))
    return Meaning("date", at_grain(moved(context.last, -count if extent.says("earlier") else count, code), code))


def resolve_day_before(extent: Extent, context: Context) -> Meaning:
    """ "the day before": from the day that the text named last; before what, where a noun follows, is not known."""
    code, step = code_of(extent), 1 if extent.says("after", "later") else -1
    told = context.last is not None and (context.last_is_day or code not in ("D", "W"))
    if not told or context.last is None or extent.after[:1].isalpha() or extent.says("hence"):
        return Meaning("date", None)
    return Meaning("date", at_grain(moved(context.last, step, code), code))


def resolve_length(extent: Extent, context: Context) -> Meaning:
    """ "three days"; and "one day" of a time to come."""
    if extent.lower == ("one", "day") and context.direction == "future" and _stands_alone(extent):
        return Meaning("date", "FUTURE_REF")
    count, code = count_of(extent), code_of(extent)
    if extent.before == "in" and count and context.today and context.direction == "future" and code not in _CLOCK:
        return Meaning("date", at_grain(moved(context.today, count, code), code))  # "will begin in two days"
    return Meaning("duration", duration(count, code))


def _stands_alone(extent: Extent) -> bool:
    around = ("in", "within", "for", "after", "than", "last", "longer", "more", "before", "of")
    return extent.before not in around and extent.after not in around


def resolve_anchored(extent: Extent, context: Context) -> Meaning:
    """ "the past two weeks", "the next three days": a duration that ends or begins at the reference day."""
    count, code, shift = count_of(extent), code_of(extent), shift_of(extent)
    value = duration(count, code)
    if (
        context.today is None
        or count is None
        or code in ("M", "S")
        or extent.says("following", "previous", "preceding")
    ):
        return Meaning("duration", value)
    if code == "H":
        count, code = -(-count // 24), "D"
    if shift == -1 and not extent.has("first"):
        return Meaning("duration", value, moved(context.today, -count, code), context.today)
    if shift == 1:
        return Meaning("duration", value, context.today, moved(context.today, count, code))
    return Meaning("duration", value)


def resolve_every(extent: Extent, context: Context) -> Meaning:
    weekday, part = number_of(extent, "weekday", "weekdays"), word_value(extent, "daypart")
    if weekday is not None:
        return Meaning("set", f"XXXX-WXX-{weekday}" + (f"T{part}" if part else ""))
    if part:
        return Meaning("set", f"XXXX-XX-XXT{part}")
    month = number_of(extent, "month")
    if month is not None:
        return Meaning("set", f"XXXX-{month:02d}")
    if extent.has("season"):
        return Meaning("set", f"XXXX-{word_value(extent, 'season')}")
    count = 2.0 if extent.has("other") else number_of(extent, "ordnum") or count_of(extent)
    return Meaning("set", duration(count, code_of(extent)))


def resolve_freq(extent: Extent, context: Context) -> Meaning:
    return Meaning("set", word_value(extent, "freq"))


def resolve_vague(extent: Extent, context: Context) -> Meaning:
    told = word_value(extent, "vague")
    if told:
        return Meaning("date", told)
    if extent.has("future", "term"):
        return Meaning("date", "FUTURE_REF")
    return Meaning("date", "PRESENT_REF" if extent.has("current") else "PAST_REF")


def year_before(quarter: str) -> str:
    """The same quarter of the year before."""
    return f"{int(quarter[:4]) - 1:04d}{quarter[4:]}"
