"""Paragraphs and sentences with true offsets.

Rules over the text as it stands: nothing is changed, every character belongs to at most one sentence, and the spans
never overlap. News text needs little more than a list of abbreviations and care around quotation marks.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

Span = tuple[int, int]

# A sentence may end at one of these, with closing quotation marks or brackets after it.
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[.!?][”\"](?=[A-Z“])")
_PARAGRAPH = re.compile(r"\n[ \t\r\f\v]*\n\s*|\n(?=\s*(?:[-*•–—]\s|\d+[.)]\s))")
_SOFT_WRAP = 60  # a line this long, followed by a lower-case one, is taken to be wrapped


@cache
def _abbreviations() -> frozenset[str]:
    text = resources.files("ascribe.ontology").joinpath("abbreviations.txt").read_text(encoding="utf-8")
    return frozenset(line.strip().lower() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def paragraphs(text: str) -> list[Span]:
    """Spans of paragraphs: parted by an empty line, or by a line break that is no soft wrap.

    Args:
        text: the document's text, any line ends.
    Returns:
        Spans [begin, end) in code points, without surrounding white space; empty paragraphs are left out.
    """
    cuts = sorted({m.span() for m in _PARAGRAPH.finditer(text)} | set(_hard_breaks(text)))
    spans, at = [], 0
    for begin, end in [*cuts, (len(text), len(text))]:
        if begin >= at:
            spans.append(_strip(text, at, begin))
            at = end
    return [s for s in spans if s[0] < s[1]]


def sentences(text: str, blocks: list[Span] | None = None) -> list[Span]:
    """Spans of sentences, in order; none crosses a paragraph.

    Args:
        text: the document's text, any line ends.
        blocks: its paragraphs, where they are known.
    Returns:
        Spans [begin, end) in code points, without surrounding white space.
    """
    found: list[Span] = []
    for begin, end in paragraphs(text) if blocks is None else blocks:
        at = begin
        for match in _END.finditer(text, begin, end):
            if match.end() < end and not _ends(text, at, match):
                continue
            found.append(_strip(text, at, match.end()))
            at = match.end()
        found.append(_strip(text, at, end))
    return [s for s in found if s[0] < s[1]]


def _ends(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the mark really closes a sentence: no abbreviation or initial before it, a capital or quote after it."""
    after = text[match.end() : match.end() + 12].lstrip()
    if after and not (
        after[0].isupper() or after[0].isdigit() or after[0] in "“\"'‘([«—–-•*" or not after[0].isascii()
    ):
        return False
    if text[match.start()] != ".":
        return True
    words = text[max(begin, match.start() - 24) : match.start()].split()
    word = words[-1].lstrip("(\"“'‘[") if words else ""
    if word.lower() + "." in _abbreviations() or (after[:1].isdigit() and word.lower() + ". 0" in _abbreviations()):
        return False
    initial = len(word) == 1 and word.isupper() and word != "I"
    return not (initial or (re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word) and after[:1].islower()))


def _hard_breaks(text: str) -> list[Span]:
    """Single line breaks that part paragraphs: all but those inside hard-wrapped running text."""
    breaks = []
    for match in re.finditer(r"\n", text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].rstrip()
        after = text[match.end() : match.end() + 1]
        wrapped = len(line) >= _SOFT_WRAP and not re.search(r"[.!?:…][\"'”’)]*$", line) and not after.isspace()
        if not wrapped and not after.islower():
            breaks.append(match.span())
    return breaks


def _strip(text: str, begin: int, end: int) -> Span:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return begin, end
