"""What follows from a case: origins, links, incidents, series and forecasts, kept beside it and brought up to date.

All of it is a function of the claims as they stand and of the decisions. What is kept only saves work: comparisons and
pair weights that still hold are not made again, and nothing is done where no decision was added.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..case import Case, Entry, Result
from ..errors import InputError
from ..model import Document, FiledClaim
from ..reading.actors import catalogue
from .decisions import Asked, asked, register_kinds
from .facets import by_day, facets, need
from .forecasts import Forecast, forecasts
from .link import Links, link
from .model import Incident
from .origins import Origins, Signed, grouped, signed
from .record import incident
from .reporters import Printed
from .series import Series, day, series
from .statements import Background
from .weights import Weights, default_weights

SPACES = ("incident", "series", "forecast")


@dataclass(frozen=True)
class Findings:
    """Everything that follows from a case now."""

    incidents: tuple[Incident, ...]
    series: tuple[Series, ...]
    forecasts: tuple[Forecast, ...]


def update(case: Case, *, tell: Callable[[str], None] = lambda step: None) -> bool:
    """Bring what is kept up to date with the case; False where it was.

    Args:
        tell: is told each step as it begins.
    """
    register_kinds()
    head = str(case.about()["head_digest"])
    weights = weights_of(case)
    state = json.dumps({"head": head, "weights": weights.digest})
    kept = dict(case.results("findings"))
    if kept.get("state") == state:
        return False
    case.keep_results("findings", {"state": None})  # what is half-written is not taken for whole
    tell("comparing documents")
    entries = list(case.documents())
    known = _origins(case, entries)
    tell("linking claims")
    wanted = asked(case)
    claims = {f.claim.id: f for f in case.claims()}
    links = _links(case, claims.values(), weights, wanted)
    tell("writing records")
    made = list(_incidents(links, claims, entries, known, wanted))
    _keep(case, "incident", {i.id: Result(i.model_dump_json(), by_day(i), facets(i)) for i in made})
    waiting = {i.id: Result(n.model_dump_json(), n.sort, facets(i)) for i in made if (n := need(i))}
    _keep(case, "inbox", waiting)
    published = {e.id: d for e in entries if (d := day(e.published))}
    found = series(claims.values(), published, known)
    _keep(case, "series", {s.id: s.model_dump_json() for s in found})
    expected = forecasts(claims.values(), published, origins=known, overrides=wanted.outcomes)
    _keep(case, "forecast", {f"{n:08d}": f.model_dump_json() for n, f in enumerate(expected)})
    case.keep_results("findings", {"state": state})
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
    return _origins(case, list(case.documents()))


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


def _origins(case: Case, entries: list[Entry]) -> Origins:
    kept = dict(case.results("origins"))
    before = Origins.model_validate_json(kept["origins"]) if "origins" in kept else None
    seen, new = [], {}
    for entry in entries:
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
    if new or before is None:
        case.keep_results("origins", {**new, "origins": found.model_dump_json()})
    return found


def _links(case: Case, claims: Iterable[FiledClaim], weights: Weights, wanted: Asked) -> Links:
    lines = [body for _, body in case.results("links")]
    known = Links.from_jsonl(lines) if lines else None
    found = link(claims, weights=weights, together=wanted.together, apart=wanted.apart, known=known)
    _keep(case, "links", {f"{n:08d}": line for n, line in enumerate(found.to_jsonl())})
    return found


def _incidents(
    links: Links, claims: Mapping[str, FiledClaim], entries: list[Entry], known: Origins, wanted: Asked
) -> Iterator[Incident]:
    background = Background({e.id: _bare(e) for e in entries}, known, catalogue(), wanted.stances)
    home = {claim: linked.id for linked in links.incidents for claim in linked.claims}
    grades = {home[claim]: grade for claim, grade in wanted.grades.items() if claim in home}
    for linked in links.incidents:
        told = [claims[c] for c in linked.claims]
        if any(f.standing != "rejected" for f in told):
            yield incident(linked.id, told, background, grades.get(linked.id))


def _bare(entry: Entry) -> Document:
    """A document without its text, which records do not need."""
    fields = entry.model_dump(exclude={"number", "name", "added_at", "added_by"})
    return Document(**fields, sha256=entry.id, text="")


def _keep(case: Case, space: str, rows: Mapping[str, Result | str]) -> None:
    """Make `rows` all that is kept in a space; rows that stay the same are not written."""
    before = {key: _digest(body) for key, body in case.results(space)}
    gone: dict[str, Result | str | None] = dict.fromkeys(before.keys() - rows.keys())
    bodies = {key: row if isinstance(row, str) else row.body for key, row in rows.items()}
    changed = {key: row for key, row in rows.items() if before.get(key) != _digest(bodies[key])}
    case.keep_results(space, {**gone, **changed})


def _digest(body: str) -> bytes:
    return hashlib.blake2b(body.encode(), digest_size=16).digest()
