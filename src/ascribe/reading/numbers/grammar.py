"""Bare numbers in words and digits at one spot of a text: values, vague counts, fractions and ranges."""

from __future__ import annotations

from dataclasses import dataclass

from .vocabulary import Amount, Vocabulary, vague_counts, vocabulary
from .words import Words

DASHES = ("-", "–", "—", "‑")
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_MOST = 1e15


@dataclass(frozen=True, slots=True)
class Number:
    """A bare number: words [begin, end), its bounds, and whether it was a fraction, vague, or a money sign's."""

    begin: int
    end: int
    amount: Amount
    kind: str  # "digits", "words", "vague", "fraction"


def number_at(at: Words, i: int, convention: str) -> Number | None:
    """The bare number that starts with word `i`, longest reading; None if there is none."""
    return _vague(at, i, convention) or _fraction(at, i) or exact_at(at, i)


def exact_at(at: Words, i: int) -> Number | None:
    """Digits with scale words ("2.5 million"), or number words ("one hundred and twenty-five thousand")."""
    table, word = vocabulary(), at.lower[i]
    if word[0].isdecimal():
        return _digits(at, i, table)
    if word not in table.cardinals and not _article_scale(at, i, table):
        return None
    total = part = 0.0
    end, j, last, half = i, i, "", False
    while j < len(at):
        word = at.lower[j]
        if total + part > _MOST:
            return None
        if word in table.cardinals:
            if not _follows(part, table.cardinals[word], last):
                break
            part += table.cardinals[word]
        elif word in table.scales and (end > i or word != "score"):
            scale = table.scales[word]
            if scale == 100 or scale in (12, 20):
                part = max(part, 1) * scale
            else:
                total, part = total + max(part, 1) * scale, 0.0
        elif end == i and word in ("a", "an", "half"):
            half, j = half or word == "half", j + 1
            continue
        elif not ((word == "and" and last in table.scales) or (word in DASHES and at.adjacent(j))) or j == i:
            break
        else:
            j += 1
            continue
        last, end, j = word, j + 1, j + 1
    value = (total + part) * (0.5 if half else 1)
    end, value = _half(at, end, value)
    return Number(i, end, Amount(value, value, value), "words") if end > i and value < _MOST else None


def _follows(part: float, value: int, last: str) -> bool:
    """Whether a number word may follow: "twenty" then "six", "hundred" then "ten"; not "two" then "three"."""
    if part == 0:
        return last == "" or value > 0
    return (part % 100 == 0 and value > 0) or (part % 10 == 0 and part % 100 >= 20 and 0 < value < 10)


def _article_scale(at: Words, i: int, table: Vocabulary) -> bool:
    """Whether "a hundred", "a dozen", "half a million", "half-dozen" starts here."""
    if at.lower[i] not in ("a", "an", "half") or i + 1 >= len(at):
        return False
    after = at.lower[i + 1 : i + 3]
    skip = 1 if len(after) > 1 and (after[0] in DASHES or after[0] in ("a", "half")) else 0
    return after[skip] in table.scales and after[skip] != "score"


def _digits(at: Words, i: int, table: Vocabulary) -> Number | None:
    clean = "".join(c for c in at.lower[i] if c.isdecimal() or c == ".")
    value, end = float(clean), i + 1
    if end < len(at) and at.lower[end] in table.suffixes and at.adjacent(end):
        value, end = value * table.suffixes[at.lower[end]], end + 1
    elif end + 2 < len(at) and at.lower[end + 1] == "/" and at.lower[end].isdecimal() and at.lower[end + 2].isdecimal():
        over, under = int(at.lower[end]), int(at.lower[end + 2])
        if 0 < over < under <= 16:
            value, end = value + over / under, end + 3
    elif end < len(at) and at.lower[end] in _VULGAR:
        value, end = value + _VULGAR[at.lower[end]], end + 1
    else:
        end, value = _half(at, end, value)
    while end < len(at):
        dash = at.lower[end] in DASHES and at.adjacent(end) and end + 1 < len(at)
        word = at.lower[end + dash]
        if word not in table.scales or word == "score":
            break
        value, end = value * table.scales[word], end + dash + 1
    return Number(i, end, Amount(value, value, value), "digits") if value < _MOST else None


def _half(at: Words, end: int, value: float) -> tuple[int, float]:
    """ "... and a half", with a scale word behind it if there is one."""
    if at.lower[end : end + 3] != ["and", "a", "half"]:
        return end, value
    scale = vocabulary().scales.get(at.lower[end + 3]) if end + 3 < len(at) else None
    return (end + 4, (value + 0.5) * scale) if scale else (end + 3, value + 0.5)


