"""What waits for a person, as rows of the inbox: incidents, claims in none, decisions that lost their claim."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ..case import Decision
from ..case.names import keys
from ..incidents.facets import Need, facets, need
from ..incidents.model import Incident
from ..model import FiledClaim
from ..publish.phrases import title
from ..render.phrases import wording
from .views import InboxItem

UNSURE = 0.5  # below it a person should look at a claim
Row = tuple[str, InboxItem, Mapping[str, tuple[str, ...]]]
"""Where an item stands in the order of the inbox, the item, and by what it is found."""


def of_incident(one: Incident, unsure: Collection[str]) -> Row | None:
    """An incident, if there is something to decide.

    Args:
        unsure: ids of the claims that nobody has decided on and the reader was not sure of.
    """
    needed = need(one)
    if needed is None:
        return None
    return f"b{needed.sort}", _incident(one, needed, any(s.claim in unsure for s in one.statements)), facets(one)


def of_claim(filed: FiledClaim, outlet: str | None) -> Row:
    """A claim that is in no incident."""
    waits = _claim(filed)
    rank = 1 if "low confidence" in waits.why else 5
    day = (filed.claim.when.start if filed.claim.when else None) or "0000-00-00"
    sort = f"b{rank}{99_999_999 - int(day.replace('-', '')):08d}{filed.claim.id}"
    return sort, waits, claim_facets(filed, outlet)


def of_lost(lost: Iterable[tuple[Decision, str]]) -> Iterator[tuple[str, Row]]:
    """Decisions that lost their claim, with the reason; each by its key."""
    for decision, reason in lost:
        about = decision.subject.get("claim") or next(iter(decision.subject.get("claims", ())), decision.subject)
        where = about.get("document")
        waits = InboxItem(
            kind="decision", id=str(decision.sequence), title=decision.kind.replace("_", " "),
            why=("lost decision", reason), document=where, sentence=about.get("words"),
        )  # fmt: skip
        number = f"{decision.sequence:08d}"
        yield f"decision {number}", (f"a{number}", waits, {"document": (where,)} if where else {})


def is_unsure(filed: FiledClaim) -> bool:
    """Whether the reader was not sure of a claim, and nobody has decided on it."""
    return filed.standing == "unreviewed" and filed.claim.confidence < UNSURE


def claim_facets(filed: FiledClaim, outlet: str | None) -> dict[str, tuple[str, ...]]:
    """By what a claim of the inbox is found: the names of an incident's facets."""
    claim = filed.claim
    found: dict[str, tuple[str, ...]] = {
        "type": (claim.type,), "document": (filed.document,), "standing": (filed.standing,),
        "country": (filed.place.country,) if filed.place and filed.place.country else (),
        "start": (claim.when.start,) if claim.when and claim.when.start else (),
        "end": (claim.when.end,) if claim.when and claim.when.end else (),
    }  # fmt: skip
    for role, key in keys(filed, outlet):
        found[role] = (*found.get(role, ()), key)
    return {name: values for name, values in found.items() if values}


def _incident(one: Incident, needed: Need, unsure: bool) -> InboxItem:
    return InboxItem(
        kind="incident", id=one.id, title=title(one), type=one.type, grade=one.grade.grade, when=one.when,
        why=(*needed.why, *(["low confidence"] if unsure else [])), place=one.place.name if one.place else None,
        speakers=tuple(dict.fromkeys(s.name for s in one.speakers))[:5], unreviewed=needed.unreviewed,
    )  # fmt: skip


def _claim(filed: FiledClaim) -> InboxItem:
    claim = filed.claim
    said = claim.attribution.source if claim.attribution else ()
    label = wording().types[claim.type].capitalize()
    place = filed.place.name if filed.place else None
    return InboxItem(
        kind="claim", id=claim.id, title=f"{label}, {place or 'place not known'}", type=claim.type,
        why=("low confidence",) if claim.confidence < UNSURE else ("not looked at",), place=place, when=claim.when,
        document=filed.document, sentence=filed.sentence[:400], speakers=tuple(m.name for m in said), unreviewed=1,
    )  # fmt: skip
