"""Numbers with all that belongs to them: hedges, a range, a unit of measure or a currency.

A number is read in four steps: the bare value, a range with a second value, the unit, the hedges around it.
"""

from __future__ import annotations

from .grammar import DASHES, Number, in_unit, number_at, with_range
from .vocabulary import Amount, Phrases, Vocabulary, vocabulary
from .words import Words


def expression_at(at: Words, i: int, convention: str) -> Number | None:
    """The number that starts with word `i`, with its range, its unit and the hedges before and behind it.

    `i` is the first word of the bare number (or its currency sign); `begin` of the answer may lie before it.
    """
    table = vocabulary()
    sign = table.signs.get(at.lower[i])
    if sign and _sign_start(at, i) < i:
        sign = table.dollars[at.lower[i - 1]]
    number = number_at(at, i + 1 if sign else i, convention) if not sign or i + 1 < len(at) else None
    if number is None:
        return None
    begin = _sign_start(at, i) if sign else i
    between = i >= 1 and at.lower[i - 1] == "between"
    end, amount = with_range(at, number, between, convention)
    if between and end != number.end:
        begin -= 1
    end, amount, after = _after(at, end, amount, table)
    end, amount = _unit(at, end, amount, sign, table)
    if number.kind == "fraction" and amount.unit is None:
        amount = Amount(amount.low, amount.best, amount.high, "share")
    before, begin = _before(at, begin, table)
    return Number(begin, end, _hedge(amount, before or after), number.kind)


def _sign_start(at: Words, i: int) -> int:
    """The first word of a currency sign at word `i`: "US$" has its country before it."""
    return i - 1 if at.adjacent(i) and at.lower[i - 1] in vocabulary().dollars else i


def _after(at: Words, end: int, amount: Amount, table: Vocabulary) -> tuple[int, Amount, str | None]:
    """Hedges behind the number ("or more", "or so", "+", "-odd")."""
    if end < len(at) and at.lower[end] == "+" and at.adjacent(end):
        return end + 1, amount, "least"
    if end + 1 < len(at) and at.lower[end] in DASHES and at.lower[end + 1] in ("odd", "plus"):
        return end + 2, amount, "about" if at.lower[end + 1] == "odd" else "least"
    found = _phrase(at, end, table.after)
    return (found[0], amount, found[1]) if found else (end, amount, None)


def _unit(at: Words, end: int, amount: Amount, sign: str | None, table: Vocabulary) -> tuple[int, Amount]:
    """A measure or a currency behind the number, converted; the words of the unit belong to the number."""
    if sign:
        return end, Amount(amount.low, amount.best, amount.high, sign)
    if end >= len(at):
        return end, amount
    dash = 1 if at.lower[end] in DASHES and at.adjacent(end) else 0
    start = end + dash + (1 if at.lower[end : end + 1] == ["of"] else 0)
    if start >= len(at):
        return end, amount
    for parts, unit, factor in table.measures.get(at.lower[start], ()):
        words = at.lower[start : start + len(parts)]
        hyphens = [w for w in at.lower[start : start + 2 * len(parts)] if w not in DASHES][: len(parts)]
        if words == list(parts):
            return start + len(parts), in_unit(amount, factor, unit)
        if len(parts) > 1 and hyphens == list(parts):
            return start + 2 * len(parts) - 1, in_unit(amount, factor, unit)
    found = _phrase(at, start, table.currencies)
    if found:
        return found[0], Amount(amount.low, amount.best, amount.high, found[1])
    return end, amount


def _before(at: Words, begin: int, table: Vocabulary) -> tuple[str | None, int]:
    """The hedge that ends right before word `begin`, and where it begins; hedges may stack ("only about 12")."""
    kind: str | None = None
    while begin > 0:
        found = None
        for parts, hedge in table.before.get(at.lower[begin - 1], ()):
            if begin >= len(parts) and at.lower[begin - len(parts) : begin] == list(parts):
                found = (len(parts), hedge)
                break
        if found is None or (found[1] == "exact" and kind is None and at.lower[begin - 1] in ("all", "both", "just")):
            return kind, begin
        begin -= found[0]
        kind = kind or (None if found[1] == "exact" else found[1])
    return kind, begin


def _phrase(at: Words, i: int, phrases: Phrases) -> tuple[int, str] | None:
    if i < len(at):
        for parts, kind in phrases.get(at.lower[i], ()):
            if at.lower[i : i + len(parts)] == list(parts):
                return i + len(parts), kind
    return None


def _hedge(amount: Amount, kind: str | None) -> Amount:
    """Bounds after a hedge: "at least 12" has no upper bound, "up to 40" no lower, "around 2,500" neither."""
    low, best, high = amount.low, amount.best, amount.high
    if low is not None and high is not None and low < high:
        return amount
    if kind == "least":
        return Amount(best, best, None, amount.unit)
    if kind == "most":
        return Amount(None, best, best, amount.unit)
    if kind == "about":
        return Amount(None, best, None, amount.unit)
    return amount
