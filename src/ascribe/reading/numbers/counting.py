"""Which numbers count something, and what they count."""

from __future__ import annotations

import re

from .grammar import DASHES, Number
from .vocabulary import Amount, Vocabulary, vocabulary
from .words import Words, words

_AMBIGUOUS = re.compile(r"\d{1,3}\.000")  # a thousand in some countries, one in others


def counts(text: str, at: Words, i: int, number: Number, sentence: int) -> bool:
    """Whether the number counts or measures something, and is no label, age, ordinal, calibre or clock time."""
    table = vocabulary()
    if is_ordinal(at, number, table) or _stuck(text, at, i, number) or _age(text, at, i, number):
        return False
    word = at.lower[i]
    if word == "one" and number.end == i + 1 and not _one_counts(at, i, table):
        return False
    if _score(at, i, number) or (number.kind == "digits" and _address(text, at, number.end)):
        return False
    if word in ("a", "an") and number.kind == "words" and number.end == i + 1:
        return False
    if number.kind == "digits":
        after = at.lower[number.end] if number.end < len(at) else ""
        if after in table.lists["no_counts"] or (at.begin[i] == sentence and after in (".", ")")):
            return False
        if number.amount.unit is None and is_label(at, i, text, table):
            return False
    return number.amount.best is not None


def is_label(at: Words, i: int, text: str, table: Vocabulary) -> bool:
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


def is_ordinal(at: Words, number: Number, table: Vocabulary) -> bool:
    """Whether it goes on as an ordinal: "82nd", "twenty-first"."""
    end = number.end
    if end >= len(at):
        return False
    if number.kind == "digits" and at.adjacent(end) and at.lower[end] in ("st", "nd", "rd", "th", "s", "'s"):
        return True
    dash = at.lower[end] in DASHES and end + 1 < len(at)
    return number.kind == "words" and bool(dash) and at.lower[end + 1] in table.ordinals


def _stuck(text: str, at: Words, i: int, number: Number) -> bool:
    """Whether the number hangs on other signs: "F-16", "M16", "3:30", "9/11", "4x4", "@12"."""
    sign = at.lower[i] in vocabulary().signs
    begin, end = at.begin[number.begin if sign else i], at.end[number.end - 1]
    before = text[begin - 1] if begin else " "
    after = text[end] if end < len(text) else " "
    beyond = text[end + 1] if end + 1 < len(text) else " "
    if before.isalnum() or before in "/:@_°\\#" or (before == "." and begin > 1 and text[begin - 2].isalnum()):
        return True
    if (before == "," and text[begin - 2 : begin - 1].isdecimal()) or _AMBIGUOUS.fullmatch(text, begin, end):
        return True
    if before in "-–‑−" and number.kind == "digits" and (begin < 2 or text[begin - 2].isspace()):
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
    tail = [w for w in at.lower[end : end + 4] if w not in DASHES]
    if tail[:1] and tail[0] in ("year", "years", "month", "months") and "old" in tail[:2]:
        return True
    if i >= 3 and at.lower[i - 1] == "and" and at.lower[i - 2].isdecimal():
        i -= 2  # "her sons, 12 and 14, ..."
    elif number.end != i + 1:
        return False
    if number.kind != "digits" or i < 2 or at.lower[i - 1] != ",":
        return False
    end += 2 if at.lower[end : end + 1] == ["and"] and at.lower[end + 1 : end + 2][:1] else 0
    somebody = text[at.begin[i - 2]].isupper() or vocabulary().nouns.get(at.lower[i - 2]) == "person"
    closes = end < len(at) and at.lower[end] in (",", ".")
    return somebody and closes and number.amount.best is not None and 0 < number.amount.best < 110


def _score(at: Words, i: int, number: Number) -> bool:
    """A vote or a score, "14-0"; a range has its larger number last."""
    for dash, other in ((number.end, number.end + 1), (i - 1, i - 2)):
        if 0 <= other < len(at) and at.lower[dash] in DASHES and at.lower[other].isdecimal():
            beside = at.adjacent(dash) and at.adjacent(max(dash, other) if other > dash else i)
            if beside and number.kind == "digits":
                return True
    return False


def _address(text: str, at: Words, end: int) -> bool:
    """ "7 Lenin Street"."""
    for k in range(end, min(end + 4, len(at))):
        if not text[at.begin[k]].isupper():
            return False
        if at.lower[k] in vocabulary().lists["streets"]:
            return k > end
    return False


def _one_counts(at: Words, i: int, table: Vocabulary) -> bool:
    before = at.lower[i - 1] if i else ""
    after = at.lower[i + 1] if i + 1 < len(at) else ""
    if before in table.lists["not_before_one"] or after in table.lists["not_after_one"]:
        return False
    if at.lower[i + 1 : i + 3] == ["of", "the"] and _superlative(at.lower[i + 3 : i + 4], table):
        return False
    return after[:1].isalpha() and (after == "of" or after not in table.lists["stops"])


def _superlative(word: list[str], table: Vocabulary) -> bool:
    """ "one of the deadliest attacks": no attack is counted."""
    if not word or word[0] in table.lists["not_superlatives"]:
        return False
    return word[0] in table.lists["superlatives"] or (word[0].endswith("est") and len(word[0]) > 5)


def with_unit(at: Words, number: Number, table: Vocabulary, noun_after: str | None = None) -> Amount:
    amount = number.amount
    if amount.unit is not None:
        return amount
    unit = _counted(at, number.end, table) or _hurt(at, number, table)
    if unit is None and noun_after:
        unit = next((table.nouns[w] for w in words(noun_after).lower if w in table.nouns), None)
    return Amount(amount.low, amount.best, amount.high, unit)


def _counted(at: Words, end: int, table: Vocabulary) -> str | None:
    """The class of the nearest listed noun behind the number, before the noun phrase ends."""
    for k in range(end, min(end + 7, len(at))):
        word = at.lower[k]
        if word in DASHES or word in table.lists["bridges"] or _of_a_model(at, k, end, table):
            continue
        if word in table.nouns and not (k + 1 < len(at) and at.lower[k + 1] in ("'s", *DASHES)):
            return _last_noun(at, k, table)
        if not word[0].isalpha() or word in table.lists["stops"] or word in table.cardinals:
            return None
    return None


def _of_a_model(at: Words, k: int, end: int, table: Vocabulary) -> bool:
    """A number or a calibre before what is counted: "two T-72 tanks", "three 122mm rockets"."""
    behind = at.lower[k + 1] if k + 1 < len(at) else ""
    if at.lower[k][0].isdecimal():
        return k > end or behind in table.lists["no_counts"]
    return k > end and at.lower[k] in table.lists["no_counts"]


def _hurt(at: Words, number: Number, table: Vocabulary) -> str | None:
    """ "killing 13 and wounding 25": people, where no noun follows."""
    before = at.lower[number.begin - 1] if number.begin else ""
    behind = at.lower[number.end] if number.end < len(at) else "."
    bare = not behind[0].isalpha() or behind in table.lists["stops"]
    return "person" if bare and before in table.lists["hurts"] else None


def _last_noun(at: Words, k: int, table: Vocabulary) -> str:
    """Of "police vehicles" the vehicles: the last of neighbouring listed nouns."""
    following = at.lower[k + 1] if k + 1 < len(at) else ""
    verbs = ("killed", "wounded", "injured", "dead", "strikes", "attacks", "raids", "others")
    return table.nouns[following] if following in table.nouns and following not in verbs else table.nouns[at.lower[k]]
