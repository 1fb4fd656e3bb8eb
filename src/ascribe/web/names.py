"""The actors and places that claims name, as lists and by their keys.

What `spelt.py` makes of them is kept beside the case: a row a document, and a row a name that sums them up, so that no
list has to load claims. After a decision only the documents that it bears on are looked at again.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from ..case import Case, ClaimFilter, Facet, Result
from ..case.lookup import changed_since, results_with
from ..case.names import folded
from ..errors import CaseError, InputError
from ..incidents.keeping import Overtaken, Writer
from .spelt import SORTS, Name, Sort, Told, row, tell
from .views import Page, cursor, place_of

_ROWS = 1  # another number makes all rows anew: for when they are made otherwise
_STATE = "web-names"
_TOLD: Mapping[Sort, str] = {"actor": "web-actors-of", "place": "web-places-of"}  # what each document names
_SPACE: Mapping[Sort, str] = {"actor": "web-actor", "place": "web-place"}  # what all of them do
_QUICK = 200  # documents that whoever asks waits for
_PATIENCE = 1.0  # seconds to wait for others
_FEW = 50  # names that are summed up one by one; of more, all are
_AT_ONCE = 200  # rows written in one go
_ONE = threading.Lock()


def listed(case: Case, sort: Sort, words: str = "", after: str | None = None, limit: int = 50) -> Page[Name]:
    """Actors or places, those of most claims first.

    Args:
        words: what a name, an id or a spelling has to have in it; case, accents and a leading "the" make no difference.
    """
    bring(case, quick=True)
    first = place_of(after, ("", ""))
    rows = results_with(case, _SPACE[sort], folded(words), (str(first[0]), str(first[1])))
    found = list(islice(((at, _name(body)) for at, body in rows if _says(body, folded(words))), limit + 1))
    more = found[limit - 1][0] if len(found) > limit else None
    return Page[Name](items=tuple(name for _, name in found[:limit]), next=cursor(more))


def one(case: Case, sort: Sort, key: str) -> Name:
    """A name by its key.

    Raises:
        InputError: no claim names it.
    """
    bring(case, quick=True)
    found = kept(case, sort, key)
    if found is None:
        raise InputError(f"{key}: no claim names {'an' if sort == 'actor' else 'a'} {sort} so. See the list of names.")
    return found


def meant(case: Case, sort: Sort, words: str) -> Name | None:
    """The one name of the case that has this key, or else alone has this spelling; None where there is none."""
    bring(case, quick=True)
    direct = kept(case, sort, words) or kept(case, sort, folded(words))
    if direct is not None or not folded(words):
        return direct
    rows = (body for _, body in results_with(case, _SPACE[sort], folded(words)) if _says(body, folded(words)))
    near = (_name(body) for body in islice(rows, _QUICK))
    found = [n for n in near if folded(words) in map(folded, (n.name, *(s.name for s in n.spellings)))]
    return found[0] if len(found) == 1 else None


def kept(case: Case, sort: Sort, key: str) -> Name | None:
    """A name by its key, as it was last kept; None where no claim names it."""
    body = case.result(_SPACE[sort], key.replace("\0", "")[:200])
    return _name(body) if body else None


def bring(case: Case, *, quick: bool = False) -> bool:
    """Bring what is kept up to date with the case; False where that was left to others.

    Args:
        quick: leave it, if it would take long or somebody is at it.
    """
    if not _ONE.acquire(timeout=_PATIENCE if quick else -1):
        return False
    try:
        return _bring(case, quick)
    except CaseError:  # somebody writes to the case for long: what is kept is shown meanwhile
        if not quick:
            raise
        return False
    finally:
        _ONE.release()


def _bring(case: Case, quick: bool) -> bool:
    head = case.head()[0]
    now = {"head": head.digest, "number": head.sequence, "rows": _ROWS}
    before = json.loads(case.result(_STATE, "state") or "{}")
    if before == now:
        return True
    whole = before.get("rows") != _ROWS
    documents = changed_since(case, 0 if whole else before["number"])
    if quick and len(documents) > _QUICK:
        return False
    writer = Writer(case, _STATE)
    try:
        changed = _documents(case, writer, sorted(documents))
        for sort in SORTS:
            _sums(case, writer, sort, None if whole else changed[sort])
        writer.keep(_STATE, {"state": json.dumps(now)})
    except Overtaken:
        return False
    return True


def _documents(case: Case, writer: Writer, documents: Sequence[str]) -> dict[Sort, set[str]]:
    """Keep what these documents name; the keys of the names of which they tell otherwise than before."""
    changed: dict[Sort, set[str]] = {sort: set() for sort in SORTS}
    for start in range(0, len(documents), _AT_ONCE):
        rows: dict[Sort, dict[str, Result]] = {sort: {} for sort in SORTS}
        for document in documents[start : start + _AT_ONCE]:
            claims = list(case.claims(ClaimFilter(document=document)))
            order = f"{case.entry(document).number:08d}"
            for sort in SORTS:
                was, now = _loaded(case.result(_TOLD[sort], document)), tell(claims, sort)
                different = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
                if different:
                    body = json.dumps({name: vars(told) for name, told in now.items()})
                    rows[sort][document] = Result(body, order, {sort: tuple(now)})
                    changed[sort] |= different
        for sort in SORTS:
            writer.keep(_TOLD[sort], rows[sort])
    return changed


def _sums(case: Case, writer: Writer, sort: Sort, keys: set[str] | None) -> None:
    """Sum names up and keep them: those of these keys, or all."""
    sums = _all(case, sort) if keys is None or len(keys) > _FEW else {key: _sum(case, sort, key) for key in keys}
    there = {key for key, _ in case.results(_SPACE[sort])} if keys is None else keys
    wanted = sorted(there | sums.keys() if keys is None else keys)
    for start in range(0, len(wanted), _AT_ONCE):
        some = {key: sums.get(key, Told()) for key in wanted[start : start + _AT_ONCE]}
        rows = {key: row(sort, key, told) if told.claims else None for key, told in some.items()}
        writer.keep(_SPACE[sort], rows)


def _loaded(body: str | None) -> dict[str, Told]:
    """What a row of a document tells."""
    return {key: Told(**fields) for key, fields in json.loads(body or "{}").items()}


def _sum(case: Case, sort: Sort, key: str) -> Told:
    """What all documents tell of one name, in their order."""
    whole = Told()
    for body in _pages(case, sort, [Facet(sort, key)]):
        fields = json.loads(body).get(key)
        if fields is not None:
            whole.add(Told(**fields))
    return whole


def _all(case: Case, sort: Sort) -> dict[str, Told]:
    held: dict[str, Told] = {}
    for body in _pages(case, sort, []):
        for key, told in _loaded(body).items():
            held.setdefault(key, Told()).add(told)
    return held


def _pages(case: Case, sort: Sort, facets: list[Facet]) -> Iterator[str]:
    """What the documents tell of actors or places, in the order of the documents."""
    after: tuple[str, str] | None = ("", "")
    while after is not None:
        bodies, after = case.page_results(_TOLD[sort], facets, after=after, limit=_AT_ONCE)
        yield from bodies


def _name(body: str) -> Name:
    return Name.model_validate(json.loads(body)["name"])


def _says(body: str, words: str) -> bool:
    return words in json.loads(body)["find"]
