"""Quantities of a text: which numbers count something, and what they count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from ...model import Quantity
from ..times.extents import time_extents
from .grammar import Number, expression_at
from .vocabulary import DEFAULT_CONVENTION, Amount, Vocabulary, vague_counts, vocabulary
from .words import Words, words

Span = tuple[int, int]
_DASHES = ("-", "–", "—", "‑")
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


def parse_quantity(
    phrase: str, noun_after: str | None = None, convention: str = DEFAULT_CONVENTION
) -> Amount | None:
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
        number = expression_at(at, i, convention) if _starts(word, table) and not _label(at, i, phrase, table) else None
        if number is not None and not _ordinal_behind(at, number, table):
            return _with_unit(at, number, table, noun_after)
    return _one_of_a_kind(at, table, noun_after)


def _numbers(text: str, sentences: list[Span], convention: str) -> Iterator[tuple[Words, Number]]:
    at, table = words(text), vocabulary()
    times = time_extents(text, tuple(sentences))
    starts = [b for b, _ in times]
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
            if number.end <= stop and _counts(text, at, i, number, first) and at.begin[number.begin] >= first:
                yield at, number
            i = max(number.end, i + 1)


def _starts(word: str, table: Vocabulary) -> bool:
    return word in table.starters or word[0].isdecimal()


def _taken(begin: int, times: tuple[Span, ...], starts: list[int]) -> bool:
    k = bisect_right(starts, begin) - 1
    return k >= 0 and begin < times[k][1]


def _counts(text: str, at: Words, i: int, number: Number, sentence: int) -> bool:
    """Whether the number counts or measures something, and is no label, age, ordinal, calibre or clock time."""
    table = vocabulary()
    if _ordinal_behind(at, number, table) or _stuck(text, at, i, number) or _age(text, at, i, number):
        return False
    word = at.lower[i]
    if word == "one" and number.end == i + 1 and not _one_counts(at, i, table):
        return False
    if word in ("a", "an") and number.kind == "words" and number.end == i + 1:
        return False
    if number.kind == "digits":
        after = at.lower[number.end] if number.end < len(at) else ""
        if after in table.lists["calibres"] or (at.begin[i] == sentence and after in (".", ")")):
            return False
        if number.amount.unit is None and _label(at, i, text, table):
            return False
    return number.amount.best is not None


def _label(at: Words, i: int, text: str, table: Vocabulary) -> bool:
    """Whether the number names something: "Resolution 2254", "No. 5", "Highway 4", "#3"."""
    if i == 0:
        return False
    k = i - 1
    if at.lower[k] == "." and k >= 1 and at.lower[k - 1] in ("no", "nos", "nr", "art", "sec"):
        return True
    word = at.lower[k]
    if word == "#":
        return True
    capital = text[at.begin[k]].isupper() if at.begin[k] < len(text) else False
    return word in table.lists["labels"] and (capital or word in ("number", "no", "resolution", "article", "page"))


def _ordinal_behind(at: Words, number: Number, table: Vocabulary) -> bool:
    """Whether it goes on as an ordinal: "82nd", "twenty-first"."""
    end = number.end
    if end >= len(at):
        return False
    if number.kind == "digits" and at.adjacent(end) and at.lower[end] in ("st", "nd", "rd", "th", "s", "'s"):
        return True
    dash = at.lower[end] in _DASHES and end + 1 < len(at)
    return number.kind == "words" and bool(dash) and at.lower[end + 1] in table.ordinals


def _stuck(text: str, at: Words, i: int, number: Number) -> bool:
    """Whether the number hangs on other signs: "F-16", "M16", "3:30", "9/11", "4x4", "@12"."""
    begin, end = at.begin[i], at.end[number.end - 1]
    before = text[begin - 1] if begin else " "
    after = text[end] if end < len(text) else " "
    beyond = text[end + 1] if end + 1 < len(text) else " "
    if before.isalnum() or before in "/:@_°\\#" or (before == "." and begin > 1 and text[begin - 2].isalnum()):
        return True
    if before in "-–‑" and begin > 1 and text[begin - 2].isalnum() and number.kind == "digits":
        return True
    if number.amount.unit is not None:
        return after.isalnum()
    return after.isalnum() or (after in "/:_°.,'" and beyond.isalnum()) or after == "°"


def _age(text: str, at: Words, i: int, number: Number) -> bool:
    """Whether it is an age: "12-year-old", "aged 12", "Smith, 34, said"."""
    end = number.end
    if i >= 1 and at.lower[i - 1] in ("aged", "age", "ages"):
        return True
    tail = [w for w in at.lower[end : end + 4] if w not in _DASHES]
    if tail[:1] and tail[0] in ("year", "years", "month", "months") and "old" in tail[:2]:
        return True
    if number.end != i + 1 or number.kind != "digits" or i < 2 or at.lower[i - 1] != ",":
        return False
    named = text[at.begin[i - 2]].isupper()
    closes = end < len(at) and at.lower[end] in (",", ".")
    return named and closes and number.amount.best is not None and 0 < number.amount.best < 110


def _one_counts(at: Words, i: int, table: Vocabulary) -> bool:
    before = at.lower[i - 1] if i else ""
    after = at.lower[i + 1] if i + 1 < len(at) else ""
    if before in table.lists["not_before_one"] or after in table.lists["not_after_one"]:
        return False
    return after[:1].isalpha() and (after == "of" or after not in table.lists["stops"])


def _with_unit(at: Words, number: Number, table: Vocabulary, noun_after: str | None = None) -> Amount:
    amount = number.amount
    if amount.unit is not None:
        return amount
    unit = _counted(at, number.end, table)
    if unit is None and noun_after:
        unit = next((table.nouns[w] for w in words(noun_after).lower if w in table.nouns), None)
    return Amount(amount.low, amount.best, amount.high, unit)


def _counted(at: Words, end: int, table: Vocabulary) -> str | None:
    """The class of the nearest listed noun behind the number, before the noun phrase ends."""
    for k in range(end, min(end + 7, len(at))):
        word = at.lower[k]
        if word in _DASHES or word in table.lists["bridges"]:
            continue
        if word in table.nouns and not (k + 1 < len(at) and at.lower[k + 1] in ("'s", *_DASHES)):
            return _last_noun(at, k, table)
        if not word[0].isalpha() or word in table.lists["stops"]:
            return None
    return None


def _last_noun(at: Words, k: int, table: Vocabulary) -> str:
    """Of "police vehicles" the vehicles: the last of neighbouring listed nouns."""
    following = at.lower[k + 1] if k + 1 < len(at) else ""
    verbs = ("killed", "wounded", "injured", "dead", "strikes", "attacks", "raids", "others")
    return table.nouns[following] if following in table.nouns and following not in verbs else table.nouns[at.lower[k]]


def _quantity(text: str, at: Words, number: Number) -> Quantity:
    begin, end = at.begin[number.begin], at.end[number.end - 1]
    amount = _with_unit(at, number, vocabulary())
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
    return _with_unit(at, Number(0, 1, _ONE, "words"), table, noun_after)


def _join_thousands(phrase: str) -> str:
    """ "3, 812" as "3,812": corpora that were cut into words have it so."""
    head, mark, tail = phrase.partition(", ")
    digits = head.rsplit(" ", 1)[-1]
    if mark and digits.isdecimal() and len(digits) <= 3 and tail[:3].isdecimal() and not tail[3:4].isdecimal():
        return f"{head},{tail}"
    return phrase
