"""What the pages of a document and of an incident show, put together from the service's views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ..case import Entry
from ..incidents.model import Incident, Speaker
from ..incidents.waterfall import Step, Waterfall
from ..model import Document, FiledClaim, Reading
from ..publish import phrases as told
from ..publish.evidence import Excerpt, evidence
from ..publish.ranges import Drawing, drawing
from ..render import phrases
from ..render.page import Card, card, direction_of
from ..render.spans import Paragraph, paragraphs
from .views import DocumentView, IncidentView


@dataclass(frozen=True)
class Filed:
    """A claim on the page of its document: its number in the text, its card, and the incident that it is in."""

    number: int
    card: Card
    filed: FiledClaim
    incident: str | None


@dataclass(frozen=True)
class Said:
    """What one speaker says in a document; `name` None: the outlet, in its own voice."""

    name: str | None
    claims: tuple[Filed, ...]


@dataclass(frozen=True)
class Report:
    """A document's text with its claims marked, and its claims by speaker."""

    paragraphs: tuple[Paragraph, ...]
    language: str | None
    direction: str
    claims: Mapping[int, Filed]
    speakers: tuple[Said, ...]
    open: int


def report(view: DocumentView) -> Report:
    """A document as its page shows it."""
    reading = Reading(document=document_of(view.entry, view.text), claims=tuple(f.claim for f in view.claims))
    claims = {
        number: Filed(number, card(reading, number), filed, view.incidents.get(filed.claim.id))
        for number, filed in enumerate(view.claims, 1)
    }
    by_id = {one.filed.claim.id: one for one in claims.values()}
    language, direction = direction_of(view.entry.language)
    return Report(
        paragraphs=tuple(paragraphs(reading)), language=language, direction=direction, claims=claims,
        speakers=tuple(Said(s.name, tuple(by_id[id] for id in s.claims)) for s in view.speakers),
        open=sum(f.standing == "unreviewed" for f in view.claims),
    )  # fmt: skip


def document_of(entry: Entry, text: str) -> Document:
    """A case's document with its text."""
    fields = entry.model_dump(exclude={"number", "name", "added_at", "added_by"})
    return Document(**fields, sha256=entry.id, text=text)


@dataclass(frozen=True)
class OneSource:
    """Speakers that are one source because they are of one side."""

    speakers: tuple[Speaker, ...]

    @property
    def counted(self) -> bool:
        """Whether any of them counts as a source."""
        return any(one.counted for one in self.speakers)


@dataclass(frozen=True)
class Told:
    """An incident as its page shows it: its sources by side, figures as charts, the words by document."""

    sources: tuple[OneSource, ...]
    figures: tuple[Drawing, ...]
    excerpts: tuple[Excerpt, ...]
    claims: Mapping[str, FiledClaim]
    entries: Mapping[str, Entry]
    names: Mapping[str, str]
    numbers: Mapping[str, int]


def record(view: IncidentView) -> Told:
    """An incident as its page shows it."""
    one = view.incident
    names = told.names(one)
    claims = {f.claim.id: f for f in view.claims}
    every = [("", "")]
    return Told(
        sources=_sources(one), figures=tuple(drawing(f, names, claims) for f in one.figures),
        excerpts=evidence(view.entries, view.claims, dict.fromkeys(claims, every)).excerpts, claims=claims,
        entries={e.id: e for e in view.entries}, names=names,
        numbers={s.claim: n for n, s in enumerate(one.statements, 1)},
    )  # fmt: skip


def _sources(one: Incident) -> tuple[OneSource, ...]:
    """Speakers by side, those who count first."""
    sides: dict[str, list[Speaker]] = {}
    for speaker in one.speakers:
        sides.setdefault(speaker.side, []).append(speaker)
    found = [OneSource(tuple(speakers)) for speakers in sides.values()]
    return tuple(sorted(found, key=lambda source: not source.counted))


@dataclass(frozen=True)
class Bar:
    """A step of a waterfall as a bar from `left`, `width` wide, in per cent of the picture."""

    step: Step
    left: float
    width: float


def bars(waterfall: Waterfall) -> tuple[tuple[Bar, ...], float]:
    """The steps as bars that go on where the one before ended, and where zero is."""
    ends = [0.0]
    for step in waterfall.steps:
        ends.append(ends[-1] + step.bits)
    low, high = min(ends), max(ends)
    scale = 100 / max(high - low, 1e-9)
    drawn = tuple(
        Bar(step, round((min(a, b) - low) * scale, 2), round(abs(b - a) * scale, 2))
        for step, (a, b) in zip(waterfall.steps, pairwise(ends), strict=True)
    )
    return drawn, round(-low * scale, 2)


def speakers_of(claims: Iterable[FiledClaim], entries: Mapping[str, Entry]) -> dict[str, str]:
    """Who says each claim, by its id."""
    return {
        f.claim.id: phrases.said_by(f.claim, entries[f.document]) if f.document in entries else phrases.OUTLET
        for f in claims
    }
