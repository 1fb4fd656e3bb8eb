"""Which speakers are one source, and whose deed they speak of.

Two speakers are one source when they share a key: an actor and the bodies it belongs to, the organs of one state and
the coalitions that it leads, the same side of the same war, or, for people without a name and without a body and for
an outlet's own voice, who reported them. What shares keys with a third is one source with both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..reading.actors.catalogue import Catalogue
from ..reading.actors.data import table
from ..reading.actors.model import Actor
from ..reading.actors.states import code_of, state
from .model import Bearing, Stance
from .rules import words
from .statements import Background
from .voices import Voice, alliance, plain


def roots(actor: str, catalogue: Catalogue, day: str | None = None) -> frozenset[str]:
    """Keys of the sides that an actor belongs to, at its own and at its parents' word.

    Args:
        day: ISO 8601 date for which the sides in wars are asked; None takes all.
    """
    keys: set[str] = set()
    one, seen = catalogue.get(actor), set[str]()
    top = actor
    while one is not None and one.id not in seen:
        seen.add(one.id)
        top = one.id
        keys |= _states(one)
        keys |= {f"{s.conflict}: {s.side}" for s in one.sides if _then(s.since, s.until, day)}
        one = catalogue.get(one.parent) if one.parent else None
    return frozenset(keys | {top})


def _states(actor: Actor) -> set[str]:
    """The states whose organ an actor is, or whose coalition."""
    if actor.kind in words("kinds", "state") or actor.kind == "coalition":
        return {key for code in actor.country for key in of_state(code)}
    return set()


def is_organ(actor: str, background: Background) -> bool:
    """Whether an id is that of an organ of a state: the only known actors that "the army" or "officials" stand for."""
    known = background.actors.get(actor)
    return known is not None and known.kind in words("kinds", "state")


def of_state(country: str | None) -> set[str]:
    """The key of a state by its ISO 3166-1 code; none for a code that no known state has."""
    return {state(country).id} if country and country in table("states.toml") else set()


def _then(since: str | None, until: str | None, day: str | None) -> bool:
    if day is None:
        return True
    return (since is None or since <= day) and (until is None or day <= until + "~")


def keys_of(
    one: Voice, reporters: Iterable[str], country: str | None, background: Background, day: str | None
) -> frozenset[str]:
    """The keys that make a voice one source with others.

    Args:
        reporters: in whose reports its words stand.
        country: ISO 3166-1 code of the country in which it happened, for "police" and other offices without a name.
    """
    if one.sort == "outlet":
        party = roots(one.actor, background.actors, day) if one.actor else {alliance(plain(one.name)) or ""} - {""}
        return frozenset({*party, *(f"reported by {r}" for r in reporters)})
    if one.actor:
        return roots(one.actor, background.actors, day)
    if one.state and of_state(country):
        return frozenset(of_state(country))
    if one.origin:
        return frozenset(f"reported by {r}" for r in reporters)
    return frozenset({one.key})


def aliases(found: Iterable[Voice], background: Background) -> dict[str, str]:
    """Names and descriptions that stand for another speaker among these: key → the other's key.

    "Observatory" is the one speaker with all words of that in a name of it; "charity" the one actor so called. The
    name of a state stands for nobody else, though it is a part of many names.
    """
    known = sorted(set(found), key=lambda v: (v.key, v.name))
    told = {v.key: _forms(v, background) for v in known if v.sort != "outlet" and not v.origin}
    out: dict[str, str] = {}
    for one in known:
        if one.sort in ("named", "described") and not code_of([one.called.title()]):
            fits = {k for k, forms in told.items() if k != one.key and any(_telling(one.called) <= f for f in forms)}
            exact = {k for k in fits if set(one.called.split()) in told[k]}
            best = exact or {k for k in fits if background.actors.get(k)} or fits
            if best and (len(best) == 1 or one.sort == "described"):
                out[one.key] = min(best)
    return out


def _forms(one: Voice, background: Background) -> list[set[str]]:
    """The words of each name of a speaker, and what it is called."""
    actor = background.actors.get(one.actor) if one.actor else None
    names = actor.all_names if actor else ()
    forms = [w for n in (one.name, *names) for w in (set(plain(n).split()), _telling(plain(n)))]
    return [*forms, *({c} for c in actor.called)] if actor else forms


def _telling(name: str) -> set[str]:
    """The words of a plain name that tell it from others; all of them where none does."""
    parts = {w for w in name.split() if not w.endswith("'s")} or set(name.split())
    return parts - set(words("speakers", "idle")) or parts


def sides(keys: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Groups of those who share a key, directly or through others: name → the group's name, its smallest key."""
    group = {k: k for k in sorted({k for some in keys.values() for k in some})}

    def find(key: str) -> str:
        while group[key] != key:
            key = group[key]
        return key

    for some in keys.values():
        tops = sorted({find(k) for k in some})
        for top in tops[1:]:
            group[top] = tops[0]
    return {name: find(min(some)) for name, some in keys.items()}


def is_party(one: Voice, background: Background, involved: Iterable[str], side: str) -> bool:
    """Whether a speaker is a party by what the catalogue says: it bears arms or rules, and its side is involved.

    Args:
        involved: sides of those who did it or to whom it was done, and of the state in which it happened.
    """
    actor = background.actors.get(one.actor) if one.actor else None
    if actor is None:
        return one.party or (one.state and side in set(involved))
    if actor.sides or actor.kind in words("kinds", "armed"):
        return True
    return actor.kind in words("kinds", "state") and side in set(involved)


def stance(one: Voice, party: bool, background: Background) -> Stance:
    """What a person said of this speaker, else party or independent."""
    given = background.stances.get(one.key) or (background.stances.get(one.actor) if one.actor else None)
    return given or ("party" if party else "independent")


def bearing(found: Stance, side: str, accused: frozenset[str]) -> Bearing:
    """Whether a speaker of this side speaks of its own deed, its enemy's, or of neither."""
    if side in accused:
        return "own"
    return "enemy" if found in ("party", "aligned") else "third"
