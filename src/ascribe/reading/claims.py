"""Claims from triggers, fillers, attributions and values: one claim a trigger, each field tied to words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from ..model import Claim, ClaimAttribution, Factuality, Mention, Place, Quantity, When, Where
from .attributions import Said
from .crosswalk import crosswalk
from .figures import figures
from .names import Name, Names
from .places import locate
from .sentences import Span
from .slots import Fillers
from .spans import phrase
from .speakers import Speakers
from .times.when import Scene, claim_when, own_times
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
    people: Sequence[Span]
    scene: Scene
    places: Sequence[Place]


def claim(trigger: Trigger, fillers: dict[str, Fillers], context: Context) -> Claim:
    """The claim that a trigger with its fillers makes."""
    begin, end = int(context.tokens.begin[trigger.begin]), int(context.tokens.end[trigger.end - 1])
    attribution = _attribution(trigger.type, (begin, end), fillers.get("source", []), context)
    first = attribution.source[0] if attribution and attribution.source else None
    speaker = Name(first.name, actor=first.actor) if first else None
    slots = {
        slot: tuple(mention(f, context, speaker, who=slot in _WHO) for f in fillers.get(slot, [])) for slot in SLOTS
    }
    sentence = context.tokens.sentence_at(begin) or (begin, end)
    digest = hashlib.blake2b(f"{context.sha256}:{begin}:{end}:{trigger.type}".encode(), digest_size=8).hexdigest()
    found = Claim(
        id=digest, type=cast(Any, trigger.type), trigger=(begin, end), sentence=sentence,
        **slots,
        quantities=figures(trigger.type, (begin, end), fillers, context.text, context.quantities, context.people),
        attribution=attribution,
        when=_when(trigger, (begin, end), sentence, fillers.get("time", []), context),
        where=_where(sentence, fillers.get("place", []), context),
        factuality=cast(Any, trigger.factuality), factuality_confidence=_round(trigger.factuality_confidence),
        confidence=_round(trigger.confidence),
    )  # fmt: skip
    return found.model_copy(update=crosswalk(found, context.text[begin:end], _country(found.where, context.places)))


def mention(filler: tuple[Span, float], context: Context, speaker: Name | None = None, *, who: bool = True) -> Mention:
    """Words of the document with the name they stand for; only where they may be somebody (`who`), an actor."""
    (begin, end), sure = filler
    name = context.names.of(phrase(context.text, (begin, end)) or (begin, end), speaker)
    actor = name.actor if who else None
    words = context.text[begin:end]
    return Mention(begin=begin, end=end, text=words, name=name.name, actor=actor, confidence=_round(sure), why=name.why)


def _attribution(kind: str, trigger: Span, source: Fillers, context: Context) -> ClaimAttribution | None:
    """Who says a claim: whom the model names, else whom the conventions of reporting carry on."""
    said = _behind(trigger, source, context.said)
    if not source and kind not in _SPEAKING:
        said = context.speakers.of(trigger)
        source = [(_bare(span, context), said.confidence) for span in said.source] if said else []
    if not source:
        return None
    quoted = any(b <= trigger[0] < e for b, e in context.tokens.quotations)
    return ClaimAttribution(
        source=tuple(mention(s, context) for s in source),
        form="direct" if quoted else "indirect",
        via=tuple(mention((_bare(v, context), 1.0), context) for v in said.via) if said else (),
        cue=said.cue[0] if said and said.cue else None,
        confidence=_round(max(sure for _, sure in source)),
    )


def _bare(span: Span, context: Context) -> Span:
    return phrase(context.text, span) or span


def _behind(trigger: Span, source: Fillers, said: Sequence[Said]) -> Said | None:
    """The attribution that this source makes, nearest to the trigger."""
    if not source:
        return None
    spans = [span for span, _ in source]
    fits = [s for s in said if any(a < end and begin < b for a, b in s.source for begin, end in spans)]
    return min(fits, key=lambda s: _apart(trigger, s.hull), default=None)


def _when(trigger: Trigger, span: Span, sentence: Span, fillers: Fillers, context: Context) -> When | None:
    own = own_times([words for words, _ in fillers], context.scene.times)
    when = claim_when(span, sentence, own, context.scene, cast(Factuality, trigger.factuality))
    # A century beside a happening tells of something else: the age of a wall.
    return None if when and not own and when.precision in ("century", "decade") else when


def _where(sentence: Span, fillers: Fillers, context: Context) -> Where | None:
    """The spot of the claim's own place; without one, of the only located place of its sentence."""
    for span, _ in fillers:
        spot = locate(span, context.places)
        if spot is not None:
            return spot
    if fillers:
        return None
    beside = {(s.latitude, s.longitude): s for p in context.places if _overlap((p.begin, p.end), sentence)
              if (s := locate((p.begin, p.end), [p]))}  # fmt: skip
    return next(iter(beside.values())) if len(beside) == 1 else None


def _country(where: Where | None, places: Sequence[Place]) -> str | None:
    spot = where and (where.latitude, where.longitude)
    return next((p.country for p in places if spot == (p.latitude, p.longitude)), None) if spot else None


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _apart(a: Span, b: Span) -> int:
    return max(0, b[0] - a[1], a[0] - b[1])


def _round(x: float) -> float:
    return round(min(1.0, max(0.0, float(x))), 3)
