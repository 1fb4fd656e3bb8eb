"""What claims tell of names: which they name, by what spellings, how often; and what a name is in all.

Pure functions; `names.py` keeps what they give.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from pydantic import Field

from ..case import Result
from ..case.names import actor_key, folded
from ..incidents.identity import usual
from ..model import FiledClaim, Mention, Part, Place

Sort = Literal["actor", "place"]
SORTS: tuple[Sort, ...] = get_args(Sort)
_MANY = 100  # spellings that a name lists
_BUILT_ID = re.compile(r"[a-z0-9]+([-:./][a-z0-9]+)*")  # as catalogues write ids; what people write as one is a name


class Spelling(Part):
    """A name as claims give it, and other words that stand for it, such as “they”."""

    name: str
    claims: int
    words: tuple[str, ...] = ()


class Name(Part):
    """An actor or a place as the case knows it. `key` finds it; texts may be the reports' words, and so hostile."""

    sort: Sort
    key: str = Field(description="an actor's id, else the name, folded; a place's gazetteer id")
    name: str
    id: str | None = Field(None, description="by what decisions call it: an actor's id; a place's gazetteer id")
    place: Place | None = Field(None, description="of a place: where it is; its span is that of one mention")
    claims: int
    documents: int
    acting: int = Field(0, description="claims of which an actor is agent or target")
    speaking: int = Field(0, description="claims of which an actor is source, or passes them on")
    spellings: tuple[Spelling, ...] = Field(description="those of most claims first; at most 100")
    spelt: int = Field(description="how many spellings there are")

    @property
    def called(self) -> str:
        """How decisions call it."""
        return self.id or self.name


@dataclass
class Told:
    """What some claims tell of one name. `words` counts claims by the name that they give, and by the words for it."""

    id: str | None = None
    place: dict[str, Any] | None = None
    claims: int = 0
    acting: int = 0
    speaking: int = 0
    documents: int = 0
    words: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, other: Told) -> None:
        self.id, self.place = self.id or other.id, self.place or other.place
        for number in ("claims", "acting", "speaking", "documents"):
            setattr(self, number, getattr(self, number) + getattr(other, number))
        for name, words in other.words.items():
            mine = self.words.setdefault(name, {})
            for text, count in words.items():
                mine[text] = mine.get(text, 0) + count


def tell(claims: Iterable[FiledClaim], sort: Sort) -> dict[str, Told]:
    """What the claims of one document tell of each name."""
    held: dict[str, Told] = {}
    for filed in claims:
        mine: dict[str, Told] = {}
        for mention, number in _actors(filed) if sort == "actor" else ():
            told = mine.setdefault(actor_key(mention), Told(mention.actor, claims=1))
            told.words.setdefault(_plain(mention.name), {})[_plain(mention.text)] = 1
            setattr(told, number, 1)
        place = filed.place if sort == "place" else None
        if place is not None and place.gazetteer_id is not None:
            words = {_plain(place.text): {_plain(place.text): 1}}
            told = Told(place.gazetteer_id, place.model_dump(mode="json"), claims=1, words=words)
            mine[place.gazetteer_id[:200]] = told
        for key, told in mine.items():
            held.setdefault(key, Told()).add(told)
    for told in held.values():
        told.documents = 1
    return dict(sorted(held.items()))


def _actors(filed: FiledClaim) -> Iterator[tuple[Mention, str]]:
    claim, said = filed.claim, filed.claim.attribution
    yield from ((mention, "acting") for mention in (*claim.agent, *claim.target))
    yield from ((mention, "speaking") for mention in ((*said.source, *said.via) if said else ()))


def _plain(words: str) -> str:
    return " ".join(words.split())[:200]


def row(sort: Sort, key: str, told: Told) -> Result:
    """A name as it is kept: what it is found by is text in its JSON."""
    by: dict[str, Counter[str]] = {}
    for name, words in told.words.items():
        by.setdefault(folded(name), Counter()).update({name: sum(words.values())})
    every = [
        Spelling(
            name=usual(names.elements()), claims=names.total(),
            words=tuple(sorted({w for n in names for w in told.words[n] if folded(w) != spelling}, key=folded)[:_MANY]),
        )
        for spelling, names in by.items()
    ]  # fmt: skip
    every.sort(key=lambda s: (-s.claims, s.name))
    made = Name(
        sort=sort, key=key, name=_called(told, every), id=told.id, place=Place(**told.place) if told.place else None,
        claims=told.claims, documents=told.documents, acting=told.acting, speaking=told.speaking,
        spellings=tuple(every[:_MANY]), spelt=len(every),
    )  # fmt: skip
    find = " ".join(dict.fromkeys(map(folded, (key, made.name, *(s.name for s in every[:_MANY])))))
    order = f"{99_999_999 - told.claims:08d}{folded(made.name).encode()[:16].hex()}"  # the same on every database
    return Result(json.dumps({"find": find, "name": made.model_dump(mode="json")}, ensure_ascii=False), order)


def _called(told: Told, spellings: list[Spelling]) -> str:
    """A known actor's own name, what a person called it, or else how it is spelt most."""
    from ..reading.actors import catalogue

    if told.place is not None:
        return str(told.place["name"])
    known = catalogue().get(told.id) if told.id else None
    if known is not None:
        return known.name
    so = next((s.name for s in spellings if told.id and folded(s.name) == folded(told.id)), None)
    written = told.id if told.id and not _BUILT_ID.fullmatch(told.id) else None
    return so or written or spellings[0].name
