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
from .projection import SPANS, SPREAD
from .tables import claim, claim_name, document

_SOME = 500  # rows fetched at once


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
    rows, place, key = _rows(asked)
    query = sa.select(place, key, claim.c.body).select_from(rows).where(*_conditions(connection, asked, rows))
    query = query.where(place >= after[0], sa.or_(place > after[0], key > after[1]))
    return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(place, key).limit(limit))]


def every(connection: sa.Connection, asked: ClaimFilter) -> Iterator[FiledClaim]:
    """All claims in order, fetched as they are asked for."""
    rows, place, key = _rows(asked)
    query = sa.select(claim.c.body).select_from(rows).where(*_conditions(connection, asked, rows))
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
    rows, _, _ = _rows(asked)
    query = sa.select(sa.func.count()).select_from(rows).where(*_conditions(connection, asked, rows))
    return connection.execute(query).scalar_one()


def claims(bodies: Iterator[str]) -> Iterator[FiledClaim]:
    """Filed claims from stored JSON."""
    return (FiledClaim.model_validate_json(body) for body in bodies)


def _names(asked: ClaimFilter) -> Iterator[tuple[str, str]]:
    for role in ("actor", "source", "place"):
        if (value := getattr(asked, role)) is not None:
            yield role, folded(value)


def _rows(asked: ClaimFilter) -> tuple[sa.FromClause, sa.ColumnElement[int], sa.ColumnElement[str]]:
    """What to select from, and the two columns of its order: those of a name's index where a name is asked for."""
    if not any(_names(asked)):
        return claim, claim.c.position, claim.c.id
    return claim_name.join(claim, claim.c.id == claim_name.c.claim), claim_name.c.position, claim_name.c.claim


def _conditions(connection: sa.Connection, asked: ClaimFilter, rows: sa.FromClause) -> Iterator[sa.ColumnElement[bool]]:
    for name in ("type", "factuality", "standing"):
        if (value := getattr(asked, name)) is not None:
            yield claim.c[name] == value
    held: sa.FromClause = claim_name
    for role, key in _names(asked):
        if held is claim_name:
            yield sa.and_(held.c.role == role, held.c.key == key)
        else:
            same = sa.and_(held.c.position == claim_name.c.position, held.c.claim == claim_name.c.claim)
            yield sa.exists().where(held.c.role == role, held.c.key == key, same)
        held = claim_name.alias(f"also_{role}")
    if asked.document is not None:
        yield from _in_document(connection, asked.document, claim if rows is claim else claim_name)
    if asked.since is not None and asked.until is not None:
        yield _within(asked.since, asked.until)
    if asked.since is not None:
        yield claim.c.end >= asked.since
    if asked.until is not None:
        yield claim.c.start <= asked.until


def _in_document(connection: sa.Connection, id: str, rows: sa.FromClause) -> Iterator[sa.ColumnElement[bool]]:
    """By position, which the indexes of all other questions hold too."""
    number = connection.execute(sa.select(document.c.sequence).where(document.c.id == id.replace("\0", ""))).scalar()
    yield rows.c.document == id.replace("\0", "")
    yield rows.c.position.between((number or 0) * SPREAD, ((number or 0) + 1) * SPREAD - 1)


def _within(since: str, until: str) -> sa.ColumnElement[bool]:
    """Two days between which a claim of each length can begin: two ends alone leave all that is older or newer."""
    first = date.fromisoformat(since).toordinal()
    begin = {span: date.fromordinal(max(1, first - span + 1)).isoformat() for span in SPANS}
    return sa.or_(*(sa.and_(claim.c.span == span, claim.c.start.between(begin[span], until)) for span in SPANS))
