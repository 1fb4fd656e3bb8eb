"""Word pieces keep true offsets, and windows cover a text once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ascribe.reading.encoder import Encoder
from ascribe.reading.tokens import Tokens, windows


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
def test_pieces_lie_in_order_within_the_text(encoder: Encoder, text: str) -> None:
    tokens = encoder.tokenize(text)
    assert (tokens.begin <= tokens.end).all()
    assert (np.diff(tokens.begin) >= 0).all()
    assert len(tokens) == 0 or tokens.end.max() <= len(text)


@pytest.mark.parametrize("text", ["Soft\u00adhyphen in Raq\u00adqa", "“Curly” — dashes…", "naïve café", "a\r\nb\r\n"])
def test_a_piece_of_text_is_found_again(encoder: Encoder, text: str) -> None:
    tokens = encoder.tokenize(text)
    first, last = tokens.piece_range((0, len(text)))
    assert (first, last) == (0, len(tokens))
    assert tokens.begin[0] == 0
    assert tokens.end[-1] >= len(text.rstrip()) - 1


def test_case_paragraph_and_quotation_are_told_apart(encoder: Encoder) -> None:
    tokens = encoder.tokenize("US troops\n\n“us” 12")
    assert len(set(tokens.features.tolist())) >= 4
    assert tokens.features[0] != tokens.features[tokens.piece_range((12, 14))[0]]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=0, max_size=40), st.integers(16, 120), st.integers(0, 15))
def test_each_piece_is_kept_from_exactly_one_window(lengths: list[int], size: int, overlap: int) -> None:
    sentence = np.repeat(np.arange(len(lengths)), lengths)
    n = len(sentence)
    at = np.arange(n)
    tokens = Tokens(at, at, at + 1, at, at, sentence, [], [], [])
    cut = list(windows(tokens, size, overlap))
    kept = [i for w in cut for i in range(w.keep_begin, w.keep_end)]
    assert kept == list(range(n))
    assert all(w.begin <= w.keep_begin and w.keep_end <= w.end and w.end - w.begin <= size for w in cut)
