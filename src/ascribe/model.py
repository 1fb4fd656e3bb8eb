"""What passes between the steps: documents, readings and claims, as frozen and validated types.

The JSON contract of `ascribe read` is generated from these (`ascribe schema reading`). Offsets are Unicode code points
into `Document.text`; `begin` is the first, `end` one past the last. What is not known is None.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Span = tuple[int, int]

ClaimType = Literal[
    "clash", "assault", "airstrike", "shelling", "bombing", "shooting", "killing", "injury", "abduction", "detention",
    "abuse", "capture", "retreat", "siege", "deployment", "support", "destruction", "displacement", "aid", "truce",
    "protest", "accusation", "threat", "sanction", "control", "strength", "at_risk", "hazard",
]  # fmt: skip
Factuality = Literal["asserted", "denied", "uncertain", "future", "hypothetical"]
Counted = Literal[
    "killed", "injured", "missing", "detained", "abducted", "displaced", "at_risk", "fighters", "strikes", "vehicles",
    "buildings", "share", "area_km2", "length_km", "distance_km", "other",
]  # fmt: skip
EntityType = Literal[
    "person", "organisation", "location", "nationality", "weapon", "military_platform", "vehicle", "money", "quantity",
    "temporal",
]  # fmt: skip
Form = Literal["direct", "indirect"]
Precision = Literal["time", "day", "week", "month", "season", "year", "decade", "century", "unknown"]
Confidence = Field(ge=0.0, le=1.0)


class Part(BaseModel):
    """Base of all: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Part):
    """One report, known by the hash of its bytes.

    `published_from` says where the publication date was found; it is "none" exactly when `published` is None.
    """

    id: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    title: str | None = None
    url: str | None = None
    outlet: str | None = Field(None, description="who published it")
    origin: str | None = Field(None, description="the agency whose wire copy it is, as the text says")
    author: str | None = None
    published: str | None = Field(None, description="ISO 8601 date or RFC 3339 time")
    published_from: Literal["metadata", "byline", "dateline", "option", "none"] = "none"
    language: str | None = Field(None, description="ISO 639-1 code, stated or detected")
    text: str

    @model_validator(mode="after")
    def _published_has_a_reason(self) -> Document:
        if (self.published is None) != (self.published_from == "none"):
            raise ValueError("published_from must say where the date is from, and be 'none' without one")
        return self


class Words(Part):
    """Words of the document: `text` is always its characters from `begin` to `end`."""

    begin: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


class Mention(Words):
    """Words that stand for somebody or something in a claim.

    `name` is what a pronoun, short form or description stands for, as named elsewhere in the document, with `why` in
    words; it equals `text` where nothing better is known. `actor` is the id of a known actor.
    """

    name: str
    actor: str | None = None
    confidence: float = Confidence
    why: str | None = Field(None, description="how the name was found, where it differs from the text")


class Entity(Words):
    """A named or described thing."""

    type: EntityType
    confidence: float = Confidence
    actor: str | None = None


class Time(Words):
    """A time expression. `value` is TIMEX3; `start` and `end_date` are calendar bounds, both days included."""

    type: Literal["date", "time", "duration", "set"]
    value: str | None = None
    start: str | None = None
    end_date: str | None = None
    precision: Precision = "unknown"


class Place(Words):
    """A place name and what it is in a gazetteer; coordinates are WGS 84 degrees, None where it was not located."""

    name: str
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    country: str | None = Field(None, description="ISO 3166-1 alpha-2")
    gazetteer: str | None = None
    gazetteer_id: str | None = None
    precision: Literal["point", "settlement", "district", "region", "country", "unknown"] = "unknown"
    within: str | None = Field(None, description="the place that this one is a part of")
    confidence: float = Confidence


class Quantity(Words):
    """A number in words or digits; null bounds where the words give none."""

    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: str | None = None


class ClaimQuantity(Quantity):
    """A number that belongs to a claim, and what it counts."""

    of: Counted


class Attribution(Part):
    """Who says what in the text: spans of the cue and of the content, sources with names."""

    source: tuple[Mention, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...]
    form: Form = "indirect"
    via: tuple[Mention, ...] = Field((), description="who passes it on, nearest to the reader first")
    confidence: float = Confidence


class ClaimAttribution(Part):
    """Who says a claim: its nearest speaker, through whom, and the words that tell so."""

    source: tuple[Mention, ...]
    form: Form
    via: tuple[Mention, ...] = ()
    cue: Span | None = None
    confidence: float = Confidence


class When(Part):
    """Calendar bounds of a claim, both days included."""

    start: str | None = None
    end: str | None = None
    precision: Precision = "unknown"


class Where(Part):
    """The spot of a claim, WGS 84 degrees."""

    latitude: float
    longitude: float
    precision: Literal["point", "settlement", "district", "region", "country", "unknown"]


class Claim(Part):
    """According to a source, in this document: something of a listed type happened, or did not, or is the case.

    `attribution` None: the outlet says it in its own voice.
    """

    id: str
    type: ClaimType
    trigger: Span
    sentence: Span
    agent: tuple[Mention, ...] = ()
    target: tuple[Mention, ...] = ()
    instrument: tuple[Mention, ...] = ()
    place: tuple[Mention, ...] = ()
    time: tuple[Mention, ...] = ()
    quantities: tuple[ClaimQuantity, ...] = ()
    attribution: ClaimAttribution | None = None
    factuality: Factuality = "asserted"
    factuality_confidence: float = Confidence
    when: When | None = None
    where: Where | None = None
    plover: dict[str, str | None] | None = None
    acled: dict[str, str | None] | None = None
    confidence: float = Confidence


class Reading(Part):
    """What the reader found in one document."""

    document: Document
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = Field((), description="what a user should know of this reading: why it is empty, say")
    model: str | None = Field(None, description="the name and version of the model that read it")

    def _repr_html_(self) -> str:
        """The reading as a page, for notebooks."""
        from .render.page import reading_page  # only here: drawing is no part of passing readings around

        return reading_page(self, embedded=True)

    def to_json(self, **options: Any) -> str:
        """The reading as the contract's JSON, on one line unless `indent` is given."""
        return self.model_dump_json(**options)


Standing = Literal["unreviewed", "accepted", "rejected"]


class FiledClaim(Part):
    """A claim in a case: as it was read, or as people amended or added it, and where it stands.

    What happens to claims after reading (linking, grading, exports) works on these; they carry the words that it needs,
    so that no document's text has to be loaded.
    """

    document: str = Field(description="the document's id in the case: the SHA-256 of its bytes")
    claim: Claim
    standing: Standing = "unreviewed"
    trigger: str = Field(description="the trigger's words")
    sentence: str = Field(description="the words of the trigger's sentence")
    place: Place | None = Field(None, description="the located place that `claim.where` was taken from")
    added: bool = Field(False, description="whether a person added it, and no reader")
    dated: bool = Field(False, description="whether a person said when it was")
    decisions: tuple[int, ...] = Field((), description="numbers of the decisions that made it what it is, in order")
