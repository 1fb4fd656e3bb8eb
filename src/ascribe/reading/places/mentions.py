"""Which words of a text are names of places.

Every run of words that the gazetteer knows is a candidate. It is a mention if what stands around it lets it be one: a
preposition of place, a word such as "province", a country behind a comma, or its own weight; never as a part of a
longer name ("Washington Post", "Paris Hilton") or of an organisation that the learned layer found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from ...model import Entity
from .gazetteer import Entry, Gazetteer
from .tokens import Word, connectors, joined, months, split
from .words import data, key, kind_words, shorts, words

LONGEST = 6  # words of a name
_BIG = 100_000
_WEIGHTY = frozenset({"country", "region", "area", "continent", "sea"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in the text, with the places that it may be.

    `first` and `last` are the numbers of its words; `kind` what kind of place the text says it is; `cue` whether a
    preposition of place stands before it; `learned` whether the learned layer calls it a location; `unlocated` is set
    for names of roads and waters, which have no position.
    """

    begin: int
    end: int
    key: str
    candidates: tuple[Entry, ...]
    first: int
    last: int
    kind: str | None = None
    cue: bool = False
    learned: bool = False
    near: bool = False
    unlocated: bool = False


@dataclass
class Page:
    """A text, its words, and what the learned layer found in it."""

    text: str
    gazetteer: Gazetteer
    entities: Sequence[Entity]
    words: list[Word] = field(init=False)
    people: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.words = split(self.text)
        self.located = [e for e in self.entities if e.type == "location"]
        self.other = [
            e for e in self.entities if e.type in ("person", "organisation", "weapon", "military_platform", "nationality")
        ]

    def joined(self, i: int) -> bool:
        """Whether word `i` follows word `i - 1` with nothing but a space."""
        return 0 < i < len(self.words) and joined(self.text, self.words[i - 1], self.words[i])

    def capital(self, i: int) -> bool:
        """Whether there is a word `i` that begins with a capital."""
        return 0 <= i < len(self.words) and self.words[i].capital


def mentions(page: Page) -> list[Mention]:
    """The place names of a page, in order, none overlapping."""
    found = _candidates(page)
    kept: list[Mention] = []
    weak: list[Mention] = []
    for one in found:
        verdict = _verdict(page, one)
        if verdict is None:
            weak.append(one)
        elif verdict:
            kept.append(one)
    accepted = {m.key for m in kept}
    kept += [m for m in weak if m.key in accepted]
    kept += _learned_only(page, kept)
    return sorted(kept, key=lambda m: m.begin)


def _candidates(page: Page) -> list[Mention]:
    """Longest runs of words that the gazetteer knows, from left to right."""
    spans = _spans(page)
    known = page.gazetteer.find(k for _, _, k in spans)
    shortened = shorts()
    longest: dict[int, tuple[int, str]] = {}
    for first, last, plain in spans:
        text = page.words[first].text
        hit = plain in known or (first == last and text in shortened)
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
            if last > first and not page.joined(last):
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
    if first == last and (text in shorts() or text.isupper()):
        candidates = _short(page, first, text, candidates)
        if not candidates:
            return None
    cue = _cue(page, first)
    kind, last, end = _kind(page, first, last, end)
    mention = Mention(begin, end, plain, candidates, first, last, kind, cue)
    learned = any(e.begin < end and begin < e.end for e in page.located)
    near = first > 0 and _near(page, first)
    unlocated = _unlocated(page, mention)
    if unlocated and page.capital(last + 1) and page.joined(last + 1):
        mention = replace(mention, end=page.words[last + 1].end, last=last + 1)
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


def _cue(page: Page, first: int) -> bool:
    """Whether a preposition of place stands before a name, past articles, directions and words of kind."""
    i = first - 1
    passed = frozenset(data()["words"]["directions"]) | frozenset(kind_words()) | {"the", "of", "and"}
    for _ in range(4):
        if i < 0 or page.text[page.words[i].end : page.words[i + 1].begin].strip(" ,\n"):
            return False
        low = page.words[i].lower
        if low in words("locative"):
            return True
        if low not in passed:
            return False
        i -= 1
    return False


def _near(page: Page, first: int) -> bool:
    before = " ".join(w.lower for w in page.words[max(0, first - 4) : first] if w.lower not in ("the", "city", "town"))
    return page.words[first - 1].lower in words("near") or before.endswith(tuple(data()["words"]["near_phrases"]))


def _kind(page: Page, first: int, last: int, end: int) -> tuple[str | None, int, int]:
    """What kind of place the words around a name tell, and the name's end with the word of kind in it."""
    known = kind_words()
    after = last + 1
    if after < len(page.words) and page.joined(after) and page.words[after].lower in known:
        word = page.words[after]
        following = page.capital(after + 1) and page.joined(after + 1) and page.words[after + 1].lower in _bodies()
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
def _bodies() -> frozenset[str]:
    return words("names_of_bodies")


def _unlocated(page: Page, mention: Mention) -> bool:
    """Whether the name is one of a road, water or building."""
    after, before = mention.last + 1, mention.first - 1
    if mention.key in words("unlocated_names"):
        return True
    if mention.key.rpartition(" ")[2] in words("unlocated") and mention.kind is None and mention.first == mention.last:
        return False
    if page.joined(after) and page.words[after].lower in words("unlocated") and page.words[after].text != "st":
        return page.words[after].capital or page.words[after].lower in ("river", "road", "highway", "airport")
    return page.joined(mention.first) and page.capital(before) and page.words[before].lower in words("unlocated_before")


