"""Which words of a text are names of places.

Every run of words that the gazetteer knows is a candidate. It is a mention if what stands around it lets it be one: a
preposition of place, a word such as "province", a country behind a comma, or its own weight; never as a part of a
longer name ("Washington Post", "Paris Hilton") or of an organisation that the learned layer found.
"""

from __future__ import annotations

from dataclasses import replace

from .around import is_unlocated, kind_told, preposition, says_near
from .gazetteer import Entry
from .page import Mention, Page
from .tokens import connectors, linked
from .told import learned_only, told
from .verdict import is_place
from .words import data, directions, key, shorts, words

LONGEST = 6  # words of a name
_COORDINATION = frozenset({", ", " and ", ", and ", " or ", ", or ", " and the ", " and in "})


def mentions(page: Page) -> list[Mention]:
    """The place names of a page, in order, none overlapping."""
    kept: list[Mention] = []
    weak: list[Mention] = []
    for one in _candidates(page):
        if kept and kept[-1].cue and page.text[kept[-1].end : one.begin] in _COORDINATION:
            one = replace(one, cue=True)
        verdict = is_place(page, one)
        if verdict is None:
            weak.append(one)
        elif verdict:
            kept.append(one)
    accepted = {m.key for m in kept}
    kept += [m for m in weak if m.key in accepted]
    kept += told(page, kept)
    kept += learned_only(page, kept)
    return sorted(kept, key=lambda m: m.begin)


def _candidates(page: Page) -> list[Mention]:
    """Longest runs of words that the gazetteer knows, from left to right."""
    spans = _spans(page)
    known = page.gazetteer.find(k for _, _, k in spans)
    bare = {k: k.removeprefix("al ") for _, _, k in spans if k.startswith("al ") and k not in known}
    without = page.gazetteer.find(bare.values())
    known |= {k: without[b] for k, b in bare.items() if b in without}
    shortened = shorts()
    waters = words("unlocated_names")
    parts = frozenset(data()["parts"]["named"])
    longest: dict[int, tuple[int, str]] = {}
    for first, last, plain in spans:
        text = page.words[first].text
        hit = (plain in known and plain not in parts) or (first == last and text in shortened) or plain in waters
        before_name = first == last and page.joined(first + 1) and page.capital(first + 1)
        if before_name and page.words[first].lower in directions():
            continue
        if hit and (first not in longest or last > longest[first][0]):
            longest[first] = (last, plain)
    out: list[Mention] = []
    at = -1
    for first in sorted(longest):
        if first <= at:
            continue
        last, plain = longest[first]
        mention = _mention(page, first, last, plain, known.get(plain, ()))
        if mention is not None:
            out.append(mention)
            at = mention.last
    return out


def _spans(page: Page) -> list[tuple[int, int, str]]:
    """All runs of words that could be a name, with their keys."""
    out = []
    small = connectors()
    for first, word in enumerate(page.words):
        if not word.capital:
            continue
        for last in range(first, min(first + LONGEST, len(page.words))):
            if last > first and not linked(page.text, page.words[last - 1], page.words[last]):
                break
            end = page.words[last]
            if not end.capital and end.lower not in small:
                break
            if end.capital:
                out.append((first, last, key(page.text[word.begin : end.end])))
    return out


def _mention(page: Page, first: int, last: int, plain: str, candidates: tuple[Entry, ...]) -> Mention | None:
    """The candidate with what stands around it; None for short forms that do not fit."""
    begin, end = page.words[first].begin, page.words[last].end
    text = page.text[begin:end]
    if plain in words("upper_only") and not text.isupper():
        candidates = tuple(c for c in candidates if c.kind != "country")
        if not candidates:
            return None
    if first == last and (text in shorts() or text.isupper()):
        candidates = _short(page, first, text, candidates)
        if not candidates:
            return None
    cue = preposition(page, first)
    kind, last, end = kind_told(page, first, last, end)
    mention = Mention(begin, end, plain, candidates, first, last, kind, cue)
    learned = bool(page.located.over(begin, end))
    near = first > 0 and says_near(page, first)
    unlocated = is_unlocated(page, mention)
    if unlocated and page.capital(last + 1) and page.joined(last + 1):
        mention = replace(mention, end=page.words[last + 1].end, last=last + 1)
    elif unlocated and page.joined(first) and page.words[first - 1].lower in words("unlocated_before"):
        mention = replace(mention, begin=page.words[first - 1].begin, first=first - 1)
    return replace(mention, learned=learned, near=near, unlocated=unlocated)


def _short(page: Page, i: int, text: str, candidates: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """What a short form or a word in capitals may stand for: abbreviations, else names written in capitals."""
    out: list[Entry] = []
    after_place = i > 0 and page.text[page.words[i - 1].end : page.words[i].begin] in (", ", " (")
    for short in shorts().get(text, ()):
        if short.sure or after_place:
            out += page.gazetteer.find([f"={short.country}.{short.region}"]).get(f"={short.country}.{short.region}", ())
    letters = text.replace(".", "")
    if out or text in shorts():
        return tuple(out) if len(letters) < 4 else (*out, *candidates)
    if text.isupper() and len(letters) < 4:
        return tuple(c for c in candidates if c.kind in ("country", "area"))
    return candidates
