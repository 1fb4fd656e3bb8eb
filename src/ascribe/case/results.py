"""What later steps keep beside the case: rows of JSON by key, in an order, found by facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa

from .names import folded
from .tables import result, result_facet

_SOME = 500


@dataclass(frozen=True)
class Result:
    """JSON, where it stands in the order of its space, and by what it is found."""

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
            for name, values in r.facets.items()
            for value in sorted({folded(v)[:200] for v in values})
        ]
        _insert(connection, result_facet, facets)


def page(
    connection: sa.Connection, space: str, asked: Sequence[Facet], after: tuple[str, str], limit: int
) -> tuple[list[str], tuple[str, str] | None]:
    """At most `limit` bodies in order, and where the next begin."""
    sort, key = after
    query = sa.select(result.c.sort, result.c.key, result.c.body).where(result.c.space == space, *_having(space, asked))
    query = query.where(result.c.sort >= sort, sa.or_(result.c.sort > sort, result.c.key > key))
    rows = connection.execute(query.order_by(result.c.sort, result.c.key).limit(limit + 1)).all()
    last = (rows[limit - 1][0], rows[limit - 1][1]) if len(rows) > limit else None
    return [row[2] for row in rows[:limit]], last


def count(connection: sa.Connection, space: str, asked: Sequence[Facet], by: str | None) -> dict[str, int]:
    """How many rows there are, in all (under "") or for each value of a facet."""
    if by is None:
        query = sa.select(sa.func.count()).select_from(result).where(result.c.space == space, *_having(space, asked))
        return {"": connection.execute(query).scalar_one()}
    held = sa.select(result.c.key).where(result.c.space == space, *_having(space, asked))
    grouped = (
        sa.select(result_facet.c.value, sa.func.count())
        .where(result_facet.c.space == space, result_facet.c.facet == by, result_facet.c.key.in_(held))
        .group_by(result_facet.c.value)
        .order_by(result_facet.c.value)
    )
    return {row[0]: row[1] for row in connection.execute(grouped)}


def _having(space: str, asked: Sequence[Facet]) -> Iterator[sa.ColumnElement[bool]]:
    for facet in asked:
        value, held = folded(facet.value), result_facet.c
        compared = {"is": held.value == value, "from": held.value >= value, "to": held.value <= value}[facet.how]
        found = sa.select(held.key).where(held.space == space, held.facet == facet.name, compared)
        yield result.c.key.in_(found)


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)
