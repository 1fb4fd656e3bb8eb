"""What lists of names ask of a case: which documents have changed since a decision, and results that say some words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .ledger import Decision, decisions
from .projection import EVERY, bears_on, touched
from .tables import decision, reading, result

if TYPE_CHECKING:
    from .case import Case

_SOME = 200


def changed_since(case: Case, number: int) -> frozenset[str]:
    """The documents whose claims decisions after that of this number may have changed, new documents among them."""
    with case.database.reading() as connection:
        later = list(decisions(connection, decision.c.sequence > number))
        return frozenset(id for one in later for id in _documents(connection, one))


def results_with(
    case: Case, space: str, words: str, after: tuple[str, str] = ("", "")
) -> Iterator[tuple[tuple[str, str], str]]:
    """(place in the order, body) of the results whose JSON has a string with these words, after a place in the order.

    Bodies have to be written without escapes for characters other than ASCII.
    """
    said = result.c.body.contains(json.dumps(words, ensure_ascii=False)[1:-1], autoescape=True)
    while True:
        later = sa.and_(result.c.sort >= after[0], sa.or_(result.c.sort > after[0], result.c.key > after[1]))
        query = sa.select(result.c.sort, result.c.key, result.c.body).where(result.c.space == space, later, said)
        with case.database.reading() as connection:
            rows = connection.execute(query.order_by(result.c.sort, result.c.key).limit(_SOME)).all()
        for row in rows:
            after = (row[0], row[1])
            yield after, row[2]
        if len(rows) < _SOME:
            return


def _documents(connection: sa.Connection, one: Decision) -> frozenset[str]:
    if one.kind == "read_document":
        query = sa.select(reading.c.document).where(reading.c.id == int(one.subject["id"]))
        return frozenset(connection.execute(query).scalars())
    return (bears_on(connection, one) - {EVERY}) | touched(connection, one)
