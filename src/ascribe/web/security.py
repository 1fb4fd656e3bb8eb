"""Who is asking and what they may do: sessions, logins, CSRF tokens, origins. See also `shield.py`."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from ..case import Case
from ..errors import AscribeError
from .people import ROLES, Person, Role, known, person_of

COOKIE = "ascribe"
TOKEN = "csrf"
TOKEN_HEADER = "x-csrf-token"
SESSION_HOURS = 12
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class WebError(AscribeError):
    """Something that is answered with an HTTP status of its own."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, headers or {}


@dataclass(frozen=True)
class Viewer:
    """Who is asking; `token` is what every form and changing request of theirs has to carry."""

    name: str
    role: Role
    token: str

    def may(self, role: Role) -> bool:
        """Whether they may do what needs a role."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True)
class _Session:
    name: str
    hash: str
    until: float


class Guard:
    """Sessions of an app, in its memory: a restart logs everybody out.

    Args:
        case: where people are looked up.
        local: name of the one local user, who needs no login; None where everybody has to log in.
    """

    def __init__(self, case: Case, local: str | None) -> None:
        self.local = local
        self._case = case
        self._secret = secrets.token_bytes(32)
        self._sessions: dict[str, _Session] = {}
        self._lock = threading.Lock()
        self.tries = Tries()

    def viewer(self, request: Request) -> Viewer | None:
        """Who is asking; None where they have to log in."""
        key = request.cookies.get(COOKIE, "")
        if self.local is not None:
            return Viewer(self.local, "admin", self.token("local"))
        found = self._sessions.get(_digest(key))
        if found is None or found.until < time.time():
            return None
        person = person_of(self._case, found.name)
        if person is None or person.hash != found.hash:
            self.end(request)
            return None
        return Viewer(person.name, person.role, self.token(key))

    def begin(self, person: Person) -> str:
        """A new session; what the cookie holds."""
        key = secrets.token_urlsafe(32)
        now = time.time()
        with self._lock:
            for old in [k for k, s in self._sessions.items() if s.until < now]:
                del self._sessions[old]
            self._sessions[_digest(key)] = _Session(person.name, person.hash, now + SESSION_HOURS * 3600)
        return key

    def end(self, request: Request) -> None:
        """The session of a request is over."""
        with self._lock:
            self._sessions.pop(_digest(request.cookies.get(COOKIE, "")), None)

    def token(self, key: str) -> str:
        """The CSRF token of a session."""
        return hmac.new(self._secret, key.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def login_token(self) -> str:
        """The CSRF token of the login form, which has no session yet."""
        return self.token("login")

    def same(self, given: str | None, token: str) -> bool:
        """Whether a token is the right one."""
        return hmac.compare_digest((given or "").encode("utf-8", "replace"), token.encode())


class Tries:
    """Counts failed logins, by name and by address: ten in ten minutes, then no more until some have passed."""

    most, seconds = 10, 600.0

    def __init__(self) -> None:
        self._failed: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def wait(self, *keys: str) -> int:
        """Seconds until another try is allowed; 0 where it is."""
        now = time.monotonic()
        with self._lock:
            if len(self._failed) > 10_000:
                self._failed = {k: v for k, v in self._failed.items() if v[-1] > now - self.seconds}
            recent = [[t for t in self._failed.get(key, ()) if t > now - self.seconds] for key in keys]
        over = [times[-self.most] + self.seconds - now for times in recent if len(times) >= self.most]
        return int(max(over)) + 1 if over else 0

    def fail(self, *keys: str) -> None:
        """One more failed try."""
        now = time.monotonic()
        with self._lock:
            for key in keys:
                self._failed[key] = [*(t for t in self._failed.get(key, ()) if t > now - self.seconds), now]

    def forget(self, *keys: str) -> None:
        """These got in."""
        with self._lock:
            for key in keys:
                self._failed.pop(key, None)


# Dependencies of routes


def guard_of(request: Request) -> Guard:
    """The app's guard."""
    found: Guard = request.app.state.guard
    return found


