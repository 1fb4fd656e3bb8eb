"""What pages list that findings do not hold as such: what waits for a person, points of the map, sources.

Kept beside the case in small rows with facets, so that no page has to load all incidents or claims.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ..case import Case, Facet, Result
from ..case.names import keys
from ..incidents.facets import Need, by_day, facets, need
from ..incidents.findings import findings, origins_of, update
from ..incidents.model import Incident
from ..incidents.sources import sources
from ..model import FiledClaim
from ..publish.phrases import map_point, title
from ..render.phrases import wording
from .views import Candidate, InboxItem

UNSURE = 0.5  # below it a person should look at a claim
_ROWS = 2  # another number makes all rows anew: for when they are made otherwise
INBOX, POINTS, SOURCES = "web-inbox", "web-point", "web-source"
FACETS = ("kind", "why", "type", "grade", "standing", "place", "actor", "source")
_MOST = 20  # values of a facet that are counted out


def state(case: Case) -> str | None:
    """The decision that everything kept follows from, by its digest; None before the first time."""
    kept = json.loads(case.result("web", "state") or "{}")
    return str(kept["head"]) if kept.get("rows") == _ROWS else None


def bring_up_to_date(case: Case, tell: Callable[[str], None] = lambda step: None) -> bool:
    """Bring findings, and what is kept here, up to date with the case; False where they were."""
    update(case, tell=tell)
    now = {**json.loads(case.result("findings", "state") or "{}"), "rows": _ROWS}
    if "head" not in now or json.loads(case.result("web", "state") or "{}") == now:
        return False
    tell("preparing lists")
    found, origins = findings(case), origins_of(case)
    claims = list(case.claims())
    points = {i.id: _point(i) for i in found.incidents}
    speaking = enumerate(sources(found, claims, origins))
    _keep(case, POINTS, points)
    _keep(case, SOURCES, {source_key(s.key): Result(_body(s.model_dump(mode="json"), n), f"{n:08d}")
                          for n, s in speaking})  # fmt: skip
    _keep(case, INBOX, dict(_waiting(case, found.incidents, claims)))
    case.keep_results("web", {"state": json.dumps(now), "counts": json.dumps(counts(case))})
    return True


def counts(case: Case, asked: Sequence[Facet] = (), by: Iterable[str] = FACETS) -> dict[str, dict[str, int]]:
    """How many items of the inbox there are: under "" in all, and by each value of each facet; the 20 most."""
    found = {"": case.count_results(INBOX, asked)}
    for facet in by:
        each = case.count_results(INBOX, asked, facet)
        found[facet] = dict(sorted(each.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST])
    return found


def source_key(key: str) -> str:
    """Under what a source is kept: its key may be long."""
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


def item(body: str, part: str = "item") -> dict[str, Any]:
    """What a kept row holds; of a point, its `short` is the incident as lists name it."""
    found: dict[str, Any] = json.loads(body)[part]
    return found


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


def _point(one: Incident) -> Result:
    """An incident in few words: for the map, and beside it as lists name it."""
    found = facets(one)
    short = Candidate(
        id=one.id, title=title(one), when=one.when, grade=one.grade.grade, claim=one.statements[0].claim
    ).model_dump(mode="json")
    return Result(_body(asdict(map_point(one, f"/incidents/{one.id}")), found, short=short), by_day(one), found)


def _waiting(case: Case, incidents: Iterable[Incident], claims: Iterable[FiledClaim]) -> Iterator[tuple[str, Result]]:
    """What waits for a person, the most urgent first: lost decisions, contested incidents, then by grade and day."""
    by_id = {f.claim.id: f for f in claims}
    inside: set[str] = set()
    for one in incidents:
        inside.update(s.claim for s in one.statements)
        if (needed := need(one)) is not None:
            yield _result(f"incident {one.id}", f"b{needed.sort}", _incident(one, needed, by_id), facets(one))
    outlets = {e.id: e.outlet for e in case.documents()}
    for filed in by_id.values():
        if filed.claim.id not in inside and filed.standing == "unreviewed":
            waits = _claim(filed)
            rank = 1 if "low confidence" in waits.why else 5
            day = (filed.claim.when.start if filed.claim.when else None) or "0000-00-00"
            sort = f"b{rank}{99_999_999 - int(day.replace('-', '')):08d}{filed.claim.id}"
            yield _result(f"claim {filed.claim.id}", sort, waits, claim_facets(filed, outlets.get(filed.document)))
    for decision, reason in case.lost():
        about = decision.subject.get("claim") or next(iter(decision.subject.get("claims", ())), decision.subject)
        where = about.get("document")
        waits = InboxItem(
            kind="decision", id=str(decision.sequence), title=decision.kind.replace("_", " "),
            why=("lost decision", reason), document=where, sentence=about.get("words"),
        )  # fmt: skip
        by = {"document": (where,)} if where else {}
        yield _result(f"decision {decision.sequence:08d}", f"a{decision.sequence:08d}", waits, by)


def _incident(one: Incident, needed: Need, claims: Mapping[str, FiledClaim]) -> InboxItem:
    unsure = any(
        s.standing == "unreviewed" and s.claim in claims and claims[s.claim].claim.confidence < UNSURE
        for s in one.statements
    )
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


def _result(key: str, sort: str, waits: InboxItem, by: Mapping[str, tuple[str, ...]]) -> tuple[str, Result]:
    reasons = tuple("not looked at" if why.endswith("not looked at") else why for why in waits.why)
    found = {**by, "kind": (waits.kind,), "why": reasons[:1] if waits.kind == "decision" else reasons}
    return key, Result(_body(waits.model_dump(mode="json"), [sort, found]), sort, found)


def _body(item: object, found_by: object, **more: object) -> str:
    """A row; a digest of its order or facets makes it another where they alone have changed."""
    digest = hashlib.blake2b(json.dumps(found_by, sort_keys=True).encode(), digest_size=8).hexdigest()
    return json.dumps({"by": digest, "item": item, **more})


def _keep(case: Case, space: str, rows: Mapping[str, Result]) -> None:
    """Make `rows` all that is kept in a space; rows that stay the same are not written."""
    before = dict(case.results(space))
    gone: dict[str, Result | None] = dict.fromkeys(before.keys() - rows.keys())
    changed = {key: row for key, row in rows.items() if before.get(key) != row.body}
    case.keep_results(space, {**gone, **changed})
