"""What a time expression stands for: its TIMEX3 value, and bounds where the value alone does not give them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .calendar import add_months, week
from .extents import Extent

Kind = Literal["date", "time", "duration", "set"]
Direction = Literal["past", "future"]
_VAGUE_DURATION = {"S": "PTXS", "M": "PTXM", "H": "PTXH", "MO": "PXM", "2W": "PXW", "WE": "PXWE"}
_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Context:
    """What a relative expression is relative to.

    `today` is the publication day, None where it is not known; `last` the day or month that the text named last,
    `quarter` the quarter, `year` the year; `direction` where a bare weekday or month lies by tense, None where no verb tells.
    """

    today: date | None
    last: date | None
    direction: Direction | None
    quarter: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A type and a TIMEX3 value; `start` and `end` only where they are not those of the value."""

    type: Kind
    value: str | None
    start: date | None = None
    end: date | None = None


Resolver = Callable[[Extent, Context], Meaning | None]


def resolve(extent: Extent, context: Context) -> Meaning:
    """The meaning of a time expression; the value is None where the words do not tell."""
    try:
        meaning = RESOLVERS[extent.rule](extent, context)
    except (ValueError, OverflowError):
        meaning = None
    return meaning or Meaning("date", None)


def _number(extent: Extent, *names: str) -> int | None:
    for name in names:
        for value in extent.all(name):
            if isinstance(value, int):
                return value
    return None


def _text(extent: Extent, name: str) -> str | None:
    return next((v for v in extent.all(name) if isinstance(v, str)), None)


def _shift(extent: Extent) -> int | None:
    """-1 for last, 0 for this, 1 for next; None where no such word stands."""
    if extent.has("last"):
        return -1 if not extent.says("latest") else 0
    if extent.has("next"):
        return 1
    return 0 if extent.has("this", "that", "these") else None


def _iso(extent: Extent, context: Context) -> Meaning:
    day = date.fromisoformat(str(extent.values[0]))
    return Meaning("date", day.isoformat())


def _slashed(extent: Extent, context: Context) -> Meaning:
    """Day and month only where they cannot be mistaken: the larger above 12, or both the same."""
    first, second, year = (int(p) for p in str(extent.values[0]).split("/"))
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    if first > 12 >= second or first == second:
        return Meaning("date", date(year, second, first).isoformat())
    if second > 12 >= first:
        return Meaning("date", date(year, first, second).isoformat())
    return Meaning("date", f"{year:04d}-XX-XX", date(year, 1, 1), date(year, 12, 31))


def _year_range(extent: Extent, context: Context) -> Meaning:
    years = [v for v in extent.all("year") if isinstance(v, int)]
    short = _number(extent, "yy")
    last = years[1] if len(years) > 1 else years[0] // 100 * 100 + (short or 0)
    if last < years[0]:
        return Meaning("date", f"{years[0]:04d}")
    return Meaning("date", f"{years[0]:04d}/{last:04d}")


def _date(extent: Extent, context: Context) -> Meaning:
    value = _day_value(extent, context)
    part = _text(extent, "daypart")
    return Meaning("time", f"{value}T{part}") if part and value else Meaning("date", value)


def _day_value(extent: Extent, context: Context) -> str | None:
    """The calendar day that a month and a day name: with the year that stands there, or the nearest one."""
    month, day, year = _number(extent, "month"), _number(extent, "daynum", "ordnum"), _number(extent, "year")
    if month is None or day is None:
        return None
    if year is not None:
        return date(year, month, day).isoformat()
    if context.today is None:
        return f"XXXX-{month:02d}-{day:02d}" if day <= 31 else None
    return _nearest(context, month, day).isoformat()


def _nearest(context: Context, month: int, day: int) -> date:
    """The nearest such day; where both are far, tense decides."""
    assert context.today is not None
    options = []
    for year in (context.today.year - 1, context.today.year, context.today.year + 1):
        try:
            options.append(date(year, month, day))
        except ValueError:
            continue  # 29 February

    def distance(option: date) -> int:
        days = (option - context.today).days if context.today else 0
        against = context.direction is not None and (days < 0) == (context.direction == "future") and abs(days) > 3
        return abs(days) + (120 if against else 0)

    return min(options, key=distance)


