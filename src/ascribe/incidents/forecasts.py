"""Forecasts: claims about what is to come, with a due date, judged by later claims; and how each source has fared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pydantic import Field

from ..case.names import folded
from ..model import ClaimType, FiledClaim, Part
from .due import Due, due
from .forecast_rules import negated, plan_denied, table
from .identity import Named, named, place_key, speakers, usual
from .judge import Expected, Judgement, Seen, State, judge
from .series import iso
from .statements import Origins


class Forecast(Part):
    """A claim about what is to come: when it is due, and whether it came so.

    `state` is a person's decision where there is one, else the rule's; `ruled` and `reason` are always the rule's.
    """

    claim: str
    document: str
    type: ClaimType
    trigger: str
    sentence: str
    speakers: tuple[str, ...] = Field(description="keys of who says so")
    names: tuple[str, ...] = Field(description="their names, in the order of the keys")
    published: str | None
    stated: str | None = Field(description="when it was said, ISO 8601; None where that is not clear")
    due: str | None = Field(description="the last day on which it can be kept; None where none is told")
    due_why: str
    place: str | None
    party: str | None = Field(description="who is to do it")
    about: str = Field(description="forecasts of one speaker with the same words here are one, told again")
    negative: bool = Field(description="it says that something will not be")
    rule: str | None = Field(description="the rule of forecasts.toml; None where none fits")
    state: State
    ruled: State
    reason: str
    rests_on: tuple[str, ...] = Field((), description="ids of the claims that the rule's judgement rests on")
    decided: bool = Field(False, description="a person decided")


class Record(Part):
    """How a source's forecasts have come out; one that it repeats, or that is reprinted, counts once."""

    speaker: str
    name: str
    kept: int
    broken: int
    open: int


def forecasts(
    claims: Iterable[FiledClaim],
    published: Mapping[str, date],
    *,
    origins: Origins | None = None,
    today: date | None = None,
    overrides: Mapping[str, State] | None = None,
) -> tuple[Forecast, ...]:
    """Every claim about what is to come, judged by the other claims of the case.

    Rejected claims take part in nothing. What is not told stays open, with the reason; silence breaks nothing.

    Args:
        claims: all of a case, in any order.
        published: by document id, when it was published.
        origins: who reported each document, and so who speaks in its own voice.
        today: the day as of which is told what is due; the day of the last report unless given.
        overrides: by claim id, what people decided.
    Returns:
        In order of publication, document and place in it; undated ones last.
    """
    each = {(f.document, f.claim.id): f for f in claims if f.standing != "rejected"}
    filed = [each[key] for key in sorted(each)]
    seen = _Places(Seen(f, published[f.document], speakers(f, origins)) for f in filed if f.document in published)
    now = today or max((published[f.document] for f in filed if f.document in published), default=None)
    out = []
    for one in filed:
        if one.claim.factuality == "future" or (
            one.claim.factuality == "denied" and (negated(one) or plan_denied(one))
        ):
            day = published.get(one.document)
            said = due(one, day)
            made = _forecast(one, said, _judged(one, said, seen, now), speakers(one, origins), day)
            decision = (overrides or {}).get(one.claim.id)
            out.append(made.model_copy(update={"state": decision, "decided": True}) if decision else made)
    begins = {f.claim.id: f.claim.trigger for f in filed}
    out.sort(key=lambda f: (f.published or "9999-99-99", f.document, begins[f.claim], f.claim))
    return tuple(_with_day(out, origins))


def records(found: Iterable[Forecast]) -> tuple[Record, ...]:
    """For each source how many of its forecasts are kept, broken and open; by name.

    Of a forecast told several times the latest telling counts; a kept or broken telling before an open one.
    """
    told: dict[str, dict[str, Forecast]] = {}
    names: dict[str, list[str]] = {}
    for one in found:
        for key, name in zip(one.speakers, one.names, strict=True):
            names.setdefault(key, []).append(name)
            mine = told.setdefault(key, {})
            before = mine.get(one.about)
            if before is None or _weight(one) > _weight(before):
                mine[one.about] = one
    out = []
    for key, mine in told.items():
        count = Counter(f.state for f in mine.values())
        out.append(
            Record(speaker=key, name=usual(names[key]), kept=count["kept"], broken=count["broken"], open=count["open"])
        )
    return tuple(sorted(out, key=lambda r: (r.name, r.speaker)))


