"""How well an incident is corroborated: inputs counted from who says what, and the first rule of grades.toml that fits.

The grades are those of casualty recorders (Airwars): confirmed, fair, weak, contested, discounted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ..model import ClaimType
from .model import Grade, GradeInputs, Regrade, Responsible, Speaker
from .parties import deeds, takes
from .rules import rules, tiers
from .statements import Told
from .words import reason


@dataclass
class Position:
    """What one side says of the happening: days on which it said so, and on which it denied it, with the deeds."""

    says: list[str] = field(default_factory=list)
    denies: list[str] = field(default_factory=list)
    takes: list[str] = field(default_factory=list)
    boasts: list[str] = field(default_factory=list)
    did: set[ClaimType] = field(default_factory=set)
    denied: set[ClaimType] = field(default_factory=set)

    @property
    def withdrew(self) -> bool:
        """Whether a denial came on a later day than everything it had said."""
        return bool(self.says and self.denies) and max(self.says) < max(self.denies)


def grade(inputs: GradeInputs, names: Mapping[str, str], regrade: Regrade | None) -> Grade:
    """The grade by the first rule that fits, with the reason in words; a person's grade goes before the computed one.

    Args:
        names: keys of speakers and parties → names as the reason writes them.
    """
    rule = next(r for r in rules() if r.fits(inputs))
    return Grade(
        grade=regrade.grade if regrade else rule.grade,
        computed=rule.grade,
        rule=rule.name,
        reason=reason(rule, inputs, names, regrade),
        inputs=inputs,
        regrade=regrade,
    )


def inputs(
    told: tuple[Told, ...],
    side: Mapping[str, str],
    speakers: tuple[Speaker, ...],
    named: tuple[Responsible, ...],
    answers: Mapping[str, list[str]],
) -> GradeInputs:
    """What the rules look at.

    Args:
        side: speaker and party keys → side.
        named: the parties named as responsible.
        answers: denials by sides that are no claims of their own, with their days.
    """
    guilty = accused(named)
    blamed = _blamed(named, guilty, side, {r.id: r.filed.claim.type for r in told})
    held = positions(told, side, speakers, guilty)
    for group in guilty & answers.keys():
        at = held.setdefault(group, Position())
        at.denies += answers[group]
        at.denied.add("accusation")
    own_word = {s for s in guilty if not _named_by_others(s, named, side)}
    saying = {s for s, p in held.items() if p.says and not (p.withdrew and s not in guilty)}
    taking = {s for s in guilty if _admits(held.get(s), bool(saying - {s}))}
    admitting = {s for s in taking if s not in own_word or blamed <= {s}}
    refusing = {s for s in guilty if (p := held.get(s)) and p.denies and not (s in admitting and _settled(p))}
    partial = {x.side for x in speakers if x.bearing != "third"}
    against = {s for s, p in held.items() if s not in guilty and p.denies and (s in partial or not p.says)}
    withdrawn = {s for s, p in held.items() if s not in guilty and p.withdrew}
    counted = [s for s in speakers if s.counted]
    heard = {s.side for s in speakers} | answers.keys()
    charges = {r.id for r in told if r.filed.claim.type in {*tiers().blame, "accusation"} - tiers().boast}
    charged = {r.side for r in named if r.blamed and r.side in guilty and charges.intersection(r.claims)}
    quiet = [r for r in named if r.actor and r.side in charged - heard and not admitting]
    stated = {actor for r in told if r.silent for actor in _mentioned(r)}
    return GradeInputs(
        sources=len(saying),
        third=len(saying - partial),
        admitting=len(admitting),
        blamed=len(blamed),
        accused_denying=len(refusing),
        enemy_denying=len(against & partial),
        denying=len(against - partial),
        withdrawn=len(withdrawn),
        unclear=sum(bool(s.asserts) and not s.counted for s in speakers),
        saying=_one_a_side([s for s in counted if s.side in saying and s.asserts]),
        accused=_one_a_side([r for r in named if r.side in blamed]),
        accepting=_one_a_side([s for s in counted if s.side in admitting and s.asserts]),
        refusing=_one_a_side(
            [
                *(s for s in speakers if s.side in refusing | against and s.denies),
                *(r for r in named if r.side in refusing & answers.keys()),
            ]
        ),
        retracting=_one_a_side([s for s in speakers if s.side in withdrawn and s.denies]),
        silent=_one_a_side([r for r in quiet if r.actor in stated]),
        unheard=_one_a_side([r for r in quiet if r.actor not in stated]),
    )


def _mentioned(one: Told) -> set[str | None]:
    """The actors in a claim's sentence that act or speak by its words."""
    said = one.filed.claim.attribution
    return {m.actor for m in (*one.filed.claim.agent, *(said.source if said else ()))}


