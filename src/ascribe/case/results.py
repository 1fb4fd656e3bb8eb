"""What later steps keep beside the case: rows of JSON by key, in an order, found by facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from .names import folded
from .projection import SPANS, day
from .tables import result, result_facet

_SOME = 500
_BOUND = 2_000  # rows counted of each facet; of those that have more, any will do
_DAYS = "days"  # length and first day: finds what lies within a stretch of time


@dataclass(frozen=True)
class Result:
    """JSON, where it stands in the order of its space, and by what it is found.

    The facets `start` and `end` are ISO 8601 days.
    """

    body: str
    sort: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Facet:
    """What a result has to have; names are compared without case and marks, dates as they stand."""

    name: str
    value: str
    how: Literal["is", "from", "to"] = "is"


def every(connection: sa.Connection, space: str) -> Iterator[tuple[str, str]]:
    """(key, JSON) of a space, by key."""
    query = sa.select(result.c.key, result.c.body).where(result.c.space == space).order_by(result.c.key)
    for row in connection.execute(query.execution_options(yield_per=_SOME)):
        yield row.key, row.body


def one(connection: sa.Connection, space: str, key: str) -> str | None:
    """The JSON of one key."""
    query = sa.select(result.c.body).where(result.c.space == space, result.c.key == key)
    return connection.execute(query).scalar()


def keep(connection: sa.Connection, space: str, rows: Mapping[str, Result | str | None]) -> None:
    """Replace the given keys of a space; None only removes."""
    keys = sorted(rows)
    for start in range(0, len(keys), _SOME):
        some = keys[start : start + _SOME]
        for table in (result, result_facet):
            connection.execute(table.delete().where(table.c.space == space, table.c.key.in_(some)))
        new = [(key, Result(row) if isinstance(row, str) else row) for key in some if (row := rows[key]) is not None]
        _insert(connection, result, [{"space": space, "key": k, "sort": r.sort[:40], "body": r.body} for k, r in new])
        facets = [
            {"space": space, "facet": name, "value": value, "sort": r.sort[:40], "key": key}
            for key, r in new
            for name, values in {**r.facets, _DAYS: tuple(_days(r.facets))}.items()
            for value in sorted({folded(v)[:200] for v in values})
        ]
        _insert(connection, result_facet, facets)


def page(
    connection: sa.Connection, space: str, asked: Sequence[Facet], after: tuple[str, str], limit: int
) -> tuple[list[str], tuple[str, str] | None]:
    """At most `limit` bodies in order, and where the next begin."""
    held, query = _selected(connection, space, asked)
    sort, key = held.c.sort, held.c.key
    query = query.where(sort >= after[0], sa.or_(sort > after[0], key > after[1]))
    some = query.order_by(sort, key).limit(limit + 1).subquery()
    bodies = sa.select(some.c.sort, some.c.key, result.c.body).join(
        result, sa.and_(result.c.space == space, result.c.key == some.c.key)
    )
    rows = connection.execute(bodies.order_by(some.c.sort, some.c.key)).all()
    last = (rows[limit - 1][0], rows[limit - 1][1]) if len(rows) > limit else None
    return [row[2] for row in rows[:limit]], last


def count(
    connection: sa.Connection, space: str, asked: Sequence[Facet], by: str | None, most: int | None
) -> dict[str, int]:
    """How many rows there are, in all (under "") or for each value of a facet; of at most the first `most` rows."""
    held, query = _selected(connection, space, asked)
    if most is not None:
        query = query.order_by(held.c.sort, held.c.key).limit(most)
    rows = query.subquery()
    if by is None:
        return {"": connection.execute(sa.select(sa.func.count()).select_from(rows)).scalar_one()}
    each = result_facet.alias("each")
    grouped = sa.select(each.c.value, sa.func.count()).where(each.c.facet == by)
    if asked or most is not None:
        grouped = grouped.join_from(rows, each, _of_key(each, space, rows.c.key))
    else:
        grouped = grouped.where(each.c.space == space)
    counted = grouped.group_by(each.c.value).order_by(each.c.value)
    return {row[0]: row[1] for row in connection.execute(counted)}


def _selected(
    connection: sa.Connection, space: str, asked: Sequence[Facet]
) -> tuple[sa.FromClause, sa.Select[tuple[str, str]]]:
    """Where the rows that have all facets are looked for, and the query of their places in the order, (sort, key).

    The facet that fewest rows have is walked, and the others are looked up for each of these; in a stretch of days
    that is the days. Where even the fewest are many, and in no order, all rows are walked in theirs.
    """
    driver = _driver(connection, space, asked)
    every = sa.select(result.c.sort, result.c.key).where(result.c.space == space)
    held = (every if driver is None else driver.rows(space)).subquery("held")
    others = [facet for facet in asked if driver is None or facet != driver.facet]
    found = (_also(space, held, facet, number) for number, facet in enumerate(others))
    return held, sa.select(held.c.sort, held.c.key).where(*found)


@dataclass(frozen=True)
class _Driver:
    """What is walked: a facet, or a stretch of days, which leaves the days that are asked for still to be looked up."""

    facet: Facet | None
    days: tuple[tuple[str, str], ...] = ()

    def rows(self, space: str) -> sa.Select[tuple[str, str]] | sa.CompoundSelect[tuple[str, str]]:
        """(sort, key) of all rows of a space that have it."""
        held = result_facet.c
        rows = sa.select(held.sort, held.key).where(held.space == space)
        if self.facet is not None:
            return rows.where(held.facet == self.facet.name, _compared(held.value, self.facet))
        # SQLite would walk the days of all rows, were the lengths alternatives of one condition.
        return sa.union_all(*(rows.where(held.facet == _DAYS, held.value.between(*both)) for both in self.days))

    @property
    def ordered(self) -> bool:
        """Whether the rows come in the order of their space."""
        return self.facet is not None and self.facet.how == "is"


def _driver(connection: sa.Connection, space: str, asked: Sequence[Facet]) -> _Driver | None:
    drivers = [_Driver(facet) for facet in asked]
    since, until = (next((f.value for f in asked if (f.name, f.how) == end), None) for end in _ENDS)
    if since is not None and until is not None:
        drivers = [d for d in drivers if d.ordered] + [_Driver(None, tuple(_stretches(since, until)))]
    if len(drivers) == 1 and drivers[0].ordered:
        return drivers[0]

    def size(driver: _Driver) -> int:
        some = driver.rows(space).limit(_BOUND).subquery()
        return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()

    sizes = [(size(driver), not driver.ordered, number) for number, driver in enumerate(drivers)]
    if not sizes:
        return None
    fewest, unordered, number = min(sizes)
    return None if unordered and fewest == _BOUND else drivers[number]


def _also(space: str, held: sa.FromClause, facet: Facet, number: int) -> sa.ColumnElement[bool]:
    """Whether a row has a facet too."""
    also = result_facet.alias(f"also_{number}")
    has = sa.and_(also.c.facet == facet.name, _compared(also.c.value, facet))
    if facet.how == "is":
        return sa.exists().where(also.c.space == space, has, also.c.sort == held.c.sort, also.c.key == held.c.key)
    return sa.exists().where(_of_key(also, space, held.c.key), has)


def _of_key(facets: sa.FromClause, space: str, key: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """The facets of a row. SQLite does not know how many rows are where, and would rather walk those of the space."""
    return sa.and_(facets.c.key == key, facets.c.space.concat("") == space)


def _compared(column: sa.ColumnElement[str], facet: Facet) -> sa.ColumnElement[bool]:
    value = folded(facet.value)
    return {"is": column == value, "from": column >= value, "to": column <= value}[facet.how]


_ENDS = (("end", "from"), ("start", "to"))


def _stretches(since: str, until: str) -> Iterator[tuple[str, str]]:
    """Where what has a day in this time begins, for each length that it may have."""
    first = date.fromisoformat(since).toordinal()
    for span in SPANS:
        yield _lasting(span, date.fromordinal(max(1, first - span + 1))), _lasting(span, date.fromisoformat(until))


def _days(facets: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for start, end in zip(facets.get("start", ()), facets.get("end", ()), strict=False):
        first, last = day(start), day(end)
        if first and last:
            yield _lasting(next(span for span in SPANS if (last - first).days < span), first)


def _lasting(span: int, first: date) -> str:
    return f"{span:08d} {first.isoformat()}"


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)
