"""What later claims say of a forecast, by the rules of forecasts.toml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from ..model import FiledClaim
from .forecast_rules import Rule, of_part, table
from .identity import Named, related, same_or_part, whole_is_told
from .series import day

State = Literal["open", "kept", "broken"]
Moment = Literal["before", "in time", "after", "unsure"]
_SHOWN = 3


@dataclass(frozen=True)
class Seen:
    """A claim that may tell of a forecast, when it was published and who says it."""

    filed: FiledClaim
    published: date
    speakers: tuple[Named, ...]

    @property
    def order(self) -> tuple[date, str, tuple[int, int], str]:
        """A place in an order that depends on nothing but the claim."""
        return self.published, self.filed.document, self.filed.claim.trigger, self.filed.claim.id


@dataclass(frozen=True)
class Judgement:
    """Whether it came so, why in words, and the ids of the claims that this rests on."""

    state: State
    reason: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expected:
    """A forecast with a due date and a rule."""

    filed: FiledClaim
    rule: Rule
    stated: date
    due: date
    negative: bool


@dataclass
class _Found:
    """Later claims by what they are to the forecast."""

    fulfilled: list[Seen] = field(default_factory=list)
    late: list[Seen] = field(default_factory=list)
    unsure: list[Seen] = field(default_factory=list)
    denied: list[Seen] = field(default_factory=list)
    against: list[tuple[Seen, str]] = field(default_factory=list)
    around: list[Seen] = field(default_factory=list)


def judge(expected: Expected, seen: Iterable[Seen], now: date | None) -> Judgement:
    """Open, kept or broken.

    Args:
        expected: the forecast.
        seen: claims about the same place; those of the same document or from before the statement count for nothing.
        now: the day that the case has come to, for the words of an open forecast.
    """
    found = _sort(expected, seen)
    if expected.negative or expected.rule.lasting:
        judged = _judge_lasting(expected, found)
    else:
        judged = _judge_event(expected, found)
    if judged is not None:
        return judged
    if now is None or now <= expected.due:
        return Judgement("open", f"it is not due until {expected.due}")
    return Judgement("open", f"it was due on {expected.due}; no later report tells whether it came so")


def _judge_event(expected: Expected, found: _Found) -> Judgement | None:
    """Something was to happen by the due date."""
    if found.fulfilled and found.denied:
        return _judged("open", "it is disputed", found.fulfilled + found.denied)
    if found.fulfilled:
        return _judged("kept", f"it was told of by {expected.due}", found.fulfilled)
    if found.unsure:
        return _judged("open", "later reports may tell of it, but not surely whether, when or by whom", found.unsure)
    if found.late:
        return _judged("broken", f"it came, but after it was due on {expected.due}", found.late)
    if found.denied:
        return _judged("broken", f"it was denied after it was due on {expected.due}", found.denied)
    if found.against:
        first = min(found.against, key=lambda entry: entry[0].order)[1]
        return _judged("broken", f"after it was due on {expected.due}, {first}", [s for s, _ in found.against])
    speakers = {who.key for one in found.around for who in one.speakers}
    documents = {one.filed.document for one in found.around}
    limits = table()
    if len(speakers) >= limits.untold_speakers and len(documents) >= limits.untold_documents:
        words = (
            f"{len(documents)} reports of the place by {len(speakers)} speakers, more than {limits.grace_days} days "
            f"after it was due on {expected.due}, don't tell of it"
        )
        return _judged("broken", words, found.around)
    return None


def _judge_lasting(expected: Expected, found: _Found) -> Judgement | None:
    """Something was not to happen, or to last, until the due date."""
    if expected.rule.lasting:  # what is against it counts before the due date, what tells of it after
        broken, kept = [s for s, _ in found.against], found.late
    else:
        broken, kept = found.fulfilled, [*(s for s, _ in found.against), *found.late]
    if broken and found.denied:
        return _judged("open", "it is disputed", broken + found.denied)
    if broken:
        return _judged("broken", f"what was not to be was told of by {expected.due}", broken)
    if found.unsure:
        return _judged("open", "later reports may tell of it, but not surely whether, when or by whom", found.unsure)
    if kept:
        return _judged("kept", f"it was still so after {expected.due}", kept)
    return None


def _sort(expected: Expected, seen: Iterable[Seen]) -> _Found:
    found = _Found()
    rule = expected.rule
    for one in sorted(seen, key=lambda s: s.order):
        claim = one.filed.claim
        later = one.published >= expected.stated and one.filed.document != expected.filed.document
        if not later or claim.factuality in ("future", "hypothetical"):
            continue
        if claim.factuality == "denied":
            if rule.tells(one.filed) and _party(expected, one.filed) is not False and _denied_late(expected, one):
                found.denied.append(one)
            continue
        moment = _moment(expected, one)
        whole = not _partial(one.filed) and not of_part(one.filed)
        if rule.tells(one.filed) and whole and whole_is_told(expected.filed, one.filed):
            _file(expected, one, moment, found)
        elif claim.factuality == "asserted" and same_or_part(one.filed, expected.filed):
            because = _against(expected, one.filed)
            if because and moment == ("in time" if rule.lasting else "after"):
                found.against.append((one, because))
        if _around(expected, one):
            found.around.append(one)
    return found


def _file(expected: Expected, one: Seen, moment: Moment, found: _Found) -> None:
    """Puts a claim that tells of what was expected where its time, party and standing put it."""
    party = _party(expected, one.filed)
    if party is False and (because := _against(expected, one.filed)) and moment == "after":
        found.against.append((one, because))
    elif party is False or moment == "before":
        return
    elif party is None or moment == "unsure" or one.filed.claim.factuality == "uncertain":
        if moment != "after":
            found.unsure.append(one)
    elif moment == "in time":
        found.fulfilled.append(one)
    elif not expected.rule.again:  # what goes on anyway comes later too
        found.late.append(one)


def _moment(expected: Expected, one: Seen) -> Moment:
    """When a claim's happening was: a report cannot tell of days after it, and news is dated by the week."""
    when = one.filed.claim.when
    start, end = (day(when.start), day(when.end)) if when else (None, None)
    end = min(end or one.published, one.published)
    if end < expected.stated:
        return "before"
    if start is None or start > one.published:
        return "unsure"
    if start > expected.due:
        return "after"
    loose = timedelta(days=table().loose_days)
    begun = start > expected.stated if expected.rule.again else start >= expected.stated - loose
    return "in time" if begun and end <= expected.due else "unsure"


