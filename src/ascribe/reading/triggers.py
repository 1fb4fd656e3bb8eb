"""Triggers of one window: the words that say what happened, with type and standing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .encoder import Scores
from .labels import FACTUALITY, TYPES
from .spans import by_word, changes, mean, runs
from .tokens import Tokens

PRESENT = 0.52  # a word is a trigger if all types together are likelier than this
SECOND = 0.3  # a second type on the same words, if it alone is likelier than this
BROKEN = 0.6  # a trigger begins anew inside a run of one type


@dataclass(frozen=True)
class Trigger:
    """Pieces [begin, end) of the document, what they say, and the probabilities behind it."""

    begin: int
    end: int
    type: str
    confidence: float
    factuality: str
    factuality_confidence: float


def triggers(scores: Scores, tokens: Tokens) -> list[Trigger]:
    """The triggers that begin in the part of the window that is read from it, in order."""
    window = scores.window
    words = tokens.word[window.begin : window.end]
    level = by_word(scores.trigger, words)
    kinds = level[:, 1:].argmax(1)
    present = 1.0 - level[:, 0] > PRESENT
    begins = changes(words) & (changes(kinds) | (scores.tags[:, 0] > BROKEN))
    found: list[Trigger] = []
    for begin, end in runs(present, begins):
        if window.keep_begin <= window.begin + begin < window.keep_end:
            found += _read(scores, mean(level, begin, end), begin, end)
    return found


def _read(scores: Scores, types: NDArray[np.float32], begin: int, end: int) -> list[Trigger]:
    standing = mean(scores.factuality, begin, end)
    k = int(standing.argmax())
    best = int(types[1:].argmax()) + 1
    chosen = [best, *(i for i in np.flatnonzero(types > SECOND).tolist() if i not in (0, best))]
    at = scores.window.begin
    return [
        Trigger(at + begin, at + end, TYPES[i - 1], float(types[i]), FACTUALITY[k], float(standing[k])) for i in chosen
    ]
