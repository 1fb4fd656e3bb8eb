"""After clustering: each sentence's happening is moved to the incident that it fits best, or stands alone.

What one document leaves open ("the strike", a toll) is often settled by what others tell. A unit is scored
against the incidents nearby by a conditional logit (McFadden 1974): weights times evidence. The best of them, or none,
is taken: iterated conditional modes (Besag 1986) over the units in a fixed order, for a few passes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .records import Fact, Spot, kilometres
from .weights import Weights

Days = tuple[int, int]
_TOLD = ("words", "names", "sites", "figures", "types", "agents")


@dataclass(frozen=True)
class Unit:
    """The claims of one sentence about one happening; `number` counts a document's units, `until` is its last day."""

    document: str
    number: int
    of: int
    until: int | None
    claims: tuple[str, ...]
    days: tuple[Days, ...]
    spots: tuple[Spot, ...]
    killed: int | None
    told: Mapping[str, frozenset[object]]


@dataclass
class Profile:
    """What an incident's units tell, counted by unit; `places` are the numbers of its units in each document."""

    size: int = 0
    sited: int = 0
    places: dict[str, list[int]] = field(default_factory=dict)
    until: dict[str, int | None] = field(default_factory=dict)
    days: Counter[Days] = field(default_factory=Counter)
    spots: Counter[Spot] = field(default_factory=Counter)
    killed: Counter[int] = field(default_factory=Counter)
    told: dict[str, Counter[object]] = field(default_factory=lambda: {k: Counter() for k in _TOLD})
    _day: Days | None = None

    def add(self, unit: Unit) -> None:
        """Counts a unit in."""
        self.places.setdefault(unit.document, []).append(unit.number)
        self.until[unit.document] = unit.until
        self._count(unit, 1)

    def remove(self, unit: Unit) -> None:
        """Counts a unit out again."""
        self.places[unit.document].remove(unit.number)
        if not self.places[unit.document]:
            del self.places[unit.document], self.until[unit.document]
        self._count(unit, -1)

    def _count(self, unit: Unit, by: int) -> None:
        self.size += by
        self.sited += by if unit.told["sites"] else 0
        _change(self.days, unit.days, by)
        _change(self.spots, unit.spots, by)
        _change(self.killed, [unit.killed] if unit.killed else [], by)
        for kind in _TOLD:
            _change(self.told[kind], unit.told[kind], by)
        # asked for far more often than it changes
        self._day = min(self.days, key=lambda d: (-self.days[d], d), default=None)

    def day(self) -> Days | None:
        """The day that most of its units state."""
        return self._day


def units_of(document: str, sentences: Sequence[Sequence[Fact]], home: Sequence[Fact], weights: Weights) -> list[Unit]:
    """The units of a document; see `within.happenings`.

    Args:
        document: its id.
        sentences: its claims' facts, taken together by happening within each sentence, in the text's order.
        home: facts of all its claims.
        weights: kinds of types.
    """
    until = max((f.last for f in home if f.last is not None), default=None)
    towns = {n for f in home for n in f.town}
    return [_unit(document, n, len(sentences), until, u, towns, weights) for n, u in enumerate(sentences)]  # fmt: skip


def _unit(
    document: str, number: int, of: int, until: int | None, group: Sequence[Fact], towns: set[str], weights: Weights
) -> Unit:
    effects = weights.kinds["effects"]
    exact = [f for f in group if f.exact and f.type != "accusation"]
    first = [f for f in exact if f.type not in effects] or exact
    told: dict[str, frozenset[object]] = {
        "words": frozenset(w for f in group for w in f.words),
        "names": frozenset(n for f in group for n in f.capitals | f.names),
        "sites": frozenset(s for f in group for s in f.sites if s not in towns),
        "figures": frozenset(x for f in group for x in f.figures if x[1] > 2),
        "types": frozenset(f.type for f in group if f.type not in effects),
        "agents": frozenset(a for f in group for a in f.agents),
    }
    return Unit(
        document=document, number=number, of=of, until=until, claims=tuple(sorted(f.id for f in group)),
        days=tuple(sorted({(f.first, f.last) for f in first if f.first is not None and f.last is not None})),
        spots=tuple(sorted({f.spot for f in group if f.spot and f.spot[2] < 100})),
        killed=max((n for f in group for of_, n in f.figures if of_ == "killed"), default=None) or None, told=told,
    )  # fmt: skip


