"""Claims from triggers, fillers, attributions and values: one claim a trigger, each field tied to words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, cast

from ..model import Claim, ClaimAttribution, ClaimQuantity, Counted, Mention, Quantity, Time, When
from .attributions import Said
from .names import Name, Names
from .sentences import Span
from .slots import Fillers
from .speakers import Speakers
from .tokens import Tokens
from .triggers import Trigger

SLOTS = ("agent", "target", "instrument", "place", "time")
_WHO = ("agent", "target")
_SPEAKING = ("accusation", "threat")  # the agent itself speaks; a further source is only whom the model names


@dataclass(frozen=True)
class Context:
    """What is known of the document when its claims are put together."""

    sha256: str
    text: str
    tokens: Tokens
    said: Sequence[Said]
    speakers: Speakers
    names: Names
    quantities: Sequence[Quantity]
    times: Sequence[Time]


@cache
def event_types() -> dict[str, dict[str, Any]]:
    """The types with their crosswalks and what a number beside them counts."""
    return cast(dict[str, dict[str, Any]], _data("event_types.json"))


@cache
def _counted() -> dict[str, str]:
    return {noun: of for of, nouns in _data("counted.json").items() for noun in nouns}


def _data(name: str) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(resources.files("ascribe.ontology").joinpath(name).read_text("utf-8")))


def claim(trigger: Trigger, fillers: dict[str, Fillers], context: Context) -> Claim:
    """The claim that a trigger with its fillers makes."""
    begin, end = int(context.tokens.begin[trigger.begin]), int(context.tokens.end[trigger.end - 1])
    attribution = _attribution(trigger.type, (begin, end), fillers.get("source", []), context)
    first = attribution.source[0] if attribution and attribution.source else None
    speaker = Name(first.name, actor=first.actor) if first else None
    slots = {
        slot: tuple(mention(f, context, speaker, who=slot in _WHO) for f in fillers.get(slot, [])) for slot in SLOTS
    }
    crosswalk = event_types()[trigger.type]
    digest = hashlib.blake2b(f"{context.sha256}:{begin}:{end}:{trigger.type}".encode(), digest_size=8).hexdigest()
    return Claim(
        id=digest, type=cast(Any, trigger.type), trigger=(begin, end), sentence=_sentence((begin, end), context.tokens),
        **slots,
        quantities=tuple(_quantities(trigger.type, (begin, end), fillers.get("quantity", []), context)),
        attribution=attribution, when=_when(fillers.get("time", []), context),
        factuality=cast(Any, trigger.factuality), factuality_confidence=_round(trigger.factuality_confidence),
        plover=_pair(crosswalk["plover"], "event", "mode"), acled=_pair(crosswalk["acled"], "event_type", "sub_event_type"),
        confidence=_round(trigger.confidence),
    )  # fmt: skip


def mention(filler: tuple[Span, float], context: Context, speaker: Name | None = None, *, who: bool = True) -> Mention:
    """Words of the document with the name they stand for; only where they may be somebody (`who`), an actor."""
    (begin, end), sure = filler
    name = context.names.of((begin, end), speaker)
    actor = name.actor if who else None
    words = context.text[begin:end]
    return Mention(
        begin=begin, end=end, text=words, name=name.name, actor=actor, confidence=_round(sure), why=name.why
    )


def _attribution(kind: str, trigger: Span, source: Fillers, context: Context) -> ClaimAttribution | None:
    """Who says a claim: whom the model names, else whom the conventions of reporting carry on."""
    said = _behind(trigger, source, context.said)
    if not source and kind not in _SPEAKING:
        said = context.speakers.of(trigger)
        source = [(span, said.confidence) for span in said.source] if said else []
    if not source:
        return None
    quoted = any(b <= trigger[0] < e for b, e in context.tokens.quotations)
    return ClaimAttribution(
        source=tuple(mention(s, context) for s in source),
        form="direct" if quoted else "indirect",
        via=tuple(mention((v, 1.0), context) for v in said.via) if said else (),
        cue=said.cue[0] if said and said.cue else None,
        confidence=_round(max(sure for _, sure in source)),
    )


def _behind(trigger: Span, source: Fillers, said: Sequence[Said]) -> Said | None:
    """The attribution that this source makes, nearest to the trigger."""
    spans = [span for span, _ in source]
    fits = [s for s in said if any(_overlap(a, b) for a in s.source for b in spans)]
    return min(fits, key=lambda s: _apart(trigger, s.hull), default=None)


def _quantities(kind: str, trigger: Span, fillers: Fillers, context: Context) -> list[ClaimQuantity]:
    out: dict[int, ClaimQuantity] = {}
    for span, _ in fillers:
        number = next((q for q in context.quantities if _overlap(span, (q.begin, q.end))), None)
        number = number or _single(span, context.text)
        if number is not None:
            of = counted(kind, trigger, number, context.text)
            out[number.begin] = ClaimQuantity(of=cast(Counted, of), **number.model_dump())
    return [out[at] for at in sorted(out)]


def _single(span: Span, text: str) -> Quantity | None:
    """One person or thing that is named, or told with an article: "a soldier"; None for a bare plural."""
    words = text[slice(*span)]
    before = text[max(0, span[0] - 4) : span[0]].lower()
    if words.split()[-1].lower().endswith("s") or not (words[:1].isupper() or re.search(r"\ban? $|\bone $", before)):
        return None
    return Quantity(begin=span[0], end=span[1], text=words, low=1, best=1, high=1)


def counted(kind: str, trigger: Span, number: Quantity, text: str) -> str:
    """What a number beside a claim of a type counts: by its unit, the type, the noun after it, in this order."""
    units = {"share": "share", "km2": "area_km2", "km": "distance_km", "m": "distance_km"}
    if number.unit in units:
        return units[number.unit]
    usual = str(event_types()[kind]["counts"])
    if usual in ("killed", "injured", "abducted", "detained", "displaced", "at_risk"):
        return usual
    if usual == "strikes":
        # "34 strikes": the number belongs to the trigger itself.
        return "strikes" if 0 <= trigger[0] - number.end < 25 else _by_noun(number, text) or "other"
    return _by_noun(number, text) or ("other" if usual == "share" else usual)


def _by_noun(number: Quantity, text: str) -> str | None:
    inside = number.text.split()[-1:]
    following = re.split(r"[,.;:]", text[number.end : number.end + 40])[0].split()[:4]
    for word in [*inside, *following]:
        noun = word.strip("“”\"'’()").lower()
        for form in (noun, noun.removesuffix("s"), noun.removesuffix("es"), noun.removesuffix("men") + "man"):
            if form in _counted():
                return _counted()[form]
    return None


def _when(fillers: Fillers, context: Context) -> When | None:
    """The calendar bounds of the claim's own time words; None where they have none."""
    for span, _ in fillers:
        for time in context.times:
            if time.start and _overlap(span, (time.begin, time.end)):
                return When(start=time.start, end=time.end_date, precision=time.precision)
    return None


def _sentence(trigger: Span, tokens: Tokens) -> Span:
    return next((s for s in tokens.sentences if s[0] <= trigger[0] < s[1]), trigger)


def _pair(codes: list[str | None] | None, first: str, second: str) -> dict[str, str | None] | None:
    return None if codes is None else {first: codes[0], second: codes[1]}


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _apart(a: Span, b: Span) -> int:
    return max(0, b[0] - a[1], a[0] - b[1])


def _round(x: float) -> float:
    return round(min(1.0, max(0.0, float(x))), 3)
