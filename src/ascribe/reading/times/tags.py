"""Words of a text with their classes: one character a word, a blank for any words that no time expression holds."""

from __future__ import annotations

from dataclasses import dataclass

from ..numbers.grammar import exact_at
from ..numbers.vocabulary import vocabulary
from ..numbers.words import Words, words
from .lexicon import DASHES, SIGNS, Entry, Lexicon, Value, lexicon

_HALVES = ("a.m.", "p.m.", "a.m", "p.m", "am", "pm")


@dataclass(slots=True)
class Tagged:
    """Words of a text in parallel lists: class marks, values, and spans; phrases and number words are one word."""

    marks: list[str]
    values: list[Value]
    begin: list[int]
    end: list[int]
    word: list[int]  # index of the first of its words in `words(text)`
    last: int = 0  # index in `words(text)` behind the last word

    def gap(self, begin: int) -> None:
        """A blank for words without classes."""
        self.marks.append(" ")
        self.values.append(None)
        self.begin.append(begin)
        self.end.append(begin)
        self.word.append(-1)


def tag(text: str) -> Tagged:
    """The words of `text` with the classes that they have in time expressions."""
    at, table = words(text), lexicon()
    out = Tagged([], [], [], [], [])
    single, phrases, lower = table.single, table.phrases, at.lower
    known, numbers = table.known, vocabulary().number_words
    i, size = 0, len(at)
    while i < size:
        word = lower[i]
        if word not in known and not word[0].isdecimal():
            i += 1
            continue
        entry: Entry | None = None
        if i + 1 < size and (word, lower[i + 1]) in phrases:
            entry = next((e for e in phrases[word, lower[i + 1]] if lower[i : i + len(e.parts)] == list(e.parts)), None)
        mark, value, end = " ", None, i + 1
        if entry is not None:
            mark, value, end = entry.mark, entry.value, i + len(entry.parts)
        elif word[0].isdecimal():
            mark, value, end = _digits(at, i, table)
        elif word in single:
            entry = single[word]
            if _fits(text, at, i, table, entry):
                mark, value, end = entry.mark, entry.value, _abbreviated(at, i, table, entry)
        elif word in SIGNS:
            mark, value, end = _sign(at, i, table)
        if mark == " " and word in numbers:
            mark, value, end = _number(at, i, table)
        if mark == " ":
            i = end
            continue
        if out.last != i:
            out.gap(at.begin[i])
        out.last = end
        out.marks.append(mark)
        out.values.append(value)
        out.begin.append(at.begin[i])
        out.end.append(at.end[end - 1])
        out.word.append(i)
        i = end
    return out


def _sign(at: Words, i: int, table: Lexicon) -> tuple[str, Value, int]:
    if at.lower[i] == ",":
        return table.marks["comma",], None, i + 1
    if at.lower[i] in DASHES:
        return table.marks["dash",], None, i + 1
    if i + 2 < len(at) and at.lower[i + 1].isdecimal() and len(at.lower[i + 1]) == 2 and at.adjacent(i + 1):
        if at.lower[i + 2] == "s" and at.adjacent(i + 2):
            return table.marks["decade",], 190 + int(at.lower[i + 1]) // 10, i + 3
        if i and at.lower[i - 1] in ("in", "of", "since", "until") and at.lower[i] != ",":
            n = int(at.lower[i + 1])
            return table.marks["year",], n + (2000 if n < 40 else 1900), i + 2
    return " ", None, i + 1


def _number(at: Words, i: int, table: Lexicon) -> tuple[str, Value, int]:
    """Number words: "twenty-four", "nineteen ninety-six", "second", "twenty-first"."""
    numbers = vocabulary()
    found = exact_at(at, i)
    if found is None or found.amount.best is None:
        return " ", None, i + 1
    value, end = found.amount.best, found.end
    dash = end + 1 < len(at) and at.lower[end] in DASHES and at.adjacent(end)
    if dash and at.lower[end + 1] in numbers.ordinals and value % 10 == 0:
        n = int(value) + numbers.ordinals[at.lower[end + 1]]
        return _ordinal(n, table), n, end + 2
    if 11 <= value <= 20 and end < len(at) and at.lower[end] in numbers.cardinals:
        second = exact_at(at, end)
        if second is not None and second.amount.best is not None and 10 <= second.amount.best < 100:
            return table.marks["year",], int(value * 100 + second.amount.best), second.end
    if 1900 <= value <= 2100 and value != 2000 and float(value).is_integer():
        return table.marks["year",], int(value), end
    if 1 <= value <= 31 and float(value).is_integer():
        return table.marks["daynum", "num"], int(value), end
    return table.marks["num",], int(value) if float(value).is_integer() else value, end


def _ordinal(n: int, table: Lexicon) -> str:
    return table.marks["first", "ordnum"] if n == 1 else table.marks["ordnum",]


