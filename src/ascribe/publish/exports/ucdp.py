"""Incidents in the style of UCDP's Georeferenced Event Dataset: the columns of its codebook, and ours beside them.

Columns and codes: Uppsala Conflict Data Program, UCDP GED codebook, version 25.1 (ucdp.uu.se/downloads).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from .. import phrases
from ..view import View
from .coded import (
    NOT_KNOWN,
    Coded,
    coded,
    column,
    country,
    country_name,
    day,
    division,
    killed,
    of_place,
    ours,
    precision,
    reporters,
    year,
)  # fmt: skip
from .columns import Table, Value
from .incidents import figure_of, said_by

_WHERE = {"point": 1, "settlement": 1, "district": 3, "region": 4, "country": 6}
_CONTINENTS = {"AF": "Africa", "EU": "Europe", "AS": "Asia", "OC": "Asia", "NA": "Americas", "SA": "Americas"}
# Where UCDP's regions differ from the continents.
_REGIONS = dict.fromkeys(("AM", "AZ", "CY", "GE"), "Europe") | dict.fromkeys(
    ("AE", "BH", "EG", "IL", "IQ", "IR", "JO", "KW", "LB", "OM", "PS", "QA", "SA", "SY", "TR", "YE"), "Middle East"
)
NOTICE = """\
This file is not from UCDP (Uppsala Conflict Data Program). Ascribe, a program, read reports and coded them in the style
of the codebook of UCDP's Georeferenced Event Dataset. No researcher of UCDP has seen it. Do not cite it as UCDP data,
and do not mix it with UCDP data unless you say so.

