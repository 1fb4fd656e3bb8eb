"""What a report says of itself at its top: who wrote it, when it was published, whose wire copy it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .dateline import Dateline, find_dateline
from .dates import Day, find_day
from .lines import Line, first_lines
from .origin import agency_named, credited
from .tables import header_words

_BY = re.compile(r"(?:by|BY|By)\s+(?P<names>[^\W\d_].{2,118})")
_PARTS = re.compile(r"\s*(?:[|·•\t]|\s[-–—]\s)\s*")
_OF_THE_YEAR = re.compile(
    r"(?:©|\(c\)|copyright)\D{0,40}((?:19|20)\d{2})\b|^\W*[A-Z][a-z]+ ((?:19|20)\d{2})\W*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Header:
    """What the text states; None where it states nothing."""

    author: str | None = None
    origin: str | None = None
    published: str | None = None
    published_from: Literal["byline", "dateline", "none"] = "none"
    dateline: Dateline | None = None


def read_header(text: str) -> Header:
    """Byline, dateline, wire origin and publication date of a report, from its first and last lines alone.

    A dateline's day without a year becomes a date only if a line at the top states the year (a copyright line, a month
    with its year): a year is never guessed.
    """
    lines = first_lines(text)
    dateline = find_dateline(text)
    author, agency = _byline(lines)
    origin = (dateline.agency if dateline else None) or agency or credited(text)
    day = _stated_day(lines)
    if day is not None:
        return Header(author, origin, day, "byline", dateline)
    if dateline is not None and dateline.day is not None:
        filed = _with_year(dateline.day, lines)
        if filed is not None:
            return Header(author, origin, filed, "dateline", dateline)
    return Header(author, origin, None, "none", dateline)


def _byline(lines: list[Line]) -> tuple[str | None, str | None]:
    """Who a line "By Jane Doe, Reuters" names, and the agency it names."""
    for line in lines[:8]:
        match = _BY.fullmatch(line.text)
        if match is None or len(line.text.split()) > 14:
            continue
        pieces = [piece for part in _PARTS.split(match["names"]) for piece in re.split(r",\s+|\s*[(\[]|[)\]]", part)]
        stripped = [re.sub(r"\s*\b(?:staff )?(?:writer|correspondent)s?$", "", p, flags=re.I).strip() for p in pieces]
        agency = next((name for piece in stripped if (name := agency_named(piece))), None)
        people = [re.sub(r"\s+in\s+[A-Z].*$", "", piece) for piece in stripped]
        names = [p for p in people[:1] if agency_named(p) is None and _is_person(p)]
        if names or agency:
            return (names[0] if names else None), agency
    return None, None


def _is_person(words: str) -> bool:
    """Two to eight words, all names: "By Friday" and "By nightfall the army" are sentences."""
    parts = words.split()
    small = header_words("small_name_words")
    calendar = header_words("weekdays") | {"january", "february", "march", "april", "june", "july", "august", "the"}
    return (
        2 <= len(parts) <= 8
        and parts[0].lower().strip(".,") not in calendar
        and not words.endswith((".", "!", "?"))
        and all(part[0].isupper() or part.partition("-")[0].lower() in small for part in parts)
    )


def _stated_day(lines: list[Line]) -> str | None:
    """The date of a line that gives a date alone, one with a label, or one as a part of a byline."""
    for line in lines[:8]:
        if len(line.text) > 160:
            continue
        by = _BY.fullmatch(line.text)
        for part in [line.text, *_PARTS.split(line.text), *([_behind_name(line.text)] if by else [])]:
            day = find_day(part) or _labelled(part)
            if day is not None and day.year is not None:
                return day.iso()
    return None


def _behind_name(line: str) -> str:
    """What follows the first comma of a byline: "By Jane Doe, July 4, 2017"."""
    return line.partition(",")[2]


def _labelled(part: str) -> Day | None:
    match = _label().fullmatch(part.strip())
    return find_day(match["rest"]) if match else None


@cache
def _label() -> re.Pattern[str]:
    labels = "|".join(sorted(header_words("published_labels"), key=len, reverse=True))
    return re.compile(rf"(?:{labels})\b\s*[:\-–—]?\s*(?P<rest>.+)", re.IGNORECASE)


def _with_year(day: Day, lines: list[Line]) -> str | None:
    if day.year is not None:
        return day.iso()
    years = {
        year for line in lines for found in _OF_THE_YEAR.finditer(line.text[:200]) for year in found.groups() if year
    }
    if len(years) != 1:
        return None
    try:
        return Day(int(years.pop()), day.month, day.day).iso()
    except ValueError:
        return None  # 29 February of a common year