def refine(
    units: Iterable[Unit],
    start: Mapping[str, str],
    near: Mapping[str, Collection[str]],
    weights: Weights,
    fixed: Collection[str] = (),
) -> list[tuple[str, ...]]:
    """The claims of the units in groups, one an incident, whatever the order of the arguments.

    Args:
        units: of all documents.
        start: the incident of each claim.
        near: for each document, the incidents that its units may join, besides those it tells of.
        weights: the table `fit`, and how far stated days may lie apart.
        fixed: claims that people decided on; their units stay.
    """
    moves = _Moves(sorted(units, key=lambda u: (u.document, u.number)), start, near, weights)
    free = [n for n, u in enumerate(moves.units) if not any(c in fixed for c in u.claims)]
    for _ in range(int(weights.fit["passes"])):
        if not sum(moves.move(n) for n in free):
            break
    found: dict[str, list[str]] = {}
    for unit, home in zip(moves.units, moves.at, strict=True):
        found.setdefault(home, []).extend(unit.claims)
    return [tuple(sorted(c)) for c in found.values()]


class _Moves:
    """Where each unit stands, and what each incident tells."""

    def __init__(
        self, units: Sequence[Unit], start: Mapping[str, str], near: Mapping[str, Collection[str]], weights: Weights
    ) -> None:
        self.units, self.near, self.weights = units, near, weights
        self.at = [start[u.claims[0]] for u in units]
        self.profiles: dict[str, Profile] = {}
        self.here: dict[str, Counter[str]] = {}
        for unit, home in zip(units, self.at, strict=True):
            self._add(unit, home)

    def move(self, n: int) -> bool:
        """Whether the unit has gone from its incident to one that it fits better, or to one of its own."""
        unit, before = self.units[n], self.at[n]
        self._remove(unit, before)
        near = {*self.near.get(unit.document, ()), *self.here[unit.document], before}
        told = ((k, self.profiles[k]) for k in sorted(near) if k in self.profiles)
        around = {k: p for k, p in told if k == before or not contradicts(unit, p, self.weights)}
        fits = scores(unit, list(around.values()), self.weights)
        best = min(((-s, k) for k, s in zip(around, fits, strict=True)), default=None)
        if best is not None and -best[0] > self.weights.fit["alone"]:
            self.at[n] = best[1]
        elif before in self.profiles:
            # no other incident has this name: others go by the ids of claims too
            self.at[n] = f"{unit.claims[0]} alone"
        self._add(unit, self.at[n])
        return self.at[n] != before

    def _add(self, unit: Unit, home: str) -> None:
        self.profiles.setdefault(home, Profile()).add(unit)
        self.here.setdefault(unit.document, Counter())[home] += 1

    def _remove(self, unit: Unit, home: str) -> None:
        self.profiles[home].remove(unit)
        if not self.profiles[home].size:
            del self.profiles[home]
        _change(self.here[unit.document], [home], -1)


def scores(unit: Unit, around: Sequence[Profile], weights: Weights) -> list[float]:
    """How well a unit fits each incident, in nats."""
    return [sum(weights.fit[k] * v for k, v in value.items()) for value in evidence(unit, around)]


