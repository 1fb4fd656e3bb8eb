"""From a choice to a place: its precision, and the parts and offsets that the words around a name tell.

Precision after the UCDP GED codebook's `where_prec`: 1 an exact spot or settlement ("point", "settlement"); 2 within
some 25 km of a known place and 3 a second-order division ("district"); 4 a first-order division ("region"); 6 a country
("country"); 5 and 7, lines and waters, have none ("unknown").
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from ...model import Place
from .choose import Choice
from .covered import Covered
from .gazetteer import Entry
from .page import Mention, Page
from .words import data, directions

Precision = Literal["point", "settlement", "district", "region", "country", "unknown"]
_PRECISION: dict[str, Precision] = {
    "point": "point", "settlement": "settlement", "district": "district", "region": "region", "area": "region",
    "country": "country",
}  # fmt: skip
_KM_PER_DEGREE = 111.195
_REACH = 400  # characters back to a settlement that a part may still belong to


def placed(page: Page, m: Mention, choice: Choice) -> Place:
    """The place of a mention, with what stands right before it: a direction, a distance, "near"."""
    entry = choice.entry
    if entry is None or entry.latitude is None:
        text = page.text[m.begin : m.end]
        known = {"gazetteer": entry.source, "gazetteer_id": entry.ref} if entry else {}
        return Place(begin=m.begin, end=m.end, text=text, name=text, confidence=0.9 if m.learned else 0.6, **known)
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
    listed = directions()
    i = m.first - 1
    if i >= 0 and page.joined(m.first) and page.words[i].lower in listed:
        if i > 0 and page.joined(i) and page.words[i - 1].lower in listed:
            i -= 1
        return page.words[i].begin
    if (
        i > 1
        and page.words[i].lower == "of"
        and page.words[i - 1].lower in _sides()
        and page.words[i - 2].lower == "the"
    ):
        return page.words[i - 1].begin
    return None


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
    return (
        at + match.start(),
        length * offsets["units"][match["unit"].lower()],
        offsets["bearings"][match["side"].lower()],
    )


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

    The one of "of X" first, then the last one named in the sentence or shortly before it, the first one behind it in
    the sentence, and the last one before, or else the first of all. Without any there is no place.
    """
    towns = [p for p in places if p.gazetteer_id is not None and p.precision == "settlement" and p.within is None]
    towns.sort(key=lambda p: p.begin)
    if not towns:
        return []
    taken = Covered(places)
    out = []
    for match in _part_pattern().finditer(page.text):
        begin, end = match.span("part")
        if taken.over(begin, end):
            continue
        town = _town(page.text, (begin, end), towns, _sentence(sentences, begin, len(page.text)))
        out.append(
            Place(
                begin=begin,
                end=end,
                text=page.text[begin:end],
                name=page.text[begin:end],
                latitude=town.latitude,
                longitude=town.longitude,
                country=town.country,
                gazetteer=town.gazetteer,
                precision="settlement",
                within=town.name,
                confidence=round(town.confidence * 0.8, 3),
            )
        )
    return out


@cache
def _part_pattern() -> re.Pattern[str]:
    listed = data()["parts"]
    sides = "|".join(sorted(directions(), key=len, reverse=True))
    named = "|".join(listed["named"])
    of_side = "|".join(sorted(listed["of_direction"], key=len, reverse=True))
    quarters = "|".join(listed["quarters"])
    name = r"(?:(?-i:[A-Z]|al-[A-Z]|el-[A-Z])[\w'’-]+ ){1,3}"
    return re.compile(rf"\b(?P<part>{named}|(?:{sides}) (?:{of_side})|{name}(?:{quarters}))\b", re.I)


def _town(text: str, span: tuple[int, int], towns: Sequence[Place], sentence: tuple[int, int]) -> Place:
    """The settlement that a part belongs to; `towns` are in order."""
    begin, end = span
    next_at = bisect_left(towns, begin, key=lambda t: t.begin)
    behind = towns[next_at] if next_at < len(towns) else None
    before = towns[next_at - 1] if next_at else None
    if behind and re.fullmatch(r" (?:of|in)(?: the (?:city|town) of)? ", text[end : behind.begin][:30]):
        return behind
    if before and (before.begin >= sentence[0] or begin - before.end < _REACH):
        return before
    if behind and behind.begin < sentence[1]:
        return behind
    return before or towns[0]


def _sentence(sentences: Sequence[tuple[int, int]], at: int, length: int) -> tuple[int, int]:
    i = bisect_right(sentences, at, key=lambda s: s[0]) - 1
    return sentences[i] if i >= 0 and at < sentences[i][1] else (0, length)
