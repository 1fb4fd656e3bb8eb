"""What fills the slots of a trigger: runs of words that the encoder relates to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .encoder import Encoder, Scores
from .sentences import Span
from .spans import Found, by_word, characters, phrase, runs
from .tokens import Tokens
from .triggers import Trigger

# A run is a filler if its best word is likelier than the first number; where no run of a slot is, the best one is taken
# if it is likelier than the second. Set by their effect on gold/dev. A run reaches over words likelier than REACH.
PEAK = {
    "agent": (0.6, 0.18), "target": (0.5, 0.18), "instrument": (0.5, 0.22), "place": (0.6, 0.18), "time": (0.45, 0.4),
    "quantity": (0.45, 0.3), "source": (0.45, 0.45),
}  # fmt: skip
REACH = 0.38
_PARTING = frozenset(
    {"and", "or", "but", "in", "on", "at", "near", "by", "with", "from", "as", "to", "who", "that", "which"}
)

Fillers = list[tuple[Span, float]]


def fill(encoder: Encoder, scores: Scores, tokens: Tokens, text: str, found: list[Trigger]) -> list[dict[str, Fillers]]:
    """For each trigger of a window, its fillers by slot: spans of characters, each with a confidence, in order."""
    if not found:
        return []
    at = scores.window.begin
    words = tokens.word[at : scores.window.end]
    rows = [(t.begin - at, t.end - at) for t in found]
    out: list[dict[str, Fillers]] = [{} for _ in found]
    related = encoder.relate(scores, tokens, rows, list(PEAK))
    level = by_word(related.reshape(-1, len(words)).T, words).T.reshape(related.shape)
    tops = level.max(-1).tolist()
    for s, (slot, limits) in enumerate(PEAK.items()):
        for k, top in enumerate(tops[s]):
            fillers = _fillers(level[s, k], limits, at, tokens, text) if top >= limits[1] else []
            if fillers:
                trigger = int(tokens.begin[found[k].begin])
                out[k][slot] = _at_home(_nearest_of_same(fillers, text, trigger), trigger, tokens)
    _settle(out, found)
    return out


def _at_home(fillers: Fillers, trigger: int, tokens: Tokens) -> Fillers:
    """Where the trigger's own sentence has a filler, those of other paragraphs belong to somebody else's claim."""
    sentence = tokens.sentence_at(trigger)
    if not sentence or not any(sentence[0] <= b < sentence[1] for (b, _), _ in fillers):
        return fillers
    paragraph = tokens.paragraphs[tokens.paragraph_of(trigger)]
    return [f for f in fillers if paragraph[0] <= f[0][0] < paragraph[1]]


def _settle(out: list[dict[str, Fillers]], found: list[Trigger]) -> None:
    """A number belongs to the kind of claim it fits best: in "killing 130 and injuring scores", 130 were killed."""
    best: dict[Span, tuple[float, str]] = {}
    for fillers, trigger in zip(out, found, strict=True):
        for span, sure in fillers.get("quantity", []):
            best[span] = max(best.get(span, (0.0, "")), (sure, trigger.type))
    for fillers, trigger in zip(out, found, strict=True):
        if "quantity" in fillers:
            fillers["quantity"] = [
                (span, sure)
                for span, sure in fillers["quantity"]
                if trigger.type == best[span][1] or sure > 0.8 * best[span][0]
            ]


def _fillers(row: NDArray[np.float32], limits: tuple[float, float], at: int, tokens: Tokens, text: str) -> Fillers:
    """All runs above the first limit; where there is none, the best one above the second."""
    top, (peak, faint) = float(row[row.argmax()]), limits
    if top < faint:
        return []
    least = min(peak, top)
    out: Fillers = []
    for begin, end in _bridged(runs(row > min(REACH, 0.7 * least)), at, tokens, text):
        best = max(row[begin:end].tolist())
        span = phrase(text, characters(tokens, Found(at + begin, at + end, best))) if best >= least else None
        if span:
            out.append((span, best))
    return out


def _bridged(found: list[tuple[int, int]], at: int, tokens: Tokens, text: str) -> list[tuple[int, int]]:
    """Runs with one plain word between them are one phrase: "eighth-century" and "wall" around "Rafiqah"."""
    out: list[tuple[int, int]] = []
    for begin, end in found:
        if out:
            gap = text[tokens.end[at + out[-1][1] - 1] : tokens.begin[at + begin]]
            if gap.strip().isalpha() and gap.strip().lower() not in _PARTING and "\n" not in gap:
                out[-1] = (out[-1][0], end)
                continue
        out.append((begin, end))
    return out


def _nearest_of_same(fillers: Fillers, text: str, trigger: int) -> Fillers:
    """Of several runs with the same words, the one nearest to the trigger."""
    best: dict[str, tuple[Span, float]] = {}
    for span, sure in sorted(fillers, key=lambda f: abs(f[0][0] - trigger)):
        best.setdefault(text[slice(*span)].lower(), (span, sure))
    return sorted(best.values())