def _days(extent: Extent, context: Context) -> Meaning | None:
    """ "13-14 March": from the first day to the last."""
    days = [v for c, v in zip(extent.classes, extent.values, strict=True) if isinstance(v, int) and {"daynum", "ordnum"} & set(c)]
    month, year = _number(extent, "month"), _number(extent, "year")
    if month is None or len(days) < 2:
        return None
    if year is None and context.today is None:
        return Meaning("date", f"XXXX-{month:02d}-{days[0]:02d}/XXXX-{month:02d}-{days[-1]:02d}")
    first = date(year, month, days[0]) if year is not None else _nearest(context, month, days[0])
    last = first.replace(day=days[-1])
    if last < first:
        return Meaning("date", first.isoformat())
    return Meaning("date", f"{first.isoformat()}/{last.isoformat()}")


def _whole_day(extent: Extent, context: Context) -> str | None:
    """The day that goes with a clock time or a part of the day."""
    if extent.has("month"):
        return _day_value(extent, context)
    if extent.has("weekday"):
        return _weekday_value(extent, context)
    shift = _number(extent, "day")
    if context.today is None:
        return None
    if shift is not None:
        return (context.today + timedelta(days=shift)).isoformat()
    return (context.last or context.today).isoformat()


def _clock(extent: Extent, context: Context) -> Meaning | None:
    clock = _text(extent, "clock")
    hour = _number(extent, "num", "daynum") if clock is None else int(clock[:2])
    minute = int(clock[3:5]) if clock else 0
    if hour is None:
        return None
    if clock is None and hour > 24:
        hour, minute = divmod(hour, 100)
    half = next((w for w, c in zip(extent.lower, extent.classes, strict=True) if "ampm" in c), "")
    hour = hour % 12 + 12 if half.startswith("p") and hour <= 12 else 0 if half.startswith("a") and hour == 12 else hour
    if hour > 24 or minute > 59:
        return None
    return Meaning("time", f"{_whole_day(extent, context) or 'XXXX-XX-XX'}T{hour:02d}:{minute:02d}")


def _noon(extent: Extent, context: Context) -> Meaning:
    day, part = _whole_day(extent, context) or "XXXX-XX-XX", _text(extent, "daypart")
    return Meaning("time", f"{day}T{part}")


def _night_of(extent: Extent, context: Context) -> Meaning | None:
    """ "the night of 13-14 March": the night that begins on the first day."""
    days = [v for c, v in zip(extent.classes, extent.values, strict=True) if isinstance(v, int) and {"daynum", "ordnum"} & set(c)]
    if len(days) < 2:
        return _noon(extent, context)
    whole = _days(extent, context)
    if whole is None or whole.value is None:
        return whole
    first = whole.value.partition("/")[0]
    return Meaning("time", f"{first}T{_text(extent, 'daypart')}")


def _weekday_value(extent: Extent, context: Context) -> str | None:
    number, shift = _number(extent, "weekday"), _shift(extent)
    if number is None:
        return None
    if context.today is None:
        return f"XXXX-WXX-{number}"
    behind = (context.today.isoweekday() - number) % 7
    if extent.says("previous", "preceding"):
        base = context.last or context.today - timedelta(days=1)
        day = base - timedelta(days=(base.isoweekday() - number) % 7 or 7)
    elif shift == -1 and not extent.says("past"):
        day = context.today - timedelta(days=behind or 7)
    elif shift == 1 or (shift is None and context.direction == "future" and behind):
        day = context.today + timedelta(days=7 - behind)
    elif shift == 0 and extent.says("this"):
        day = context.today + timedelta(days=number - context.today.isoweekday())
    else:
        day = context.today - timedelta(days=behind)
    return day.isoformat()


def _weekday(extent: Extent, context: Context) -> Meaning:
    value, part = _weekday_value(extent, context), _text(extent, "daypart")
    return Meaning("time", f"{value}T{part}") if part else Meaning("date", value)


def _dayword(extent: Extent, context: Context) -> Meaning:
    part = "NI" if extent.says("tonight") else _text(extent, "daypart")
    if context.today is None:
        value = "PRESENT_REF" if extent.says("today") else "XXXX-XX-XX"
        return Meaning("time" if part else "date", f"XXXX-XX-XXT{part}" if part else value)
    value = (context.today + timedelta(days=_number(extent, "day") or 0)).isoformat()
    return Meaning("time", f"{value}T{part}") if part else Meaning("date", value)


def _daypart(extent: Extent, context: Context) -> Meaning:
    part = _text(extent, "daypart") or "NI"
    shift = _shift(extent)
    if context.today is None:
        return Meaning("time", f"XXXX-XX-XXT{part}")
    day = context.today
    if shift == -1 or extent.rule == "daypart" and extent.says("overnight"):
        day -= timedelta(days=1)
    elif shift == 1:
        day += timedelta(days=1)
    elif shift is None or extent.says("that"):
        day = context.last or day
    return Meaning("time", f"{day.isoformat()}T{part}")


