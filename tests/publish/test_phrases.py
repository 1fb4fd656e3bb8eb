"""Incidents in a reader's words: what the other tests of publishing do not read."""

from __future__ import annotations

import pytest

from ascribe.case import Entry
from ascribe.incidents.model import Figure
from ascribe.publish import phrases


@pytest.mark.parametrize(
    ("of", "lowest", "highest", "words"),
    [
        ("distance_km", 0.025, 0.025, "25 m distance"),
        ("distance_km", 0.5, 2, "0.5 to 2 km distance"),
        ("killed", 1, 3, "1 to 3 killed"),
    ],
)
def test_small_distances_are_told_in_metres(of: str, lowest: float, highest: float, words: str) -> None:
    one = Figure.model_validate({"of": of, "lowest": lowest, "highest": highest, "accounts": ()})
    assert phrases.figure(one) == words


def test_a_document_is_called_by_its_title_its_file_or_its_number() -> None:
    def called(title: str | None, name: str) -> str:
        return phrases.document(Entry.model_construct(title=title, name=name, number=3))

    assert called("Rebels in Raqqa", "document-3") == "Rebels in Raqqa"
    assert called(None, "3-monitor-note.txt") == "3-monitor-note.txt"
    assert called(None, "document-3") == "Document 3"


def test_a_country_is_told_by_its_name() -> None:
    assert [phrases.country(code) for code in ("SY", "QQ", None)] == ["Syria", "QQ", ""]
