"""What changed between two exports of one case: incidents that are new, corrected or withdrawn.

Incidents are compared as rows of the table of incidents. An incident whose id changed, since another of its claims
stands for it now, is found again by its claims.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ..errors import InputError, UsageError
from .exported import Row, rows_of
from .exports.columns import APART
from .exports.incidents import INCIDENTS
from .manifest import Manifest, manifest_path, problems, read_manifest
from .persons import ANYBODY
from .wording import NAME, data

Kind = Literal["new", "corrected", "withdrawn"]
_SEVERAL = {column.name for column in INCIDENTS.columns if column.kind == "texts"}
# Told by other columns. Claims that come and go without changing anything else correct nothing.
_REPEATED = {"title", "figures", "claim_ids"}


@dataclass(frozen=True)
class Field:
    """A column that changed; `added` and `removed` where it holds several texts."""

    name: str
    before: str
    after: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def several(self) -> bool:
        """Whether the column holds several texts."""
        return self.name in _SEVERAL


@dataclass(frozen=True)
class Change:
    """An incident that changed.

    Attributes:
        row: as it is now; as it was for one that was withdrawn.
        fields: what was corrected.
        kin: of one that is new or withdrawn, the incident that shares most claims with it.
    """

    kind: Kind
    row: Row
    fields: tuple[Field, ...] = ()
    kin: Row | None = None


@dataclass(frozen=True)
class Changes:
    """All that changed between two exports, and what the two are."""

    old: Manifest
    new: Manifest
    found: tuple[Change, ...]
    same: int

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of one kind, by day."""
        return tuple(change for change in self.found if change.kind == kind)


def changes(old: Path, new: Path) -> Changes:
    """Compare two exports: sites, or tables of incidents as CSV or JSONL, each with its manifest.

    Raises:
        InputError: one is no such export, was changed since, or they are of different cases.
        UsageError: the second is of an earlier day than the first.
    """
    about = _sound(old), _sound(new)
    if about[0].case != about[1].case:
        raise InputError(f"{new}: an export of another case than {old}. Give two exports of one case.")
    if about[0].as_of > about[1].as_of:
        raise UsageError(f"{old} is as of a later day than {new}: give the older one first.")
    before, after = rows_of(old), rows_of(new)
    pairs = _pairs(before, after)
    found: list[Change] = []
    for id, earlier in pairs.items():
        fields = tuple(_fields(before[earlier], after[id]))
        if fields:
            found.append(Change("corrected", after[id], fields))
    old_home, new_home = _homes(before.values()), _homes(after.values())
    found += [Change("new", r, kin=_kin(r, old_home, before)) for id, r in after.items() if id not in pairs]
    gone = before.keys() - pairs.values()
    found += [Change("withdrawn", r, kin=_kin(r, new_home, after)) for id, r in before.items() if id in gone]
    found.sort(key=lambda change: (change.row["start"] or "9999", change.row["incident"]))
    return Changes(*about, tuple(found), len(pairs) - sum(change.kind == "corrected" for change in found))


def _sound(export: Path) -> Manifest:
    known = read_manifest(manifest_path(export))
    if touched := next(problems(export), None):
        raise InputError(f"{export}: not as it was exported ({touched}). Compare the files that were published.")
    return known


def _pairs(before: Mapping[str, Row], after: Mapping[str, Row]) -> dict[str, str]:
    """By id of an incident, the id that it had before: the same, else that of one whose claims it shares."""
    found = {id: id for id in after if id in before}
    lost = {id: row for id, row in before.items() if id not in after}
    home = _homes(lost.values())
    for id, row in after.items():
        if id not in found and (kin := _kin(row, home, lost)):
            earlier = kin["incident"]
            if lost.pop(earlier, None) is not None:
                found[id] = earlier
    return found


def _homes(rows: Iterable[Row]) -> dict[str, str]:
    """By claim, the incident that it is in."""
    return {claim: row["incident"] for row in rows for claim in _texts(row["claim_ids"])}


def _kin(row: Row, home: Mapping[str, str], rows: Mapping[str, Row]) -> Row | None:
    shared = Counter(home[claim] for claim in _texts(row["claim_ids"]) if claim in home)
    best = min(shared, key=lambda id: (-shared[id], id), default=None)
    return rows.get(best) if best is not None else None


def _fields(before: Row, after: Row) -> Iterator[Field]:
    """What differs, in the order of the table; two versions of Ascribe may have different columns."""
    for name in after:
        old, new = _unnumbered(before.get(name, after[name])), _unnumbered(after[name])
        if old == new or name in _REPEATED:
            continue
        if name in _SEVERAL:
            first, second = _texts(old), _texts(new)
            added = tuple(text for text in second if text not in set(first))
            removed = tuple(text for text in first if text not in set(second))
            if added or removed:
                yield Field(name, old, new, added, removed)
        else:
            yield Field(name, old, new)


def _unnumbered(cell: str) -> str:
    """A cell without the numbers of private persons, which differ from one export to the next."""
    return _number().sub(r"\1", cell)


@cache
def _number() -> re.Pattern[str]:
    called = data().persons.roles
    names = (*called, *(noun for nouns in called.values() for noun in nouns), ANYBODY, NAME)
    return re.compile(rf"(?i:(?<!\w)({'|'.join(map(re.escape, sorted(names)))})) \(\d+\)")


def _texts(cell: str) -> list[str]:
    return cell.split(APART) if cell else []
