"""From scores of one window to triggers."""

from __future__ import annotations

import numpy as np

from ascribe.reading.encoder import Encoder, Scores
from ascribe.reading.labels import FACTUALITY, TAGS, TRIGGER_CLASSES, TYPES
from ascribe.reading.tokens import Window
from ascribe.reading.triggers import triggers

TOKENS = Encoder().tokenize("Before that it rained. Rebels shelled bombarded towns")
FIRST = 5  # the window begins at "Rebels"


def read(
    levels: dict[str, dict[str, float]], *, anew: tuple[str, ...] = (), keep: tuple[int, int] | None = None,
    standing: str = "denied",
) -> list[tuple[str, str]]:  # fmt: skip
    """Type and words of the triggers found, given each word's probabilities."""
    text = "Before that it rained. Rebels shelled bombarded towns"
    window = Window(FIRST, len(TOKENS), *(keep or (FIRST, len(TOKENS))))
    n = len(TOKENS) - FIRST
    trigger = np.zeros((n, TRIGGER_CLASSES), dtype=np.float32)
    trigger[:, 0] = 1
    tags = np.zeros((n, TAGS), dtype=np.float32)
    for word, types in levels.items():
        begin, end = (i - FIRST for i in TOKENS.piece_range((text.index(word), text.index(word) + len(word))))
        for kind, level in types.items():
            trigger[begin:end, 1 + TYPES.index(kind)] = level
            trigger[begin:end, 0] -= level
        tags[begin, 0] = 0.9 * (word in anew)
    factuality = np.zeros((n, len(FACTUALITY)), dtype=np.float32)
    factuality[:, FACTUALITY.index(standing)] = 0.7
    none = np.zeros((n, 1, 1), dtype=np.float32)
    found = triggers(Scores(window, trigger, factuality, trigger, tags, none, none), TOKENS)
    assert all(t.factuality == standing and abs(t.factuality_confidence - 0.7) < 1e-6 for t in found)
    return [(t.type, text[TOKENS.begin[t.begin] : TOKENS.end[t.end - 1]]) for t in found]


def test_a_word_likely_to_say_something_is_a_trigger() -> None:
    assert read({"shelled": {"shelling": 0.9}}) == [("shelling", "shelled")]
    assert read({"shelled": {"shelling": 0.4}}) == []


def test_types_that_share_a_word_add_up() -> None:
    """Neither alone is likelier than nothing; the likelier one names the trigger."""
    assert read({"shelled": {"shelling": 0.35, "assault": 0.25}}) == [("shelling", "shelled")]


def test_a_second_likely_type_is_a_second_trigger() -> None:
    found = read({"shelled": {"killing": 0.35, "shelling": 0.55}})
    assert found == [("shelling", "shelled"), ("killing", "shelled")]


def test_words_of_one_type_are_one_trigger_unless_it_begins_anew() -> None:
    levels = {"shelled": {"shelling": 0.9}, "bombarded": {"shelling": 0.9}}
    assert read(levels) == [("shelling", "shelled bombarded")]
    assert read(levels, anew=("bombarded",)) == [("shelling", "shelled"), ("shelling", "bombarded")]


def test_words_of_two_types_are_two_triggers() -> None:
    found = read({"shelled": {"shelling": 0.9}, "bombarded": {"airstrike": 0.9}})
    assert found == [("shelling", "shelled"), ("airstrike", "bombarded")]


def test_only_what_begins_in_the_kept_part_is_read() -> None:
    """Both of two windows see a trigger at their border; exactly one of them reads it."""
    levels = {"shelled": {"shelling": 0.9}, "bombarded": {"airstrike": 0.9}}
    at = int(np.searchsorted(TOKENS.begin, TOKENS.begin[-1]))
    cut = next(i for i in range(FIRST, at) if TOKENS.begin[i] >= 38)  # where "bombarded" begins
    assert read(levels, keep=(FIRST, cut)) == [("shelling", "shelled")]
    assert read(levels, keep=(cut, len(TOKENS))) == [("airstrike", "bombarded")]
