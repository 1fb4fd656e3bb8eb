"""The chain of decisions, recomputed row by row: which rows are not as they were sealed.

What a reader of a touched case sees may be of any type and shape, so rows are taken as they are, not as `Decision`s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import UsageError
from ..model import Part
from .kinds import checked, kind_of
from .ledger import FIRST, canonical, digest_of

_CONTENT = "its number, at, author, kind, subject, value or why was changed"


class Problem(Part):
    """Something in a case that is not as the record says; `str()` is one line."""

    table: str
    row: str | None = None
    field: str | None = None
    reason: str

    def __str__(self) -> str:
        row = f" {self.row}" if self.row else ""
        field = f", {self.field}" if self.field else ""
        return f"{self.table}{row}{field}: {self.reason}."


def shown(value: Any) -> str:
    """A stored value, which may be anybody's, on one short line."""
    text = value if isinstance(value, str) else repr(value)
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:80])


def digest(value: Any) -> str | None:
    """`digest_of`; None where the value is none that the program stores."""
    try:
        return digest_of(value)
    except (TypeError, ValueError, RecursionError):
        return None


@dataclass(frozen=True)
class Link:
    """A stored row; its subject and value, None where they are no JSON objects; and the digest that its fields give."""

    row: Mapping[str, Any]
    subject: dict[str, Any] | None
    value: dict[str, Any] | None
    computed: str | None

    @property
    def number(self) -> int:
        """Its place in the chain."""
        return int(self.row["sequence"])

    @property
    def digest(self) -> Any:
        """The digest that is stored."""
        return self.row["digest"]

    @property
    def readable(self) -> bool:
        """Whether subject and value are JSON objects."""
        return self.subject is not None and self.value is not None

    @property
    def sealed(self) -> bool:
        """Whether the fields give the digest that is stored."""
        return self.computed is not None and self.computed == self.digest

    def sealed_after(self, previous: Any) -> bool:
        """Whether they would if `previous` were that."""
        fields = _fields({**self.row, "previous": previous}, self.subject, self.value)
        return digest(fields) == str(self.digest)


def link(row: Mapping[str, Any]) -> Link:
    """A row with what is recomputed of it."""
    subject, value = _parsed(row["subject"]), _parsed(row["value"])
    return Link(row, subject, value, digest(_fields(row, subject, value)))


class Chain:
    """Follows the rows in order of their numbers.

    Args:
        head: the number and the digest of the last decision, as the case's row has them.
    """

    def __init__(self, head: tuple[Any, Any]) -> None:
        self.head, self.head_digest = head
        self._last: Link | None = None
        self._doubtful = False  # whether the last row's fields do not give its digest, and which is wrong is open
        self._at_head: Any = None  # the digest of the row whose number the head has

    def follow(self, here: Link) -> Iterator[Problem]:
        """What is wrong with the next row, with its tie to the one before, and with that one in its light."""
        last, number = self._last, here.number
        expected = last.number + 1 if last else 1
        gap = number != expected
        yield from self._resolve(None if gap else here.row["previous"])
        if gap:
            missing = str(expected) if number == expected + 1 else f"{expected} to {number - 1}"
            yield Problem(table="decision", row=missing, reason=f"missing: the next that is there is {number}")
        yield from _form(here)
        ties = {FIRST} if number == 1 else {last.digest, last.computed} if last and not gap else None
        if ties is not None and here.row["previous"] not in ties:
            yield from self._untied(here, FIRST if last is None else last.digest)
        else:
            self._doubtful = here.readable and not here.sealed
        self._last = here
        if number == self.head:
            self._at_head = here.digest

    def end(self) -> Iterator[Problem]:
        """What is wrong with the last row, and with where the case says that the chain ends."""
        last = self._last
        number = last.number if last else 0
        yield from self._resolve(self.head_digest if self.head == number else None)
        if self.head == number:
            if last is None or self.head_digest not in (last.digest, last.computed):
                reason = f"is not the digest of decision {number}, the last: one of the two was changed"
                yield Problem(table="case", field="head_digest", reason=reason)
        elif last is None or not isinstance(self.head, int) or self.head_digest == last.digest:
            yield Problem(table="case", field="head", reason=f"is {shown(self.head)}, the last decision is {number}")
        elif self.head > number:
            missing = str(self.head) if self.head == number + 1 else f"{number + 1} to {self.head}"
            yield Problem(table="decision", row=missing, reason=f"missing at the end: the last there is {number}")
        elif self.head_digest == self._at_head:
            reason = f"the case ends with decision {self.head}: what comes after it was not put there by the program"
            yield Problem(table="decision", row=str(self.head + 1), reason=reason)
        else:
            reason = f"head and head_digest, {shown(self.head)}, do not fit the last decision, {number}"
            yield Problem(table="case", field="head", reason=reason)

    def _resolve(self, witness: Any) -> Iterator[Problem]:
        """Say which part of the doubtful last row was touched; `witness` is what its successor keeps as its digest."""
        if self._doubtful and self._last is not None:
            row, self._doubtful = str(self._last.number), False
            if witness is not None and witness == self._last.computed:
                yield Problem(table="decision", row=row, field="digest", reason="was changed")
            elif witness is not None and witness == self._last.digest:
                yield Problem(table="decision", row=row, reason=_CONTENT)
            else:
                yield Problem(table="decision", row=row, reason=f"{_CONTENT}, or its digest")

    def _untied(self, here: Link, before: Any) -> Iterator[Problem]:
        self._doubtful = False
        if here.sealed_after(before):
            yield Problem(table="decision", row=str(here.number), field="previous", reason="was changed")
        elif here.sealed and self._last is not None:
            reason = f"was changed and sealed anew after decision {here.number} was made"
            yield Problem(table="decision", row=str(self._last.number), reason=reason)
        else:
            reason = "is not the digest of the decision before" if here.number > 1 else "is not 64 zeros"
            yield Problem(table="decision", row=str(here.number), field="previous", reason=reason)
            if here.readable and not here.sealed:
                yield Problem(table="decision", row=str(here.number), reason=f"{_CONTENT}, or its digest")


def _form(here: Link) -> Iterator[Problem]:
    """Subject and value as they are written, and whether they fit the kind."""
    row = str(here.number)
    for name, value in (("subject", here.subject), ("value", here.value)):
        if value is None:
            yield Problem(table="decision", row=row, field=name, reason="is no JSON object")
        elif canonical(value) != here.row[name]:
            yield Problem(table="decision", row=row, field=name, reason="is not written as the program writes it")
    if here.sealed and kind_of(here.row["kind"]) is not None:
        try:
            checked(here.row["kind"], here.subject, here.value)
        except UsageError as error:
            yield Problem(table="decision", row=row, reason=f"does not fit its kind: {shown(str(error).rstrip('.'))}")


def _fields(row: Mapping[str, Any], subject: Any, value: Any) -> dict[str, Any]:
    """All that the digest is taken of."""
    kept = {name: row[name] for name in ("sequence", "at", "author", "kind", "why", "previous")}
    return {**kept, "subject": subject, "value": value}


def _parsed(text: Any) -> dict[str, Any] | None:
    """A JSON object that the program may have written; None where it is none."""
    try:
        found = json.loads(text)
        canonical(found)
    except (TypeError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