def needs(role: Role) -> Callable[[Request], Viewer]:
    """A dependency: who is asking, with at least this role."""

    def viewer(request: Request) -> Viewer:
        found = guard_of(request).viewer(request)
        if found is None:
            raise WebError(401, "login", "Log in first.")
        if not found.may(role):
            raise WebError(403, "role", f"This needs the role {role}; {found.name} is {found.role}.")
        return found

    return viewer


reading = needs("reader")
administering = needs("admin")


def log_in(request: Request, name: str, password: str) -> tuple[Viewer, str]:
    """Who logs in, and what their cookie is to hold.

    Raises:
        WebError: name or password is wrong, it was tried too often, or the password came without https.
    """
    guard, options = guard_of(request), request.app.state.options
    if options.secure and request.url.scheme != "https" and host_name(request.headers.get("host", "")) not in LOOPBACK:
        raise WebError(403, "https", "Passwords are taken over https alone. See `ascribe serve --help`.")
    address = request.client.host if request.client else ""
    keys = f"name {name}", f"address {address}"
    if wait := guard.tries.wait(*keys):
        raise WebError(429, "tries", f"Too many tries. Wait {wait} seconds.", {"Retry-After": str(wait)})
    person = known(request.app.state.case, name, password)
    if person is None:
        guard.tries.fail(*keys)
        raise WebError(401, "password", "The name or the password is wrong.")
    guard.tries.forget(*keys)
    key = guard.begin(person)
    return Viewer(person.name, person.role, guard.token(key)), key


def give_cookie(request: Request, response: Response, key: str) -> None:
    """Have the browser keep a session."""
    response.set_cookie(
        COOKIE,
        key,
        max_age=SESSION_HOURS * 3600,
        secure=request.app.state.options.secure,
        httponly=True,
        samesite="lax",
    )


def check_program(request: Request, viewer: Viewer) -> None:
    """Whether a changing request to the API may pass: from a page of ours with its token, or from a program.

    A program that works for the local user needs no token: it sends neither an origin nor a cookie, as no browser does.

    Raises:
        WebError: it may not.
    """
    check_origin(request)
    browser = any(name in request.headers for name in ("origin", "sec-fetch-site", "cookie"))
    if browser or guard_of(request).local is None:
        check_token(request, viewer, request.headers.get(TOKEN_HEADER))


def posting(role: Role) -> Callable[[Request], Awaitable[Viewer]]:
    """A dependency of pages' forms: who sends it, with at least this role, a right token and from a page of ours."""
    who = needs(role)

    async def viewer(request: Request) -> Viewer:
        found = await run_in_threadpool(who, request)
        check_origin(request)
        given = request.headers.get(TOKEN_HEADER) or (await request.form()).get(TOKEN)
        check_token(request, found, given if isinstance(given, str) else None)
        return found

    return viewer


def calling(role: Role) -> Callable[[Request], Viewer]:
    """A dependency of the API's changing routes, as `posting`."""
    who = needs(role)

    def viewer(request: Request) -> Viewer:
        found = who(request)
        check_program(request, found)
        return found

    return viewer


def check_token(request: Request, viewer: Viewer, given: str | None) -> None:
    """Whether a changing request carries its session's token, in the form or the header.

    Raises:
        WebError: it does not.
    """
    if not guard_of(request).same(given, viewer.token):
        raise WebError(403, "csrf", "The page is out of date: load it anew and try again. Programs send X-CSRF-Token.")


def check_origin(request: Request) -> None:
    """Whether a changing request comes from a page of this app, or from no page at all.

    Raises:
        WebError: it comes from another site.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    alien = site not in (None, "same-origin", "none")
    if origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        alien = True
    if alien:
        raise WebError(403, "origin", "The request came from another site.")


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def host_name(host: str) -> str:
    """The name of a Host header without its port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def loopback(host: str) -> bool:
    """Whether an address to listen on is this machine's alone."""
    return host in LOOPBACK or (host.startswith("127.") and host.replace(".", "").isdecimal())
