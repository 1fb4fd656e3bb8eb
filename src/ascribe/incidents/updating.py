"""Bringing kept findings up to date after decisions: only what they bear on is made again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..case import Case, ClaimFilter, Entry, Facet, Result
from ..model import Document, FiledClaim
from ..reading.actors import catalogue
from .basis import DocumentBasis, IncidentBasis, State, of_claim, of_document, of_incident, touched
from .decisions import Asked
from .facets import by_day, facets
from .forecasts import Forecast, forecasts
from .keeping import Writer
from .link import Linked, Links, link
from .model import Incident, Regrade
from .origins import Origins
from .record import incident
from .series import day, series
from .statements import Background
from .weights import Weights

_DOCUMENT, _INCIDENT = "document-basis", "incident-basis"
_SOME = 50


@dataclass(frozen=True)
class Changes:
    """What an update made anew.

    Attributes:
        since: the state before; None where little of it was to be relied on, and anything may have changed.
        incidents: ids of those that were made anew, or are gone.
        documents: ids of those whose claims may have changed.
        forecasts: whether they were made anew.
    """

    since: State | None = None
    incidents: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    forecasts: bool = True


@dataclass(frozen=True)
class Work:
    """What all steps of an update need; `before` is None where nothing that is kept is to be relied on."""

    case: Case
    writer: Writer
    before: State | None
    now: State
    weights: Weights
    wanted: Asked
    origins: Origins

    def background(self, entries: Iterable[Entry]) -> Background:
        """What claims of these documents are judged by."""
        return Background({e.id: _bare(e) for e in entries}, self.origins, catalogue(), self.wanted.stances)


def bring(work: Work, tell: Callable[[str], None]) -> Changes:
    """Make again what decisions since `before` bear on."""
    case, before, now = work.case, work.before, work.now
    documents = touched(case, before, now) if before is not None else None
    if before is None or documents is None:
        _all(work, tell, relink=True, retell=True)
        return Changes()
    claims = [f for document in sorted(documents) for f in case.claims(ClaimFilter(document=document))]
    found = dict(_bases(documents, claims))
    told_anew = {d: _kept_basis(case, d) for d in found} != found
    relink = told_anew or before.bound != now.bound
    retell = told_anew or before.outcomes != now.outcomes
    if relink or retell or before.stances != now.stances:
        some = documents if before.stances == now.stances else None
        made = _all(work, tell, relink=relink, retell=retell, documents=some)
    else:
        tell("writing records")
        made = _few(work, documents, {f.claim.id: f for f in claims})
    return Changes(before, frozenset(made), documents, retell)


def _kept_basis(case: Case, document: str) -> DocumentBasis | None:
    body = case.result(_DOCUMENT, document)
    return DocumentBasis.model_validate_json(body) if body else None


def _all(
    work: Work, tell: Callable[[str], None], *, relink: bool, retell: bool, documents: frozenset[str] | None = None
) -> set[str]:
    """Look at all claims: link them, make the incidents that have changed, and what goes through time.

    Args:
        documents: ids of those that may tell otherwise than before; None where it may be any.
    Returns:
        Ids of the incidents that have changed, or are gone.
    """
    case = work.case
    tell("linking claims")
    entries = {e.id: e for e in case.documents()}
    claims = {f.claim.id: f for f in case.claims() if f.document in entries}
    known, links = _links(work, claims, relink)
    tell("writing records")
    background = work.background(entries.values())
    if documents is None or known is None:
        work.writer.replace(_DOCUMENT, {d: b.model_dump_json() for d, b in _bases(entries, claims.values())})
        kept = dict(case.results(_INCIDENT))
        there = kept.keys() | {key for key, _ in case.results("incident")}
        linked = links.incidents
    else:
        told = [f for f in claims.values() if f.document in documents]
        work.writer.keep(_DOCUMENT, {d: b.model_dump_json() for d, b in _bases(documents, told)})
        own, before = {f.claim.id for f in told}, set(known.incidents)
        linked = tuple(i for i in links.incidents if i not in before or not own.isdisjoint(i.claims))
        kept = {i.id: body for i in linked if (body := case.result(_INCIDENT, i.id))}
        there = {i.id for i in known.incidents}
    changed = _incidents(work, linked, claims, background, kept)
    made = _keep_incidents(work.writer, changed, there - {i.id for i in links.incidents})
    if retell:
        published = {e.id: d for e in entries.values() if (d := day(e.published))}
        found = series(claims.values(), published, work.origins)
        work.writer.replace("series", {s.id: s.model_dump_json() for s in found})
        expected = forecasts(claims.values(), published, origins=work.origins, overrides=work.wanted.outcomes)
        work.writer.replace("forecast", {_place(f, claims[f.claim]): f.model_dump_json() for f in expected})
    return made


def _few(work: Work, documents: Iterable[str], claims: Mapping[str, FiledClaim]) -> set[str]:
    """Make the incidents anew that claims of these documents, linked as they were, now tell otherwise; their ids."""
    case, kept, made = work.case, {}, set()
    for document in sorted(documents):
        for body in _pages(case, Facet("document", document)):
            basis = IncidentBasis.model_validate_json(body)
            kept[basis.id] = basis
    background = work.background(map(case.entry, sorted(documents)))
    grades = _grades(work, {claim: basis.id for basis in kept.values() for claim in basis.claims})
    for basis in kept.values():
        now = {c: of_claim(claims[c], background) for c in basis.claims if c in claims}
        if now.items() <= basis.claims.items() and basis.grade == _grade(grades, basis.id):
            continue
        told = {f.claim.id: f for d in basis.documents for f in case.claims(ClaimFilter(document=d))}
        if not basis.claims.keys() <= told.keys():  # one went this very moment: the next update sees why
            continue
        around = work.background(map(case.entry, basis.documents))
        made |= _keep_incidents(
            work.writer, _incidents(work, [Linked(basis.id, tuple(basis.claims))], told, around, {}), ()
        )
    return made


def _pages(case: Case, facet: Facet) -> Iterator[str]:
    after: tuple[str, str] | None = ("", "")
    while after is not None:
        bodies, after = case.page_results(_INCIDENT, [facet], after=after, limit=_SOME)
        yield from bodies


def _links(work: Work, claims: Mapping[str, FiledClaim], relink: bool) -> tuple[Links | None, Links]:
    """The links that were kept, and those of now."""
    lines = [body for _, body in work.case.results("links")]
    known = Links.from_jsonl(lines) if lines else None
    if known is not None and not relink and all(c in claims for one in known.incidents for c in one.claims):
        return known, known
    wanted = work.wanted
    found = link(claims.values(), weights=work.weights, together=wanted.together, apart=wanted.apart, known=known)
    work.writer.replace("links", {_name(line): line for line in found.to_jsonl()})
    return known, found


def _name(line: str) -> str:
    """A line's kind and ids: the keys of the lines keep their order, and a new line moves no other."""
    row = json.loads(line)
    return " ".join(str(row[part]) for part in ("is", "id", "key", "a", "b") if part in row)


