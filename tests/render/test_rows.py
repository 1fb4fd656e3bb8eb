"""Rows in parts fit together; JSON and CSV carry hidden characters only as escapes."""

from __future__ import annotations

import io
import json
import re

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from ascribe.render.rows import Column, Items, Rows
from ascribe.render.safe import cell, escaped, visible


def test_a_long_table_has_one_head_and_straight_columns() -> None:
    stream = io.StringIO()
    rows = Rows(Console(file=stream, width=40), [Column("#", width=5), Column("Name", share=1)])
    for number in range(250):
        rows.add(Text(str(number)), Text(f"name{number}" * (number % 5)))
    rows.close()
    lines = stream.getvalue().splitlines()
    assert sum("Name" in line for line in lines) == 1
    assert {line.index("name") for line in lines if "name" in line} == {7}
    assert sum(line[:5].strip().isdecimal() for line in lines) == 250


@given(st.text(st.characters(codec="utf-8")))
def test_escaped_json_is_the_same_value_and_hides_nothing(text: str) -> None:
    shown = escaped(json.dumps({"a": text}, ensure_ascii=False))
    assert json.loads(shown) == {"a": text}
    # What `visible` would change beyond blanks and soft hyphens, `escaped` has changed.
    plain = shown.replace("\u00ad", "")
    assert visible(plain) == " ".join(plain.replace("\t", " ").split(" ")).strip() or "  " in plain


def test_an_array_is_json_whatever_its_length() -> None:
    for items in ([], ["1"], ["1", '{"a": 2}']):
        stream = io.StringIO()
        array = Items(stream)
        for item in items:
            array.add(item)
        array.close()
        assert json.loads(stream.getvalue()) == [json.loads(item) for item in items]


@given(st.text())
def test_no_cell_begins_a_formula_in_any_spreadsheet(text: str) -> None:
    for part in re.split('[;,|"]', cell(text)):
        assert not part.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert "\n" not in cell(text)
