"""What charts are drawn of: the signs of sources, paths, and lines of letters whose width nobody knows for sure.

The colours are Okabe and Ito's ("Color Universal Design", 2008), each sign with a dark edge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from ..render.safe import visible

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5f5f5f")
_SHAPES = (
    "M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0z",  # circle
    "M-4,-4h8v8h-8z",  # square
    "M0,-5.5L5,4H-5z",  # triangle
    "M0,-5.5L5.5,0L0,5.5L-5.5,0z",  # diamond
    "M0,5.5L5,-4H-5z",  # triangle on its point
    "M-1.7,-5h3.4v3.3h3.3v3.4h-3.3v3.3h-3.4v-3.3h-3.3v-3.4h3.3z",  # cross
    "M0,-5.5L5.2,-1.7L3.2,4.5H-3.2L-5.2,-1.7z",  # pentagon
)
INK, QUIET, GRID = "#222", "#555", "#ddd"
SIZE = 13  # of letters, in pixels
BOLD = 1.1  # how much wider bold letters are
LINE = 17  # from one line of text to the next
_INVALID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0


def colour(k: int) -> str:
    """The colour of source number `k`, from 0."""
    return _COLOURS[k % len(_COLOURS)]


def shape(parent: Element, x: float, y: float, k: int, *, empty: bool = False) -> None:
    """The sign of source number `k` around a point: shapes shift against the colours, so that 49 sources differ."""
    SubElement(parent, "path", {
        "d": _SHAPES[(k + k // len(_COLOURS)) % len(_SHAPES)], "transform": f"translate({x:.1f},{y:.1f})",
        "fill": "#fff" if empty else colour(k), "stroke": colour(k) if empty else INK,
        "stroke-width": "2" if empty else "1",
    })  # fmt: skip


def path(parent: Element, d: str, stroke: str, width: float, **more: str) -> None:
    """A line; `d` is SVG's path data, `more` are attributes."""
    SubElement(parent, "path", {"d": d, "fill": "none", "stroke": stroke, "stroke-width": f"{width:g}", **more})


def text(parent: Element, x: float, y: float, words: str, *, anchor: str = "start", weight: str = "400",
         fill: str = QUIET) -> None:  # fmt: skip
    """A line of letters on a base line at `y`."""
    attributes = {"x": f"{x:.1f}", "y": f"{y:.1f}", "fill": fill, "unicode-bidi": "isolate"}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    if weight != "400":
        attributes["font-weight"] = weight
    SubElement(parent, "text", attributes).text = clean(words)


def clean(words: str) -> str:
    """Hostile text made visible, and XML; the writer escapes markup."""
    return _INVALID.sub("\ufffd", visible(words))


def width(words: str) -> float:
    """About how wide words are in pixels, rather too wide: no font is known here."""
    return SIZE * sum(map(_ems, words))


def _ems(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF" or character in "MW@mw%":
        return 1.0
    if character in " .,:;'|()[]!iljtfrI-":
        return 0.44
    return 0.76 if character.isupper() else 0.64


def wrapped(words: str, room: float, most: int) -> list[str]:
    """Words in lines of at most `room` pixels; what does not fit into `most` lines ends in an ellipsis."""
    lines: list[str] = []
    for word in _pieces(clean(words), room):
        if lines and width(f"{lines[-1]} {word}") <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        last = lines[most - 1]
        while last and width(last + "…") > room:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip() + "…"]
    return lines


def _pieces(words: str, room: float) -> Iterator[str]:
    """Words, those too long for a line cut."""
    for word in words.split(" "):
        piece = ""
        for character in word:
            if width(piece + character) > room:
                yield piece
                piece = ""
            piece += character
        if piece:
            yield piece
