"""The API: lists in parts, views, decisions and what follows from them, adding reports, errors of one shape."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable

from ascribe.case import Case
from ascribe.web.app import Options
from ascribe.web.shield import policy

from ..case.conftest import BY, REPORT
from .conftest import HERE, Open


def all_of(client: TestClient, path: str, limit: int = 2, of: str | None = None) -> list[Any]:
    """All items of a listing, or of one of several, fetched in small parts."""
    found: list[Any] = []
    after = ""
    while True:
        answer = client.get(
            path, params={"limit": limit, **({"of": of} if of else {}), **({"after": after} if after else {})}
        )
        assert answer.status_code == 200, answer.text
        page = answer.json()["lists"][of] if of else answer.json()
        assert len(page["items"]) <= limit
        found += page["items"]
        if page["next"] is None:
            return found
        after = page["next"]


def settle(client: TestClient) -> None:
    """Wait until findings follow from all decisions."""
    assert client.app.state.service.settle()  # type: ignore[attr-defined]


def claim_of(client: TestClient, type: str) -> dict[str, Any]:
    """The first claim of a type."""
    found: dict[str, Any] = client.get("/api/claims", params={"type": type}).json()["items"][0]
    return found


def decide(client: TestClient, kind: str, subject: dict[str, Any], value: dict[str, Any] | None = None) -> Any:
    """A decision that is taken."""
    answer = client.post("/api/decisions", json={"kind": kind, "subject": subject, "value": value or {}})
    assert answer.status_code == 201, answer.text
    return answer.json()


def done(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    """A job when it has ended."""
    for _ in range(200):
        found: dict[str, Any] = client.get(f"/api/jobs/{job['id']}").json()
        if found["state"] in ("done", "failed"):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


# Lists and views


@pytest.mark.parametrize("path", ["claims", "documents", "incidents", "inbox", "sources", "series", "forecasts"])
def test_a_listing_in_parts_is_the_listing_at_once(client: TestClient, path: str) -> None:
    at_once = client.get(f"/api/{path}", params={"limit": 200}).json()
    assert at_once["next"] is None
    assert all_of(client, f"/api/{path}") == at_once["items"]


def test_the_inbox_has_what_waits_the_most_urgent_first(client: TestClient) -> None:
    items = client.get("/api/inbox").json()["items"]
    assert {item["kind"] for item in items} == {"incident"}
    killing = claim_of(client, "killing")["claim"]["id"]
    decide(client, "accept", {"claim": killing})
    incident = client.get(f"/api/incidents/{killing}").json()["incident"]["id"]
    for statement in client.get(f"/api/incidents/{incident}").json()["incident"]["statements"]:
        decide(client, "accept", {"claim": statement["claim"]})
    settle(client)
    left = client.get("/api/inbox").json()["items"]
    contested = client.get(f"/api/incidents/{incident}").json()["incident"]["grade"]["grade"] == "contested"
    assert (incident in {item["id"] for item in left}) == contested
    assert len(left) == len(items) - (not contested)


def test_a_lost_decision_comes_first_in_the_inbox(client: TestClient) -> None:
    filed = claim_of(client, "shelling")
    decide(client, "accept", {"claim": filed["claim"]["id"]})
    service = client.app.state.service  # type: ignore[attr-defined]
    from ..case.conftest import small

    case: Case = service.case
    blind = small("small-2", blind=("shelled",))
    case.store_reading(blind.read(case.document(filed["document"])), "ontology-1", BY)
    settle(client)
    first = client.get("/api/inbox").json()["items"][0]
    assert (first["kind"], first["why"][0], first["document"]) == ("decision", "lost decision", filed["document"])
    (lost,) = client.get(f"/api/documents/{filed['document']}").json()["lost"]
    assert str(lost["decision"]["sequence"]) == first["id"]


def test_filters_narrow_lists_and_counts_alike(client: TestClient) -> None:
    for filters in (
        {"type": "shelling"},
        {"place": "RAQQA"},
        {"since": "2017-07-06"},
        {"grade": "weak"},
        {"actor": "x"},
    ):
        items = client.get("/api/inbox", params=filters).json()["items"]
        assert client.get("/api/facets", params=filters).json()[""] == {"": len(items)}
    assert {i["type"] for i in client.get("/api/inbox", params={"type": "shelling"}).json()["items"]} == {"shelling"}
    assert client.get("/api/inbox", params={"actor": "x"}).json()["items"] == []
    by_type = client.get("/api/facets").json()["type"]
    assert by_type["shelling"] == len(client.get("/api/inbox", params={"type": "shelling"}).json()["items"])


def test_a_document_has_its_claims_speakers_incidents_and_neighbours(client: TestClient) -> None:
    view = client.get("/api/documents/2").json()
    assert (view["read"], view["text"].startswith("Rebels killed 20")) == (True, True)
    ids = [filed["claim"]["id"] for filed in view["claims"]]
    assert sorted(id for group in view["speakers"] for id in group["claims"]) == sorted(ids)
    assert view["speakers"][-1]["name"] is None  # the outlet's own voice
    for claim, incident in view["incidents"].items():
        held = client.get(f"/api/incidents/{incident}").json()["incident"]["statements"]
        assert claim in {statement["claim"] for statement in held}
    assert client.get(f"/api/documents/{view['previous']}").json()["entry"]["number"] == 1
    assert client.get(f"/api/documents/{view['following']}").json()["following"] is None


def test_an_original_comes_as_it_was_and_is_never_shown(client: TestClient) -> None:
    answer = client.get("/api/documents/1/original")
    assert answer.content.decode() == REPORT
    assert answer.headers["content-type"] == "application/octet-stream"
    assert (answer.headers["content-disposition"], answer.headers["x-content-type-options"]) == (
        "attachment",
        "nosniff",
    )


def test_every_source_is_found_by_its_key(client: TestClient) -> None:
    found = all_of(client, "/api/sources", 3)
    assert [s["claims"] for s in found] == sorted((s["claims"] for s in found), reverse=True)
    for source in found:
        path = f"/api/sources/{quote(source['key'], safe='')}"
        view = client.get(path).json()
        assert view["source"] == source
        for how in ("incidents", "alone", "confirmed", "contradicted"):
            assert len(view["lists"][how]["items"]) == source[how]
            assert all_of(client, path, 1, of=how) == view["lists"][how]["items"]


def test_points_are_the_incidents(client: TestClient) -> None:
    points = all_of(client, "/api/points", 1)
    assert sorted(p["id"] for p in points) == sorted(i["id"] for i in all_of(client, "/api/incidents"))
    (raqqa,) = client.get("/api/points", params={"until": "2017-07-05"}).json()["items"]
    assert (raqqa["lat"], raqqa["precision"], raqqa["href"]) == (35.95, "settlement", f"/incidents/{raqqa['id']}")


def test_a_link_is_explained(client: TestClient) -> None:
    a, b = (claim_of(client, kind)["claim"]["id"] for kind in ("killing", "shelling"))
    found = client.get("/api/links", params={"a": a, "b": b}).json()
    assert found["together"] is False
    assert found["total"] == pytest.approx(sum(step["bits"] for step in found["steps"]), abs=0.01)


# Decisions


def test_a_decision_carries_its_author_and_is_undone(client: TestClient) -> None:
    claim = claim_of(client, "killing")["claim"]["id"]
    made = decide(client, "reject", {"claim": claim})
    assert made["author"] == BY
    assert client.get(f"/api/claims/{claim}").json()["standing"] == "rejected"
    assert client.post(f"/api/decisions/{made['sequence']}/undo", json={"why": "hasty"}).status_code == 201
    assert client.get(f"/api/claims/{claim}").json()["standing"] == "unreviewed"
    latest, earlier = client.get("/api/decisions").json()["items"]
    assert (latest["decision"]["kind"], latest["decision"]["why"]) == ("undo", "hasty")
    assert (earlier["decision"]["sequence"], earlier["undone"]) == (made["sequence"], True)


def test_the_head_tells_who_decided_last_and_when_findings_have_followed(client: TestClient) -> None:
    before = client.get("/api/head").json()
    assert (before["fresh"], before["findings"]) == (True, before["digest"])
    made = decide(client, "stance", {"source": "observatory"}, {"stance": "party"})
    now = client.get("/api/head").json()
    assert (now["digest"], now["sequence"], now["author"]) == (made["digest"], before["sequence"] + 1, BY)
    settle(client)
    after = client.get("/api/head").json()
    assert (after["fresh"], after["findings"], after["error"]) == (True, made["digest"], None)
    assert client.get("/api/sources/observatory").json()["source"]["stances"] == ["party"]


def test_fields_are_amended_in_plain_words(client: TestClient) -> None:
    filed = claim_of(client, "killing")
    made = decide(
        client, "amend", {"claim": filed["claim"]["id"]}, {"fields": {"target": "Army", "when": "2017-07-04"}}
    )
    (army,) = made["value"]["fields"]["target"]
    text = client.get(f"/api/documents/{filed['document']}").json()["text"]
    assert text[army["begin"] : army["end"]] == "Army"
    amended = client.get(f"/api/claims/{filed['claim']['id']}").json()
    assert (amended["claim"]["when"]["start"], amended["standing"]) == ("2017-07-04", "accepted")


def test_a_missed_claim_is_added_by_its_span(client: TestClient) -> None:
    begin = REPORT.index("a school")
    subject = {"document": "1", "begin": begin, "end": begin + 8}
    made = decide(client, "add_claim", subject, {"type": "destruction", "fields": {"agent": "Army"}})
    assert made["subject"]["words"] == "a school"
    (added,) = [c for c in client.get("/api/documents/1").json()["claims"] if c["added"]]
    assert (added["trigger"], added["claim"]["agent"][0]["text"]) == ("a school", "Army")


def test_incidents_are_merged_split_and_regraded(client: TestClient) -> None:
    before = [i["id"] for i in all_of(client, "/api/incidents")]
    decide(client, "merge_incidents", {"incidents": before[:2]})
    settle(client)
    assert len(all_of(client, "/api/incidents")) == len(before) - 1
    killing, shelling = (claim_of(client, kind)["claim"]["id"] for kind in ("killing", "shelling"))
    one = client.get(f"/api/incidents/{killing}").json()["incident"]["id"]
    assert client.get(f"/api/incidents/{shelling}").json()["incident"]["id"] == one
    decide(client, "regrade", {"incident": one}, {"grade": "confirmed"})
    settle(client)
    assert client.get(f"/api/incidents/{killing}").json()["incident"]["grade"]["grade"] == "confirmed"
    statements = client.get(f"/api/incidents/{killing}").json()["incident"]["statements"]
    apart = [s["claim"] for s in statements if s["type"] == "shelling"]
    rest = [s["claim"] for s in statements if s["type"] != "shelling"]
    decide(client, "split_incident", {"claims": apart}, {"rest": rest})
    settle(client)
    ids = {client.get(f"/api/incidents/{claim}").json()["incident"]["id"] for claim in (killing, shelling)}
    assert len(ids) == 2


def test_what_does_not_fit_is_told_and_not_kept(client: TestClient) -> None:
    head = client.get("/api/head").json()["digest"]
    claim = claim_of(client, "killing")["claim"]["id"]
    for kind, subject, value in (
        ("nonsense", {}, {}), ("accept", {"claim": "zz"}, {}), ("accept", {}, {}), ("add_document", {"id": "x"}, {}),
        ("amend", {"claim": claim}, {"fields": {"factuality": "maybe"}}), ("merge_incidents", {"incidents": "x"}, {}),
        ("regrade", {"incident": "gone"}, {"grade": "fair"}), ("accept", {"claim": claim, "\ud800": 1}, {}),
    ):  # fmt: skip
        content = json.dumps({"kind": kind, "subject": subject, "value": value})  # halves of characters too
        answer = client.post("/api/decisions", content=content, headers={"content-type": "application/json"})
        assert answer.status_code == 400, (kind, subject, answer.text)
        assert list(answer.json()) == ["error"]
        assert sorted(answer.json()["error"]) == ["code", "message"]
    assert client.get("/api/head").json()["digest"] == head


# ETags


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    answer = client.get("/api/inbox")
    tag = {"If-None-Match": answer.headers["etag"]}
    again = client.get("/api/inbox", headers=tag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag["If-None-Match"])
    decide(client, "accept", {"claim": claim_of(client, "killing")["claim"]["id"]})
    assert client.get("/api/inbox", headers=tag).status_code == 200
    settle(client)
    assert client.get("/api/inbox", headers=tag).status_code == 200


# Reports


def test_a_pasted_report_is_added_and_followed(client: TestClient) -> None:
    given = {"text": "The Army shelled a house in Raqqa on 2017-07-09.", "outlet": "Desk", "published": "2017-07-10"}
    answer = client.post("/api/documents", json=given)
    assert answer.status_code == 202
    (step,) = done(client, answer.json())["steps"]
    assert (step["outcome"], step["claims"]) == ("added", 1)
    entry = client.get(f"/api/documents/{step['document']}").json()["entry"]
    assert (entry["outlet"], entry["published"], entry["added_by"]) == ("Desk", "2017-07-10", BY)
    settle(client)
    assert client.get("/api/points", params={"since": "2017-07-09"}).json()
    bad = client.post("/api/documents", json={**given, "published": "soon"})
    assert (bad.status_code, bad.json()["error"]["code"]) == (400, "usage")


def test_a_file_is_added_line_by_line_and_failures_are_listed(client: TestClient) -> None:
    lines = b'{"id": "a", "text": "Rebels killed 4 men in Tabqa."}\n{broken\n'
    answer = client.post("/api/files", files={"file": ("../../etc/late.jsonl", lines)})
    job = done(client, answer.json())
    assert (job["state"], job["done"], job["failed"], job["claims"]) == ("done", 2, 1, 1)
    (failure,) = client.get("/api/failures").json()
    assert failure["name"] == "late.jsonl:2"  # no folder of an upload's name is kept
    assert "not JSON" in failure["message"]


def test_trying_again_opens_no_file_by_the_name_of_an_upload(
    client: TestClient, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "late.jsonl").write_text('{"id": "s", "text": "Secret."}\n')
    monkeypatch.chdir(tmp_path)
    done(client, client.post("/api/files", files={"file": ("late.jsonl", b"{broken\n")}).json())
    before = len(all_of(client, "/api/documents"))
    job = done(client, client.post("/api/failures/retry").json())
    assert (job["failed"], len(all_of(client, "/api/documents"))) == (1, before)


# What keeps strangers out


def test_every_answer_has_the_headers_and_nothing_comes_from_outside(client: TestClient) -> None:
    for path in ("/api/head", "/api/nothing", "/nothing"):
        headers = client.get(path).headers
        assert headers["content-security-policy"] == policy(None)
        assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")
    assert "http" not in policy(None)
    assert "unsafe" not in policy(None)
    assert "img-src 'self' https://tiles.example.org;" in policy("https://tiles.example.org")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1"])
def test_a_rebound_name_reaches_nothing(client: TestClient, host: str) -> None:
    answer = client.get("/api/claims", headers={"host": host})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "host")


@pytest.mark.parametrize("host", ["localhost:8600", "127.0.0.1:8600", "[::1]:8600", "LOCALHOST"])
def test_loopback_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/api/head", headers={"host": host}).status_code == 200


def test_the_local_user_is_not_served_through_a_proxy(client: TestClient) -> None:
    answer = client.get("/api/head", headers={"X-Forwarded-For": "203.0.113.5"})
    assert answer.json()["error"]["code"] == "proxy"


def test_other_sites_change_nothing(client: TestClient) -> None:
    given = {"kind": "accept", "subject": {"claim": claim_of(client, "killing")["claim"]["id"]}}
    token = {"X-CSRF-Token": client.get("/api/session").json()["csrf"]}
    for headers, code in (
        ({"origin": "http://evil.example", **token}, "origin"), ({"origin": "null", **token}, "origin"),
        ({"sec-fetch-site": "cross-site", **token}, "origin"), ({"sec-fetch-site": "same-site", **token}, "origin"),
        ({"origin": HERE}, "csrf"), ({"origin": HERE, "X-CSRF-Token": "no"}, "csrf"), ({"cookie": "a=b"}, "csrf"),
    ):  # fmt: skip
        answer = client.post("/api/decisions", json=given, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, code)
    assert client.post("/api/decisions", json=given, headers={"origin": HERE, **token}).status_code == 201


def test_what_is_too_large_is_refused(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASCRIBE_MAX_DOCUMENT_MB", "1")
    with opened(Options(local=BY)) as client:
        answer = client.post("/api/documents", json={"text": "a" * 2_000_000})
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "size")
        streamed = client.post("/api/files", content=(b"a" * 100_000 for _ in range(30)))
        assert streamed.status_code in (413, 422)


# Whatever is sent


MANY = 6  # requests of each sort to each route
CHECKS = [
    schemathesis.checks.not_a_server_error, schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance, schemathesis.checks.response_schema_conformance,
]  # fmt: skip


def test_nothing_that_is_sent_breaks_it(client: TestClient) -> None:
    """Whatever fits the API's description, and much that does not, is answered as the description says."""
    host = {"host": "localhost"}
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", client.app, headers=host)
    sent = 0
    for found, mode in product(schema.get_all_operations(), schemathesis.GenerationMode):

        @settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=found.ok().as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            nonlocal sent
            case.call_and_validate(headers=host, checks=CHECKS)
            sent += 1

        with suppress(Unsatisfiable):  # nothing can be wrong where nothing is given
            send()
    assert sent > 20 * MANY