def _one_a_side(found: Sequence[Speaker | Responsible]) -> tuple[str, ...]:
    """Of each side the one that is named in a sentence: a known actor, and the one with the most claims."""

    def rank(one: Speaker | Responsible) -> tuple[bool, int, str]:
        claims = one.claims if isinstance(one, Responsible) else one.asserts + one.denies
        return one.actor is None, -len(claims), one.key

    best = {one.side: one.key for one in sorted(found, key=rank, reverse=True)}
    return tuple(sorted(best.values()))


def positions(
    told: tuple[Told, ...], side: Mapping[str, str], speakers: tuple[Speaker, ...], guilty: frozenset[str]
) -> dict[str, Position]:
    """The position of every side that speaks.

    The accused deny a happening with a denial of anything in it ("no civilian was killed"); for others only the denial
    of what happened itself counts, not that of one of its effects.
    """
    counted = {s.key for s in speakers if s.counted}
    happened = deeds(told)
    held: dict[str, Position] = {}
    for one in told:
        kind = one.filed.claim.type
        if kind not in happened or one.silent:
            continue
        for group in sorted({side[v.key] for v in one.voices if v.key in counted}):
            at, day = held.setdefault(group, Position()), one.day
            if not one.denied:
                at.says.append(day)
                if takes(one, group, side):
                    (at.boasts if kind in tiers().boast else at.takes).append(day)
                    at.did.add(kind)
            elif group in guilty or one.retracted or kind in tiers().means:
                at.denies.append(day)
                at.denied.add(kind)
    return held


def _admits(at: Position | None, others: bool) -> bool:
    """A side accepts a deed; what a party would gladly announce needs the word of others beside it."""
    return at is not None and bool(at.takes or (at.boasts and others))


def _settled(at: Position) -> bool:
    """Whether it accepted on a later day than it last denied, or denied only other deeds of war than it accepted."""
    another = at.denied <= {*tiers().means} - at.did
    return another or max([*at.takes, *at.boasts]) > max(at.denies)


def accused(named: tuple[Responsible, ...]) -> frozenset[str]:
    """Sides said to have done it: those that speakers name, or else those that reporters name in their own voice."""
    quoted = {r.side for r in named if _quoted(r)}
    return frozenset(quoted or {r.side for r in named})


def _quoted(one: Responsible) -> set[str]:
    return {k for k in one.named_by if not k.startswith("outlet:")}


def _named_by_others(group: str, named: tuple[Responsible, ...], side: Mapping[str, str]) -> bool:
    return any(side[k] != group for r in named if r.side == group for k in r.named_by)


def _blamed(
    named: tuple[Responsible, ...], guilty: frozenset[str], side: Mapping[str, str], types: Mapping[str, ClaimType]
) -> set[str]:
    """Sides that some source blames; of several those that a source blames which doesn't blame the others too for the
    same deed. That one side shelled and another bombed is no disagreement; an accusation may be of any deed.
    """
    by_side: dict[str, set[str]] = {}
    deeds: dict[str, set[ClaimType]] = {}
    for one in named:
        if one.blamed and one.side in guilty:
            by_side.setdefault(one.side, set()).update(side[k] for k in _quoted(one))
            deeds.setdefault(one.side, set()).update({types[c] for c in one.claims} & {*tiers().blame, "accusation"})
    if len(by_side) < 2:
        return set(by_side)
    others = {s: {k for k in by_side if k != s and _same_deed(deeds[s], deeds[k])} for s in by_side}
    return {s for s, some in by_side.items() if others[s] and some - {n for k in others[s] for n in by_side[k]}}


def _same_deed(one: AbstractSet[ClaimType], other: AbstractSet[ClaimType]) -> bool:
    return bool(one & other) or "accusation" in one | other
