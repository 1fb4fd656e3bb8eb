"""The API under /api: what the pages show and do, as JSON. Described at /api/openapi.json and in docs/api.md."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response, UploadFile
from fastapi import Form as FormField
from pydantic import Field

from ..case import Decision, Entry, kinds
from ..incidents.forecasts import Forecast
from ..incidents.model import Incident
from ..incidents.series import Series
from ..incidents.sources import Source
from ..incidents.waterfall import Waterfall
from ..model import FiledClaim, Part
from ..publish.map import MapPoint
from . import people
from .app import service_of
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
from .service import Service, pasted
from .views import (
    DecisionView,
    DocumentView,
    Failure,
    Filters,
    Head,
    InboxItem,
    IncidentView,
    Page,
    SourceView,
)


class Problem(Part):
    """What went wrong: a stable code, and what to do in words."""

    code: str
    message: str


class Error(Part):
    """The one shape of errors."""

    error: Problem


class NotModified(Exception):
    """The client has it already."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Error, "description": words}
    for status, words in {
        400: "it does not fit", 401: "log in first", 403: "not allowed", 404: "there is none", 413: "too large",
        422: "a value does not fit", 429: "too many tries", 503: "the case cannot be read or written now",
    }.items()
}  # fmt: skip
router = APIRouter(prefix="/api", responses=_ERRORS)


