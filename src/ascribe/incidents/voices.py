"""Who speaks: a known actor, somebody with a name, or somebody who is only described."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..model import FiledClaim, Mention
from ..reading.actors.catalogue import Catalogue
from ..reading.actors.data import vocabulary
from ..reading.actors.model import Actor
from ..reading.actors.states import code_of, states
from .rules import words

Sort = Literal["actor", "named", "described", "unnamed", "outlet"]

_DETERMINERS = re.compile(r"^(?:the|a|an|his|her|its|their|our|my|this|that|one|another|some|same)\s+", re.IGNORECASE)
_OFFICE = re.compile(
    r"^(?:[a-z]+ )?(?:spokes\w+|head|chief|director|officials?|members?|leaders?|commanders?)"
    r" (?:for|of) (?:the )?(?=\S)"
)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_CLAUSE = re.compile(r"\s+(?:that|which|who|whose|whom)\b.*$", re.IGNORECASE)
_WHERE = re.compile(r"\s(?:in|from|at|near|inside|outside)\s")
_PARTED = re.compile(r"[,;:()–—]")
_LONGEST = 6  # words of a body's name that a longer phrase may begin with


@dataclass(frozen=True)
class Voice:
    """One who speaks in a claim.

    `sort`: a known `actor`; `named` by a name of its own; `described` by an office or a noun ("rescue official");
    `unnamed` people whom only the reporter knows ("residents"); the `outlet`'s own voice. `actor`: the id of a known
    actor, also of one that publishes in its own voice. `state`: it speaks for the state in which it happened;
    `party`: for some party. `origin`: who reported somebody that has neither a name nor a body; their key has it too.
    """

    key: str
    name: str
    sort: Sort
    actor: str | None = None
    state: bool = False
    party: bool = False
    origin: str | None = None

    @property
    def called(self) -> str:
        """What it is called, in lower case: the key without who reported it."""
        return self.key.removesuffix(f"@{self.origin}")


def voices(filed: FiledClaim, origin: str, name: str, actors: Catalogue) -> tuple[Voice, ...]:
    """The speakers of a claim by key; without any, who reported it.

    Speakers in the claim's own sentence go before those carried over from others. Where a known actor is among several,
    names beside it are taken for descriptions of it, but for people without a name, who are no such thing. Mentions
    with a comma between them are one: "the mayor, Maria Climaco". Things say nothing ("shells", "pictures").

    Args:
        origin: the key of who reported it, `name` its name.
    """
    mentions = _said_by(filed)
    if filed.claim.type == "accusation" and not mentions:
        mentions = filed.claim.agent
    found = [voice(m, origin, actors) for m in _joined(mentions) if not is_thing(m.name)]
    if any(v.actor for v in found):
        found = [v for v in found if v.actor or v.sort == "unnamed"]
    by_key = {v.key: v for v in reversed(found)}
    return tuple(by_key[k] for k in sorted(by_key)) or (outlet(origin, name, actors),)


def _said_by(filed: FiledClaim) -> tuple[Mention, ...]:
    """The speakers in the claim's own sentence; all where it has none, or points back ("the same source")."""
    said, (begin, end) = filed.claim.attribution, filed.claim.sentence
    every = said.source if said else ()
    here = tuple(m for m in every if begin <= m.begin < end)
    pointing = here and all(re.match(r"(?:the )?same\b", m.name, re.IGNORECASE) for m in here)
    return every if pointing or not here else here


def outlet(origin: str, name: str, actors: Catalogue) -> Voice:
    """The own voice of who reported it; a party that publishes speaks for itself ("Coalition Press Desk")."""
    known = actors.find(name)
    if known and known.kind in (*words("kinds", "armed"), *words("kinds", "state")):
        return Voice(f"outlet:{origin}", known.name, "outlet", known.id)
    return Voice(f"outlet:{origin}", name, "outlet", party=alliance(plain(name)) is not None)


def _joined(mentions: Iterable[Mention]) -> list[Mention]:
    out: list[Mention] = []
    for one in sorted(mentions, key=lambda m: (m.begin, m.end, m.name)):
        before = out[-1] if out else None
        if before and not (before.actor or one.actor) and 0 < one.begin - before.end <= 2:
            out[-1] = before.model_copy(update={"name": f"{before.name} {one.name}", "end": one.end})
        else:
            out.append(one)
    return out