def _verdict(page: Page, m: Mention) -> bool | None:
    """Whether a candidate is a place here; None where only another mention of the same name can tell."""
    if m.learned:
        return True
    text = page.text[m.begin : m.end]
    overlapping = [e for e in page.other if e.begin < m.end and m.begin < e.end]
    if overlapping:
        return m.cue and all(abs(e.begin - m.begin) < 5 and e.end <= m.end for e in overlapping)
    if m.key in words("not_places"):
        return False
    if _inside_longer(page, m):
        return False
    beside = _beside(page, m)
    if m.unlocated or beside:
        return True
    best = max((c.population for c in m.candidates if c.main or c.kind != "settlement"), default=0)
    weighty = any(c.kind in _WEIGHTY for c in m.candidates)
    if m.first == m.last and text in page.people and not (weighty and m.cue):
        return False
    if m.kind is not None and (m.kind != "settlement" or m.cue):
        return True
    if weighty or any(c.capital for c in m.candidates):
        return True
    at_start = m.begin == 0 or page.text[:m.begin].rstrip()[-1:] in ".!?\n”\"“:"
    if m.first != m.last or m.cue:
        return (not _person_like(page, m)) and (m.cue or best > 5000)
    if best >= _BIG and not at_start:
        return True
    return None


def _inside_longer(page: Page, m: Mention) -> bool:
    """Whether capitals right before or behind make the name a part of a longer one."""
    after, before = m.last + 1, m.first - 1
    if not m.unlocated and page.joined(after) and page.words[after].capital:
        follower = page.words[after]
        if follower.lower in _bodies() or follower.lower not in months():
            _note_person(page, m, after)
            return True
    if page.joined(after) and page.words[after].lower in _bodies() and page.words[after].capital:
        return True
    if not page.joined(m.first) or not page.words[before].capital or m.unlocated:
        return False
    low = page.words[before].lower
    if low in words("titles"):
        return True
    if low in months() or page.words[before].short or low in kind_words():
        return False
    if low == page.words[before].text.lower() and _is_sentence_start(page, before) and low in words("locative"):
        return False
    page.people.add(page.words[m.last].text)
    return True


def _is_sentence_start(page: Page, i: int) -> bool:
    return i == 0 or page.text[: page.words[i].begin].rstrip()[-1:] in ".!?\n”\"“:"


def _note_person(page: Page, m: Mention, after: int) -> None:
    """Two capitals in a row that are no known place: the second may return alone as a family name."""
    if after == m.last + 1 and page.words[after].lower not in _bodies():
        page.people.add(page.words[after].text)


def _person_like(page: Page, m: Mention) -> bool:
    after = m.last + 1
    return after < len(page.words) and page.words[after].lower in words("speech") and not m.cue


def _beside(page: Page, m: Mention) -> bool:
    """Whether a short form, division or country of one of its candidates stands behind a comma."""
    after = m.last + 1
    if after >= len(page.words) or page.text[m.end : page.words[after].begin] != ", " or not page.words[after].capital:
        return False
    return bool(containers(page, after)) and bool(contained(m.candidates, containers(page, after)))


def containers(page: Page, i: int) -> list[Entry]:
    """Countries, divisions and districts that begin at word `i`, the longest name first."""
    form = page.words[i].text
    out: list[Entry] = []
    for short in shorts().get(form, ()):
        out += page.gazetteer.find([f"={short.country}.{short.region}"]).get(f"={short.country}.{short.region}", ())
    for last in range(min(i + 3, len(page.words)) - 1, i - 1, -1):
        if all(page.joined(j) for j in range(i + 1, last + 1)) and page.words[last].capital:
            plain = key(page.text[page.words[i].begin : page.words[last].end])
            big = [e for e in page.gazetteer.find([plain]).get(plain, ()) if e.kind in ("country", "region", "district", "area")]
            if big:
                return [*out, *big]
    return out


def contained(candidates: Sequence[Entry], holders: Sequence[Entry]) -> list[Entry]:
    """The candidates that lie in one of the holders."""
    out = []
    for c in candidates:
        for h in holders:
            same = bool(set(c.countries) & set(h.countries))
            if c.ref != h.ref and same and (h.kind in ("country", "area") or c.region == h.region) and c.kind != "country":
                out.append(c)
                break
    return out


def _learned_only(page: Page, kept: Sequence[Mention]) -> list[Mention]:
    """Locations of the learned layer that the gazetteer did not give: respelt, or without a position."""
    out = []
    for e in page.located:
        if any(m.begin < e.end and e.begin < m.end for m in kept):
            continue
        inside = [i for i, w in enumerate(page.words) if e.begin <= w.begin and w.end <= e.end and w.capital]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        begin, end = page.words[first].begin, page.words[last].end
        plain = key(page.text[begin:end])
        candidates = page.gazetteer.find_loosely(plain)
        kind, last, end = _kind(page, first, last, end)
        out.append(
            Mention(begin, end, plain, candidates, first, last, kind, _cue(page, first), True, _near(page, first), not candidates)
        )
    return out
