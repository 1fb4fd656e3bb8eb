"""What fills the slots of a trigger: runs of words that the encoder relates to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .encoder import Encoder, Scores
from .sentences import Span
from .spans import Found, by_word, characters, phrase, runs
from .tokens import Tokens
from .triggers import Trigger

# A run is a filler if its best word is likelier than the first; it reaches over words likelier than the second.
PEAK = {"agent": 0.45, "target": 0.45, "instrument": 0.45, "place": 0.45, "time": 0.45, "quantity": 0.5, "source": 0.45}
REACH = 0.35

Fillers = list[tuple[Span, float]]


def fill(encoder: Encoder, scores: Scores, tokens: Tokens, text: str, found: list[Trigger]) -> list[dict[str, Fillers]]:
    """For each trigger of a window, its fillers by slot: spans of characters with a confidence, in order of the text."""
    if not found:
        return []
    at = scores.window.begin
    words = tokens.word[at : scores.window.end]
    rows = [(t.begin - at, t.end - at) for t in found]
    out: list[dict[str, Fillers]] = [{} for _ in found]
    for slot, peak in PEAK.items():
        level = by_word(encoder.relate(scores, tokens, rows, slot).T, words).T
        for k, row in enumerate(level):
            fillers = _fillers(row, peak, at, tokens, text)
            if fillers:
                out[k][slot] = _nearest_of_same(fillers, text, int(tokens.begin[found[k].begin]))
    return out


def _fillers(row: NDArray[np.float32], peak: float, at: int, tokens: Tokens, text: str) -> Fillers:
    out: Fillers = []
    if row.max() < peak:
        return out
    for begin, end in runs(row > REACH):
        best = float(row[begin:end].max())
        span = phrase(text, characters(tokens, Found(at + begin, at + end, best))) if best >= peak else None
        if span:
            out.append((span, best))
    return out


def _nearest_of_same(fillers: Fillers, text: str, trigger: int) -> Fillers:
    """Of several runs with the same words, the one nearest to the trigger."""
    best: dict[str, tuple[Span, float]] = {}
    for span, sure in sorted(fillers, key=lambda f: abs(f[0][0] - trigger)):
        best.setdefault(text[slice(*span)].lower(), (span, sure))
    return sorted(best.values())
