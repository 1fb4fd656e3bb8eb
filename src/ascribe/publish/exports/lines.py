"""One JSON object a line: records as the case holds them, and events in the form of PLOVER."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ...model import Mention
from ...reading.actors import catalogue
from ...render.safe import escaped
from ..view import View
from .claims import Told, told
from .coded import country
from .columns import plain

NOTICE = """\
Ascribe, a program, read reports and coded them by the PLOVER codebook of the Open Event Data Alliance. Nobody of that
project has seen this file. There is a line for each claim that the codebook has a code for. `source` and `target` are
PLOVER's words for who acts and who is acted upon; who says so is in `ascribe.said_by`.
"""
RECORDS = ("documents", "incidents", "claims", "series", "forecasts")


def write_records(view: View, path: Path, *, only: str | None = None) -> None:
    """Every record that may leave, or those of one kind; `record` says of which kind a line is."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for kind in RECORDS:
            if only in (None, kind):
                for one in _stream(view, kind):
                    stream.write(_line({"record": kind, **one.model_dump(mode="json")}))


def _stream(view: View, kind: str) -> Iterator[BaseModel]:
    found: Iterator[BaseModel] = getattr(view, kind)()
    return found


def write_plover(view: View, path: Path) -> None:
    """Claims as events of PLOVER, with the fields of its gold standard records; what is not known is left out."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for one in told(view):
            if one.filed.claim.plover and one.filed.claim.plover["event"]:
                stream.write(_line(_event(one, one.filed.claim.plover)))


def _event(one: Told, code: Mapping[str, str | None]) -> dict[str, Any]:
    filed, claim, entry = one.filed, one.filed.claim, one.entry
    said = [m.name for m in claim.attribution.source] if claim.attribution else [entry.outlet] if entry.outlet else []
    fields: dict[str, Any] = {
        "id": f"ASCRIBE-{claim.id}", "date": claim.when.start if claim.when else None,
        "source": _actors(claim.agent), "target": _actors(claim.target),
        "event": code["event"], "eventText": filed.trigger, "mode": code["mode"],
        "text": filed.sentence, "language": entry.language, "publication": entry.outlet, "coder": "Ascribe, a program",
        "ascribe": {
            "said_by": said, "factuality": claim.factuality, "standing": filed.standing,
            "end": claim.when.end if claim.when else None,
            "time_precision": claim.when.precision if claim.when else None,
            "place": filed.place.name if filed.place else None,
            "latitude": claim.where.latitude if claim.where else None,
            "longitude": claim.where.longitude if claim.where else None,
            "place_precision": claim.where.precision if claim.where else None,
            "quantities": [{"of": q.of, "low": plain(q.low), "best": plain(q.best), "high": plain(q.high)}
                           for q in claim.quantities],
            "document": filed.document, "published": entry.published,
        },
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _actors(mentions: Iterable[Mention]) -> list[dict[str, str]]:
    """Who: the words, and the code of the country where the catalogue of actors knows a single one."""
    out = []
    for one in mentions:
        actor = catalogue().get(one.actor) if one.actor else None
        home = country(actor.country[0]) if actor and len(actor.country) == 1 else None
        out.append({"actorText": one.name, **({"code": home.code} if home else {})})
    return out


def _line(fields: Mapping[str, Any]) -> str:
    return escaped(json.dumps(fields, ensure_ascii=False, separators=(",", ":"))) + "\n"
