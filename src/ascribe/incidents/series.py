"""Series: quantities of states followed through time, by place and subject, one line a source."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from pydantic import Field

from ..case.names import folded
from ..model import ClaimQuantity, ClaimType, Counted, FiledClaim, Mention, Part, Precision
from .identity import Named, named, place_key, speakers, usual
from .statements import Origins

_CLAUSE = re.compile(r"\s+(?:in|of|from|at|who|still|inside|within|there)\s.*$")


class Point(Part):
    """One figure of one source for one day or stretch of days; reprints that say the same are one point.

    Bounds are as the words give them: `low` alone is "at least", `high` alone "up to".
    """

    at: str | None = Field(None, description="the day it stands for, ISO 8601: the last one that it is told of")
    start: str | None = Field(None, description="first day that it is told of; None where that is open")
    end: str | None = Field(None, description="last day that it is told of; None where that is open")
    precision: Precision = "unknown"
    low: float | None = None
    best: float | None = None
    high: float | None = None
    uncertain: bool = Field(False, description="no claim of it is asserted without reserve")
    claims: tuple[str, ...]
    documents: tuple[str, ...]


class Line(Part):
    """What one source says, in order of time; figures without a date come last."""

    speaker: str
    name: str
    points: tuple[Point, ...]

    @property
    def stretches(self) -> tuple[tuple[Point, ...], ...]:
        """The dated points, parted where the source says nothing for longer than `gap_days` of series.toml."""
        longest = timedelta(days=table().gap_days)
        out: list[list[Point]] = []
        for point in self.points:
            if point.at is None:
                continue
            if out and date.fromisoformat(point.at) - date.fromisoformat(str(out[-1][-1].at)) <= longest:
                out[-1].append(point)
            else:
                out.append([point])
        return tuple(map(tuple, out))


class Series(Part):
    """One quantity of one subject in one place. `id` depends on these alone and stays when documents are added."""

    id: str
    type: ClaimType
    of: Counted
    unit: str
    subject: str | None = Field(None, description="key of who is counted or holds; None where it is not told")
    subject_name: str | None = None
    place: str | None = Field(None, description="the place's name; None where no place is told")
    gazetteer: str | None = None
    gazetteer_id: str | None = None
    within: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """What it is of, whose, where: "Fighters: Islamic State, Raqqa". Built on report text, and so hostile."""
        what = table().title[self.of].format(who=self.subject_name or "not told who")
        where = self.place or "place not told"
        return f"{what}, {where}" + (f" ({self.within})" if self.within else "")


class Table(Part):
    """The data of series.toml."""

    gap_days: int
    counted: dict[ClaimType, tuple[Counted, ...]]
    subject: dict[ClaimType, str]
    unit: dict[str, str]
    title: dict[str, str]
    same: dict[str, tuple[str, ...]]


@cache
def table() -> Table:
    """What series follow, read once."""
    text = resources.files("ascribe.ontology").joinpath("series.toml").read_text(encoding="utf-8")
    return Table.model_validate(tomllib.loads(text))


@dataclass(frozen=True)
class _Told:
    """A figure as one claim gives it."""

    filed: FiledClaim
    figure: ClaimQuantity
    subject: Named | None
    at: date | None
    start: date | None
    end: date | None


def series(
    claims: Iterable[FiledClaim], published: Mapping[str, date], origins: Origins | None = None
) -> tuple[Series, ...]:
    """Quantities of states (strength, control, people at risk or displaced) through time.

    Rejected, denied, future and hypothetical claims take part in nothing. Nothing is averaged, summed or filled in.

    Args:
        claims: of a case, in any order.
        published: by document id, when it was published.
        origins: who reported each document, and so who speaks in its own voice.
    Returns:
        In order of type, quantity, place and subject; lines by the speaker's name.
    """
    groups: dict[tuple[str, ...], list[_Told]] = {}
    for filed in {(f.document, f.claim.id): f for f in claims}.values():
        if filed.standing != "rejected" and filed.claim.factuality in ("asserted", "uncertain"):
            for told in _told(filed, published.get(filed.document)):
                groups.setdefault(_key(told), []).append(told)
    found = [_series(key, group, origins) for key, group in groups.items()]
    return tuple(sorted(found, key=lambda s: (s.type, s.of, s.place or "~", s.subject_name or "~", s.id)))


def _told(filed: FiledClaim, said: date | None) -> Iterable[_Told]:
    """The figures of a claim that a series follows; of several of a kind the one nearest to the trigger is its own."""
    claim = filed.claim
    for of in table().counted.get(claim.type, ()):
        given = [q for q in claim.quantities if q.of == of and (q.low, q.best, q.high) != (None, None, None)]
        if given:
            own = min(given, key=lambda q: (max(claim.trigger[0] - q.end, q.begin - claim.trigger[1], 0), q.begin))
            yield _Told(filed, own, _subject(filed, own), *_days(filed, said))


def _days(filed: FiledClaim, said: date | None) -> tuple[date | None, date | None, date | None]:
    """(the day that a figure stands for, first day, last day): a report cannot tell of days after it."""
    when = filed.claim.when
    start, end = (day(when.start), day(when.end)) if when else (None, None)
    if start is None and end is None:
        end = said
    at = end or (max(start, said) if start and said else start)
    if at and said and said < at and (start is None or start <= said):
        at = said
    return at, start, end


def day(text: str | None) -> date | None:
    """An ISO 8601 date; None for anything else."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def iso(value: date | None) -> str | None:
    """A date as ISO 8601; None for none."""
    return value.isoformat() if value else None


