"""Filters of claims, one by one and combined; pages."""

from __future__ import annotations

from itertools import combinations

import pytest
from pydantic import ValidationError

from ascribe.case import Case, ClaimFilter

from .conftest import BY, REPORT, put

ASKED = {
    "type": "killing", "factuality": "asserted", "standing": "accepted", "document": None, "actor": "Rebels",
    "source": "observatory", "place": "raqqa", "since": "2017-07-05", "until": "2017-07-05",
}  # fmt: skip


@pytest.fixture
def many(case: Case) -> Case:
    put(case, REPORT, outlet="The Courier")
    put(case, "The Army killed 4 civilians in Raqqa on 2017-07-05, the Monitor said.")
    put(case, "Rebels killed 5 civilians in Tabqa on 2016-01-01. Rebels killed 6 civilians in Raqqa.", outlet="Courier")
    for filed in list(case.claims(ClaimFilter(type="killing")))[:3]:
        case.decide("accept", {"claim": case.anchor(filed.claim.id)}, author=BY)
    return case


ONE = [
    ({}, 7),
    ({"type": "killing"}, 4),
    ({"type": "protest"}, 0),
    ({"factuality": "denied"}, 1),
    ({"standing": "accepted"}, 3),
    ({"standing": "rejected"}, 0),
    ({"actor": "front"}, 4),
    ({"actor": "rebels"}, 4),
    ({"actor": "the REBELS "}, 4),
    ({"actor": "Reb"}, 0),
    ({"actor": "civilians\0"}, 4),
    ({"source": "Monitor"}, 2),
    ({"source": "Ministry"}, 1),
    ({"source": "courier"}, 4),
    ({"place": "Tabqa"}, 2),
    ({"place": "Syria"}, 6),
    ({"place": "%"}, 0),
    ({"since": "2017-07-05"}, 3),
    ({"since": "2017-07-06"}, 1),
    ({"until": "2017-07-05"}, 3),
    ({"until": "2015-12-31"}, 0),
    ({"since": "2016-12-31", "until": "2017-07-05"}, 2),
    ({"since": "2017-07-06", "until": "2017-07-05"}, 0),
    ({"document": "0" * 64}, 0),
    ({"document": "\0"}, 0),
]


def test_each_filter(many: Case) -> None:
    for asked, expected in ONE:
        wanted = ClaimFilter.model_validate(asked)
        assert (len(list(many.claims(wanted))), many.count(wanted)) == (expected, expected), asked


def test_filters_combined_select_what_each_selects(many: Case) -> None:
    (_, second, _) = (entry.id for entry in many.documents())
    asked = {**ASKED, "document": second}
    alone = {k: {f.claim.id for f in many.claims(ClaimFilter.model_validate({k: v}))} for k, v in asked.items()}
    for size in (2, 3, 9):
        for chosen in combinations(asked, size):
            wanted = ClaimFilter.model_validate({k: asked[k] for k in chosen})
            found = [filed.claim.id for filed in many.claims(wanted)]
            assert set(found) == set.intersection(*(alone[k] for k in chosen)), chosen
            assert len(found) == many.count(wanted)


def test_a_claim_of_long_time_is_found_within_it(case: Case) -> None:
    put(case)
    first = next(case.claims()).claim.id
    for start, end in (("2017-07-05", "2017-07-05"), ("2017-07-01", "2017-07-31"), ("2017-01-01", "2017-12-31"),
                       ("1990-01-01", "2020-01-01"), ("0001-01-01", "9999-12-31")):  # fmt: skip
        when = {"start": start, "end": end, "precision": "unknown"}
        case.decide("amend", {"claim": case.anchor(first)}, {"fields": {"when": when}}, author=BY)
        ids = [f.claim.id for f in case.claims(ClaimFilter(since="2017-07-05", until="2017-07-05"))]
        assert ids == [first]
        later = ClaimFilter(since=end, until="9999-12-31")
        assert first in [f.claim.id for f in case.claims(later)]


def test_claims_come_by_document_and_place_in_it(many: Case) -> None:
    numbers = {entry.id: entry.number for entry in many.documents()}
    order = [(numbers[f.document], f.claim.trigger[0]) for f in many.claims()]
    assert order == sorted(order)
    assert len(order) == 7


def test_pages_are_the_whole_in_parts(many: Case) -> None:
    for asked in ({}, {"type": "killing"}, {"place": "Syria"}, {"since": "2016-01-01"}):
        wanted = ClaimFilter.model_validate(asked)
        for limit in (1, 2, 3, 7, 50):
            after: tuple[int, str] | None = (0, "")
            found = []
            while after is not None:
                page, after = many.page(wanted, after, limit)
                assert 0 < len(page) <= limit
                found += page
            assert found == list(many.claims(wanted))


@pytest.mark.parametrize("day", ["2017-13-01", "2017-7-5", "yesterday", "20170705", "２０１７-07-05", ""])
def test_only_days_are_asked_for(day: str) -> None:
    with pytest.raises(ValidationError):
        ClaimFilter(since=day)
