"""States and their organs, by pattern: "Iraqi security forces", "Turkey's Foreign Ministry", "parliament of Chad"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import cast

from .data import table, vocabulary
from .model import Actor, Kind
from .spelling import bare, plain


@dataclass(frozen=True)
class States:
    """Words of states to codes, in lower case, and words of organs to organs."""

    by_name: dict[str, str]
    by_adjective: dict[str, str]
    by_seat: dict[str, str]
    forms: dict[str, str]
    offices: dict[str, str]
    longest: int
    ids: dict[str, str]


@cache
def states() -> States:
    """The tables of states.toml and organs.toml, ready for look-up."""
    names: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    seats: dict[str, str] = {}
    ids: dict[str, str] = {}
    for code, state in table("states.toml").items():
        ids[code] = _kebab(state["name"])
        names |= {plain(n): code for n in (state["name"], *state.get("names", ()))}
        adjectives |= {plain(a): code for a in state["adjectives"]}
        seats |= {plain(s): code for s in state["seats"]}
    forms = {plain(f): organ for organ, row in table("organs.toml").items() for f in row["forms"]}
    offices = {plain(f): organ for organ, row in table("organs.toml").items() for f in row["offices"]}
    longest = max(f.count(" ") + 1 for f in (*forms, *offices))
    return States(names, adjectives, seats, forms, offices, longest, ids)


@cache
def state(code: str, organ: str | None = None) -> Actor:
    """The actor for a state, or for one of its organs."""
    row, known = table("states.toml")[code], states()
    if organ is None:
        return Actor(
            id=known.ids[code], name=row["name"], names=tuple(row.get("names", ())), kind="state", country=(code,)
        )
    entry = table("organs.toml")[organ]
    spoken = f"{(row['adjectives'] or [row['name']])[0]} {entry['spoken']}"
    parent = f"{known.ids[code]}-{entry['parent']}" if "parent" in entry else known.ids[code]
    return Actor(
        id=f"{known.ids[code]}-{organ}", name=spoken, kind=cast(Kind, entry["kind"]), country=(code,), parent=parent
    )


def organ_of(parts: list[str]) -> Actor | None:
    """The organ that a whole phrase names, from words as they stand, without determiners.

    The adjective or name of the state comes first ("Iraqi army", "Iraq's army", "UK government"), or last after "of".
    """
    if len(parts) < 2 or len(parts) > 9 or not parts[0][:1].isalpha():
        return None
    known = states()
    for n in (3, 2, 1):
        first = parts[:n]
        if n < len(parts) and first[0][:1].isupper():
            code = _code(first, known)
            organ = _organ([plain(p) for p in parts[n:]], known) if code else None
            if code and organ:
                return state(code, organ)
    return _of(parts, known)


def code_of(parts: list[str]) -> str | None:
    """The code of a state that the words name, by name or adjective."""
    return _code(parts, states()) if parts and parts[0][:1].isupper() else None


def actor_by_id(wanted: str) -> Actor | None:
    """A state or an organ by its id; None if there is none."""
    for code, name in states().ids.items():
        if wanted == name:
            return state(code)
        organ = wanted.removeprefix(f"{name}-")
        if organ != wanted and organ in table("organs.toml"):
            return state(code, organ)
    return None


def _code(parts: list[str], known: States) -> str | None:
    words = " ".join([*(plain(p) for p in parts[:-1]), bare(parts[-1])])
    return known.by_adjective.get(words) or known.by_name.get(words)


def _organ(rest: list[str], known: States) -> str | None:
    """The organ of the words after a state: its form, or an office, perhaps after an unimportant word."""
    while len(rest) > 1 and rest[0] in vocabulary()["unimportant"]:
        rest = rest[1:]
    phrase = " ".join(rest)
    return known.forms.get(phrase) or known.offices.get(phrase)


def _of(parts: list[str], known: States) -> Actor | None:
    """ "Foreign Ministry of Turkey", "government of South Sudan"."""
    low = [plain(p) for p in parts]
    if "of" not in low[1:]:
        return None
    at = len(low) - 1 - low[::-1].index("of")
    tail = [p for p in parts[at + 1 :] if plain(p) != "the"]
    code = known.by_name.get(" ".join(plain(t) for t in tail)) if tail and tail[0][:1].isupper() else None
    organ = _organ(low[:at], known) if code else None
    return state(code, organ) if code and organ else None


def _kebab(name: str) -> str:
    plain_letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain_letters.lower()).strip("-")
