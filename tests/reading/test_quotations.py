"""What stands inside quotation marks."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.reading.quotations import quotations


def quoted(text: str) -> list[str]:
    return [text[b:e] for b, e in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no" and "yes".', ['"no"', '"yes"']),
        ("He said “no” and left.", ["“no”"]),
        ("“It's the army's fault,” she said.", ["“It's the army's fault,”"]),
        ("“We fled.\n\n“They burnt it all,” she said.", ["“We fled.", "“They burnt it all,”"]),
        ('"We fled.\n\n"They burnt it," she said.', ['"We fled.', '"They burnt it,"']),
        ('"Three tried to plant it.\n\nAfter a while it went off," police said.',
         ['"Three tried to plant it.', 'After a while it went off,"']),
        ('A 5" pipe was found.\n\nNothing else was.', []),
        ("He wrote «nie» to them.", ["«nie»"]),
    ],
)  # fmt: skip
def test_marks_pair_as_readers_pair_them(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@given(st.text(alphabet=st.sampled_from('ab "“”«»\n'), max_size=120))
def test_spans_are_ordered_and_apart(text: str) -> None:
    spans = quotations(text)
    assert all(b < e for b, e in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