def tagged(request: Request, response: Response, service: Annotated[Service, Depends(service_of)]) -> None:
    """Answer 304 where the client has what follows from the same decisions, and tell what it gets now."""
    head = service.head()
    tag = f'"{head.digest[:20]}-{(head.findings or "")[:20]}"'
    if tag in (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")):
        raise NotModified(tag)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"


Asking = Annotated[Service, Depends(service_of)]
Reading = Annotated[Viewer, Depends(reading)]
Deciding = Annotated[Viewer, Depends(calling("analyst"))]
Administering = Annotated[Viewer, Depends(calling("admin"))]
_SEEN = [Depends(reading), Depends(tagged)]  # who may read comes before what they have


class Some(Part):
    """A part of a listing."""

    after: str | None = Field(None, max_length=2000, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=200)


class SomeOf(Filters, Some):
    """A part of a narrowed listing."""

    def filters(self) -> Filters:
        """What it is narrowed to."""
        return Filters(**self.model_dump(exclude={"after", "limit"}))


Id = Annotated[str, Path(max_length=200)]
AllOf = Annotated[Filters, Query()]
Listing = Annotated[Some, Query()]
Narrowed = Annotated[SomeOf, Query()]

# Where it stands, and what waits


@router.get("/head", dependencies=[Depends(reading)])
def head(service: Asking) -> Head:
    """The last decision, and whether the findings follow from it yet."""
    return service.head()


@router.get("/inbox", dependencies=_SEEN)
def inbox(service: Asking, asked: Narrowed) -> Page[InboxItem]:
    """What waits for a person, the most urgent first."""
    return service.inbox(asked.filters(), asked.after, asked.limit)


@router.get("/facets", dependencies=_SEEN)
def facets(service: Asking, asked: AllOf) -> dict[str, dict[str, int]]:
    """How many items of the inbox there are: under "" in all, and by the values of each facet."""
    return service.facets(asked)


@router.get("/claims", dependencies=_SEEN)
def claims(service: Asking, asked: Narrowed) -> Page[FiledClaim]:
    """Claims as they stand, by document and place in it."""
    return service.claims(asked.filters(), asked.after, asked.limit)


@router.get("/claims/{id}", dependencies=_SEEN)
def claim(service: Asking, id: Id) -> FiledClaim:
    """One claim, by its id or the beginning of it."""
    return service.case.claim(id)


@router.get("/documents", dependencies=_SEEN)
def documents(service: Asking, asked: Listing) -> Page[Entry]:
    """Documents in the order they were added."""
    return service.documents(asked.after, asked.limit)


@router.get("/documents/{id}", dependencies=_SEEN)
def document(service: Asking, id: Id) -> DocumentView:
    """A document with its text, claims, attributions and lost decisions; by its id, its beginning or its number."""
    return service.document(id)


@router.get("/documents/{id}/original", dependencies=_SEEN, response_class=Response,
            responses={200: {"content": {"application/octet-stream": {}}}})  # fmt: skip
def original(service: Asking, id: Id) -> Response:
    """A document's bytes as they came."""
    data = service.case.original(service.case.entry(id).id)
    return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": "attachment"})


@router.get("/incidents", dependencies=_SEEN)
def incidents(service: Asking, asked: Narrowed) -> Page[Incident]:
    """Incidents by day, those without a day last."""
    return service.incidents(asked.filters(), asked.after, asked.limit)


@router.get("/incidents/{id}", dependencies=_SEEN)
def incident(service: Asking, id: Id) -> IncidentView:
    """An incident with its claims and documents; by its id, or that of one of its claims."""
    return service.incident(id)


@router.get("/links", dependencies=_SEEN)
def links(
    service: Asking, a: Annotated[str, Query(max_length=200)], b: Annotated[str, Query(max_length=200)]
) -> Waterfall:
    """Why two claims stand in one incident, or in two: each piece of evidence with its bits."""
    return service.waterfall(a, b)


@router.get("/points", dependencies=_SEEN)
def points(service: Asking, asked: AllOf) -> list[MapPoint]:
    """Incidents as the map and the timeline show them, by day."""
    return service.points(asked)


@router.get("/series", dependencies=_SEEN)
def series(service: Asking, asked: Listing) -> Page[Series]:
    """Series: figures that go through time, one line a source."""
    return service.series(asked.after, asked.limit)


@router.get("/series/{id}", dependencies=_SEEN)
def one_series(service: Asking, id: Id) -> Series:
    """One series."""
    return service.one_series(id)


@router.get("/forecasts", dependencies=_SEEN)
def forecasts(service: Asking, asked: Listing) -> Page[Forecast]:
    """What sources said would come, and whether it came so."""
    return service.forecasts(asked.after, asked.limit)


@router.get("/sources", dependencies=_SEEN)
def sources(service: Asking, asked: Listing) -> Page[Source]:
    """Who speaks in the case, those with most claims first."""
    return service.sources(asked.after, asked.limit)


@router.get("/sources/{key:path}", dependencies=_SEEN)
def source(service: Asking, key: Annotated[str, Path(max_length=1000)]) -> SourceView:
    """A source's record, and the incidents that it speaks of."""
    return service.source(key)


# Decisions


class Deciding_(Part):
    """A decision to make. `subject` and `value` are as /api/kinds describes them, or shorter: see docs/api.md."""

    kind: str = Field(max_length=40)
    subject: dict[str, Any]
    value: dict[str, Any] = Field(default_factory=dict)
    why: str | None = Field(None, max_length=10_000)


class Undoing(Part):
    """Why a decision is undone."""

    why: str | None = Field(None, max_length=10_000)


class KindOfDecision(Part):
    """A kind of decision, with the JSON Schemas of its subject and value."""

    name: str
    help: str
    subject: dict[str, Any]
    value: dict[str, Any]


@router.get("/kinds", dependencies=[Depends(reading)])
def decision_kinds() -> list[KindOfDecision]:
    """The kinds of decisions that people make."""
    return [
        KindOfDecision(
            name=k.name, help=k.help, subject=k.subject.model_json_schema(), value=k.value.model_json_schema()
        )
        for k in kinds()
        if k.scope != "record"
    ]


@router.get("/decisions", dependencies=_SEEN)
def decisions(service: Asking, asked: Listing) -> Page[DecisionView]:
    """What people decided, the latest first."""
    return service.decisions(asked.after, asked.limit)


@router.post("/decisions", status_code=201)
def decide(service: Asking, by: Deciding, given: Deciding_) -> Decision:
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
    service: Asking, by: Deciding, file: UploadFile, published: Annotated[str | None, FormField(max_length=40)] = None,
    outlet: Annotated[str | None, FormField(max_length=400)] = None,
) -> Job:  # fmt: skip
    """As POST /api/documents, of a file: .txt, .md, .html or .jsonl."""
    data = file.file.read()
    return service.begin(file.filename or pasted(data), data, author=by.name, published=published, outlet=outlet)


@router.get("/jobs", dependencies=[Depends(reading)])
def jobs(service: Asking) -> tuple[Job, ...]:
    """What was added since the app started, the latest first."""
    return service.jobs()


@router.get("/jobs/{id}", dependencies=[Depends(reading)])
def job(service: Asking, id: Id) -> Job:
    """How far something in the background is."""
    return service.job(id)


@router.get("/failures", dependencies=[Depends(reading)])
def failures(service: Asking) -> tuple[Failure, ...]:
    """Reports that could not be added or read, with the reasons."""
    return service.failures()


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
def logout(request: Request, response: Response, by: Annotated[Viewer, Depends(calling("reader"))]) -> None:
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