def _month(extent: Extent, context: Context) -> Meaning | None:
    month, year, shift = _number(extent, "month"), _number(extent, "year"), _shift(extent)
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


def _season(extent: Extent, context: Context) -> Meaning | None:
    season, year, shift = _text(extent, "season"), _number(extent, "year"), _shift(extent)
    if season is None:
        return None
    if year is None and context.today is None:
        return Meaning("date", f"XXXX-{season}")
    if year is None and context.today is not None:
        year, begins = context.today.year, _SEASON_MONTH[season]
        over = context.today.month >= begins + 3
        if begins > context.today.month and (context.direction != "future" and shift != 0 or shift == -1 or season == "WI"):
            year -= 1
        elif shift == -1 and not over and not extent.says("past"):
            year -= 1
        elif shift == 1 and context.today.month >= begins:
            year += 1
    return Meaning("date", f"{year:04d}-{season}")


def _edge(extent: Extent, context: Context) -> Meaning | None:
    """ "the end of the month", "early days of 2016": the unit itself; TIMEX3 keeps the part in an attribute."""
    if extent.has("month"):
        return _month(extent, context)
    if extent.has("season"):
        return _season(extent, context)
    if extent.has("weekday"):
        return _weekday(extent, context)
    if extent.has("decade", "century_word"):
        return _decade(extent, context) if extent.has("decade") else _century(extent, context)
    if extent.has("year"):
        return _year(extent, context)
    if extent.has("daypart"):
        return _daypart(extent, context)
    return _relative(extent, context)


def _year(extent: Extent, context: Context) -> Meaning | None:
    year = _number(extent, "year", "num")
    if year is None:
        return None
    if extent.says("bc", "bce"):
        return Meaning("date", f"BC{year:04d}")
    return Meaning("date", f"{year:04d}")


def _decade(extent: Extent, context: Context) -> Meaning | None:
    value = _number(extent, "decade")
    return Meaning("date", f"{value:03d}") if value is not None else None


def _century(extent: Extent, context: Context) -> Meaning | None:
    number = _number(extent, "ordnum")
    if number is None:
        return None
    if extent.says("bc", "bce"):
        return Meaning("date", f"BC{number - 1:02d}")
    return Meaning("date", f"{number - 1:02d}")


def _quarter(extent: Extent, context: Context) -> Meaning | None:
    number, year = _number(extent, "ordnum", "num"), _number(extent, "year")
    if number is None or not 1 <= number <= 4:
        return None
    if year is None:
        if context.today is None:
            return Meaning("date", f"XXXX-Q{number}")
        year, shift = context.today.year, _shift(extent)
        past = (number - 1) * 3 + 1 > context.today.month
        if extent.has("yearago", "a") or (shift == -1 and extent.has("year_word")):
            year -= 1
        elif shift == 1:
            year += 1
        elif past and shift is None and context.direction != "future" and number - 1 > (context.today.month - 1) // 3 + 1:
            year -= 1
        elif past and shift is None and context.today.month <= 3 and number == 4:
            year -= 1
    return Meaning("date", f"{year:04d}-Q{number}")


def _half_year(extent: Extent, context: Context) -> Meaning | None:
    year, decade = _number(extent, "year"), _number(extent, "decade")
    half = 2 if extent.has("last") or _number(extent, "ordnum") == 2 else 1
    if decade is not None:
        return Meaning("date", f"{decade:03d}")
    if year is None and context.today is not None:
        year = context.today.year + (_shift(extent) or 0 if extent.lower[-2] != "the" else 0)
    return Meaning("date", f"{year:04d}-H{half}" if year is not None else f"XXXX-H{half}")


def _fiscal(extent: Extent, context: Context) -> Meaning | None:
    year = _number(extent, "year")
    if year is None and context.today is not None:
        year = context.today.year + (_shift(extent) or 0)
    return Meaning("date", f"{year:04d}" if year is not None else "XXXX")


def _year_ago(extent: Extent, context: Context) -> Meaning:
    year, count = _number(extent, "year"), _count(extent)
    if extent.has("plural"):
        return Meaning("duration", _duration(count, _code(extent)))
    quarter = context.quarter or (_at_grain(add_months(context.today, -3), "Q") if context.today else None)
    if year is not None:
        named = extent.has("quarter_word") and quarter is not None
        return Meaning("date", f"{year:04d}{(quarter or '')[4:]}" if named else f"{year:04d}")
    if context.today is None:
        return Meaning("date", "PAST_REF")
    if quarter is not None and (context.quarter or extent.has("quarter_word", "period")):
        return Meaning("date", _year_before(quarter))
    return Meaning("date", f"{context.today.year - 1:04d}")


