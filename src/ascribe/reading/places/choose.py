"""Which of several namesakes a name means: the one that fits best with all the other places of the document.

A sum of weighted reasons per candidate, with the document's places chosen together in a few rounds: after the
observation that the places of one text lie near each other and in few containers (Leidner 2007, "Toponym resolution in
text"; Lieberman and Samet 2012, "Adaptive context features for toponym resolution in streaming news").
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .gazetteer import Entry
from .page import Mention
from .words import prior

ROUNDS = 3
_FAR = 6.0  # degrees of latitude beyond which nothing is near
_SPOTS = frozenset({"settlement", "point", "district", "region"})
_CONTEXT = 200  # other names that count for one, those named most
_SEAT_SHARE = 0.02  # of a division's people in a town of its name, for the name alone to mean the town
_EARTH_KM = 6371.0088


Group = tuple[str, str | None, frozenset[str]]  # a name, the kind told, what it is held by


@dataclass(frozen=True)
class Choice:
    """The place that a mention means, with how sure that is (0..1); `entry` None where it has no position."""

    entry: Entry | None
    confidence: float


@dataclass
class Evidence:
    """What the document says apart from the mentions themselves.

    `countries` counts nationalities; `dateline` is the country of the dateline; `held` maps the number of a mention to
    the candidates that lie in what the text names right beside it.
    """

    countries: Counter[str] = field(default_factory=Counter)
    dateline: frozenset[str] = frozenset()
    held: dict[int, frozenset[str]] = field(default_factory=dict)


def choose(mentions: Sequence[Mention], evidence: Evidence) -> list[Choice]:
    """One choice for each mention; the same name means the same place, unless the text says otherwise beside it."""
    groups = _groups(mentions, evidence)
    scores = {g: _own(g, mentions[members[0]], evidence, members) for g, members in groups.items()}
    chosen = {g: _best(s) for g, s in scores.items()}
    full = scores
    for _ in range(ROUNDS):
        full = {g: _with_context(g, scores[g], chosen, groups, evidence) for g in groups}
        again = {g: _best(s) for g, s in full.items()}
        if again == chosen:
            break
        chosen = again
    out: list[Choice] = [Choice(None, 0.5)] * len(mentions)
    for g, members in groups.items():
        for i in members:
            entry = chosen[g]
            stray = entry is not None and _stray(g, entry, chosen, evidence)
            out[i] = Choice(None if stray else entry, _confidence(full[g], mentions[i]))
    return out


def _stray(group: Group, entry: Entry, chosen: dict[Group, Entry | None], evidence: Evidence) -> bool:
    """Whether a place is far from all that the document is about, and not known well enough to be named in passing.

    The village meant is then most likely one that the gazetteer does not hold: better no position than a wrong one.
    """
    weight = prior()
    if entry.kind not in ("settlement", "point", "district") or entry.capital or group[2]:
        return False
    if entry.population >= weight["known_abroad"]:
        return False
    codes = [e.countries[0] for g, e in chosen.items() if g[0] != group[0] and e is not None and e.countries]
    about = Counter(codes) + evidence.countries
    return len(codes) >= 2 and not set(entry.countries) & (set(about) | evidence.dateline)


def _groups(mentions: Sequence[Mention], evidence: Evidence) -> dict[Group, list[int]]:
    """Mentions of the same name, kind and container; those without a container join the only one that has one."""
    out: dict[Group, list[int]] = {}
    told: dict[str, set[frozenset[str]]] = {}
    for i, held in evidence.held.items():
        told.setdefault(mentions[i].key, set()).add(held)
    for i, m in enumerate(mentions):
        if not m.candidates or m.unlocated:
            continue
        options = told.get(m.key, set())
        usual = next(iter(options)) if len(options) == 1 else frozenset()
        held = evidence.held.get(i, usual)
        out.setdefault((m.key, m.kind, held), []).append(i)
    return out


def _own(group: Group, mention: Mention, evidence: Evidence, members: Sequence[int]) -> list[tuple[float, Entry]]:
    """Scores from a candidate itself and the words right beside it."""
    weight = prior()
    _, kind, held = group
    seats = {(c.country, c.region): c.population for c in mention.candidates if c.kind == "settlement"}
    capitals = {c.country for c in mention.candidates if c.capital}
    out = []
    for c in mention.candidates:
        score = (
            weight.get(c.kind, 0.0) + (weight["main_name"] if c.main else 0.0) + (weight["loose"] if c.loose else 0.0)
        )
        if c.kind in ("settlement", "point"):
            score += weight["population"] * math.log10(c.population + 100) + (weight["capital"] if c.capital else 0.0)
        if c.kind == "region":
            score += 0.8 * weight["population"] * math.log10(c.population + 100)
            seat = seats.get((c.country, c.region), 0) > _SEAT_SHARE * c.population or c.country in capitals
            if kind is None and seat:
                score += weight["seat"]
        if held:
            score += weight["containment"] if c.ref in held else 0.0
        if kind is not None:
            score += weight["kind"] if _fits(c, kind) else 0.0
        if evidence.dateline & set(c.countries):
            score += weight["dateline"]
        out.append((score, c))
    return out


def _fits(c: Entry, kind: str) -> bool:
    if kind == "region":
        return c.kind in ("region", "area")
    if kind == "district":
        return c.kind in ("district", "region")
    return c.kind in ("settlement", "point")


def _with_context(
    group: Group, own: list[tuple[float, Entry]], chosen: dict[Group, Entry | None], groups: dict[Group, list[int]],
    evidence: Evidence,
) -> list[tuple[float, Entry]]:  # fmt: skip
    """Scores with what the other places of the document add."""
    weight = prior()
    others = [(e, 1.0 + math.log(len(groups[g]))) for g, e in chosen.items() if g[0] != group[0] and e is not None]
    if len(others) > _CONTEXT:
        others = sorted(others, key=lambda o: -o[1])[:_CONTEXT]
    countries, regions, total = _votes(others, evidence)
    spots = {
        (e.latitude, e.longitude)
        for e, _ in others
        if e.latitude is not None and e.longitude is not None and e.kind in _SPOTS
    }
    # Beside towns of one land a name is sooner its town than a namesake in a land that only acts there; a capital may
    # stand for its government.
    lands = Counter(e.countries[0] for e, _ in others if e.kind in _SPOTS and e.countries and not e.capital)
    out = []
    for score, c in own:
        if lands.total() > 1 and c.kind in _SPOTS and not c.capital and not lands.keys() & set(c.countries):
            score -= weight["no_town_beside"]
        share = max((countries[code] for code in c.countries), default=0.0) / total
        score += weight["same_country"] * share
        if c.region and c.kind != "country":
            score += weight["same_region"] * regions[c.countries[0] + "." + c.region] / total if c.countries else 0.0
        if c.kind != "country" and c.latitude is not None and c.longitude is not None:
            near = min((km(c.latitude, c.longitude, a, b) for a, b in spots if abs(a - c.latitude) < _FAR), default=1e5)
            score += weight["near"] * 0.5 ** (near / weight["near_km"])
        out.append((score, c))
    return out


def _votes(
    others: Iterable[tuple[Entry, float]], evidence: Evidence
) -> tuple[dict[str, float], dict[str, float], float]:
    countries: defaultdict[str, float] = defaultdict(float)
    regions: defaultdict[str, float] = defaultdict(float)
    total = 1.0
    for e, weight in others:
        for code in e.countries[:2]:
            countries[code] += weight
            if e.region:
                regions[f"{code}.{e.region}"] += weight
        total += weight
    for code, count in evidence.countries.items():
        countries[code] += 0.5 + 0.5 * math.log(count)
        total += 0.5 + 0.5 * math.log(count)
    return countries, regions, total


def _best(scores: Sequence[tuple[float, Entry]]) -> Entry | None:
    return max(scores, key=lambda s: (s[0], s[1].population, s[1].ref))[1] if scores else None


def _confidence(scores: Sequence[tuple[float, Entry]], mention: Mention) -> float:
    """From the distance to the runner-up, less where little says that the words are a place at all."""
    ranked = sorted((s for s, _ in scores), reverse=True)
    margin = ranked[0] - ranked[1] if len(ranked) > 1 else 3.0
    sure = 1 / (1 + math.exp(-margin))
    return round(sure * (0.98 if mention.learned or mention.cue else 0.88), 3)


def km(a: float, b: float, c: float, d: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine, mean radius of the earth)."""
    la, lb = math.radians(a), math.radians(c)
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin(math.radians(d - b) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))
