"""What is one speaker, one party and one place across documents; series and forecasts compare by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..case.names import folded
from ..model import FiledClaim, Mention, Place
from ..reading.actors import catalogue
from .statements import Origins
from .voices import known_actor, shown_name, voices

OUTLET = "the outlet"
_PARTS = ("point", "settlement", "district")  # fine enough that who has the whole has the part


@dataclass(frozen=True, order=True)
class Named:
    """Somebody: `key` is the same wherever they are, `name` is as they are shown."""

    key: str
    name: str


def named(mention: Mention) -> Named:
    """A known actor by its id and the catalogue's name; anybody else by the folded name, also one that people gave."""
    known = known_actor(mention, catalogue())
    if known is not None:
        return Named(known.id, known.name)
    return Named(folded(mention.actor or mention.name), shown_name(mention))


def _known_name(actor: str | None) -> str | None:
    known = catalogue().get(actor) if actor else None
    return known.name if known else None


def speakers(filed: FiledClaim, origins: Origins | None) -> tuple[Named, ...]:
    """Who says a claim, each once, in order of their keys; the outlet where nobody else is named.

    Args:
        origins: who reported the documents; without them every document is one of its own.
    """
    origin = origins.of(filed.document) if origins else None
    key, name = (origin.origin, origin.name) if origin else (filed.document, OUTLET)
    heard = voices(filed, key, name, catalogue())
    return tuple(sorted({v.key: Named(v.key, _known_name(v.actor) or v.name) for v in heard}.values()))


def usual(names: Iterable[str]) -> str:
    """The name that is used most; of several, the first in alphabetical order."""
    return min(Counter(names).items(), key=lambda entry: (-entry[1], entry[0]))[0]


def place_key(place: Place, document: str) -> str:
    """By what a place is known: its gazetteer id; a part of a place by its name too.

    A name that no gazetteer has and that lies within nothing known ("Old City") is known in its own document alone.
    """
    part = f"/{folded(place.name)}" if place.within else ""
    if place.gazetteer_id is not None:
        return f"{place.gazetteer or ''}:{place.gazetteer_id}{part}"
    if place.within:
        return f"{place.country or ''}:{folded(place.within)}{part}"
    return f"{document}:{folded(place.name)}"


def same_or_part(inner: FiledClaim, outer: FiledClaim) -> bool:
    """Whether the place of `inner` is that of `outer` or lies in it, as far as the gazetteer says."""
    if inner.place is None or outer.place is None:
        return False
    a, b = inner.place, outer.place
    if place_key(a, inner.document) == place_key(b, outer.document):
        return True
    if a.within and not b.within and b.precision in _PARTS and folded(a.within) == folded(b.name):
        return None in (a.country, b.country) or a.country == b.country
    return b.precision == "country" and not b.within and b.country is not None and a.country == b.country


def whole_is_told(part: FiledClaim, whole: FiledClaim) -> bool:
    """Whether what is said of the place of `whole` is said of that of `part`: the same place, or the town it is in."""
    return same_or_part(part, whole) and (
        same_or_part(whole, part) or (whole.place is not None and whole.place.precision in _PARTS)
    )


def related(a: Iterable[Mention], b: Iterable[Mention]) -> bool | None:
    """Whether two parties are one: the same, or one the other's parent; False where they are known to be two.

    None where it cannot be known: a party is not told, or a name is in no catalogue, or both are on one side.
    """
    first, second = {named(m).key for m in a}, {named(m).key for m in b}
    if not first or not second:
        return None
    if _line(first) & second or _line(second) & first:
        return True
    known = [catalogue().get(key) for key in sorted(first | second)]
    if None in known:
        return None
    sides = [{(s.conflict, s.side) for key in keys if (x := catalogue().get(key)) for s in x.sides}
             for keys in (first, second)]  # fmt: skip
    return None if sides[0] & sides[1] else False


def _line(keys: set[str]) -> set[str]:
    """Actors with all their parents."""
    out = set(keys)
    for key in keys:
        actor = catalogue().get(key)
        while actor is not None and actor.parent and actor.parent not in out:
            out.add(actor.parent)
            actor = catalogue().get(actor.parent)
    return out