def _denied_late(expected: Expected, one: Seen) -> bool:
    when = one.filed.claim.when
    end = (day(when.end) if when else None) or one.published
    return one.published > expected.due and end >= expected.stated and whole_is_told(expected.filed, one.filed)


def _party(expected: Expected, filed: FiledClaim) -> bool | None:
    """Whether the party is the one that was expected; True where it does not matter or none was named."""
    wanted = expected.filed.claim.agent if expected.rule.party else ()
    return related(wanted, filed.claim.agent) if wanted else True


def _against(expected: Expected, filed: FiledClaim) -> str | None:
    """Why a claim speaks against the forecast; None where it does not."""
    ours, theirs = expected.filed.claim.agent, filed.claim.agent
    same = related(ours, theirs)
    if same and "control" in expected.rule.kept_by and filed.claim.type == "control" and _partial(filed):
        return "the same party held only a part of it"
    other = (bool(ours) and same is False) or related(expected.filed.claim.target, theirs) is True
    fits: dict[str, bool] = {"same": same is True, "other": other, "anyone": True}
    return next((a.because for a in expected.rule.against if filed.claim.type in a.types and fits[a.by]), None)


def _partial(filed: FiledClaim) -> bool:
    """Whether a figure says that it is only a part of the place."""
    shares = [q.best for q in filed.claim.quantities if q.of == "share" and q.best is not None]
    return bool(shares) and max(shares) < table().full_share


def _around(expected: Expected, one: Seen) -> bool:
    """Whether a claim's teller would have told of fulfilment."""
    due = (
        expected.due + timedelta(days=table().grace_days) if expected.due < date.max - timedelta(days=99) else date.max
    )
    return (
        one.filed.claim.type in expected.rule.untold
        and one.published > due
        and _moment(expected, one) == "after"
        and same_or_part(one.filed, expected.filed)
    )


def _judged(state: State, words: str, evidence: Sequence[Seen]) -> Judgement:
    each = sorted({s.filed.claim.id: s for s in evidence}.values(), key=lambda s: s.order)
    told = "; ".join(map(_told, each[:_SHOWN])) + (f"; and {len(each) - _SHOWN} more" if len(each) > _SHOWN else "")
    return Judgement(state, f"{words}: {told}", tuple(s.filed.claim.id for s in each))


def _told(one: Seen) -> str:
    names = ", ".join(who.name for who in one.speakers)
    not_so = "denied: " if one.filed.claim.factuality == "denied" else ""
    return f"{names}, {one.published}: {not_so}“{one.filed.trigger}” ({one.filed.claim.type})"
