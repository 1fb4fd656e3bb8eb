"""What people decide about names: that several are one, that some spellings mean another, whom a claim's words mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..case import Decision
from ..case.names import folded
from ..errors import UsageError
from ..model import FiledClaim, Mention
from .names import meant, one
from .service import Service
from .spelt import Name, Sort

if TYPE_CHECKING:
    from ..reading.actors import Actor

SLOTS = ("agent", "target", "instrument", "place", "source", "via")


def merge(
    service: Service, sort: Sort, keys: Sequence[str], into: str, *, author: str, why: str | None = None
) -> Decision:
    """Several actors, or places, are one.

    Args:
        keys: of names of the case.
        into: who or where they are: a key, an id or a name of the case; of actors also one of the catalogue, or a new
            name.

    Raises:
        InputError, UsageError: there is no such name, or nothing to merge.
    """
    value = _into(service, sort, into)
    whole = _called(sort, value)
    chosen = [one(service.case, sort, key) for key in dict.fromkeys(keys)]
    others = [name.called for name in chosen if name.called != whole and name.key != whole]
    if not others:
        raise UsageError("Choose two names or more that are one, or say who else it is.")
    return service.decide(f"merge_{sort}s", {f"{sort}s": others}, value, why, author=author)


def split(
    service: Service, sort: Sort, key: str, only: Sequence[str], into: str, *, author: str, why: str | None = None
) -> Decision:  # fmt: skip
    """Some spellings of an actor, or of a place, mean another.

    Args:
        only: the spellings.
        into: as for `merge`.

    Raises:
        InputError, UsageError: there is no such name or spelling, or it means all of them.
    """
    name = one(service.case, sort, key)
    given = {folded(words) for words in only}
    names = {folded(s.name) for s in name.spellings}
    known = names | {folded(words) for s in name.spellings for words in s.words}
    if not given or not given <= known:
        raise UsageError("Choose one of its spellings, or several, that mean another.")
    if len(given & names) == name.spelt:
        raise UsageError("Choose some of its spellings, not all. Where all mean another, merge it with that one.")
    value = _into(service, sort, into, name)
    if _called(sort, value) in (name.called, name.key):
        raise UsageError(f"{into}: that is what they mean now. Say whom else they mean.")
    decided = {**value, "only": list(dict.fromkeys(only))}
    return service.decide(f"split_{sort}", {f"{sort}s": [name.called]}, decided, why, author=author)


def say(
    service: Service, claim: str, span: tuple[int, int], name: str, *, author: str, why: str | None = None
) -> Decision:  # fmt: skip
    """Words of a claim mean somebody, or some place.

    Args:
        claim: its id.
        span: of a mention in it.
        name: a key, an id or a name of the case, an actor of the catalogue, or a new name.

    Raises:
        InputError, UsageError: there is no such claim, it has no mention there, or no name is given.
    """
    filed = service.case.claim(claim)
    slot = next((slot for slot, mention in mentions(filed) if (mention.begin, mention.end) == span), None)
    if slot is None:
        raise UsageError("The claim has no name at these words. Choose one of its names.")
    sort: Sort = "place" if slot == "place" else "actor"
    found, written = meant(service.case, sort, name), " ".join(name.split())
    value: dict[str, Any] = {"name": found.name if found and found.key != folded(written) else written}
    if sort == "place":
        value["place"] = found.place.model_dump(mode="json") if found and found.place else None
    else:
        known = found or _listed(written)
        value |= {"actor": known.id} if known else {}
        value |= {"name": known.name} if known and known.id == written else {}
    if not written:
        raise UsageError("Say whom the words mean.")
    subject = {"document": filed.document, "begin": span[0], "end": span[1]}
    return service.decide("name", subject, value, why, author=author)


def mentions(filed: FiledClaim) -> list[tuple[str, Mention]]:
    """What a claim names, slot by slot, each with the slot; its times are no names."""
    said = filed.claim.attribution
    found = [(slot, mention) for slot in SLOTS[:4] for mention in getattr(filed.claim, slot)]
    return [*found, *((slot, mention) for slot in SLOTS[4:] if said for mention in getattr(said, slot))]


def _into(service: Service, sort: Sort, words: str, off: Name | None = None) -> dict[str, Any]:
    """What a decision about names decides; a spelling that is split off a name means that name no more."""
    found, written = meant(service.case, sort, words), " ".join(words.split())
    if off and found == off and folded(words) not in map(folded, (off.key, off.called, off.name)):
        found = None
    if sort == "place":
        if found is None or found.place is None:
            raise UsageError(f"{words}: no located place of the case, or more than one, is so called. See the list.")
        return {"place": found.place.model_dump(mode="json")}
    if not written:
        raise UsageError("Say who they are.")
    if found is not None:
        return {"actor": found.id or found.key}  # the key is what mentions without an id are known by everywhere
    known = _listed(written)
    return {"actor": known.id if known else written}


def _called(sort: Sort, value: dict[str, Any]) -> str:
    return str(value["actor"] if sort == "actor" else value["place"]["gazetteer_id"])


def _listed(words: str) -> Actor | None:
    """The actor of the catalogue that has this id or name; None where there is none, or several."""
    from ..reading.actors import catalogue

    return (catalogue().get(words) or catalogue().find(words)) if words else None
