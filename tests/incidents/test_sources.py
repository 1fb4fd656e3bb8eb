"""A source's record over a case: claims, incidents, alone, confirmed, contradicted, forecasts."""

from __future__ import annotations

from ascribe.incidents.findings import Findings
from ascribe.incidents.forecasts import forecasts
from ascribe.incidents.origins import origins
from ascribe.incidents.series import day
from ascribe.incidents.sources import Source, sources

from .reports import COALITION, OBSERVATORY, UN, Case, strike


def records(case: Case) -> dict[str, Source]:
    """Sources of a case that is one incident, by key."""
    known = origins(case.documents.values())
    published = {id: d for id, one in case.documents.items() if (d := day(one.published))}
    found = Findings((case.incident(),), (), forecasts(case.claims, published, origins=known))
    return {s.key: s for s in sources(found, case.claims, known)}


def test_one_who_is_alone_and_one_who_is_not() -> None:
    case = Case()
    strike(case, OBSERVATORY)
    assert records(case)[OBSERVATORY[1]].alone == ("i1",)
    strike(case, UN, outlet="Castellan")
    both = records(case)
    assert both[OBSERVATORY[1]].alone == both[UN[1]].alone == ()
    assert both[UN[1]].incidents == ("i1",)
    assert both[UN[1]].origins == ("Castellan",)


def test_a_reprint_leaves_it_alone_and_adds_to_its_claims() -> None:
    case = Case()
    words = " ".join(f"word{n}" for n in range(80))
    strike(case, OBSERVATORY, rest=words)
    strike(case, OBSERVATORY, rest=words, outlet="Castellan", published="2017-07-05")
    found = records(case)[OBSERVATORY[1]]
    assert (found.claims, len(found.documents), found.alone) == (2, 2, ("i1",))


def test_what_the_accused_accepts_is_confirmed_for_the_others_and_not_by_its_own_word() -> None:
    case = Case()
    strike(case, OBSERVATORY)
    strike(case, COALITION, outlet="Castellan")
    found = records(case)
    assert found[OBSERVATORY[1]].confirmed == ("i1",)
    assert found[COALITION[1]].confirmed == ()


def test_a_denial_contradicts_both_ways_and_nobody_else() -> None:
    case = Case()
    strike(case, OBSERVATORY)
    strike(case, COALITION, outlet="Castellan", factuality="denied")
    case.says("The UN said people were killed.", "killing", "killed", UN, outlet="Northgate")
    found = records(case)
    assert found[OBSERVATORY[1]].contradicted == ("i1",)
    assert found[COALITION[1]].contradicted == ("i1",)
    assert found[UN[1]].contradicted == ()


def test_forecasts_and_rejected_claims() -> None:
    case = Case()
    case.says("The UN said the town would be captured on Friday.", "capture", "captured", UN, factuality="future")
    strike(case, OBSERVATORY, standing="rejected")
    strike(case, UN, outlet="Castellan")
    found = records(case)
    assert (found[UN[1]].open, found[UN[1]].claims) == (1, 2)
    assert OBSERVATORY[1] not in found


def test_those_with_most_claims_come_first() -> None:
    case = Case()
    strike(case, OBSERVATORY)
    for outlet in ("Halyard", "Castellan"):
        strike(case, UN, outlet=outlet)
    assert next(iter(records(case))) == UN[1]
