"""Figures as ranges: what every speaker counts, which figures a later one supersedes, the lowest and the highest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from ..model import ClaimQuantity, Counted, FiledClaim, Span
from .model import Account, Figure
from .rules import words
from .statements import Told

_Row = tuple[Told, ClaimQuantity, bool]
_Words = tuple[str, Span]
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|dozen|couple)\b",
    re.IGNORECASE,
)


def figures(told: Iterable[Told]) -> tuple[Figure, ...]:
    """What is counted in the claims of one incident, a figure for each kind of thing, in alphabetical order.

    The range is that of UCDP GED's low and high estimates, without its best one: lowest and highest of what speakers
    give for the whole, "at least 9" giving 9 for both ends, "up to 40" giving 40. Parts of a whole ("including seven
    children"), additions ("three more"), denied figures don't count in it.
    """
    rows: dict[Counted, list[_Row]] = {}
    for row in _counting(tuple(told)):
        rows.setdefault(row[1].of, []).append(row)
    return tuple(_figure(of, rows[of]) for of in sorted(rows))


def _counting(claims: tuple[Told, ...]) -> Iterator[_Row]:
    """Each claim's quantities, and whether each is a part of a whole, by others of its kind."""
    nearest = _nearest(claims)
    kept = [(one, [q for q in _own(one.filed) if q.of in nearest[_words(one, q)]]) for one in claims]
    largest: dict[tuple[str, Counted], float] = {}
    for one, own in kept:
        for q in own:
            key = (one.filed.document, q.of)
            largest[key] = max(largest.get(key, 0), _top(q))
    for one, own in kept:
        for q in own:
            same = [x for x in own if x.of == q.of]
            yield one, q, is_part(one.filed, q, largest[one.filed.document, q.of], same)


def _nearest(claims: tuple[Told, ...]) -> dict[_Words, set[Counted]]:
    """What words count: one kind of thing, that of the nearest trigger; of several equally near ones each."""
    rivals: dict[_Words, dict[Counted, int]] = {}
    for one in claims:
        for q in _own(one.filed):
            gap = max(q.begin - one.filed.claim.trigger[1], one.filed.claim.trigger[0] - q.end)
            kinds = rivals.setdefault(_words(one, q), {})
            kinds[q.of] = min(gap, kinds.get(q.of, gap))
    return {at: {of for of, gap in kinds.items() if gap == min(kinds.values())} for at, kinds in rivals.items()}


def _words(one: Told, q: ClaimQuantity) -> _Words:
    return one.filed.document, (q.begin, q.end)


def _own(filed: FiledClaim) -> list[ClaimQuantity]:
    """The quantities with a bound; those of other sentences only where the claim's own has none of that kind.

    Without distances, areas, shares and things of no kind, which are no figures of an incident (grades.toml).
    """
    begin, end = filed.claim.sentence
    known = [q for q in filed.claim.quantities if (q.low, q.best, q.high) != (None, None, None)]
    known = [q for q in known if q.of not in words("counted", "left_out")]
    inside = {q.of for q in known if begin <= q.begin < end}
    return [q for q in known if q.of not in inside or begin <= q.begin < end]


def _figure(of: Counted, rows: list[_Row]) -> Figure:
    accounts = _superseded(tuple(_accounts(rows)))
    whole = [a for a in accounts if not a.part and not a.denied]
    whole = [a for a in whole if not a.vague] or whole
    now = [a for a in whole if a.superseded_by is None]
    highest = max((_top(a) for a in whole), default=None)
    return Figure(
        of=of,
        lowest=min((_bottom(a) for a in whole), default=None),
        highest=highest,
        now_lowest=min((_bottom(a) for a in now), default=None),
        now_highest=max((_top(a) for a in now), default=None),
        at_least=any(_top(a) == highest and a.high is None and a.low is not None for a in whole),
        accounts=accounts,
    )


def _accounts(rows: list[_Row]) -> Iterator[Account]:
    """One account for each speaker, day and figure, in order of publication."""

    def key(row: tuple[Told, ClaimQuantity, bool, str]) -> tuple[str, ...]:
        one, q, part, speaker = row
        said = (q.low, q.best, q.high)
        factuality = one.filed.claim.factuality
        return (
            one.published or "9999",
            speaker,
            *("" if x is None else f"{x:020.4f}" for x in said),
            factuality,
            str(part),
        )

    each = sorted(((one, q, part, v.key) for one, q, part in rows for v in one.voices), key=key)
    for _, group in groupby(each, key):
        same = list(group)
        one, quantity, part, speaker = same[0]
        yield Account(
            speaker=speaker,
            low=quantity.low,
            best=None if _is_range(quantity) else quantity.best,
            high=quantity.high,
            published=one.published,
            claims=tuple(sorted({t.id for t, *_ in same})),
            documents=tuple(sorted({t.filed.document for t, *_ in same})),
            uncertain=one.filed.claim.factuality == "uncertain",
            denied=one.denied,
            part=part,
            vague=bool(_vague().search(quantity.text)),
        )


def _superseded(accounts: tuple[Account, ...]) -> tuple[Account, ...]:
    """Marks the accounts of the whole after which the same speaker gave another figure on a later day."""
    out = []
    for one in accounts:
        later = [
            a
            for a in accounts
            if a.speaker == one.speaker
            and not (a.part or a.denied or one.part or one.denied)
            and a.published is not None
            and one.published is not None
            and a.published > one.published
        ]
        last = max(later, key=lambda a: (a.published or "", a.claims), default=None)
        differs = last is not None and (last.low, last.best, last.high) != (one.low, one.best, one.high)
        out.append(one.model_copy(update={"superseded_by": last.claims[0]}) if last and differs else one)
    return tuple(out)


def _is_range(q: ClaimQuantity) -> bool:
    """Whether words give a lower and an upper end: a middle between them is nobody's figure."""
    return q.low is not None and q.high is not None and q.low != q.high


def _bottom(a: Account | ClaimQuantity) -> float:
    return next(x for x in (a.low, a.best, a.high) if x is not None)


def _top(a: Account | ClaimQuantity) -> float:
    return next(x for x in (a.high, a.best, a.low) if x is not None)


def is_part(filed: FiledClaim, quantity: ClaimQuantity, largest: float, same: list[ClaimQuantity]) -> bool:
    """Whether a quantity is a part of a whole or an addition to one, by the words beside it in its sentence.

    Args:
        largest: the largest figure of this kind in the document.
        same: the claim's quantities of this kind. All of an enumeration ("14 workers, 24 patients and four relatives")
            are parts; of others in one claim, all but the largest.
    """
    start = filed.claim.sentence[0]
    begin, end = quantity.begin - start, quantity.end - start
    if 0 <= begin <= end <= len(filed.sentence):
        before, after, people = _beside()
        text, rest = filed.sentence[:begin], filed.sentence[end:]
        if before.search(text) or after.match(rest):
            return True
        if _top(quantity) < largest and (people.match(rest) or not _NUMBER.search(quantity.text)):
            return True
    return len(same) > 2 or _top(quantity) < max(_top(q) for q in same)


@cache
def _vague() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words('parts', 'vague'))})\b", re.IGNORECASE)


@cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns for words that end before a part, that follow it at once or after one noun, and for groups of people."""
    before, after, people = ("|".join(re.escape(w) for w in words("parts", n)) for n in ("before", "after", "people"))
    modifiers = r"(?:\s+(?:at least|up to|about|around|some|as many as|more than))?"
    return (
        re.compile(rf"\b(?:{before}){modifiers}\s*$", re.IGNORECASE),
        re.compile(rf"\s+(?:(?:{after})\b|(?:\w+\s+){{0,3}}also\b)", re.IGNORECASE),
        re.compile(rf"\s+(?:\w+\s+){{0,2}}(?:{people})\b", re.IGNORECASE),
    )
