"""What the encoder's outputs mean: the one place where the order of its labels is fixed."""

from __future__ import annotations

from typing import get_args

from ..model import ClaimType, EntityType, Factuality

# The order of the types in the model is that of the outputs: a type is only ever added at the end.
TYPES: tuple[str, ...] = get_args(ClaimType)
FACTUALITY: tuple[str, ...] = get_args(Factuality)
ENTITIES: tuple[str, ...] = get_args(EntityType)
ATTRIBUTION = ("source", "cue", "content")

# What a word (the row: a trigger, or a word of reported content) is related to by another word (the column).
# The last two are learned from PolNeAR beside the others; nothing reads them, since nearness ties attributions better.
RELATIONS = ("agent", "target", "instrument", "place", "time", "quantity", "source", "said_by", "cued_by")

# Columns of the encoder's output for a word piece, in this order.
TRIGGER_CLASSES = 1 + len(TYPES)  # 0: no trigger
ENTITY_CLASSES = 1 + 2 * len(ENTITIES)  # 0: none; then begin, inside for each type
TAGS = 1 + 2 * len(ATTRIBUTION)  # trigger begins; then inside, begin for source, cue, content
HEADS = {
    "trigger": TRIGGER_CLASSES,
    "factuality": len(FACTUALITY),
    "entity": ENTITY_CLASSES,
    "tags": TAGS,
}

RELATION_SIZE = 48  # width of the vectors whose product scores a relation
DISTANCES = 32  # buckets of signed distance in word pieces
SENTENCES = 7  # buckets of signed distance in sentences, -3 .. 3
