"""Where a bare weekday or month lies: by the nearest verb before it, else the first one behind it."""

from __future__ import annotations

from ..numbers.words import Words
from .lexicon import Lexicon, lexicon
from .meaning import Direction

_IS = ("is", "are", "be")  # "is to meet", "to be published"
_REACH = 20  # words
_AIM = 8  # words from a verb of intention


def direction(text: str, at: Words, span: tuple[int, int], sentence: tuple[int, int]) -> Direction | None:
    """Whether the clause of an expression speaks of what is to come or of the past; None where no verb tells.

    Args:
        text: the document's text.
        at: its words.
        span: index of the first word of the expression, and of the first one behind it.
        sentence: the code points of its sentence.
    """
    table, first, behind = lexicon(), *span
    limit = ""
    if first and at.lower[first - 1] == "for" and _closes(at, behind):
        return "future"  # "talks set for Saturday", not "blamed for Saturday's attack"
    for k in range(first - 1, max(-1, first - 1 - _REACH), -1):
        if at.begin[k] < sentence[0]:
            break
        told = _told(text, at, k, first, table)
        if told is not None:
            return told
        limit = limit or (at.lower[k] if at.lower[k] in table.limit else "")
    if limit in ("until", "till"):
        return "future"  # "they have until Friday", whatever is said behind it
    for k in range(behind, min(len(at), behind + _REACH)):
        if at.begin[k] >= sentence[1]:
            break
        told = _told(text, at, k, k + _AIM, table)
        if told is not None:
            return told
    return "future" if limit else None


def _told(text: str, at: Words, k: int, end: int, table: Lexicon) -> Direction | None:
    """What word `k` tells of the expression that begins with word `end`."""
    word, after = at.lower[k], at.lower[k + 1 : k + 2]
    before = at.lower[k - 1] if k else ""
    if word in table.intention and end - k <= _AIM and "to" in at.lower[k + 1 : min(k + 4, end - 1)]:
        return "future"
    if word == "may" and text[at.begin[k]].isupper():
        return None
    if word == "could" and after == ["not"]:
        return "past"
    if word in table.future or (word == "to" and before in _IS):
        return "future"
    if word in table.past or (word.endswith("ed") and len(word) > 4 and before not in table.context["determiner"]):
        return "future" if before == "be" else "past"
    return None


def _closes(at: Words, behind: int) -> bool:
    """Whether the noun phrase ends with the expression."""
    if behind >= len(at):
        return True
    word = at.lower[behind]
    return word in ("in", "at", "after") or not (word[0].isalpha() or word == "'s")
