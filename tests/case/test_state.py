"""Each kind of decision: its effect, undone and redone; and what becomes of decisions when documents are read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ascribe.case import Anchor, Case, ClaimFilter
from ascribe.errors import AscribeError, InputError, UsageError
from ascribe.model import FiledClaim

from .conftest import BY, REPORT, derived, only, put, small

SECOND = "The Army killed 4 civilians in Tabqa, the Ministry said. Soldiers killed 2 civilians in Raqqa."
Shown = list[tuple[Any, ...]]


@pytest.fixture
def two(case: Case) -> Case:
    """A case with two reports."""
    put(case, REPORT, outlet="Courier")
    put(case, SECOND)
    return case


def shown(case: Case) -> Shown:
    """What decisions can change of each claim."""
    return [
        (f.claim.id, f.standing, f.claim.type, f.claim.factuality, f.claim.where, f.place, f.claim.attribution,
         f.claim.agent, f.claim.target, f.added, f.dated)
        for f in case.claims()
    ]  # fmt: skip


def anchored(case: Case, kind: str = "shelling") -> dict[str, Anchor]:
    return {"claim": case.anchor(only(case, kind).claim.id)}


def words(case: Case, said: str, document: int = 1) -> dict[str, Any]:
    entry = case.entry(str(document))
    begin = case.document(entry.id).text.index(said)
    return {"document": entry.id, "begin": begin, "end": begin + len(said), "words": said}


def place_of(case: Case, name: str) -> dict[str, Any]:
    return next(f.place.model_dump() for f in case.claims() if f.place and f.place.name == name)


def agents(case: Case) -> set[str | None]:
    return {mention.actor or mention.name for filed in case.claims() for mention in filed.claim.agent}


def speakers(case: Case) -> set[str | None]:
    said = [filed.claim.attribution for filed in case.claims() if filed.claim.attribution]
    return {source.actor or source.name for one in said for source in one.source}


Made = Callable[[Case], tuple[str, Any, Any]]
KINDS: dict[str, tuple[Made, Callable[[Case], bool]]] = {
    "accept": (lambda c: ("accept", anchored(c), None), lambda c: only(c, "shelling").standing == "accepted"),
    "reject": (lambda c: ("reject", anchored(c), None), lambda c: only(c, "shelling").standing == "rejected"),
    "amend": (
        lambda c: ("amend", anchored(c), {"fields": {"factuality": "uncertain", "type": "airstrike"}}),
        lambda c: (
            only(c, "airstrike").claim.factuality == "uncertain" and only(c, "airstrike").standing == "accepted"
        ),
    ),
    "add_claim": (
        lambda c: ("add_claim", words(c, "wall"), {"type": "destruction", "fields": {"factuality": "denied"}}),
        lambda c: only(c, "destruction").added and only(c, "destruction").standing == "accepted",
    ),
    "amend_when": (
        lambda c: ("amend", anchored(c), {"fields": {"when": {"start": "2017-07-04", "end": "2017-07-04"}}}),
        lambda c: [f.claim.type for f in c.claims() if f.dated] == ["shelling"],
    ),
    "add_claim_when": (
        lambda c: ("add_claim", words(c, "wall"), {"type": "destruction", "fields": {"when": {"end": "2017-07-04"}}}),
        lambda c: [f.claim.type for f in c.claims() if f.dated] == ["destruction"],
    ),
    "name": (
        lambda c: ("name", words(c, "Soldiers"), {"name": "Third Brigade", "actor": "third"}),
        lambda c: "third" in agents(c),
    ),
    "name_place": (
        lambda c: ("name", words(c, "Tabqa"), {"name": "Raqqa", "place": place_of(c, "Raqqa")}),
        lambda c: only(c, "shelling").claim.where.latitude == 35.95 and only(c, "shelling").place.text == "Tabqa",
    ),
    "merge_actors": (
        lambda c: ("merge_actors", {"actors": ["front", "Soldiers"]}, {"actor": "militia"}),
        lambda c: "militia" in agents(c) and not {"front", "Soldiers"} & agents(c),
    ),
    "merge_speakers": (
        lambda c: ("merge_actors", {"actors": ["ministry"]}, {"actor": "state"}),
        lambda c: speakers(c) == {"observatory", "state"},
    ),
    "split_actor": (
        lambda c: ("split_actor", {"actors": ["state"]}, {"actor": "army-2", "only": "ARMY"}),
        lambda c: "army-2" in agents(c) and "state" not in agents(c),
    ),
    "split_by_several_names": (
        lambda c: (
            "split_actor", {"actors": ["state", "front"]}, {"actor": "all", "only": ["ARMY", "Soldiers", "rebels"]},
        ),
        lambda c: agents(c) == {"all", "Soldiers"},
    ),
    "merge_places": (
        lambda c: ("merge_places", {"places": ["2"]}, {"place": place_of(c, "Raqqa")}),
        lambda c: only(c, "shelling").claim.where.latitude == 35.95 and only(c, "shelling").place.text == "Tabqa",
    ),
    "merge_places_nowhere": (
        lambda c: ("merge_places", {"places": ["1", "2"]}, {"place": {
            **place_of(c, "Raqqa"), "gazetteer_id": None, "latitude": None, "longitude": None, "name": "somewhere"}}),
        lambda c: not any(f.claim.where for f in c.claims()),
    ),
    "split_place": (
        lambda c: ("split_place", {"places": ["1"]}, {"place": place_of(c, "Tabqa"), "only": "raqqa"}),
        lambda c: {f.place.name for f in c.claims() if f.place} == {"Tabqa"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_a_decision_has_its_effect_undone_and_redone(two: Case, name: str) -> None:
    make, holds = KINDS[name]
    kind, subject, value = make(two)
    before = shown(two)
    made = two.decide(kind, subject, value, author=BY, why="seen on a picture")
    assert holds(two)
    after = shown(two)
    assert two.in_force(kind) == (made,)
    assert any(made.sequence in filed.decisions for filed in two.claims())

    undone = two.undo(made.sequence, author=BY)
    assert shown(two) == before
    assert two.in_force(kind) == ()
    with pytest.raises(UsageError, match="undone already"):
        two.undo(made.sequence, author=BY)

    two.undo(undone.sequence, author=BY)
    assert shown(two) == after
    assert two.in_force(kind) == (made,)
    two.undo(made.sequence, author=BY)
    assert shown(two) == before

    rows = derived(two)
    two.rebuild()
    assert derived(two) == rows


def test_later_decisions_go_before_earlier_ones(filled: Case) -> None:
    for kind, standing in (("accept", "accepted"), ("reject", "rejected"), ("accept", "accepted")):
        filled.decide(kind, anchored(filled), author=BY)
        assert only(filled, "shelling").standing == standing
    third = only(filled, "shelling").decisions[-1]
    filled.undo(third, author=BY)
    assert only(filled, "shelling").standing == "rejected"
    filled.undo(third - 1, author=BY)
    assert only(filled, "shelling").standing == "accepted"


def test_claims_are_found_by_what_they_were_amended_to(filled: Case) -> None:
    when = {"start": "2018-01-01", "end": "2018-01-31", "precision": "month"}
    said = {"source": [{"begin": 0, "end": 6, "text": "Rebels", "name": "Ünit", "actor": "Élan", "confidence": 1}]}
    fields = {"when": when, "attribution": {**said, "form": "direct", "confidence": 1.0}, "type": "airstrike"}
    filled.decide("amend", anchored(filled), {"fields": fields}, author=BY)
    for asked in ({"since": "2018-01-31"}, {"source": "unit"}, {"source": "Élan"}, {"type": "airstrike"}):
        assert filled.count(ClaimFilter.model_validate(asked)) == 1
    filled.decide("merge_actors", {"actors": ["Élan"]}, {"actor": "third"}, author=BY)
    assert filled.count(ClaimFilter(source="third")) == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "at least 1 item"),
        ({"id": "x"}, "id is no field that can be amended"),
        ({"trigger": [0, 1]}, "trigger is no field"),
        ({"colour": "red"}, "colour is no field"),
        ({"factuality": "perhaps"}, "factuality"),
        ({"type": None}, "type"),
        ({"confidence": float("nan")}, "confidence"),
        ({"confidence": object()}, "JSON"),
        ({"when": {"start": "July"}}, "no day"),
        ({"agent": [{"begin": 0, "end": 3, "text": "Foo", "name": "Foo", "confidence": 1}]}, "does not say"),
        ({"agent": [{"begin": 0, "end": 9**30, "text": "Foo", "name": "Foo", "confidence": 1}]}, "does not say"),
        ({"agent": [{"begin": 0, "end": 6, "text": "Rebels", "name": "\ud800", "confidence": 1}]}, "JSON"),
    ],
)
def test_what_does_not_fit_is_refused(filled: Case, fields: dict[str, Any], reason: str) -> None:
    before = filled.about()
    with pytest.raises(UsageError, match=reason):
        filled.decide("amend", anchored(filled), {"fields": fields}, author=BY)
    assert filled.about() == before


def test_decisions_about_nothing_are_refused(filled: Case) -> None:
    anchor = anchored(filled)["claim"].model_dump(mode="json")
    here = words(filled, "wall")
    wrong: list[tuple[str, Any, Any]] = [
        ("praise", {}, None),
        ("accept", {}, None),
        ("accept", {"claim": {**anchor, "claim": "gone", "trigger": (0, 1)}}, None),
        ("accept", {"claim": {**anchor, "document": "0" * 64}}, None),
        ("accept", {"claim": {**anchor, "document": "../../etc"}}, None),
        ("accept", {"claim": anchor, "more": 1}, None),
        ("add_claim", {**here, "words": "war"}, {"type": "destruction"}),
        ("add_claim", {**here, "end": 10**12}, {"type": "destruction"}),
        ("add_claim", here, {"type": "miracle"}),
        ("name", words(filled, "wall"), {"name": "x"}),
        ("stance", {"source": "Monitor"}, {"stance": "friend"}),
        ("merge_actors", {"actors": []}, {"actor": "x"}),
        ("undo", {"decision": 1}, None),
        ("undo", {"decision": 3}, None),
        ("undo", {"decision": 77}, None),
        ("undo", {"decision": 10**40}, None),
        ("undo", {"decision": 0}, None),
        ("new_case", {"id": "x"}, {"sha256": {}}),
        ("add_document", {"id": "x"}, {"sha256": {}}),
    ]
    before = filled.about()
    for kind, subject, value in wrong:
        with pytest.raises((UsageError, InputError)):
            filled.decide(kind, subject, value, author=BY)
    assert filled.about() == before


def test_a_merge_reaches_reports_that_come_later_and_undoing_it_too(case: Case) -> None:
    made = case.decide("merge_actors", {"actors": ["front"]}, {"actor": "militia"}, author=BY)
    put(case)
    assert "militia" in agents(case)
    case.undo(made.sequence, author=BY)
    assert "front" in agents(case)


def test_merges_that_rest_on_each_other_are_undone_in_any_order(two: Case) -> None:
    before = shown(two)
    first = two.decide("merge_actors", {"actors": ["front"]}, {"actor": "b"}, author=BY)
    second = two.decide("merge_actors", {"actors": ["b"]}, {"actor": "c"}, author=BY)
    assert "c" in agents(two)
    undone = two.undo(first.sequence, author=BY)
    assert shown(two) == before
    two.undo(undone.sequence, author=BY)
    assert "c" in agents(two)
    two.undo(second.sequence, author=BY)
    assert "b" in agents(two)

    into = place_of(two, "Raqqa") | {"gazetteer_id": "9", "name": "Nine"}
    one = two.decide("merge_places", {"places": ["1"]}, {"place": into}, author=BY)
    two.decide("merge_places", {"places": ["9"]}, {"place": into | {"gazetteer_id": "10", "name": "Ten"}}, author=BY)
    assert {f.place.name for f in two.claims() if f.place} == {"Ten", "Tabqa"}
    two.undo(one.sequence, author=BY)
    assert {f.place.name for f in two.claims() if f.place} == {"Raqqa", "Tabqa"}
    rows = derived(two)
    two.rebuild()
    assert derived(two) == rows


def test_a_merge_reaches_who_passes_a_claim_on(filled: Case) -> None:
    via = {"begin": 0, "end": 6, "text": "Rebels", "name": "Wire", "actor": "wire", "confidence": 1.0}
    said = {"source": [], "via": [via], "form": "indirect", "confidence": 1.0}
    filled.decide("amend", anchored(filled), {"fields": {"attribution": said}}, author=BY)
    filled.decide("merge_actors", {"actors": ["wire"]}, {"actor": "agency"}, author=BY)
    attribution = only(filled, "shelling").claim.attribution
    assert attribution is not None
    assert attribution.via[0].actor == "agency"


def test_stances_are_those_in_force(filled: Case) -> None:
    for stance in ("party", "independent"):
        filled.decide("stance", {"source": "Monitor"}, {"stance": stance}, author=BY)
    assert [d.value["stance"] for d in filled.in_force("stance")] == ["party", "independent"]
    filled.undo(5, author=BY)
    assert [d.value["stance"] for d in filled.in_force("stance")] == ["party"]
    assert not filled.lost()


def reread(case: Case, **version: Any) -> None:
    reader = small(**version)
    for entry in list(case.documents()):
        case.store_reading(reader.read(case.document(entry.id)), "ontology-1", BY)


def test_decisions_follow_a_claim_that_moves(filled: Case) -> None:
    old = anchored(filled)
    made = filled.decide("reject", old, author=BY)
    reread(filled, name="small-2", wide=True)
    moved = only(filled, "shelling")
    assert moved.claim.id != old["claim"].claim
    assert (moved.standing, moved.decisions) == ("rejected", (made.sequence,))
    assert filled.resolve(old["claim"].model_dump()) == moved.claim.id
    assert filled.lost() == ()
    filled.decide("accept", anchored(filled), author=BY)
    reread(filled, name="small-3")
    assert (only(filled, "shelling").standing, only(filled, "shelling").claim.id) == ("accepted", old["claim"].claim)


def test_decisions_that_lost_their_claim_are_listed_and_come_back(filled: Case) -> None:
    old = anchored(filled)
    first = filled.decide("reject", old, author=BY)
    second = filled.decide("amend", old, {"fields": {"factuality": "denied"}}, author=BY)
    named = filled.decide("name", words(filled, "Army"), {"name": "Second Army"}, author=BY)
    reread(filled, name="small-2", blind=("shelled",))
    assert [d for d, _ in filled.lost()] == [first, second, named]
    reasons = [reason for _, reason in filled.lost()]
    assert reasons[0] == 'no reading has the claim "shelled" (shelling) at 78 any more'
    assert 'no claim names "Army"' in reasons[2]
    assert filled.resolve(old["claim"].model_dump()) is None
    assert filled.about()["rows"]["lost"] == 3
    assert filled.in_force("reject") == (first,)
    filled.undo(first.sequence, author=BY)
    assert [d for d, _ in filled.lost()] == [second, named]
    reread(filled, name="small-3")
    assert filled.lost() == ()
    assert only(filled, "shelling").claim.agent[0].name == "Second Army"
    assert only(filled, "shelling").claim.factuality == "denied"


def test_an_added_claim_gives_way_to_none(filled: Case) -> None:
    reread(filled, name="small-2", blind=("shelled",))
    filled.decide("add_claim", words(filled, "shelled"), {"type": "shelling"}, author=BY)
    added = only(filled, "shelling")
    assert added.added
    assert added.sentence == "The Army shelled a school in Tabqa on 2017-07-06."
    filled.decide("amend", {"claim": filled.anchor(added.claim.id)}, {"fields": {"factuality": "denied"}}, author=BY)
    reread(filled, name="small-3", wide=True)
    still = only(filled, "shelling")
    assert (still.added, still.claim.id, still.claim.factuality) == (True, added.claim.id, "denied")
    assert filled.lost() == ()


def test_a_claim_is_added_to_a_report_that_was_not_read(case: Case) -> None:
    from ascribe.documents import from_text

    case.store("a.txt", REPORT.encode(), from_text(REPORT), BY)
    case.decide("add_claim", words(case, "shelled"), {"type": "shelling"}, author=BY)
    filed: FiledClaim = only(case, "shelling")
    assert filed.added
    put(case)
    assert only(case, "shelling").added


def test_errors_of_decisions_name_what_to_do(filled: Case) -> None:
    with pytest.raises(AscribeError, match=r"There is no decision 'praise'; there are: accept, add_claim"):
        filled.decide("praise", {}, author=BY)
    with pytest.raises(AscribeError, match=r"only the program records that"):
        filled.decide("new_case", {"id": "x"}, {"sha256": {}}, author=BY)
    with pytest.raises(AscribeError, match=r"no decision 9 that could be undone. See `ascribe decisions`"):
        filled.undo(9, author=BY)
