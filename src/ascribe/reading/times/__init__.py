"""Times: what the words for dates, times of day, durations and sets stand for in the calendar, and when a claim was."""

from __future__ import annotations

from .find import find_times
from .when import Scene, claim_when, own_times

__all__ = ["Scene", "claim_when", "find_times", "own_times"]
