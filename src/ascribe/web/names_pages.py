"""The pages of names, and what their forms do: actors and places of the case, and whom the words of a claim mean."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from ..case import Decision
from ..case.names import folded
from ..errors import UsageError
from . import names, naming
from .forms import Asking, Deciding, Key, Posted, answer, every, text_of
from .html import page, wants_json
from .security import Viewer, reading
from .service import Service
from .spelt import SORTS, Name, Sort

router = APIRouter(include_in_schema=False)
Reading = Annotated[Viewer, Depends(reading)]
Text = Annotated[str, Query(max_length=400)]
Ticked = Annotated[list[str] | None, Query(alias="names", max_length=100)]
After = Annotated[str | None, Query(max_length=2000)]
_SOME = 50
_SUGGESTED = 100  # names that a field offers
_WAIT = 5.0  # seconds that a browser without script waits for what follows from a decision


@router.get("/names")
def listed(
    request: Request, service: Asking, who: Reading, sort: Sort = "actor", q: Text = "", keys: Ticked = None,
    after: After = None,
) -> Response:  # fmt: skip
    """Actors or places; `names` are the keys of those that are ticked already."""
    found = names.listed(service.case, sort, q, after, _SOME)
    ticked = _known(service, sort, keys or [])
    asked = {"sort": sort, "q": q}
    return page(request, "names", viewer=who, sort=sort, q=q, found=found, asked=asked, ticked=ticked)


@router.get("/names/merge")
def merging(request: Request, service: Asking, who: Reading, sort: Sort = "actor", keys: Ticked = None) -> Response:
    """Which of the ticked names they all are."""
    chosen = _known(service, sort, keys or [])
    if not chosen:
        raise UsageError("Tick the names that are one first.")
    chosen.sort(key=lambda name: (name.claims, name.id is not None), reverse=True)
    suggested = names.listed(service.case, sort, limit=_SUGGESTED).items
    return page(request, "names_merge", viewer=who, sort=sort, chosen=chosen, suggested=suggested)


@router.get("/names/{sort}/{key:path}")
def one(request: Request, service: Asking, who: Reading, sort: Sort, key: Key) -> Response:
    """A name: its spellings, and what people decided about it."""
    found = names.one(service.case, sort, key)
    suggested = names.listed(service.case, sort, limit=_SUGGESTED).items
    return page(request, "name", viewer=who, sort=sort, one=found, suggested=suggested,
                decided_on=_decided(service, found))  # fmt: skip


@router.get("/claims/{id}/names")
def of_claim(
    request: Request, service: Asking, who: Reading, id: Key, begin: Annotated[int | None, Query(ge=0)] = None,
    end: Annotated[int | None, Query(ge=0)] = None,
) -> Response:  # fmt: skip
    """Whom the words of a claim mean."""
    filed = service.case.claim(id)
    suggested = [n for sort in SORTS for n in names.listed(service.case, sort, limit=_SUGGESTED).items]
    return page(request, "claim_names", viewer=who, filed=filed, mentions=naming.mentions(filed), chosen=(begin, end),
                entry=service.case.entry(filed.document), suggested=suggested)  # fmt: skip


@router.post("/names/merge")
def merge(request: Request, service: Asking, by: Deciding, given: Posted) -> Response:
    """These names are one."""
    sort = _sort(text_of(given, "sort"))
    into = text_of(given, "other") or text_of(given, "into")
    made = naming.merge(service, sort, every(given, "names"), into, author=by.name, why=text_of(given, "why") or None)
    return _done(request, service, given, made, f"Merged into {_into(service, made)}.")


@router.post("/names/split")
def split(request: Request, service: Asking, by: Deciding, given: Posted) -> Response:
    """These spellings mean another."""
    sort, only = _sort(text_of(given, "sort")), every(given, "only")
    made = naming.split(service, sort, text_of(given, "name"), only, text_of(given, "into"), author=by.name,
                        why=text_of(given, "why") or None)  # fmt: skip
    return _done(request, service, given, made, f"Split off: {', '.join(only)} is now {_into(service, made)}.")


@router.post("/claims/{id}/names")
def say(request: Request, service: Asking, by: Deciding, given: Posted, id: Key) -> Response:
    """These words mean somebody, or some place."""
    filed = service.case.claim(id)
    first, _, last = text_of(given, "words").partition("-")
    if not all(part.isdecimal() and len(part) < 10 for part in (first, last)):
        raise UsageError("Choose the words that mean somebody.")
    made = naming.say(service, filed.claim.id, (int(first), int(last)), text_of(given, "name"), author=by.name,
                      why=text_of(given, "why") or None)  # fmt: skip
    said = f"“{made.subject['words']}” is {made.value['name']}."
    return _done(request, service, given, made, said, to=f"/documents/{filed.document}#c-{filed.claim.id}")


def _done(
    request: Request, service: Service, given: FormData, made: Decision, said: str, *, to: str = "/names"
) -> Response:  # fmt: skip
    if not wants_json(request):
        service.settle(_WAIT)
    return answer(request, given, said, to=to, number=made.sequence)


def _into(service: Service, made: Decision) -> str:
    """The name that names became."""
    if "place" in made.value:
        return str(made.value["place"]["name"])
    found = names.meant(service.case, "actor", made.value["actor"])
    return found.name if found else str(made.value["actor"])


def _sort(given: str) -> Sort:
    found = next((sort for sort in SORTS if sort == given), None)
    if found is None:
        raise UsageError("A name is an actor or a place.")
    return found


def _known(service: Service, sort: Sort, keys: list[str]) -> list[Name]:
    """The names of these keys; those that the case has no more are left out."""
    found = (names.kept(service.case, sort, key) for key in dict.fromkeys(keys))
    return [name for name in found if name is not None]


def _decided(service: Service, name: Name) -> list[Decision]:
    """What people decided about a name, the latest first."""
    kinds = (f"merge_{name.sort}s", f"split_{name.sort}")
    return [one for one in reversed(service.case.in_force(*kinds)) if name.key in _about(one)][:_SOME]


def _about(one: Decision) -> set[str]:
    """The keys of names that a decision is about."""
    if "places" in one.subject:
        return {*one.subject["places"], str(one.value["place"]["gazetteer_id"])}
    return {folded(called) for called in (*one.subject["actors"], one.value["actor"])}
