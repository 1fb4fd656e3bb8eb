"""Claims with what surrounds them: when they were published, who reported them, who speaks, whether it is denied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ..errors import InputError
from ..model import Document, FiledClaim, Span
from ..reading.actors.catalogue import Catalogue
from ..reading.actors.data import vocabulary
from .model import Stance
from .rules import words
from .voices import Voice, outlet, voice, voices


class Origin(Protocol):
    """What `origins` knows of a document: its group of near-identical texts, and who reported it."""

    @property
    def copies(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def name(self) -> str: ...


class Origins(Protocol):
    """Origins by document, and by words that stand in reports of several."""

    def of(self, document: str, /) -> Origin:
        """The origin of the document with this id."""

    def keys(self, document: str, span: Span | None = None) -> tuple[str, ...]:
        """The origins in whose reports these words of the document stand."""


@dataclass(frozen=True)
class Background:
    """What claims are judged by: their documents by id, the origins, known actors, and stances that people gave.

    `stances` are by speaker key or actor id.
    """

    documents: Mapping[str, Document]
    origins: Origins
    actors: Catalogue
    stances: Mapping[str, Stance] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A claim as it was told: by whom, in whose report, when.

    `reporters` are all in whose reports its words stand; `doers` the keys of those who do it by its words; `retracted`:
    the words take something back; `silent`: they say that somebody says nothing of it; `near`: who speaks is named in
    the sentence itself, not in another one.
    """

    filed: FiledClaim
    outlet: str | None
    published: str | None
    copies: str
    origin: str
    reporters: tuple[str, ...]
    voices: tuple[Voice, ...]
    doers: tuple[str, ...]
    denied: bool
    retracted: bool
    silent: bool
    near: bool

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.filed.claim.id

    @property
    def day(self) -> str:
        """The day on which it was said, as far as that is known; "" where it was said before what the report tells."""
        return "" if self.denied and says(self.filed, "before") else self.published or ""


def told(claims: Iterable[FiledClaim], background: Background) -> tuple[Told, ...]:
    """The claims that say something of what happened, in an order that depends on nothing but them.

    Rejected claims take part in nothing; expected and merely possible ones are forecasts.

    Raises:
        InputError: a claim's document is not among the documents.
    """
    taking_part = (
        c for c in claims if c.standing != "rejected" and c.claim.factuality not in ("future", "hypothetical")
    )
    found = {(one.document, one.claim.id): _told(one, background) for one in taking_part}
    return tuple(sorted(found.values(), key=_order))


def _order(one: Told) -> tuple[str, str, Span, str]:
    return one.published or "9999", one.filed.document, one.filed.claim.trigger, one.id


def _told(filed: FiledClaim, background: Background) -> Told:
    document = background.documents.get(filed.document)
    if document is None:
        raise InputError(
            f"claim {filed.claim.id}: its document {filed.document} is not among the documents given. "
            "Give the documents of all claims."
        )
    origin = background.origins.of(filed.document)
    retracted = says(filed, "retracting")
    silent = _silent(filed)
    known, key, name = background.actors, origin.origin, origin.name
    return Told(
        filed=filed,
        outlet=document.outlet,
        published=document.published[:10] if document.published else None,
        copies=origin.copies,
        origin=key,
        reporters=background.origins.keys(filed.document, filed.claim.sentence),
        voices=(outlet(key, name, known),) if silent else voices(filed, key, name, known),
        doers=tuple(sorted({voice(m, key, known).key for m in filed.claim.agent})),
        denied=not silent and (filed.claim.factuality == "denied" or retracted or _by_cue(filed) or _rebuts(filed)),
        retracted=retracted,
        silent=silent,
        near=_near(filed),
    )


def says(filed: FiledClaim, what: str) -> bool:
    """Whether the words of a claim's sentence are of this list: "silent", "retracting", "accepting"."""
    sentence = filed.sentence.casefold()
    return any(w in sentence for w in words("said", what))


def _silent(filed: FiledClaim) -> bool:
    """Whether words of silence are about this claim: it is an accusation or denied, or they stand in its clause."""
    begin = filed.claim.trigger[0] - filed.claim.sentence[0]
    near = re.split(r"[,;:]", filed.sentence[:begin])[-1].casefold()
    about = filed.claim.type == "accusation" or filed.claim.factuality == "denied"
    return says(filed, "silent") if about else any(w in near for w in words("said", "silent"))


def _by_cue(filed: FiledClaim) -> bool:
    """Whether the verb that introduces the claim denies it: "denied that government forces had recaptured it"."""
    said, start = filed.claim.attribution, filed.claim.sentence[0]
    if not said or not said.cue or not start <= said.cue[0] < said.cue[1] <= filed.claim.trigger[0]:
        return False
    cue = filed.sentence[said.cue[0] - start : said.cue[1] - start].casefold().split()
    between = filed.sentence[said.cue[1] - start : filed.claim.trigger[0] - start].casefold().split()
    speech = vocabulary()["speech"]
    return any(w in words("said", "denying") for w in cue) and not any(w in speech for w in between)


def _rebuts(filed: FiledClaim) -> bool:
    """Whether an accusation is a party's answer to one: "dismissed this as lies"."""
    if filed.claim.type != "accusation":
        return False
    trigger = filed.trigger.casefold().split()
    return says(filed, "rebutting") or bool(trigger and trigger[0] in words("said", "denying"))


def _near(filed: FiledClaim) -> bool:
    said, (begin, end) = filed.claim.attribution, filed.claim.sentence
    if said is None:
        return True
    spans = [*((m.begin, m.end) for m in said.source), *([said.cue] if said.cue else [])]
    return any(begin <= b and e <= end for b, e in spans)
