"""Words of a text with true offsets, for the readers of numbers and of times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# A number with its separators; letters, with inner apostrophes; "p.m." and "'s"; any other sign.
# Digits and letters part ("12th", "M16"), so that what stands next to a number can be seen.
_WORD = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)"
    r"|\d+(?:\.\d+)?"
    r"|[ap]\.m\.?(?![^\W_])"
    r"|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?"
    r"|['’]s\b"
    r"|\S",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one text, in parallel lists: lower-cased text, first and one past the last code point."""

    lower: list[str]
    begin: list[int]
    end: list[int]

    def __len__(self) -> int:
        return len(self.lower)

    def adjacent(self, index: int) -> bool:
        """Whether no space stands between the word `index` and the one before it."""
        return 0 < index < len(self.begin) and self.end[index - 1] == self.begin[index]


@lru_cache(maxsize=2)
def words(text: str) -> Words:
    """Words of `text`; the last texts are remembered, since times and numbers are read from the same one.

    Returns:
        Words whose offsets count code points of `text`; white space belongs to none.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    plain = text.lower().replace("’", "'")
    if len(plain) == len(text):
        lower = [plain[b:e] for b, e in spans]
    else:  # lower case may be longer ("İ"), which would shift the offsets
        lower = [text[b:e].lower().replace("’", "'") for b, e in spans]
    return Words(lower, [b for b, _ in spans], [e for _, e in spans])
