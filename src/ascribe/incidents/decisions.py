"""The kinds of decisions about incidents and forecasts, and what those in force ask of linking and grading.

They point at claims, by where these stand, and not at incidents: so they hold whatever linking does anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from pydantic import Field

from ..case import Anchor, Case, Kind, register
from ..case.kinds import Nothing, OfClaim, OfClaims
from ..model import Part
from .cluster import Ids
from .model import GradeName, Regrade, Stance

Outcome = Literal["open", "kept", "broken"]


class FromClaims(Part):
    """The claims that the others are held apart from."""

    rest: tuple[Anchor, ...] = Field(min_length=1)


class ToGrade(Part):
    """The grade that an incident shall have."""

    grade: GradeName


class ToOutcome(Part):
    """What became of a forecast."""

    outcome: Outcome


@dataclass(frozen=True)
class Asked:
    """What people's decisions ask: pairs of claims held together or apart, grades, outcomes and stances."""

    together: tuple[Ids, ...] = ()
    apart: tuple[Ids, ...] = ()
    grades: Mapping[str, Regrade] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    stances: Mapping[str, Stance] = field(default_factory=dict)


def register_kinds() -> None:
    """Make the kinds of this package known to cases."""
    register(
        Kind("merge_incidents", "these claims are about one happening", OfClaims, Nothing, "claim"),
        Kind("split_incident", "these claims are about another happening than those", OfClaims, FromClaims, "claim"),
        Kind("regrade", "the incident of this claim has this grade", OfClaim, ToGrade, "claim"),
        Kind("judge_forecast", "what became of this forecast", OfClaim, ToOutcome, "claim"),
    )


def asked(case: Case) -> Asked:
    """What the decisions in force ask; later ones go before earlier ones of the same claim. Lost ones ask nothing."""
    together: list[Ids] = []
    apart: list[Ids] = []
    grades: dict[str, Regrade] = {}
    outcomes: dict[str, Outcome] = {}
    stances: dict[str, Stance] = {}
    for one in case.in_force("merge_incidents", "split_incident", "regrade", "judge_forecast", "stance"):
        subject, value = one.subject, one.value
        if one.kind == "stance":
            stances[subject["source"]] = value["stance"]
            continue
        found = [c for a in subject.get("claims", [subject.get("claim")]) if (c := case.resolve(a)) is not None]
        if not found:
            continue
        if one.kind == "merge_incidents":
            together += [(found[0], other) for other in found[1:]]
        elif one.kind == "split_incident":
            rest = [c for a in value["rest"] if (c := case.resolve(a)) is not None]
            apart += [pair for pair in product(found, rest) if pair[0] != pair[1]]
        elif one.kind == "regrade":
            grades[found[0]] = Regrade(grade=value["grade"], why=one.why, decision=one.sequence)
        else:
            outcomes[found[0]] = value["outcome"]
    return Asked(tuple(together), tuple(apart), grades, outcomes, stances)
