"""Writing what follows from a case beside it: what stays the same is not written again, and one at a time writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from uuid import uuid4

from ..case import Case, Result

Rows = Mapping[str, Result | str | None]


class Overtaken(Exception):
    """Somebody else has begun to bring the same up to date."""


class Writer:
    """Writes until somebody else begins to; so two who bring the same up to date at once never mix their rows.

    Args:
        case: open.
        about: the space whose key `state` says what is whole; it is marked as in the making.
    """

    def __init__(self, case: Case, about: str) -> None:
        self._case, self._about, self._mark = case, about, json.dumps({"by": uuid4().hex})
        case.keep_results(about, {"state": self._mark})

    def keep(self, space: str, rows: Rows) -> None:
        """Keep rows; None forgets a key.

        Raises:
            Overtaken: somebody else has begun since.
        """
        if not self._case.keep_results(space, rows, only_if=(self._about, "state", self._mark)):
            raise Overtaken

    def replace(self, space: str, rows: Rows) -> None:
        """Make `rows` all that is kept in a space; see `keep` and `changed`."""
        self.keep(space, changed(self._case, space, rows))


def changed(case: Case, space: str, rows: Rows) -> dict[str, Result | str | None]:
    """What has to be written for `rows` to be all that is kept in a space.

    Rows whose JSON stays the same are left out, so it has to tell where their order or facets change.
    """
    new = {key: row.body if isinstance(row, Result) else row for key, row in rows.items()}
    before = {key: _digest(body) for key, body in case.results(space)}
    gone: dict[str, Result | str | None] = dict.fromkeys(before.keys() - new.keys())
    return gone | {key: rows[key] for key, body in new.items() if body is None or before.get(key) != _digest(body)}


def _digest(body: str) -> bytes:
    return hashlib.blake2b(body.encode(), digest_size=16).digest()
