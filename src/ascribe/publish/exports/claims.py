"""The tables of claims and of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ...case import Entry
from ...errors import CaseError
from ...model import FiledClaim, Mention
from ...render import phrases
from ..view import View
from .columns import Column, Kind, Table, Value


@dataclass(frozen=True)
class Told:
    """A claim with the document that it stands in."""

    filed: FiledClaim
    entry: Entry


def told(view: View) -> Iterator[Told]:
    """The claims with their documents; both come in the order of documents, so that one of these is held."""
    documents = view.documents()
    entry: Entry | None = None
    for filed in view.claims():
        while entry is None or entry.id != filed.document:
            entry = next(documents, None)
            if entry is None:
                raise CaseError(
                    f"claim {filed.claim.id}: its document may not leave. Run `ascribe verify` on the case."
                )
        yield Told(filed, entry)
    for _ in documents:  # so that those withheld are counted
        pass


def _names(mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.name for m in mentions))


def _ids(mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.actor for m in mentions if m.actor))


def _source(one: Told) -> tuple[str, ...]:
    """Who says it; the outlet where it speaks in its own voice."""
    said = one.filed.claim.attribution
    return _names(said.source) if said else (one.entry.outlet,) if one.entry.outlet else ()


def _said(of: Callable[[FiledClaim], Iterable[Mention]], ids: bool = False) -> Callable[[Told], Value]:
    return lambda t: (_ids if ids else _names)(of(t.filed))


def _column(name: str, kind: Kind, about: str, of: Callable[[Told], Value]) -> Column[Told]:
    return Column(name, kind, about, of)


CLAIMS = Table(
    "claims", "One row a claim, by document and place in it.",
    (
        _column("claim", "text", "Id in the case", lambda t: t.filed.claim.id),
        _column("document", "text", "Id of the document: the SHA-256 of its bytes", lambda t: t.filed.document),
        _column("document_number", "integer", "Its number in the case", lambda t: t.entry.number),
        _column("document_name", "text", "The file or line it came from", lambda t: t.entry.name),
        _column("outlet", "text", "Who published it", lambda t: t.entry.outlet),
        _column("published", "text", "When: ISO 8601 date or RFC 3339 time", lambda t: t.entry.published),
        _column("type", "text", "What is claimed, as in reference.md", lambda t: t.filed.claim.type),
        _column("standing", "text", "unreviewed, accepted or rejected", lambda t: t.filed.standing),
        _column("factuality", "text", "asserted, denied, uncertain, future or hypothetical",
                lambda t: t.filed.claim.factuality),
        _column("agent", "texts", "Who did it, as the claim says", _said(lambda f: f.claim.agent)),
        _column("agent_id", "texts", "Ids in the catalogue of actors", _said(lambda f: f.claim.agent, ids=True)),
        _column("target", "texts", "Whom or what it was done to", _said(lambda f: f.claim.target)),
        _column("target_id", "texts", "Ids in the catalogue of actors", _said(lambda f: f.claim.target, ids=True)),
        _column("instrument", "texts", "With what", _said(lambda f: f.claim.instrument)),
        _column("place", "texts", "Where, as the claim says", _said(lambda f: f.claim.place)),
        _column("place_id", "text", "Number of the place in its gazetteer",
                lambda t: t.filed.place.gazetteer_id if t.filed.place else None),
        _column("latitude", "number", "WGS 84, degrees",
                lambda t: t.filed.claim.where.latitude if t.filed.claim.where else None),
        _column("longitude", "number", "WGS 84, degrees",
                lambda t: t.filed.claim.where.longitude if t.filed.claim.where else None),
        _column("place_precision", "text", "How exactly the place is known",
                lambda t: t.filed.claim.where.precision if t.filed.claim.where else None),
        _column("start", "date", "First day that it is about",
                lambda t: t.filed.claim.when.start if t.filed.claim.when else None),
        _column("end", "date", "Last day that it is about",
                lambda t: t.filed.claim.when.end if t.filed.claim.when else None),
        _column("time_precision", "text", "How exactly the days are known",
                lambda t: t.filed.claim.when.precision if t.filed.claim.when else None),
        _column("time_words", "texts", "The words that tell the time", _said(lambda f: f.claim.time)),
        _column("figures", "texts", "What it counts, in words",
                lambda t: tuple(phrases.figure(q) for q in t.filed.claim.quantities)),
        _column("source", "texts", "Who says so; the outlet where it speaks in its own voice", _source),
        _column("source_id", "texts", "Ids in the catalogue of actors",
                _said(lambda f: f.claim.attribution.source if f.claim.attribution else (), ids=True)),
        _column("form", "text", "direct, indirect, or own voice",
                lambda t: t.filed.claim.attribution.form if t.filed.claim.attribution else "own voice"),
        _column("via", "texts", "Who passes it on",
                _said(lambda f: f.claim.attribution.via if f.claim.attribution else ())),
        _column("trigger", "text", "The word that tells it", lambda t: t.filed.trigger),
        _column("sentence", "text", "The sentence that tells it, as much of it as the profile lets out",
                lambda t: t.filed.sentence),
        _column("plover_event", "text", "Code of the PLOVER codebook", lambda t: _code(t, "plover", "event")),
        _column("plover_mode", "text", "Its mode", lambda t: _code(t, "plover", "mode")),
        _column("acled_event_type", "text", "Code in the style of the ACLED codebook",
                lambda t: _code(t, "acled", "event_type")),
        _column("acled_sub_event_type", "text", "Its sub-event type", lambda t: _code(t, "acled", "sub_event_type")),
        _column("confidence", "number", "How sure the reader is of the claim, 0 to 1",
                lambda t: t.filed.claim.confidence),
        _column("added", "flag", "A person added it, and no reader", lambda t: t.filed.added),
        _column("decisions", "texts", "Numbers of the decisions that made it what it is",
                lambda t: tuple(map(str, t.filed.decisions))),
    ),
    told,
)  # fmt: skip


def _code(one: Told, book: str, field: str) -> Value:
    codes: dict[str, str | None] | None = getattr(one.filed.claim, book)
    return codes.get(field) if codes else None


def _entry(name: str, kind: Kind, about: str, of: Callable[[Entry], Value]) -> Column[Entry]:
    return Column(name, kind, about, of)


DOCUMENTS = Table(
    "documents", "One row a document, in the order they were added. Texts stay in the case.",
    (
        _entry("document", "text", "Id: the SHA-256 of its bytes", lambda e: e.id),
        _entry("number", "integer", "Its number in the case", lambda e: e.number),
        _entry("name", "text", "The file or line it came from", lambda e: e.name),
        _entry("title", "text", "Its title", lambda e: e.title),
        _entry("url", "text", "Where it was published", lambda e: e.url),
        _entry("outlet", "text", "Who published it", lambda e: e.outlet),
        _entry("origin", "text", "The agency whose wire copy it is, as the text says", lambda e: e.origin),
        _entry("author", "text", "Who wrote it", lambda e: e.author),
        _entry("published", "text", "When: ISO 8601 date or RFC 3339 time", lambda e: e.published),
        _entry("published_from", "text", "Where that date was found: metadata, byline, dateline, option or none",
               lambda e: e.published_from),
        _entry("language", "text", "ISO 639-1 code", lambda e: e.language),
    ),
    lambda view: view.documents(),
)  # fmt: skip
