"""The data of grades.toml, read once: the rules in order, tiers of types, words around figures, kinds of speakers."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from pydantic import Field

from ..model import ClaimType, Part
from .model import GradeInputs, GradeName


class Rule(Part):
    """One row of the table: the grade that it gives where all bounds hold, and the reason's pattern.

    `alike`: the pattern where those who accept it are those who deny it.
    """

    name: str
    grade: GradeName
    at_least: dict[str, int] = Field(default_factory=dict)
    at_most: dict[str, int] = Field(default_factory=dict)
    because: str
    alike: str | None = None

    def fits(self, inputs: GradeInputs) -> bool:
        """Whether every bound holds for `inputs`."""
        return all(getattr(inputs, k) >= v for k, v in self.at_least.items()) and all(
            getattr(inputs, k) <= v for k, v in self.at_most.items()
        )


class Tiers(Part):
    """Types of claims by what they are to an incident."""

    means: tuple[ClaimType, ...]
    effects: tuple[ClaimType, ...]
    other: tuple[ClaimType, ...]
    said: tuple[ClaimType, ...]
    states: tuple[ClaimType, ...]
    blame: frozenset[ClaimType]
    boast: frozenset[ClaimType]

    @property
    def in_order(self) -> tuple[tuple[ClaimType, ...], ...]:
        """The tiers, the one that names an incident best first."""
        return self.means, self.effects, self.other, self.said, self.states


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of grading; the first that fits counts, and the last fits always."""
    return tuple(Rule.model_validate(row) for row in _table()["rules"])


@cache
def tiers() -> Tiers:
    """What each type of claim is to an incident."""
    return Tiers.model_validate(_table()["types"])


@cache
def words(section: str, name: str) -> tuple[str, ...]:
    """A word list: `parts` before and after, `accepting` words, `speakers` reported and state, `kinds` …"""
    return tuple(_table()[section][name])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("ascribe.ontology").joinpath("grades.toml").read_text(encoding="utf-8"))
