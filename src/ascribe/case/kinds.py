"""The kinds of decisions, with what each is about and what it decides. Later steps register kinds of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from ..errors import UsageError
from ..model import Claim, ClaimType, Part, Place, Span
from .ledger import canonical

RECORDS = ("new_case", "add_document", "read_document")  # what the program itself records
Scope = Literal["record", "claim", "names", "case"]


class Anchor(Part):
    """A claim by where it stands and what it is, so that a decision finds it again in a later reading."""

    document: str = Field(pattern=r"^[0-9a-f]{64}$")
    claim: str
    type: ClaimType
    trigger: Span
    words: str


class OfClaim(Part):
    """About one claim."""

    claim: Anchor


class OfWords(Part):
    """About words of a document."""

    document: str = Field(pattern=r"^[0-9a-f]{64}$")
    begin: int = Field(ge=0)
    end: int = Field(ge=0)
    words: str = Field(min_length=1)


class OfClaims(Part):
    """About several claims."""

    claims: tuple[Anchor, ...] = Field(min_length=1)


class OfActors(Part):
    """About actors, by their ids or, where they have none, their names."""

    actors: tuple[str, ...] = Field(min_length=1)


class OfPlaces(Part):
    """About places, by their gazetteer ids."""

    places: tuple[str, ...] = Field(min_length=1)


class OfSource(Part):
    """About a source: an actor's id or a name."""

    source: str = Field(min_length=1)


class OfDecision(Part):
    """About an earlier decision."""

    decision: int = Field(ge=1, lt=2**31)


class Record(Part):
    """What the program itself records: a case begun, a document added, a reading made."""

    id: str


class Nothing(Part):
    """No further value."""


class Hashes(Part):
    """SHA-256 of what was stored."""

    sha256: dict[str, str]


class Fields(Part):
    """New values of fields of a claim; the others stay."""

    fields: dict[str, Any] = Field(min_length=1)


class Added(Part):
    """A claim that the reader missed: its type, and what else is known of it."""

    type: ClaimType
    fields: dict[str, Any] = Field(default_factory=dict)


class Named(Part):
    """Who or what words stand for: an actor's id, where it is known; of words for a place, where that is."""

    name: str = Field(min_length=1)
    actor: str | None = None
    place: Place | None = None


_Names = Annotated[tuple[str, ...], Field(min_length=1)]


class IntoActor(Part):
    """The actor that they are; `only` keeps to mentions of that name, or of those names (for a split)."""

    actor: str = Field(min_length=1)
    only: str | _Names | None = None


class IntoPlace(Part):
    """The place that it is; `only` keeps to mentions of that name, or of those names (for a split)."""

    place: Place
    only: str | _Names | None = None


class Stance(Part):
    """How a source stands to the conflict, so far as the grading of claims goes."""

    stance: Literal["party", "aligned", "independent"]


@dataclass(frozen=True)
class Kind:
    """One kind: its name, what it is for, the types of subject and value, and what it bears on."""

    name: str
    help: str
    subject: type[Part]
    value: type[Part]
    scope: Scope


@cache
def _registry() -> dict[str, Kind]:
    own = (
        Kind("new_case", "a case is begun", Record, Hashes, "record"),
        Kind("add_document", "a document is added", Record, Hashes, "record"),
        Kind("read_document", "a reading of a document is stored", Record, Hashes, "record"),
        Kind("accept", "this claim is rightly read", OfClaim, Nothing, "claim"),
        Kind("reject", "this claim is wrongly read", OfClaim, Nothing, "claim"),
        Kind("amend", "fields of this claim are otherwise; what is amended is accepted", OfClaim, Fields, "claim"),
        Kind("add_claim", "the reader missed this claim", OfWords, Added, "claim"),
        Kind("name", "these words stand for somebody", OfWords, Named, "claim"),
        Kind("merge_actors", "these actors are one", OfActors, IntoActor, "names"),
        Kind("split_actor", "mentions of this actor by a certain name are another", OfActors, IntoActor, "names"),
        Kind("merge_places", "these places are one", OfPlaces, IntoPlace, "names"),
        Kind("split_place", "mentions of this place by a certain name are another", OfPlaces, IntoPlace, "names"),
        Kind("stance", "how this source stands to the conflict", OfSource, Stance, "case"),
        Kind("undo", "that decision no longer counts", OfDecision, Nothing, "case"),
    )
    return {kind.name: kind for kind in own}


def register(*kinds: Kind) -> None:
    """Make further kinds known; a kind that is known by the same name is replaced."""
    _registry().update({kind.name: kind for kind in kinds})


def kinds() -> tuple[Kind, ...]:
    """All known kinds."""
    return tuple(_registry().values())


def kind_of(name: str) -> Kind | None:
    """The kind of that name; None where it is not known here (a later version's, say)."""
    return _registry().get(name)


def checked(name: str, subject: Any, value: Any) -> tuple[Kind, dict[str, Any], dict[str, Any]]:
    """The kind with subject and value as plain JSON values.

    Raises:
        UsageError: there is no such kind, or subject or value do not fit it.
    """
    kind = kind_of(name)
    if kind is None:
        raise UsageError(f"There is no decision {name!r}; there are: {', '.join(sorted(_registry()))}.")
    try:
        about, decided = (t.model_validate(_plain(v)) for t, v in ((kind.subject, subject), (kind.value, value)))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{name}: {where or 'the value'}: {first['msg']}.") from error
    try:
        plain = about.model_dump(mode="json"), decided.model_dump(mode="json")
        canonical(plain)
        json.dumps(plain, ensure_ascii=False).encode("utf-8")  # no halves of characters
    except (TypeError, ValueError) as error:
        raise UsageError(f"{name}: JSON cannot hold one of the values ({error}).") from error
    return kind, *plain


def anchor(claim: Claim, document: str, words: str) -> Anchor:
    """How a decision points at a claim."""
    return Anchor(document=document, claim=claim.id, type=claim.type, trigger=claim.trigger, words=words)


def documents_of(subject: dict[str, Any]) -> frozenset[str]:
    """The documents whose words a decision is about."""
    anchors = [subject["claim"]] if "claim" in subject else subject.get("claims", [])
    found = {one["document"] for one in anchors}
    return frozenset(found | ({subject["document"]} if "document" in subject else set()))


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, Part) else value
