"""Codes of PLOVER and ACLED for a claim, by the ordered rules of `ontology/crosswalks.toml`; None where there is none.

The codebooks and what they define are listed in `ontology/codebooks.toml`; docs/crosswalks.md tells the method.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ..model import Claim, Mention
from .actors.catalogue import catalogue
from .actors.model import Actor

Code = dict[str, str | None]
_FIELDS = {"plover": ("event", "mode"), "acled": ("event_type", "sub_event_type")}
# A rule for future claims says so itself; for denied and hypothetical ones there is none.
_TOLD = frozenset({"asserted", "uncertain"})
_HEAD_ENDS = re.compile(r"\b(?:of|in|at|on|from|near|who|that|which|including|with|by|for|after|during)\b|[,;(]")


@dataclass(frozen=True)
class Rule:
    """One rule: it fits where every condition that it has does."""

    types: frozenset[str]
    gives: tuple[str, str | None] | None
    factuality: frozenset[str]
    words: re.Pattern[str] | None
    parties: Mapping[str, frozenset[str]]  # slot → tags, one of which is needed
    own: bool  # whether the agent itself must be the speaker
    least: float  # of the people it counts

    def fits(self, seen: Seen) -> bool:
        """Whether a claim of a type of this rule meets its conditions."""
        return (
            seen.factuality in self.factuality
            and (self.words is None or self.words.search(seen.words) is not None)
            and all(tags & seen.parties[slot] for slot, tags in self.parties.items())
            and (seen.own or not self.own)
            and seen.count >= self.least
        )


@dataclass(frozen=True)
class Seen:
    """What the rules look at in a claim."""

    factuality: str
    words: str
    parties: Mapping[str, frozenset[str]]
    own: bool
    count: float


@dataclass(frozen=True)
class Rules:
    """The data file: rules of each codebook by type, nouns of parties, and kinds of known actors."""

    rules: Mapping[str, Mapping[str, tuple[Rule, ...]]]
    nouns: Mapping[str, frozenset[str]]
    longest: int
    kinds: Mapping[str, frozenset[str]]
    regains: re.Pattern[str]


def crosswalk(claim: Claim, trigger: str, country: str | None = None) -> dict[str, Code | None]:
    """The codes of a claim, `plover` and `acled`: None where the codebook codes nothing or the claim tells too little.

    Args:
        claim: its own codes are not looked at.
        trigger: the words of its trigger.
        country: ISO 3166-1 alpha-2 code of its place, where known; it tells a foreign army from the country's own.
    """
    data = rules()
    seen = _seen(claim, trigger, country, data)
    found: dict[str, Code | None] = {}
    for book, (first, second) in _FIELDS.items():
        rule = next((r for r in data.rules[book].get(claim.type, ()) if r.fits(seen)), None)
        found[book] = {first: rule.gives[0], second: rule.gives[1]} if rule and rule.gives else None
    return found


@cache
def rules() -> Rules:
    """The rules, read once."""
    data = table("crosswalks.toml")
    patterns = {name: _pattern(words.split("|")) for name, words in data["words"].items()}
    nouns: dict[str, set[str]] = {}
    for tags, words in data["nouns"].items():
        for noun in words.split("|"):
            nouns.setdefault(" ".join(noun.split()), set()).update(tags.split())
    return Rules(
        {book: _by_type([_rule(row, data, patterns) for row in data[book]["rules"]]) for book in _FIELDS},
        {noun: frozenset(tags) for noun, tags in nouns.items()},
        max(noun.count(" ") + 1 for noun in nouns),
        {kind: frozenset(tags.split()) for kind, tags in data["kinds"].items()},
        patterns["regained"],
    )


def table(name: str) -> dict[str, Any]:
    """A TOML file of the ontology."""
    return tomllib.loads(resources.files("ascribe.ontology").joinpath(name).read_text("utf-8"))


def _rule(row: dict[str, Any], data: dict[str, Any], patterns: Mapping[str, re.Pattern[str]]) -> Rule:
    gives = row.get("gives")
    return Rule(
        frozenset(t for name in row["type"].split() for t in data["types"].get(name, name).split()),
        (gives[0], gives[1] if len(gives) > 1 else None) if gives else None,
        frozenset(row["factuality"].split()) if "factuality" in row else _TOLD,
        patterns[row["words"]] if "words" in row else None,
        {slot: frozenset(row[slot].split()) for slot in ("agent", "target") if slot in row},
        bool(row.get("own")),
        float(row.get("least", 0)),
    )


def _by_type(found: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    out: dict[str, tuple[Rule, ...]] = {}
    for rule in found:
        for kind in rule.types:
            out[kind] = (*out.get(kind, ()), rule)
    return out


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words as whole words; a star stands for an ending."""
    forms = (re.escape(" ".join(w.split())).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for w in words)
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")


