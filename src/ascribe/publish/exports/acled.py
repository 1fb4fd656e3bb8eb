"""Incidents in the style of ACLED: the columns of its codebook, and ours beside them.

Columns and codes: Armed Conflict Location & Event Data, codebook of October 2024
(acleddata.com/knowledge-base/codebook).
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import phrases
from ..view import View
from .coded import (
    NOT_KNOWN,
    Coded,
    Party,
    coded,
    column,
    country_name,
    division,
    home,
    killed,
    of_place,
    ours,
    precision,
    reporters,
    year,
)  # fmt: skip
from .columns import Table, Value

_TIME = {"time": 1, "day": 1, "week": 2, "month": 3}
_GEO = {"point": 1, "settlement": 1, "district": 2, "region": 3}
_VIOLENT, _CIVILIANS = "Political violence", "Violence against civilians"
_DISORDER = {
    "Battles": _VIOLENT, "Explosions/Remote violence": _VIOLENT, _CIVILIANS: _VIOLENT, "Protests": "Demonstrations",
    "Riots": "Demonstrations", "Strategic developments": "Strategic developments", "Mob violence": _VIOLENT,
    "Excessive force against protesters": f"{_VIOLENT}; Demonstrations",
}  # fmt: skip
NOTICE = """\
This file is not from ACLED (Armed Conflict Location & Event Data). Ascribe, a program, read reports and coded them in
the style of ACLED's codebook. No researcher of ACLED has seen it. Do not cite it as ACLED data, and do not mix it with
ACLED data unless you say so.

It has a row for each incident of which a claim carries one of the codebook's codes. Where claims carry different codes
and the codebook puts none first, `event_type` is empty and `ascribe_code_note` says which they are. Where a column of
the codebook would need what Ascribe does not know, it is empty. `fatalities` is the lowest figure that stands, as
ACLED takes the most conservative one; it is empty, not 0, where no report gives a figure. The columns that begin with
`ascribe_` say what the codebook cannot: who says so, who denies it, from the lowest to the highest figure, and how well
it is corroborated.
"""


def _rows(view: View) -> Iterator[Coded]:
    return (row for row in coded(view) if row.code.event_type or row.code.note)


def _type_of(row: Coded, party: Party | None) -> str | None:
    """What a party is by ACLED's names of types; rebels and militias are not told apart, and so not named."""
    if party is None or "nonstate" in party.tags:
        return None
    if "external" in party.tags:
        return "External/Other forces"
    if "state" in party.tags:
        place = row.one.place
        if place is None or place.country is None or not party.country:
            return None
        return "State forces" if place.country in party.country else "External/Other forces"
    return "Civilians" if "civilian" in party.tags else None


def _inter1(row: Coded) -> str | None:
    return _type_of(row, row.first)


def _inter2(row: Coded) -> str | None:
    return "Civilians" if row.code.event_type == _CIVILIANS else _type_of(row, row.second)


def _interaction(row: Coded) -> Value:
    types = [kind for kind in (_inter1(row), _inter2(row)) if kind]
    return "-".join(types) if len(types) == 2 else None


def _notes(row: Coded) -> Value:
    figures = [phrases.figure(f) for f in row.one.figures if f.lowest is not None and f.of != "other"]
    return ". ".join((f"{phrases.title(row.one)}, {phrases.when(row.one.when)}", *figures))


ACLED = Table(
    "acled", "One row an incident of which a claim carries a code of the codebook.",
    (
        column("event_id_cnty", "text", "`ASCRIBE-` and the incident's id, so that it is taken for no id of ACLED",
           lambda r: f"ASCRIBE-{r.one.id}"),
        column("event_date", "date", "First day that it may have happened on", lambda r: r.one.when.start),
        column("year", "integer", "Its year", year),
        column("time_precision", "integer", "1 day, 2 week, 3 month; empty where less is known",
           lambda r: _TIME.get(r.one.when.precision)),
        column("disorder_type", "text", "Follows from the event type",
           lambda r: _DISORDER.get(r.code.sub_event_type or "") or _DISORDER.get(r.code.event_type or "")),
        column("event_type", "text", "The code that its claims carry; where they carry several, the one that the "
               "codebook puts first, else empty: see `ascribe_code_note`", lambda r: r.code.event_type),
        column("sub_event_type", "text", "The same; empty where the claims do not tell, or tell several",
               lambda r: r.code.sub_event_type),
        column("actor1", "text", "The first party named as having done it, as reports name it",
           lambda r: r.first.name if r.first else None),
        column("assoc_actor_1", "texts", "The other parties so named",
           lambda r: tuple(p.name for p in r.one.responsible[1:] if r.second is None or p.name != r.second.name)),
        column("inter1", "text", "Type of actor 1, where the catalogue of actors tells; rebels and militias are not "
               "told apart", _inter1),
        column("actor2", "text", "The first target, else another party", lambda r: r.second.name if r.second else None),
        column("assoc_actor_2", "texts", "The other targets", lambda r: tuple(t.name for t in r.one.targets[1:])),
        column("inter2", "text", "Type of actor 2; Civilians for violence against civilians", _inter2),
        column("interaction", "text", "Both types, where both are known", _interaction),
        column("civilian_targeting", "text", "`Civilian targeting` for violence against civilians; else not known",
           lambda r: "Civilian targeting" if r.code.event_type == _CIVILIANS else None),
        column("iso", "integer", "ISO 3166-1 number of the country", lambda r: c.number if (c := home(r)) else None),
        column("region", "text", NOT_KNOWN),
        column("country", "text", "Name of the country", country_name),
        column("admin1", "text", "The region, where the place is one", division("region")),
        column("admin2", "text", "The district, where the place is one", division("district")),
        column("admin3", "text", NOT_KNOWN),
        column("location", "text", "Name of the place", of_place("name")),
        column("latitude", "number", "WGS 84, degrees", of_place("latitude")),
        column("longitude", "number", "WGS 84, degrees", of_place("longitude")),
        column("geo_precision", "integer", "1 point or settlement, 2 district, 3 region; empty where less is known",
               precision(_GEO)),
        column("source", "texts", "Agencies and outlets that reported it", reporters),
        column("source_scale", "text", NOT_KNOWN),
        column("notes", "text", "What, where, when and how many, in words", _notes),
        column("fatalities", "number", "The lowest figure that stands; empty where none is told", killed("low")),
        column("tags", "text", NOT_KNOWN),
        column("timestamp", "integer", "left empty: exports have no clock"),
        *ours(),
    ),
    _rows,
)  # fmt: skip
