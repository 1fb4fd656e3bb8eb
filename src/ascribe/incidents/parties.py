"""Who is named as responsible and by whom, who accepts or denies it, and to whom it was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model import Mention
from ..reading.actors.states import code_of, state
from .model import Responsible, Target
from .rules import tiers, words
from .statements import Background, Told, says
from .voices import Voice, has, is_proper, plain, voice

_SMALL = {"of", "the", "for", "and", "in", "al", "el", "de", "del", "la", "d'"}


@dataclass(frozen=True)
class Named:
    """A party in a role, in one claim."""

    who: Voice
    told: Told
    blamed: bool


def named(told: Iterable[Told], background: Background) -> list[Named]:
    """Parties that claims name as those who did it: agents of what happened, targets of accusations."""
    rows = tuple(told)
    places = {plain(m.name) for r in rows for m in r.filed.claim.place}
    places |= {plain(r.filed.place.name) for r in rows if r.filed.place}
    happened = {*tiers().means, *tiers().effects, *tiers().other}
    found: list[Named] = []
    for one in (r for r in rows if not r.silent):
        claim = one.filed.claim
        takes_it = claim.type == "accusation" and accepts(one)
        mentions: tuple[Mention, ...] = ()
        if claim.type in happened or takes_it:
            mentions = claim.agent
        elif claim.type == "accusation":
            mentions = claim.target
        blamed = claim.type in tiers().blame or claim.type == "accusation"
        for mention in mentions:
            if plain(mention.name) not in places and (who := acting(mention, one, background)):
                found.append(Named(who, one, blamed))
    return found


def acting(mention: Mention, one: Told, background: Background) -> Voice | None:
    """The party that words stand for, or None.

    It is a known actor that is no monitor or outlet, a state by its forces or weapons ("Russian missiles"), the forces
    of the state in which it happened, or a proper name.
    """
    actor = background.actors.get(mention.actor) if mention.actor else None
    if actor is not None:
        return None if actor.kind in words("kinds", "harmless") else voice(mention, one.origin)
    key, parts = plain(mention.name), mention.name.split()
    code = code_of(parts[:1])
    if code and has(key, "weapons", "forces"):
        return Voice(state(code).id, mention.name, "actor", state(code).id)
    if has(key, "forces"):
        return Voice(key, mention.name, "described", state=True)
    capital = all(w[:1].isupper() for w in parts if w.casefold() not in _SMALL)
    return voice(mention, one.origin) if capital and is_proper(mention.name) else None


def accepts(one: Told) -> bool:
    """Whether an accusation says that its agent takes the responsibility."""
    trigger = one.filed.trigger.casefold().split()
    return says(one.filed, "accepting") or bool(trigger and trigger[0] in words("said", "claiming"))


def responsible(found: Iterable[Named], told: Iterable[Told], side: Mapping[str, str]) -> tuple[Responsible, ...]:
    """The parties named, with who names, accepts and denies it; by key.

    Args:
        side: speaker and party keys → side.
    """
    blamed: dict[str, list[Named]] = {}
    for name in found:
        group = side[name.who.key]
        other = any(side[v.key] != group for v in name.told.voices)
        if not name.told.denied and (other or takes(name.told, group, side)):
            blamed.setdefault(name.who.key, []).append(name)
    by_side: dict[str, tuple[set[str], set[str]]] = {}
    for one in told:
        for speaker in one.voices:
            yes, no = by_side.setdefault(side[speaker.key], (set(), set()))
            if one.denied:
                no.add(speaker.key)
            elif takes(one, side[speaker.key], side):
                yes.add(speaker.key)
    out = []
    for key in sorted(blamed):
        rows, group = blamed[key], side[key]
        yes, no = by_side.get(group, (set(), set()))
        out.append(
            Responsible(
                key=key,
                name=min(n.who.name for n in rows),
                actor=rows[0].who.actor,
                side=group,
                blamed=any(n.blamed for n in rows),
                named_by=tuple(sorted({v.key for n in rows for v in n.told.voices})),
                accepted_by=tuple(sorted(yes)),
                denied_by=tuple(sorted(no)),
                claims=tuple(sorted({n.told.id for n in rows})),
            )
        )
    return tuple(out)


def takes(one: Told, group: str, side: Mapping[str, str]) -> bool:
    """Whether a claim that this side tells says that it did it, or that it takes the responsibility."""
    claim = one.filed.claim
    if one.denied or claim.factuality != "asserted":
        return False
    own = any(side.get(k) == group for m in claim.agent for k in (m.actor, plain(m.name)) if k)
    if claim.type == "accusation":
        return own and accepts(one)
    happened = claim.type in {*tiers().means, *tiers().effects, *tiers().other}
    return happened and (own or (not claim.agent and says(one.filed, "accepting")))


def targets(told: Iterable[Told]) -> tuple[Target, ...]:
    """Whom or what it was done to, by name; whom an accusation is addressed to is no target."""
    found: dict[str, list[tuple[Mention, Told]]] = {}
    for one in told:
        if one.filed.claim.type not in tiers().said:
            for mention in one.filed.claim.target:
                found.setdefault(mention.actor or plain(mention.name), []).append((mention, one))
    return tuple(
        Target(
            key=key,
            name=min(m.name for m, _ in rows),
            actor=rows[0][0].actor,
            named_by=tuple(sorted({v.key for _, t in rows for v in t.voices})),
            claims=tuple(sorted({t.id for _, t in rows})),
        )
        for key, rows in sorted(found.items())
    )
