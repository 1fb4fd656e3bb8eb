"""What linking compares: facts of a claim, and the record of a group of claims of one document."""

from __future__ import annotations

import datetime
import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

from ..model import Claim, FiledClaim
from .weights import Weights

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
Spot = tuple[float, float, float]
"""Latitude and longitude in degrees, and how many kilometres it may be off."""


@dataclass(frozen=True)
class Fact:
    """What a claim tells of its happening. Days are proleptic ordinals, `stated` by the text or taken from its date."""

    id: str
    type: str
    begin: int
    sentence: int
    first: int | None
    last: int | None
    stated: bool
    spot: Spot | None
    names: frozenset[str]
    agents: frozenset[str]
    sites: frozenset[str]
    figures: frozenset[tuple[str, int]]
    words: frozenset[str]
    capitals: frozenset[str]
    town: frozenset[str]
    fresh: bool

    @property
    def exact(self) -> bool:
        """Whether the text states the very day, or a night."""
        return self.stated and self.first is not None and self.last is not None and self.last - self.first <= 1


@dataclass(frozen=True)
class Record:
    """The claims of one document about one happening, as a row to compare.

    `id` is the smallest claim id, `key` a digest of all that is compared: what is stored for a key stays true.
    """

    id: str
    key: str
    document: str
    claims: tuple[str, ...]
    types: tuple[str, ...]
    means: tuple[str, ...]
    families: tuple[str, ...]
    first: int | None
    last: int | None
    stated: bool
    exact: bool
    own: bool
    latitude: float | None
    longitude: float | None
    radius: float | None
    names: tuple[str, ...]
    towns: tuple[str, ...]
    around: tuple[str, ...]
    agents: tuple[str, ...]
    circle: tuple[str, ...]
    sites: tuple[str, ...]
    figures: tuple[str, ...]
    killed: float | None
    words: tuple[str, ...]


def facts(claims: Iterable[FiledClaim], weights: Weights) -> list[Fact]:
    """The facts of one document's claims, in the text's order."""
    claims = list(claims)
    until = max((last for c in claims if (last := days(c.claim)[1]) is not None), default=None)
    return sorted((_fact(c, until, weights) for c in claims), key=lambda f: (f.begin, f.id))


def _fact(filed: FiledClaim, until: int | None, weights: Weights) -> Fact:
    claim = filed.claim
    first, last = days(claim)
    spot = None
    if claim.where is not None and _names_it(filed):
        spot = (claim.where.latitude, claim.where.longitude, weights.radius.get(claim.where.precision, 600.0))
    fresh = {w.lower() for w in _WORD.findall(filed.sentence)} & set(weights.within["words"]["fresh"])
    places = [m.name for m in claim.place] + ([filed.place.name, filed.place.text] if filed.place else [])
    return Fact(
        id=claim.id, type=claim.type, begin=claim.trigger[0], sentence=claim.sentence[0], first=first, last=last,
        stated=_stated(filed, until), spot=spot, names=frozenset(n for p in places for n in proper(p, weights)),
        agents=frozenset(filter(None, (m.actor or _named(m.name, weights) for m in claim.agent))),
        sites=frozenset(_sites(filed, weights)), town=frozenset(_town(filed)), figures=frozenset(_figures(claim)),
        words=content(filed.sentence, weights), fresh=bool(fresh),
        capitals=frozenset(n for rest in filed.sentence.split(None, 1)[1:] for n in proper(rest, weights)),
    )  # fmt: skip


def _names_it(filed: FiledClaim) -> bool:
    """Whether the place is one that the claim itself names: one taken from its sentence may be a dateline's."""
    place = filed.place
    return place is not None and any(m.begin < place.end and place.begin < m.end for m in filed.claim.place)


def _stated(filed: FiledClaim, until: int | None) -> bool:
    """Whether the text or a person gives the time; else all that is known is that it was before the document's date."""
    when = filed.claim.when
    if when is None or when.start is None or when.end is None:
        return False
    if filed.claim.time or filed.dated:
        return True
    return when.precision in ("time", "day") and days(filed.claim)[1] != until


