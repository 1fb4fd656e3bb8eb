"""The pages: each has an address, what is sent comes into the case, and nothing of a report becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from time import monotonic, sleep
from typing import cast
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from ascribe.case import Case
from ascribe.incidents.decisions import register_kinds
from ascribe.web import names, people
from ascribe.web.app import Options, create_app
from ascribe.web.service import Service
from ascribe.web.spelt import SORTS
from ascribe.web.views import Filters
from tests.case.conftest import BY, REPORT, put, small

HOSTILE = (
    'Rebels killed 12 civilians in Raqqa on 2017-07-05, the <script>alert(1)</script>"onload="x Monitor said. '
    "\u202eArmy shelled {{7*7}} {% for x in y %} a school in Tabqa <img src=x onerror=alert(2)> javascript:alert(3)."
)


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A case with two reports of one thing."""
    register_kinds()
    path = str(tmp_path / "a.case")
    with Case.create(path, title="River <b>front</b>", author=BY) as case:
        put(case, REPORT, outlet="Agency")
        put(case, REPORT.replace("12", "20"), outlet="Daily")
    return path


@pytest.fixture
def client(where: str) -> Iterator[TestClient]:
    """The one local user's browser, without script."""
    app = create_app(where, Options(local="Desk", secure=False), reader=small)
    with TestClient(app, base_url="http://localhost") as made:
        assert service(made).settle()
        yield made


def service(client: TestClient) -> Service:
    return cast(Service, cast(object, client.app).state.service)  # type: ignore[attr-defined]


