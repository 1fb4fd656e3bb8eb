"""Document → Reading: the stages, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from ..documents import Dateline, Failure, find_dateline, readable_language
from ..errors import AscribeError, InputError
from ..model import Attribution, Claim, Document, Entity, Quantity, Reading, Words
from ..settings import setting
from .attributions import Said, attributions
from .claims import Context, claim, mention
from .encoder import Encoder
from .labels import ENTITY_CLASSES, TAGS
from .names import Names
from .numbers import find_quantities
from .places import find_places
from .slots import Fillers, fill
from .spans import characters, entity_spans, phrase
from .speakers import Speakers
from .times import find_times
from .times.when import Scene
from .tokens import Tokens
from .triggers import Trigger, triggers

_W = TypeVar("_W", bound=Words)


class Reader:
    """Reads documents with one loaded model. Not for use by several threads at once.

    Args:
        encoder: the model; by default the one that ships with the package.
    """

    def __init__(self, encoder: Encoder | None = None) -> None:
        self.encoder = encoder or Encoder()

    def read_each(self, found: Iterable[Document | Failure]) -> Iterator[Reading | Failure]:
        """Readings of documents as they come; a document that cannot be read is a failure in its place."""
        for one in found:
            if isinstance(one, Failure):
                yield one
                continue
            try:
                yield self.read(one)
            except AscribeError as error:
                yield Failure(one.id, error)

    def read(self, document: Document) -> Reading:
        """What is said in a document, by whom.

        A document in a language that the model does not know gives a reading without claims and a note that says so.

        Raises:
            InputError: the text is longer than the setting `max_characters` allows.
            ModelError: the model is missing or does not fit.
        """
        limit = setting("max_characters")
        if len(document.text) > limit:
            raise InputError(
                f"{document.id}: {len(document.text):,} characters are more than one report has (limit {limit:,}). "
                "Split it into its reports, or set ASCRIBE_MAX_CHARACTERS."
            )
        reason = readable_language(document)
        if reason:
            return Reading(document=document, notes=(reason,), model=self.encoder.name)
        text = document.text
        tokens = self.encoder.tokenize(text)
        tags = np.zeros((len(tokens), TAGS), dtype=np.float32)
        labels = np.zeros((len(tokens), ENTITY_CLASSES), dtype=np.float32)
        found: list[tuple[Trigger, dict[str, Fillers]]] = []
        for scores in self.encoder.scores(tokens):
            window = scores.window
            here = slice(window.keep_begin - window.begin, window.keep_end - window.begin)
            labels[window.keep_begin : window.keep_end] = scores.entity[here]
            tags[window.keep_begin : window.keep_end] = scores.tags[here]
            here_found = triggers(scores, tokens)
            found += zip(here_found, fill(self.encoder, scores, tokens, text, here_found), strict=True)
        quantities = find_quantities(text, tokens.sentences)
        entities = _with_money(_entities(labels, tokens, text), quantities)
        names = Names(text, entities, tokens.sentences)
        entities = [_with_actor(e, names) for e in entities]
        said = attributions(tags, tokens, text)
        times = find_times(text, tokens.sentences, document.published)
        # Names of bodies and people hide too many places in them to be trusted here; locations do when they are sure.
        sure = [e for e in entities if e.type == "location" and e.confidence > 0.8]
        dateline = find_dateline(text)
        places = find_places(text, sure, tokens.sentences, dateline=dateline.place if dateline else None)
        context = Context(
            document.sha256, text, tokens, said, Speakers(text, tokens, said), names, quantities,
            [(e.begin, e.end) for e in entities if e.type == "person"],
            Scene(text, _outside(times, dateline), tokens.quotations, document.published), _outside(places, dateline),
        )  # fmt: skip
        return Reading(
            document=document,
            entities=tuple(entities),
            times=tuple(times),
            places=tuple(places),
            quantities=tuple(quantities),
            attributions=tuple(_attribution(s, context) for s in said),
            claims=_claims(found, context),
            model=self.encoder.name,
        )


@cache
def default_reader() -> Reader:
    """One reader with the packaged model, loaded on first use and kept."""
    return Reader(Encoder(threads=setting("threads"), size=setting("window"), overlap=setting("overlap")))


def _outside(found: Sequence[_W], dateline: Dateline | None) -> Sequence[_W]:
    """Without those of the dateline, which say where and when was written, not what happened there and then."""
    return found if dateline is None else [w for w in found if w.end <= dateline.begin or dateline.end <= w.begin]


def _claims(found: Iterable[tuple[Trigger, dict[str, Fillers]]], context: Context) -> tuple[Claim, ...]:
    return tuple(sorted((claim(t, f, context) for t, f in found), key=lambda c: (c.trigger, c.type)))


def _entities(labels: NDArray[np.float32], tokens: Tokens, text: str) -> list[Entity]:
    out = []
    for kind, found in entity_spans(labels, tokens.word):
        span = phrase(text, characters(tokens, found))
        if span:
            words, sure = text[slice(*span)], round(found.confidence, 3)
            out.append(Entity(begin=span[0], end=span[1], text=words, type=cast(Any, kind), confidence=sure))
    return out


def _with_actor(entity: Entity, names: Names) -> Entity:
    actor = names.actor((entity.begin, entity.end))
    return entity.model_copy(update={"actor": actor}) if actor else entity


def _with_money(entities: list[Entity], quantities: list[Quantity]) -> list[Entity]:
    """Sums of money are told by their currency: the corpora hold too few of them to learn from."""
    sums = [
        Entity(begin=q.begin, end=q.end, text=q.text, type="money", confidence=1.0)
        for q in quantities
        if q.unit is not None and re.fullmatch("[A-Z]{3}", q.unit)
    ]
    rest = [e for e in entities if not any(e.begin < m.end and m.begin < e.end for m in sums)]
    return sorted(rest + sums, key=lambda e: e.begin)


def _attribution(said: Said, context: Context) -> Attribution:
    quoted = any(b <= said.hull[0] < e for b, e in context.tokens.quotations)
    sure = said.confidence
    return Attribution(
        source=tuple(mention((s, sure), context) for s in said.source), cue=tuple(said.cue),
        content=tuple(said.content), form="direct" if quoted else "indirect",
        via=tuple(mention((v, sure), context) for v in said.via), confidence=round(sure, 3),
    )  # fmt: skip
