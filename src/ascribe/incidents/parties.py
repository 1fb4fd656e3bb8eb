"""Who is named as responsible and by whom, who accepts or denies it, and to whom it was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model import ClaimType, Mention
from ..reading.actors.model import Actor
from ..reading.actors.states import code_of, state
from .model import Responsible, Target
from .rules import tiers, words
from .statements import Background, Told, says
from .voices import Voice, alliance, has, is_civil, is_proper, is_thing, known_actor, plain, voice, whole

_COUNT = re.compile(
    r"^(?:(?:at |least |up to |about |around |some |more than |nearly |over )*\d[\d,.]*\s+)+(?:of )?", re.IGNORECASE
)
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
    happened = deeds(rows)
    found: list[Named] = []
    peaceful = happened.isdisjoint(tiers().means)
    for one in (r for r in rows if not r.silent):
        claim = one.filed.claim
        takes_it = claim.type == "accusation" and accepts(one)
        mentions: tuple[Mention, ...] = ()
        if claim.type == "accusation":
            mentions = claim.agent if takes_it else claim.target
        elif claim.type in happened:
            mentions = claim.agent
        blamed = claim.type in tiers().blame or claim.type == "accusation"
        for mention in mentions:
            if plain(mention.name) not in places and (who := acting(mention, one, background, peaceful)):
                found.append(Named(who, one, blamed))
    return found


def deeds(told: Iterable[Told]) -> frozenset[ClaimType]:
    """The types of claims that tell what was done: without deeds of war and their effects a truce, aid, a protest.

    Beside deeds of war these are another matter: who lets aid through accepts no air strike, and who asks for a pause
    in the fighting does not fight.
    """
    war = {*tiers().means, *tiers().effects}
    said = {r.filed.claim.type for r in told if not r.denied}
    return frozenset({*war, "accusation"} if said & war else {*tiers().other, "accusation"})


def acting(mention: Mention, one: Told, background: Background, peaceful: bool) -> Voice | None:
    """The party that words stand for, or None.

    It is a known actor, a state by its forces or weapons ("Russian missiles"), the forces of the state in which it
    happened, a coalition, or a proper name. Bodies that do not fight, and persons of theirs, are no parties to
    hostilities.

    Args:
        peaceful: what was done is no deed of war.
    """
    who = voice(mention, one.origin, background.actors)
    actor = background.actors.get(who.actor) if who.actor else None
    if actor is not None:
        return who if peaceful or fights(actor) else None
    key, parts = plain(mention.name), mention.name.split()
    if not peaceful and is_civil(mention, one.filed):
        return None
    if alliance(who.key):
        return who
    code = code_of(parts[:1])
    if code and has(key, "weapons", "forces"):
        return Voice(state(code).id, mention.name, "actor", state(code).id)
    if has(key, "forces"):
        return Voice(key, mention.name, "described", state=True)
    if is_thing(key) or _begins(mention, one):
        return None
    capital = all(w[:1].isupper() for w in parts if w.casefold() not in _SMALL)
    return who if mention.actor or (capital and is_proper(mention.name)) else None


def _begins(mention: Mention, one: Told) -> bool:
    """Whether a capital shows nothing: one plural noun at the beginning of its sentence, "Inmates"."""
    alone = mention.begin == one.filed.claim.sentence[0] and mention.name.isalpha() and mention.name.endswith("s")
    return alone and not mention.actor


def fights(actor: Actor) -> bool:
    """Whether a known actor may be responsible for hostilities, by its kind."""
    return actor.kind not in words("kinds", "harmless") or actor.id in words("kinds", "missions")


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
    own = any(side.get(key) == group for key in one.doers)
    if claim.type == "accusation":
        return own and accepts(one)
    happened = claim.type in {*tiers().means, *tiers().effects, *tiers().other}
    return happened and (own or (not claim.agent and says(one.filed, "accepting")))


def targets(told: Iterable[Told], background: Background) -> tuple[Target, ...]:
    """Whom or what it was done to, by name; whom an accusation is addressed to is no target.

    Counts stand among the figures: "at least 30 civilians" are civilians here, and a number alone is nobody.
    """
    found: dict[str, list[tuple[str, str | None, Told]]] = {}
    for one in told:
        if one.filed.claim.type not in tiers().said:
            for mention in one.filed.claim.target:
                actor = known_actor(mention, background.actors)
                name = actor.name if actor else _COUNT.sub("", whole(mention.name))
                if plain(name) not in words("targets", "nobody") and not _COUNT.fullmatch(f"{name} "):
                    id = actor.id if actor else None
                    found.setdefault(id or plain(name), []).append((name, id, one))
    return tuple(
        Target(
            key=key,
            name=min(name for name, _, _ in rows),
            actor=rows[0][1],
            named_by=tuple(sorted({v.key for *_, t in rows for v in t.voices})),
            claims=tuple(sorted({t.id for *_, t in rows})),
        )
        for key, rows in sorted(found.items())
    )
