"""The language of a text, and why the reader may not read it."""

from __future__ import annotations

import pytest

from ascribe.documents import detect_language, from_text, readable_language

RUSSIAN = "Силы сирийской армии заняли город после недели боёв, сообщил представитель штаба."
ARABIC = "قتل 12 شخصا في غارة جوية على مدينة الرقة يوم الثلاثاء بحسب المرصد السوري لحقوق الإنسان"
FRENCH = "Douze personnes ont été tuées mardi à Mossoul par une frappe aérienne de la coalition."
ENGLISH = "Twelve people were killed in the town on Tuesday, the army said. It is the third attack in a week. " * 3


@pytest.mark.parametrize(("text", "code"), [(RUSSIAN, "ru"), (ARABIC, "ar"), (FRENCH, "fr"), (ENGLISH, "en")])
def test_detected(text: str, code: str) -> None:
    found, confidence = detect_language(text)
    assert found == code
    assert 0.5 < confidence <= 1


@pytest.mark.parametrize("text", ["Raqqa", "12 34 56", "Taliban kill 12 in Kandahar attack", ""])
def test_too_short_to_say(text: str) -> None:
    assert detect_language(text)[0] is None


def test_a_short_headline_is_not_refused() -> None:
    for text in ("Nigeria: Air strike victims still wait for justice", "Taliban kill 12 in Kandahar attack"):
        assert readable_language(from_text(text)) is None


def test_the_reason_names_the_language() -> None:
    assert readable_language(from_text(ENGLISH)) is None
    assert "in Russian" in str(readable_language(from_text(RUSSIAN)))
    assert "this model reads English" in str(readable_language(from_text(FRENCH)))


def test_a_stated_language_is_believed_but_not_against_the_script() -> None:
    assert from_text(FRENCH, language="en-GB").language == "en"
    assert "Cyrillic script" in str(readable_language(from_text(RUSSIAN, language="en")))
    assert "in Arabic" in str(readable_language(from_text("Raqqa", language="ar")))


def test_a_tag_that_is_none_counts_as_not_stated() -> None:
    assert from_text(ENGLISH, language="English language").language == "en"


def test_english_needs_no_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ascribe.documents.language._identifier", None)
    assert detect_language(ENGLISH)[0] == "en"
