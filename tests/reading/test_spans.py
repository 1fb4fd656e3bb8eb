"""From scores of pieces to spans of characters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.reading.spans import by_word, phrase, runs


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the Syrian army's", "Syrian army"),
        ("of the Old City,", "Old City"),
        ("Improvised Explosive Device (IED)", "Improvised Explosive Device (IED)"),
        ("“our fighters”", "fighters"),
        ("the U.S.", "U.S."),
        ("the ", None),
        ("theatre", "theatre"),
        ("spokeswoman for", "spokeswoman"),
        ("families in the", "families"),
    ],
)
def test_fillers_lose_determiners_and_outer_marks(words: str, expected: str | None) -> None:
    span = phrase(words, (0, len(words)))
    assert (words[slice(*span)] if span else None) == expected


def test_a_figure_loses_what_is_left_of_its_hedge() -> None:
    text = "killed at least 624 civilians"
    assert phrase(text, (10, len(text))) == (16, len(text))


def test_a_word_is_never_cut_in_two() -> None:
    words = np.array([0, 1, 1, 1, 2])
    level = by_word(np.array([0.0, 0.9, 0.1, 0.8, 0.0], dtype=np.float32), words)
    assert runs(level > 0.5) == [(1, 4)]


def test_a_beginning_parts_neighbours_of_one_kind() -> None:
    inside = np.array([True, True, True, False])
    assert runs(inside, np.array([False, False, True, False])) == [(0, 2), (2, 3)]


@given(st.lists(st.booleans(), max_size=60))
def test_runs_are_exactly_the_true_ones(inside: list[bool]) -> None:
    found = runs(np.array(inside, dtype=bool))
    assert [i for b, e in found for i in range(b, e)] == [i for i, x in enumerate(inside) if x]
