"""Who may do what: each role at each route, logins, sessions, and what `ascribe serve` demands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from ascribe.case import Case
from ascribe.errors import UsageError
from ascribe.web import people, security
from ascribe.web.app import Options
from ascribe.web.people import ROLES, Role
from ascribe.web.security import Tries, host_name, loopback

from ..case.conftest import BY
from .conftest import Open

SECRET = "correct horse battery"
# Open to all: what nobody is known for yet, and styles and scripts of the package.
OPEN = {("POST", "/api/login"), ("GET", "/login"), ("POST", "/login"), ("GET", "/shared/{name}")}
LEAST: dict[tuple[str, str], Role] = {("POST", "/api/logout"): "reader", ("POST", "/logout"): "reader"}


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least work: how much it does by default is its own business."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(1, 8, 1)
    monkeypatch.setattr(people, "_hasher", lambda: quick)


@pytest.fixture
def staff(where: Path) -> Path:
    """The case with one of each role, called by it."""
    with Case.open(str(where)) as case:
        for role in ROLES:
            people.add(case, role, role, SECRET, BY)
    return where


@pytest.fixture
def outside(staff: Path, opened: Open) -> Iterator[TestClient]:
    """The app as others reach it: everybody has to log in."""
    with opened(Options(local=None, secure=True)) as client:
        yield client


def log_in(client: TestClient, name: str, password: str = SECRET) -> Any:
    """The answer to a login by somebody new."""
    client.cookies.clear()
    return client.post("/api/login", json={"name": name, "password": password})


def needed(method: str, path: str) -> Role:
    """The least role that a route asks for, by the plan."""
    if (method, path) in LEAST:
        return LEAST[method, path]
    if path.startswith(("/api/users", "/users")):
        return "admin"
    return "reader" if method == "GET" else "analyst"


def routes(client: TestClient) -> list[tuple[str, str]]:
    """All methods and paths of the app."""
    return list(_below(client.app.routes))  # type: ignore[attr-defined]


def _below(found: Any) -> Iterator[tuple[str, str]]:
    for route in found:
        if isinstance(route, APIRoute):
            yield from ((method, route.path) for method in sorted(route.methods))
        elif hasattr(route, "original_router"):
            yield from _below(route.original_router.routes)


def ask(client: TestClient, method: str, path: str, token: str = "") -> Any:
    """A request as a page of ours sends it, to something that need not be there."""
    for part in ("{id}", "{key:path}", "{name}", "{kind}", "{z}", "{x}", "{y}"):
        path = path.replace(part, "0")
    path = path.replace("{number}", "1")
    headers = {"X-CSRF-Token": token} if token else {}
    return client.request(method, path, headers=headers, follow_redirects=False, json={} if method != "GET" else None)


def test_each_role_at_each_route(outside: TestClient) -> None:
    everything = routes(outside)
    assert {("POST", "/api/decisions"), ("GET", "/api/inbox"), ("DELETE", "/api/users/{name}")} <= set(everything)
    for role in (None, *ROLES):
        for method, path in everything:
            outside.cookies.clear()
            token = log_in(outside, role).json()["csrf"] if role else "none"
            answer = ask(outside, method, path, token)
            refused = answer.status_code in (401, 403) or "/login?" in answer.headers.get("location", "")
            allowed = role is not None and ROLES.index(role) >= ROLES.index(needed(method, path))
            if (method, path) not in OPEN:
                assert refused != allowed, (role, method, path, answer.status_code, answer.text[:200])


def test_each_changing_route_wants_the_token_of_the_session(outside: TestClient) -> None:
    for method, path in routes(outside):
        if method != "GET" and (method, path) not in OPEN:
            other = log_in(outside, "admin").json()["csrf"]
            assert log_in(outside, "admin").status_code == 200
            for token in ("", other):
                assert ask(outside, method, path, token).status_code == 403, (method, path)


def test_a_reader_cannot_decide(outside: TestClient) -> None:
    token = {"X-CSRF-Token": log_in(outside, "reader").json()["csrf"]}
    claim = outside.get("/api/claims").json()["items"][0]["claim"]["id"]
    given = {"kind": "accept", "subject": {"claim": claim}}
    answer = outside.post("/api/decisions", json=given, headers=token)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "role")
    assert outside.get(f"/api/claims/{claim}").json()["standing"] == "unreviewed"


def test_a_decision_carries_the_name_of_who_is_logged_in(outside: TestClient) -> None:
    token = {"X-CSRF-Token": log_in(outside, "analyst").json()["csrf"]}
    claim = outside.get("/api/claims").json()["items"][0]["claim"]["id"]
    given = {"kind": "accept", "subject": {"claim": claim}}
    assert outside.post("/api/decisions", json=given, headers=token).json()["author"] == "analyst"
    assert outside.post("/api/decisions", json={**given, "author": "x"}, headers=token).status_code == 422


def test_a_session_is_a_cookie_that_no_script_and_no_http_sees(outside: TestClient) -> None:
    cookie = log_in(outside, "reader").headers["set-cookie"]
    assert {part.strip().lower() for part in cookie.split(";")[1:]} >= {"httponly", "secure", "samesite=lax", "path=/"}
    assert outside.get("/api/session").json()["name"] == "reader"


def test_logging_out_ends_the_session_on_the_server(outside: TestClient) -> None:
    token = log_in(outside, "reader").json()["csrf"]
    kept = outside.cookies[security.COOKIE]
    assert outside.post("/api/logout", headers={"X-CSRF-Token": token}).status_code == 204
    outside.cookies.set(security.COOKIE, kept, domain="desk.example.org")
    assert outside.get("/api/session").status_code == 401


def test_who_is_removed_or_gets_another_password_is_out_at_once(outside: TestClient, staff: Path) -> None:
    for change in ("password", "gone"):
        assert log_in(outside, "reader").status_code == 200
        with Case.open(str(staff)) as case:
            if change == "gone":
                people.remove(case, "reader")
            else:
                people.add(case, "reader", "reader", SECRET, BY)
        assert outside.get("/api/session").status_code == 401
    assert log_in(outside, "reader").status_code == 401


def test_a_session_ends_with_time(outside: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert log_in(outside, "reader").status_code == 200
    later = time.time() + security.SESSION_HOURS * 3600 + 1
    monkeypatch.setattr(security.time, "time", lambda: later)
    assert outside.get("/api/session").status_code == 401


def test_names_that_nobody_has_are_told_like_wrong_passwords(outside: TestClient) -> None:
    answers = [log_in(outside, name, "wrong password") for name in ("admin", "nobody", "\0", "a" * 200)]
    assert len({(a.status_code, a.text) for a in answers}) == 1
    assert answers[0].json()["error"]["code"] == "password"


def test_after_ten_failures_even_the_right_password_has_to_wait(outside: TestClient) -> None:
    for _ in range(Tries.most):
        assert log_in(outside, "admin", "wrong password").status_code == 401
    answer = log_in(outside, "admin")
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "tries")
    assert 0 < int(answer.headers["retry-after"]) <= Tries.seconds + 1


def test_tries_are_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    tries, now = Tries(), 0.0
    monkeypatch.setattr(security.time, "monotonic", lambda: now)
    for _ in range(Tries.most):
        assert not tries.wait("name a", "address b")
        tries.fail("name a", "address b")
    assert tries.wait("name a", "address c")
    assert tries.wait("name d", "address b")
    assert not tries.wait("name d", "address c")
    now = Tries.seconds + 1
    assert not tries.wait("name a", "address b")


def test_passwords_go_over_https_alone(staff: Path, opened: Open) -> None:
    with opened(Options(local=None, secure=True)) as client:
        plain = TestClient(client.app, base_url="http://desk.example.org")
        answer = log_in(plain, "admin")
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "https")


def test_the_api_tells_no_hash(outside: TestClient) -> None:
    token = {"X-CSRF-Token": log_in(outside, "admin").json()["csrf"]}
    new = {"name": "Second", "role": "reader", "password": SECRET}
    assert outside.post("/api/users", json=new, headers=token).status_code == 201
    answer = outside.get("/api/users")
    assert [u["name"] for u in answer.json()] == ["Second", "admin", "analyst", "reader"]
    assert "argon2" not in answer.text
    assert outside.delete("/api/users/Second", headers=token).status_code == 204
    assert outside.delete("/api/users/Second", headers=token).status_code == 400


def test_weak_passwords_and_unknown_roles_are_refused(where: Path) -> None:
    with Case.open(str(where)) as case:
        with pytest.raises(UsageError, match="12 to 1000 characters"):
            people.add(case, "a", "reader", "short", BY)
        with pytest.raises(UsageError, match="there are: reader, analyst, admin"):
            people.add(case, "a", "boss", SECRET, BY)  # type: ignore[arg-type]
        assert people.people(case) == ()


def test_a_hash_is_argon2id_and_of_the_password(staff: Path) -> None:
    with Case.open(str(staff)) as case:
        person = people.person_of(case, "admin")
        assert person is not None
        assert person.hash.startswith("$argon2id$")
        assert people.known(case, "admin", SECRET) == person
        assert people.known(case, "admin", SECRET + " ") is None


def test_no_bundle_holds_who_may_log_in(staff: Path, tmp_path: Path) -> None:
    from ascribe.case.bundle import export_bundle, import_bundle

    with Case.open(str(staff)) as case:
        export_bundle(case, tmp_path / "a.zip")
    with import_bundle(tmp_path / "a.zip", str(tmp_path / "b.case")) as other:
        assert other.people() == ()


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("::", False),
     ("127.evil.example", False), ("192.168.1.5", False), ("desk.example.org", False)],
)  # fmt: skip
def test_what_is_loopback(host: str, alone: bool) -> None:
    assert loopback(host) is alone


def test_host_names_come_without_ports() -> None:
    assert [host_name(h) for h in ("a:1", "[::1]:8", "A", "")] == ["a", "::1", "a", ""]
