"""What is known of an incident, as frozen types: who says what, who is named, each figure as a range, and the grade.

Nothing here is averaged or merged away: every statement names the speakers and the claims that it rests on.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ..model import ClaimType, Counted, Factuality, Part, Place, Standing, When

Stance = Literal["party", "aligned", "independent"]
Bearing = Literal["own", "enemy", "third"]
GradeName = Literal["confirmed", "fair", "weak", "contested", "discounted"]


class Speaker(Part):
    """One who says something of the incident.

    `key` is the known actor's id, or the name in lower case; one whom nothing tells apart (a witness, the outlet's own
    voice) is known together with who reported it: "witness@halyard", "outlet:halyard". Speakers of one `side` are one
    source: a body and its spokesman, the organs of one state, one reporter and the people it does not name.
    """

    key: str
    name: str
    actor: str | None = None
    side: str = Field(description="the key of the source that this speaker is, alone or with others")
    stance: Stance = Field(description="as a person said, else found from the catalogue")
    bearing: Bearing = Field(description="speaks of its own deed, of its enemy's, or of neither")
    asserts: tuple[str, ...] = Field((), description="ids of claims, uncertain ones too")
    denies: tuple[str, ...] = Field((), description="ids of claims")
    documents: tuple[str, ...]
    origins: tuple[str, ...] = Field(description="who reported it: agencies and outlets")
    counted: bool = Field(True, description="False for an outlet's own voice beside the speakers that it quotes")


class Responsible(Part):
    """A party named as the one who did it; `side` as for speakers.

    `blamed`: it did something to others. Nobody is blamed for a clash, a capture or a truce.
    """

    key: str
    name: str
    actor: str | None = None
    side: str
    blamed: bool
    named_by: tuple[str, ...] = Field((), description="keys of the speakers who name it")
    accepted_by: tuple[str, ...] = Field((), description="keys of its own speakers who accept it")
    denied_by: tuple[str, ...] = Field((), description="keys of its own speakers who deny it")
    claims: tuple[str, ...]


class Target(Part):
    """Whom or what it was done to, as the speakers call it."""

    key: str
    name: str
    actor: str | None = None
    named_by: tuple[str, ...]
    claims: tuple[str, ...]


class Account(Part):
    """One speaker's figure, as said on one day: a row of the table of who says what.

    Several claims are one account where reprints or repetitions say the same. Null bounds as the words give them.
    """

    speaker: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    published: str | None = Field(None, description="ISO 8601 date, the earliest that it was published")
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    uncertain: bool = False
    denied: bool = Field(False, description="the speaker says that it was not so; the range leaves it out")
    part: bool = Field(False, description="a part of the whole (“including seven children”), or what came on top of it")
    vague: bool = Field(False, description="too rough for the range where anybody gives a number: “dozens”")
    superseded_by: str | None = Field(None, description="id of the claim with the same speaker's later figure")


class Figure(Part):
    """What is counted, from the lowest to the highest figure that anybody gives for the whole.

    `now_lowest` and `now_highest` leave superseded accounts out. None where no account speaks of the whole.
    """

    of: Counted
    lowest: float | None = None
    highest: float | None = None
    now_lowest: float | None = None
    now_highest: float | None = None
    at_least: bool = Field(False, description="the highest figure was given as a lower bound")
    accounts: tuple[Account, ...]


class Statement(Part):
    """A claim of the incident: who says it, and where it stands."""

    claim: str
    document: str
    type: ClaimType
    speakers: tuple[str, ...]
    factuality: Factuality
    standing: Standing
    bearing: Bearing
    published: str | None = None


class Denial(Part):
    """What is denied and by whom."""

    type: ClaimType
    by: tuple[str, ...]
    claims: tuple[str, ...]


class Basis(Part):
    """On how much an incident rests; `sources` are independent ones that say it happened."""

    documents: int
    outlets: int
    copies: int = Field(description="different texts: near-identical documents are one")
    origins: int = Field(description="who reported: an agency's wire copy in ten outlets is one")
    speakers: int
    sources: int


class GradeInputs(Part):
    """What the rules look at: counts of sources and sides, and for each source or side one key that stands for it."""

    sources: int = Field(description="independent sources that say it happened")
    third: int = Field(description="of these, neither parties nor aligned with one")
    admitting: int = Field(description="sides said to be responsible that accept it")
    blamed: int = Field(description="sides that different speakers name as responsible")
    accused_denying: int = Field(description="sides said to be responsible that deny it")
    enemy_denying: int = Field(description="other parties that deny it")
    denying: int = Field(description="independent sources, no parties, that deny it")
    withdrawn: int = Field(description="sources that took back what they had said")
    unclear: int = Field(0, description="those who seem to say it, by words that don't name who says them")
    saying: tuple[str, ...] = ()
    accused: tuple[str, ...] = Field((), description="who is blamed")
    accepting: tuple[str, ...] = ()
    refusing: tuple[str, ...] = Field((), description="who denies it")
    retracting: tuple[str, ...] = ()
    silent: tuple[str, ...] = Field((), description="accused parties that say nothing of it, as a report states")
    unheard: tuple[str, ...] = Field(
        (), description="accused parties of whom nothing is reported, if nobody accepts it"
    )


class Regrade(Part):
    """A person's grade for an incident."""

    grade: GradeName
    why: str | None = None
    decision: int | None = Field(None, description="the number of the decision in the case")


class Grade(Part):
    """How well an incident is corroborated. `grade` is a person's where there is one, else the computed one."""

    grade: GradeName
    computed: GradeName
    rule: str = Field(description="the rule of grades.toml that gave the computed grade")
    reason: str
    inputs: GradeInputs
    regrade: Regrade | None = None


class Incident(Part):
    """The claims, from any number of documents, about one happening."""

    id: str
    type: ClaimType
    types: tuple[ClaimType, ...]
    when: When
    place: Place | None = Field(None, description="the located place that most reports name, at the finest precision")
    places: tuple[str, ...] = Field((), description="names of all places that its claims give")
    responsible: tuple[Responsible, ...] = ()
    targets: tuple[Target, ...] = ()
    figures: tuple[Figure, ...] = ()
    speakers: tuple[Speaker, ...]
    statements: tuple[Statement, ...]
    denials: tuple[Denial, ...] = ()
    basis: Basis
    grade: Grade
