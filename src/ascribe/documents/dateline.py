"""The dateline: where, when and for which agency a report was filed ("KANDAHAR, Afghanistan, Oct. 3 (Xinhua) --").

Form after the Associated Press stylebook (a city in capitals, a region, the agency in brackets, a dash) with the
variants of other agencies and of press offices: a day before or behind the agency, "Beirut, Lebanon | AFP |",
"GENEVA (4 July 2017) –".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .dates import Day, day_pattern, find_day
from .lines import first_lines
from .origin import agency_named
from .tables import header_words

_INLINE_REACH = 600


_AGENCY_FORM = re.compile(r"[A-Z][\w&.'’-]*(?: [A-Z][\w&.'’-]*){0,3}")


@dataclass(frozen=True)
class Dateline:
    """What a dateline says; `begin` and `end` are its characters in the text, the dash included.

    `agency` is the short name of a known agency, or the words in brackets as they stand;
    `day` has no year where the dateline gives none.
    """

    begin: int
    end: int
    place: str
    agency: str | None = None
    day: Day | None = None


def find_dateline(text: str) -> Dateline | None:
    """The dateline of `text`: at the beginning of one of its first lines, or behind a headline on the same line.

    Behind a headline only with a known agency in brackets, since a dash between capitals alone says too little there.
    """
    for line in first_lines(text, 8):
        match = _at_line_start().match(line.text) or _with_bars().match(line.text)
        found = _checked(match, line.begin, len(line.text)) if match else None
        if found is not None:
            return found
    for match in _inline().finditer(text, 0, min(len(text), _INLINE_REACH)):
        agency = agency_named(match["agency"])
        if agency is not None and _is_name(match["place"]):
            return Dateline(match.start("place"), match.end(), match["place"], agency, _days(match))
    return None


def _checked(match: re.Match[str], offset: int, length: int) -> Dateline | None:
    """A dateline, if what matched its form can be one."""
    place = match["place"].strip(" ,")
    brackets = match["agency"] or ""
    agency = agency_named(brackets.strip())
    day = _days(match) or find_day(brackets)
    city = place.split(",")[0].split("/")[0].strip()
    if not _is_name(place) or city.lower() in header_words("not_places") or city.lower() in header_words("weekdays"):
        return None
    dated = day is not None and day.year is not None
    if city.upper() == city:
        # capitals and a dash alone also begin headlines: then a sentence must follow
        sure = (
            agency is not None
            or day is not None
            or (len(city) > 2 and len(place.split()) <= 5 and length - match.end() > 40)
        )
    else:
        sure = agency is not None or dated
    if not sure:
        return None
    if agency is None and city.upper() == city and _AGENCY_FORM.fullmatch(brackets.strip()) and not find_day(brackets):
        agency = brackets.strip()  # an agency that no list has, in the place where an agency stands
    return Dateline(offset + match.start("place"), offset + match.end(), place, agency, day)


def _days(match: re.Match[str]) -> Day | None:
    return next((day for name in ("day1", "day2") if match[name] and (day := find_day(match[name]))), None)


def _is_name(place: str) -> bool:
    """Up to three names parted by commas, of up to four words each, every long word beginning with a capital."""
    parts = [part.split() for part in place.split(",")]
    small = header_words("small_name_words")
    return len(parts) <= 3 and all(
        0 < len(words) <= 4 and words[0][0].isupper() and all(w[0].isupper() or w.lower() in small for w in words)
        for words in parts
    )


@cache
def _at_line_start() -> re.Pattern[str]:
    day = day_pattern()
    return re.compile(
        r"(?P<place>[^\W\d_][^\d()\[\]\n|:;!?\"“”–—]{1,60}?)"
        rf"(?:\s*,?\s+(?P<day1>{day}))?"
        r"(?:\s*[(\[](?P<agency>[^()\[\]]{2,40})[)\]])?"
        rf"(?:\s*,?\s*(?P<day2>{day}))?"
        r"(?:\s*(?:--+|[–—])\s*|\s+-\s*|(?<=[)\]\d])-\s*|(?<=[A-Z]{3})-(?=(?:An?|The|[A-Z][a-z]+)\s))(?=\S)"
    )


@cache
def _with_bars() -> re.Pattern[str]:
    day = day_pattern()
    return re.compile(
        rf"(?P<place>[^\W\d_][^\d()\n|:;]{{1,60}}?)\s*\|\s*(?P<agency>[^|]{{2,40}}?)\s*\|\s*"
        rf"(?:\w+,?\s+)?(?P<day1>{day})?(?P<day2>(?!))?"
    )


@cache
def _inline() -> re.Pattern[str]:
    day = day_pattern()
    return re.compile(
        r"(?<=[\s])(?P<place>[A-Z][A-Z'’/.-]{2,}(?: [A-Z][A-Z'’/.-]+){0,2}(?:, [A-Z][\w.]+(?: [A-Z]\w+)?)?)"
        rf"(?:,?\s+(?P<day1>{day}))?\s+[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]](?:,?\s*(?P<day2>{day}))?\s*(?:--+|[-–—])\s*"
    )
