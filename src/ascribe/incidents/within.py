"""Within one document: a trigger and its later mentions, so that claims about one happening stand together.

First the claims of each sentence are taken together, unless they contradict each other; then each sentence's happening
joins the happening before it that most speaks for, or is a new one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from .records import Fact, kilometres
from .weights import Weights

Group = list[Fact]
Apart = Collection[tuple[str, str]]


def happenings(facts: Iterable[Fact], weights: Weights, apart: Apart = ()) -> list[Group]:
    """What each sentence of a document tells of, in the text's order; see `units` and `groups`."""
    ordered = sorted(facts, key=lambda f: (f.begin, f.id))
    return [
        unit
        for _, sentence in groupby(ordered, key=lambda f: f.sentence)
        for unit in units(list(sentence), weights, apart)
    ]


def groups(told: Iterable[Group], weights: Weights, apart: Apart = ()) -> tuple[tuple[Fact, ...], ...]:
    """The facts of one document in groups, each about one happening, in the text's order.

    Args:
        told: what the sentences of the document tell of, in the text's order; see `happenings`.
        weights: bits for and against, the table `within`.
        apart: pairs of claim ids that people told apart, both ways round.
    """
    found: list[Group] = []
    for unit in told:
        _join(list(unit), found, weights, apart)
    return tuple(tuple(sorted(g, key=lambda f: (f.begin, f.id))) for g in sorted(found, key=lambda g: g[0].begin))


def units(sentence: Sequence[Fact], weights: Weights, apart: Apart = ()) -> list[Group]:
    """The happenings that one sentence tells of: its claims, taken together as long as nothing speaks against it.

    What follows from a happening, or is said of it, is placed last, with the nearest one.
    """
    effects = weights.kinds["effects"]
    found: list[Group] = []
    for fact in sorted(sentence, key=lambda f: (f.type in effects, f.begin, f.id)):
        # the nearer, the better, where nothing else decides
        near = {id(g): -min(abs(f.begin - fact.begin) for f in g) / 1000 for g in found}
        _join([fact], found, weights, apart, near)
    return found


def bits(unit: Sequence[Fact], group: Sequence[Fact], weights: Weights) -> float:
    """How much speaks for a unit's telling of the same happening as the claims before it; bits."""
    return float(sum(weights.within[name] for name in evidence(unit, group, weights)))


def evidence(unit: Sequence[Fact], group: Sequence[Fact], weights: Weights) -> list[str]:
    """What speaks for and against, by its name in the table `within`."""
    found = [*_near(unit, group, weights), *_kind(unit, group, weights)]
    days, others = _days(unit, weights), _days(group, weights)
    if days and others:
        same = any(a <= d and c <= b for a, b in days for c, d in others)
        found.append("same_day" if same else "later_count" if _later(unit, group, weights) else "other_day")
    spots, known = ([f.spot for f in g if f.spot and f.spot[2] < 100] for g in (unit, group))
    if spots and known:
        gap = min(kilometres(p, q) for p in spots for q in known)
        found += ["same_place"] if gap < 1 else ["other_place"] if gap > weights.within["other_place_km"] else []
    sites, told = ({x for f in g for x in f.sites} for g in (unit, group))
    if sites and told:
        found.append("same_site" if sites & told else "other_site")
    counts, given = ({x for f in g for x in f.figures if x[1] > 2} for g in (unit, group))
    found += ["same_figure"] if counts & given else []
    found += ["fresh"] if any(f.fresh for f in unit) and unit[0].sentence != group[-1].sentence else []
    return found


def _join(
    unit: Group, found: list[Group], weights: Weights, apart: Apart, extra: dict[int, float] | None = None
) -> None:
    free = [g for g in found if not any((a.id, b.id) in apart for a in unit for b in g)]
    scored = [(bits(unit, g, weights) + (extra or {}).get(id(g), 0.0), g[-1].begin, n) for n, g in enumerate(free)]
    best = max(scored, default=None)
    if best is not None and best[0] >= weights.within["least"]:
        free[best[2]].extend(unit)
    else:
        found.append(unit)


def _near(unit: Sequence[Fact], group: Sequence[Fact], weights: Weights) -> list[str]:
    w, gap = weights.within, unit[0].begin - max(f.begin for f in group)
    if unit[0].sentence == group[-1].sentence:
        return ["same_sentence"]
    if gap <= w["next_sentence_characters"]:
        return ["next_sentence"]
    return ["same_passage"] if gap <= w["same_passage_characters"] else []


def _kind(unit: Sequence[Fact], group: Sequence[Fact], weights: Weights) -> list[str]:
    effects = set(weights.kinds["effects"])
    kinds, types = {f.type for f in unit} - effects, {f.type for f in group} - effects
    if not kinds or not types:
        return ["effect"]
    if kinds & types or {f.begin for f in unit} & {f.begin for f in group}:
        return ["same_type"]
    means = set(weights.kinds["means"])
    if kinds & means and types & means:
        return ["other_means"]
    if not any(kinds & set(v) and types & set(v) for v in weights.families.values()):
        return ["other_family"]
    return ["open_type" if (kinds | types) & set(weights.kinds["open"]) else "same_family"]


def _later(unit: Sequence[Fact], group: Sequence[Fact], weights: Weights) -> bool:
    """Whether the unit only counts, or accuses, on a later day."""
    counts = all(f.type in weights.kinds["effects"] for f in unit)
    return counts and min(a for a, _ in _days(unit, weights)) > max(b for _, b in _days(group, weights))


def _days(group: Sequence[Fact], weights: Weights) -> list[tuple[int, int]]:
    """The stated days of happenings; those of counts, which may be later, only where there are no others."""
    exact = [f for f in group if f.exact and f.type != "accusation"]
    first = [f for f in exact if f.type not in weights.kinds["effects"]] or exact
    return [(f.first, f.last) for f in first if f.first is not None and f.last is not None]
