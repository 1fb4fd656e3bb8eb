"""Names: what the list says of actors and places, and that they are merged, split and said of words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from ascribe.case import Case
from ascribe.case.names import actor_key
from ascribe.errors import InputError, UsageError
from ascribe.web import names, naming, people
from ascribe.web.app import Options
from ascribe.web.service import Service
from ascribe.web.spelt import SORTS, Name, Sort

from ..case.conftest import BY, REPORT, put, small
from .conftest import Open
from .test_api import claim_of, decide
from .test_people import log_in


@pytest.fixture
def service(where: Path) -> Iterator[Service]:
    with Case.open(str(where)) as case:
        made = Service(case, reader=small)
        yield made
        made.close()


def counted(case: Case) -> dict[str, int]:
    """How many claims name each actor, from the claims themselves."""
    found: dict[str, int] = {}
    for filed in case.claims():
        said = filed.claim.attribution
        mentions = [*filed.claim.agent, *filed.claim.target, *((*said.source, *said.via) if said else ())]
        for key in {actor_key(mention) for mention in mentions}:
            found[key] = found.get(key, 0) + 1
    return found


def listed(case: Case) -> dict[str, int]:
    return {name.key: name.claims for name in names.listed(case, "actor", limit=200).items}


def lists(case: Case) -> list[tuple[Name, ...]]:
    return [names.listed(case, sort, limit=200).items for sort in SORTS]


def found(case: Case, sort: Sort, words: str) -> list[str]:
    return [name.key for name in names.listed(case, sort, words).items]


def sentence(case: Case, key: str) -> tuple[str, tuple[int, int]]:
    """The first claim with a mention of that actor or place, and where that stands."""
    return next(
        (filed.claim.id, (mention.begin, mention.end))
        for filed in case.claims()
        for _, mention in naming.mentions(filed)
        if key in (mention.actor, mention.text)
    )


CHANGES: dict[str, Callable[[Service], object]] = {
    "merge": lambda s: naming.merge(s, "actor", ["front", "soldiers"], "front", author=BY),
    "split": lambda s: naming.split(s, "actor", "front", ["Soldiers"], "state", author=BY),
    "place": lambda s: naming.merge(s, "place", ["2"], "1", author=BY),
    "add": lambda s: put(s.case, REPORT.replace("Rebels", "Soldiers"), outlet="Late"),
    "undo": lambda s: s.undo(s.decisions().items[0].decision.sequence, author=BY),
    "read": lambda s: put(s.case, REPORT, small("small-2", blind=("shelled",))),
    "amend": lambda s: s.decide(
        "amend", {"claim": s.claims().items[0].claim.id}, {"fields": {"agent": None}}, author=BY
    ),
    "reject": lambda s: s.decide("reject", {"claim": s.claims().items[0].claim.id}, author=BY),
}


def test_lists_are_what_the_claims_say_after_every_change(service: Service) -> None:
    case = service.case
    assert listed(case) == counted(case)
    for name, change in CHANGES.items():
        change(service)
        assert listed(case) == counted(case), name
        assert list(listed(case).values()) == sorted(listed(case).values(), reverse=True)
        kept = lists(case)
        case.keep_results("web-names", {"state": None})
        assert lists(case) == kept, name  # made anew, they are the same
    places = {filed.place.gazetteer_id for filed in case.claims() if filed.place}
    assert {name.key for name in names.listed(case, "place").items} == places


def test_no_list_loads_claims(service: Service) -> None:
    case = service.case
    names.bring(case)
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        lists(case)
        names.listed(case, "actor", "army")
        names.one(case, "actor", "front")
        names.meant(case, "actor", "Rebels")
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert asked
    assert [sql for sql in asked if "claim" in sql] == []


def test_what_would_take_long_follows_in_the_background(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    case, before = service.case, listed(service.case)
    monkeypatch.setattr(names, "_QUICK", 0)
    put(case, REPORT.replace("12", "13"), outlet="Late")
    assert listed(case) == before != counted(case)  # nobody waits for it
    assert service.settle()
    assert listed(case) == counted(case)


def test_what_was_half_written_is_not_taken_for_whole(service: Service) -> None:
    case = service.case
    names.bring(case)
    whole = lists(case)
    case.keep_results("web-actor", dict.fromkeys(name.key for name in whole[0]))
    case.keep_results("web-names", {"state": '{"by": "somebody"}'})
    assert lists(case) == whole


def test_a_name_says_how_it_is_spelt_and_what_it_is(service: Service) -> None:
    naming.merge(service, "actor", ["front", "soldiers"], "front", author=BY)
    one = names.one(service.case, "actor", "front")
    assert (one.name, one.id, one.spelt) == ("Rebels", "front", 2)
    assert [s.name for s in one.spellings] == ["Rebels", "Soldiers"]
    assert one.claims == one.acting == sum(s.claims for s in one.spellings)
    speaker = names.one(service.case, "actor", "observatory")
    assert (speaker.acting, speaker.speaking, speaker.documents) == (0, 1, 1)
    place = names.one(service.case, "place", "1")
    assert place.place is not None
    assert (place.name, place.place.latitude, place.place.within) == ("Raqqa", 35.95, "Syria")
    with pytest.raises(InputError, match="See the list of names"):
        names.one(service.case, "actor", "nobody")


@pytest.mark.parametrize(
    ("sort", "words", "keys"),
    [("actor", "REBELS", ["front"]), ("actor", "The Army", ["state"]), ("actor", "rmy", ["state"]),
     ("actor", "observ", ["observatory"]), ("place", "raqqà", ["1"]), ("actor", "%", []), ("actor", '"', []),
     ("actor", "claims", []), ("place", "Army", [])],
)  # fmt: skip
def test_names_are_found_by_name_spelling_or_id(service: Service, sort: Sort, words: str, keys: list[str]) -> None:
    assert found(service.case, sort, words) == keys


def test_a_merged_name_is_found_by_each_spelling(service: Service) -> None:
    naming.merge(service, "actor", ["front", "soldiers"], "front", author=BY)
    assert found(service.case, "actor", "soldier") == found(service.case, "actor", "rebel") == ["front"]


def test_names_become_one_under_each_name_that_may_be_given(service: Service) -> None:
    case = service.case
    for into, key, name in (
        ("front", "front", "Rebels"), ("Rebels", "front", "Rebels"), ("civilians", "civilians", "civilians"),
        ("Free Syrian Army", "free-syrian-army", "Free Syrian Army"),
        ("Third Brigade", "third brigade", "Third Brigade"),
    ):  # fmt: skip
        before = lists(case)
        made = naming.merge(service, "actor", ["front", "soldiers", "civilians"], into, author=BY, why="one side")
        assert (made.kind, made.author, made.why) == ("merge_actors", BY, "one side")
        one = names.one(case, "actor", key)
        assert (one.name, {s.name for s in one.spellings}) == (name, {"Rebels", "Soldiers", "civilians"})
        service.undo(made.sequence, author=BY)
        assert lists(case) == before


def test_several_spellings_are_split_off_by_one_decision(service: Service) -> None:
    case = service.case
    naming.merge(service, "actor", ["front", "soldiers", "state"], "front", author=BY)
    made = naming.split(service, "actor", "front", ["Soldiers", "Army"], "Army", author=BY)
    assert made.value["only"] == ["Soldiers", "Army"]
    assert {s.name for s in names.one(case, "actor", "army").spellings} == {"Soldiers", "Army"}
    assert [s.name for s in names.one(case, "actor", "front").spellings] == ["Rebels"]


def test_places_are_merged_and_split(service: Service) -> None:
    case = service.case
    made = naming.merge(service, "place", ["1", "2"], "Raqqa", author=BY)
    assert made.subject == {"places": ["2"]}
    assert {f.claim.where.latitude for f in case.claims() if f.claim.where} == {35.95}
    assert {s.name for s in names.one(case, "place", "1").spellings} == {"Raqqa", "Tabqa"}
    put(case, "Soldiers were injured in Tabqa.", small("small-3"))  # a later report comes under the merge as well
    with pytest.raises(UsageError, match="no located place"):
        naming.split(service, "place", "1", ["Tabqa"], "Atlantis", author=BY)
    assert found(case, "place", "") == ["1"]


def test_words_of_a_claim_mean_an_actor_or_a_place(service: Service) -> None:
    case = service.case
    claim, span = sentence(case, "Soldiers")
    made = naming.say(service, claim, span, "state", author=BY)
    assert made.value["actor"] == "state"
    assert {(m.name, m.actor) for m in case.claim(claim).claim.target + case.claim(claim).claim.agent} >= {
        ("Army", "state")
    }
    made = naming.say(service, claim, span, "Third Brigade", author=BY)
    assert (made.value["name"], made.value["actor"]) == ("Third Brigade", None)
    made = naming.say(service, claim, span, "Free Syrian Army", author=BY)
    assert (made.value["name"], made.value["actor"]) == ("Free Syrian Army", "free-syrian-army")
    claim, span = sentence(case, "Tabqa")
    naming.say(service, claim, span, "raqqa", author=BY)
    moved = case.claim(claim)
    assert (moved.claim.where and moved.claim.where.latitude, moved.place and moved.place.text) == (35.95, "Tabqa")
    naming.say(service, claim, span, "the old dam", author=BY)
    assert [m.name for m in case.claim(claim).claim.place] == ["the old dam"]


def test_what_does_not_fit_is_told_and_not_kept(service: Service) -> None:
    case, head = service.case, service.case.head()[0]
    claim, (begin, end) = sentence(case, "Soldiers")
    refused: tuple[Callable[[], object], ...] = (
        lambda: naming.merge(service, "actor", ["front"], "front", author=BY),
        lambda: naming.merge(service, "actor", [], "front", author=BY),
        lambda: naming.merge(service, "actor", ["front", "nobody"], "front", author=BY),
        lambda: naming.merge(service, "actor", ["front"], " ", author=BY),
        lambda: naming.merge(service, "place", ["1"], "Atlantis", author=BY),
        lambda: naming.split(service, "actor", "front", [], "state", author=BY),
        lambda: naming.split(service, "actor", "front", ["Soldiers"], "state", author=BY),
        lambda: naming.split(service, "actor", "front", ["Rebels"], "state", author=BY),
        lambda: naming.say(service, claim, (begin, end + 1), "state", author=BY),
        lambda: naming.say(service, claim, (begin, end), " ", author=BY),
        lambda: naming.say(service, "zz", (begin, end), "state", author=BY),
    )
    for change in refused:
        with pytest.raises((UsageError, InputError)):
            change()
    assert case.head()[0] == head


# The API


def test_a_listing_in_parts_is_the_listing_at_once(client: TestClient) -> None:
    for sort in SORTS:
        whole = client.get("/api/names", params={"sort": sort, "limit": 200}).json()
        assert whole["next"] is None
        some: list[Any] = []
        after: dict[str, str] | None = {}
        while after is not None:
            part = client.get("/api/names", params={"sort": sort, "limit": 2, **after}).json()
            some += part["items"]
            after = {"after": part["next"]} if part["next"] else None
        assert some == whole["items"]
        for name in whole["items"]:
            assert client.get(f"/api/names/{sort}/{name['key']}").json() == name


def test_programs_merge_split_and_say(client: TestClient) -> None:
    answer = client.post("/api/names/merge", json={"names": ["front", "soldiers"], "into": "front", "why": "seen"})
    assert (answer.status_code, answer.json()["author"], answer.json()["why"]) == (201, BY, "seen")
    given = {"name": "front", "only": ["Soldiers"], "into": "Third Brigade"}
    assert client.post("/api/names/split", json=given).status_code == 201
    assert client.get("/api/names/actor/third brigade").json()["name"] == "Third Brigade"
    filed = claim_of(client, "shelling")
    (army,) = filed["claim"]["agent"]
    said = {"claim": filed["claim"]["id"], "begin": army["begin"], "end": army["end"], "name": "Third Brigade"}
    assert client.post("/api/names/mention", json=said).status_code == 201
    (army,) = claim_of(client, "shelling")["claim"]["agent"]
    assert (army["name"], army["actor"]) == ("Third Brigade", "Third Brigade")
    place = {"sort": "place", "names": ["2"], "into": "1"}
    assert client.post("/api/names/merge", json=place).status_code == 201
    assert [n["key"] for n in client.get("/api/names?sort=place").json()["items"]] == ["1"]


def test_a_decision_may_give_a_place_by_its_name(client: TestClient) -> None:
    filed = claim_of(client, "shelling")
    (tabqa,) = filed["claim"]["place"]
    words = {"document": filed["document"], "begin": tabqa["begin"], "end": tabqa["end"]}
    made = decide(client, "name", words, {"name": "Raqqa", "place": "raqqa"})
    assert made["value"]["place"]["gazetteer_id"] == "1"
    assert claim_of(client, "shelling")["claim"]["where"]["latitude"] == 35.95
    client.post(f"/api/decisions/{made['sequence']}/undo", json={})
    assert decide(client, "merge_places", {"places": ["Tabqa"]}, {"place": "1"})["subject"] == {"places": ["2"]}


def test_errors_have_the_one_shape(client: TestClient) -> None:
    for answer, status, code in (
        (client.get("/api/names/actor/nobody"), 404, "input"), (client.get("/api/names/thing/x"), 422, "request"),
        (client.get("/api/names?sort=thing"), 422, "request"), (client.get("/api/names?after=x"), 400, "usage"),
        (client.post("/api/names/merge", json={"names": ["front"], "into": "front"}), 400, "usage"),
        (client.post("/api/names/split", json={"name": "front", "only": ["x"], "into": "state"}), 400, "usage"),
        (client.post("/api/names/mention", json={"claim": "zz", "begin": 0, "end": 1, "name": "x"}), 404, "input"),
        (client.post("/api/names/merge", json={"names": [], "into": "front"}), 422, "request"),
    ):  # fmt: skip
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text


def test_a_reader_sees_names_and_decides_nothing(where: Path, opened: Open) -> None:
    secret = "a long one, for tests"
    with Case.open(str(where)) as case:
        people.add(case, "reader", "reader", secret, BY)
        claim = next(case.claims())
    with opened(Options(local=None, secure=True)) as client:
        token = log_in(client, "reader", secret).json()["csrf"]
        head = client.get("/api/head").json()["digest"]
        assert client.get("/api/names").status_code == 200
        mention = {"claim": claim.claim.id, "begin": 0, "end": 6, "name": "state"}
        for path, given in (
            ("merge", {"names": ["front", "soldiers"], "into": "front"}),
            ("split", {"name": "front", "only": ["Rebels"], "into": "state"}),
            ("mention", mention),
        ):
            answer = client.post(f"/api/names/{path}", json=given, headers={"X-CSRF-Token": token})
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "role")
        for path in (
            "/names",
            "/names/actor/front",
            f"/documents/1#c-{claim.claim.id}",
            f"/claims/{claim.claim.id}/names",
        ):
            shown = client.get(path).text
            assert '<form method="post" action="/names' not in shown, path
            assert 'type="checkbox"' not in shown, path
            assert "This is …</a>" not in shown, path
        assert client.post("/names/merge", data={"csrf": token, "names": ["front"], "into": "state"}).status_code == 403
        assert client.get("/api/head").json()["digest"] == head
