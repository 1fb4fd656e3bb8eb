"""The parts of a claim in a reader's words, the same in the table, on the page and in explanations.

Everything returned is text from the report or built on it, and so hostile: show it through `render.safe`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ..model import Claim, ClaimQuantity, Document, Mention, Reading, Words

if TYPE_CHECKING:
    from ..case import Entry

OUTLET = "the outlet"
UNNAMED = "somebody unnamed"


@dataclass(frozen=True)
class Standing:
    """How a source presents a claim: its meaning for the legend, and Rich's style."""

    meaning: str
    style: str


@dataclass(frozen=True)
class Wording:
    """What `words.toml` says: labels by the model's values; `family_of` gives a type's family."""

    families: dict[str, str]
    family_of: dict[str, str]
    types: dict[str, str]
    standings: dict[str, Standing]
    counted: dict[str, str]
    published_from: dict[str, str]
    forms: dict[str, str]


@cache
def wording() -> Wording:
    """The words to show, read once."""
    data = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    family_of = {kind: family["id"] for family in data["families"] for kind in family["types"]}
    return Wording(
        families={family["id"]: family["label"] for family in data["families"]},
        family_of=family_of,
        types={kind: data["types"].get(kind, kind) for kind in family_of},
        standings={name: Standing(**entry) for name, entry in data["standings"].items()},
        counted=data["counted"],
        published_from=data["published_from"],
        forms=data["forms"],
    )


def trigger(reading: Reading, claim: Claim) -> str:
    """The words that say what happened."""
    return reading.document.text[claim.trigger[0] : claim.trigger[1]]


def listed(mentions: Iterable[Words]) -> str:
    """Names (or words, for what has no name) in order, each once, with commas."""
    return ", ".join(dict.fromkeys(m.name if isinstance(m, Mention) else m.text for m in mentions))


def who_whom(claim: Claim) -> str:
    """`agent → target`; an unknown side is left open; empty if neither is told."""
    agent, target = listed(claim.agent), listed(claim.target)
    return f"{agent} → {target}".strip() if target else agent


def when(claim: Claim) -> str:
    """Calendar bounds, ISO 8601, or the report's own words in quotation marks where it could not be dated."""
    said = f"“{listed(claim.time)}”" if claim.time else ""
    if claim.when is None or not (claim.when.start or claim.when.end):
        return said
    start, end = claim.when.start, claim.when.end
    if start == end:
        return str(start)
    if start and end:
        return f"{start} to {end}"
    return f"from {start}" if start else f"until {end}"


def number(value: float, *, share: bool = False) -> str:
    """A figure with thousands separated; a share of 0 to 1 in per cent."""
    return f"{value * 100:.4g}%" if share else f"{value:,.10g}"


def amount(quantity: ClaimQuantity) -> str:
    """The range that the words give: `12`, `at least 12`, `up to 40`, `200 to 400 (best 300)`."""
    return bounds(quantity.low, quantity.best, quantity.high, share=quantity.of == "share")


def bounds(low: float | None, best: float | None, high: float | None, *, share: bool = False) -> str:
    """A figure with its lowest and highest, as far as they are known; with `share` parts of 1, in per cent."""
    least, middle, most = (None if value is None else number(value, share=share) for value in (low, best, high))
    if least is None and most is None:
        return middle or "an unknown number"
    if least == most:
        return str(least)
    if least is not None and most is not None:
        return f"{least} to {most}" + (f" (best {middle})" if middle else "")
    bound = f"at least {least}" if least is not None else f"up to {most}"
    return bound + (f" (best {middle})" if middle and middle not in (least, most) else "")


def figure(quantity: ClaimQuantity) -> str:
    """The range with what it counts: `at least 12 killed`."""
    if quantity.of == "other":  # only the report's words tell what is counted
        return f"{amount(quantity)} ({quantity.unit or 'other'}, “{quantity.text}”)"
    return wording().counted[quantity.of].format(n=amount(quantity))


def own_voice(document: Document | Entry) -> str:
    """The outlet's name, or `the outlet` where it is unknown."""
    return document.outlet or OUTLET


def said_by(claim: Claim, document: Document | Entry) -> str:
    """Who says a claim: the speakers' names, or the outlet's for its own voice."""
    if claim.attribution is None:
        return own_voice(document)
    return listed(claim.attribution.source) or UNNAMED


def passed_on(claim: Claim) -> str:
    """`via AFP, via the agency`: who passes it on, nearest to the reader first; empty if nobody is named."""
    via = claim.attribution.via if claim.attribution else ()
    return ", ".join(f"via {mention.name}" for mention in via)


def heading(document: Document) -> str:
    """The title, or the document's id where it has none."""
    return document.title or document.id


def provenance(document: Document | Entry) -> tuple[str, ...]:
    """Outlet, origin and publication date, with where the date is from; what is unknown is said to be."""
    origin = f"wire origin {document.origin}" if document.origin else "no wire origin stated"
    source = wording().published_from[document.published_from]
    published = f"published {document.published} ({source})" if document.published else "publication date unknown"
    return (document.outlet or "outlet unknown", origin, published)


def many(count: int, word: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{count} {word}" + ("" if count == 1 else "s")
