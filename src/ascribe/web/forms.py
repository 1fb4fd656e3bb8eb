"""What the pages' forms do: decide, undo, add reports, log in. To a browser they answer with the page to go on with;
to our own script with what was done, which it shows in the page that is open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from ..case.written import spans_of
from ..errors import UsageError
from ..render.case import told as decided
from . import amending
from .app import service_of
from .html import page, safe_path, wants_json
from .security import COOKIE, TOKEN, Viewer, WebError, check_origin, give_cookie, guard_of, log_in, posting
from .service import Service, pasted

router = APIRouter(include_in_schema=False)
_WAIT = 5.0  # seconds that a browser without script waits for what follows from a decision


async def posted(request: Request) -> FormData:
    """The form that was sent."""
    return await request.form()


Asking = Annotated[Service, Depends(service_of)]
Deciding = Annotated[Viewer, Depends(posting("analyst"))]
Posted = Annotated[FormData, Depends(posted)]
Key = Annotated[str, Path(max_length=1000)]


def answer(request: Request, given: FormData, said: str, *, to: str = "/", number: int | None = None) -> Response:
    """What was done, or the page to go on with."""
    where = safe_path(text_of(given, "back"), to)
    if wants_json(request):
        return JSONResponse({"said": said, "number": number, "to": where})
    return RedirectResponse(where, 303)


# Decisions: how a form's fields become a subject and a value

_About = Callable[[Service, FormData], tuple[dict[str, Any], dict[str, Any], str]]


def _of_claim(service: Service, given: FormData) -> tuple[dict[str, Any], dict[str, Any], str]:
    filed = service.case.claim(text_of(given, "claim"))
    return {"claim": filed.claim.id}, {}, f"“{filed.trigger}”"


def _regrade(service: Service, given: FormData) -> tuple[dict[str, Any], dict[str, Any], str]:
    view = service.incident(text_of(given, "claim"))
    grade = text_of(given, "grade")
    return {"claim": view.incident.statements[0].claim}, {"grade": grade}, f"{view.title}: {grade}"


def _merge(service: Service, given: FormData) -> tuple[dict[str, Any], dict[str, Any], str]:
    first, *others = (service.incident(text_of(given, "claim")), *map(service.incident, every(given, "with")))
    if not others or any(other.incident.id == first.incident.id for other in others):
        raise UsageError("Choose another incident to merge this one with.")
    held = [first, *others]
    claims = [view.incident.statements[0].claim for view in held]
    return {"claims": claims}, {}, " with ".join(view.title for view in held)


def _split(service: Service, given: FormData) -> tuple[dict[str, Any], dict[str, Any], str]:
    view = service.incident(text_of(given, "claim"))
    chosen = set(every(given, "claims"))
    held = [s.claim for s in view.incident.statements]
    off, rest = [c for c in held if c in chosen], [c for c in held if c not in chosen]
    if not off or not rest:
        raise UsageError("Choose some statements, not none and not all, that are about another happening.")
    return {"claims": off}, {"rest": rest}, f"{len(off)} of {len(held)} statements off {view.title}"


def _stance(service: Service, given: FormData) -> tuple[dict[str, Any], dict[str, Any], str]:
    source = service.source(text_of(given, "source")).source
    stance = text_of(given, "stance")
    return {"source": source.key}, {"stance": stance}, f"{source.name}: {stance}"


def _forecast(service: Service, given: FormData) -> tuple[dict[str, Any], dict[str, Any], str]:
    about, _, words = _of_claim(service, given)
    return about, {"outcome": text_of(given, "outcome")}, f"{words}: {text_of(given, 'outcome')}"


_KINDS: Mapping[str, tuple[str, _About]] = {
    "accept": ("Accepted", _of_claim), "reject": ("Rejected", _of_claim), "regrade": ("Graded", _regrade),
    "merge_incidents": ("Merged", _merge), "split_incident": ("Split", _split), "stance": ("Noted", _stance),
    "judge_forecast": ("Noted", _forecast),
}  # fmt: skip


@router.post("/decide/{kind}")
def decide(request: Request, service: Asking, by: Deciding, given: Posted, kind: str) -> Response:
    """A decision of one of the kinds that have small forms."""
    if kind not in _KINDS:
        raise WebError(404, "http", f"{kind}: there is no such form.")
    verb, about = _KINDS[kind]
    subject, value, words = about(service, given)
    made = service.decide(kind, subject, value, text_of(given, "why") or None, author=by.name)
    if not wants_json(request) and kind not in ("accept", "reject"):
        service.settle(_WAIT)
    return answer(request, given, f"{verb} {words}.", number=made.sequence)


@router.post("/claims/{id}/amend")
def amend(request: Request, service: Asking, by: Deciding, given: Posted, id: Key) -> Response:
    """Fields of a claim are otherwise."""
    filed = service.case.claim(id)
    text = service.case.document(filed.document).text
    changed = amending.given(_plain(given), text, filed.claim.trigger, filed.claim)
    if not changed:
        raise UsageError("Nothing was changed. Change a field, or accept the claim as it is.")
    why = text_of(given, "why") or None
    made = service.decide("amend", {"claim": filed.claim.id}, {"fields": changed}, why, author=by.name)
    said = f"Amended “{filed.trigger}”: {', '.join(changed)}."
    return answer(request, given, said, to=f"/documents/{filed.document}#c-{filed.claim.id}", number=made.sequence)


@router.post("/documents/{id}/missed")
def missed(request: Request, service: Asking, by: Deciding, given: Posted, id: Key) -> Response:
    """A claim that the reader missed."""
    entry = service.case.entry(id)
    text = service.case.document(entry.id).text
    begin, end = _span(given, text)
    values = _plain(given)
    fields = amending.given(values, text, (begin, end))
    kind = fields.pop("type", None)
    if kind is None:
        raise UsageError("Choose what type of claim it is.")
    fields.pop("factuality", None) if values.get("factuality") == "asserted" else None
    made = service.decide("add_claim", {"document": entry.id, "begin": begin, "end": end},
                          {"type": kind, "fields": fields}, text_of(given, "why") or None, author=by.name)  # fmt: skip
    return answer(request, given, f"Added “{text[begin:end]}”.", to=f"/documents/{entry.id}", number=made.sequence)


def _span(given: FormData, text: str) -> tuple[int, int]:
    """Where the words stand that were chosen; where they were written instead, the first place that says them."""
    words, begin, end = text_of(given, "words"), text_of(given, "words_begin"), text_of(given, "words_end")
    if begin.isdecimal() and end.isdecimal() and len(begin + end) < 20:
        first, last = int(begin), int(end)
        if text[first:last].split() == words.split() and words.split():
            return first, last
    if not words:
        raise UsageError("Give the words of the report that tell of it.")
    return spans_of(text, words)[0]


@router.post("/undo")
def undo(request: Request, service: Asking, by: Deciding, given: Posted) -> Response:
    """A decision no longer counts: the one of that number, or the latest of one's own."""
    number = text_of(given, "number")
    if number.isdecimal() and len(number) < 10:
        undone = int(number)
    else:
        last = service.last_of(by.name)
        if last is None:
            raise UsageError("There is no decision of yours that could be undone.")
        undone = last.sequence
    made = service.undo(undone, author=by.name)
    was = service.case.some_decisions(undone + 1, 1)[0]
    said = f"Undid decision {undone}: {was.kind.replace('_', ' ')} {decided(was)}."
    return answer(request, given, said, to="/decisions", number=made.sequence)