def _digits(at: Words, i: int, table: Lexicon) -> tuple[str, Value, int]:
    """Years, days, ordinals, decades, ISO dates, clock times; other numbers are plain numbers."""
    word, marks = at.lower[i], table.marks
    if not word.isascii():
        return " ", None, i + 1
    after = at.lower[i + 1] if i + 1 < len(at) and at.adjacent(i + 1) else ""
    if word.isdecimal():
        n = int(word) if len(word) < 16 else 0
        if after in ("st", "nd", "rd", "th"):
            return _ordinal(n, table), n, i + 2
        if after == "s" and len(word) in (2, 4) and n % 10 == 0:
            return marks["decade",], n // 10 if n > 100 else 190 + n // 10, i + 2
        if at.lower[i + 2 : i + 3] == ["/"] and at.lower[i + 1].isdecimal():
            found = exact_at(at, i)
            return (marks["num",], found.amount.best, found.end) if found is not None else (" ", None, i + 1)
        joined = _joined(at, i)
        if len(joined) >= 3:
            return _compound(at, i, joined, table)
        if len(word) == 4 and 1000 <= n <= 2100:
            return marks["year",], n, i + 1
        if len(word) == 2 and i >= 2 and at.lower[i - 1] in DASHES and len(at.lower[i - 2]) == 4:
            return marks["yy",], n, i + 1
        if 1 <= n <= 31:
            return marks["daynum", "num"], n, i + 1
        return marks["num",], n, i + 1
    number = exact_at(at, i)
    value = number.amount.best if number is not None else None
    if (
        ":" not in word
        and after in ("", *_HALVES)
        and _is_clock(word)
        and i + 1 < len(at)
        and at.lower[i + 1] in _HALVES
    ):
        hour, _, minute = word.partition(".")
        return marks["clock",], f"{int(hour):02d}:{minute}", i + 1
    return (marks["num",], value, number.end) if number is not None else (" ", None, i + 1)


def _is_clock(word: str) -> bool:
    hour, _, minute = word.partition(".")
    return hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and int(hour) < 24 and int(minute) < 60


def _joined(at: Words, i: int) -> list[str]:
    """Numbers and signs that follow without a space: ["2017", "-", "07", "-", "04"]."""
    run, k = [at.lower[i]], i + 1
    while k < len(at) and len(run) < 7 and at.adjacent(k) and (at.lower[k] in "-/:" or at.lower[k].isdecimal()):
        run.append(at.lower[k])
        k += 1
    return run


def _compound(at: Words, i: int, run: list[str], table: Lexicon) -> tuple[str, Value, int]:
    marks = table.marks
    if len(run) >= 5 and run[1] == run[3] and run[1] in "-/":
        sizes = [len(run[0]), len(run[2]), len(run[4])]
        text = "/".join((run[0], run[2], run[4]))
        if sizes == [4, 2, 2] and run[2] <= "12" and run[4] <= "31":
            return marks["iso",], text.replace("/", "-"), i + 5
        if sizes[0] <= 2 and sizes[1] <= 2 and sizes[2] in (2, 4) and len(run) == 5:
            return marks["slashed",], text, i + 5
        return " ", None, i + 5
    if len(run) == 3 and run[1] == "/" and len(run[0]) == 4 and len(run[2]) == 2:
        return marks["year",], int(run[0]), i + 3  # "winter 2015/16"
    if len(run) >= 3 and run[1] == ":" and len(run[2]) == 2 and int(run[0]) < 25 and int(run[2]) < 60:
        return marks["clock",], f"{int(run[0]):02d}:{run[2]}", i + 3
    n = int(run[0]) if len(run[0]) < 16 else 0
    if len(run[0]) == 4 and 1000 <= n <= 2100 and run[1] == "-":
        return marks["year",], n, i + 1
    if run[1] == "-" and n >= 1:
        return (marks["daynum", "num"] if n <= 31 else marks["num",]), n, i + 1
    return " ", None, i + 1


def _abbreviated(at: Words, i: int, table: Lexicon, entry: Entry) -> int:
    """One past the full stop of "Sept." or "Tues."."""
    short = len(at.lower[i]) <= 5 and {"month", "weekday"} & set(table.classes[entry.mark])
    stop = i + 1 < len(at) and at.lower[i + 1] == "." and at.adjacent(i + 1)
    return i + 2 if short and stop and at.lower[i] not in ("may", "june", "july", "march", "april") else i + 1


def _fits(text: str, at: Words, i: int, table: Lexicon, entry: Entry) -> bool:
    """Whether an ambiguous word is meant as a time: "May", "March", "fall", "Sun", "second"."""
    classes, word = table.classes[entry.mark], at.lower[i]
    before = at.lower[i - 1] if i else ""
    after = at.lower[i + 1] if i + 1 < len(at) else ""
    capital = text[at.begin[i]].isupper()
    if "month" in classes:
        if not capital:
            return False
        if word in ("may", "march", "mar", "jan", "dec", "august", "april", "june"):
            if text[at.begin[i] : at.end[i]].isupper() and len(word) > 3:
                return after[:1].isdecimal()
            return (
                after[:1].isdecimal()
                or before in table.context["before_month"]
                or before[:1].isdecimal()
                or after == "."
            )
        return True
    if "weekday" in classes:
        return capital and (len(word) > 5 or after == "." or word == "tues")
    if word == "last":
        return before not in table.context["before_to_last"]
    if word in ("over", "under"):
        return after not in ("the", "these", "this", "last", "next", "its", "their")
    if word == "fall":
        return (
            before in table.context["before_fall"] or after[:4].isdecimal() or (before == "the" and after in (",", "."))
        )
    if word in ("spring", "summer", "winter", "autumn"):
        return not capital or (before in ("this", "last", "next", "in", "of", "the") and before != "arab")
    if "unit" in classes and capital and i and text[at.begin[i - 1]].isupper():
        return before in ("the", "every", "each")  # "This Week", "Independence Day" are names
    if word == "am" or (word in ("second", "past") and before == ""):
        return word != "am" or before[:1].isdecimal()
    if word == "future" or word == "h":
        return True
    return True