def _vague(at: Words, i: int, convention: str) -> Number | None:
    """ "dozens", "tens of thousands", "several hundred", "a few", "a couple of dozen"."""
    table, counts, j = vocabulary(), vague_counts(convention), i
    if at.lower[i] == "a" and at.lower[i + 1 : i + 2] and at.lower[i + 1] in ("few", "couple", "handful"):
        j = i + 1
    word = at.lower[j]
    if word not in counts or (word == "few" and j == i) or (word in ("couple", "handful") and j == i):
        return None
    amount, end = counts[word], j + 1
    while end < len(at):
        step = 1 if at.lower[end] == "of" and end + 1 < len(at) else 0
        scale = table.scales.get(at.lower[end + step]) or table.plurals.get(at.lower[end + step])
        if not scale or (word in table.plurals and not step) or (amount.best or 0) * scale > _MOST:
            break
        amount, end = _times(amount, scale), end + step + 1
    return Number(i, end, amount, "vague")


def _fraction(at: Words, i: int) -> Number | None:
    """ "half", "a third of", "two-thirds", "three quarters": a share of 1, its bounds unknown where it is rounded."""
    table, word = vocabulary(), at.lower[i]
    if (ratio := _ratio(at, i)) is not None:
        return ratio
    over, j = 1, i
    if word in table.cardinals and i + 1 < len(at):
        over, j = table.cardinals[word], i + 1
        if at.lower[j] in DASHES and j + 1 < len(at):
            j += 1
    elif word in ("a", "an", "one") and i + 1 < len(at):
        j = i + 1
    elif word[0].isdecimal() and at.lower[i + 1 : i + 2] == ["/"] and i + 2 < len(at):
        return None
    under = table.fractions.get(at.lower[j])
    if not under or not 0 < over < under or (under == 2 and over != 1):
        return None
    plain = at.lower[j] in ("half", "thirds", "quarters", "fifths", "sixths", "eighths", "tenths", "fourths")
    behind = at.lower[j + 1 : j + 3]
    if (j == i and word != "half") or (not plain and behind[:1] != ["of"]):
        return None
    if at.lower[j] == "half" and behind and (behind[0] in (*DASHES, *table.scales) or _article_scale(at, j, table)):
        return None
    if behind == ["of", "a"] and at.lower[j + 3 : j + 4] and at.lower[j + 3] in table.scales:
        value = table.scales[at.lower[j + 3]] * over / under
        return Number(i, j + 4, Amount(value, value, value), "words")
    share = round(over / under, 4)
    return Number(i, j + 1, Amount(None, share, None), "fraction")


def _ratio(at: Words, i: int) -> Number | None:
    """ "four out of five": a share of 1."""
    over = exact_at(at, i)
    if over is None or at.lower[over.end : over.end + 2] != ["out", "of"] or over.end + 2 >= len(at):
        return None
    under = exact_at(at, over.end + 2)
    if under is None or not over.amount.best or not under.amount.best or over.amount.best >= under.amount.best:
        return None
    share = round(over.amount.best / under.amount.best, 4)
    return Number(i, under.end, Amount(share, share, share), "fraction")


def with_range(at: Words, number: Number, between: bool, convention: str) -> tuple[int, Amount]:
    """ "A to B", "A-B", "A or B", "between A and B": both bounds, and the middle as best."""
    end, amount = number.end, number.amount
    if number.kind == "fraction" or amount.best is None or end + 1 >= len(at):
        return end, amount
    link = at.lower[end]
    joined = link in DASHES and (number.kind != "digits" or at.lower[end + 1][0].isdecimal())
    if not (joined or (link in ("to", "or")) or (between and link == "and")) or _is_change(at, number.begin):
        return end, amount
    behind = end + 1 + (at.lower[end + 1] in vocabulary().signs and end + 2 < len(at))
    second = exact_at(at, behind)
    if second is None or second.amount.best is None:
        return end, amount
    low, high = amount.best, second.amount.best
    scale = _last_scale(at, second)
    if scale and low < high / scale:
        low *= scale
    if not low < high:
        return end, amount
    return second.end, Amount(low, (low + high) / 2, high)


def _last_scale(at: Words, number: Number) -> int | None:
    """The scale of "3 million" in "2 to 3 million", where the first number has none of its own."""
    return vocabulary().scales.get(at.lower[number.end - 1]) if number.end - number.begin > 1 else None


def _is_change(at: Words, i: int) -> bool:
    """Whether "from A to B" is a change ("rose from 10 to 20") and no range."""
    table = vocabulary()
    if i >= 1 and at.lower[i - 1] in table.signs:
        i -= 1
    return (
        i >= 1 and at.lower[i - 1] == "from" and any(w in table.lists["changes"] for w in at.lower[max(0, i - 6) : i])
    )


def _times(amount: Amount, factor: float) -> Amount:
    return in_unit(amount, factor, amount.unit)


def in_unit(amount: Amount, factor: float, unit: str | None) -> Amount:
    low, best, high = (None if x is None else round(x * factor, 6) for x in (amount.low, amount.best, amount.high))
    return Amount(low, best, high, unit)
