"""The API under /api: what the pages show and do, as JSON. Described at /api/openapi.json and in docs/api.md."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field

from ..case import Entry, kinds
from ..incidents.forecasts import Forecast
from ..incidents.model import Incident
from ..incidents.series import Series
from ..incidents.sources import How
from ..incidents.waterfall import Waterfall
from ..model import FiledClaim, Part
from ..publish.map import MapPoint
from .app import service_of
from .jobs import Job
from .security import (
    reading,
)
from .service import Service
from .views import (
    DecisionView,
    DocumentView,
    Failure,
    Filters,
    Head,
    InboxItem,
    IncidentView,
    Page,
    SourceRecord,
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


ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Error, "description": words}
    for status, words in {
        400: "it does not fit", 401: "log in first", 403: "not allowed", 404: "there is none", 413: "too large",
        422: "a value does not fit", 429: "too many tries", 503: "the case cannot be read or written now",
    }.items()
}  # fmt: skip
router = APIRouter(prefix="/api", responses=ERRORS)


def tagged(request: Request, response: Response, service: Annotated[Service, Depends(service_of)]) -> None:
    """Answer 304 where the client has what follows from the same decisions, and tell what it gets now."""
    head = service.head()
    tag = f'"{head.digest[:20]}-{(head.findings or "")[:20]}"'
    if tag in (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")):
        raise NotModified(tag)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"


Asking = Annotated[Service, Depends(service_of)]
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


class SomeOfList(Some):
    """A part of one list of several; the first of each where none is chosen."""

    of: How | None = Field(None, description="the list, which `after` is a place in")


Id = Annotated[str, Path(max_length=200)]
AllOf = Annotated[Filters, Query()]
Listing = Annotated[Some, Query()]
Narrowed = Annotated[SomeOf, Query()]
OneList = Annotated[SomeOfList, Query()]

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
    """How many items of the inbox there are: under "" in all, and by the 20 most frequent values of each facet.

    Where something is asked for that more than 2,000 have, values are counted in the first of these alone.
    """
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
def points(service: Asking, asked: Narrowed) -> Page[MapPoint]:
    """Incidents as the map and the timeline show them, by day."""
    return service.points(asked.filters(), asked.after, asked.limit)


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
def sources(service: Asking, asked: Listing) -> Page[SourceRecord]:
    """Who speaks in the case, those with most claims first."""
    return service.sources(asked.after, asked.limit)


@router.get("/sources/{key:path}", dependencies=_SEEN)
def source(service: Asking, key: Annotated[str, Path(max_length=1000)], asked: OneList) -> SourceView:
    """A source's record, and the incidents that it speaks of: the first of each list, or a part of one."""
    return service.source(key, asked.of, asked.after, asked.limit)


# Decisions


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


# Reports


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
