"""What follows from a case: origins, links, incidents, series and forecasts, kept beside it and brought up to date.

All of it is a function of the claims as they stand and of the decisions. What is kept only saves work: after a decision
that leaves linking as it was, only the incidents that it bears on are made again; else only what has changed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

from ..case import Case, ClaimFilter, Entry, Facet, Result
from ..errors import InputError
from ..model import Document, FiledClaim
from ..reading.actors import catalogue
from .basis import DocumentBasis, IncidentBasis, State, kept_state, of_claim, of_document, of_incident, state, touched
from .decisions import Asked, asked, register_kinds
from .facets import by_day, facets
from .forecasts import Forecast, forecasts
from .link import Linked, Links, link
from .model import Incident, Regrade
from .origins import Origins, Signed, grouped, signed
from .record import incident
from .reporters import Printed
from .series import Series, day, series
from .shingles import rules_digest
from .statements import Background
from .weights import Weights, default_weights

SPACES = ("incident", "series", "forecast")
_DOCUMENT, _INCIDENT = "document-basis", "incident-basis"
_SOME = 50


@dataclass(frozen=True)
class Findings:
    """Everything that follows from a case now."""

    incidents: tuple[Incident, ...]
    series: tuple[Series, ...]
    forecasts: tuple[Forecast, ...]


@dataclass(frozen=True)
class _Work:
    """What all steps of an update need; `before` is None where nothing that is kept is to be relied on."""

    case: Case
    before: State | None
    now: State
    weights: Weights
    wanted: Asked
    origins: Origins

    def background(self, entries: Iterable[Entry]) -> Background:
        """What claims of these documents are judged by."""
        return Background({e.id: _bare(e) for e in entries}, self.origins, catalogue(), self.wanted.stances)


def update(case: Case, *, tell: Callable[[str], None] = lambda step: None) -> bool:
    """Bring what is kept up to date with the case; False where it was.

    Args:
        tell: is told each step as it begins.
    """
    register_kinds()
    weights = weights_of(case)
    before, now = kept_state(case), state(case, weights.digest)
    if before is not None and before.moment == now.moment:
        return False
    if before is not None and before.moment[1:] != now.moment[1:]:
        before = None
    # What is half-written, or written by two at once, is not taken for whole.
    mine = json.dumps({"by": uuid4().hex})
    case.keep_results("findings", {"state": mine})
    tell("comparing documents")
    wanted = asked(case)
    work = _Work(case, before, now.asking(wanted), weights, wanted, origins_of(case))
    _bring(work, tell)
    whole = case.result("findings", "state") == mine
    case.keep_results("findings", {"state": work.now.model_dump_json() if whole else None})
    return True


def findings(case: Case) -> Findings:
    """What follows from the case, brought up to date."""
    update(case)
    found = {space: [body for _, body in case.results(space)] for space in SPACES}
    return Findings(
        incidents=tuple(sorted(map(Incident.model_validate_json, found["incident"]), key=_order)),
        series=tuple(map(Series.model_validate_json, found["series"])),
        forecasts=tuple(map(Forecast.model_validate_json, found["forecast"])),
    )


def one_incident(case: Case, key: str) -> Incident:
    """The incident of that id, or the beginning of it, or that one of its claims is in.

    Raises:
        InputError: there is none, or there are several.
    """
    update(case)
    all_of_them = [Incident.model_validate_json(body) for _, body in case.results("incident")]
    named = [i for i in all_of_them if i.id.startswith(key)] if key else []
    holding = [i for i in all_of_them if any(s.claim.startswith(key) for s in i.statements)] if key else []
    found = named or holding
    if len(found) != 1:
        reason = "several incidents begin with that" if found else "no incident of the case is so called"
        raise InputError(f"{key}: {reason}. Give an id of `ascribe incidents`.")
    return found[0]


def origins_of(case: Case) -> Origins:
    """Who reported each document of the case, brought up to date."""
    body = case.result("origins", "origins")
    kept = Origins.model_validate_json(body) if body else None
    count = case.about()["rows"]["document"]
    if kept is not None and kept.rules == rules_digest().hex() and len(kept.printed) == count:
        return kept
    return _origins(case, kept)


def weights_of(case: Case) -> Weights:
    """The weights that were learned in this case, else the package's."""
    learned = dict(case.results("weights")).get("learned")
    return Weights.model_validate_json(learned) if learned else default_weights()


def links_of(case: Case) -> Links:
    """The links that are kept, brought up to date."""
    update(case)
    return Links.from_jsonl(body for _, body in case.results("links"))


def _order(one: Incident) -> tuple[str, str]:
    return one.when.start or "9999", one.id


def _origins(case: Case, before: Origins | None) -> Origins:
    kept = dict(case.results("origins"))
    seen, new = [], {}
    for entry in case.documents():
        stored = kept.get(entry.id)
        if stored is None:
            one = signed(case.document(entry.id))
            new[entry.id] = json.dumps({
                "document": one.document.model_dump(), "signature": base64.b64encode(one.signature).decode("ascii")
            })  # fmt: skip
        else:
            fields = json.loads(stored)
            one = Signed(Printed.model_validate(fields["document"]), base64.b64decode(fields["signature"]))
        seen.append(one)
    found = grouped(seen, lambda id: case.document(id).text, before)
    case.keep_results("origins", {**new, "origins": found.model_dump_json()})
    return found


