"""Who speaks: a known actor, somebody with a name, or somebody who is only described."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..model import FiledClaim, Mention
from ..reading.actors.data import vocabulary
from .rules import words

Sort = Literal["actor", "named", "described", "unnamed", "outlet"]

_DETERMINERS = re.compile(r"^(?:the|a|an|his|her|its|their|our|my|this|that|one|another|some|same)\s+", re.IGNORECASE)
_OFFICE = re.compile(
    r"^(?:[a-z]+ )?(?:spokes\w+|head|chief|director|officials?|members?|leaders?|commanders?)"
    r" (?:for|of) (?:the )?(?=\S)"
)


@dataclass(frozen=True)
class Voice:
    """One who speaks in a claim.

    `sort`: a known `actor`; `named` by a name of its own; `described` by an office or a noun ("rescue official");
    `unnamed` people whom only the reporter knows ("residents"); the `outlet`'s own voice.
    `state`: it speaks for the state in which it happened; `party`: for some party.
    """

    key: str
    name: str
    sort: Sort
    actor: str | None = None
    state: bool = False
    party: bool = False


def voices(filed: FiledClaim, origin: str, name: str) -> tuple[Voice, ...]:
    """The speakers of a claim by key; without any, who reported it.

    Speakers in the claim's own sentence go before those carried over from others. Where a known actor is among several,
    names beside it are taken for descriptions of it, but for people without a name, who are no such thing. Mentions
    with a comma between them are one: "the mayor, Maria Climaco".

    Args:
        origin: the key of who reported it, `name` its name.
    """
    said = filed.claim.attribution
    begin, end = filed.claim.sentence
    mentions = said.source if said else ()
    mentions = tuple(m for m in mentions if begin <= m.begin < end) or mentions
    if filed.claim.type == "accusation" and not mentions:
        mentions = filed.claim.agent
    found = [voice(m, origin) for m in _joined(mentions)]
    if any(v.actor for v in found):
        found = [v for v in found if v.actor or v.sort == "unnamed"]
    by_key = {v.key: v for v in reversed(found)}
    return tuple(by_key[k] for k in sorted(by_key)) or (outlet(origin, name),)


def outlet(origin: str, name: str) -> Voice:
    """The own voice of who reported it."""
    return Voice(f"outlet:{origin}", name, "outlet")


def _joined(mentions: Iterable[Mention]) -> list[Mention]:
    out: list[Mention] = []
    for one in sorted(mentions, key=lambda m: (m.begin, m.end, m.name)):
        before = out[-1] if out else None
        if before and not (before.actor or one.actor) and 0 < one.begin - before.end <= 2:
            out[-1] = before.model_copy(update={"name": f"{before.name} {one.name}", "end": one.end})
        else:
            out.append(one)
    return out


def voice(mention: Mention, origin: str) -> Voice:
    """Who a mention is, in a report of this origin."""
    if mention.actor:
        return Voice(mention.actor, mention.name, "actor", mention.actor)
    name = plain(mention.name)
    civil = has(name, "civil")
    if is_proper(mention.name):
        state = has(name, "state") and not has(name, "party") and not civil
        return Voice(name, mention.name, "named", state=state, party=has(name, "party") and not civil)
    if has(name, "unnamed") and not has(name, "state"):
        return Voice(f"{name}@{origin}", mention.name, "unnamed")
    return Voice(name, mention.name, "described", state=has(name, "state") and not civil)


def plain(name: str) -> str:
    """A name in lower case without its determiner and without "spokesman for", as keys have it."""
    short = " ".join(name.replace("’", "'").split()).casefold()
    while short != (less := _OFFICE.sub("", _DETERMINERS.sub("", short))):
        short = less
    return short.strip(" ,.") or "?"


def is_proper(name: str) -> bool:
    """Whether capitals make words a name of its own: "Khabur Monitor", not "Police" nor "Militants"."""
    parts = [w.casefold() for w in re.split(r"[\s,]+", name) if w[:1].isupper()]
    return any(not (has(w, "state", "unnamed", "civil", "party") or _common(w)) for w in parts)


def has(name: str, *lists: str) -> bool:
    """Whether words of these lists of speakers are among the words of a plain name."""
    return any(_pattern(one).search(name) for one in lists)


@cache
def _pattern(one: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in words('speakers', one))})\b")


def _common(word: str) -> bool:
    """Whether a word names nobody, capitals or not: nouns for members of armed bodies, "US-backed" …"""
    known = vocabulary()
    lists = ("members", "determiners", "generic_tails", "modifiers")
    return any(word in known[one] for one in lists) or word.rpartition("-")[2] in known["modifier_ends"]
