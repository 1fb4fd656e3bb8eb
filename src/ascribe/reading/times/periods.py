"""Weeks, months, quarters, seasons, years and longer: "last week", "May 2016", "the third quarter", "the 1980s"."""

from __future__ import annotations

from datetime import timedelta

from .calendar import add_months, bounds, week
from .days import resolve_daypart, resolve_weekday
from .extents import Extent
from .meaning import Context, Meaning, number_of, shift_of, word_value
from .spans import at_grain, code_of, count_of, duration, moved, year_before

_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def resolve_year_range(extent: Extent, context: Context) -> Meaning:
    years = [v for v in extent.all("year") if isinstance(v, int)]
    short = number_of(extent, "yy")
    last = years[1] if len(years) > 1 else years[0] // 100 * 100 + (short or 0)
    if last < years[0]:
        return Meaning("date", f"{years[0]:04d}")
    return Meaning("date", f"{years[0]:04d}/{last:04d}")


def resolve_month(extent: Extent, context: Context) -> Meaning | None:
    month, year, shift = number_of(extent, "month"), number_of(extent, "year"), shift_of(extent)
    if month is None:
        return None
    if year is None and context.today is None:
        return Meaning("date", f"XXXX-{month:02d}")
    if year is None and context.today is not None:
        year = context.today.year
        ahead = month - context.today.month
        if ahead < -6 and extent.before in ("through", "until", "till"):
            year += 1
        elif shift == -1:
            year -= ahead >= 0
        elif shift == 1:
            year += ahead <= 0
        elif shift is None and context.direction is None:
            year -= ahead > 2
        elif shift is None:
            year += -1 if context.direction == "past" and ahead > 0 else 0
            year += 1 if context.direction == "future" and ahead < 0 else 0
    return Meaning("date", f"{year:04d}-{month:02d}")


def resolve_season(extent: Extent, context: Context) -> Meaning | None:
    season, year, shift = word_value(extent, "season"), number_of(extent, "year"), shift_of(extent)
    if season is None:
        return None
    if year is None and context.today is None:
        return Meaning("date", f"XXXX-{season}")
    if year is None and context.today is not None:
        year, begins = context.today.year, _SEASON_MONTH[season]
        over = context.today.month >= begins + 3
        if (
            begins > context.today.month
            and ((context.direction != "future" and shift != 0) or shift == -1 or season == "WI")
        ) or (shift == -1 and not over and not extent.says("past")):
            year -= 1
        elif shift == 1 and context.today.month >= begins:
            year += 1
    return Meaning("date", f"{year:04d}-{season}")


def resolve_edge(extent: Extent, context: Context) -> Meaning | None:
    """ "the end of the month", "early days of 2016": the unit itself; TIMEX3 keeps the part in an attribute."""
    if extent.has("month"):
        return resolve_month(extent, context)
    if extent.has("season"):
        return resolve_season(extent, context)
    if extent.has("weekday"):
        return resolve_weekday(extent, context)
    if extent.has("decade", "century_word"):
        return resolve_decade(extent, context) if extent.has("decade") else resolve_century(extent, context)
    if extent.has("year"):
        return resolve_year(extent, context)
    if extent.has("daypart"):
        return resolve_daypart(extent, context)
    return resolve_relative(extent, context)


def resolve_year(extent: Extent, context: Context) -> Meaning | None:
    year = number_of(extent, "year", "num")
    if year is None:
        return None
    if extent.says("bc", "bce"):
        return Meaning("date", f"BC{year:04d}")
    return Meaning("date", f"{year:04d}")


def resolve_decade(extent: Extent, context: Context) -> Meaning | None:
    value = number_of(extent, "decade")
    return Meaning("date", f"{value:03d}") if value is not None else None


def resolve_century(extent: Extent, context: Context) -> Meaning | None:
    number = number_of(extent, "ordnum")
    if number is None:
        return None
    if extent.says("bc", "bce"):
        return Meaning("date", f"BC{number - 1:02d}")
    return Meaning("date", f"{number - 1:02d}")


def resolve_quarter(extent: Extent, context: Context) -> Meaning | None:
    number, year = number_of(extent, "ordnum", "num"), number_of(extent, "year")
    if number is None or not 1 <= number <= 4:
        return None
    if year is None:
        if context.today is None:
            return Meaning("date", f"XXXX-Q{number}")
        year, shift = context.today.year, shift_of(extent)
        past = (number - 1) * 3 + 1 > context.today.month
        if extent.has("yearago", "a") or (shift == -1 and extent.has("year_word")):
            year -= 1
        elif shift == 1:
            year += 1
        elif (
            past and shift is None and context.direction != "future" and number - 1 > (context.today.month - 1) // 3 + 1
        ) or (past and shift is None and context.today.month <= 3 and number == 4):
            year -= 1
    return Meaning("date", f"{year:04d}-Q{number}")


def resolve_half_year(extent: Extent, context: Context) -> Meaning | None:
    year, decade = number_of(extent, "year"), number_of(extent, "decade")
    half = 2 if extent.has("last") or number_of(extent, "ordnum") == 2 else 1
    if decade is not None:
        return Meaning("date", f"{decade:03d}")
    if year is None and context.today is not None:
        year = context.today.year + (shift_of(extent) or 0 if extent.lower[-2] != "the" else 0)
    return Meaning("date", f"{year:04d}-H{half}" if year is not None else f"XXXX-H{half}")


