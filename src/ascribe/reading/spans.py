"""From scores of word pieces to spans of characters."""

from __future__ import annotations

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
# Nor one that it ends with: what followed was cut off.
_TRAILING = re.compile(
    r"\s+(?:for|of|in|at|by|to|with|on|from|the|a|an|and|or|but|that|who|whom|whose|which|is|are|was|were)$", re.I
)
_EDGE = " \t\r\n,.;:!?…—–-“”\"'’‘()[]«»/"


@dataclass(frozen=True)
class Found:
    """A run of pieces [begin, end) of the document that was read as one thing, and how sure."""

    begin: int
    end: int
    confidence: float


def changes(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pieces begin something: those with another label (word, type) than the piece before them."""
    begins = np.ones(len(labels), dtype=np.bool_)
    np.not_equal(labels[1:], labels[:-1], out=begins[1:])
    return begins


def by_word(scores: Floats, words: NDArray[np.int64]) -> Floats:
    """Scores (pieces, ...) with each piece given the mean over its word, so that no word is ever cut in two."""
    if not len(words):
        return scores
    starts = np.flatnonzero(changes(words))
    sizes = np.diff(starts, append=len(words))
    means = np.add.reduceat(scores, starts, axis=0) / sizes.reshape(-1, *[1] * (scores.ndim - 1))
    return np.repeat(means.astype(np.float32), sizes, axis=0)


def runs(inside: NDArray[np.bool_], begins: NDArray[np.bool_] | None = None) -> list[tuple[int, int]]:
    """Runs [begin, end) of True; a True in `begins` starts a new run within one."""
    out: list[tuple[int, int]] = []
    for at in np.flatnonzero(inside).tolist():
        if out and out[-1][1] == at and (begins is None or not begins[at]):
            out[-1] = out[-1][0], at + 1
        else:
            out.append((at, at + 1))
    return out


def mean(values: Floats, begin: int, end: int) -> Floats:
    """The mean over the pieces [begin, end) of values (pieces, ...); most runs are of one."""
    total: Floats = values[begin] if end - begin == 1 else np.add.reduce(values[begin:end], axis=0)
    return np.asarray(total / np.float32(end - begin))


def tagged(inside: Floats, begin: Floats, words: NDArray[np.int64], threshold: float = 0.5) -> list[Found]:
    """Runs of pieces whose probability of being inside is above the threshold."""
    level = by_word(inside, words)
    first = changes(words) & (begin > 0.5)
    return [Found(b, e, float(mean(level, b, e))) for b, e in runs(level > threshold, first)]


def entity_spans(scores: Floats, words: NDArray[np.int64]) -> list[tuple[str, Found]]:
    """Entities from begin/inside scores (pieces, ENTITY_CLASSES): runs of one type, cut where a new one begins."""
    level = by_word(scores, words)
    total = level[:, 0:1], level[:, 1::2] + level[:, 2::2]
    best = np.concatenate((total[0] * NONE, total[1]), axis=1).argmax(1)
    begins = changes(best) | (changes(words) & (scores[:, 1::2].sum(1) > 0.5))
    kinds = best.tolist()
    return [
        (ENTITIES[kinds[b] - 1], Found(b, e, float(mean(total[1][:, kinds[b] - 1], b, e))))
        for b, e in runs(best > 0, begins)
    ]


def characters(tokens: Tokens, found: Found) -> Span:
    """The characters of a run of pieces, as they stand."""
    return int(tokens.begin[found.begin]), int(tokens.end[found.end - 1])


def phrase(text: str, span: Span) -> Span | None:
    """`span` without leading determiners, trailing prepositions and outer punctuation; None if nothing is left.

    A bracket or a quotation mark that stays open inside is not cut away at the end.
    """
    begin, end = span
    if text[begin:end].startswith(("s ", "’s ", "'s ")) and text[begin - 1 : begin + 1] in ("'s", "’s", "a’"):
        begin += 2  # a possessive that was cut from its word
    if text[begin:end].startswith("least ") and text[:begin].endswith("at "):
        begin += 6
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
    while tail := _TRAILING.search(text[begin:end]):
        end = begin + tail.start()
    for suffix in ("'s", "’s"):
        if text[begin:end].endswith(suffix):
            end -= len(suffix)
    return (begin, end) if begin < end else None
