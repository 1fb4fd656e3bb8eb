"""Which characters stand inside quotation marks.

Straight marks toggle, curly ones open and close; a quotation that a paragraph leaves open goes on only if the next
paragraph opens with a mark again (the convention of English newspapers). Single marks are apostrophes too
often to count.
"""

from __future__ import annotations

import re

from .sentences import Span, paragraphs

_OPEN, _CLOSE, _STRAIGHT = "“«„", "”»", '"'
_MARK = re.compile(f"[{_OPEN}{_CLOSE}{_STRAIGHT}]")


def quotations(text: str, blocks: list[Span] | None = None) -> list[Span]:
    """Spans [begin, end) of quoted text, marks included, in order and without overlap.

    A mark that its paragraph never closes quotes to the paragraph's end when it is curly, or when the next paragraph
    takes the quotation up: by opening with a mark again, or by a first mark that can only close. A stray straight mark
    (an inch sign) quotes nothing. `blocks` are the paragraphs of the text, where they are known.
    """
    spans: list[Span] = []
    blocks = paragraphs(text) if blocks is None else blocks
    carried = False
    for k, (begin, end) in enumerate(blocks):
        opened: int | None = begin if carried else None
        carried = False
        for match in _MARK.finditer(text, begin, end):
            at, mark = match.start(), match[0]
            if opened is None and (mark in _OPEN or mark in _STRAIGHT):
                opened = at
            elif opened is not None and at > opened and (mark in _CLOSE or mark in _STRAIGHT):
                spans.append((opened, at + 1))
                opened = None
        if opened is not None:
            following = text[slice(*blocks[k + 1])] if k + 1 < len(blocks) else ""
            carried = _closes_first(following)
            if carried or text[opened] in _OPEN or following[:1] in (*_OPEN, _STRAIGHT):
                spans.append((opened, end))
    return spans


def _closes_first(paragraph: str) -> bool:
    """Whether the first quotation mark of the paragraph can only close: after text, before none."""
    for at, mark in enumerate(paragraph):
        if mark in _OPEN:
            return False
        if mark in _CLOSE or mark in _STRAIGHT:
            return at > 0 and not paragraph[at - 1].isspace() and not paragraph[at + 1 : at + 2].isalnum()
    return False
