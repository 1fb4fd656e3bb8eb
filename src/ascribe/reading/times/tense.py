"""Where a bare weekday or month lies, by the nearest verb before it."""

from __future__ import annotations

from ..numbers.words import Words
from .lexicon import lexicon
from .meaning import Direction

_IS = ("is", "are", "be")  # "is to meet", "to be published"
_REACH = 14  # words


def direction(at: Words, word: int, sentence: int) -> Direction | None:
    """Whether the clause before word `word` speaks of what is to come or of the past; None where no verb tells.

    Args:
        at: words of the text.
        word: index of the first word of the expression.
        sentence: first code point of its sentence.
    """
    table = lexicon()
    k = word - 1
    while k >= 0 and at.begin[k] >= sentence and word - k <= _REACH:
        lower = at.lower[k]
        if lower in table.future or (lower == "to" and k and at.lower[k - 1] in _IS):
            return "future"
        if lower in table.past or (lower.endswith("ed") and len(lower) > 4):
            return "future" if k and at.lower[k - 1] == "be" else "past"
        k -= 1
    return None
