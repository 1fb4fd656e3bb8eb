"""The part of the API by which things are done: decisions, adding reports, logins and people."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request, Response, UploadFile
from pydantic import Field

from ..case import Decision
from ..model import Part
from . import people
from .api import ERRORS, Asking, Id
from .jobs import Job
from .people import Person, Role
from .security import (
    COOKIE,
    Viewer,
    WebError,
    administering,
    calling,
    check_origin,
    give_cookie,
    guard_of,
    log_in,
    reading,
)
from .service import pasted

router = APIRouter(prefix="/api", responses=ERRORS)
Reading = Annotated[Viewer, Depends(reading)]
Leaving = Annotated[Viewer, Depends(calling("reader"))]
Deciding = Annotated[Viewer, Depends(calling("analyst"))]
Administering = Annotated[Viewer, Depends(calling("admin"))]

# Decisions


class NewDecision(Part):
    """A decision to make. `subject` and `value` are as /api/kinds describes them, or shorter: see docs/api.md."""

    kind: str = Field(max_length=40)
    subject: dict[str, Any]
    value: dict[str, Any] = Field(default_factory=dict)
    why: str | None = Field(None, max_length=10_000)


class Undoing(Part):
    """Why a decision is undone."""

    why: str | None = Field(None, max_length=10_000)


@router.post("/decisions", status_code=201)
def decide(service: Asking, by: Deciding, given: NewDecision) -> Decision:
    """Decide. It carries your name, and findings follow from it within moments (see /api/head)."""
    return service.decide(given.kind, given.subject, given.value, given.why, author=by.name)


@router.post("/decisions/{number}/undo", status_code=201)
def undo(service: Asking, by: Deciding, number: Annotated[int, Path(ge=1, lt=2**31)], given: Undoing) -> Decision:
    """A decision no longer counts; it stays in the chain. An undoing can be undone."""
    return service.undo(number, author=by.name, why=given.why)


# Reports


class Pasted(Part):
    """A report as text."""

    text: str = Field(min_length=1)
    published: str | None = Field(None, max_length=40, description="ISO 8601 date or RFC 3339 time")
    outlet: str | None = Field(None, max_length=400)


@router.post("/documents", status_code=202)
def add_text(service: Asking, by: Deciding, given: Pasted) -> Job:
    """Add a report and read it, in the background: /api/jobs/{id} tells how far it is."""
    data = given.text.encode("utf-8", "replace")
    return service.begin(pasted(data), data, author=by.name, published=given.published, outlet=given.outlet)


@router.post("/files", status_code=202)
def add_file(
    service: Asking, by: Deciding, file: UploadFile, published: Annotated[str | None, Form(max_length=40)] = None,
    outlet: Annotated[str | None, Form(max_length=400)] = None,
) -> Job:  # fmt: skip
    """As POST /api/documents, of a file: .txt, .md, .html or .jsonl."""
    data = file.file.read()
    return service.begin(file.filename or pasted(data), data, author=by.name, published=published, outlet=outlet)


@router.post("/failures/retry", status_code=202)
def retry(service: Asking, by: Deciding) -> Job:
    """Try again what failed, in the background."""
    return service.retry(author=by.name)


# People


class Session(Part):
    """Who you are; requests that change something carry `csrf` in the header X-CSRF-Token."""

    name: str
    role: Role
    csrf: str


class Login(Part):
    """Name and password."""

    name: str = Field(max_length=200)
    password: str = Field(max_length=people.LONGEST)


class NewPerson(Part):
    """One who shall be let in, or get another role and password."""

    name: str = Field(min_length=1, max_length=200)
    role: Role
    password: str = Field(min_length=people.SHORTEST, max_length=people.LONGEST)


@router.get("/session")
def session(who: Reading) -> Session:
    """Who you are."""
    return Session(name=who.name, role=who.role, csrf=who.token)


@router.post("/login")
def login(request: Request, response: Response, given: Login) -> Session:
    """Log in; the session is kept in a cookie."""
    check_origin(request)
    if guard_of(request).local is not None:
        raise WebError(400, "local", "This app serves one local user, without login.")
    viewer, key = log_in(request, given.name, given.password)
    give_cookie(request, response, key)
    return Session(name=viewer.name, role=viewer.role, csrf=viewer.token)


@router.post("/logout", status_code=204)
def logout(request: Request, response: Response, by: Leaving) -> None:
    """Log out."""
    guard_of(request).end(request)
    response.delete_cookie(COOKIE)


@router.get("/users", dependencies=[Depends(administering)])
def users(request: Request) -> tuple[Person, ...]:
    """Who may log in."""
    return people.people(request.app.state.case)


@router.post("/users", status_code=201)
def add_user(request: Request, by: Administering, given: NewPerson) -> Person:
    """Let somebody in, or give one who is known another role and password; that ends their sessions."""
    return people.add(request.app.state.case, given.name, given.role, given.password, by.name)


@router.delete("/users/{name}", status_code=204)
def remove_user(request: Request, by: Administering, name: Id) -> None:
    """Let somebody in no more; what they decided stays."""
    people.remove(request.app.state.case, name)