def resolve_fiscal(extent: Extent, context: Context) -> Meaning | None:
    year = number_of(extent, "year")
    if year is None and context.today is not None:
        year = context.today.year + (shift_of(extent) or 0)
    return Meaning("date", f"{year:04d}" if year is not None else "XXXX")


def resolve_year_ago(extent: Extent, context: Context) -> Meaning:
    year, count = number_of(extent, "year"), count_of(extent)
    if extent.has("plural"):
        return Meaning("duration", duration(count, code_of(extent)))
    quarter = context.quarter or (at_grain(add_months(context.today, -3), "Q") if context.today else None)
    if year is not None:
        named = extent.has("quarter_word") and quarter is not None
        return Meaning("date", f"{year:04d}{(quarter or '')[4:]}" if named else f"{year:04d}")
    if context.today is None:
        return Meaning("date", "PAST_REF")
    if quarter is not None and (context.quarter or extent.has("quarter_word", "period")):
        return Meaning("date", year_before(quarter))
    return Meaning("date", f"{context.today.year - 1:04d}")


def resolve_year_end(extent: Extent, context: Context) -> Meaning:
    return Meaning("date", f"{context.today.year:04d}" if context.today else "XXXX")


def resolve_relative(extent: Extent, context: Context) -> Meaning:
    """ "last week", "this year", "recent months", "earlier this week"."""
    if extent.has("season"):
        return resolve_season(extent, context) or Meaning("date", None)
    if extent.has("present"):
        return Meaning("date", "PRESENT_REF")
    code, shift = code_of(extent), shift_of(extent) or 0
    if extent.has("plural"):
        return _plural(extent, context)
    if code == "Q" and extent.says("latest", "last") and context.today is not None:
        return Meaning("date", at_grain(add_months(context.today, -3), "Q"))
    told = extent.has("that") or extent.says("following", "previous", "preceding")
    told = told or (code == "D" and extent.lower[:2] == ("the", "next"))
    if told and code == "Y":
        return Meaning("date", f"{context.year + shift:04d}" if context.year is not None else None)
    today = context.last if told else context.today
    if (extent.has("that") and code == "D") or (today is None and extent.has("that")):
        return Meaning("date", context.last.isoformat() if context.last else "PAST_REF")
    if today is None:
        underspecified = {
            "W": "XXXX-WXX",
            "MO": "XXXX-XX",
            "Y": "XXXX",
            "D": "XXXX-XX-XX",
            "WE": "XXXX-WXX-WE",
            "Q": "XXXX-QX",
        }
        return Meaning("date", underspecified.get(code))
    if extent.says("past") and code != "WE":
        return Meaning("duration", duration(1, code), moved(today, -1, code), today)
    if code == "WE":
        comes = shift > 0 or extent.says("this") or (context.direction == "future" and not extent.has("last"))
        saturday = today if today.isoweekday() >= 6 or comes else today - timedelta(days=7)
        return Meaning(
            "date", f"{week(saturday + timedelta(days=7 if shift == 1 and today.isoweekday() >= 6 else 0))}-WE"
        )
    day = (
        moved(today, shift, code)
        if code not in ("MO", "Q")
        else add_months(today.replace(day=1), shift * (3 if code == "Q" else 1))
    )
    return _within(extent, context, Meaning("date", at_grain(day, code)))


def _within(extent: Extent, context: Context, meaning: Meaning) -> Meaning:
    """ "earlier this week" ends with today, "later this year" begins with it."""
    if (
        meaning.value is None
        or context.today is None
        or not extent.says("earlier", "later")
        or extent.has("last", "next")
    ):
        return meaning
    start, end, _ = bounds(meaning.value)
    if extent.says("earlier"):
        return Meaning("date", meaning.value, start, context.today)
    return Meaning("date", meaning.value, context.today, end)


def _plural(extent: Extent, context: Context) -> Meaning:
    code = code_of(extent)
    if extent.has("recent"):
        return Meaning("date", "PAST_REF")
    if extent.has("future"):
        return Meaning("date", "FUTURE_REF")
    shift = shift_of(extent)
    if shift == 1:
        return Meaning("duration", duration(None, code))
    return Meaning("date", "PAST_REF") if shift == -1 else Meaning("date", "PRESENT_REF")


def resolve_bare(extent: Extent, context: Context) -> Meaning:
    """ "the week", "the year", "years"."""
    code = code_of(extent)
    if extent.has("plural"):
        return Meaning("duration", duration(None, code))
    if code == "WE" and context.today is not None:
        return resolve_relative(extent, context)
    if code == "Q" and context.today is not None:
        return Meaning("date", context.quarter or at_grain(add_months(context.today, -3), "Q"))
    if extent.after in ("ended", "ending", "since"):
        return Meaning("duration", duration(1, code))
    if code == "D":
        return Meaning(
            "date", context.last.isoformat() if context.last else (context.today.isoformat() if context.today else None)
        )
    if context.today is None:
        return Meaning("duration", duration(1, code))
    return Meaning("date", at_grain(context.today, code))