# Reports


@router.post("/add")
def add(request: Request, service: Asking, by: Deciding, given: Posted) -> Response:
    """Reports, pasted or as files; they are read in the background."""
    options = {"published": text_of(given, "published") or None, "outlet": text_of(given, "outlet") or None}
    reports: list[tuple[str, bytes]] = []
    if words := str(given.get("text") or "").strip():
        data = words.encode("utf-8", "replace")
        reports.append((pasted(data), data))
    for one in given.getlist("files"):
        if isinstance(one, UploadFile) and one.filename:
            reports.append((one.filename, one.file.read()))
    if not reports:
        raise UsageError("Paste a report's text, or choose a file.")
    for name, data in reports:
        service.begin(name, data, author=by.name, **options)
    return answer(request, given, f"Reading {len(reports)} of them.", to="/add")


@router.post("/failures/retry")
def retry(request: Request, service: Asking, by: Deciding, given: Posted) -> Response:
    """Try again what failed."""
    service.retry(author=by.name)
    return answer(request, given, "Trying again.", to="/add")


# Coming and going


@router.post("/login")
def login(request: Request, given: Posted) -> Response:
    """Log in."""
    guard, to = guard_of(request), safe_path(text_of(given, "to"), "/")
    check_origin(request)
    if guard.local is not None:
        return RedirectResponse(to, 303)
    if not guard.same(text_of(given, TOKEN), guard.login_token()):
        raise WebError(403, "csrf", "The page is out of date: load it anew and try again.")
    try:
        _, key = log_in(request, text_of(given, "name"), str(given.get("password") or ""))
    except WebError as error:
        made = page(request, "login", viewer=None, status=error.status, token_of_login=guard.login_token(), to=to,
                    problem=error)  # fmt: skip
        made.headers.update(error.headers)
        return made
    going = RedirectResponse(to, 303)
    give_cookie(request, going, key)
    return going


@router.post("/logout", dependencies=[Depends(posting("reader"))])
def logout(request: Request) -> Response:
    """Log out."""
    guard_of(request).end(request)
    going = RedirectResponse("/login", 303)
    going.delete_cookie(COOKIE)
    return going


def text_of(given: FormData, name: str) -> str:
    value = given.get(name)
    return value.replace("\0", "").strip()[:10_000] if isinstance(value, str) else ""


def every(given: FormData, name: str) -> list[str]:
    return [value for value in given.getlist(name) if isinstance(value, str) and value][:1000]


def _plain(given: FormData) -> dict[str, str]:
    return {name: value.replace("\r\n", "\n") for name, value in given.items() if isinstance(value, str)}