def _bring(work: _Work, tell: Callable[[str], None]) -> None:
    """Make again what decisions since `before` bear on."""
    case, before, now = work.case, work.before, work.now
    documents = touched(case, before, now) if before is not None else None
    if before is None or documents is None:
        _all(work, tell, relink=True, retell=True)
        return
    claims = [f for document in sorted(documents) for f in case.claims(ClaimFilter(document=document))]
    found = dict(_bases(documents, claims))
    was = {document: _kept_basis(case, document) for document in found}
    relink = was != found or before.bound != now.bound
    told_anew = any((basis := was[d]) is None or basis.told != found[d].told for d in found)
    retell = told_anew or before.outcomes != now.outcomes
    if relink or retell or before.stances != now.stances:
        _all(work, tell, relink=relink, retell=retell)
    else:
        tell("writing records")
        _few(work, documents, {f.claim.id: f for f in claims})


def _kept_basis(case: Case, document: str) -> DocumentBasis | None:
    body = case.result(_DOCUMENT, document)
    return DocumentBasis.model_validate_json(body) if body else None


def _all(work: _Work, tell: Callable[[str], None], *, relink: bool, retell: bool) -> None:
    """Look at all claims: link them, make the incidents that have changed, and what goes through time."""
    case = work.case
    tell("linking claims")
    entries = {e.id: e for e in case.documents()}
    claims = {f.claim.id: f for f in case.claims() if f.document in entries}
    links = _links(work, claims, relink)
    tell("writing records")
    _replace(case, _DOCUMENT, {d: b.model_dump_json() for d, b in _bases(entries, claims.values())})
    kept = dict(case.results(_INCIDENT))
    changed = _incidents(work, links.incidents, claims, work.background(entries.values()), kept)
    there = kept.keys() | {key for key, _ in case.results("incident")}
    _keep_incidents(case, changed, there - {i.id for i in links.incidents})
    if retell:
        published = {e.id: d for e in entries.values() if (d := day(e.published))}
        found = series(claims.values(), published, work.origins)
        _replace(case, "series", {s.id: s.model_dump_json() for s in found})
        expected = forecasts(claims.values(), published, origins=work.origins, overrides=work.wanted.outcomes)
        _replace(case, "forecast", {_place(f, claims[f.claim]): f.model_dump_json() for f in expected})


def _few(work: _Work, documents: Iterable[str], claims: Mapping[str, FiledClaim]) -> None:
    """Make the incidents anew that claims of these documents, linked as they were, now tell otherwise."""
    case, kept = work.case, {}
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
        _keep_incidents(case, _incidents(work, [Linked(basis.id, tuple(basis.claims))], told, around, {}), ())


def _pages(case: Case, facet: Facet) -> Iterator[str]:
    after: tuple[str, str] | None = ("", "")
    while after is not None:
        bodies, after = case.page_results(_INCIDENT, [facet], after=after, limit=_SOME)
        yield from bodies


def _links(work: _Work, claims: Mapping[str, FiledClaim], relink: bool) -> Links:
    lines = [body for _, body in work.case.results("links")]
    known = Links.from_jsonl(lines) if lines else None
    if known is not None and not relink and all(c in claims for one in known.incidents for c in one.claims):
        return known
    wanted = work.wanted
    found = link(claims.values(), weights=work.weights, together=wanted.together, apart=wanted.apart, known=known)
    _replace(work.case, "links", {_name(line): line for line in found.to_jsonl()})
    return found


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
    work: _Work,
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


def _grades(work: _Work, home: Mapping[str, str]) -> dict[str, Regrade]:
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


def _keep_incidents(case: Case, changed: Iterable[tuple[Incident, IncidentBasis]], gone: Iterable[str]) -> None:
    """Write incidents with what they rest on, and forget those that are gone."""
    rows: dict[str, Result | str | None] = dict.fromkeys(gone)
    bases = dict(rows)
    for one, basis in changed:
        rows[one.id] = Result(one.model_dump_json(), by_day(one), facets(one))
        bases[one.id] = Result(basis.model_dump_json(), facets={"document": basis.documents})
    case.keep_results("incident", rows)
    case.keep_results(_INCIDENT, bases)


def _replace(case: Case, space: str, rows: Mapping[str, str]) -> None:
    """Make `rows` all that is kept in a space; rows that stay the same are not written."""
    before = {key: _digest(body) for key, body in case.results(space)}
    gone: dict[str, str | None] = dict.fromkeys(before.keys() - rows.keys())
    changed = {key: row for key, row in rows.items() if before.get(key) != _digest(row)}
    case.keep_results(space, {**gone, **changed})


def _digest(body: str) -> bytes:
    return hashlib.blake2b(body.encode(), digest_size=16).digest()
