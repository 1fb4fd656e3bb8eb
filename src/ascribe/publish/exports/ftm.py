"""FollowTheMoney (followthemoney.tech): documents, known actors, places and incidents as linked entities."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ...case import Entry
from ...incidents.model import Incident
from ...model import Place
from ...reading.actors import catalogue
from ...render.safe import escaped, visible
from .. import phrases
from ..view import View
from .incidents import denied_by, said_by

NOTICE = """\
Entities of FollowTheMoney, made by Ascribe, a program that read reports. An Event is what speakers say, not what
happened: `notes` tell who says so, who denies it, and how well it is corroborated. Parties that the catalogue of actors
knows are Organizations; whom it does not know stands in `namesMentioned`.
"""


def write_ftm(view: View, path: Path) -> None:
    """The documents of a view, then its incidents, each after the actors that come up in it for the first time."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for one in _entities(view):
            stream.write(escaped(json.dumps(one, ensure_ascii=False, separators=(",", ":"))) + "\n")


def _entities(view: View) -> Iterator[dict[str, Any]]:
    for entry in view.documents():
        yield _article(entry)
    seen: set[str] = set()
    for one in view.incidents():
        for id in _known(one):
            if id not in seen:
                seen.add(id)
                yield _organisation(id)
        if one.place is not None:
            yield _address(one.id, one.place)
        yield _event(one)


def _article(entry: Entry) -> dict[str, Any]:
    return _entity(
        f"document-{entry.id}", "Article", title=[entry.title or entry.name], publisher=[entry.outlet],
        author=[entry.author], publishedAt=[entry.published and entry.published[:10]],
        sourceUrl=[entry.url if (entry.url or "").startswith(("http://", "https://")) else None],
    )  # fmt: skip


def _organisation(id: str) -> dict[str, Any]:
    actor = catalogue().get(id)
    assert actor is not None
    return _entity(f"actor-{id}", "Organization", name=[actor.name], country=[c.lower() for c in actor.country])


def _address(incident: str, place: Place) -> dict[str, Any]:
    precise = place.precision not in ("country", "unknown")
    return _entity(
        f"place-{incident}", "Address", full=[place.name], country=[place.country and place.country.lower()],
        latitude=[str(place.latitude) if precise and place.latitude is not None else None],
        longitude=[str(place.longitude) if precise and place.longitude is not None else None],
        remarks=[phrases.where(place)],
    )  # fmt: skip


def _event(one: Incident) -> dict[str, Any]:
    place, known = one.place, _known(one)
    others = [name for name, actor in _parties(one) if actor not in known]
    notes = [
        f"Grade {one.grade.reason}", *(phrases.figure(f) for f in one.figures if f.of != "other"),
        *(f"{verb}: {', '.join(names)}" for verb, names in (("Said by", said_by(one)), ("Denied by", denied_by(one)))
          if names),
    ]  # fmt: skip
    return _entity(
        f"incident-{one.id}", "Event", name=[phrases.title(one)], recordId=[one.id],
        startDate=[one.when.start], endDate=[one.when.end], summary=[phrases.basis(one.basis)], notes=notes,
        location=[place.name if place else None],
        country=[place.country.lower() if place and place.country else None],
        addressEntity=[f"place-{one.id}" if place else None], involved=[f"actor-{id}" for id in known],
        namesMentioned=others, proof=[f"document-{s.document}" for s in one.statements], keywords=list(one.types),
    )  # fmt: skip


def _known(one: Incident) -> list[str]:
    """The parties that the catalogue of actors knows."""
    found = dict.fromkeys(id for _, id in _parties(one) if id is not None)
    return [id for id in found if catalogue().get(id) is not None]


def _parties(one: Incident) -> list[tuple[str, str | None]]:
    return [*((r.name, r.actor) for r in one.responsible), *((t.name, t.actor) for t in one.targets)]


def _entity(id: str, schema: str, **properties: Iterable[str | None]) -> dict[str, Any]:
    """An entity with the properties that have values, each once; ids are ours, and told to be."""
    values = {
        name: [*dict.fromkeys(visible(v) for v in given if v and visible(v))] for name, given in properties.items()
    }
    for name in ("addressEntity", "involved", "proof"):
        if name in values:
            values[name] = [f"ascribe-{v}" for v in values[name]]
    return {"id": f"ascribe-{id}", "schema": schema, "properties": {n: v for n, v in values.items() if v}}
