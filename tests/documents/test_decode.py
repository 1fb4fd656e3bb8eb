"""Bytes → text: every encoding that real reports use, and a plain error for the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe.documents import from_bytes
from ascribe.documents.decode import decode
from ascribe.errors import AscribeError, InputError

RUSSIAN = "Силы сирийской армии заняли город после недели боёв, сообщил представитель штаба. " * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", ["“Twelve” were killed, he said.\r\nTwo fled.", "قُتل 12 شخصا في غارة على الرقة."])
def test_unicode_with_and_without_a_byte_order_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "x") == text


def test_what_only_looks_like_a_mark_inside_the_text_stays() -> None:
    assert decode("a\ufeffb".encode(), "x") == "a\ufeffb"


def test_windows_1252_quotes_and_dashes() -> None:
    text = "“We retook it” – the spokesman’s words. " * 3
    assert decode(text.encode("cp1252"), "x") == text


def test_cyrillic_in_a_legacy_encoding() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "x") == RUSSIAN


def test_a_declared_charset_goes_before_guessing() -> None:
    text = "Muş’ta ateşkes"
    assert decode(text.encode("cp1254"), "x", declared="windows-1254") == text
    assert decode("“x”".encode("cp1252"), "x", declared="ISO-8859-1") == "“x”"


@pytest.mark.parametrize("declared", ["no-such-charset", "utf-8", "hex", "idna", "undefined"])
def test_a_wrong_declared_charset_does_no_harm(declared: str) -> None:
    assert decode("the caf\xe9 was hit".encode("latin-1"), "x", declared=declared) == "the café was hit"


def test_one_stray_byte_does_not_garble_the_rest() -> None:
    data = "“Twelve” killed in Muş".encode() + b" caf\xe9 " + "“two” hurt".encode()
    assert decode(data, "x") == "“Twelve” killed in Muş café “two” hurt"


def test_control_characters_and_direction_marks_are_kept() -> None:
    text = "\u202eTwelve\u200f killed\x1b[31m in\xad Raqqa\u2069."
    assert decode(text.encode(), "x") == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"Some text\0with a NUL in it", "NUL"),
        (bytes(range(1, 256)) * 40, "binary"),
    ],
)
def test_binary_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        decode(data, "report.txt")
    assert str(caught.value).startswith("report.txt: ")
    assert "Save the report as" in str(caught.value)


@settings(deadline=None)  # the first example loads a library
@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_our_error(data: bytes) -> None:
    try:
        text = decode(data, "x")
    except AscribeError:
        return
    text.encode("utf-8")  # no lone surrogates


@settings(deadline=None)  # the first example loads a library
@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.pdf", "a", "a.xyz"]))
def test_any_bytes_under_any_name_give_a_document_or_our_error(data: bytes, name: str) -> None:
    try:
        document = from_bytes(data, name=name)
    except AscribeError:
        return
    document.model_dump_json()


@settings(deadline=None)  # the first example loads a library
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_utf_8_text_round_trips(text: str) -> None:
    whole = "The report: " + text
    assert from_bytes(whole.encode(), name="a.txt").text == whole


def test_twenty_megabytes_of_one_line_in_a_legacy_encoding() -> None:
    text = "The army’s guns shelled the town. " * 600_000
    assert decode(text.encode("cp1252"), "x") == text
