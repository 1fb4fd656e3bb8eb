"""What is too young to leave: positions and movements that are told while they last can kill."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

NO_DATE = "without a known date"


def young(day: str | None, published: str | None, least_hours: int, as_of: date) -> str | None:
    """Why something may not leave yet; None if it may.

    A day lasts until midnight, UTC, and the export is taken to be made as `as_of` begins: so 72 hours keep back what
    happened on that day or the three before it, however late in the day the export is made.

    Args:
        day: the last day it is about, ISO 8601.
        published: when it was published, ISO 8601 date or RFC 3339 time.
        least_hours: nothing younger leaves; 0 lets everything go.
    """
    if not least_hours:
        return None
    latest = datetime.combine(as_of, time(), UTC) - timedelta(hours=least_hours)
    ends = [_end(given) for given in (day, published)]
    if any(end is None for end in ends):
        return NO_DATE
    return f"younger than {least_hours} hours" if any(end and end > latest for end in ends) else None


def _end(given: str | None) -> datetime | None:
    try:
        if not given:
            return None
        moment = datetime.fromisoformat(given)
        if len(given) <= 10 or moment.tzinfo is None:
            return datetime.combine(moment.date() + timedelta(days=1), time(), UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
