"""The report's text cut into pieces, so that claims whose words overlap or nest can all be marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
    parts it plays; `ends` the claims whose trigger ends with it, where their number is to be shown.
    """

    text: str
    triggers: tuple[int, ...] = ()
    roles: tuple[tuple[int, str], ...] = ()
    ends: tuple[int, ...] = ()


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
    last = {mark.claim: mark.end for mark in marks if mark.role == "trigger"}
    active: list[Mark] = []
    waiting = 0
    result = []
    for begin, end, close in _lines(text):
        cuts = {begin, end}
        while waiting < len(marks) and marks[waiting].begin < end:
            active.append(marks[waiting])
            waiting += 1
        active = [mark for mark in active if mark.end > begin]
        for mark in active:
            cuts.update(at for at in (mark.begin, mark.end) if begin < at < end)
        edges = sorted(cuts)
        pieces = [_piece(text, a, b, active) for a, b in zip(edges, edges[1:], strict=False)]
        result.append(Paragraph(tuple(_numbered(pieces, edges, last, active)), close))
    return result


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


def _piece(text: str, begin: int, end: int, active: list[Mark]) -> Piece:
    here = [mark for mark in active if mark.begin <= begin and mark.end >= end]
    triggers = sorted((mark for mark in here if mark.role == "trigger"), key=lambda mark: mark.end - mark.begin)
    roles = tuple((mark.claim, mark.role) for mark in here if mark.role != "trigger")
    return Piece(text[begin:end], tuple(mark.claim for mark in triggers), roles)


def _numbered(pieces: list[Piece], edges: list[int], last: dict[int, int], active: list[Mark]) -> Iterator[Piece]:
    """Number each trigger at its last piece, also where the trigger runs on into a line break."""
    if not pieces:
        return
    ends: list[list[int]] = [[] for _ in pieces]
    for mark in active:
        if mark.role == "trigger" and edges[0] < last[mark.claim] and mark.begin < edges[-1]:
            at = min(mark.end, edges[-1])
            if mark.end <= edges[-1]:
                ends[edges.index(at) - 1].append(mark.claim)
    for piece, numbers in zip(pieces, ends, strict=True):
        yield Piece(piece.text, piece.triggers, piece.roles, tuple(sorted(numbers)))
