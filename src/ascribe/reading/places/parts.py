"""From a choice to a place: its precision, and the parts and offsets that the words around a name tell.

Precision after the UCDP GED codebook's `where_prec`: 1 an exact spot or settlement ("point", "settlement"); 2 within
some 25 km of a known place and 3 a second-order division ("district"); 4 a first-order division ("region"); 6 a country
("country"); 5 and 7, lines and waters, have none ("unknown").
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from ...model import Place
from .choose import Choice
from .gazetteer import Entry
from .mentions import Mention, Page
from .words import data, words

Precision = Literal["point", "settlement", "district", "region", "country", "unknown"]
_PRECISION: dict[str, Precision] = {
    "point": "point", "settlement": "settlement", "district": "district", "region": "region", "area": "region",
    "country": "country",
}  # fmt: skip
_KM_PER_DEGREE = 111.195
_COARSE = frozenset({"continent", "sea"})


def placed(page: Page, m: Mention, choice: Choice) -> Place:
    """The place of a mention, with what stands right before it: a direction, a distance, "near"."""
    entry = choice.entry
    if entry is None:
        text = page.text[m.begin : m.end]
        return Place(begin=m.begin, end=m.end, text=text, name=text, confidence=0.9 if m.learned else 0.6)
    offset = _offset(page, m)
    if offset and entry.kind in ("settlement", "point", "district"):
        return _moved(page, m, entry, choice.confidence, offset)
    begin, within, name = m.begin, None, entry.name
    direction = _direction(page, m)
    precision = _PRECISION.get(entry.kind, "unknown")
    if direction is not None:
        begin, within = direction, entry.name
        name = page.text[begin : m.end]
    elif m.near and precision in ("settlement", "point"):
        precision = "district"
    return _place(page, (begin, m.end), entry, choice.confidence, name=name, precision=precision, within=within)


def _place(page: Page, span: tuple[int, int], entry: Entry, confidence: float, **more: Any) -> Place:
    at: dict[str, Any] = {"latitude": entry.latitude, "longitude": entry.longitude, "gazetteer_id": entry.ref}
    country = entry.country if entry.country and len(entry.country) == 2 else None
    return Place(
        begin=span[0], end=span[1], text=page.text[slice(*span)], country=country, gazetteer=entry.source,
        confidence=confidence, **(at | more),
    )  # fmt: skip


def _direction(page: Page, m: Mention) -> int | None:
    """Where the words of direction before a name begin ("eastern Aleppo", "the north of Syria"), if there are any."""
    listed = _directions()
    i = m.first - 1
    if i >= 0 and page.joined(m.first) and page.words[i].lower in listed:
        if i > 0 and page.joined(i) and page.words[i - 1].lower in listed:
            i -= 1
        return page.words[i].begin
    if i > 1 and page.words[i].lower == "of" and page.words[i - 1].lower in _sides() and page.words[i - 2].lower == "the":
        return page.words[i - 1].begin
    return None


@cache
def _directions() -> frozenset[str]:
    return frozenset(data()["words"]["directions"])


@cache
def _sides() -> frozenset[str]:
    return frozenset(data()["offsets"]["bearings"])


@cache
def _offset_pattern() -> re.Pattern[str]:
    """ "20 km (12 miles) south of [the city of] " right before a name."""
    offsets = data()["offsets"]
    units = "|".join(sorted(offsets["units"], key=len, reverse=True))
    sides = "|".join(sorted(offsets["bearings"], key=len, reverse=True))
    numbers = "|".join(offsets["numbers"])
    return re.compile(
        rf"(?P<n>\d+(?:[.,]\d+)?|\b(?:{numbers}))[ \u00a0-]?(?P<unit>{units})\b(?: ?\([^()]{{1,30}}\))?"
        rf"(?: away)?(?: to the| due)? (?P<side>{sides})(?:wards?)? (?:of|from) "
        r"(?:(?:the )?(?:city|town|village|centre|center|capital)(?: of)? )?(?:the )?$",
        re.I,
    )


def _offset(page: Page, m: Mention) -> tuple[int, float, float] | None:
    """The begin of an offset before a name, its length in kilometres and its bearing in degrees."""
    at = max(0, m.begin - 100)
    match = _offset_pattern().search(page.text[at : m.begin])
    if match is None:
        return None
    offsets = data()["offsets"]
    number = match["n"].lower()
    length = float(offsets["numbers"].get(number) or number.replace(",", "."))
    return at + match.start(), length * offsets["units"][match["unit"].lower()], offsets["bearings"][match["side"].lower()]


def _moved(page: Page, m: Mention, entry: Entry, confidence: float, offset: tuple[int, float, float]) -> Place:
    """A spot at a distance and bearing from a known one; its precision is a district, since both are rounded."""
    begin, length, bearing = offset
    if entry.latitude is None or entry.longitude is None or length > 500:
        return _place(page, (m.begin, m.end), entry, confidence, name=entry.name, precision="region")
    latitude = entry.latitude + length / _KM_PER_DEGREE * math.cos(math.radians(bearing))
    across = _KM_PER_DEGREE * max(0.05, math.cos(math.radians(entry.latitude)))
    longitude = entry.longitude + length / across * math.sin(math.radians(bearing))
    return _place(
        page, (begin, m.end), entry, confidence, name=page.text[begin : m.end], gazetteer_id=None,
        precision="district" if length <= 50 else "region",
        latitude=round(max(-90.0, min(90.0, latitude)), 5), longitude=round((longitude + 540) % 360 - 180, 5),
    )  # fmt: skip


def parts(page: Page, places: Sequence[Place], sentences: Sequence[tuple[int, int]]) -> list[Place]:
    """Parts of a place that have no position of their own, within the settlement that stands by them.

    The one of "of X" or "X's" first, then the last one named in the sentence, the first one behind in it, the last one
    before it, and the one the document names most. Without any there is nothing to be within, and no place.
    """
    towns = [p for p in places if p.gazetteer_id is not None and p.precision == "settlement" and p.within is None]
    if not towns:
        return []
    taken = [(p.begin, p.end) for p in places]
    out = []
    for match in _part_pattern().finditer(page.text):
        begin, end = match.span("part")
        if any(b < end and begin < e for b, e in taken):
            continue
        town = _town(page.text, (begin, end), towns, sentences)
        out.append(
            Place(
                begin=begin, end=end, text=page.text[begin:end], name=page.text[begin:end], latitude=town.latitude,
                longitude=town.longitude, country=town.country, gazetteer=town.gazetteer, precision="settlement",
                within=town.name, confidence=round(town.confidence * 0.8, 3),
            )  # fmt: skip
        )
    return out


@cache
def _part_pattern() -> re.Pattern[str]:
    listed = data()["parts"]
    sides = "|".join(sorted(_directions(), key=len, reverse=True))
    named = "|".join(listed["named"])
    of_side = "|".join(sorted(listed["of_direction"], key=len, reverse=True))
    quarters = "|".join(listed["quarters"])
    name = r"(?:(?-i:[A-Z]|al-[A-Z]|el-[A-Z])[\w'’-]+ ){1,3}"
    return re.compile(rf"\b(?P<part>{named}|(?:{sides}) (?:{of_side})|{name}(?:{quarters}))\b", re.I)


def _town(text: str, span: tuple[int, int], towns: Sequence[Place], sentences: Sequence[tuple[int, int]]) -> Place:
    begin, end = span
    sentence = next((s for s in sentences if s[0] <= begin < s[1]), (0, len(text)))
    for town in towns:
        if re.fullmatch(r" (?:of|in)(?: the (?:city|town) of)? ", text[end : town.begin]) and town.begin > end:
            return town
        if re.fullmatch(r"['’]s (?:\w+ ){0,2}", text[town.end : begin]) and town.end < begin:
            return town
    before = [t for t in towns if sentence[0] <= t.begin < begin]
    if before:
        return before[-1]
    behind = [t for t in towns if end <= t.begin < sentence[1]]
    if behind:
        return behind[0]
    earlier = [t for t in towns if t.begin < begin]
    if earlier:
        return earlier[-1]
    return Counter({t: sum(o.name == t.name for o in towns) for t in towns}).most_common(1)[0][0]


def is_unlocated(word: str) -> bool:
    """Whether a word makes a name one of a road, a water or a building."""
    return word.lower() in words("unlocated")
