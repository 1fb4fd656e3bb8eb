"""What a time expression stands for: from the rule that found it to the function that reads it."""

from __future__ import annotations

from collections.abc import Callable

from . import days, periods, spans
from .extents import Extent
from .meaning import Context, Meaning

Resolver = Callable[[Extent, Context], Meaning | None]


def resolve(extent: Extent, context: Context) -> Meaning:
    """The meaning of a time expression; the value is None where the words do not tell."""
    try:
        meaning = _RESOLVERS[extent.rule](extent, context)
    except (ValueError, OverflowError):
        meaning = None
    return meaning or Meaning("date", None)


_RESOLVERS: dict[str, Resolver] = {
    "iso": days.resolve_iso,
    "slashed": days.resolve_slashed,
    "year_range": periods.resolve_year_range,
    "clock": days.resolve_clock,
    "night_of": days.resolve_night_of,
    "noon": days.resolve_noon,
    "week_of": days.resolve_week_of,
    "days": days.resolve_days,
    "date": days.resolve_date,
    "edge_month": periods.resolve_edge,
    "edge": periods.resolve_edge,
    "month": periods.resolve_month,
    "quarter": periods.resolve_quarter,
    "half_year": periods.resolve_half_year,
    "year_quarter": periods.resolve_year_ago,
    "fiscal": periods.resolve_fiscal,
    "yearago": periods.resolve_year_ago,
    "ago": spans.resolve_ago,
    "shift": spans.resolve_shifted,
    "every": spans.resolve_every,
    "anchored": spans.resolve_anchored,
    "rest": spans.resolve_length,
    "relative": periods.resolve_relative,
    "weekday": days.resolve_weekday,
    "dayword": days.resolve_dayword,
    "daypart": days.resolve_daypart,
    "theyear": periods.resolve_year,
    "decade": periods.resolve_decade,
    "century": periods.resolve_century,
    "length": spans.resolve_length,
    "long": spans.resolve_length,
    "day_before": spans.resolve_day_before,
    "freq": spans.resolve_freq,
    "yearend": periods.resolve_year_end,
    "year": periods.resolve_year,
    "season": periods.resolve_season,
    "bare": periods.resolve_bare,
    "vague": spans.resolve_vague,
}
