"""The words that statements stand on: the sentences that count, with the triggers marked, numbered through the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..case import Entry
from ..model import FiledClaim, Span

Use = tuple[str, str]  # href on the page, and what stands there


@dataclass(frozen=True)
class Reference:
    """A claim on the page: its number, and the claim."""

    number: int
    filed: FiledClaim


@dataclass(frozen=True)
class Piece:
    """Words of a sentence: whether a claim is told by them, and the claims whose words end here."""

    text: str
    marked: bool
    ends: tuple[Reference, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence that counts, where it stands (code points of the document's text), and what rests on it."""

    begin: int
    end: int
    pieces: tuple[Piece, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Excerpt:
    """The sentences of one document that count."""

    entry: Entry
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Evidence:
    """All excerpts in the order of documents, and where each claim is among them."""

    excerpts: tuple[Excerpt, ...]
    references: Mapping[str, Reference]


def evidence(entries: Iterable[Entry], claims: Iterable[FiledClaim], uses: Mapping[str, Sequence[Use]]) -> Evidence:
    """The excerpts that claims stand in.

    Args:
        claims: of these documents, in any order.
        uses: by claim id, where on the page it is used; claims that are used nowhere are left out.
    """
    by_document: dict[str, list[FiledClaim]] = defaultdict(list)
    for filed in claims:
        if filed.claim.id in uses:
            by_document[filed.document].append(filed)
    references: dict[str, Reference] = {}
    excerpts = []
    for entry in entries:
        found = sorted(by_document[entry.id], key=lambda f: (f.claim.trigger[1], f.claim.trigger[0], f.claim.id))
        for filed in found:
            references[filed.claim.id] = Reference(len(references) + 1, filed)
        told: dict[tuple[Span, str], list[Reference]] = defaultdict(list)
        for filed in found:
            told[filed.claim.sentence, filed.sentence].append(references[filed.claim.id])
        sentences = tuple(_sentence(span, told[span, text], uses) for span, text in sorted(told))
        if sentences:
            excerpts.append(Excerpt(entry, sentences))
    return Evidence(tuple(excerpts), references)


def _sentence(span: Span, told: Sequence[Reference], uses: Mapping[str, Sequence[Use]]) -> Sentence:
    begin, end = span
    text = told[0].filed.sentence
    size = len(text)
    spans = [_trigger(r.filed) for r in told]
    cuts = sorted({0, size, *(min(max(x, 0), size) for s in spans for x in s)})
    pieces = []
    for a, b in pairwise(cuts):
        ends = tuple(r for r, s in zip(told, spans, strict=True) if min(max(s[1], 1), size) == b)
        pieces.append(Piece(text[a:b], any(s[0] <= a and b <= s[1] for s in spans), ends))
    if not pieces:  # a profile may let no word out
        pieces.append(Piece("", False, tuple(told)))
    seen = dict.fromkeys(use for r in told for use in uses[r.filed.claim.id])
    return Sentence(begin, end, tuple(pieces), tuple(seen))


def _trigger(filed: FiledClaim) -> Span:
    """Where the trigger stands in its sentence. What a profile changed has other offsets: there it is looked for."""
    begin, end = (at - filed.claim.sentence[0] for at in filed.claim.trigger)
    same = len(filed.sentence) == filed.claim.sentence[1] - filed.claim.sentence[0]
    if same and filed.trigger.startswith(filed.sentence[begin:end]):
        return begin, end
    if filed.trigger and filed.sentence.count(filed.trigger) == 1:
        begin = filed.sentence.index(filed.trigger)
        return begin, begin + len(filed.trigger)
    return len(filed.sentence), len(filed.sentence)
