"""The pages that people read: each has an address that can be sent to a colleague."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from ..errors import UsageError
from ..incidents.sources import How
from . import forms, names_pages, shown
from .amending import CHOICES, ROWS, SLOTS
from .amending import shown as held
from .app import service_of
from .html import error_page, page, safe_path
from .kept import MOST
from .security import Viewer, WebError, guard_of, reading
from .service import Service
from .views import Filters

__all__ = ["error_page", "router"]
router = APIRouter(include_in_schema=False)
router.include_router(forms.router)
router.include_router(names_pages.router)
Asking = Annotated[Service, Depends(service_of)]
Reading = Annotated[Viewer, Depends(reading)]
After = Annotated[str | None, Query(max_length=2000)]
Key = Annotated[str, Path(max_length=1000)]
_SOME = 50
_FEW = 20


def filters(request: Request) -> Filters:
    """What a listing is narrowed to, from the address; an empty field of a form asks for nothing.

    Raises:
        UsageError: a value does not fit.
    """
    from pydantic import ValidationError

    given = {n: v.strip() for n, v in request.query_params.items() if n in Filters.model_fields and v.strip()}
    try:
        return Filters.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{first['loc'][0]}: {first['msg']}.") from error


Narrowed = Annotated[Filters, Depends(filters)]


def _asked(narrowed: Filters) -> dict[str, str]:
    return {name: str(value) for name, value in narrowed.model_dump(exclude_none=True).items()}


@router.get("/")
def inbox(request: Request, service: Asking, who: Reading, narrowed: Narrowed, after: After = None) -> Response:
    """What waits for a person, the most urgent first."""
    counts = service.facets(narrowed)
    return page(
        request, "inbox", viewer=who, found=service.inbox(narrowed, after, _SOME), counts=counts,
        asked=_asked(narrowed), failures=len(service.failures()),
        first_alone=bool(_asked(narrowed)) and counts[""][""] > MOST,
    )  # fmt: skip


@router.get("/claims")
def claims(request: Request, service: Asking, who: Reading, narrowed: Narrowed, after: After = None) -> Response:
    """Claims as they stand."""
    found = service.claims(narrowed, after, _SOME)
    entries = {id: service.case.entry(id) for id in dict.fromkeys(f.document for f in found.items)}
    return page(
        request, "claims", viewer=who, found=found, entries=entries, count=service.count_claims(narrowed),
        said=shown.speakers_of(found.items, entries), asked=_asked(narrowed),
    )  # fmt: skip


@router.get("/claims/{id}/amend")
def amend(request: Request, service: Asking, who: Reading, id: Key) -> Response:
    """The form to amend a claim."""
    filed = service.case.claim(id)
    return _form(request, service, who, filed.document, id=filed.claim.id, filed=filed, values=held(filed.claim))


@router.get("/documents")
def documents(request: Request, service: Asking, who: Reading, after: After = None) -> Response:
    """The case's documents."""
    return page(request, "documents", viewer=who, found=service.documents(after, _SOME))


@router.get("/documents/{id}")
def document(request: Request, service: Asking, who: Reading, id: Key) -> Response:
    """A document's text with its claims."""
    view = service.document(id)
    return page(request, "document", viewer=who, view=view, report=shown.report(view))


@router.get("/documents/{id}/missed")
def missed(
    request: Request, service: Asking, who: Reading, id: Key,
    begin: Annotated[int | None, Query(ge=0)] = None, end: Annotated[int | None, Query(ge=0)] = None,
) -> Response:  # fmt: skip
    """The form to add a claim that the reader missed."""
    text = service.case.document(service.case.entry(id).id).text
    words = text[begin:end] if begin is not None and end is not None and begin < end else ""
    span = {"words_begin": str(begin), "words_end": str(end)} if words else {}
    return _form(request, service, who, id, id=None, filed=None, values={**held(None), **span, "words": words})


