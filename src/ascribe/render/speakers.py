"""Claims grouped by who says them."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Claim, Mention, Reading
from .phrases import many, own_voice, said_by

_OWN = ("", "own voice")


@dataclass(frozen=True)
class Speaker:
    """One speaker (or several who speak together) and the numbers, from 1, of the claims they make.

    `also` holds the other names that the reading gives for them.
    """

    name: str
    also: tuple[str, ...]
    is_outlet: bool
    claims: tuple[int, ...]


def speakers(reading: Reading) -> tuple[Speaker, ...]:
    """The speakers in the order of their first claims; known actors are one speaker whatever they are called."""
    actor_of = _actors(reading)
    groups: dict[tuple[str, ...], list[int]] = {}
    for number, claim in enumerate(reading.claims, 1):
        groups.setdefault(_key(claim, actor_of), []).append(number)
    return tuple(_speaker(reading, key, numbers) for key, numbers in groups.items())


def tally(reading: Reading) -> str:
    """How many claims, by how many speakers, how many in the outlet's own voice, and of what standing."""
    groups = speakers(reading)
    own = sum(len(group.claims) for group in groups if group.is_outlet)
    others = [group for group in groups if not group.is_outlet]
    said = len(reading.claims) - own
    count = many(len(reading.claims), "claim")
    by = f"by {many(len(others), 'speaker')}"
    voice = f"in the voice of {own_voice(reading.document)}"
    who = f"{count}: {said} {by}, {own} {voice}" if said and own else f"{count} {by if said else voice}"
    standings: dict[str, int] = {}
    for claim in reading.claims:
        standings[claim.factuality] = standings.get(claim.factuality, 0) + 1
    told = ", ".join(f"{count} {name}" for name, count in sorted(standings.items(), key=lambda entry: -entry[1]))
    return f"{who}; {told}."


def _speaker(reading: Reading, key: tuple[str, ...], numbers: list[int]) -> Speaker:
    names = list(dict.fromkeys(said_by(reading.claims[number - 1], reading.document) for number in numbers))
    return Speaker(names[0], tuple(names[1:]), key == _OWN, tuple(numbers))


def _key(claim: Claim, actor_of: dict[str, str]) -> tuple[str, ...]:
    if claim.attribution is None:
        return _OWN
    return tuple(sorted({_identity(mention, actor_of) for mention in claim.attribution.source}))


def _identity(mention: Mention, actor_of: dict[str, str]) -> str:
    name = mention.name.casefold()
    return mention.actor or actor_of.get(name, name)


def _actors(reading: Reading) -> dict[str, str]:
    """Actor by name: one mention that is linked speaks for the others of the same name."""
    return {
        mention.name.casefold(): mention.actor
        for claim in reading.claims
        if claim.attribution is not None
        for mention in claim.attribution.source
        if mention.actor
    }
