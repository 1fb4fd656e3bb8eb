"""A document's claims as a pure function of the document, its reading and the decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from ..model import Claim, Document, FiledClaim, Mention, Place, Reading, Standing, Words
from ..reading.crosswalk import crosswalk
from .kinds import Anchor
from .ledger import Decision
from .names import actor_key, folded

MENTIONS = ("agent", "target", "instrument", "place", "time")
_ACTING = ("agent", "target")
FIXED = ("id", "trigger", "sentence")


@dataclass(frozen=True)
class State:
    """The claims in the order of their triggers, and the decisions that have no effect, with the reason.

    `named` are the (sort, key) of all actors and places that a claim had before or after any of the decisions: what
    another decision about names, or the undoing of one, has to look for.
    """

    claims: tuple[FiledClaim, ...]
    lost: tuple[tuple[int, str], ...]
    named: tuple[tuple[str, str], ...] = ()


@dataclass
class _Draft:
    claim: Claim
    place: Place | None
    standing: Standing = "unreviewed"
    added: bool = False
    dated: bool = False
    decisions: list[int] = field(default_factory=list)


class Lost(Exception):
    """A decision finds nothing that it could be about."""


def filed(reading: Reading) -> tuple[FiledClaim, ...]:
    """A reading's claims as they enter a case."""
    return state_of(reading.document, reading, ()).claims


def state_of(document: Document, reading: Reading | None, decisions: Sequence[Decision]) -> State:
    """The document's claims after `decisions`: those in force that are about it or about names, in order."""
    desk = _Desk(document, reading)
    lost = []
    for decision in decisions:
        try:
            desk.apply(decision)
        except Lost as reason:
            lost.append((decision.sequence, str(reason)))
    return State(desk.filed(), tuple(lost), tuple(sorted(desk.named)))


