"""What pages and the API show: filters, pages of a listing, and the views of the service, as frozen types."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, ValidationError

from ..case import ClaimFilter, Decision, Entry, Facet
from ..case.query import Day
from ..errors import UsageError
from ..incidents.model import GradeName, Incident, Stance
from ..incidents.sources import How
from ..model import Attribution, ClaimType, Factuality, FiledClaim, Part, Standing, When

T = TypeVar("T")
ItemKind = Literal["incident", "claim", "decision"]
_NAME = Annotated[str, Field(max_length=400), AfterValidator(lambda s: s.replace("\0", ""))]


class Filters(Part):
    """What a listing is narrowed to; None asks for nothing. Names match whole, without case and marks."""

    type: ClaimType | None = None
    grade: GradeName | None = None
    place: _NAME | None = Field(None, description="name of the place, or of what it lies in")
    country: _NAME | None = Field(None, description="ISO 3166-1 alpha-2")
    actor: _NAME | None = Field(None, description="agent or target: a name or an actor's id")
    source: _NAME | None = Field(None, description="who says so: a name, an actor's id or an outlet")
    document: _NAME | None = Field(None, description="a document's id")
    standing: Standing | None = None
    factuality: Factuality | None = Field(None, description="of claims alone")
    kind: ItemKind | None = Field(None, description="of the inbox alone")
    why: _NAME | None = Field(None, description="of the inbox alone: a reason, such as “contested”")
    since: Day | None = Field(None, description="on this day or later")
    until: Day | None = Field(None, description="on this day or earlier")

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """From the parameters of an address; empty ones ask for nothing, and those that are no filters are left out.

        Raises:
            UsageError: a value does not fit.
        """
        try:
            return cls.model_validate({k: v for k, v in given.items() if k in cls.model_fields and v.strip()})
        except ValidationError as error:
            first = error.errors()[0]
            raise UsageError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.") from error

    def facets(self) -> list[Facet]:
        """As kept results are asked for."""
        names = ("type", "grade", "place", "country", "actor", "source", "document", "standing", "kind", "why")
        asked = [Facet(name, str(value)) for name in names if (value := getattr(self, name)) is not None]
        asked += [Facet("end", self.since, "from")] if self.since else []
        asked += [Facet("start", self.until, "to")] if self.until else []
        return asked

    def claims(self) -> ClaimFilter:
        """As claims are asked for; what only incidents have is left out."""
        return ClaimFilter.model_validate({name: getattr(self, name) for name in ClaimFilter.model_fields})


class Page(Part, Generic[T]):
    """A part of a listing; `next` is where the next part begins, None at the end."""

    items: tuple[T, ...]
    next: str | None = None


class InboxItem(Part):
    """What waits for a person: an incident, a claim that is in none, or a decision that lost its claim.

    `id` is an incident's, a claim's, or a decision's number. Texts may be the reports' words, and so hostile.
    """

    kind: ItemKind
    id: str
    title: str
    why: tuple[str, ...]
    type: ClaimType | None = None
    grade: GradeName | None = None
    place: str | None = None
    when: When | None = None
    document: str | None = Field(None, description="id of the document of a claim or a decision")
    sentence: str | None = None
    speakers: tuple[str, ...] = ()
    unreviewed: int = Field(0, description="how many claims of it nobody has decided on")


class LostDecision(Part):
    """A decision without effect, and why."""

    decision: Decision
    reason: str


class SpokenGroup(Part):
    """What one speaker says in a document; the outlet's own voice has no name."""

    name: str | None
    actor: str | None = None
    claims: tuple[str, ...] = Field(description="ids of claims, in the order of the text")


class DocumentView(Part):
    """A document with all that was read in it and decided on."""

    entry: Entry
    text: str
    read: bool = Field(description="whether it was read yet")
    notes: tuple[str, ...] = ()
    claims: tuple[FiledClaim, ...]
    attributions: tuple[Attribution, ...] = ()
    speakers: tuple[SpokenGroup, ...] = ()
    incidents: dict[str, str] = Field(default_factory=dict, description="incident by id of a claim")
    lost: tuple[LostDecision, ...] = ()
    previous: str | None = Field(None, description="id of the document added before")
    following: str | None = Field(None, description="id of the document added after")


class Candidate(Part):
    """Another incident that might be the same happening."""

    id: str
    title: str
    when: When
    grade: GradeName
    claim: str = Field(description="id of one of its claims, to merge by")


class IncidentView(Part):
    """An incident with the claims and documents that it rests on."""

    incident: Incident
    title: str
    claims: tuple[FiledClaim, ...]
    entries: tuple[Entry, ...]
    near: tuple[Candidate, ...] = Field((), description="incidents of its type about that time, to merge with")


class SourceRecord(Part):
    """What a source says in a case, in numbers; an incident counts once in each. `key` as for `Speaker`."""

    key: str
    name: str
    actor: str | None = None
    stances: tuple[Stance, ...] = Field((), description="how it stands in its incidents; several where that differs")
    claims: int = Field(description="of any kind that are not rejected, states and forecasts too")
    documents: int
    origins: tuple[str, ...] = Field(description="who reported it: names of agencies and outlets")
    incidents: int = Field(description="that it speaks of")
    alone: int = Field(description="of those that it asserts: no other independent source says so")
    confirmed: int = Field(description="of those that it asserts: another side accepts that it did it")
    contradicted: int = Field(description="another side denies what it asserts, or asserts what it denies")
    kept: int = Field(description="forecasts")
    broken: int
    open: int


class SourceView(Part):
    """A source's record, and the first of the incidents that it speaks of, by how what it says stands there."""

    source: SourceRecord
    lists: dict[How, Page[Candidate]]


class DecisionView(Part):
    """A decision, and whether it still counts."""

    decision: Decision
    undone: bool
    reason: str | None = Field(None, description="why it has no effect, where it lost its claim")


class Failure(Part):
    """A report that could not be added or read."""

    name: str
    code: str
    message: str
    at: str
    attempts: int
    kept: bool = Field(description="whether its bytes are kept, so that it can be tried again")


class Head(Part):
    """Where the case stands. Findings follow the decisions within moments; `fresh` says whether they have."""

    sequence: int
    digest: str
    fresh: bool
    findings: str | None = Field(description="the decision that the findings follow from, by its digest")
    author: str | None = Field(None, description="who decided last")
    busy: str | None = Field(None, description="what is being worked on, in words")
    error: str | None = Field(None, description="why the findings could not be brought up to date")


def cursor(place: tuple[str | int, ...] | None) -> str | None:
    """A place in an order, as clients keep it."""
    if place is None:
        return None
    return base64.urlsafe_b64encode(json.dumps(place, ensure_ascii=True).encode()).decode().rstrip("=")


def place_of(after: str | None, first: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The place that a cursor means; `first` where there is none.

    Raises:
        UsageError: it is no cursor of such a listing.
    """
    if not after:
        return first
    try:
        found = json.loads(base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        found = None
    kinds = [type(part) for part in first]
    fits = isinstance(found, list) and [type(part) for part in found] == kinds
    if not fits or not all("\0" not in part if isinstance(part, str) else abs(part) < 2**62 for part in found):
        raise UsageError("after: that is no place in this listing. Take `next` of a page before, or leave it out.")
    return tuple(found)