def contradicts(unit: Unit, profile: Profile, weights: Weights) -> bool:
    """Whether a unit states a day or a place, or means and a site, that lie apart from those of the incident."""
    day = profile.day()
    if day and unit.days and min(max(a - day[1], day[0] - b) for a, b in unit.days) > weights.link.days_apart:
        return True
    far = weights.fit["other_place_km"]
    if unit.spots and profile.spots and all(kilometres(s, x) > far for s in unit.spots for x in profile.spots):
        return True
    means = set(weights.kinds["means"])
    mine, told = unit.told["types"] & means, profile.told["types"].keys() & means
    sites, hit = unit.told["sites"], profile.told["sites"].keys()
    return bool(mine and told and sites and hit) and not mine & told and not sites & hit


def evidence(unit: Unit, around: Sequence[Profile]) -> list[dict[str, float]]:
    """What speaks for a unit's being of each of the incidents, by its name in the table `fit`."""
    total = sum(p.size for p in around)
    common = {
        kind: [(w, n / total) for w in sorted(unit.told[kind], key=str) if (n := sum(p.told[kind][w] for p in around))]
        for kind in ("words", "names")
    }
    return [
        {
            **_place_in_text(unit, profile),
            **_time(unit, profile),
            **_shared(unit, profile),
            **{kind: _telling(profile, kind, usual) for kind, usual in common.items()},
            "same_toll": _toll(unit, profile),
        }
        for profile in around
    ]


def _place_in_text(unit: Unit, profile: Profile) -> dict[str, float]:
    here = profile.places.get(unit.document, [])
    gaps = {n - unit.number for n in here}
    return {
        "after": float(-1 in gaps),
        "before": float(1 in gaps),
        "soon_after": float(bool(gaps & {-2, -3})),
        "long_way": float(bool(gaps) and min(map(abs, gaps)) > 5),
        "share": len(here) / max(1, unit.of - 1),
        "only_here": float(len(profile.places) == bool(here)),
    }


def _time(unit: Unit, profile: Profile) -> dict[str, float]:
    days = sum(n for d, n in profile.days.items() if any(a <= d[1] and d[0] <= b for a, b in unit.days))
    mode, found = profile.day(), {"same_day": float(days > 0), "usual_day": days / max(1, profile.days.total())}
    if unit.until is None:
        return found
    if mode and not unit.days and mode[0] <= unit.until:
        lag = unit.until - mode[0]
        found["days_ago" if lag <= 2 else "week_ago" if lag <= 8 else "long_ago"] = 1.0
    others = [abs(unit.until - o) for d, o in profile.until.items() if d != unit.document and o is not None]
    return found | ({"dates_apart": math.log1p(min(others)) / 2} if others else {})


def _shared(unit: Unit, profile: Profile) -> dict[str, float]:
    spots = sum(n for s, n in profile.spots.items() if any(kilometres(s, x) < 1 for x in unit.spots))
    sites, types = (sum(profile.told[k][x] for x in unit.told[k]) for k in ("sites", "types"))
    return {
        "same_place": spots / max(1, profile.spots.total()),
        "same_site": float(sites > 0),
        "usual_site": min(1.0, sites / max(1, profile.sited)),
        "same_type": types / max(1, profile.told["types"].total()),
        "same_figure": float(any(profile.told["figures"][x] for x in unit.told["figures"])),
        "same_party": float(any(profile.told["agents"][x] for x in unit.told["agents"])),
    }


def _toll(unit: Unit, profile: Profile) -> float:
    """Minus the logarithm of how far the unit's dead lie outside the span of those told."""
    if not unit.killed or not profile.killed:
        return 0.0
    low, high = min(profile.killed), max(profile.killed)
    return -min(3.0, math.log(max(unit.killed / high, low / unit.killed, 1.0)))


def _telling(profile: Profile, kind: str, words: Iterable[tuple[object, float]]) -> float:
    """How much more often words stand in the incident than in all around, where `usual` is their share: naive Bayes."""
    told = profile.told[kind]
    return sum(math.log((told[w] / usual + 0.5) / (profile.size + 0.5)) for w, usual in words) / 4


def _change(counted: Counter, things: Iterable, by: int) -> None:  # type: ignore[type-arg]
    for thing in things:
        counted[thing] += by
        if not counted[thing]:
            del counted[thing]
