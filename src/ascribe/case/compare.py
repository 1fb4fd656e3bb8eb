"""What follows from the records, made anew and compared with what is stored; nothing is changed."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from . import tables
from .chain import Problem, shown
from .ledger import decisions
from .projection import OF_DOCUMENT, bears_on, derived
from .stored import raw

_KEYS = {tables.claim: "id", tables.lost: "decision"}  # by what a document's rows are told apart; else by all columns
_MISSING, _EXTRA = "missing: the records give it", "the records do not give it"
_LAST = 2**63  # after all numbers of decisions
# What records of the wrong shape, though rightly sealed, can raise when claims are made from them.
UNFIT = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def of_derived(connection: sa.Connection, step: Callable[[], None]) -> Iterator[Problem]:
    """What differs from what the records give: first which decision is about which document, then the claims."""
    found = list(_about(connection))
    if found:
        yield from found
        return
    ids = sa.select(tables.document.c.id).order_by(tables.document.c.sequence)
    for document in connection.execute(ids.execution_options(yield_per=500)).scalars():
        try:
            yield from _of_document(connection, document)
        except UNFIT as error:
            yield Problem(table="claim", row=document, reason=f"the records give no claims: {shown(str(error))}")
        step()
    for table in OF_DOCUMENT:
        strays = sa.except_(sa.select(table.c.document), sa.select(tables.document.c.id))
        for document in connection.execute(strays).scalars():
            yield Problem(table=table.name, row=shown(document), field="document", reason="there is no such document")


def _about(connection: sa.Connection) -> Iterator[Problem]:
    for number, group in groupby(_both(connection), key=lambda entry: entry[0]):
        sides: dict[bool, set[Any]] = {False: set(), True: set()}
        for _, stored, document in group:
            sides[stored].add(document)
        for document in sorted(map(shown, sides[False] - sides[True])):
            yield Problem(table="about", row=f"{document} of decision {number}", reason=_MISSING)
        for document in sorted(map(shown, sides[True] - sides[False])):
            yield Problem(table="about", row=f"{document} of decision {number}", reason=_EXTRA)


def _both(connection: sa.Connection) -> Iterator[tuple[int, bool, Any]]:
    """(decision, whether it is stored, document) as the records give them and as they are stored, by decision."""
    given = (
        (decision.sequence, False, document)
        for decision in decisions(connection)
        for document in sorted(bears_on(connection, decision))
    )
    query = raw(tables.about).order_by(tables.about.c.decision)
    rows = connection.execute(query.execution_options(yield_per=500))
    held = ((row.decision if isinstance(row.decision, int) else _LAST, True, row.document) for row in rows)
    return heapq.merge(given, held, key=lambda entry: entry[0])


def _of_document(connection: sa.Connection, document: str) -> Iterator[Problem]:
    _, expected = derived(connection, document)
    for table, rows in expected.items():
        stored = [dict(row._mapping) for row in connection.execute(raw(table).where(table.c.document == document))]
        if table in _KEYS:
            yield from _by_key(table, rows, stored)
        else:
            yield from _by_row(table, rows, stored)


def _by_key(table: sa.Table, rows: list[dict[str, Any]], stored: list[dict[str, Any]]) -> Iterator[Problem]:
    key = _KEYS[table]
    want, have = {row[key]: row for row in rows}, {row[key]: row for row in stored}
    for one, row in want.items():
        if one not in have:
            yield Problem(table=table.name, row=shown(one), reason=_MISSING)
            continue
        for column, value in row.items():
            if (have[one][column], type(have[one][column])) != (value, type(value)):
                yield Problem(table=table.name, row=shown(one), field=column, reason="is not what the records give")
    for one in sorted(have.keys() - want.keys(), key=repr):
        yield Problem(table=table.name, row=shown(one), reason=_EXTRA)


def _by_row(table: sa.Table, rows: list[dict[str, Any]], stored: list[dict[str, Any]]) -> Iterator[Problem]:
    columns = [column.name for column in table.c if column.name != "document"]
    want, have = (Counter(tuple(row[c] for c in columns) for row in some) for some in (rows, stored))
    for differing, reason in ((want - have, _MISSING), (have - want, _EXTRA)):
        for one in sorted(differing, key=repr):
            yield Problem(table=table.name, row=", ".join(map(shown, one)), reason=reason)
