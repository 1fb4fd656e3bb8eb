"""What people write, turned into what decisions are about: words into spans, names into places, fields into JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import InputError, UsageError
from ..model import Document, Place, Span
from .names import folded
from .query import ClaimFilter
from .state import MENTIONS

if TYPE_CHECKING:
    from .case import Case


def spans_of(text: str, words: str) -> tuple[Span, ...]:
    """Where whole words stand in a text; blanks and line breaks count alike.

    Raises:
        UsageError: nowhere.
    """
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = tuple(match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)) if pattern else ()
    if not found:
        raise UsageError(f'The document does not say "{words}". Give words as they stand in it.')
    return found


def only_span(spans: Iterable[Span], words: str, at: int | None) -> Span:
    """The one span, or the one that begins at `at`.

    Raises:
        UsageError: there are several, or none begins there.
    """
    given = sorted(set(spans))
    chosen = [span for span in given if at is None or span[0] == at]
    if len(chosen) != 1:
        places = ", ".join(str(begin) for begin, _ in given) or "no place"
        raise UsageError(f'"{words}" stands at {places}. Say which by --at.')
    return chosen[0]


def mentions_of(case: Case, document: Document, words: str) -> tuple[Span, ...]:
    """Where words stand in a document as a mention of one of its claims.

    Raises:
        UsageError: the document does not say them.
    """
    claims = [filed.claim for filed in case.claims(ClaimFilter(document=document.sha256))]
    slots = [m for claim in claims for slot in MENTIONS for m in getattr(claim, slot)]
    said = [m for c in claims if c.attribution for m in (*c.attribution.source, *c.attribution.via)]
    held = {(m.begin, m.end) for m in (*slots, *said)}
    return tuple(span for span in spans_of(document.text, words) if span in held)


def fields(given: Sequence[str], text: str, near: Span) -> dict[str, Any]:
    """Values of a claim's fields from `field=value`.

    A value is JSON, or else plain text. Plain text in agent, target, instrument, place, time and attribution is words
    of the document, those nearest to `near`; in `when` a day or `first/last`, in `where` `latitude,longitude`. An
    object with `text` and without `begin`, such as {"of": "killed", "low": 12, "text": "a dozen"}, is put where these
    words stand.

    Raises:
        UsageError: there is no "=", or the document does not say the words.
    """
    values: dict[str, Any] = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign:
            raise UsageError(f"{one}: write FIELD=VALUE, such as factuality=denied.")
        values[name.strip()] = _value(name.strip(), _read(value), text, near)
    return values


def place(case: Case, name: str) -> Place:
    """The one place of the case's claims that a name or a gazetteer id means.

    Raises:
        InputError: none, or several, are so called.
    """
    held: dict[str, Place] = {}
    for filed in case.claims(ClaimFilter(place=name)):
        here = filed.place
        if here is not None and here.gazetteer_id and folded(name) in (folded(here.name), folded(here.text)):
            held.setdefault(here.gazetteer_id, here)
    if not held:
        every = (filed.place for filed in case.claims() if filed.place is not None)
        held = {found.gazetteer_id: found for found in every if found.gazetteer_id == name}
    if len(held) != 1:
        reason = f"it may be any of {', '.join(sorted(held))}" if held else "no claim's located place is so called"
        raise InputError(f"{name}: {reason}. Give a place's id; `ascribe claims --format csv` has them.")
    return next(iter(held.values()))


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _value(name: str, value: Any, text: str, near: Span) -> Any:
    if name in (*MENTIONS, "quantities"):
        parts = [] if value is None else value if isinstance(value, list) else [value]
        return [_part(part, text, near, named=name != "quantities") for part in parts]
    if name == "attribution" and value is not None and not isinstance(value, dict):
        sources = value if isinstance(value, list) else [value]
        return {"source": [_part(part, text, near) for part in sources], "form": "indirect", "confidence": 1.0}
    if name == "when" and isinstance(value, str):
        first, _, last = value.partition("/")
        return {"start": first, "end": last or first, "precision": "day"}
    if name == "where" and isinstance(value, str) and re.fullmatch(r"\s*-?[\d.]+\s*,\s*-?[\d.]+\s*", value):
        latitude, longitude = map(float, value.split(","))
        return {"latitude": latitude, "longitude": longitude, "precision": "point"}
    return value


def _part(part: Any, text: str, near: Span, *, named: bool = True) -> Any:
    """Words of the document as a mention or a quantity."""
    given = {"text": str(part)} if isinstance(part, str | int | float) else part
    if not isinstance(given, dict) or "text" not in given or "begin" in given:
        return given
    begin, end = min(spans_of(text, given["text"]), key=lambda span: (abs(span[0] - near[0]), span))
    here = {"begin": begin, "end": end, "text": text[begin:end]}
    mention = {"name": text[begin:end], "confidence": 1.0} if named else {}
    return {**mention, **given, **here}
