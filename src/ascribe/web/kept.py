"""What pages list that findings do not hold as such: what waits for a person, points of the map, sources.

Kept beside the case in small rows with facets, so that no page has to load all incidents or claims. After a decision
only the rows of the incidents and documents that it bears on are made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any, get_args

from ..case import Case, ClaimFilter, Facet, Result
from ..case.names import folded
from ..incidents.facets import by_day, facets
from ..incidents.findings import origins_of, update
from ..incidents.forecasts import Forecast
from ..incidents.keeping import changed
from ..incidents.model import Incident
from ..incidents.origins import Origins
from ..incidents.sources import HOW
from ..incidents.updating import Changes
from ..model import ClaimType, FiledClaim
from ..publish.phrases import map_point, title
from . import tallies, waiting
from .tallies import Tallies, Tally
from .views import Candidate

_ROWS = 4  # another number makes all rows anew: for when they are made otherwise
INBOX, POINTS, SOURCES = "web-inbox", "web-point", "web-source"
_TOLD = "web-told"  # what each document tells of sources
FACETS = ("kind", "why", "type", "grade", "standing", "place", "actor", "source")
MOST = 2_000  # items of which it is counted how many have each value of a facet
_MOST = 20  # values of a facet that are counted out
_SOME = 500
Rows = dict[str, Result | str | None]  # None: there shall be none


def state(case: Case) -> str | None:
    """The decision that everything kept follows from, by its digest; None before the first time."""
    kept = json.loads(case.result("web", "state") or "{}")
    return str(kept["head"]) if kept.get("rows") == _ROWS else None


def bring_up_to_date(case: Case, tell: Callable[[str], None] = lambda step: None) -> bool:
    """Bring findings, and what is kept here, up to date with the case; False where they were."""
    changes = update(case, tell=tell)
    now = {**json.loads(case.result("findings", "state") or "{}"), "rows": _ROWS}
    before = json.loads(case.result("web", "state") or "{}")
    if "head" not in now or before == now:
        return False
    tell("preparing lists")
    if changes and changes.since and before == {**json.loads(changes.since.model_dump_json()), "rows": _ROWS}:
        _some(case, changes)
    else:
        _all(case)
    whole = {"counts": counts(case), **_all_days(case), "state": now}
    case.keep_results("web", {name: json.dumps(value) for name, value in whole.items()})
    return True


def counts(case: Case, asked: Sequence[Facet] = (), by: Iterable[str] = FACETS) -> dict[str, dict[str, int]]:
    """How many items of the inbox there are: under "" in all, and by each value of each facet; the 20 most.

    Where something is asked for that more than `MOST` have, values are counted in the first of these alone.
    """
    found = {"": case.count_results(INBOX, asked)}
    for facet in by:
        each = case.count_results(INBOX, asked, facet, most=MOST if asked else None)
        found[facet] = dict(sorted(each.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST])
    return found


def days(case: Case, asked: Sequence[Facet] = ()) -> dict[str, dict[str, int]]:
    """How many points of the map there are: under "" in all, and by `start` and `end`."""
    names = [facet.name for facet in asked]
    name = "days" if not names else _of_type(asked[0].value) if names == ["type"] else None
    if name and (body := case.result("web", name)):  # counting them out would take long
        found: dict[str, dict[str, int]] = json.loads(body)
        return found
    return _days(case, asked)


def _all_days(case: Case) -> dict[str, object]:
    """The rows of `days` that are kept: of all, and of each type, as these are many."""
    return {"days": _days(case), **{_of_type(name): _days(case, [Facet("type", name)]) for name in get_args(ClaimType)}}


def _of_type(name: str) -> str:
    return f"days of {folded(name)}"


def _days(case: Case, asked: Sequence[Facet] = ()) -> dict[str, dict[str, int]]:
    return {by or "": case.count_results(POINTS, asked, by) for by in (None, "start", "end")}


def source_key(key: str) -> str:
    """Under what a source is kept: its key may be long."""
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


def item(body: str, part: str = "item") -> dict[str, Any]:
    """What a kept row holds; of a point, its `short` is the incident as lists name it."""
    found: dict[str, Any] = json.loads(body)[part]
    return found


@dataclass
class _Made:
    """Rows that are made: None where there shall be none. `gone` and `new` are what is told of sources."""

    points: Rows = field(default_factory=dict)
    inbox: Rows = field(default_factory=dict)
    told: Rows = field(default_factory=dict)
    gone: list[Tallies] = field(default_factory=list)
    new: list[Tallies] = field(default_factory=list)

    def incident(self, one: Incident, unsure: Collection[str]) -> None:
        """Add the rows of an incident."""
        says = tallies.of_incident(one)
        self.new.append(says)
        self.points[one.id] = _point(one, says)
        self.inbox[f"incident {one.id}"] = _waits(waiting.of_incident(one, unsure))

    def document(self, id: str, claims: Sequence[FiledClaim], inside: Collection[str], around: _Around) -> None:
        """Add the rows of a document's claims, of which those `inside` are in incidents."""
        for filed in claims:
            if filed.standing == "unreviewed" and filed.claim.id not in inside:
                self.inbox[f"claim {filed.claim.id}"] = _waits(waiting.of_claim(filed, around.outlets[id]))
        says = tallies.of_document(claims, around.origins)
        self.new.append(says)
        self.told[id] = json.dumps(says)

    def lost(self, case: Case) -> None:
        """Add the rows of decisions that lost their claim."""
        self.inbox |= {key: _waits(row) for key, row in waiting.of_lost(case.lost())}

    def fates(self, case: Case) -> None:
        """Add what became of forecasts."""
        says = tallies.of_forecasts(Forecast.model_validate_json(body) for _, body in case.results("forecast"))
        self.new.append(says)
        case.keep_results("web", {"fates": json.dumps(says)})