def _subject(filed: FiledClaim, figure: ClaimQuantity) -> Named | None:
    """Who is counted or holds: a known actor, else the words behind the number, "people" where none are left."""
    slot = table().subject[filed.claim.type]
    mentions: tuple[Mention, ...] = getattr(filed.claim, slot)
    known = [m for m in mentions if m.actor]
    if known:
        return named(known[0])
    usual_word = "people" if slot == "target" else None
    for mention in mentions:
        counted = mention.text == mention.name and mention.begin < figure.end <= mention.end
        words = mention.text[figure.end - mention.begin :] if counted else mention.name
        bare = _CLAUSE.sub("", words).strip(" ,.")
        key = next((word for word, same in table().same.items() if folded(bare) in same), folded(bare))
        if any(c.isalpha() for c in key):
            return Named(key, key if key in table().same else bare)
    return Named(usual_word, usual_word) if usual_word else None


def _key(told: _Told) -> tuple[str, ...]:
    filed = told.filed
    if filed.place is not None:
        place = place_key(filed.place, filed.document)
    else:  # "the city", not found in any gazetteer, is known in its document alone
        place = f"{filed.document}:{folded(filed.claim.place[0].name)}" if filed.claim.place else ""
    return filed.claim.type, told.figure.of, _unit(told.figure), place, told.subject.key if told.subject else ""


def _unit(figure: ClaimQuantity) -> str:
    units = table().unit
    return units["household"] if figure.unit == "household" else units[figure.of]


def _series(key: tuple[str, ...], group: list[_Told], origins: Origins | None) -> Series:
    first = min(group, key=lambda t: (t.filed.document, t.filed.claim.id))
    place = first.filed.place
    words = [m.name for t in group for m in t.filed.claim.place[:1]]
    by_speaker: dict[str, list[tuple[str, _Told]]] = {}
    for told in group:
        for who in speakers(told.filed, origins):
            by_speaker.setdefault(who.key, []).append((who.name, told))
    lines = [
        Line(speaker=who, name=usual(name for name, _ in said), points=_points([told for _, told in said]))
        for who, said in by_speaker.items()
    ]
    subjects = [t.subject.name for t in group if t.subject]
    return Series(
        id=hashlib.blake2b("\n".join(key).encode(), digest_size=8).hexdigest(),
        type=first.filed.claim.type, of=first.figure.of, unit=key[2],
        subject=key[4] or None, subject_name=usual(subjects) if subjects else None,
        place=place.name if place else usual(words) if words else None,
        gazetteer=place.gazetteer if place else None, gazetteer_id=place.gazetteer_id if place else None,
        within=place.within if place else None,
        latitude=place.latitude if place else None, longitude=place.longitude if place else None,
        lines=tuple(sorted(lines, key=lambda line: (line.name, line.speaker))),
    )  # fmt: skip


def _points(told: list[_Told]) -> tuple[Point, ...]:
    """One point for each day and figure; of claims that agree on these the most exact dates stand."""
    same: dict[tuple[object, ...], list[_Told]] = {}
    for one in told:
        same.setdefault((one.at, *_bounds(one.figure)), []).append(one)
    points = [_point(group) for group in same.values()]
    return tuple(sorted(points, key=lambda p: (p.at is None, p.at or "", _size(p), p.low or 0, p.high or 0, p.claims)))


def _point(group: list[_Told]) -> Point:
    best = min(group, key=lambda t: (_days_between(t), t.filed.document, t.filed.claim.id))
    low, middle, high = _bounds(best.figure)
    when = best.filed.claim.when
    return Point(
        at=iso(best.at), start=iso(best.start), end=iso(best.end),
        precision=when.precision if when and (best.start or when.end) else "unknown",
        low=low, best=middle, high=high,
        uncertain=all(t.filed.claim.factuality == "uncertain" for t in group),
        claims=tuple(sorted({t.filed.claim.id for t in group})),
        documents=tuple(sorted({t.filed.document for t in group})),
    )  # fmt: skip


def _bounds(figure: ClaimQuantity) -> tuple[float | None, float | None, float | None]:
    """An exact number is one number, whether the reader gave it once or three times."""
    if figure.low is not None and figure.low == figure.best == figure.high:
        return None, figure.best, None
    return figure.low, figure.best, figure.high


def _size(point: Point) -> float:
    return next(v for v in (point.best, point.low, point.high) if v is not None)


def _days_between(told: _Told) -> int:
    return (told.end - told.start).days if told.start and told.end else 10**7