def _seen(claim: Claim, trigger: str, country: str | None, data: Rules) -> Seen:
    means = [m for m in claim.agent if "means" in (_noun(m.text, data) or ())]
    words = _plain(" | ".join([trigger, *(m.text for m in (*claim.instrument, *means))]))
    agents, targets = ([_actor(m) for m in slot] for slot in (claim.agent, claim.target))
    parties = {
        "agent": _tags(claim.agent, agents, data),
        "target": _tags(claim.target, targets, data),
    }
    # Who takes a place back from a foreign army is at home there.
    others = () if data.regains.search(words) else targets
    if "state" in parties["agent"] and _abroad(agents, others, country):
        parties["agent"] |= {"abroad"}
    said = claim.attribution.source if claim.attribution else ()
    counts = [max(n for n in (q.low, q.best, 0.0) if n is not None) for q in claim.quantities]
    return Seen(claim.factuality, words, parties, _same(claim.agent, said), max(counts, default=0.0))


def _tags(mentions: Iterable[Mention], actors: Iterable[Actor | None], data: Rules) -> frozenset[str]:
    """What the fillers of a slot are; "none" for an empty slot, "unknown" where nothing is known of them."""
    found = [_party(m, a, data) for m, a in zip(mentions, actors, strict=True)]
    return frozenset().union(*found) if found else frozenset({"none"})


def _party(mention: Mention, actor: Actor | None, data: Rules) -> frozenset[str]:
    """By the noun that heads the words, which decides between a group and its victims; then by the known actor."""
    noun = _noun(mention.text, data) or (_noun(mention.name, data) if mention.name != mention.text else None)
    known = _kind(actor, data)
    if noun is None:
        return known or frozenset({"unknown"})
    if "armed" in noun and known & {"state", "nonstate", "external", "authority"}:
        return known | (noun & {"armed", "police"})  # whose fighters they are, the catalogue knows best
    return noun | known if "figure" in noun else noun


def _noun(text: str, data: Rules) -> frozenset[str] | None:
    """The tags of the last listed noun before the phrase goes on ("families | of soldiers"), else of the last."""
    plain = _plain(text)
    for part in (_HEAD_ENDS.split(plain, maxsplit=1)[0], plain):
        words = re.findall(r"[\w']+", part)
        for end in range(len(words), 0, -1):
            for begin in range(max(0, end - data.longest), end):
                noun = " ".join(words[begin:end]).removesuffix("'s")
                tags = data.nouns.get(noun) or data.nouns.get(noun.removesuffix("s"))
                if tags:
                    return tags
    return None


def _kind(actor: Actor | None, data: Rules) -> frozenset[str]:
    if actor is None:
        return frozenset()
    named = (data.kinds[key] for called in actor.called if (key := f"{actor.kind}/{called}") in data.kinds)
    return next(named, data.kinds.get(actor.kind, frozenset()))


def _actor(mention: Mention) -> Actor | None:
    return catalogue().get(mention.actor) if mention.actor else None


def _abroad(agents: Iterable[Actor | None], targets: Iterable[Actor | None], country: str | None) -> bool:
    """Whether known agents are of another country than the place; without a place, than their opponents."""
    homes = {country} if country else {c for a in targets if a for c in a.country}
    own = {c for a in agents if a for c in a.country}
    return bool(homes and own and not homes & own)


def _same(agents: Iterable[Mention], said: Iterable[Mention]) -> bool:
    ids = {m.actor for m in agents if m.actor} & {m.actor for m in said if m.actor}
    return bool(ids or {m.name for m in agents} & {m.name for m in said})


def _plain(text: str) -> str:
    return text.lower().replace("-", " ").replace("‑", " ").replace("’", "'")