class _Desk:
    """One document's claims while decisions are applied to them."""

    def __init__(self, document: Document, reading: Reading | None) -> None:
        self.document = document
        self.places = reading.places if reading else ()
        claims = reading.claims if reading else ()
        self.drafts = {claim.id: _Draft(claim, self._spot(claim)) for claim in claims}
        self.named: set[tuple[str, str]] = set()
        self._note(*self.drafts.values())
        self._ways: dict[str, Callable[[Decision], None]] = {
            "accept": self._stand, "reject": self._stand, "amend": self._amend, "add_claim": self._add,
            "name": self._name, "merge_actors": self._actors, "split_actor": self._actors,
            "merge_places": self._places, "split_place": self._places,
        }  # fmt: skip

    def _note(self, *drafts: _Draft) -> None:
        for draft in drafts:
            claim, said = draft.claim, draft.claim.attribution
            mentions = [m for slot in _ACTING for m in getattr(claim, slot)]
            mentions += [*said.source, *said.via] if said else []
            self.named.update(("actor", actor_key(mention)) for mention in mentions)
            if draft.place is not None and draft.place.gazetteer_id is not None:
                self.named.add(("place", draft.place.gazetteer_id))

    def apply(self, decision: Decision) -> None:
        """Let a decision have its effect; one of a kind that does not change claims has to find them all the same."""
        way = self._ways.get(decision.kind)
        if way is not None:
            way(decision)
            self._note(*(draft for draft in self.drafts.values() if decision.sequence in draft.decisions))
            return
        for given in decision.subject.get("claims", ()):
            if given["document"] == self.document.sha256:
                self._find(given)

    def filed(self) -> tuple[FiledClaim, ...]:
        drafts = sorted(
            self.drafts.values(), key=lambda d: (d.claim.trigger[0], d.claim.id)
        )  # as the store orders them
        text = self.document.text
        return tuple(
            FiledClaim(
                document=self.document.sha256, claim=d.claim, standing=d.standing, place=d.place, added=d.added,
                dated=d.dated,
                trigger=text[slice(*d.claim.trigger)], sentence=text[slice(*d.claim.sentence)],
                decisions=tuple(d.decisions),
            )
            for d in drafts
        )  # fmt: skip

    def _spot(self, claim: Claim) -> Place | None:
        """The located place that the claim's `where` was taken from: its own, else one of its sentence."""
        if claim.where is None:
            return None
        here = (claim.where.latitude, claim.where.longitude)
        same = [p for p in self.places if (p.latitude, p.longitude) == here]
        own = [p for p in same if any(p.begin < m.end and m.begin < p.end for m in claim.place)]
        beside = [p for p in same if claim.sentence[0] <= p.begin < claim.sentence[1]]
        return next(iter([*own, *beside, *same]), None)

    def _find(self, given: dict[str, Any]) -> _Draft:
        return self.drafts[find((d.claim for d in self.drafts.values()), given)]

    def _stand(self, decision: Decision) -> None:
        draft = self._find(decision.subject["claim"])
        draft.standing = "accepted" if decision.kind == "accept" else "rejected"
        draft.decisions.append(decision.sequence)

    def _amend(self, decision: Decision) -> None:
        draft = self._find(decision.subject["claim"])
        draft.claim = amended(draft.claim, decision.value["fields"], self.document.text)
        draft.dated = _dated(decision.value["fields"], draft.dated)
        if {"where", "place"} & decision.value["fields"].keys():
            draft.place = self._spot(draft.claim)
        if not {"plover", "acled"} & decision.value["fields"].keys():
            self._recode(draft)
        draft.standing = "accepted"
        draft.decisions.append(decision.sequence)

    def _add(self, decision: Decision) -> None:
        trigger = (int(decision.subject["begin"]), int(decision.subject["end"]))
        kind, fields = decision.value["type"], decision.value["fields"]
        name = f"{self.document.sha256}:{trigger[0]}:{trigger[1]}:{kind}:added"
        bare = Claim(
            id=hashlib.blake2b(name.encode(), digest_size=8).hexdigest(), type=kind, trigger=trigger,
            sentence=sentence_around(self.document.text, trigger), factuality_confidence=1.0, confidence=1.0,
        )  # fmt: skip
        claim = amended(bare, fields, self.document.text) if fields else bare
        # Where a later reader finds the same claim, the person's stays alone.
        for key, draft in list(self.drafts.items()):
            if draft.claim.type == kind and not draft.decisions and _shared(draft.claim.trigger, trigger) > 0:
                del self.drafts[key]
        dated = _dated(fields or {}, False)
        self.drafts[claim.id] = draft = _Draft(claim, self._spot(claim), "accepted", True, dated, [decision.sequence])
        self._recode(draft)

    def _name(self, decision: Decision) -> None:
        span = decision.subject["begin"], decision.subject["end"]
        value, why = decision.value, f"named by a person (decision {decision.sequence})"

        def named(mention: Mention) -> Mention:
            if (mention.begin, mention.end) != span:
                return mention
            return mention.model_copy(update={"name": value["name"], "actor": value["actor"], "why": why})

        if not self._rename(named, decision.sequence):
            raise Lost(f'no claim names "{decision.subject["words"]}" at {span[0]} any more')
        if value.get("place"):  # decisions of earlier versions have none
            into = Place.model_validate(value["place"])
            for draft in self.drafts.values():
                here = next((m for m in draft.claim.place if (m.begin, m.end) == span), None)
                if here is not None:
                    self._move(draft, into, here)

    def _actors(self, decision: Decision) -> None:
        given, value = {folded(a) for a in decision.subject["actors"]}, decision.value
        only, why = _names(value["only"]), f"decision {decision.sequence}"

        def merged(mention: Mention) -> Mention:
            if actor_key(mention) not in given or (only and not only & {folded(mention.name), folded(mention.text)}):
                return mention
            return mention.model_copy(update={"actor": value["actor"], "why": why})

        self._rename(merged, decision.sequence, _ACTING)

    def _places(self, decision: Decision) -> None:
        given, only = set(decision.subject["places"]), _names(decision.value["only"])
        into = Place.model_validate(decision.value["place"])
        for draft in self.drafts.values():
            place = draft.place
            if place is None or place.gazetteer_id not in given or draft.claim.where is None:
                continue
            if only and not only & {folded(place.name), folded(place.text)}:
                continue
            self._move(draft, into, place)
            draft.decisions.append(decision.sequence)

    def _move(self, draft: _Draft, into: Place, words: Words) -> None:
        """Have a claim happen at another place, which these words of the document mean."""
        spot = {"latitude": into.latitude, "longitude": into.longitude, "precision": into.precision}
        draft.place = into.model_copy(update={"begin": words.begin, "end": words.end, "text": words.text})
        draft.claim = _with(draft.claim, {"where": spot if into.latitude is not None else None})
        self._recode(draft)

    def _recode(self, draft: _Draft) -> None:
        """Give a changed claim the codes of what it now says."""
        words = self.document.text[slice(*draft.claim.trigger)]
        codes = crosswalk(draft.claim, words, draft.place.country if draft.place else None)
        draft.claim = draft.claim.model_copy(update=codes)

    def _rename(self, change: Callable[[Mention], Mention], sequence: int, slots: Sequence[str] = MENTIONS) -> bool:
        """Change mentions in slots and sources; True where one was changed."""
        found = False
        for draft in self.drafts.values():
            claim = draft.claim
            update: dict[str, Any] = {slot: tuple(map(change, getattr(claim, slot))) for slot in slots}
            if claim.attribution is not None:
                said = {"source": tuple(map(change, claim.attribution.source)),
                        "via": tuple(map(change, claim.attribution.via))}  # fmt: skip
                update["attribution"] = claim.attribution.model_copy(update=said)
            changed = claim.model_copy(update=update)
            if changed != claim:
                draft.claim, found = changed, True
                self._recode(draft)
                draft.decisions.append(sequence)
        return found


