"""Whose wire copy a report is, as its dateline, byline or credit lines say (`ontology/agencies.json`)."""

from __future__ import annotations

import re
from functools import cache

from .lines import Line, first_lines, last_lines
from .tables import table

_SIGN_OFF = re.compile(
    r"[(\[]\s*(?:Additional )?Reporting by [^()\[\]]{2,300};[^()\[\]]{0,300}\b(?:Editing|Writing) by [^()\[\]]+"
)
_RIGHTS = re.compile(
    r"©|\(c\)|\bcopyright\b|\ball rights reserved\b|\b(?:19|20)\d{2}\b|^\s*(?:source|from|via|credit)\s*:|^\s*by(?=\s)",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"^(?P<agency>[^.,;:()]{2,40}?) (?:staff )?(?:writer|journalist|reporter|correspondent)s?\b.{0,300}\bcontributed\b"
)
_AT_THE_END = re.compile(
    r"(?:[(\[](?P<in>[^()\[\]]{2,40})[)\]]|[.!?”\"’']\s*(?:--|[-–—/])\s*(?P<after>[\w'’ -]{2,40}))\.?$"
)
_WRITER = re.compile(r"\b(?:staff )?(?:writer|correspondent|reporter)s?$", re.IGNORECASE)


def agency_named(words: str) -> str | None:
    """The short name of the agency, or agencies parted by "/", that `words` name and nothing else, or None.

    "Agence France-Presse" → "AFP"; "Reuters/AFP" → "Reuters/AFP".
    """
    whole = _agencies().get(_key(words))
    if whole is not None:
        return whole
    names = [_agencies().get(_key(part)) for part in re.split(r"\s*(?:/|,|&|\band\b)\s*", words)]
    return "/".join(dict.fromkeys(n for n in names if n)) if names and all(names) else None


def credited(text: str) -> str | None:
    """The agency that the credit lines at the top or the end of `text` name, or None.

    Reporting and editing credits in one bracket, parted by semicolons, are the sign-off that Reuters puts under its
    copy; an agency named among them goes before. A photo credit or "with AFP" is none.
    """
    top, end = first_lines(text, 5), last_lines(text, 5)
    for line in [*reversed(end), *top]:
        found = _credit_line(line)
        if found is not None:
            return found
    if end:
        match = _AT_THE_END.search(end[-1].text[-120:])
        if match is not None:
            return agency_named(match["in"] or match["after"])
    return None


def _credit_line(line: Line) -> str | None:
    if len(line.text) <= 120:
        bare = _WRITER.sub("", _RIGHTS.sub(" ", line.text).strip(" \t.,:;|()[]-–—/"))
        found = agency_named(bare.strip(" .,:;|()[]-–—/")) if bare else None
        if found is not None:
            return found
    match = _CONTRIBUTED.match(line.text.lstrip("_—–- "))
    if match is not None:
        return agency_named(match["agency"])
    match = _SIGN_OFF.search(line.text)
    if match is None:
        return None
    named = [agency_named(part.strip()) for part in re.split(r"[,;()\[\]]", match.group())]
    return next((name for name in named if name), _agency_that_signs_off())


@cache
def _agencies() -> dict[str, str]:
    return {_key(name): entry["name"] for entry in table("agencies") for name in (entry["name"], *entry["names"])}


@cache
def _agency_that_signs_off() -> str | None:
    return next((entry["name"] for entry in table("agencies") if entry.get("signs_off")), None)


def _key(words: str) -> str:
    return re.sub(r"^the ", "", re.sub(r"[\s.]+", " ", words.replace("’", "'")).strip().lower())
