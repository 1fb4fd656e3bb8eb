"""Sentences and paragraphs: every span true, nothing cut where a reader would not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.reading.sentences import paragraphs, sentences


def split(text: str) -> list[str]:
    return [text[b:e] for b, e in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops fled. The city fell.", ["Troops fled.", "The city fell."]),
        ("Gen. Joseph Votel said so. He left.", ["Gen. Joseph Votel said so.", "He left."]),
        ("The U.S. military said no. It left.", ["The U.S. military said no.", "It left."]),
        ('"They fled." He wept.', ['"They fled."', "He wept."]),
        ("“They fled,” he said.", ["“They fled,” he said."]),
        ("It killed 2.5 percent. Then it stopped!", ["It killed 2.5 percent.", "Then it stopped!"]),
        ("J. Smith of the U.N. mission spoke. Dr. Ali too.", ["J. Smith of the U.N. mission spoke.", "Dr. Ali too."]),
        ("Really? Yes… Maybe.", ["Really?", "Yes…", "Maybe."]),
        ("No full stop at the end", ["No full stop at the end"]),
        ("Oct. 3 was quiet. No. 5 company left.", ["Oct. 3 was quiet.", "No. 5 company left."]),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_headline_is_a_sentence_of_its_own() -> None:
    assert split("Shelling kills 12\n\nEL FASHER (AFP) - At least 12 died.") == [
        "Shelling kills 12",
        "EL FASHER (AFP) - At least 12 died.",
    ]


def test_hard_wrapped_lines_stay_one_paragraph() -> None:
    text = (
        "The army said on Monday that its forces had entered the eastern part\n"
        "of the city after three days of fighting in which dozens were killed.\n\nIt gave no figures."
    )
    assert len(paragraphs(text)) == 2


def test_single_line_breaks_between_full_paragraphs_part_them() -> None:
    text = "The army entered the city on Monday.\nThe rebels denied it.\r\nNobody could say who was right."
    assert len(paragraphs(text)) == 3


@given(st.text(alphabet=st.sampled_from('aA .!?"”“\n\r\t1é\u00ad\u202e'), max_size=200))
def test_spans_are_true_ordered_and_lose_no_word(text: str) -> None:
    spans = sentences(text)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert "".join("".join(text[b:e].split()) for b, e in spans) == "".join(text.split())
    assert all(text[b:e] == text[b:e].strip() != "" for b, e in spans)