def find(claims: Iterable[Claim], given: Mapping[str, Any]) -> str:
    """The id of the claim that an anchor means: the same id, else one of its type whose trigger lies over its own.

    Raises:
        Lost: there is none.
    """
    anchor = Anchor.model_validate(given)
    shared = {c.id: _shared(c.trigger, anchor.trigger) for c in claims if c.id == anchor.claim or c.type == anchor.type}
    if anchor.claim in shared:
        return anchor.claim
    best = max(shared, key=lambda key: (shared[key], key), default=None)
    if best is None or shared[best] <= 0:
        raise Lost(f'no reading has the claim "{anchor.words}" ({anchor.type}) at {anchor.trigger[0]} any more')
    return best


def amended(claim: Claim, fields: dict[str, Any], text: str) -> Claim:
    """The claim with other values of some fields.

    Raises:
        Lost: a field cannot be amended, a value does not fit, or words are not those of the document.
    """
    fixed = sorted(set(fields) & set(FIXED) | set(fields) - set(Claim.model_fields))
    if fixed:
        raise Lost(f"{fixed[0]} is no field that can be amended")
    try:
        changed = _with(claim, fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise Lost(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    for day in (changed.when.start, changed.when.end) if changed.when and "when" in fields else ():
        if day is not None and not _is_day(day):
            raise Lost(f"when: {day!r} is no day such as 2017-07-05")
    said = changed.attribution
    words = [m for slot in MENTIONS for m in getattr(changed, slot)] + [*changed.quantities]
    for part in words + ([*said.source, *said.via] if said else []):
        if text[part.begin : part.end] != part.text:
            raise Lost(f'the document does not say "{part.text}" at {part.begin}')
    return changed


def _names(only: str | Iterable[str] | None) -> set[str]:
    """The names that a split keeps to, folded; none where it keeps to none."""
    return {folded(name) for name in ([only] if isinstance(only, str) else only or ())}


def _dated(fields: Mapping[str, Any], before: bool) -> bool:
    """Whether a person has said when it was, after these fields are given."""
    return bool(fields["when"]) if "when" in fields else before


def _is_day(given: str) -> bool:
    try:
        return date.fromisoformat(given).isoformat() == given
    except ValueError:
        return False


def _with(claim: Claim, fields: dict[str, Any]) -> Claim:
    return Claim.model_validate({**claim.model_dump(), **fields})


def sentence_around(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The sentence of some words."""
    from ..reading.sentences import sentences

    found = [s for s in sentences(text) if s[0] < span[1] and span[0] < s[1]]
    return (min(s[0] for s in found), max(s[1] for s in found)) if found else span


def _shared(a: tuple[int, int], b: tuple[int, int]) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])
