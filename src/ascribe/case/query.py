"""Which claims a question selects, and their rows in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field

from ..model import ClaimType, Factuality, FiledClaim, Part, Standing
from .names import folded
from .tables import claim, claim_name

_Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]


class ClaimFilter(Part):
    """What claims have to be; None asks for nothing. Names match whole, without case and marks; actors by id too."""

    type: ClaimType | None = None
    factuality: Factuality | None = None
    standing: Standing | None = None
    document: str | None = None
    actor: str | None = Field(None, description="agent or target: an actor's id or a name")
    source: str | None = Field(None, description="who says so: an actor's id, a name or an outlet")
    place: str | None = Field(None, description="name of the place, or of what it lies in")
    since: _Day | None = Field(None, description="about this day or later")
    until: _Day | None = Field(None, description="about this day or earlier")


def select(
    connection: sa.Connection, asked: ClaimFilter, after: tuple[int, str], limit: int
) -> list[tuple[int, str, str]]:
    """(position, id, body) of the next claims after a place in their order."""
    position, key = after
    query = sa.select(claim.c.position, claim.c.id, claim.c.body).where(*_conditions(asked))
    query = query.where(claim.c.position >= position, sa.or_(claim.c.position > position, claim.c.id > key))
    found = connection.execute(query.order_by(claim.c.position, claim.c.id).limit(limit))
    return [(row[0], row[1], row[2]) for row in found]


def by_key(connection: sa.Connection, key: str) -> list[FiledClaim]:
    """At most two claims whose id begins with `key`."""
    query = sa.select(claim.c.body).where(claim.c.id.startswith(key, autoescape=True)).order_by(claim.c.id).limit(2)
    return list(claims(iter(connection.execute(query).scalars().all())))


def of_document(connection: sa.Connection, document: str) -> list[FiledClaim]:
    """All claims of one document."""
    query = sa.select(claim.c.body).where(claim.c.document == document).order_by(claim.c.position, claim.c.id)
    return list(claims(iter(connection.execute(query).scalars().all())))


def count(connection: sa.Connection, asked: ClaimFilter) -> int:
    """How many claims there are."""
    return connection.execute(sa.select(sa.func.count()).select_from(claim).where(*_conditions(asked))).scalar_one()


def claims(bodies: Iterator[str]) -> Iterator[FiledClaim]:
    """Filed claims from stored JSON."""
    return (FiledClaim.model_validate_json(body) for body in bodies)


def _conditions(asked: ClaimFilter) -> Iterator[sa.ColumnElement[bool]]:
    for name in ("type", "factuality", "standing", "document"):
        if (value := getattr(asked, name)) is not None:
            yield claim.c[name] == value
    for role in ("actor", "source", "place"):
        if (value := getattr(asked, role)) is not None:
            # By position too: the two tables can then be walked side by side.
            wanted = sa.select(claim_name.c.claim).where(
                claim_name.c.role == role, claim_name.c.key.in_({value, folded(value)})
            )
            yield claim.c.id.in_(wanted)
    if asked.since is not None:
        yield claim.c.end >= asked.since
    if asked.until is not None:
        yield claim.c.start <= asked.until
