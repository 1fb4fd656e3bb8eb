"""The table: every fact is there at 80 columns and in a pipe."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from ascribe.model import Reading
from ascribe.render.table import reading_table


def printed(reading: Reading, width: int = 80, *, terminal: bool = False) -> str:
    out = io.StringIO()
    reading_table(reading, Console(file=out, width=width, force_terminal=terminal))
    return out.getvalue()


def rows(text: str) -> dict[int, str]:
    """The rows by claim number, each column's lines joined to words."""
    found: dict[int, list[str]] = {}
    number = 0
    for line in text.splitlines():
        start = re.match(r" {0,2}(\d+)  ", line)
        number = int(start[1]) if start else number
        found.setdefault(number, []).append(line)
    return {key: " ".join(" ".join(lines).split()) for key, lines in found.items()}


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_lines_fit_the_width(reading: Reading, width: int) -> None:
    assert max(cell_len(line) for line in printed(reading, width).splitlines()) <= width


def test_a_row_a_claim_numbered_from_one(reading: Reading) -> None:
    found = rows(printed(reading))
    assert [number for number in found if number] == list(range(1, 16))
    first = found[1]
    for fact in ("coalition", "statement", "airstrike “struck”, asserted", "US-led coalition → two small",
                 "Raqqa's Old City", "2017-07-03", "two"):  # fmt: skip
        assert fact in first
    assert "killing “killed”, denied" in found[5]
    assert "Leyla Sido" in found[6]
    assert "via AFP" in found[6]
    assert "at least 12 killed" in found[7]
    assert "The Daily Wire" in found[14]
    assert "own voice" in found[14]


def test_all_five_standings_are_told_in_words(reading: Reading) -> None:
    for width in (80, 140):
        text = printed(reading, width)
        assert all(word in text for word in ("asserted", "denied", "uncertain", "future", "hypothetical"))


def test_a_wide_console_has_a_column_a_fact(reading: Reading) -> None:
    text = printed(reading, 150)
    header = next(line for line in text.splitlines() if "Standing" in line)
    titles = ["#", "Who says so", "What", "Who → whom", "Where", "When", "Figures", "Standing"]
    assert " ".join(header.split()) == " ".join(titles)


def test_nothing_is_cut_off(reading: Reading) -> None:
    long = "Front" + "x" * 300 + "End"
    claim = reading.claims[0]
    agent = claim.agent[0].model_copy(update={"name": long})
    text = printed(reading.model_copy(update={"claims": (claim.model_copy(update={"agent": (agent,)}),)}))
    assert "…" not in text
    assert text.count("x") >= 300


def test_a_pipe_gets_no_codes_and_a_terminal_gets_colour(reading: Reading) -> None:
    assert "\x1b" not in printed(reading)
    assert "\x1b[1;31mdenied" in printed(reading, terminal=True)


def test_heading_count_and_notes(reading: Reading) -> None:
    lines = printed(reading, 150).splitlines()
    assert lines[0] == "Coalition opens two breaches in Raqqa wall"
    assert lines[1] == "The Daily Wire · wire origin AFP · published 2017-07-04 (from the page's metadata)"
    assert lines[-2].startswith("15 claims: 12 by 6 speakers, 3 in the voice of The Daily Wire; ")
    assert lines[-1] == "Note: One window of the report was cut at its length limit."


def test_an_unknown_outlet_is_the_outlet(reading: Reading) -> None:
    document = reading.document.model_copy(update={"outlet": None})
    text = printed(reading.model_copy(update={"document": document}))
    assert "the outlet" in rows(text)[2]
    assert "3 in the voice of the outlet" in text


def test_an_empty_reading_says_so(empty_reading: Reading) -> None:
    text = printed(empty_reading)
    assert text.startswith("empty-1\n")
    assert "No claims found" in text
    assert "language the model does not know" in text


def test_hostile_words_steer_nothing(reading: Reading) -> None:
    hostile = "\x1b[2J\u202e[red]x[/red]\x07"
    claim = reading.claims[0]
    agent = claim.agent[0].model_copy(update={"name": hostile})
    document = reading.document.model_copy(update={"title": hostile, "outlet": hostile, "origin": hostile})
    text = printed(Reading(document=document, claims=(claim.model_copy(update={"agent": (agent,)}),), notes=(hostile,)))
    assert not set(text) & {"\x1b", "\u202e", "\x07"}
    assert text.count(r"\x1b[2J\u202e[red]x[/red]\x07") >= 4


def test_an_ascii_console_prints_without_error(reading: Reading) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    reading_table(reading, Console(file=out, width=80))
    reading_table(reading, Console(file=out, width=140))
    out.seek(0)
    assert "US-led coalition -> two small" in out.read()
