"""Figures by source as bars on one scale."""

from __future__ import annotations

from typing import Any

from ascribe.incidents.model import Account, Figure
from ascribe.publish.ranges import Drawing, drawing


def figure(*accounts: dict[str, Any], of: str = "killed", **given: Any) -> Drawing:
    made = [
        Account(claims=(f"c{n}",), documents=("d",), **{"speaker": f"s{n}", **fields})
        for n, fields in enumerate(accounts)
    ]
    values = [v for a in made for v in (a.low, a.best, a.high) if v is not None and not a.part]
    fields = {"lowest": min(values), "highest": max(values), **given}
    return drawing(Figure.model_validate({"of": of, "accounts": made, **fields}), {}, {})


def test_bars_stand_on_one_scale_from_zero() -> None:
    a, b, c = figure({"best": 20}, {"low": 10, "high": 40}, {"low": 30}).rows
    assert a.mark is not None
    assert (b.left, b.right) == (a.mark / 2, a.mark * 2)
    assert (c.open_high, c.open_low) == (True, False)


def test_the_middle_of_a_range_is_nobodys_figure() -> None:
    (a, b) = figure({"low": 10, "best": 15, "high": 20}, {"low": 10, "best": 18, "high": 20}).rows
    assert (a.mark, a.words) == (None, "10 to 20")
    assert b.mark is not None
    assert b.words == "10 to 20 (best 18)"


def test_figures_differ_where_two_sources_give_others_for_the_whole() -> None:
    assert figure({"best": 9}, {"best": 12}).differs
    assert not figure({"best": 9}, {"best": 9}).differs
    assert not figure({"best": 9}, {"best": 4, "part": True}).differs
    assert not figure({"best": 9, "speaker": "un"}, {"best": 12, "speaker": "un"}).differs
    assert not figure({"best": 2}, {"best": 160_000}, of="other").differs


def test_a_figure_alone_says_what_its_words_say() -> None:
    assert figure({"high": 100}).title == "up to 100 killed"
    assert figure({"best": 9}, {"best": 12}).title == "9 to 12 killed"