def _bases(documents: Iterable[str], claims: Iterable[FiledClaim]) -> Iterator[tuple[str, DocumentBasis]]:
    told: dict[str, list[FiledClaim]] = {document: [] for document in sorted(documents)}
    for filed in claims:
        told[filed.document].append(filed)
    return ((document, of_document(group)) for document, group in told.items())


def _incidents(
    work: Work,
    linked: Iterable[Linked],
    claims: Mapping[str, FiledClaim],
    background: Background,
    kept: Mapping[str, str],
) -> Iterator[tuple[Incident, IncidentBasis]]:
    """The incidents whose basis is not the one that is kept."""
    linked = list(linked)
    grades = _grades(work, {claim: one.id for one in linked for claim in one.claims})
    for one in linked:
        told = {claim: claims[claim] for claim in one.claims}
        basis = of_incident(one.id, told, background, _grade(grades, one.id), work.now.stances)
        if work.before is None or kept.get(one.id) != basis.model_dump_json():
            yield incident(one.id, told.values(), background, grades.get(one.id)), basis


def _grades(work: Work, home: Mapping[str, str]) -> dict[str, Regrade]:
    """People's grades by incident; the latest counts."""
    return {home[claim]: grade for claim, grade in work.wanted.grades.items() if claim in home}


def _grade(grades: Mapping[str, Regrade], id: str) -> str | None:
    return grades[id].model_dump_json() if id in grades else None


def _bare(entry: Entry) -> Document:
    """A document without its text, which records do not need."""
    fields = entry.model_dump(exclude={"number", "name", "added_at", "added_by"})
    return Document(**fields, sha256=entry.id, text="")


def _place(one: Forecast, filed: FiledClaim) -> str:
    """A forecast's key: its place in their order."""
    begin, end = filed.claim.trigger
    return f"{one.published or '9999-99-99'} {one.document} {begin:08d} {end:08d} {one.claim}"


def _keep_incidents(writer: Writer, changed: Iterable[tuple[Incident, IncidentBasis]], gone: Iterable[str]) -> set[str]:
    """Write incidents with what they rest on, and forget those that are gone; the ids of both."""
    rows: dict[str, Result | str | None] = dict.fromkeys(gone)
    bases = dict(rows)
    for one, basis in changed:
        rows[one.id] = Result(one.model_dump_json(), by_day(one), facets(one))
        bases[one.id] = Result(basis.model_dump_json(), facets={"document": basis.documents})
    writer.keep("incident", rows)
    writer.keep(_INCIDENT, bases)
    return set(rows)
