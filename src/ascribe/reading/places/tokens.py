"""Words of a text as the search for place names needs them: which begin with a capital, and what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .words import data, shorts, words

_WORD = r"[^\W\d_]+(?:(?:-|['’‘ʻʼʿ`](?!s\b))[^\W\d_]+)*"
_BEFORE_CAPITAL = re.compile(r"(?:[a-z]{2,4}[-’'‘ʻʼʿ])?['‘’ʻʼʿ]?([^\W\d_])")


@dataclass(frozen=True, slots=True)
class Word:
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
    pointed = [form for form in (*shorts(), "U.S.A.", "U.S.", "U.K.", "U.N.", "D.R.", "N.", "S.", "E.", "W.") if "." in form]
    listed = "|".join(re.escape(form) for form in sorted(pointed, key=len, reverse=True))
    return re.compile(rf"\b(?P<short>{listed})(?!\w)|{_WORD}")


def split(text: str) -> list[Word]:
    """The words of a text, in order."""
    out = []
    for match in _pattern().finditer(text):
        word = match.group()
        begins = word[0].isupper() or (
            "-" in word or word[0] in "'‘’"
        ) and (m := _BEFORE_CAPITAL.match(word)) is not None and m[1].isupper()  # fmt: skip
        out.append(Word(match.start(), match.end(), word, word.lower(), bool(begins), match["short"] is not None))
    return out


def joined(text: str, a: Word, b: Word) -> bool:
    """Whether nothing but one space, or the point of "St." and a space, stands between two words."""
    gap = text[a.end : b.begin]
    return gap == " " or (gap == ". " and a.text in ("St", "Mt", "Ft", "Ste")) or (gap == "\n" and a.end + 1 == b.begin)


@cache
def connectors() -> frozenset[str]:
    """Small words inside names ("of", "de", "al")."""
    return words("connectors")


@cache
def months() -> frozenset[str]:
    """Words that stand before a name without being a part of it."""
    return words("spared") | frozenset(data()["words"]["directions"])