def _year_before(quarter: str) -> str:
    return f"{int(quarter[:4]) - 1:04d}{quarter[4:]}"


def _count(extent: Extent) -> float | None:
    """How many units: a number, 1 for "a", None for "several" and bare plurals."""
    if extent.has("couple"):
        return 2
    if extent.has("few"):
        return None
    numbers = [v for v in extent.all("num") if isinstance(v, int | float)]
    if numbers:
        return numbers[0] + (0.5 if extent.has("half") and extent.has("and") else 0)
    if extent.has("half"):
        return 1.5 if extent.has("and") else 0.5
    return None if extent.has("plural") else 1


def _code(extent: Extent) -> str:
    code = _text(extent, "unit") or _text(extent, "plural") or "D"
    return "D" if code == "NI" else code


def _duration(count: float | None, code: str) -> str:
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


def _moved(day: date, count: float, code: str) -> date:
    """The day so many units on (hours and less do not move it)."""
    months = {"MO": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}.get(code)
    if months:
        return add_months(day, round(count * months))
    return day + timedelta(days=round(count * {"D": 1, "W": 7, "2W": 14, "WE": 7}.get(code, 0)))


def _at_grain(day: date, code: str) -> str:
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


def _ago(extent: Extent, context: Context) -> Meaning:
    count, code = _count(extent), _code(extent)
    if count is None or context.today is None:
        return Meaning("date", "PAST_REF")
    if code == "Y" and count == 1 and context.quarter is not None:
        return Meaning("date", _year_before(context.quarter))  # business news compares quarters
    return Meaning("time" if code in ("H", "M", "S") else "date", _at_grain(_moved(context.today, -count, code), code))


def _shifted(extent: Extent, context: Context) -> Meaning:
    """ "three days later", "a year earlier": from the day that the text named last."""
    count, code = _count(extent), _code(extent)
    if code == "Y" and count == 1 and context.today is not None and extent.says("earlier"):
        year = f"{context.today.year - 1:04d}"
        return Meaning("date", _year_before(context.quarter) if context.quarter else year)
    if count is None or context.last is None or extent.says("before", "hence") or code in ("H", "M", "S"):
        return Meaning("duration", _duration(count, code))
    return Meaning("date", _at_grain(_moved(context.last, -count if extent.says("earlier") else count, code), code))


def _length(extent: Extent, context: Context) -> Meaning:
    return Meaning("duration", _duration(_count(extent), _code(extent)))


def _anchored(extent: Extent, context: Context) -> Meaning:
    """ "the past two weeks", "the next three days": a duration that ends or begins at the reference day."""
    count, code, shift = _count(extent), _code(extent), _shift(extent)
    value = _duration(count, code)
    if context.today is None or count is None or code in ("H", "M", "S") or extent.says("following", "previous", "preceding"):
        return Meaning("duration", value)
    if shift == -1 and not extent.has("first"):
        return Meaning("duration", value, _moved(context.today, -count, code), context.today)
    if shift == 1:
        return Meaning("duration", value, context.today, _moved(context.today, count, code))
    return Meaning("duration", value)


def _relative(extent: Extent, context: Context) -> Meaning:
    """ "last week", "this year", "recent months", "earlier this week"."""
    if extent.has("season"):
        return _season(extent, context) or Meaning("date", None)
    if extent.has("present"):
        return Meaning("date", "PRESENT_REF")
    code, shift = _code(extent), _shift(extent) or 0
    if extent.has("plural"):
        return _plural(extent, context)
    if code == "Q" and extent.says("latest", "last") and context.today is not None:
        return Meaning("date", _at_grain(add_months(context.today, -3), "Q"))
    told = extent.has("that") or extent.says("following", "previous", "preceding")
    if told and code == "Y":
        return Meaning("date", f"{context.year + shift:04d}" if context.year is not None else None)
    today = context.last if told else context.today
    if extent.has("that") and code == "D" or (today is None and extent.has("that")):
        return Meaning("date", context.last.isoformat() if context.last else "PAST_REF")
    if today is None:
        underspecified = {"W": "XXXX-WXX", "MO": "XXXX-XX", "Y": "XXXX", "D": "XXXX-XX-XX", "WE": "XXXX-WXX-WE", "Q": "XXXX-QX"}
        return Meaning("date", underspecified.get(code))
    if extent.says("past") and code != "WE":
        return Meaning("duration", _duration(1, code), _moved(today, -1, code), today)
    if code == "WE":
        saturday = today if today.isoweekday() >= 6 or shift > 0 or extent.says("this") else today - timedelta(days=7)
        return Meaning("date", f"{week(saturday + timedelta(days=7 if shift == 1 and today.isoweekday() >= 6 else 0))}-WE")
    moved = _moved(today, shift, code) if code not in ("MO", "Q") else add_months(today.replace(day=1), shift * (3 if code == "Q" else 1))
    return _within(extent, context, Meaning("date", _at_grain(moved, code)))


