"""Which claims a question selects, and their rows in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import sqlalchemy as sa
from pydantic import AfterValidator, Field

from ..model import ClaimType, Factuality, FiledClaim, Part, Standing
from .names import folded
from .projection import SPANS
from .tables import claim, claim_name

_SOME = 500  # rows fetched at once
_BOUND = 2_000  # rows counted of each part of a question; of parts that have more, any will do
_PLAIN = ("type", "standing", "factuality")


def _calendar_day(given: str) -> str:
    if date.fromisoformat(given).isoformat() != given:
        raise ValueError("give a day such as 2017-07-05")
    return given


Day = Annotated[str, AfterValidator(_calendar_day)]


class ClaimFilter(Part):
    """What claims have to be; None asks for nothing. Names match whole, without case and marks; actors by id too."""

    type: ClaimType | None = None
    factuality: Factuality | None = None
    standing: Standing | None = None
    document: str | None = None
    actor: str | None = Field(None, description="agent or target: an actor's id or a name")
    source: str | None = Field(None, description="who says so: an actor's id, a name or an outlet")
    place: str | None = Field(None, description="name of the place, or of what it lies in")
    since: Day | None = Field(None, description="about this day or later")
    until: Day | None = Field(None, description="about this day or earlier")


def page(
    connection: sa.Connection, asked: ClaimFilter, after: tuple[int, str], limit: int
) -> list[tuple[int, str, str]]:
    """(position, id, body) of the next claims after a place in their order."""
    driver = _driver(connection, asked)
    rows, place, key = _rows(asked, driver)
    query = sa.select(place, key, claim.c.body).select_from(rows).where(*_conditions(asked, driver))
    query = query.where(place >= after[0], sa.or_(place > after[0], key > after[1]))
    return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(place, key).limit(limit))]


def every(connection: sa.Connection, asked: ClaimFilter) -> Iterator[FiledClaim]:
    """All claims in order, fetched as they are asked for."""
    driver = _driver(connection, asked)
    rows, place, key = _rows(asked, driver)
    query = sa.select(claim.c.body).select_from(rows).where(*_conditions(asked, driver))
    found = connection.execute(query.order_by(place, key).execution_options(yield_per=_SOME))
    return claims(iter(found.scalars()))


def begins(column: sa.ColumnElement[str], key: str) -> sa.ColumnElement[bool]:
    """Whether an id, which is hexadecimal digits, begins with `key`; as a range, which an index answers."""
    if not re.fullmatch(r"[0-9a-f]{1,64}", key):
        return sa.false()
    return sa.and_(column >= key, column < key + "g")


def by_key(connection: sa.Connection, key: str) -> list[FiledClaim]:
    """At most two claims whose id begins with `key`."""
    query = sa.select(claim.c.body).where(begins(claim.c.id, key)).order_by(claim.c.id).limit(2)
    return list(claims(iter(connection.execute(query).scalars().all())))


def of_document(connection: sa.Connection, document: str) -> list[FiledClaim]:
    """All claims of one document."""
    query = sa.select(claim.c.body).where(claim.c.document == document).order_by(claim.c.position, claim.c.id)
    return list(claims(iter(connection.execute(query).scalars().all())))


def count(connection: sa.Connection, asked: ClaimFilter) -> int:
    """How many claims there are."""
    driver = _driver(connection, asked)
    rows, _, _ = _rows(asked, driver)
    query = sa.select(sa.func.count()).select_from(rows).where(*_conditions(asked, driver))
    return connection.execute(query).scalar_one()


def claims(bodies: Iterator[str]) -> Iterator[FiledClaim]:
    """Filed claims from stored JSON."""
    return (FiledClaim.model_validate_json(body) for body in bodies)


def _names(asked: ClaimFilter) -> dict[str, str]:
    given = {role: getattr(asked, role) for role in ("actor", "source", "place")}
    return {role: folded(name) for role, name in given.items() if name is not None}


def _driver(connection: sa.Connection, asked: ClaimFilter) -> str | None:
    """The part of a question that selects least: its index is walked, and the other parts are looked up.

    Databases guess this, and SQLite without knowing what the case holds; so each part is counted, up to a bound.
    """
    if asked.document is not None:
        return "document"
    parts: dict[str, sa.ColumnElement[bool]] = {}
    for name in _PLAIN:
        if (value := getattr(asked, name)) is not None:
            parts[name] = claim.c[name] == value
    for role, key in _names(asked).items():
        parts[role] = sa.and_(claim_name.c.role == role, claim_name.c.key == key)
    if asked.since is not None or asked.until is not None:
        parts["days"] = sa.and_(*_days(asked))
    if len(parts) < 2:
        return next(iter(parts), None)

    def size(name: str) -> int:
        some = sa.select(sa.literal(1).label("one")).where(parts[name]).limit(_BOUND).subquery()
        return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()

    return min(parts, key=size)


def _rows(asked: ClaimFilter, driver: str | None) -> tuple[sa.FromClause, sa.ColumnElement[int], sa.ColumnElement[str]]:
    """What to select from, and the two columns of its order."""
    if driver in _names(asked):
        return claim_name.join(claim, claim.c.id == claim_name.c.claim), claim_name.c.position, claim_name.c.claim
    # In this order no index gives a stretch of days; "+ 0" keeps SQLite from walking the whole case in it instead.
    return claim, claim.c.position + 0 if driver == "days" else claim.c.position, claim.c.id


def _conditions(asked: ClaimFilter, driver: str | None) -> Iterator[sa.ColumnElement[bool]]:
    for name in _PLAIN:
        if (value := getattr(asked, name)) is not None:
            yield (claim.c[name] if name == driver else _looked_up(claim.c[name])) == value
    for role, key in _names(asked).items():
        held = claim_name if role == driver else claim_name.alias(f"also_{role}")
        named = sa.and_(held.c.role == role, held.c.key == key)
        here = sa.and_(held.c.position == claim.c.position, held.c.claim == claim.c.id)
        yield named if role == driver else sa.exists().where(named, here)
    if asked.document is not None:
        yield claim.c.document == asked.document.replace("\0", "")
    if driver == "days":
        yield from _days(asked)
    else:
        if asked.since is not None:
            yield _looked_up(claim.c.end) >= asked.since
        if asked.until is not None:
            yield _looked_up(claim.c.start) <= asked.until


def _looked_up(column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """The column as an expression, for which no index is walked."""
    return column.concat("")


def _days(asked: ClaimFilter) -> Iterator[sa.ColumnElement[bool]]:
    if asked.since is not None:
        yield claim.c.end >= asked.since
    if asked.until is not None:
        yield claim.c.start <= asked.until
    if asked.since is not None and asked.until is not None:
        # Two days between which a claim of each length can begin: two ends alone leave all that is older or newer.
        first = date.fromisoformat(asked.since).toordinal()
        begin = {span: date.fromordinal(max(1, first - span + 1)).isoformat() for span in SPANS}
        lengths = ((claim.c.span == span, claim.c.start.between(begin[span], asked.until)) for span in SPANS)
        yield sa.or_(*(sa.and_(*both) for both in lengths))