def days(claim: Claim) -> tuple[int | None, int | None]:
    """First and last day of a claim as proleptic ordinals, None where they are not known."""
    if claim.when is None:
        return None, None
    return _ordinal(claim.when.start), _ordinal(claim.when.end)


def content(text: str, weights: Weights) -> frozenset[str]:
    """The stems of the words that tell something."""
    return _content(text, weights.words["common"])


@lru_cache(2_000)
def _content(text: str, common: str) -> frozenset[str]:
    # claims of one sentence follow one another
    known = _split(common)
    return frozenset(stem(w) for w in _WORD.findall(text) if len(w) > 2 and w.casefold() not in known)


def stem(word: str) -> str:
    """A word without case, possessive and plural."""
    low = word.casefold().replace("’", "'").removesuffix("'s")
    return low[:-1] if len(low) > 4 and low.endswith("s") and not low.endswith("ss") else low


def proper(name: str, weights: Weights) -> tuple[str, ...]:
    """The capitalised words of a name, as stems, without the small words of names and those that any name may have."""
    words = (w for part in _WORD.findall(name) for w in part.split("-"))
    return tuple(stem(w) for w in words if w[:1].isupper() and len(w) > 3 and _telling(w, weights))


def kilometres(a: Spot, b: Spot) -> float:
    """The distance of two spots on the globe (haversine), less what both may be off; never negative."""
    p, q = math.radians(a[0]), math.radians(b[0])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return max(0.0, 12742 * math.asin(math.sqrt(h)) - a[2] - b[2])


def record(document: str, group: Sequence[Fact], home: Sequence[Fact], weights: Weights) -> Record:
    """The row of a group of claims.

    Args:
        document: the id of their document.
        group: the claims' facts, at least one.
        home: facts of all claims of the document, for the places that it speaks of.
        weights: families and kinds of types.
    """
    from ..reading.actors import catalogue

    types = sorted({f.type for f in group})
    effects, means = weights.kinds["effects"], weights.kinds["means"]
    naming = [t for t in types if t not in effects] or ["assault"]
    first, last, stated = _time(group, home)
    spot = finest(group)
    around = {n for f in home for n in f.town} | _named_in(home)
    # a town is no site, though one of its claims may not have been located
    towns = {n for f in home if f.town for n in f.town}
    agents = sorted({a for f in group for a in f.agents})
    circle = sorted({x for a in agents for x in _circle(a, catalogue())})
    figures = sorted({x for f in group for x in f.figures})
    killed = [n for of, n in figures if of == "killed"]
    found = Record(
        key="",
        id=min(f.id for f in group), document=document, claims=tuple(sorted(f.id for f in group)), types=tuple(types),
        means=tuple(sorted(_main(([f.type] for f in group), set(means)))),
        families=tuple(sorted(k for k, v in weights.families.items() if set(v) & set(naming))),
        first=first, last=last, stated=stated,
        exact=stated and first is not None and last is not None and last - first <= 1, own=spot is not None,
        latitude=spot[0] if spot else None, longitude=spot[1] if spot else None, radius=spot[2] if spot else None,
        names=tuple(sorted({n for f in group for n in f.names})), around=tuple(sorted(around)),
        towns=tuple(sorted({n for f in group for n in f.town})), agents=tuple(agents), circle=tuple(circle),
        sites=tuple(sorted(_main(f.sites - towns for f in group))),
        figures=tuple(f"{of} {n}" for of, n in figures if n > 2), killed=float(max(killed)) if killed else None,
        words=tuple(sorted({w for f in group for w in f.words})),
    )  # fmt: skip
    key = hashlib.blake2b(repr(found).encode(), digest_size=8).hexdigest()
    return replace(found, key=key)


