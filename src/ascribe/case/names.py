"""Names as they are compared: without case, marks and articles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ..model import FiledClaim, Mention

_LENGTH = 200  # no name is longer, and no index could hold what a hostile report calls one


def folded(name: str) -> str:
    """A name in lower case, without accents, a leading "the" and needless blanks; its first 200 characters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c) and c != "\0")
    return " ".join(plain.casefold().split()).removeprefix("the ")[:_LENGTH].rstrip()


def speaker_key(source: Mention) -> str:
    """By what a speaker is known: the actor's id, else the folded name."""
    return source.actor or folded(source.name)


def actor_key(mention: Mention) -> str:
    """By what decisions about names know somebody: the actor's id, else the name, folded."""
    return folded(mention.actor or mention.name)


def keys(filed: FiledClaim, outlet: str | None) -> Iterator[tuple[str, str]]:
    """(role, key) pairs by which a claim is found; the outlet is the source of what it tells in its own voice."""
    claim = filed.claim
    for mention in (*claim.agent, *claim.target):
        yield from _both("actor", mention)
    for mention in claim.attribution.source if claim.attribution else ():
        yield from _both("source", mention)
    if claim.attribution is None and outlet:
        yield "source", folded(outlet)
    for mention in claim.place:
        yield "place", folded(mention.name)
        yield "place", folded(mention.text)
    if filed.place is not None:
        yield "place", folded(filed.place.name)
        if filed.place.within:
            yield "place", folded(filed.place.within)


def _both(role: str, mention: Mention) -> Iterator[tuple[str, str]]:
    yield role, folded(mention.name)
    if mention.actor:
        yield role, folded(mention.actor)