def voice(mention: Mention, origin: str, actors: Catalogue) -> Voice:
    """Who a mention is, in a report of this origin."""
    known = known_actor(mention, actors)
    if known:
        return Voice(known.id, known.name, "actor", known.id)
    shown = whole(shown_name(mention))
    name = plain(mention.actor or shown)
    civil = has(name, "civil")
    allied = None if civil or is_proper(shown) else alliance(name)
    if allied:
        return Voice(allied, allied, "described", party=True)
    armed = has(name, "armed") and not civil
    if is_proper(shown) or mention.actor:
        state = has(name, "state") and not has(name, "party") and not civil
        return Voice(name, shown, "named", state=state, party=(armed or has(name, "party")) and not civil)
    reporter = _seen(origin)
    first = shown.split()[0].casefold()
    if first in words("targets", "nobody") or has(first, "unnamed"):
        shown = shown[:1].lower() + shown[1:]
    if has(name, "unnamed") and not has(name, "state"):
        return Voice(f"{name}@{reporter}", shown, "unnamed", origin=reporter)
    state = has(name, "state") and not (civil or armed)
    if state or has(name, "bodies", "monitors"):
        return Voice(name, shown, "described", state=state, party=armed)
    return Voice(f"{name}@{reporter}", shown, "described", party=armed, origin=reporter)


def known_actor(mention: Mention, actors: Catalogue) -> Actor | None:
    """The known actor that a mention names; None also for a name that a person gave and no catalogue has.

    What the reader left open is settled where only a short form in brackets hid the name, or where the phrase begins
    with the name of a body that does not fight: "UN war crimes investigators" speak for the United Nations.
    """
    if mention.actor:
        return actors.get(mention.actor)
    bare = _BRACKETS.sub("", mention.name).strip()
    if bare and bare != mention.name and (found := actors.find(bare)):
        return found
    parts = bare.split()
    for end in range(min(len(parts) - 1, _LONGEST), 0, -1):
        bodies = [a for _, a in actors.spelt_so(parts[:end])]
        if len(bodies) == 1 and bodies[0].kind in words("kinds", "harmless"):
            return bodies[0]
    return None


def shown_name(mention: Mention) -> str:
    """What somebody whom no catalogue has is called: a name that a person gave, else the report's; an id is no name."""
    given = mention.actor
    return given if given and not _ID.fullmatch(given) else mention.name


def whole(name: str) -> str:
    """A name without a clause about it, and without words at its end that another should follow: "spokesman for"."""
    parts = _CLAUSE.sub("", " ".join(name.split())).split() or name.split()
    while len(parts) > 1 and parts[-1].casefold() in words("speakers", "tails"):
        parts.pop()
    return " ".join(parts) or "?"


def plain(name: str) -> str:
    """A name in lower case without its determiner and without "spokesman for", as keys have it."""
    short = " ".join(_seen(name).replace("’", "'").split()).casefold()
    while short != (less := _OFFICE.sub("", _DETERMINERS.sub("", short))):
        short = less
    return short.strip(" ,.") or "?"


def _seen(name: str) -> str:
    """A name without characters that nobody sees, which would make two keys of one name."""
    return "".join(c for c in name if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf"))


def alliance(name: str) -> str | None:
    """The body at war that a plain name begins with: "coalition" of "coalition spokesman"; None where there is none."""
    found = re.match(
        rf"(?:[\w-]+-(?:led|backed) )?(?:{'|'.join(words('speakers', 'alliances'))})\b(?! (?:government|of)\b)", name
    )
    return found.group() if found else None


def is_thing(name: str) -> bool:
    """Whether a name is that of something that neither speaks nor acts: its last word is a weapon, a picture, a car."""
    return plain(name).split()[-1] in words("speakers", "things")


def is_civil(mention: Mention, filed: FiledClaim) -> bool:
    """Whether a mention is of somebody who holds a civil office: "its humanitarian adviser on Syria, Jan Egeland"."""
    if has(plain(mention.name), "civil", "monitors"):
        return True
    at = mention.begin - filed.claim.sentence[0]
    if not 0 <= at <= len(filed.sentence):
        return False
    before = _PARTED.split(filed.sentence[:at].rstrip(" ,"))[-1]
    after = filed.sentence[at + len(mention.text) :]
    beside = _PARTED.split(after.lstrip(" ,("))[0] if after[:1] == "," or after[:2] == " (" else ""
    return any(_civil_office(phrase.casefold()) for phrase in (before, beside))


def _civil_office(phrase: str) -> bool:
    return has(phrase, "civil", "monitors") and not vocabulary()["offices"].isdisjoint(phrase.split())


def is_proper(name: str) -> bool:
    """Whether capitals make words a name of its own: "Khabur Monitor", not "American" nor "activist in Turkey"."""
    parts = [w.casefold() for w in re.split(r"[\s,]+", _WHERE.split(name)[0]) if w[:1].isupper()]
    if len(parts) == 1 and code_of([parts[0].title()]) and parts[0] not in states().by_name:
        return False
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
    if word in words("targets", "nobody"):
        return True
    lists = ("members", "determiners", "generic_tails", "modifiers")
    return any(word in known[one] for one in lists) or word.rpartition("-")[2] in known["modifier_ends"]
