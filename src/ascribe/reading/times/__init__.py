"""Times: what the words for dates, times of day, durations and sets stand for in the calendar."""

from __future__ import annotations

from .find import find_times

__all__ = ["find_times"]
