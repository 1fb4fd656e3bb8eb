"""When a forecast was made and when it is due: from its own words, never from a guess."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

from ..model import FiledClaim, Time
from ..reading.times import find_times
from ..reading.times.spans import moved
from .forecast_rules import table
from .series import day

_DURATION = re.compile(r"P(T?)(\d+(?:\.\d+)?)([HMDWY])")
_CODES = {"D": "D", "W": "W", "M": "MO", "Y": "Y"}
_RECENT = timedelta(days=31)  # a day of the sentence that is further back is no day of speaking


@dataclass(frozen=True)
class Due:
    """When a forecast was made (at the latest), when it is due, and how that is known or why it is not."""

    stated: date | None
    due: date | None
    why: str


def due(filed: FiledClaim, published: date | None) -> Due:
    """The due date of a forecast: the end of its time, or the end of a span counted from the statement.

    A forecast that is told again from an older statement gets none: how long ago it was made is not told.

    Args:
        filed: a claim about what is to come.
        published: when its document was.
    """
    if published is None:
        return Due(None, None, "the report has no date")
    words = filed.sentence.casefold()
    if any(phrase in words for phrase in table().retold):
        return Due(None, None, "an older statement is told again, and its day is not given")
    begin = filed.claim.sentence[0]
    times = find_times(filed.sentence, [(0, len(filed.sentence))], published.isoformat())
    own = [t for t in times if any(t.begin + begin < m.end and m.begin < t.end + begin for m in filed.claim.time)]
    others = [t for t in times if t not in own]
    stated = (
        None if any(_behind(t, filed.sentence) in table().elsewhere for t in others) else _stated(others, published)
    )
    # A denied claim without time words is dated by its report, which is no due date.
    timed = filed.claim.when if own or filed.claim.time or filed.claim.factuality != "denied" else None
    end = day(timed.end) if timed else None
    if end is not None and not (own and all(t.value == "PRESENT_REF" for t in own)):
        if end < published:
            return Due(stated, None, "the time that it names was over before the report")
        return Due(stated or published, end, f"by {end}, as it says")
    for time in own:
        if (length := _length(time, filed.sentence)) is None:
            continue
        if stated is None:
            return Due(None, None, "the day of the statement, which its time is counted from, is not clear")
        try:
            last = moved(stated, *length)
        except (ValueError, OverflowError):
            continue
        return Due(stated, last, f"“{time.text}” from {stated}")
    return Due(stated or published, None, "it names no time by which it can be judged")


def _stated(others: list[Time], published: date) -> date | None:
    """The publication date, or the one recent day that the sentence names too; None where it names other past times."""
    past = [t for t in others if t.end_date is not None and t.end_date < published.isoformat()]
    if not past:
        return published
    first, last = day(past[0].start), day(past[0].end_date)
    one = len(past) == 1 and first is not None and first == last and published - first <= _RECENT
    return first if one else None


def _length(time: Time, sentence: str) -> tuple[float, str] | None:
    """How long a duration is that starts with the statement ("within two weeks"), as a count of a unit."""
    match = _DURATION.fullmatch(time.value or "")
    if match is None or time.type != "duration":
        return None
    before = sentence[: time.begin].casefold().rstrip()
    led = any(re.search(rf"\b{re.escape(words)}$", before) for words in table().introduce)
    if not led or _behind(time, sentence) in table().elsewhere:
        return None
    count = float(match[2])
    if match[1]:
        return (math.ceil(count / 24), "D") if match[3] == "H" else (0, "D")
    return (count, _CODES[match[3]]) if match[3] in _CODES else None


def _behind(time: Time, sentence: str) -> str | None:
    """The word after a duration."""
    match = re.match(r"\s+(\w+)", sentence[time.end :].casefold()) if time.type == "duration" else None
    return match[1] if match else None
