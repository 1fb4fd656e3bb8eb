"""Cutting the text: nothing lost, nothing doubled, every claim numbered once."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ascribe.model import Claim, Document, Mention, Reading
from ascribe.render.spans import Piece, paragraphs

TEXTS = st.text(st.sampled_from("ab \n\r\té"), max_size=60)
SPANS = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=8)


def made(text: str, triggers: list[tuple[int, int]], slots: list[tuple[int, int]]) -> Reading:
    agents = tuple(Mention(begin=a, end=b, text=text[a:b], name="x", confidence=1) for a, b in slots)
    claims = [
        Claim(id=str(i), type="clash", trigger=span, sentence=span, agent=agents, factuality_confidence=1, confidence=1)
        for i, span in enumerate(triggers)
    ]
    return Reading(document=Document(id="x", sha256="0" * 64, text=text), claims=tuple(claims))


def pieces(reading: Reading) -> list[Piece]:
    return [piece for paragraph in paragraphs(reading) for piece in paragraph.pieces]


@given(TEXTS, SPANS, SPANS)
def test_pieces_make_up_the_text_and_every_visible_trigger_is_numbered_once(
    text: str, triggers: list[tuple[int, int]], slots: list[tuple[int, int]]
) -> None:
    reading = made(text, triggers, slots)
    lines = ["".join(piece.text for piece in paragraph.pieces) for paragraph in paragraphs(reading)]
    assert lines == [line for line in re.split(r"[\r\n][\r\n\t ]*", text) if line]
    found = pieces(reading)
    assert all(text[p.begin : p.begin + len(p.text)] == p.text for p in found)
    numbers = [number for piece in found for number in piece.ends]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) == {number for piece in found for number in piece.triggers}


def test_nested_and_overlapping_triggers() -> None:
    found = pieces(made("one two three", [(0, 7), (4, 13), (4, 7)], [(2, 5)]))
    assert [piece.text for piece in found] == ["on", "e ", "t", "wo", " three"]
    assert [piece.triggers for piece in found] == [(1,), (1,), (3, 1, 2), (3, 1, 2), (2,)]
    assert [piece.ends for piece in found] == [(), (), (), (1, 3), (2,)]
    assert [bool(piece.roles) for piece in found] == [False, True, True, False, False]


def test_lines_that_follow_at_once_are_close() -> None:
    assert [p.close for p in paragraphs(made("a\nb\n\nc\r\nd\r\n\r\ne", [], []))] == [False, True, False, True, False]


def test_a_long_report_with_many_claims_is_cut_quickly() -> None:
    text = "words and more words. " * 20_000
    spans = [(at, at + 5) for at in range(0, len(text) - 5, 110)]
    reading = made(text, spans, [])
    assert sum(len(piece.ends) for piece in pieces(reading)) == len(spans)
    assert all(a.text for a, _ in pairwise(pieces(reading)))
