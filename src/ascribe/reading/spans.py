"""From scores of word pieces to spans of characters."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .labels import ENTITIES
from .sentences import Span
from .tokens import Tokens

Floats = NDArray[np.float32]

NONE = 0.6  # how much "no entity" counts against the types: unmarked things are missed more often than invented

# Words that no filler, entity or source starts with.
_LEADING = re.compile(
    r"(?:the|a|an|its|their|his|her|our|your|my|this|that|these|those|and|or|but|by|of|in|on|at|to|from)(?:\s+|$)", re.I
)
_EDGE = " \t\r\n,.;:!?…—–-“”\"'’‘()[]«»/"


@dataclass(frozen=True)
class Found:
    """A run of pieces [begin, end) of the document that was read as one thing, and how sure."""

    begin: int
    end: int
    confidence: float


def by_word(scores: Floats, words: NDArray[np.int64]) -> Floats:
    """Scores (pieces, ...) with each piece given the mean over its word, so that no word is ever cut in two."""
    if not len(words):
        return scores
    starts = np.flatnonzero(np.r_[True, words[1:] != words[:-1]])
    sizes = np.diff(np.r_[starts, len(words)])
    means = np.add.reduceat(scores, starts, axis=0) / sizes.reshape(-1, *[1] * (scores.ndim - 1))
    return np.asarray(np.repeat(means, sizes, axis=0), dtype=np.float32)


def runs(inside: NDArray[np.bool_], begins: NDArray[np.bool_] | None = None) -> list[tuple[int, int]]:
    """Runs [begin, end) of True; a True in `begins` starts a new run within one."""
    edges = np.flatnonzero(np.diff(np.r_[False, inside, False].astype(np.int8)))
    out: list[tuple[int, int]] = []
    for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        cuts = [] if begins is None else (np.flatnonzero(begins[begin + 1 : end]) + begin + 1).tolist()
        borders = [begin, *cuts, end]
        out += list(itertools.pairwise(borders))
    return out


def tagged(inside: Floats, begin: Floats, words: NDArray[np.int64], threshold: float = 0.5) -> list[Found]:
    """Runs of pieces whose probability of being inside is above the threshold."""
    level = by_word(inside, words)
    first = np.r_[True, words[1:] != words[:-1]] & (begin > 0.5)
    return [Found(b, e, float(level[b:e].mean())) for b, e in runs(level > threshold, first)]


def entity_spans(scores: Floats, words: NDArray[np.int64]) -> list[tuple[str, Found]]:
    """Entities from begin/inside scores (pieces, ENTITY_CLASSES): runs of one type, cut where a new one begins."""
    level = by_word(scores, words)
    total = level[:, 0:1], level[:, 1::2] + level[:, 2::2]
    best = np.concatenate((total[0] * NONE, total[1]), axis=1).argmax(1)
    starts_word = np.r_[True, words[1:] != words[:-1]]
    begins = starts_word & (scores[:, 1::2].sum(1) > 0.5)
    out: list[tuple[str, Found]] = []
    for k, name in enumerate(ENTITIES, 1):
        for b, e in runs(best == k, begins):
            out.append((name, Found(b, e, float(total[1][b:e, k - 1].mean()))))
    return sorted(out, key=lambda x: x[1].begin)


def characters(tokens: Tokens, found: Found) -> Span:
    """The characters of a run of pieces, as they stand."""
    return int(tokens.begin[found.begin]), int(tokens.end[found.end - 1])


def phrase(text: str, span: Span) -> Span | None:
    """`span` without leading determiners and outer punctuation; None if nothing is left.

    A bracket or a quotation mark that stays open inside is not cut away at the end.
    """
    begin, end = span
    if text[begin:end].startswith(("s ", "’s ", "'s ")) and text[begin - 1 : begin + 1] in ("'s", "’s", "a’"):
        begin += 2  # a possessive that was cut from its word
    while begin < end:
        if text[begin] in _EDGE:
            begin += 1
            continue
        lead = _LEADING.match(text, begin, end)
        if not lead:
            break
        begin = lead.end()
    while end > begin and text[end - 1] in _EDGE:
        if text[end - 1] == ")" and "(" in text[begin : end - 1]:
            break
        if text[end - 1] == "." and re.search(r"\b(?:[A-Z]\.)+$", text[begin:end]):
            break
        end -= 1
    for suffix in ("'s", "’s"):
        if text[begin:end].endswith(suffix):
            end -= len(suffix)
    return (begin, end) if begin < end else None