def _weight(one: Forecast) -> tuple[bool, bool, str, str]:
    return one.decided, one.state != "open", one.published or "", one.claim


def _judged(filed: FiledClaim, said: Due, seen: _Places, now: date | None) -> Judgement:
    """What the rules say; open, with the reason, where they can say nothing."""
    rule = table().rule(filed)
    negative = negated(filed)
    if plan_denied(filed):
        return Judgement("open", "what is denied is a plan: nobody said that it would not be")
    if rule is None:
        return Judgement("open", f"no rule judges forecasts of this kind ({filed.claim.type})")
    if negative and rule.lasting:
        return Judgement("open", "no rule judges that something will not last")
    if said.due is None or said.stated is None:
        return Judgement("open", f"no due date: {said.why}")
    if filed.place is None:
        return Judgement("open", "it names no place that was found")
    return judge(Expected(filed, rule, said.stated, said.due, negative), seen.near(filed), now)


def _forecast(filed: FiledClaim, said: Due, judged: Judgement, who: tuple[Named, ...], day: date | None) -> Forecast:
    claim, rule = filed.claim, table().rule(filed)
    party = named(claim.agent[0]) if claim.agent else None
    negative = negated(filed) or claim.factuality == "denied"
    place = place_key(filed.place, filed.document) if filed.place else ""
    return Forecast(
        claim=claim.id, document=filed.document, type=claim.type, trigger=filed.trigger, sentence=filed.sentence,
        speakers=tuple(w.key for w in who), names=tuple(w.name for w in who),
        published=iso(day), stated=iso(said.stated), due=iso(said.due), due_why=said.why,
        place=filed.place.name if filed.place else None, party=party.name if party else None,
        about=" | ".join((rule.name if rule else claim.type, place, party.key if party else "", str(negative))),
        negative=negative, rule=rule.name if rule else None,
        state=judged.state, ruled=judged.state, reason=judged.reason, rests_on=judged.rests_on,
    )  # fmt: skip


def _with_day(found: list[Forecast], origins: Origins | None) -> Iterator[Forecast]:
    """Forecasts whose `about` has the due date too: in copies of one text the earliest, since "in two days" moves."""

    def text(one: Forecast) -> tuple[str, str]:
        return one.about, origins.of(one.document).copies if origins else one.document

    earliest: dict[tuple[str, str], str] = {}
    for one in found:
        earliest[text(one)] = min(one.due or one.published or "", earliest.get(text(one), "9999-99-99"))
    for one in found:
        yield one.model_copy(update={"about": f"{one.about} | {earliest[text(one)]}"})


class _Places:
    """Claims by the places that they may be compared at."""

    def __init__(self, seen: Iterable[Seen]) -> None:
        self._at: dict[str, list[Seen]] = {}
        for one in seen:
            place = one.filed.place
            if place is not None:
                for key in {*_keys(one.filed), f"country {place.country}"}:
                    self._at.setdefault(key, []).append(one)

    def near(self, filed: FiledClaim) -> list[Seen]:
        """Claims at the place, at parts of it, and at the town that it is a part of."""
        keys = _keys(filed)
        if filed.place is not None and filed.place.precision == "country":
            keys.add(f"country {filed.place.country}")
        found = {one.filed.claim.id: one for key in sorted(keys) for one in self._at.get(key, ())}
        return list(found.values())


def _keys(filed: FiledClaim) -> set[str]:
    """Two places of which one is or lies in the other share a key: their own, or the town's name."""
    place = filed.place
    if place is None:
        return set()
    return {place_key(place, filed.document), f"in {folded(place.within or place.name)}"}