def text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def token(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/help").text)
    assert found
    return found[1]


def post(client: TestClient, path: str, **fields: object) -> str:
    """What the page says after a form was sent."""
    answer = client.post(path, data={"csrf": token(client), **fields})
    assert answer.status_code == 200, (path, answer.text)
    return answer.text


def addresses(client: TestClient) -> list[str]:
    held = service(client)
    claim = held.claims().items[0]
    incident = held.incidents().items[0]
    other = next(f.claim.id for f in held.claims().items if f.claim.id != incident.statements[0].claim)
    sources = [f"/sources/{quote(s.key, safe='')}" for s in held.sources().items]
    known = [name for sort in SORTS for name in names.listed(held.case, sort).items]
    key = quote(known[0].key, safe="")
    return [
        "/", "/?kind=claim", "/claims", "/claims?type=killing", f"/claims/{claim.claim.id}/amend", "/documents",
        "/documents/1", "/documents/1/missed?begin=0&end=6", "/documents/1/missed", f"/incidents/{incident.id}",
        f"/incidents/{claim.claim.id}", f"/links?a={incident.statements[0].claim}&b={other}", "/sources", *sources,
        "/names", "/names?sort=place&q=a", *(f"/names/{n.sort}/{quote(n.key, safe='')}" for n in known),
        f"/names?names={key}&q=x", f"/names/merge?names={key}", f"/claims/{claim.claim.id}/names", "/forecasts",
        "/add", "/failures", "/decisions", "/help",
    ]  # fmt: skip


def test_every_page_has_an_address_and_keeps_to_its_policy(client: TestClient) -> None:
    for path in addresses(client):
        shown = text(client, path)
        assert "River &lt;b&gt;front&lt;/b&gt;" in shown, path
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|<style|javascript:", shown), path
        for link in re.findall(r'(?:href|src|action)="([^"]*)"', shown):
            assert link.startswith(("/", "#", "?")), (path, link)
            assert not link.startswith("//"), (path, link)


def test_a_report_of_no_known_outlet_is_said_to_be_so(tmp_path: Path) -> None:
    """And goes by no number that only the program knows."""
    path = str(tmp_path / "unknown.case")
    with Case.create(path, author=BY) as case:
        put(case, REPORT, outlet=None)
    app = create_app(path, Options(local="Desk", secure=False), reader=small)
    with TestClient(app, base_url="http://localhost") as client:
        assert service(client).settle()
        pages = [text(client, f"/incidents/{i.id}") for i in service(client).incidents().items]
    assert all("text:" not in page for page in pages)
    assert any("reported by an unknown outlet" in page for page in pages)


def test_links_of_pages_lead_somewhere(client: TestClient) -> None:
    seen = set()
    for path in addresses(client):
        ids = set(re.findall(r'\bid="([^"]*)"', shown := text(client, path)))
        for link in map(unescape, re.findall(r'<a [^>]*href="([^"]*)"', shown)):
            assert not link.startswith("#") or link[1:] in ids, (path, link)
            seen.add(link.partition("#")[0])
    for link in sorted(seen - {"", "/map", "/series"}):  # these two have tests of their own
        assert client.get(link).status_code == 200, link


def test_hostile_words_show_as_words(where: str, tmp_path: Path) -> None:
    path = str(tmp_path / "b.case")
    with Case.create(path, title="<script>alert(0)</script>", author=BY) as case:
        put(case, HOSTILE, outlet="<script>alert(4)</script>")
    app = create_app(path, Options(local="<script>alert(5)</script>", secure=False), reader=small)
    with TestClient(app, base_url="http://localhost") as client:
        assert service(client).settle()
        for at in (*addresses(client), "/claims?actor=%3Cscript%3Ealert(6)", "/?why=%22onload%3D%22x"):
            shown = client.get(at).text
            assert not re.search(r"<script(?![^>]* src=\"/)|<img|\son\w+=\"|href=\"javascript", shown), at
            assert "\u202e" not in shown, at
        report = text(client, "/documents/1")
        assert "{{7*7}}" in re.sub(r"<[^>]*>", "", report)
        assert "U+202E" in report
        assert client.get("/<script>alert(7)</script>").status_code == 404


def test_a_filter_in_the_address_narrows_and_can_be_taken_away(client: TestClient) -> None:
    shown = text(client, "/claims?type=shelling&place=Tabqa")
    assert shown.count('class="item claim') == 2
    assert "type: " in shown
    assert 'href="/claims?place=Tabqa"' in shown
    assert text(client, "/claims?type=&place=").count('class="item claim') == 8
    assert client.get("/claims?type=nonsense").status_code == 400
    assert client.get("/claims?since=yesterday").status_code == 400
    assert client.get("/?after=nonsense").status_code == 400


def test_a_listing_goes_on_where_it_ended(client: TestClient) -> None:
    many = "\n\n".join(f"Rebels killed {n} civilians in Raqqa on 2017-07-05." for n in range(2, 62))
    service(client).add_text(many, author=BY)
    first = text(client, "/claims?type=killing")
    more = re.search(r'href="(/claims\?[^"]*after=[^"]*)" rel="next"', first)
    assert more
    second = text(client, unescape(more[1]))
    ids = re.compile(r'<li class="item claim[^>]* id="(c-\w+)"')
    assert len(set(ids.findall(first)) | set(ids.findall(second))) == 62


def test_accept_reject_and_undo_by_forms_alone(client: TestClient) -> None:
    claim = service(client).claims().items[0].claim.id
    back = f"/documents/1#c-{claim}"
    for kind, standing in (("accept", "accepted"), ("reject", "rejected")):
        shown = post(client, f"/decide/{kind}", claim=claim, back=back)
        assert f'class="mark {standing}"' in shown
        assert service(client).case.claim(claim).standing == standing
    assert "undone" in post(client, "/undo")
    assert service(client).case.claim(claim).standing == "accepted"
    number = service(client).decisions().items[-1].decision.sequence
    post(client, "/undo", number=str(number))
    assert service(client).case.claim(claim).standing == "unreviewed"


def test_any_field_can_be_amended_and_the_rest_stays(client: TestClient) -> None:
    filed = next(f for f in service(client).claims(Filters(type="killing")).items)
    page = text(client, f"/claims/{filed.claim.id}/amend")
    values = fields(page)
    assert values["agent"] == "Rebels"
    assert values["q0_best"] == "12"
    changed = {
        **values, "factuality": "denied", "agent": "Army = State army", "start": "2017-07-06", "end": "2017-07-06",
        "q0_best": "13", "q0_low": "", "q0_high": "", "q0_text": "12", "latitude": "35.5", "longitude": "39",
        "why": "misread",
    }  # fmt: skip
    post(client, f"/claims/{filed.claim.id}/amend", **changed)
    now = service(client).case.claim(filed.claim.id).claim
    assert (now.factuality, now.when.start if now.when else None) == ("denied", "2017-07-06")
    assert [(m.text, m.name) for m in now.agent] == [("Army", "State army")]
    assert [q.best for q in now.quantities] == [13]
    assert now.where is not None
    assert (now.where.latitude, now.where.longitude) == (35.5, 39)
    assert (now.target, now.place, now.attribution) == (filed.claim.target, filed.claim.place, filed.claim.attribution)
    decided = service(client).decisions().items[0].decision
    assert set(decided.value["fields"]) == {"factuality", "agent", "when", "quantities", "where"}
    assert (decided.author, decided.why) == ("Desk", "misread")


def test_a_form_that_changes_nothing_or_nonsense_decides_nothing(client: TestClient) -> None:
    filed = service(client).claims().items[0]
    values = fields(text(client, f"/claims/{filed.claim.id}/amend"))
    no_number = {"q0_text": "civilians", "q0_best": "", "q0_low": "", "q0_high": ""}
    places = {"latitude": "north"}, {"latitude": "91", "longitude": "0"}
    no_range = {"q0_text": "12", "q0_low": "14", "q0_high": "12"}
    for change in ({}, {"agent": "Nobody"}, *places, no_number, no_range, {"start": "2017-13-40"}):
        sent = {"csrf": token(client), **values, **change}
        answer = client.post(f"/claims/{filed.claim.id}/amend", data=sent)
        assert answer.status_code == 400, change
        assert 'class="problem"' in answer.text
    assert service(client).decisions().items == ()


def test_an_unchanged_form_of_every_claim_changes_nothing(client: TestClient) -> None:
    for filed in service(client).claims().items:
        values = fields(text(client, f"/claims/{filed.claim.id}/amend"))
        answer = client.post(f"/claims/{filed.claim.id}/amend", data={"csrf": token(client), **values})
        assert "Nothing was changed" in answer.text


def test_a_missed_claim_by_selected_or_written_words(client: TestClient) -> None:
    at = REPORT.index("wall")
    page = text(client, f"/documents/1/missed?begin={at}&end={at + 4}")
    assert fields(page)["words"] == "wall"
    post(client, "/documents/1/missed", **{**fields(page), "type": "destruction", "agent": "Rebels"})
    post(client, "/documents/1/missed", words="Soldiers were", type="clash")
    added = [f for f in service(client).claims(Filters(document=None)).items if f.added]
    assert [(f.trigger, f.claim.type) for f in added] == [("wall", "destruction"), ("Soldiers were", "clash")]
    assert [m.text for m in added[0].claim.agent] == ["Rebels"]
    assert added[1].claim.when is None
    for wrong in (
        {"words": "nowhere said", "type": "clash"},
        {"words": "", "type": "clash"},
        {"words": "wall", "type": ""},
    ):
        answer = client.post("/documents/1/missed", data={"csrf": token(client), **wrong})
        assert answer.status_code == 400, wrong


def test_offsets_of_the_text_are_those_of_the_document(client: TestClient) -> None:
    odd = "Über 𝒳\r\n\r\n  Rebels killed \u200b3 civilians\tin Raqqa.\n\n\nArmy <b>shelled</b> Tabqa."
    step = service(client).add_text(odd, author=BY)
    document = service(client).document(str(step.document)).text
    shown = text(client, f"/documents/{step.document}")
    pieces = re.findall(
        r'<span data-at="(\d+)"[^>]*>(.*?)</span>(?=<span data-at|<a class="number|</p>)', shown, re.DOTALL
    )
    assert len(pieces) > 3
    for at, words in pieces:
        plain = unescape(re.sub(r'<span class="hidden-character"[^>]*>U\+([0-9A-F]+)</span>', _character, words))
        assert document[int(at) :].startswith(plain)


def test_regrade_split_and_merge(client: TestClient) -> None:
    held = service(client)
    one = max(held.incidents().items, key=lambda i: len(i.statements))
    claims = [s.claim for s in one.statements]
    assert len(claims) > 1
    shown = post(
        client, "/decide/regrade", claim=claims[0], grade="discounted", why="staged", back=f"/incidents/{one.id}"
    )
    assert "discounted" in shown
    assert "staged" in shown
    for chosen in ([], claims):
        answer = client.post(
            "/decide/split_incident", data={"csrf": token(client), "claim": claims[0], "claims": chosen}
        )
        assert answer.status_code == 400
    post(client, "/decide/split_incident", claim=claims[0], claims=claims[-1], back="/decisions")
    first, last = (held.incident(c).incident.id for c in (claims[0], claims[-1]))
    assert first != last
    post(client, "/undo")
    held.settle()
    assert held.incident(claims[0]).incident.id == held.incident(claims[-1]).incident.id
    other = (
        next(i for i in held.incidents().items if claims[0] not in {s.claim for s in i.statements}).statements[0].claim
    )
    post(client, "/decide/merge_incidents", **{"claim": claims[0], "with": other, "back": "/decisions"})
    assert held.incident(claims[0]).incident.id == held.incident(other).incident.id
    answer = client.post("/decide/merge_incidents", data={"csrf": token(client), "claim": claims[0], "with": other})
    assert answer.status_code == 400


def test_a_stance_follows_into_the_incidents(client: TestClient) -> None:
    source = next(s for s in service(client).sources().items if s.incidents)
    path = f"/sources/{quote(source.key, safe='')}"
    post(client, "/decide/stance", source=source.key, stance="aligned", back=path)
    assert service(client).source(source.key).source.stances == ("aligned",)


def test_names_are_merged_split_and_said_by_forms_alone(client: TestClient) -> None:
    held = service(client)
    page = text(client, "/names/merge?names=front&names=soldiers")
    assert fields(page)["sort"] == "actor"
    merged = {"sort": "actor", "names": ["front", "soldiers"], "into": "front", "other": "", "why": "seen"}
    shown = post(client, "/names/merge", **merged, back="/names")
    assert "“Soldiers”" in re.sub(r"<[^>]*>", "", shown)
    assert "“Soldiers”" in re.sub(r"<[^>]*>", "", text(client, "/names?q=rebels"))
    post(client, "/names/split", name="front", sort="actor", only="Soldiers", into="Third Brigade")
    assert names.one(held.case, "actor", "third brigade").name == "Third Brigade"
    post(client, "/undo", number=str(held.decisions().items[0].decision.sequence))
    assert {s.name for s in names.one(held.case, "actor", "front").spellings} == {"Rebels", "Soldiers"}
    filed = next(f for f in held.claims().items if f.claim.agent)
    one = filed.claim.agent[0]
    page = text(client, f"/claims/{filed.claim.id}/names?begin={one.begin}&end={one.end}")
    assert f'value="{one.begin}-{one.end}" checked' in page
    words = {"words": f"{one.begin}-{one.end}", "name": "The Lions"}
    post(client, f"/claims/{filed.claim.id}/names", **words)
    assert held.case.claim(filed.claim.id).claim.agent[0].name == "The Lions"
    for wrong in ({"words": "x-y"}, {"words": "-1-4"}, {"words": "99999-100000"}, {"name": ""}, {"words": "²-³"}):
        sent = {"csrf": token(client), **words, **wrong}
        assert client.post(f"/claims/{filed.claim.id}/names", data=sent).status_code == 400, wrong
    assert client.post("/names/merge", data={"csrf": token(client), "sort": "x"}).status_code == 400
    assert client.get("/names/merge").status_code == 400


def test_ticks_stay_while_others_are_looked_for(client: TestClient) -> None:
    shown = text(client, "/names?names=front&names=gone&q=army")
    ticks = re.findall(r'<input type="checkbox" name="names" value="(\w+)"[^>]*?( checked)?>', shown)
    assert ticks == [("front", " checked"), ("state", "")]


def test_reports_are_added_and_failures_told(client: TestClient) -> None:
    files = [("files", ("good<b>.txt", b"Rebels killed 3 civilians in Raqqa.")), ("files", ("bad.jsonl", b"{bad\n"))]
    sent = {"csrf": token(client), "text": "Army shelled Tabqa.", "outlet": "Gazette", "published": "2017-07-08"}
    assert client.post("/add", data=sent, files=files).status_code == 200
    until = monotonic() + 30
    while any(job.state in ("waiting", "running") for job in service(client).jobs()) and monotonic() < until:
        sleep(0.02)
    shown = text(client, "/add")
    assert "good&lt;b&gt;.txt" in shown
    assert "1 report failed" in shown
    assert "bad.jsonl" in text(client, "/failures")
    assert {e.outlet for e in service(client).documents().items} >= {"Gazette"}
    for wrong in ({}, {"text": "Army.", "published": "soon"}):
        answer = client.post("/add", data={"csrf": token(client), **wrong})
        assert answer.status_code == 400, wrong


def test_nothing_is_decided_without_the_token_or_from_elsewhere(client: TestClient) -> None:
    claim = service(client).claims().items[0].claim.id
    forms = (
        "/decide/accept",
        f"/claims/{claim}/amend",
        "/documents/1/missed",
        "/undo",
        "/add",
        "/failures/retry",
        "/logout",
        "/names/merge",
        "/names/split",
        f"/claims/{claim}/names",
    )
    for path in forms:
        assert client.post(path, data={"claim": claim}).status_code == 403, path
        assert client.post(path, data={"claim": claim, "csrf": "0" * 64}).status_code == 403, path
        alien = client.post(
            path, data={"claim": claim, "csrf": token(client)}, headers={"origin": "https://evil.example"}
        )
        assert alien.status_code == 403, path
    assert service(client).decisions().items == ()


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\r\nx: y"]
)
def test_a_form_leads_to_this_app_alone(client: TestClient, to: str) -> None:
    claim = service(client).claims().items[0].claim.id
    data = {"csrf": token(client), "claim": claim, "back": to}
    answer = client.post("/decide/accept", data=data, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_our_script_is_answered_in_json(client: TestClient) -> None:
    claim = service(client).claims().items[0].claim.id
    answer = client.post(
        "/decide/accept", data={"csrf": token(client), "claim": claim}, headers={"accept": "application/json"}
    )
    assert answer.json()["said"].startswith("Accepted “")
    wrong = client.post(
        "/decide/accept", data={"csrf": token(client), "claim": "no"}, headers={"accept": "application/json"}
    )
    assert set(wrong.json()) == {"error"}


def test_login_and_roles(where: str) -> None:
    with Case.open(where) as case:
        people.add(case, "reader one", "reader", "a long enough one", BY)
        people.add(case, "analyst one", "analyst", "a long enough two", BY)
    app = create_app(where, Options(local=None, secure=False), reader=small)
    with TestClient(app, base_url="http://localhost") as client:
        away = client.get("/documents/1?x=1", follow_redirects=False)
        assert (away.status_code, away.headers["location"]) == (303, "/login?to=%2Fdocuments%2F1%3Fx%3D1")
        wrong = log_in(client, "reader one", "a long enough two")
        assert wrong.status_code == 401
        assert "wrong" in wrong.text
        assert log_in(client, "reader one", "a long enough one").url.path == "/documents/1"
        shown = text(client, "/documents/1")
        assert "/decide/" not in shown
        assert client.post("/decide/accept", data={"csrf": token(client)}).status_code == 403
        client.post("/logout", data={"csrf": token(client)})
        assert client.get("/", follow_redirects=False).status_code == 303
        log_in(client, "analyst one", "a long enough two")
        claim = service(client).claims().items[0].claim.id
        post(client, "/decide/accept", claim=claim)
        assert service(client).decisions().items[0].decision.author == "analyst one"


def log_in(client: TestClient, name: str, password: str) -> Response:
    page = fields(client.get("/login?to=/documents/1").text)
    return client.post("/login", data={**page, "name": name, "password": password})


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the page's last form."""
    form = page.rpartition("<form")[2].partition("</form>")[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'\b{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, value in re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(value)
    for name, options in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        values = re.findall(r'<option value="([^"]*)"( selected)?', options)
        found[name] = next((v for v, chosen in values if chosen), values[0][0])
    return found


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
