"""Places that the gazetteer did not give by their spelling: by the words beside them, or by the learned layer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .around import bodies, kind_told, preposition, says_near
from .covered import Covered
from .page import Mention, Page
from .sources import demonyms
from .tokens import months
from .words import data, key, words


@cache
def _told_pattern() -> re.Pattern[str]:
    """A run of capitals behind "village of" or before "refugee camp"."""
    listed = data()["told"]
    word = r"[^\W\d_a-z][\w'’-]+"
    name = rf"(?:(?:al|el|ad|ar|as|ash|at|az|an|d)[-'’])?{word}(?: (?:de |al-|el-|ez-)?{word}){{0,2}}"
    before, after = "|".join(listed["before"]), "|".join(listed["after"])
    return re.compile(rf"\b(?:{before}) of (?P<a>{name})|\b(?P<b>{name})(?= (?:{after})\b)")


def told(page: Page, kept: Sequence[Mention]) -> list[Mention]:
    """Names that the gazetteer did not give, where the text itself says that they are places."""
    out = []
    taken, every = Covered(kept), Covered(page.words)
    number = {w.begin: i for i, w in enumerate(page.words)}
    for match in _told_pattern().finditer(page.text):
        begin, end = match.span("a" if match["a"] else "b")
        inside = [number[w.begin] for w in every.over(begin, end)]
        while inside and (page.words[inside[0]].lower in months() or not page.words[inside[0]].capital):
            inside.pop(0)
        if not inside or taken.over(begin, end):
            continue
        first, last = inside[0], inside[-1]
        begin, end = page.words[first].begin, page.words[last].end
        plain = key(page.text[begin:end])
        body = (
            any(page.words[i].lower in bodies() for i in inside)
            or page.text[begin:end] in demonyms()
            or plain in words("never")
        )
        if body or page.other.over(begin, end):
            continue
        candidates = page.gazetteer.find_loosely(plain)
        kind, last, end = kind_told(page, first, last, end)
        if kind is not None:
            candidates = tuple(c for c in candidates if c.kind == kind)
        out.append(Mention(begin, end, plain, candidates, first, last, kind, True, unlocated=not candidates))
    return out


def learned_only(page: Page, kept: Sequence[Mention]) -> list[Mention]:
    """Locations of the learned layer that the gazetteer did not give: respelt, or without a position."""
    out = []
    taken, every = Covered(kept), Covered(page.words)
    number = {w.begin: i for i, w in enumerate(page.words)}
    for e in page.locations:
        if taken.over(e.begin, e.end):
            continue
        inside = [number[w.begin] for w in every.over(e.begin, e.end) if w.capital]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        begin, end = page.words[first].begin, page.words[last].end
        plain = key(page.text[begin:end])
        candidates = page.gazetteer.find_loosely(plain)
        kind, last, end = kind_told(page, first, last, end)
        out.append(
            Mention(
                begin,
                end,
                plain,
                candidates,
                first,
                last,
                kind,
                preposition(page, first),
                True,
                says_near(page, first),
                not candidates,
            )
        )
    return out
