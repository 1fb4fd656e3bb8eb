"""Whether a name that the gazetteer knows is a place where it stands, or a part of something else's name."""

from __future__ import annotations

from functools import cache

from .around import bodies
from .page import Mention, Page, contained, containers
from .tokens import months
from .words import data, kind_words, ordinary, words

_BIG = 50_000  # people of a town that needs no preposition before it
_KNOWN_TO_ALL = 300_000  # people of a town that may be called like an ordinary word
_SHIPPED = frozenset({"geonames", "ascribe"})  # the user's own gazetteers hold what the user looks for
_WEIGHTY = frozenset({"country", "region", "area", "continent", "sea"})


def is_place(page: Page, m: Mention) -> bool | None:
    """Whether a candidate is a place here; None where only another mention of the same name can tell."""
    if m.learned:
        return not _part_of_learned(page, m)
    text = page.text[m.begin : m.end]
    overlapping = page.other.over(m.begin, m.end)
    if overlapping:
        return m.cue and all(abs(e.begin - m.begin) < 5 and e.end <= m.end for e in overlapping)
    if (m.key in words("never") and m.kind is None) or page.text[m.end : m.end + 1] == "$":
        return False
    if _inside_longer(page, m) or _of_body(page, m):
        return False
    beside = _beside(page, m)
    if m.unlocated or beside or any(c.source not in _SHIPPED for c in m.candidates):
        return True
    best = max(
        (c.population if c.main or c.kind != "settlement" else c.population // 4 for c in m.candidates), default=0
    )
    if m.key in ordinary() and (not m.cue or best < _KNOWN_TO_ALL):
        return m.kind is not None and m.cue
    if m.key in words("people") and not m.cue:
        return None
    weighty = any(c.kind in _WEIGHTY for c in m.candidates)
    if m.first == m.last and text in page.people and not (weighty and m.cue):
        return False
    if m.kind is not None and (m.kind != "settlement" or m.cue or page.words[m.first - 1].lower == "of"):
        return True
    if weighty or any(c.capital for c in m.candidates):
        return True
    if m.first != m.last or m.cue:
        return (not _person_like(page, m)) and (m.cue or best > 5000)
    if best >= _BIG and not page.starts(m.begin):
        return True
    return None


def _part_of_learned(page: Page, m: Mention) -> bool:
    """Whether the learned layer's location has more capitals than the name: "Hill 70" is not the town of Hill."""
    for e in page.located.over(m.begin, m.end):
        for i, joint in ((m.first - 1, m.first), (m.last + 1, m.last + 1)):
            if not page.joined(joint) or not page.words[i].capital or m.unlocated:
                continue
            word = page.words[i]
            if e.begin <= word.begin and word.end <= e.end and word.lower not in months() | frozenset(kind_words()):
                return True
    return False


def _inside_longer(page: Page, m: Mention) -> bool:
    """Whether capitals right before or behind make the name a part of a longer one."""
    after, before = m.last + 1, m.first - 1
    if not m.unlocated and page.joined(after) and page.words[after].capital and page.text[m.end] != "-":
        follower = page.words[after]
        if follower.lower not in bodies() and contained(m.candidates, containers(page, after)):
            return False
        if follower.lower in bodies() or follower.lower not in months():
            _note_person(page, m, after)
            return True
    if page.joined(after) and page.words[after].lower in bodies() and page.words[after].capital:
        return True
    if not page.joined(m.first) or not page.words[before].capital or m.unlocated or page.text[m.begin - 1] == "-":
        return False
    low = page.words[before].lower
    if low in words("titles"):
        return True
    if low in months() or page.words[before].short or low in kind_words():
        return False
    if page.starts(page.words[before].begin) and low in words("locative"):
        return False
    page.people.add(page.words[m.last].text)
    return True


def _of_body(page: Page, m: Mention) -> bool:
    """Whether the name is the end of a body's name ("University of Manchester", "Voice of America")."""
    i = m.first - 1
    if i >= 1 and page.words[i].lower == "the":
        i -= 1
    if i < 1 or page.words[i].lower != "of" or not all(page.joined(j) for j in range(i, m.first + 1)):
        return False
    head = page.words[i - 1]
    plain = head.lower in kind_words() or head.lower in months() or head.lower in _sides()
    return head.capital and not plain and (head.lower in bodies() or not page.starts(head.begin))


@cache
def _sides() -> frozenset[str]:
    return frozenset(data()["parts"]["of_direction"])


def _note_person(page: Page, m: Mention, after: int) -> None:
    """Two capitals in a row that are no known place: the second may return alone as a family name."""
    if after == m.last + 1 and page.words[after].lower not in bodies():
        page.people.add(page.words[after].text)


def _person_like(page: Page, m: Mention) -> bool:
    after = m.last + 1
    return after < len(page.words) and page.words[after].lower in words("speech") and not m.cue


def _beside(page: Page, m: Mention) -> bool:
    """Whether a short form, division or country of one of its candidates stands behind a comma."""
    after = m.last + 1
    if after >= len(page.words) or page.text[m.end : page.words[after].begin] != ", ":
        return False
    after = page.past_directions(after)
    if not page.capital(after):
        return False
    return bool(containers(page, after)) and bool(contained(m.candidates, containers(page, after)))
