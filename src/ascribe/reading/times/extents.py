"""Where the time expressions of a text are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from ..numbers.vocabulary import vocabulary
from ..numbers.words import Words, words
from .lexicon import DASHES, Classes, Value, lexicon
from .tags import Tagged, tag

Span = tuple[int, int]
_SHORT = re.compile(r"\b(?:[ap]\.m|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$")
_QUARTERS = ("quarter", "fiscal", "yearago", "year_quarter", "half_year")
_RUN = re.compile(r"[^ ]+")
_COUNTED = re.compile(r"\s+(?!this|was|is|has|as\b|was\b|us\b)[a-z]*(?:s|people|men|women|children|police|troops)\b")


@dataclass(frozen=True, slots=True)
class Extent:
    """A time expression: its rule, its span in the text, and its words with their classes and values."""

    rule: str
    begin: int
    end: int
    word: int  # index in `words(text)` of its first word
    lower: tuple[str, ...]
    classes: tuple[Classes, ...]
    values: tuple[Value, ...]
    before: str  # the word before it
    after: str  # the word behind it

    def all(self, name: str) -> list[Value]:
        """Values of the words of a class, in order."""
        return [v for c, v in zip(self.classes, self.values, strict=True) if name in c]

    def has(self, *names: str) -> bool:
        """Whether it has a word of one of the classes."""
        return any(name in c for c in self.classes for name in names)

    def says(self, *choices: str) -> bool:
        """Whether one of the words is in it."""
        return any(w in self.lower for w in choices)


@lru_cache(maxsize=2)
def extents(text: str, sentences: tuple[Span, ...]) -> tuple[Extent, ...]:
    """Time expressions of `text`, in order, none overlapping; the last texts are remembered.

    Args:
        text: the document's text.
        sentences: spans [begin, end); expressions do not cross them.
    """
    tagged, table = tag(text), lexicon()
    marks, found = "".join(tagged.marks), []
    for begin, end in _joined(text, sentences):
        first, last = bisect_left(tagged.begin, begin), bisect_right(tagged.end, end)
        for run in _RUN.finditer(marks, first, last):
            at = run.start()
            anchors = [m.end() for m in table.anchor.finditer(marks, *run.span())]
            while anchors and at < anchors[-1]:
                match = table.pattern.match(marks, at, run.end())
                if match is None or match.lastgroup is None or match.end() == at:
                    at += 1
                    continue
                extent = _trimmed(text, tagged, _extent(text, tagged, match.lastgroup, match.span()), match.span())
                if _stands(text, extent):
                    found.append(extent)
                    at += len(extent.lower)
                else:
                    at += 1
    if not any(e.rule in _QUARTERS for e in found):
        found = [e for e in found if e.rule != "bare" or not e.says("quarter", "quarters")]  # parts of a town
    return tuple(found)


def _trimmed(text: str, tagged: Tagged, extent: Extent, span: Span) -> Extent:
    """ "a month" of "a month after the coup": without what it is counted from, it is a duration."""
    if extent.rule == "shift" and extent.lower[-1] in ("before", "after") and extent.after[:1].isalpha():
        return _extent(text, tagged, "length", (span[0], span[1] - 1))
    return extent


def _joined(text: str, sentences: tuple[Span, ...]) -> list[Span]:
    """Sentences, those joined that a full stop in "Feb. 23" or "10 p.m. Wednesday" has parted."""
    joined: list[Span] = []
    for begin, end in sentences:
        if joined and begin - joined[-1][1] < 3 and _SHORT.search(text, max(0, joined[-1][1] - 6), joined[-1][1]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined


def time_extents(text: str, sentences: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans of the time expressions of `text`."""
    return tuple((e.begin, e.end) for e in extents(text, sentences))


