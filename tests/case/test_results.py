"""Results by facets: the rows that have all of them, in order, in parts and counted, whichever is walked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

import pytest

from ascribe.case import Case, Facet, Result, results

SINCE, UNTIL = "2017-01-20", "2017-02-10"
ASKED: tuple[tuple[Facet, ...], ...] = (
    (),
    (Facet("type", "Killing"),),
    (Facet("type", "killing"), Facet("place", "TOWN3")),
    (Facet("place", "town3"), Facet("place", "syria")),
    (Facet("end", SINCE, "from"),),
    (Facet("start", UNTIL, "to"),),
    (Facet("end", SINCE, "from"), Facet("start", UNTIL, "to")),
    (Facet("type", "killing"), Facet("end", SINCE, "from"), Facet("start", UNTIL, "to")),
    (Facet("end", UNTIL, "from"), Facet("start", SINCE, "to")),
    (Facet("type", "none"), Facet("end", SINCE, "from")),
)
Kept = dict[str, Result]


@pytest.fixture
def kept() -> Kept:
    """Results of any length in days, some without; two of three are in the order of their days."""
    chance, made = Random(3), Kept()
    for n in range(120):
        first = date(2017, 1, 1) + timedelta(days=chance.randrange(60))
        last = first + timedelta(days=chance.choice([0, 0, 1, 6, 20, 31, 400, 5_000]))
        days = {"start": (first.isoformat(),), "end": (last.isoformat(),)} if n % 7 else {}
        facets = {"type": (chance.choice(["killing", "capture"]),), "place": (f"Town{n % 9}", "Syria"), **days}
        made[f"key{n:03d}"] = Result(f"body {n}", f"{first}" if n % 3 else f"{n:04d}", facets)
    return made


def has(one: Result, facet: Facet) -> bool:
    """Whether a result has a facet, by its definition."""
    values, value = [v.casefold() for v in one.facets.get(facet.name, ())], facet.value.casefold()
    return any({"is": v == value, "from": v >= value, "to": v <= value}[facet.how] for v in values)


def chosen(kept: Kept, asked: Iterable[Facet]) -> list[str]:
    """Keys of those that have all facets, in order."""
    found = [key for key, one in kept.items() if all(has(one, facet) for facet in asked)]
    return sorted(found, key=lambda key: (kept[key].sort, key))


@pytest.mark.parametrize("bound", [results._BOUND, 5])
def test_results_are_those_that_have_all_facets(
    case: Case, kept: Kept, bound: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "_BOUND", bound)
    case.keep_results("other", kept)  # is not found
    case.keep_results("one", kept)
    for asked in ASKED:
        expected = [kept[key].body for key in chosen(kept, asked)]
        for limit in (7, 200):
            found: list[str] = []
            after: tuple[str, str] | None = ("", "")
            while after is not None:
                bodies, after = case.page_results("one", asked, after=after, limit=limit)
                assert len(bodies) <= limit
                found += bodies
            assert found == expected, asked
        assert case.count_results("one", asked) == {"": len(expected)}, asked


def test_values_are_counted_in_all_or_in_the_first(case: Case, kept: Kept) -> None:
    case.keep_results("one", kept)
    for asked in ASKED:
        for most in (None, 10):
            keys = chosen(kept, asked)[:most]
            expected = Counter(v.casefold() for key in keys for v in kept[key].facets["place"])
            assert case.count_results("one", asked, "place", most=most) == dict(expected), (asked, most)


def test_what_is_replaced_or_gone_is_found_no_more(case: Case, kept: Kept) -> None:
    case.keep_results("one", kept)
    key = chosen(kept, ASKED[7])[0]
    case.keep_results("one", {key: Result("new", "", {"type": ("protest",)})})
    assert case.page_results("one", [Facet("type", "protest")]) == (["new"], None)
    assert kept[key].body not in case.page_results("one", ASKED[7], limit=200)[0]
    case.keep_results("one", {key: None})
    assert case.count_results("one", [Facet("type", "protest")]) == {"": 0}
