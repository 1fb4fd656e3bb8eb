"""Places of a text: names found, namesakes told apart, parts and offsets put on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...model import Entity, Place
from .choose import Evidence, choose
from .gazetteer import Entry, Gazetteer, default_gazetteer
from .mentions import mentions
from .page import Mention, Page, contained, containers
from .parts import parts, placed
from .sources import demonyms
from .words import key

Span = tuple[int, int]


def find_places(
    text: str,
    entities: Sequence[Entity],
    sentences: Sequence[Span],
    *,
    dateline: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> list[Place]:
    """Place names of `text` with their coordinates (WGS 84 degrees), where they could be told.

    Args:
        text: the document's text.
        entities: what the learned layer found; its locations are places, and no part of an organisation's or a
            person's name is one. May be empty: then the gazetteer and the words around a name decide alone.
        sentences: spans [begin, end) in code points.
        dateline: the place of the document's dateline ("KIRKUK, Iraq"), if it has one.
        gazetteer: by default the one of this machine.
    Returns:
        Places in order, none overlapping. Roads, waters and names that no gazetteer knows have no coordinates and
        precision "unknown"; continents and seas have coordinates but precision "unknown".
    """
    page = Page(text, gazetteer or default_gazetteer(), entities)
    found = [_divisions(page, m) for m in mentions(page)]
    choices = choose(found, _evidence(page, found, dateline))
    places = [placed(page, m, c) for m, c in zip(found, choices, strict=True)]
    places += parts(page, places, sentences)
    return _in_order(places)


def _in_order(places: Sequence[Place]) -> list[Place]:
    """Places by their begin; of those that overlap the longer."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda p: (p.begin, -p.end)):
        if kept and place.begin < kept[-1].end:
            if place.end - place.begin > kept[-1].end - kept[-1].begin:
                kept[-1] = place
            continue
        kept.append(place)
    return kept


def _divisions(page: Page, m: Mention) -> Mention:
    """A mention with the divisions of its settlements, where the text speaks of a division ("Raqqa province")."""
    if m.kind != "region" or any(c.kind in ("region", "area", "district", "country") for c in m.candidates):
        return m
    keys = {f"={c.country}.{c.region}" for c in m.candidates if c.main or c.population > 20_000}
    more = [replace(e, main=True) for found in page.gazetteer.find(sorted(keys)).values() for e in found]
    return replace(m, candidates=(*m.candidates, *more))


def _evidence(page: Page, found: Sequence[Mention], dateline: str | None) -> Evidence:
    evidence = Evidence()
    words = demonyms()
    for word in page.words:
        if word.capital and (code := words.get(word.text) or words.get(word.text.removesuffix("s"))):
            evidence.countries[code] += 1
    for i, m in enumerate(found):
        if (holders := _holders(page, found, i)) and (inside := contained(m.candidates, holders)):
            evidence.held[i] = frozenset(c.ref for c in inside)
    if dateline:
        evidence.dateline = _countries_of(page, dateline)
    return evidence


def _holders(page: Page, found: Sequence[Mention], i: int) -> list[Entry]:
    """What the text names as the container of a mention: "X, Y", "X in Y", "X (Y)", "Y's X"."""
    m = found[i]
    after = m.last + 1
    if after < len(page.words):
        gap = page.text[m.end : page.words[after].begin]
        if gap in (", ", " (") and page.capital(page.past_directions(after)):
            return containers(page, page.past_directions(after))
        if gap in (" ", ", ") and page.words[after].lower == "in" and after + 1 < len(page.words):
            skip = after + 1
            while skip + 1 < len(page.words) and not page.words[skip].capital and skip < after + 4:
                skip += 1
            return containers(page, skip) if page.words[skip].capital else []
    if i > 0 and page.text[found[i - 1].end : m.begin] in ("'s ", "’s "):
        return [c for c in found[i - 1].candidates if c.kind in ("country", "region", "area")]
    return []


def _countries_of(page: Page, dateline: str) -> frozenset[str]:
    """The countries of the dateline's last name that is a country, else of its largest settlement."""
    names = [key(part) for part in dateline.split(",") if part.strip()]
    known = page.gazetteer.find(names)
    for name in reversed(names):
        entries = [e for e in known.get(name, ()) if e.kind in ("country", "region")]
        if entries:
            return frozenset(code for e in entries for code in e.countries)
    entries = [e for name in names for e in known.get(name, ())]
    largest = max(entries, key=lambda e: e.population, default=None)
    return frozenset(largest.countries) if largest else frozenset()
