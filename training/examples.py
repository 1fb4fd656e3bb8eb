"""Labelled texts as windows of word pieces with targets for every head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer

from ascribe.reading.labels import ATTRIBUTION, ENTITIES, FACTUALITY, RELATIONS, TAGS, TRIGGER_CLASSES, TYPES
from ascribe.reading.tokens import Tokens, Window, tokenize, windows

from .corpora import Labelled, LabelledAttribution, LabelledClaim
from .markup import Span

UNKNOWN = -1


@dataclass
class Row:
    """One supervised relation: pieces [begin, end) of the row, and for each column 1, 0 or UNKNOWN."""

    begin: int
    end: int
    relation: int
    columns: np.ndarray
    weight: float = 1.0


@dataclass
class Example:
    """One window. Arrays have shape (pieces,) but `allowed` (pieces, TRIGGER_CLASSES) and `tags` (pieces, TAGS)."""

    corpus: str
    ids: np.ndarray
    features: np.ndarray
    sentence: np.ndarray
    allowed: np.ndarray  # which trigger classes a piece may have
    weight: np.ndarray  # how much its trigger class counts
    factuality: np.ndarray
    entity: np.ndarray
    tags: np.ndarray
    rows: list[Row] = field(default_factory=list)


def examples(labelled: Labelled, tokenizer: Tokenizer, size: int, rng: np.random.Generator) -> Iterator[Example]:
    """Windows of `size` pieces of one labelled text, with targets."""
    tokens = tokenize(labelled.text, tokenizer)
    for window in windows(tokens, size, size // 10):
        yield _example(labelled, tokens, window, rng)


def _example(labelled: Labelled, tokens: Tokens, window: Window, rng: np.random.Generator) -> Example:
    cut = slice(window.begin, window.end)
    n = window.end - window.begin
    example = Example(
        labelled.corpus, tokens.ids[cut], tokens.features[cut], tokens.sentence[cut],
        allowed=np.zeros((n, TRIGGER_CLASSES), dtype=bool), weight=np.zeros(n, dtype=np.float32),
        factuality=np.full(n, UNKNOWN), entity=np.full(n, UNKNOWN), tags=np.full((n, TAGS), UNKNOWN),
    )  # fmt: skip
    where = _Places(tokens, window)
    if labelled.claims is not None:
        _claims(example, labelled.claims, labelled.unmarked, where)
    if labelled.attributions is not None:
        _attributions(example, labelled.attributions, where, rng)
    if labelled.entities is not None:
        _entities(example, labelled.entities, where)
    return example


class _Places:
    """Character spans as piece ranges of one window; None where a span is not wholly in it."""

    def __init__(self, tokens: Tokens, window: Window) -> None:
        self.tokens, self.window = tokens, window

    def __call__(self, span: Span) -> tuple[int, int] | None:
        first, last = self.tokens.piece_range(span)
        if first < last and self.window.begin <= first and last <= self.window.end:
            return first - self.window.begin, last - self.window.begin
        return None

    def same_words(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """Other runs of the window with the same pieces: fillers that would have been as good."""
        ids = self.tokens.ids[self.window.begin : self.window.end]
        want = ids[begin:end]
        for at in np.flatnonzero(ids[: len(ids) - len(want) + 1] == want[0]):
            if at != begin and np.array_equal(ids[at : at + len(want)], want):
                yield int(at), int(at) + len(want)


def _claims(example: Example, claims: list[LabelledClaim], unmarked: float, where: _Places) -> None:
    example.allowed[:, 0] = True
    example.weight[:] = unmarked
    example.tags[:, 0] = 0
    taken: dict[tuple[int, int], frozenset[str]] = {}
    for claim in claims:
        at = where(claim.trigger)
        if not at:
            continue
        begin, end = at
        taken[at] = taken.get(at, frozenset()) | claim.types
        example.allowed[begin:end] = False
        for kind in taken[at]:
            example.allowed[begin:end, 1 + TYPES.index(kind)] = True
        example.weight[begin:end] = 1.0
        example.tags[begin, 0] = 1
        if claim.factuality:
            example.factuality[begin:end] = FACTUALITY.index(claim.factuality)
        for name in claim.known:
            example.rows.append(_slot_row(example, at, name, claim.slots.get(name, []), where))


def _slot_row(example: Example, trigger: tuple[int, int], name: str, spans: list[Span], where: _Places) -> Row:
    columns = np.zeros(len(example.ids), dtype=np.int8)
    found = [p for p in map(where, spans) if p]
    for begin, end in found:
        for other in where.same_words(begin, end):
            columns[slice(*other)] = UNKNOWN
    for begin, end in found:
        columns[begin:end] = 1
    # A filler that stands outside the window says nothing about the words inside it.
    weight = 1.0 if len(found) == len(spans) else 0.3
    return Row(*trigger, RELATIONS.index(name), columns, weight)


def _attributions(example: Example, said: list[LabelledAttribution], where: _Places, rng: np.random.Generator) -> None:
    example.tags[:, 1:] = 0
    n = len(example.ids)
    inner: list[LabelledAttribution | None] = [None] * n
    for one in sorted(said, key=lambda a: -sum(e - b for b, e in a.content)):
        for k, name in enumerate(ATTRIBUTION):
            for span in getattr(one, name):
                first, last = where.tokens.piece_range(span)
                begin, end = max(0, first - where.window.begin), min(n, last - where.window.begin)
                if begin >= end:
                    continue
                example.tags[begin:end, 1 + 2 * k] = 1
                if first >= where.window.begin:
                    example.tags[begin, 2 + 2 * k] = 1
                if name == "content":
                    inner[begin:end] = [one] * (end - begin)
    for at in rng.permutation(n)[: max(4, n // 10)]:
        for name, spans in (("said_by", "source"), ("cued_by", "cue")):
            one = inner[at]
            columns = np.zeros(n, dtype=np.int8)
            found = [p for p in map(where, getattr(one, spans)) if p] if one else []
            for begin, end in found:
                columns[begin:end] = 1
            if not one or found:
                example.rows.append(Row(int(at), int(at) + 1, RELATIONS.index(name), columns, 1.0))


def _entities(example: Example, entities: list[tuple[str, Span]], where: _Places) -> None:
    example.entity[:] = 0
    for kind, span in sorted(entities, key=lambda e: e[1][1] - e[1][0]):
        at = where(span)
        if at and kind in ENTITIES:
            example.entity[slice(*at)] = 2 + 2 * ENTITIES.index(kind)
            example.entity[at[0]] = 1 + 2 * ENTITIES.index(kind)
