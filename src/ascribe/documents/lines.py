"""The first and last lines of a report, where it says who wrote it, when and for whom. Bounded, whatever the length."""

from __future__ import annotations

import re
from typing import NamedTuple

_REACH = 4_000
_LINE = re.compile(r"[^\r\n\v\f\u2028\u2029\x85]+")


class Line(NamedTuple):
    """A line that is not blank, with the offset of its first character."""

    begin: int
    text: str


def first_lines(text: str, count: int = 10) -> list[Line]:
    """The first lines that are not blank, within the first 4,000 characters."""
    return _lines(text, 0, min(_REACH, len(text)))[:count]


def last_lines(text: str, count: int = 6) -> list[Line]:
    """The last lines that are not blank, within the last 4,000 characters."""
    return _lines(text, max(0, len(text) - _REACH), len(text))[-count:]


def _lines(text: str, begin: int, end: int) -> list[Line]:
    found = (Line(match.start(), match.group()) for match in _LINE.finditer(text, begin, end))
    return [Line(begin + len(line) - len(line.lstrip()), line.strip()) for begin, line in found if line.strip()]