@dataclass(frozen=True)
class _Around:
    """What claims are told by: who reported each document."""

    origins: Origins
    outlets: Mapping[str, str | None]


def _all(case: Case) -> None:
    """Make all rows."""
    made = _Made()
    inside: set[str] = set()
    around = _Around(origins_of(case), {e.id: e.outlet for e in case.documents()})
    unsure = {f.claim.id for f in case.claims() if waiting.is_unsure(f)}
    for _, body in case.results("incident"):
        one = Incident.model_validate_json(body)
        inside.update(s.claim for s in one.statements)
        made.incident(one, unsure)
    for document, claims in groupby(case.claims(), key=lambda filed: filed.document):
        made.document(document, list(claims), inside, around)
    made.lost(case)
    made.fates(case)
    rows = {source_key(key): _source(key, tally) for key, tally in tallies.summed(made.new).items()}
    for space, these in ((POINTS, made.points), (INBOX, made.inbox), (_TOLD, made.told), (SOURCES, rows)):
        case.keep_results(space, changed(case, space, these))


def _some(case: Case, changes: Changes) -> None:
    """Make the rows of the incidents and documents that have changed."""
    made = _Made()
    around = _Around(origins_of(case), {id: case.entry(id).outlet for id in changes.documents})
    for id in changes.incidents:
        made.gone += [item(old, "says") for old in [case.result(POINTS, id)] if old]
        made.points[id] = made.inbox[f"incident {id}"] = None
        if (body := case.result("incident", id)) is not None:
            one = Incident.model_validate_json(body)
            claims = (case.claim(s.claim) for s in one.statements)
            made.incident(one, {f.claim.id for f in claims if waiting.is_unsure(f)})
    for document in changes.documents:
        of_it = Facet("document", document)
        for old in map(item, _every(case, INBOX, of_it, Facet("kind", "claim"))):
            made.inbox[f"claim {old['id']}"] = None
        made.gone.append(json.loads(case.result(_TOLD, document) or "{}"))
        inside = {s["claim"] for body in _every(case, "incident", of_it) for s in json.loads(body)["statements"]}
        made.document(document, list(case.claims(ClaimFilter(document=document))), inside, around)
    for old in map(item, _every(case, INBOX, Facet("kind", "decision"))):
        made.inbox[f"decision {int(old['id']):08d}"] = None
    made.lost(case)
    if changes.forecasts:
        made.gone.append(json.loads(case.result("web", "fates") or "{}"))
        made.fates(case)
    rows: Rows = {}
    for key, change in tallies.without(tallies.summed(made.new), tallies.summed(made.gone)).items():
        kept = case.result(SOURCES, source_key(key))
        before = {key: item(kept, "tally")} if kept else {}
        rows[source_key(key)] = _source(key, tallies.summed([before, {key: change}])[key])
    for space, these in ((POINTS, made.points), (INBOX, made.inbox), (_TOLD, made.told), (SOURCES, rows)):
        case.keep_results(space, these)


def _every(case: Case, space: str, *asked: Facet) -> Iterator[str]:
    after: tuple[str, str] | None = ("", "")
    while after is not None:
        bodies, after = case.page_results(space, asked, after=after, limit=_SOME)
        yield from bodies


def _point(one: Incident, says: Tallies) -> Result:
    """An incident in few words: for the map, and beside it as lists name it, and for each source how it stands."""
    found = facets(one)
    short = Candidate(
        id=one.id, title=title(one), when=one.when, grade=one.grade.grade, claim=one.statements[0].claim
    ).model_dump(mode="json")
    for how in HOW:
        found[how] = tuple(source_key(key) for key, tally in says.items() if how in tally)
    return Result(
        _body(asdict(map_point(one, f"/incidents/{one.id}")), found, short=short, says=says), by_day(one), found
    )


def _waits(row: waiting.Row | None) -> Result | None:
    if row is None:
        return None
    sort, waits, by = row
    reasons = tuple("not looked at" if why.endswith("not looked at") else why for why in waits.why)
    found = {**by, "kind": (waits.kind,), "why": reasons[:1] if waits.kind == "decision" else reasons}
    return Result(_body(waits.model_dump(mode="json"), [sort, found]), sort, found)


def _source(key: str, tally: Tally) -> Result | None:
    """A source, by how many claims it makes and its name."""
    found = tallies.record(key, tally)
    if found is None:
        return None
    body = _body(found.model_dump(mode="json"), None, tally={thing: n for thing, n in sorted(tally.items()) if n})
    return Result(body, f"{99_999_999 - found.claims:08d} {folded(found.name)}")


def _body(item: object, found_by: object, **more: object) -> str:
    """A row; a digest of its order or facets makes it another where they alone have changed."""
    digest = hashlib.blake2b(json.dumps(found_by, sort_keys=True).encode(), digest_size=8).hexdigest()
    return json.dumps({"by": digest, "item": item, **more}, sort_keys=True)
