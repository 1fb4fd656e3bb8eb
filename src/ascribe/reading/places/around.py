"""What the words around a name tell of it: a preposition of place, a kind of place, a road or a water."""

from __future__ import annotations

from functools import cache

from .page import Mention, Page
from .words import data, directions, kind_words, words


def preposition(page: Page, first: int) -> bool:
    """Whether a preposition of place stands before a name, past articles, directions and words of kind."""
    i = first - 1
    passed = _passed()
    for _ in range(4):
        if i < 0 or page.text[page.words[i].end : page.words[i + 1].begin].strip(" ,\n"):
            return False
        low = page.words[i].lower
        if low in words("locative"):
            return not (low == "to" and i > 0 and page.words[i - 1].lower == "according")
        if low == "of" and i > 0 and page.words[i - 1].lower in _bearings():
            return True
        if low not in passed:
            return False
        i -= 1
    return False


@cache
def _passed() -> frozenset[str]:
    return directions() | frozenset(kind_words()) | {"the", "of", "and"}


@cache
def _bearings() -> frozenset[str]:
    return frozenset(data()["offsets"]["bearings"])


def says_near(page: Page, first: int) -> bool:
    """Whether "near" or words like it stand before a name."""
    before = " ".join(w.lower for w in page.words[max(0, first - 4) : first] if w.lower not in ("the", "city", "town"))
    return page.words[first - 1].lower in words("near") or before.endswith(tuple(data()["words"]["near_phrases"]))


def kind_told(page: Page, first: int, last: int, end: int) -> tuple[str | None, int, int]:
    """What kind of place the words around a name tell, and the name's end with the word of kind in it."""
    known = kind_words()
    after = last + 1
    if after < len(page.words) and page.joined(after) and page.words[after].lower in known:
        word = page.words[after]
        following = page.capital(after + 1) and page.joined(after + 1) and page.words[after + 1].lower in bodies()
        if not (word.capital and following):
            return known[word.lower], after, word.end
    own = page.words[last].lower
    if own in known and last > first:
        return known[own], last, end
    i = first - 1
    if i >= 0 and page.joined(first) and page.words[i].lower == "of" and i > 0 and page.joined(i):
        return known.get(page.words[i - 1].lower), last, end
    if i >= 0 and page.joined(first) and page.words[i].lower in ("city", "town", "village"):
        return "settlement", last, end
    return None, last, end


@cache
def bodies() -> frozenset[str]:
    return words("names_of_bodies")


def is_unlocated(page: Page, mention: Mention) -> bool:
    """Whether the name is one of a road, water or building."""
    after, before = mention.last + 1, mention.first - 1
    if mention.key in words("unlocated_names"):
        return True
    if mention.key.rpartition(" ")[2] in words("unlocated") and mention.kind is None and mention.first == mention.last:
        return False
    if page.joined(after) and page.words[after].lower in words("unlocated") and page.words[after].text != "st":
        return page.words[after].capital or page.words[after].lower in ("river", "road", "highway", "airport")
    return page.joined(mention.first) and page.capital(before) and page.words[before].lower in words("unlocated_before")
