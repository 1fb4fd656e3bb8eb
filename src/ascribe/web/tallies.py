"""Sources in numbers that add up: what each document, each incident and all forecasts tell of those who speak.

So that after a decision a source's record is made from what it was, less what is gone, with what is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ..incidents.forecasts import Forecast, records
from ..incidents.identity import speakers, usual
from ..incidents.model import Incident
from ..incidents.origins import Origins
from ..incidents.sources import stands
from ..model import FiledClaim
from .views import SourceRecord

Tally = Mapping[str, int]
"""How often each thing is told of a source: "claims", "alone", "name The Monitor" …"""
Tallies = Mapping[str, Tally]
"""By a source's key."""


def of_document(claims: Iterable[FiledClaim], origins: Origins) -> dict[str, Counter[str]]:
    """What a document's claims tell of those who speak in it."""
    found: dict[str, Counter[str]] = {}
    for filed in claims:
        if filed.standing != "rejected":
            origin = origins.of(filed.document).name
            for who in speakers(filed, origins):
                tally = found.setdefault(who.key, Counter({"documents": 1, f"origin {origin}": 1}))
                tally.update(["claims", f"name {who.name}"])
    return found


def of_incident(one: Incident) -> dict[str, Counter[str]]:
    """What an incident tells of those who speak of it."""
    return {
        speaker.key: Counter(
            [*stands(speaker, one), f"stance {speaker.stance}",
             *([f"actor {speaker.actor}", f"name {speaker.name}"] if speaker.actor else [f"other {speaker.name}"])]
        )
        for speaker in one.speakers
    }  # fmt: skip


def of_forecasts(found: Iterable[Forecast]) -> dict[str, Counter[str]]:
    """How the forecasts of each source came out."""
    return {r.speaker: Counter(kept=r.kept, broken=r.broken, open=r.open) for r in records(found)}


def summed(all_of_them: Iterable[Tallies]) -> dict[str, Counter[str]]:
    """All of them in one."""
    found: dict[str, Counter[str]] = {}
    for tallies in all_of_them:
        for key, tally in tallies.items():
            found.setdefault(key, Counter()).update(tally)
    return found


def without(new: Tallies, gone: Tallies) -> dict[str, Counter[str]]:
    """What changes where `gone` goes and `new` comes; sources of which nothing changes are left out."""
    changed = {key: Counter(new.get(key, {})) for key in (*new, *gone)}
    for key, tally in gone.items():
        changed[key].subtract(tally)
    return {key: tally for key, tally in changed.items() if any(tally.values())}


def record(key: str, tally: Tally) -> SourceRecord | None:
    """A source's record; None of one that no claim and no incident has."""
    if not tally.get("claims") and not tally.get("incidents"):
        return None
    named = dict(_told(tally, "name")) or dict(_told(tally, "other"))
    return SourceRecord(
        key=key, name=usual(Counter(named).elements()), actor=min((a for a, _ in _told(tally, "actor")), default=None),
        stances=tuple(sorted(s for s, _ in _told(tally, "stance"))),
        origins=tuple(sorted(o for o, _ in _told(tally, "origin"))),
        **{name: tally.get(name, 0) for name in _NUMBERS},
    )  # fmt: skip


_NUMBERS = ("claims", "documents", "incidents", "alone", "confirmed", "contradicted", "kept", "broken", "open")


def _told(tally: Tally, what: str) -> Iterator[tuple[str, int]]:
    for thing, number in tally.items():
        kind, _, name = thing.partition(" ")
        if kind == what and number > 0:
            yield name, number