def _form(request: Request, service: Service, who: Viewer, document: str, **context: Any) -> Response:
    entry = service.case.entry(document)
    rows = next((row for row in range(ROWS - 1) if f"q{row}_of" not in context["values"]), ROWS - 1) + 1
    return page(request, "claim_form", viewer=who, entry=entry, choices=CHOICES, slots=SLOTS, rows=rows, **context)


@router.get("/incidents/{id}")
def incident(request: Request, service: Asking, who: Reading, id: Key) -> Response:
    """An incident: what is known of it, who says so, and the words."""
    view = service.incident(id)
    return page(request, "incident", viewer=who, view=view, one=view.incident, record=shown.record(view))


@router.get("/links")
def links(
    request: Request, service: Asking, who: Reading, a: Annotated[str, Query(max_length=200)],
    b: Annotated[str, Query(max_length=200)],
) -> Response:  # fmt: skip
    """Why two claims stand in one incident, or in two."""
    if a == b:
        raise UsageError("Two different claims are compared.")
    found = service.waterfall(a, b)
    drawn, zero = shown.bars(found)
    both = [service.case.claim(one) for one in (found.a, found.b)]
    return page(request, "links", viewer=who, found=found, bars=drawn, zero=zero, both=both)


@router.get("/sources")
def sources(request: Request, service: Asking, who: Reading, after: After = None) -> Response:
    """Who speaks in the case."""
    return page(request, "sources", viewer=who, found=service.sources(after, _SOME))


@router.get("/sources/{key:path}")
def source(
    request: Request, service: Asking, who: Reading, key: Key, after: After = None, of: How | None = None
) -> Response:
    """A source's record, its incidents and what it says; or one list of its incidents, in parts."""
    view = service.source(key, of, after, _SOME if of else _FEW)
    if of:
        return page(request, "source", viewer=who, view=view, one=view.source, of=of)
    narrowed = Filters(source=view.source.actor or view.source.name)
    found = service.claims(narrowed, after, _FEW)
    entries = {id: service.case.entry(id) for id in dict.fromkeys(f.document for f in found.items)}
    return page(request, "source", viewer=who, view=view, one=view.source, found=found, entries=entries,
                asked=_asked(narrowed))  # fmt: skip


@router.get("/forecasts")
def forecasts(request: Request, service: Asking, who: Reading, after: After = None) -> Response:
    """What sources said would come, and whether it came so."""
    return page(request, "forecasts", viewer=who, found=service.forecasts(after, _SOME))


@router.get("/add")
def add(request: Request, service: Asking, who: Reading) -> Response:
    """The form to add reports, and how far those are that were added."""
    return page(request, "add", viewer=who, jobs=service.jobs()[:20], failures=len(service.failures()))


@router.get("/failures")
def failures(request: Request, service: Asking, who: Reading) -> Response:
    """Reports that could not be added or read, with the reasons."""
    return page(request, "failures", viewer=who, failures=service.failures())


@router.get("/decisions")
def decisions(request: Request, service: Asking, who: Reading, after: After = None) -> Response:
    """What people decided, the latest first."""
    return page(request, "decisions", viewer=who, found=service.decisions(after, _SOME))


@router.get("/help")
def help(request: Request, who: Reading) -> Response:
    """The keys, and what the words mean."""
    return page(request, "help", viewer=who)


@router.get("/login")
def login(request: Request, to: str = "/") -> Response:
    """The form to log in."""
    guard = guard_of(request)
    if guard.local is not None or guard.viewer(request) is not None:
        return RedirectResponse(safe_path(to, "/"), 303)
    return page(request, "login", viewer=None, token_of_login=guard.login_token(), to=safe_path(to, "/"), problem=None)


@router.get("/shared/{name}")
def shared(name: str) -> Response:
    """Styles and scripts that pages have in common with what is published."""
    from importlib.resources import files

    folder = files("ascribe.publish") / "static"
    if name not in {one.name for one in folder.iterdir()}:
        raise WebError(404, "http", f"{name}: there is no such file.")
    return FileResponse(str(folder / name), headers={"cache-control": "no-cache"})