It has a row for each incident in which somebody says that at least one person was killed. Where a column of the
codebook would need what Ascribe does not know, it is empty. `low` and `high` are the lowest and the highest figure
that stand; `best` is told only where these are one number, since Ascribe chooses none of several. The columns that
begin with `ascribe_` say what the codebook cannot: who says so, who denies it, and how well it is corroborated.
"""


def _rows(view: View) -> Iterator[Coded]:
    for row in coded(view):
        figure = figure_of(row.one, "killed")
        if figure and (figure.now_highest or 0) >= 1:
            yield row


def _date_precision(row: Coded) -> Value:
    """By the number of days: 1 one, 2 up to six, 3 a week, 4 up to a month, 5 up to a year."""
    start, end = day(row.one.when.start), day(row.one.when.end)
    if start is None or end is None:
        return None
    days = (end - start).days + 1
    return next((code for most, code in ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5)) if days <= most), None)


def _violence(row: Coded) -> Value:
    """1 where a state fights a state or a group, 2 between groups, 3 against civilians; else not known."""
    first = row.first.tags if row.first else frozenset[str]()
    second = row.second.tags if row.second else frozenset[str]()
    if row.code.event_type == "Violence against civilians":
        return 3 if first & {"state", "nonstate"} else None
    if all("state" in tags or "nonstate" in tags for tags in (first, second)):
        return 1 if "state" in first | second else 2
    return None


def _spot(row: Coded) -> tuple[float, float] | None:
    place = row.one.place
    return None if place is None or place.latitude is None or place.longitude is None else (
        place.latitude, place.longitude)  # fmt: skip


def _cell(row: Coded) -> Value:
    """The number of the cell of half a degree, from the south-west (Tollefsen, Strand and Buhaug 2012, PRIO-GRID)."""
    spot = _spot(row)
    if spot is None or (row.one.place and row.one.place.precision in ("country", "unknown")):
        return None
    south, west = min(math.floor((spot[0] + 90) * 2), 359), min(math.floor((spot[1] + 180) * 2), 719)
    return south * 720 + west + 1


def _region(row: Coded) -> Value:
    code = row.one.place.country if row.one.place else None
    found = country(code)
    return _REGIONS.get(code or "") or (_CONTINENTS.get(found.continent) if found else None)


def _dyad(row: Coded) -> Value:
    return f"{row.first.name} - {row.second.name}" if row.first and row.second else None


def _dates(row: Coded) -> Value:
    return tuple(sorted({s.published[:10] for s in row.one.statements if s.published}))


UCDP = Table(
    "ucdp", "One row an incident in which somebody says that at least one person was killed.",
    (
        column("id", "text", "`ASCRIBE-` and the incident's id, so that it is taken for no id of UCDP",
           lambda r: f"ASCRIBE-{r.one.id}"),
        column("relid", "text", NOT_KNOWN),
        column("year", "integer", "Year of the first day", year),
        column("active_year", "integer", NOT_KNOWN),
        column("code_status", "text", NOT_KNOWN),
        column("type_of_violence", "integer", "1 state-based, 2 non-state, 3 one-sided, where the catalogue of actors "
           "tells what the parties are", _violence),
        *(column(name, "integer", NOT_KNOWN) for name in ("conflict_dset_id", "conflict_new_id")),
        column("conflict_name", "text", NOT_KNOWN),
        *(column(name, "integer", NOT_KNOWN) for name in ("dyad_dset_id", "dyad_new_id")),
        column("dyad_name", "text", "Both sides, where two are named", _dyad),
        *(column(name, "integer", NOT_KNOWN) for name in ("side_a_dset_id", "side_a_new_id")),
        column("side_a", "text", "The first party named as having done it, as reports name it",
           lambda r: r.first.name if r.first else None),
        *(column(name, "integer", NOT_KNOWN) for name in ("side_b_dset_id", "side_b_new_id")),
        column("side_b", "text", "The first target, else another party", lambda r: r.second.name if r.second else None),
        column("number_of_sources", "integer", "Documents that tell of it", lambda r: r.one.basis.documents),
        column("source_article", "text", NOT_KNOWN),
        column("source_office", "texts", "Agencies and outlets that reported it", reporters),
        column("source_date", "texts", "Days of publication", _dates),
        column("source_headline", "text", NOT_KNOWN),
        column("source_original", "texts", "Speakers who say that it happened",
           lambda r: said_by(r.one)),
        column("where_prec", "integer", "1 point or settlement, 3 district, 4 region, 6 country",
           precision(_WHERE)),
        column("where_coordinates", "text", "Name of the place", of_place("name")),
        column("where_description", "text", "The place with how exactly it is known",
               lambda r: phrases.where(r.one.place)),
        column("adm_1", "text", "The region, where the place is one", division("region")),
        column("adm_2", "text", "The district, where the place is one", division("district")),
        column("latitude", "number", "WGS 84, degrees", of_place("latitude")),
        column("longitude", "number", "WGS 84, degrees", of_place("longitude")),
        column("geom_wkt", "text", "The same as well-known text",
           lambda r: f"POINT ({s[1]} {s[0]})" if (s := _spot(r)) else None),
        column("priogrid_gid", "integer", "Cell of PRIO-GRID; empty where only the country is known", _cell),
        column("country", "text", "Name of the country", country_name),
        column("country_id", "integer", NOT_KNOWN),
        column("region", "text", "UCDP's region", _region),
        column("event_clarity", "integer", NOT_KNOWN),
        column("date_prec", "integer", "1 day, 2 up to six days, 3 week, 4 month, 5 year", _date_precision),
        column("date_start", "date", "First day that it may have happened on", lambda r: r.one.when.start),
        column("date_end", "date", "Last day that it may have happened on", lambda r: r.one.when.end),
        *(column(name, "integer", NOT_KNOWN) for name in ("deaths_a", "deaths_b", "deaths_civilians")),
        column("deaths_unknown", "number", "The same as `best`: Ascribe does not say whose dead they are",
               killed("best")),
        column("best", "number", "The figure, where all that stand are one number", killed("best")),
        column("high", "number", "The highest figure that stands", killed("high")),
        column("low", "number", "The lowest figure that stands", killed("low")),
        *(column(name, "integer", NOT_KNOWN) for name in ("gwnoa", "gwnob")),
        *ours(),
    ),
    _rows,
)  # fmt: skip
