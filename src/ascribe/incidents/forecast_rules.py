"""The data of forecasts.toml, read once: by which later claims a forecast is judged, and the words that tell of it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from ..model import ClaimType, FiledClaim, Part


class Against(Part):
    """Claims that speak against a forecast once it is due, and why."""

    types: frozenset[ClaimType]
    by: Literal["same", "other", "anyone"]
    because: str


class Rule(Part):
    """How forecasts of some types are judged; see the file for what the fields mean."""

    name: str
    expected: frozenset[ClaimType] = frozenset()
    words: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    kept_by: frozenset[ClaimType]
    kept_words: frozenset[str] = frozenset()
    party: Literal["", "agent"] = ""
    again: bool = False
    lasting: bool = False
    against: tuple[Against, ...] = ()
    untold: frozenset[ClaimType] = frozenset()

    def fits(self, filed: FiledClaim) -> bool:
        """Whether the forecast is one that this rule judges."""
        begin = filed.claim.trigger[0] - filed.claim.sentence[0]
        following = _words(filed.sentence[begin + len(filed.trigger) :])[:5] if begin >= 0 else []
        return (
            (not self.expected or filed.claim.type in self.expected)
            and (not self.words or not self.words.isdisjoint(_words(filed.trigger)))
            and (not self.after or not self.after.isdisjoint(following))
        )

    def tells(self, filed: FiledClaim) -> bool:
        """Whether a claim is of a type, and in words, that tell of what was expected."""
        return filed.claim.type in self.kept_by and (
            not self.kept_words or not self.kept_words.isdisjoint(_words(filed.trigger))
        )


class Table(Part):
    """All of forecasts.toml."""

    grace_days: int
    untold_documents: int
    untold_speakers: int
    full_share: float
    loose_days: int
    negations: tuple[str, ...]
    denials: tuple[str, ...]
    introduce: tuple[str, ...]
    elsewhere: frozenset[str]
    retold: tuple[str, ...]
    parts: frozenset[str]
    rules: tuple[Rule, ...]

    def rule(self, filed: FiledClaim) -> Rule | None:
        """The first rule that judges a forecast; None where it is left to people."""
        return next((rule for rule in self.rules if rule.fits(filed)), None)


@cache
def table() -> Table:
    """The rules in order, with their word lists."""
    text = resources.files("ascribe.ontology").joinpath("forecasts.toml").read_text(encoding="utf-8")
    return Table.model_validate(tomllib.loads(text))


def negated(filed: FiledClaim) -> bool:
    """Whether the words before the trigger say that it will not be: "will not leave"."""
    return bool(_pattern(table().negations, r"(?:\W+\w+){0,3}\W*$").search(_before(filed)))


def plan_denied(filed: FiledClaim) -> bool:
    """Whether a plan is denied: "denied that it would attack", "has no plans to storm"."""
    to_come = r"\b.*\b(?:would|will|going to|plans?|planned|planning|intends?|intended|intention)\b.*$"
    return bool(_pattern(table().denials, to_come).search(_before(filed)))


def of_part(filed: FiledClaim) -> bool:
    """Whether its words say that only a part of the located place is meant: "seized the Hanano district in Aleppo"."""
    names = (filed.place.text, filed.place.name) if filed.place else ()
    start = filed.claim.sentence[0]
    for mention in filed.claim.place:
        rest = mention.text
        for name in names:
            rest = rest.replace(name, " ")
        between = filed.sentence[max(0, filed.claim.trigger[1] - start) : max(0, mention.begin - start)]
        proper = any(word[:1].isupper() for word in re.findall(r"\w+", rest))
        if proper or not table().parts.isdisjoint([*_words(rest), *_words(between)]):
            return True
    return False


def _before(filed: FiledClaim) -> str:
    begin = max(0, filed.claim.trigger[0] - filed.claim.sentence[0])
    return filed.sentence[:begin].casefold().replace("’", "'")


@cache
def _pattern(phrases: tuple[str, ...], behind: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))}){behind}", re.DOTALL)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text.casefold())
