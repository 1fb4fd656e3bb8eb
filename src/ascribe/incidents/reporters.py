"""Who reported one text: the agency that its copies credit, else the outlet that had it first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from ..documents.origin import agency_named
from ..model import Document, Part
from .shingles import rules


class Printed(Part):
    """A document as it states who printed it; `agency` is a credit, `site` the host of its address."""

    id: str
    outlet: str | None = None
    agency: str | None = None
    site: str | None = None
    published: str | None = None


class Reporters(NamedTuple):
    """Keys of those who reported a text, in order; their names in words; and how they are known."""

    keys: tuple[str, ...]
    name: str
    why: str


def printed(document: Document) -> Printed:
    """What a document states; an outlet that is an agency credits itself."""
    agency = document.origin or (agency_named(document.outlet) if document.outlet else None)
    return Printed(
        id=document.sha256,
        outlet=document.outlet,
        agency=agency,
        site=_host(document.url),
        published=document.published,
    )


def reporters(copies: Sequence[Printed]) -> Reporters:
    """Who reported the text, or the passage, of these documents.

    Whatever agencies its copies credit, and the outlets that had it on an earlier day than the first that credits one.
    Without a credit, the outlet that had it first; all that may have been first, where days are equal or not stated.
    Several mean that it was one of them: the text is independent of none.

    Args:
        copies: the documents in which it stands; at least one.
    """
    credits = [one for one in copies if one.agency]
    rest = [one for one in copies if not one.agency]
    if credits:
        agencies = _by_key([part for one in credits for part in (one.agency or "").split("/")])
        days = [_day(one) for one in credits]
        before = [one for one in rest if None not in days and (_day(one) or "9") < min(d for d in days if d)]
        found = agencies | _outlets(before)
        why = f"the text is credited to {_listed(agencies)}"
        return _reporters(found, why + (f", but stood in {_listed(_outlets(before))} before" if before else ""))
    first = _maybe_first(rest)
    found = _outlets(first)
    if all(key.startswith("text:") for key in found):
        return _reporters(found, "no agency, outlet or address is stated")
    if len(found) > 1:
        return _reporters(found, "no agency is credited; which of these had it first is not known")
    return _reporters(found, "no agency is credited; " + ("it had it first" if len(copies) > 1 else "it is the outlet"))


def origin_key(name: str) -> str:
    """The key of an agency or outlet: its name in lower case without "the" and "news agency"; agencies' short names.

    "Agence France-Presse" → "afp"; "The Harbour Courier" → "harbour courier".
    """
    plain = re.sub(r"^the ", "", " ".join((agency_named(name) or name).split()).casefold())
    return _ending().sub("", plain) or plain


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w) (?:{'|'.join(map(re.escape, rules()['names']['endings']))})$")


def _maybe_first(copies: Sequence[Printed]) -> list[Printed]:
    """Those with the earliest day, and those without a day."""
    earliest = min((day for one in copies if (day := _day(one))), default=None)
    return [one for one in copies if _day(one) in (None, earliest)]


def _outlets(copies: Sequence[Printed]) -> dict[str, str]:
    """Keys and names of outlets; a key of its own for a document whose outlet nobody knows."""
    named = _by_key([name for one in copies if (name := one.outlet or one.site)])
    unknown = [one.id for one in copies if not (one.outlet or one.site)]
    return named | ({f"text:{min(unknown)}": "an unknown outlet"} if unknown else {})


def _by_key(names: Sequence[str]) -> dict[str, str]:
    return {origin_key(name): agency_named(name) or name for name in sorted(names, reverse=True)}


def _reporters(found: dict[str, str], why: str) -> Reporters:
    return Reporters(tuple(sorted(found)), _listed(found), why)


def _listed(found: dict[str, str]) -> str:
    names = [found[key] for key in sorted(found)]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _day(one: Printed) -> str | None:
    return one.published[:10] if one.published else None


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return re.sub(r"^www\d?\.", "", host) if host else None
