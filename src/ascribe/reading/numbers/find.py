"""Quantities of a text: which numbers count something, and what they count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from ...model import Quantity
from ..times.extents import time_extents
from .counting import counts, is_label, is_ordinal, with_unit
from .expressions import expression_at
from .grammar import Number
from .vocabulary import DEFAULT_CONVENTION, Amount, Vocabulary, vague_counts, vocabulary
from .words import Words, words

Span = tuple[int, int]
_ONE = Amount(1, 1, 1)


def find_quantities(text: str, sentences: list[Span], convention: str = DEFAULT_CONVENTION) -> list[Quantity]:
    """Every number in `text` that counts or measures something.

    Dates, clock times, durations, years, ages, ordinals, calibres, model numbers and labels ("Resolution 2254") are
    left out. The words of hedges and of units of measure belong to the quantity, what is counted does not.

    Args:
        text: the document's text.
        sentences: spans [begin, end) in code points; numbers outside them are not read.
        convention: how vague counts are taken, a name in `ontology/numbers.toml`.
    Returns:
        Quantities in order, none overlapping. `unit` is "person", "vehicle" ... for what is counted, "km2", "km", "m",
        "m2", "kg" (values converted), "share" (0 to 1), a currency of ISO 4217, or None where it is not known.
    Raises:
        UsageError: there is no such convention.
    """
    vague_counts(convention)
    return [_quantity(text, at, number) for at, number in _numbers(text, sentences, convention)]


def parse_quantity(phrase: str, noun_after: str | None = None, convention: str = DEFAULT_CONVENTION) -> Amount | None:
    """What the number words in `phrase` say: "at least 12", "89 people", "a soldier", "one of the guards".

    Args:
        phrase: words that hold one number, or a singular noun phrase with "a", "an" or "one", which counts 1.
        noun_after: what is counted, where the phrase does not say it; it gives the unit ("person").
        convention: as for `find_quantities`.
    Returns:
        Bounds and unit, None where the words hold no number (names, bare plurals, ordinals).
    Raises:
        UsageError: there is no such convention.
    """
    vague_counts(convention)
    at, table = words(_join_thousands(phrase)), vocabulary()
    for i, word in enumerate(at.lower):
        if word in table.times and len(at) <= i + 2:
            n = table.times[word]
            return Amount(n, n, None if i >= 1 and at.lower[i - 1] in ("least", "than") else n)
        if not _starts(word, table) or is_label(at, i, phrase, table):
            continue
        number = expression_at(at, i, convention)
        if number is not None and not is_ordinal(at, number, table):
            return with_unit(at, number, table, noun_after)
    return _one_of_a_kind(at, table, noun_after)


def _numbers(text: str, sentences: list[Span], convention: str) -> Iterator[tuple[Words, Number]]:
    at, table = words(text), vocabulary()
    times = time_extents(text, tuple(sentences))
    starts = [b for b, _ in times]
    end = 0  # a hedge between two numbers belongs to the first
    for first, last in sentences:
        i, stop = bisect_left(at.begin, first), bisect_right(at.end, last)
        while i < stop:
            word = at.lower[i]
            if not _starts(word, table) or _taken(at.begin[i], times, starts):
                i += 1
                continue
            number = expression_at(at, i, convention)
            if number is None:
                i += 1
                continue
            if number.end <= stop and counts(text, at, i, number, first) and at.begin[number.begin] >= first:
                yield at, replace(number, begin=max(number.begin, end))
                end = number.end
            i = max(number.end, i + 1)


def _starts(word: str, table: Vocabulary) -> bool:
    return word in table.starters or word[0].isdecimal()


def _taken(begin: int, times: tuple[Span, ...], starts: list[int]) -> bool:
    k = bisect_right(starts, begin) - 1
    return k >= 0 and begin < times[k][1]


def _quantity(text: str, at: Words, number: Number) -> Quantity:
    begin, end = at.begin[number.begin], at.end[number.end - 1]
    amount = with_unit(at, number, vocabulary())
    return Quantity(
        begin=begin,
        end=end,
        text=text[begin:end],
        low=amount.low,
        best=amount.best,
        high=amount.high,
        unit=amount.unit,
    )


def _one_of_a_kind(at: Words, table: Vocabulary, noun_after: str | None) -> Amount | None:
    """ "a soldier", "an ISIL-held building": one."""
    if not at.lower or at.lower[0] not in ("a", "an", "one") or (len(at) < 2 and noun_after is None):
        return None
    return with_unit(at, Number(0, 1, _ONE, "words"), table, noun_after)


def _join_thousands(phrase: str) -> str:
    """ "3, 812" as "3,812": corpora that were cut into words have it so."""
    head, mark, tail = phrase.partition(", ")
    digits = head.rsplit(" ", 1)[-1]
    if mark and digits.isdecimal() and len(digits) <= 3 and tail[:3].isdecimal() and not tail[3:4].isdecimal():
        return f"{head},{tail}"
    return phrase
