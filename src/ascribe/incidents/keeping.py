"""Writing what follows from a case beside it: what stays the same is not written again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from ..case import Case, Result


def replace(case: Case, space: str, rows: Mapping[str, Result | str | None]) -> None:
    """Make `rows` all that is kept in a space.

    Rows whose JSON stays the same are not written, so it has to tell where their order or facets change.
    """
    new = {key: row.body if isinstance(row, Result) else row for key, row in rows.items()}
    before = {key: _digest(body) for key, body in case.results(space)}
    gone: dict[str, Result | str | None] = dict.fromkeys(before.keys() - new.keys())
    changed = {key: rows[key] for key, body in new.items() if body is None or before.get(key) != _digest(body)}
    case.keep_results(space, {**gone, **changed})


def _digest(body: str) -> bytes:
    return hashlib.blake2b(body.encode(), digest_size=16).digest()
