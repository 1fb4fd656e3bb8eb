"""Words of a text for the search for place names: which begin with a capital, and what stands between them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from .words import directions, shorts, words

_MARKS = "'’‘ʻʼʿ`"
_LETTERS = r"[^\W\d_]"
# An article keeps its hyphen ("al-Bab", "ez-Zor"); other hyphens part words ("Syria-Turkey", "Baghdad-based").
_WORD = rf"(?:(?:[aeAE][a-z]{{1,2}})-(?=[A-Z{_MARKS}]))?[{_MARKS}]?{_LETTERS}+(?:[{_MARKS}](?!s\b){_LETTERS}+)*"
_BEFORE_CAPITAL = re.compile(rf"(?:[a-z]{{1,4}}[-{_MARKS}])?[{_MARKS}]?([^\W\d_])")


class Word(NamedTuple):
    """A word; `capital` where it can begin a name ("Bab", "al-Bab"); `short` where it is a form such as "Ga."."""

    begin: int
    end: int
    text: str
    lower: str
    capital: bool
    short: bool = False


@cache
def _pattern() -> re.Pattern[str]:
    """Short forms with points first, as written, then words."""
    pointed = [
        form for form in (*shorts(), "U.S.A.", "U.S.", "U.K.", "U.N.", "D.R.", "N.", "S.", "E.", "W.") if "." in form
    ]
    listed = "|".join(re.escape(form) for form in sorted(pointed, key=len, reverse=True))
    return re.compile(rf"(?=[A-Z])\b(?P<short>{listed})(?!\w)|{_WORD}")


def split(text: str) -> list[Word]:
    """The words of a text, in order."""
    out = []
    for match in _pattern().finditer(text):
        word = match.group()
        first = word[0]
        capital = first.isupper() or (not word.isalpha() and _capital_inside(word))
        out.append(Word(match.start(), match.end(), word, word.lower(), capital, match.lastgroup is not None))
    return out


def _capital_inside(word: str) -> bool:
    """Whether a capital stands behind an article or a mark ("al-Bab", "‘Afak")."""
    match = _BEFORE_CAPITAL.match(word)
    return match is not None and match[1].isupper()


def joined(text: str, a: Word, b: Word) -> bool:
    """Whether nothing but a space, a hyphen, or the point of "St." and a space stands between two words."""
    gap = text[a.end : b.begin]
    return (
        gap in (" ", "-")
        or (gap == ". " and a.text in ("St", "Mt", "Ft", "Ste"))
        or (gap == "\n" and a.end + 1 == b.begin)
    )


def linked(text: str, a: Word, b: Word) -> bool:
    """Whether two words can be of one name: joined, or parted by a possessive ("People's Republic")."""
    return joined(text, a, b) or text[a.end : b.begin] in ("'s ", "’s ")


@cache
def connectors() -> frozenset[str]:
    """Small words inside names ("of", "de", "al")."""
    return words("connectors")


@cache
def months() -> frozenset[str]:
    """Words that stand before a name without being a part of it."""
    return words("spared") | directions()