def _extent(text: str, tagged: Tagged, rule: str, span: Span) -> Extent:
    table, at = lexicon(), words(text)
    begin, end = span
    word, behind = tagged.word[begin], bisect_left(at.begin, tagged.end[end - 1])
    places = range(begin, end)
    return Extent(
        rule,
        tagged.begin[begin],
        tagged.end[end - 1],
        word,
        tuple(text[tagged.begin[k] : tagged.end[k]].lower() for k in places),
        tuple(table.classes[tagged.marks[k]] for k in places),
        tuple(tagged.values[begin:end]),
        at.lower[word - 1] if word else "",
        at.lower[behind] if behind < len(at) else "",
    )


def _stands(text: str, extent: Extent) -> bool:
    """Whether the words stand for a time here, and are no age, count or name."""
    at = words(text)
    before = at.lower[extent.word - 1] if extent.word else ""
    k = bisect_left(at.begin, extent.end)
    after = at.lower[k : k + 2]
    aged = after[:1] == ["old"] or (after[:1] and after[0] in ("-", "–") and after[1:] in (["old"], ["olds"]))
    if aged and not {"D", "W"} & set(extent.all("unit")):
        return False  # "a three-week-old offensive" is a duration, "a three-year-old" is a child
    if extent.lower == ("may",) or (
        extent.rule == "daypart" and len(extent.lower) == 1 and not extent.has("overnight")
    ):
        return before in lexicon().context["before_daypart"]
    if extent.rule == "year":
        return _is_year(text, at, extent, after)
    if extent.rule == "date" and not extent.has("year", "weekday"):
        return after[:1] == [] or after[0] not in lexicon().context["after_name"]
    if extent.rule == "decade":
        return before not in ("his", "her", "their", "in_his") or extent.values[-1] != 0
    if extent.rule == "vague":
        return not (after[:1] == ["-"] and extent.lower[-1] in ("now", "soon")) and before not in ("as", "so", "too")
    if extent.rule == "dayword" and text[extent.begin].isupper() and extent.word:
        k = extent.word - 1  # "USA Today"
        return not (text[at.begin[k]].isupper() and not text[at.end[k] : extent.begin].strip(" "))
    if extent.rule == "length":
        return _is_length(at, extent)
    if extent.rule == "freq":  # "hit daily", not "daily flights"
        return not extent.after[:1].isalpha() or extent.after in vocabulary().lists["stops"]
    return not (extent.rule == "bare" and before == "-")


def _is_length(at: Words, extent: Extent) -> bool:
    """No fraction ("a quarter of"), and no rate ("$5 a year")."""
    if extent.says("quarter", "quarters") and (extent.after == "of" or extent.lower[0] == "a"):
        return False
    single = not extent.has("num", "few", "couple", "half", "hedge", "more", "plural") and extent.has("a")
    if not single or extent.after in ("before", "after") or extent.before in lexicon().context["before_length"]:
        return True
    table, near = vocabulary(), at.lower[max(0, extent.word - 3) : extent.word]
    rate = any(w[0].isdecimal() or w in table.number_words or w in table.scales or w in table.times for w in near)
    return extent.before.isalpha() and extent.after not in DASHES and not rate


def _is_year(text: str, at: Words, extent: Extent, after: list[str]) -> bool:
    before = extent.before
    named = (
        extent.word > 0 and text[at.begin[extent.word - 1]].isupper() and before not in lexicon().context["before_year"]
    )
    if named and not text[at.end[extent.word - 1] : extent.begin].strip() and not before[:1].isdecimal():
        return False
    value = next((v for v in extent.all("year") if isinstance(v, int)), 0)
    if before in ("$", "€", "£", "#", "no", "resolution", "over", "than", "about", "-", "/", "–") or extent.has(
        "hedge"
    ):
        return False
    led = before in lexicon().context["before_year"]
    if before in ("and", "or") and _COUNTED.match(text, extent.end):
        led = at.lower[extent.word - 2][:1].isdecimal() if extent.word > 1 else False
    if value < 1900 or value > 2050:
        return led and before != "the" and before != "of" and before != "by" and value > 1000
    if after[:1] and after[0] in ("%", "percent", "km", "miles", "meters", "metres", "hours", "gmt"):
        return False
    return led or not _COUNTED.match(text, extent.end)
