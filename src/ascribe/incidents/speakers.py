"""Everybody who says something of an incident: which source they are, whose deed they speak of, whether they count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model import Place
from .independence import aliases, bearing, is_organ, is_party, keys_of, of_state, roots, sides, stance
from .model import Speaker
from .statements import Background, Told
from .voices import Voice, alliance, has, plain

_HOME = "the state in which it happened"


def sides_of(
    rows: tuple[Told, ...],
    parties: Iterable[tuple[Voice, Told]],
    background: Background,
    place: Place | None,
    day: str | None,
) -> dict[str, str]:
    """Speakers, parties and targets with a known actor, by key → the side that makes one source of several.

    Args:
        parties: who is named as having done it, with the claim that does.
        place: where it happened.
        day: ISO 8601 date on which it happened, for sides that changed.
    """
    country = place.country if place else None
    voices = [(v, r) for r in rows for v in r.voices] + list(parties)
    aims = [(Voice(m.actor, m.name, "actor", m.actor), r) for r in rows for m in r.filed.claim.target if m.actor]
    same = aliases([v for v, _ in voices], background)
    outlets = {plain(r.outlet): r.origin for r in rows if r.outlet}
    keys: dict[str, set[str]] = {_HOME: of_state(country) or {_HOME}}
    for v, r in (*voices, *aims):
        other = same.get(v.key)
        if other and v.state and has(v.called, "bodies") and not is_organ(other, background):
            other = None
        mine = keys.setdefault(v.key, {v.key} if other else set())
        if not (other and v.sort == "described"):
            mine |= keys_of(v, r.reporters, country, background, day)
        if other:
            mine |= roots(other, background.actors, day) if background.actors.get(other) else {other}
        if v.key in outlets:
            mine.add(f"reported by {outlets[v.key]}")
    return sides(keys)


def speakers(
    rows: tuple[Told, ...], side: Mapping[str, str], background: Background, guilty: frozenset[str]
) -> tuple[Speaker, ...]:
    """Everybody who says something, by key.

    An outlet's own voice counts where nobody is quoted at all, a monitor's where it quotes nobody itself; somebody who
    is only described counts where the same reporter quotes nobody known by name; a body at war ("coalition") always.

    Args:
        side: speaker, party and target keys → side.
        guilty: sides that are said to have done it.
    """
    said: dict[str, list[tuple[Voice, Told]]] = {}
    for one in rows:
        for who in one.voices:
            said.setdefault(who.key, []).append((who, one))
    involved = {*guilty, side[_HOME], *(side[m.actor] for r in rows for m in r.filed.claim.target if m.actor)}
    asserting = [(v, r.origin) for r in rows if not r.denied for v in r.voices]
    quoting = {origin for v, origin in asserting if v.sort != "outlet"}
    known = {side[v.key] for v, _ in asserting if v.sort in ("actor", "named") or v.state or alliance(v.key)}
    naming = {origin for v, origin in asserting if side[v.key] in known}
    out = []
    for key in sorted(said):
        who, group = said[key][0][0], side[key]
        found = stance(who, is_party(who, background, involved, group), background)
        origins = {t.origin for _, t in said[key]}
        out.append(
            Speaker(
                key=key,
                name=min(v.name for v, _ in said[key]),
                actor=who.actor,
                side=group,
                stance=found,
                bearing=bearing(found, group, guilty),
                asserts=tuple(sorted({t.id for _, t in said[key] if not t.denied})),
                denies=tuple(sorted({t.id for _, t in said[key] if t.denied})),
                documents=tuple(sorted({t.filed.document for _, t in said[key]})),
                origins=tuple(sorted(origins)),
                counted=any(t.near for _, t in said[key]) and _counts(who, group in known, origins, quoting, naming),
            )
        )
    return tuple(out)


def _counts(who: Voice, known: bool, origins: set[str], quoting: set[str], naming: set[str]) -> bool:
    if who.sort == "outlet" and not (who.party or who.actor):
        return not (quoting & origins if has(plain(who.name), "monitors") else quoting)
    return known or who.sort != "described" or not naming & origins
