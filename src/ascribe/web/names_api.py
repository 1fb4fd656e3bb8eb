"""The part of the API about names: actors and places of the case, merged, split, and said of words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field

from ..case import Decision
from ..model import Part
from . import names, naming
from .api import ERRORS, Asking, Some, tagged
from .security import Viewer, calling, reading
from .spelt import Name, Sort
from .views import Page

router = APIRouter(prefix="/api/names", responses=ERRORS)
Deciding = Annotated[Viewer, Depends(calling("analyst"))]
_SEEN = [Depends(reading), Depends(tagged)]
_Text = Annotated[str, Field(min_length=1, max_length=400)]
_Why = Annotated[str | None, Field(max_length=10_000)]


class SomeNames(Some):
    """A part of the list of names."""

    sort: Sort = "actor"
    q: str = Field("", max_length=400, description="what a name, an id or a spelling has to have in it")


class Merging(Part):
    """Actors, or places, that are one."""

    sort: Sort = "actor"
    names: tuple[_Text, ...] = Field(min_length=1, max_length=1000, description="their keys")
    into: _Text = Field(description="who or where they are: a key, an id or a name; of actors also a new name")
    why: _Why = None


class Splitting(Part):
    """Spellings of an actor, or a place, that mean another."""

    sort: Sort = "actor"
    name: _Text = Field(description="its key")
    only: tuple[_Text, ...] = Field(min_length=1, max_length=100, description="the spellings")
    into: _Text = Field(description="whom or what they mean, as for merging")
    why: _Why = None


class Saying(Part):
    """Words of a claim, and whom or what they mean."""

    claim: str = Field(max_length=200, description="the claim's id")
    begin: int = Field(ge=0, lt=2**31, description="where the words begin in the document, in characters")
    end: int = Field(ge=0, lt=2**31)
    name: _Text = Field(description="a key, an id or a name, as for merging; of a place also a new name")
    why: _Why = None


@router.get("", dependencies=_SEEN)
def listed(service: Asking, asked: Annotated[SomeNames, Query()]) -> Page[Name]:
    """Actors or places that claims name, those of most claims first."""
    return names.listed(service.case, asked.sort, asked.q, asked.after, asked.limit)


@router.get("/{sort}/{key:path}", dependencies=_SEEN)
def one(service: Asking, sort: Sort, key: Annotated[str, Path(max_length=1000)]) -> Name:
    """An actor or a place by its key: its spellings, and how many claims name it."""
    return names.one(service.case, sort, key)


@router.post("/merge", status_code=201)
def merge(service: Asking, by: Deciding, given: Merging) -> Decision:
    """These actors, or places, are one."""
    return naming.merge(service, given.sort, given.names, given.into, author=by.name, why=given.why)


@router.post("/split", status_code=201)
def split(service: Asking, by: Deciding, given: Splitting) -> Decision:
    """These spellings mean another."""
    return naming.split(service, given.sort, given.name, given.only, given.into, author=by.name, why=given.why)


@router.post("/mention", status_code=201)
def mention(service: Asking, by: Deciding, given: Saying) -> Decision:
    """These words of a claim mean somebody, or some place."""
    return naming.say(service, given.claim, (given.begin, given.end), given.name, author=by.name, why=given.why)
