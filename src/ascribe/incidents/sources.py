"""A source's record over a case: what it says, how often alone, how that was borne out, and how its forecasts fared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from pydantic import Field

from ..model import FiledClaim, Part
from .forecasts import records
from .identity import speakers, usual
from .model import Incident, Speaker, Stance
from .statements import Origins

if TYPE_CHECKING:
    from ..case import Case
    from .findings import Findings

How = Literal["incidents", "alone", "confirmed", "contradicted"]
HOW: tuple[How, ...] = get_args(How)


class Source(Part):
    """What a source says in a case. `key` as for `Speaker`; an incident counts once in each number."""

    key: str
    name: str
    actor: str | None = None
    stances: tuple[Stance, ...] = Field((), description="how it stands in its incidents; several where that differs")
    claims: int = Field(description="of any kind that are not rejected, states and forecasts too")
    documents: tuple[str, ...]
    origins: tuple[str, ...] = Field(description="who reported it: names of agencies and outlets")
    incidents: tuple[str, ...] = Field(description="ids of those that it speaks of")
    alone: tuple[str, ...] = Field(description="of those that it asserts: no other independent source says so")
    confirmed: tuple[str, ...] = Field(description="of those that it asserts: another side accepts that it did it")
    contradicted: tuple[str, ...] = Field(description="another side denies what it asserts, or asserts what it denies")
    kept: int = Field(0, description="forecasts")
    broken: int = 0
    open: int = 0


@dataclass
class _Record:
    """What is gathered for one source."""

    names: list[str] = field(default_factory=list)
    claims: set[tuple[str, str]] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    actor: str | None = None
    stances: set[Stance] = field(default_factory=set)
    incidents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def sources(found: Findings, claims: Iterable[FiledClaim], origins: Origins) -> tuple[Source, ...]:
    """The record of everyone who speaks in a case, those with most claims first.

    Args:
        found: what follows from the same claims.
        origins: who reported each document, and so who speaks in its own voice.
    """
    held: dict[str, _Record] = defaultdict(_Record)
    for filed in claims:
        if filed.standing != "rejected":
            for who in speakers(filed, origins):
                mine = held[who.key]
                mine.names.append(who.name)
                mine.claims.add((filed.document, filed.claim.id))
                mine.documents.add(filed.document)
                mine.origins.add(origins.of(filed.document).name)
    for one in found.incidents:
        for speaker in one.speakers:
            _speaks(held[speaker.key], speaker, one)
    fared = {r.speaker: r for r in records(found.forecasts)}
    out = []
    for key, mine in held.items():
        fate = fared.get(key)
        out.append(
            Source(
                key=key, name=usual(mine.names), actor=mine.actor, stances=tuple(sorted(mine.stances)),
                claims=len(mine.claims), documents=tuple(sorted(mine.documents)), origins=tuple(sorted(mine.origins)),
                **{how: tuple(sorted(mine.incidents[how])) for how in HOW},
                kept=fate.kept if fate else 0, broken=fate.broken if fate else 0, open=fate.open if fate else 0,
            )
        )  # fmt: skip
    return tuple(sorted(out, key=lambda s: (-s.claims, s.name, s.key)))


def sources_of(case: Case) -> tuple[Source, ...]:
    """The sources of a case, with its findings brought up to date."""
    from .findings import findings, origins_of

    return sources(findings(case), case.claims(), origins_of(case))


def _speaks(mine: _Record, speaker: Speaker, one: Incident) -> None:
    """Add what a speaker says of one incident, and how that stands there."""
    if not mine.names or speaker.actor:
        mine.names.append(speaker.name)
    mine.actor = mine.actor or speaker.actor
    mine.stances.add(speaker.stance)
    for how in stands(speaker, one):
        mine.incidents[how].add(one.id)


def stands(speaker: Speaker, one: Incident) -> Iterator[How]:
    """How what a speaker says of an incident stands there: of `HOW`, the first always."""
    yield "incidents"
    side = {s.key: s.side for s in one.speakers}
    if speaker.asserts and speaker.counted and one.grade.inputs.sources <= 1:
        yield "alone"
    accepting = {side.get(key) for key in one.grade.inputs.accepting} - {speaker.side}
    if speaker.asserts and one.grade.inputs.admitting and accepting:
        yield "confirmed"
    if _contradicted(speaker, one, side):
        yield "contradicted"


def _contradicted(speaker: Speaker, one: Incident, side: dict[str, str]) -> bool:
    """Whether another side denies a type of claim that the speaker asserts, or the other way round."""
    own = {s.claim: s for s in one.statements if speaker.key in s.speakers}
    asserted = {own[c].type for c in speaker.asserts if c in own}
    denied = {own[c].type for c in speaker.denies if c in own}
    for other in one.speakers:
        if side[other.key] == speaker.side:
            continue
        says, refuses = set(other.asserts), set(other.denies)
        for statement in one.statements:
            if statement.claim in refuses and statement.type in asserted:
                return True
            if statement.claim in says and statement.type in denied:
                return True
    return False