def _within(extent: Extent, context: Context, meaning: Meaning) -> Meaning:
    """ "earlier this week" ends with today, "later this year" begins with it."""
    from .calendar import bounds

    if meaning.value is None or context.today is None or not extent.says("earlier", "later") or extent.has("last", "next"):
        return meaning
    start, end, _ = bounds(meaning.value)
    if extent.says("earlier"):
        return Meaning("date", meaning.value, start, context.today)
    return Meaning("date", meaning.value, context.today, end)


def _plural(extent: Extent, context: Context) -> Meaning:
    code = _code(extent)
    if extent.has("recent"):
        return Meaning("date", "PAST_REF")
    if extent.has("future"):
        return Meaning("date", "FUTURE_REF")
    shift = _shift(extent)
    if shift == 1:
        return Meaning("duration", _duration(None, code))
    return Meaning("date", "PAST_REF") if shift == -1 else Meaning("date", "PRESENT_REF")


def _bare(extent: Extent, context: Context) -> Meaning:
    """ "the week", "the year", "years"."""
    code = _code(extent)
    if extent.has("plural"):
        return Meaning("duration", _duration(None, code))
    if code == "WE" and context.today is not None:
        return _relative(extent, context)
    if code == "Q" and context.today is not None:
        return Meaning("date", context.quarter or _at_grain(add_months(context.today, -3), "Q"))
    if extent.after in ("ended", "ending", "since"):
        return Meaning("duration", _duration(1, code))
    if code == "D":
        return Meaning("date", context.last.isoformat() if context.last else (context.today.isoformat() if context.today else None))
    if context.today is None:
        return Meaning("duration", _duration(1, code))
    return Meaning("date", _at_grain(context.today, code))


def _every(extent: Extent, context: Context) -> Meaning:
    weekday, part = _number(extent, "weekday", "weekdays"), _text(extent, "daypart")
    if weekday is not None:
        return Meaning("set", f"XXXX-WXX-{weekday}" + (f"T{part}" if part else ""))
    if part:
        return Meaning("set", f"XXXX-XX-XXT{part}")
    month = _number(extent, "month")
    if month is not None:
        return Meaning("set", f"XXXX-{month:02d}")
    if extent.has("season"):
        return Meaning("set", f"XXXX-{_text(extent, 'season')}")
    count = 2.0 if extent.has("other") else _number(extent, "ordnum") or _count(extent)
    return Meaning("set", _duration(count, _code(extent)))


def _freq(extent: Extent, context: Context) -> Meaning:
    return Meaning("set", _text(extent, "freq"))


def _year_end(extent: Extent, context: Context) -> Meaning:
    return Meaning("date", f"{context.today.year:04d}" if context.today else "XXXX")


def _vague(extent: Extent, context: Context) -> Meaning:
    told = _text(extent, "vague")
    if told:
        return Meaning("date", told)
    if extent.has("future", "term"):
        return Meaning("date", "FUTURE_REF")
    return Meaning("date", "PRESENT_REF" if extent.has("current") else "PAST_REF")


RESOLVERS: dict[str, Resolver] = {
    "iso": _iso, "slashed": _slashed, "year_range": _year_range, "clock": _clock, "night_of": _night_of, "noon": _noon,
    "days": _days, "date": _date, "edge_month": _edge, "edge": _edge, "month": _month, "quarter": _quarter,
    "half_year": _half_year, "year_quarter": _year_ago, "fiscal": _fiscal, "yearago": _year_ago, "ago": _ago,
    "shift": _shifted, "every": _every, "anchored": _anchored, "rest": _length, "relative": _relative,
    "weekday": _weekday, "dayword": _dayword, "daypart": _daypart, "theyear": _year, "decade": _decade,
    "century": _century, "length": _length, "freq": _freq, "yearend": _year_end,
    "year": _year, "season": _season, "bare": _bare, "vague": _vague,
}  # fmt: skip
