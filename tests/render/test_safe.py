"""Hostile text shows itself and steers nothing."""

from __future__ import annotations

import io
import re
import unicodedata
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from ascribe.render.safe import marked, plain, visible

TRICKY = st.text(
    st.sampled_from("ab <>&'\"[/]\x1b\x07\x00\x9b\r\n\t\x85\u200b\u200c\u200d\u202e\u2066\u2028\ufeff\u00ad\U000e0041é")
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x9b2J", r"\x9b2J"),
        ("a\u202eb\u2069", r"a\u202eb\u2069"),
        ("over\rwritten", r"over\x0dwritten"),
        ("two\r\n  lines", "two lines"),
        ("zero\u200bwidth \ufeff", r"zero\u200bwidth \ufeff"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("at\u00adtack", "attack"),
        ("می‌خواهم", "می‌خواهم"),  # Persian needs its joiners
        ("ki\u200clled", r"ki\u200clled"),
        ("naïve “Raqqa” الرقة", "naïve “Raqqa” الرقة"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.one_of(st.text(), TRICKY))
def test_visible_leaves_nothing_that_steers(text: str) -> None:
    shown = visible(text)
    assert "\n" not in shown
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not [c for c in shown if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI"}]


@given(TRICKY)
def test_marked_is_escaped_and_complete(text: str) -> None:
    html = str(marked(text))
    bare = re.sub(r'<span class="hidden-character" title="[^"<>]*">(U\+[0-9A-F]+)</span>', r"\1", html)
    assert "<" not in bare
    expected = "".join(_label(text.replace("\r\n", "\n"), i) for i in range(len(text.replace("\r\n", "\n"))))
    assert unescape(bare) == expected


def _label(text: str, at: int) -> str:
    character = text[at]
    if character in "\u200c\u200d":
        beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
        kept = len(beside) == 2 and not beside.isascii() and all(ord(c) > 0x7F for c in beside)
        return character if kept else f"U+{ord(character):04X}"
    hidden = character not in "\n\t\u00ad" and unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"}
    return f"U+{ord(character):04X}" if hidden else character


def test_marked_names_the_character() -> None:
    assert 'title="U+202E RIGHT-TO-LEFT OVERRIDE"' in marked("a\u202eb")


def test_markup_is_not_interpreted() -> None:
    console = Console(file=io.StringIO(), width=80)
    console.print(plain("[bold]not bold[/bold] :smile: [link=http://x]y[/link]", console))
    assert console.file.getvalue() == "[bold]not bold[/bold] :smile: [link=http://x]y[/link]\n"  # type: ignore[attr-defined]


def test_a_console_without_unicode_gets_ascii() -> None:
    console = Console(file=io.TextIOWrapper(io.BytesIO(), encoding="ascii"), width=80)
    assert plain("A → “é”", console).plain == r'A -> "\xe9"'
