"""The report's text cut into pieces, so that claims whose words overlap or nest can all be marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ..model import Claim, Reading

_LINE_BREAKS = re.compile(r"(?:\r\n|\r|\n)[\r\n\t ]*")
_SLOTS = ("agent", "target", "instrument", "place", "time")


@dataclass(frozen=True)
class Mark:
    """Words that play a part in the claim of this number: `role` is trigger, figure, speaker, via, cue or a slot."""

    begin: int
    end: int
    claim: int
    role: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text within which nothing begins or ends.

    `triggers` holds the numbers of the claims whose trigger covers it, the shortest trigger first; `roles` the other
    parts it plays; `ends` the claims whose trigger ends with it, where their number is to be shown; `begin` where it
    stands in the text.
    """

    text: str
    triggers: tuple[int, ...] = ()
    roles: tuple[tuple[int, str], ...] = ()
    ends: tuple[int, ...] = ()
    begin: int = 0


@dataclass(frozen=True)
class Paragraph:
    """A line of the report; `close` if no empty line sets it off from the line before."""

    pieces: tuple[Piece, ...]
    close: bool


def paragraphs(reading: Reading) -> list[Paragraph]:
    """The text in lines of pieces, every character but line breaks in exactly one of them, in order.

    Spans outside the text are clipped. Linear in the text, but for sorting the spans.
    """
    text = reading.document.text
    marks = sorted(_clipped(reading), key=lambda mark: mark.begin)
    active: list[Mark] = []
    waiting = 0
    result = []
    for begin, end, close in _lines(text):
        while waiting < len(marks) and marks[waiting].begin < end:
            active.append(marks[waiting])
            waiting += 1
        active = [mark for mark in active if mark.end > begin]
        cuts = {at for mark in active for at in (mark.begin, mark.end) if begin < at < end}
        edges = sorted(cuts | {begin, end})
        result.append((tuple(_pieces(text, edges, active)), close))
    return _numbered(result)


def _clipped(reading: Reading) -> Iterator[Mark]:
    length = len(reading.document.text)
    for number, claim in enumerate(reading.claims, 1):
        for begin, end, role in _spans(claim):
            if begin < min(end, length):
                yield Mark(begin, min(end, length), number, role)


def _spans(claim: Claim) -> Iterator[tuple[int, int, str]]:
    yield (*claim.trigger, "trigger")
    for slot in _SLOTS:
        for mention in getattr(claim, slot):
            yield mention.begin, mention.end, slot
    for quantity in claim.quantities:
        yield quantity.begin, quantity.end, "figure"
    if claim.attribution is not None:
        for mention in claim.attribution.source:
            yield mention.begin, mention.end, "speaker"
        for mention in claim.attribution.via:
            yield mention.begin, mention.end, "via"
        if claim.attribution.cue is not None:
            yield (*claim.attribution.cue, "cue")


def _lines(text: str) -> Iterator[tuple[int, int, bool]]:
    begin, close = 0, False
    for match in _LINE_BREAKS.finditer(text):
        if match.start() > begin:
            yield begin, match.start(), close
            close = False
        broken = match[0].replace("\r\n", "\n").replace("\r", "\n")
        close = broken.count("\n") == 1 and (match.start() > begin or close)
        begin = match.end()
    if begin < len(text):
        yield begin, len(text), close


def _pieces(text: str, edges: list[int], marks: list[Mark]) -> Iterator[Piece]:
    waiting = sorted(marks, key=lambda mark: mark.begin, reverse=True)
    here: list[Mark] = []
    for begin, end in pairwise(edges):
        while waiting and waiting[-1].begin <= begin:
            here.append(waiting.pop())
        here = [mark for mark in here if mark.end > begin]
        triggers = sorted((mark for mark in here if mark.role == "trigger"), key=lambda mark: mark.end - mark.begin)
        roles = tuple((mark.claim, mark.role) for mark in here if mark.role != "trigger")
        yield Piece(text[begin:end], tuple(mark.claim for mark in triggers), roles, begin=begin)


def _numbered(lines: list[tuple[tuple[Piece, ...], bool]]) -> list[Paragraph]:
    """Show each claim's number at the last piece of its trigger, also where the trigger runs into a line break."""
    last = {number: (row, at) for row, (pieces, _) in enumerate(lines) for at, piece in enumerate(pieces)
            for number in piece.triggers}  # fmt: skip
    ends: dict[tuple[int, int], list[int]] = {}
    for number, position in last.items():
        ends.setdefault(position, []).append(number)
    return [
        Paragraph(
            tuple(replace(piece, ends=tuple(sorted(ends.get((row, at), ())))) for at, piece in enumerate(pieces)),
            close,
        )
        for row, (pieces, close) in enumerate(lines)
    ]
