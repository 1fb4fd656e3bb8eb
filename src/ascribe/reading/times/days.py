"""Days and times of day: "June 6", "on Tuesday", "3 p.m. on Monday", "the night of 13-14 March"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from .calendar import week
from .extents import Extent
from .meaning import Context, Meaning, number_of, shift_of, word_value


def resolve_iso(extent: Extent, context: Context) -> Meaning:
    day = date.fromisoformat(str(extent.values[0]))
    return Meaning("date", day.isoformat())


def resolve_slashed(extent: Extent, context: Context) -> Meaning:
    """Day and month only where they cannot be mistaken: the larger above 12, or both the same."""
    first, second, year = (int(p) for p in str(extent.values[0]).split("/"))
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    if first > 12 >= second or first == second:
        return Meaning("date", date(year, second, first).isoformat())
    if second > 12 >= first:
        return Meaning("date", date(year, first, second).isoformat())
    return Meaning("date", f"{year:04d}-XX-XX", date(year, 1, 1), date(year, 12, 31))


def resolve_date(extent: Extent, context: Context) -> Meaning:
    value = day_value(extent, context)
    part = word_value(extent, "daypart")
    return Meaning("time", f"{value}T{part}") if part and value else Meaning("date", value)


def day_value(extent: Extent, context: Context) -> str | None:
    """The calendar day that a month and a day name: with the year that stands there, or the nearest one."""
    month, day, year = number_of(extent, "month"), number_of(extent, "daynum", "ordnum"), number_of(extent, "year")
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


def resolve_week_of(extent: Extent, context: Context) -> Meaning:
    """ "the week of June 19": the calendar week of that day."""
    value = day_value(extent, context)
    if word_value(extent, "unit") == "W" and value and value[0] != "X":
        return Meaning("date", week(date.fromisoformat(value)))
    return Meaning("date", value)


def resolve_days(extent: Extent, context: Context) -> Meaning | None:
    """ "13-14 March": from the first day to the last."""
    days = [
        v
        for c, v in zip(extent.classes, extent.values, strict=True)
        if isinstance(v, int) and {"daynum", "ordnum"} & set(c)
    ]
    month, year = number_of(extent, "month"), number_of(extent, "year")
    if month is None or len(days) < 2:
        return None
    if year is None and context.today is None:
        return Meaning("date", f"XXXX-{month:02d}-{days[0]:02d}/XXXX-{month:02d}-{days[-1]:02d}")
    first = date(year, month, days[0]) if year is not None else _nearest(context, month, days[0])
    last = first.replace(day=days[-1])
    if last < first:
        return Meaning("date", first.isoformat())
    return Meaning("date", f"{first.isoformat()}/{last.isoformat()}")


def whole_day(extent: Extent, context: Context) -> str | None:
    """The day that goes with a clock time or a part of the day."""
    if extent.has("month"):
        return day_value(_behind_clock(extent), context)
    if extent.has("weekday"):
        return weekday_value(extent, context)
    shift = number_of(extent, "day")
    if context.today is None:
        return None
    if shift is not None:
        return (context.today + timedelta(days=shift)).isoformat()
    return (context.last_day or context.today).isoformat()


def _behind_clock(extent: Extent) -> Extent:
    """What stands behind "5 p.m.", whose hour is no day."""
    clock = {"clock", "ampm", "oclock", "zone"}
    cut = max((k + 1 for k, c in enumerate(extent.classes) if clock & set(c)), default=0)
    return replace(extent, lower=extent.lower[cut:], classes=extent.classes[cut:], values=extent.values[cut:])


def resolve_clock(extent: Extent, context: Context) -> Meaning | None:
    clock = word_value(extent, "clock")
    hour = number_of(extent, "num", "daynum", "year") if clock is None else int(clock[:2])
    minute = int(clock[3:5]) if clock else 0
    if hour is None:
        return None
    if clock is None and hour > 24:
        hour, minute = divmod(hour, 100)
    half = next((w for w, c in zip(extent.lower, extent.classes, strict=True) if "ampm" in c), "")
    hour = hour % 12 + 12 if half.startswith("p") and hour <= 12 else 0 if half.startswith("a") and hour == 12 else hour
    if hour > 24 or minute > 59:
        return None
    return Meaning("time", f"{whole_day(extent, context) or 'XXXX-XX-XX'}T{hour:02d}:{minute:02d}")


def resolve_noon(extent: Extent, context: Context) -> Meaning:
    day, part = whole_day(extent, context) or "XXXX-XX-XX", word_value(extent, "daypart")
    return Meaning("time", f"{day}T{part}")


def resolve_night_of(extent: Extent, context: Context) -> Meaning | None:
    """ "the night of 13-14 March": the night that begins on the first day."""
    days = [
        v
        for c, v in zip(extent.classes, extent.values, strict=True)
        if isinstance(v, int) and {"daynum", "ordnum"} & set(c)
    ]
    if len(days) < 2:
        return resolve_noon(extent, context)
    whole = resolve_days(extent, context)
    if whole is None or whole.value is None:
        return whole
    first = whole.value.partition("/")[0]
    return Meaning("time", f"{first}T{word_value(extent, 'daypart')}")


def weekday_value(extent: Extent, context: Context) -> str | None:
    number, shift = number_of(extent, "weekday"), shift_of(extent)
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


def resolve_weekday(extent: Extent, context: Context) -> Meaning:
    value, part = weekday_value(extent, context), word_value(extent, "daypart")
    return Meaning("time", f"{value}T{part}") if part else Meaning("date", value)


def resolve_dayword(extent: Extent, context: Context) -> Meaning:
    part = "NI" if extent.says("tonight") else word_value(extent, "daypart")
    if context.today is None:
        value = "PRESENT_REF" if extent.says("today") else "XXXX-XX-XX"
        return Meaning("time" if part else "date", f"XXXX-XX-XXT{part}" if part else value)
    value = (context.today + timedelta(days=number_of(extent, "day") or 0)).isoformat()
    return Meaning("time", f"{value}T{part}") if part else Meaning("date", value)


def resolve_daypart(extent: Extent, context: Context) -> Meaning:
    part = word_value(extent, "daypart") or "NI"
    shift = shift_of(extent)
    if extent.has("weekday", "day"):
        return Meaning("time", f"{whole_day(extent, context) or 'XXXX-XX-XX'}T{part}")
    if context.today is None or (len(extent.lower) == 1 and extent.has("daypart")):
        return Meaning("time", f"XXXX-XX-XXT{part}")
    day = context.today
    if shift == -1 or (extent.rule == "daypart" and extent.says("overnight")):
        day -= timedelta(days=1)
    elif shift == 1:
        day += timedelta(days=1)
    elif shift is None or extent.says("that"):
        day = context.last or day
    return Meaning("time", f"{day.isoformat()}T{part}")
