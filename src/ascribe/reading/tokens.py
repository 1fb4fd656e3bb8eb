"""Word pieces of a document, and the windows that the encoder sees.

One tokenisation a document. A window is a run of word pieces that starts and ends at sentence borders where it can;
neighbouring windows overlap, so that every piece has context on both sides in one of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from .quotations import quotations
from .sentences import Span, paragraphs, sentences

Ints = NDArray[np.int64]

CASES = 5  # lower, Capitalised, UPPER, with a digit, punctuation
_LINKS = ("-", ".", "‑", "/", "&")
FEATURES = CASES * 4  # times: first of its paragraph, inside quotation marks


@dataclass(frozen=True)
class Tokens:
    """Word pieces of one text. All arrays have shape (pieces,); `begin` and `end` are code points."""

    ids: Ints
    begin: Ints
    end: Ints
    word: Ints  # index of the word a piece belongs to, as readers cut words
    features: Ints  # spelling and layout that the uncased vocabulary drops, 0 .. FEATURES - 1
    sentence: Ints  # index of the sentence a piece stands in
    sentences: list[Span]
    paragraphs: list[Span]
    quotations: list[Span]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        return [b for b, _ in self.sentences], [b for b, _ in self.paragraphs]

    def sentence_of(self, at: int) -> int:
        """The index of the last sentence that begins at or before a character; -1 before the first."""
        return bisect_right(self._starts[0], at) - 1

    def paragraph_of(self, at: int) -> int:
        """The index of the last paragraph that begins at or before a character; -1 before the first."""
        return bisect_right(self._starts[1], at) - 1

    def sentence_at(self, at: int) -> Span | None:
        """The sentence in which a character stands."""
        k = self.sentence_of(at)
        return self.sentences[k] if k >= 0 and at < self.sentences[k][1] else None

    def piece_range(self, span: Span) -> tuple[int, int]:
        """First and one past the last piece that overlap the characters of `span`; empty if none does."""
        first = int(np.searchsorted(self.end, span[0], side="right"))
        last = int(np.searchsorted(self.begin, span[1], side="left"))
        return first, max(first, last)


@dataclass(frozen=True)
class Window:
    """Pieces [begin, end) of a document go through the encoder; those of [keep_begin, keep_end) are read from it."""

    begin: int
    end: int
    keep_begin: int
    keep_end: int


def tokenize(text: str, tokenizer: Tokenizer) -> Tokens:
    """Word pieces of `text` with offsets, words, layout features and sentences."""
    coded = tokenizer.encode(text, add_special_tokens=False)
    pieces = coded.offsets  # made anew at each look
    offsets = np.array(pieces, dtype=np.int64).reshape(-1, 2)
    begin, end = offsets[:, 0], offsets[:, 1]
    words = _words(text, pieces)
    blocks = paragraphs(text)
    split, quoted = sentences(text, blocks), quotations(text, blocks)
    case = np.array([_case(text[b:e]) for b, e in pieces], dtype=np.int64)
    features = case + CASES * _starts(begin, blocks) + 2 * CASES * _inside(begin, quoted)
    borders = np.array([b for b, _ in split], dtype=np.int64)
    sentence = np.maximum(np.searchsorted(borders, begin, side="right") - 1, 0)
    ids = np.array(coded.ids, dtype=np.int64)
    return Tokens(ids, begin, end, words, features, sentence, split, blocks, quoted)


def windows(tokens: Tokens, size: int, overlap: int) -> Iterator[Window]:
    """Windows of at most `size` pieces; neighbours share about `overlap`, and each piece is kept from exactly one."""
    total, begin, kept = len(tokens), 0, 0
    while kept < total:
        end = min(total, begin + size)
        if end < total:
            end = _border(tokens, end, begin + size // 2)
        following = max(begin + 1, _border(tokens, end - overlap, begin + 1)) if end < total else total
        keep_end = total if end >= total else (following + end) // 2
        yield Window(begin, end, kept, keep_end)
        kept, begin = keep_end, following


def _border(tokens: Tokens, at: int, lowest: int) -> int:
    """The last sentence start at or before piece `at` and not before `lowest`; `at` itself if there is none."""
    first = int(np.searchsorted(tokens.sentence, tokens.sentence[at], side="left"))
    return first if first >= lowest else max(at, lowest)


def _words(text: str, offsets: list[tuple[int, int]]) -> Ints:
    """Which word each piece belongs to; "US-backed", "U.S." and "al-Hilla" are one word, "army's" is two."""
    new = [0] * len(offsets)
    for i in range(1, len(offsets)):
        (previous, until), (begin, end) = offsets[i - 1], offsets[i]
        if until < begin:
            new[i] = 1
            continue
        left, right = text[until - 1 : until], text[begin : begin + 1]
        after, before = text[end : end + 1], text[previous - 1 : previous] if previous else ""
        inside = left.isalnum() or right.isalnum()
        linked = (right in _LINKS and after.isalnum()) or (left in _LINKS and before.isalnum())
        new[i] = not (inside and ((left.isalnum() and right.isalnum()) or linked))
    return np.cumsum(new, dtype=np.int64)


def _case(piece: str) -> int:
    if not piece.isalpha():  # spares most pieces the look at each character
        if any(c.isdigit() for c in piece):
            return 3
        if not any(c.isalpha() for c in piece):
            return 4
    if piece.isupper() and len(piece) > 1:
        return 2
    return int(piece[:1].isupper())


def _starts(begin: Ints, blocks: list[Span]) -> Ints:
    starts = np.zeros(len(begin), dtype=np.int64)
    first = np.searchsorted(begin, np.array([b for b, _ in blocks], dtype=np.int64))
    starts[first[first < len(begin)]] = 1
    return starts


def _inside(begin: Ints, spans: list[Span]) -> Ints:
    if not spans:
        return np.zeros(len(begin), dtype=np.int64)
    edges = np.array(spans, dtype=np.int64)
    k = np.searchsorted(edges[:, 0], begin, side="right") - 1
    within = (k >= 0) & (begin < edges[np.maximum(k, 0), 1])
    return np.asarray(within, dtype=np.int64)
