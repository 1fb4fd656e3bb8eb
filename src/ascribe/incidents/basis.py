"""What findings rest on, in few words kept beside them: so that after a decision only what it bears on is made again.

Each basis is a digest of what went in. Nothing here says what findings are: without it they come out the same, later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from pydantic import ValidationError

from .. import __version__
from ..case import Case, Decision
from ..case.kinds import documents_of, kind_of
from ..model import FiledClaim, Part
from ..reading.version import ontology_version
from .decisions import Asked
from .statements import Background

_RULES = ("forecasts.toml", "grades.toml", "origins.toml", "series.toml")


class State(Part):
    """A case at one moment, and how findings were made of it.

    `bound`, `outcomes` and `stances` are digests of what decisions ask of linking, of forecasts and of grading.
    """

    head: str
    number: int
    documents: int
    readings: int
    weights: str
    method: str
    bound: str = ""
    outcomes: str = ""
    stances: str = ""

    @property
    def moment(self) -> tuple[str, str, str]:
        """What all the rest follows from."""
        return self.head, self.weights, self.method

    def asking(self, wanted: Asked) -> State:
        """With what decisions ask."""
        together, apart = (sorted({(min(p), max(p)) for p in pairs}) for pairs in (wanted.together, wanted.apart))
        outcomes, stances = (sorted(some.items()) for some in (wanted.outcomes, wanted.stances))
        found = {"bound": [together, apart], "outcomes": outcomes, "stances": stances}
        return self.model_copy(update={name: digest(json.dumps(value)) for name, value in found.items()})


class DocumentBasis(Part):
    """What a document tells: a digest of its claims."""

    told: str


class IncidentBasis(Part):
    """What an incident's record is made from: its claims, each with a digest, and what people decided."""

    id: str
    documents: tuple[str, ...]
    claims: dict[str, str]
    grade: str | None
    stances: str


def state(case: Case, weights: str) -> State:
    """The case now, without what decisions ask."""
    about = case.about()
    rows = about["rows"]
    return State(
        head=about["head_digest"], number=about["head"], documents=rows["document"], readings=rows["reading"],
        weights=weights, method=method(),
    )  # fmt: skip


def kept_state(case: Case) -> State | None:
    """The state that all findings are of; None where there are none, or somebody was stopped while making them."""
    body = case.result("findings", "state")
    try:
        return State.model_validate_json(body) if body else None
    except ValidationError:
        return None


@cache
def method() -> str:
    """A digest of the program's version and of the data that findings are made by, apart from the weights."""
    folder = resources.files("ascribe.ontology")
    return digest(__version__, ontology_version(), *(folder.joinpath(n).read_text(encoding="utf-8") for n in _RULES))


def touched(case: Case, before: State, now: State) -> frozenset[str] | None:
    """The documents whose claims decisions since `before` may have changed; None where it may be any."""
    if (before.documents, before.readings) != (now.documents, now.readings) or before.number > now.number:
        return None
    found: set[str] = set()
    for one in case.some_decisions(now.number + 1, now.number - before.number):
        documents = _about(case, one) if one.sequence > before.number else frozenset()
        if documents is None:
            return None
        found |= documents
    return frozenset(found)


def _about(case: Case, one: Decision) -> frozenset[str] | None:
    """The documents that a decision is about, or that which it undoes; None where it is about names."""
    while one.kind == "undo":
        (one,) = case.some_decisions(int(one.subject["decision"]) + 1, 1)
    kind = kind_of(one.kind)
    return documents_of(one.subject) if kind is not None and kind.scope != "names" else None


def of_document(claims: Iterable[FiledClaim]) -> DocumentBasis:
    """The basis of a document: whether its claims are accepted makes no difference, whether they are rejected does."""
    counted = (f for f in sorted(claims, key=lambda f: f.claim.id) if f.standing != "rejected")
    return DocumentBasis(told=digest(*map(_said, counted)))


def of_incident(
    id: str, claims: Mapping[str, FiledClaim], background: Background, grade: str | None, stances: str
) -> IncidentBasis:
    """The basis of an incident of these claims, by id."""
    return IncidentBasis(
        id=id, documents=tuple(sorted({f.document for f in claims.values()})),
        claims={key: of_claim(claims[key], background) for key in sorted(claims)}, grade=grade, stances=stances,
    )  # fmt: skip


def of_claim(filed: FiledClaim, background: Background) -> str:
    """A digest of a claim as an incident tells it: with its standing, its document, and who reported it."""
    document, group = background.documents[filed.document], background.origins.of(filed.document)
    reporters = background.origins.keys(filed.document, filed.claim.sentence)
    around = [document.outlet, document.published, group.copies, group.origin, group.name, reporters]
    return digest(_said(filed), json.dumps([filed.standing, around]))


def _said(filed: FiledClaim) -> str:
    return digest(filed.model_dump_json(exclude={"standing", "decisions", "added"}))


def digest(*texts: str) -> str:
    """Sixteen bytes of BLAKE2b over texts, as hexadecimal digits."""
    found = hashlib.blake2b(digest_size=16)
    for text in texts:
        found.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return found.hexdigest()