def finest(group: Iterable[Fact]) -> Spot | None:
    """The spot that most of the finest-placed claims share."""
    count: dict[Spot, int] = {}
    for f in group:
        if f.spot:
            count[f.spot] = count.get(f.spot, 0) + 1
    if not count:
        return None
    finer = min(max(s[2], 30) for s in count)
    return min((s for s in count if max(s[2], 30) == finer), key=lambda s: (-count[s], s[2], s))


def _time(group: Sequence[Fact], home: Sequence[Fact]) -> tuple[int | None, int | None, bool]:
    """The first stated day of the happening, else the narrowest stated time, else up to the document's own date."""
    stated = [f for f in group if f.stated and f.first is not None and f.last is not None and f.type != "accusation"]
    if stated:
        often = Counter((f.first, f.last) for f in stated)
        f = min(stated, key=lambda f: (not f.exact, -often[f.first, f.last], _length(f), f.begin))
        return f.first, f.last, True
    until = max((f.last for f in (*group, *home) if f.last is not None), default=None)
    return (None, until, False)


def _named_in(home: Sequence[Fact]) -> set[str]:
    """The names that a document speaks of most, apart from countries and known actors."""
    sentences = {f.sentence: f.capitals for f in home}
    count = Counter(n for names in sentences.values() for n in names - _parties())
    return set(sorted(count, key=lambda n: (-count[n], n))[:6])


def _main(words: Iterable[Iterable[str]], among: set[str] | None = None) -> set[str]:
    """The words that stand out in a group: those at least half as frequent as the most frequent one."""
    count = Counter(w for found in words for w in found if among is None or w in among)
    return {w for w, n in count.items() if n * 2 >= max(count.values())}


def _length(fact: Fact) -> int:
    return (fact.last or 0) - (fact.first or 0)


def _figures(claim: Claim) -> Iterable[tuple[str, int]]:
    for q in claim.quantities:
        value = q.best if q.best is not None else q.low if q.low is not None else q.high
        if value is not None and q.of in ("killed", "injured", "missing", "detained", "abducted", "displaced"):
            yield q.of, round(value)


def _sites(filed: FiledClaim, weights: Weights) -> Iterable[str]:
    """Words for what was hit or where exactly, as "hospital", "Shouk": kinds and names of sites, not the town."""
    kinds = _split(weights.words["sites"])
    for mention in (*filed.claim.place, *filed.claim.target):
        found = {s for w in _WORD.findall(mention.name) if (s := stem(w)) in kinds}
        if mention in filed.claim.place:
            found |= set(proper(mention.name, weights))
        yield from found - _town(filed)


def _town(filed: FiledClaim) -> set[str]:
    place = filed.place
    if place is None or place.precision in ("point", "unknown"):
        return set()
    return {stem(w) for part in _WORD.findall(f"{place.text} {place.name}") for w in part.split("-")}


@lru_cache(100_000)
def _ordinal(day: str | None) -> int | None:
    try:
        return datetime.date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None


def _named(name: str, weights: Weights) -> str | None:
    words = proper(name, weights)
    return " ".join(words) or None


def _telling(word: str, weights: Weights) -> bool:
    return len(word) > 2 and word.casefold() not in _split(weights.words["common"])


@lru_cache(4)
def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


@lru_cache(1)
def _parties() -> frozenset[str]:
    """The words of the names of countries and known actors: they stand in any report of a war."""
    from ..reading.actors import catalogue

    text = resources.files("ascribe.ontology").joinpath("countries.tsv").read_text(encoding="utf-8")
    named = {stem(w) for w in _WORD.findall(text)}
    return frozenset(named | {stem(w) for form in catalogue().forms for w in form})


@lru_cache(10_000)
def _circle(actor: str, known: object) -> tuple[str, ...]:
    """The actor, those it is a part of, and the sides that it took."""
    found: list[str] = []
    at: str | None = actor
    while at and at not in found:
        found.append(at)
        entry = known.get(at)  # type: ignore[attr-defined]
        found += [f"{s.conflict}: {s.side}" for s in entry.sides] if entry else []
        at = entry.parent if entry else None
    return tuple(found)
