"""Which time of a sentence belongs to an event, and whether the event is told as present, finished or background."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

from ..numbers.vocabulary import vocabulary
from .lexicon import lexicon

Span = tuple[int, int]
Tense = Literal["present", "perfect", "past perfect", "past"]
_WORD = re.compile(r"[\w'’-]+")
_PREPOSITION = re.compile(
    r"\b(?:as of|of|since|after|before|until|till|by|on|in|at|from|during|over|for|late|early)\s*(?:the\s+)?$"
)
_CUT = re.compile(r"[,;:—–()\"“”]")
_NEAR = 4  # words


@cache
def _borders() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What begins another clause, such a clause with the comma that ends it, and a verb of saying beside a time."""
    context = lexicon().context
    words = "|".join(sorted(map(re.escape, context["clause"])))
    said = "|".join(sorted(map(re.escape, context["saying"])))
    inner = re.compile(rf",?\s*\b(?:{words})\b[^,;:]*,", re.IGNORECASE)
    return re.compile(rf"[;:]|\b(?:{words})\b", re.IGNORECASE), inner, re.compile(rf"\b(?:{said})\b", re.IGNORECASE)


@cache
def _background() -> re.Pattern[str]:
    phrases = sorted(lexicon().background, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.IGNORECASE)


def in_quotation(at: int, quotations: Sequence[Span]) -> Span | None:
    """The quotation in which a character stands."""
    return next((q for q in quotations if q[0] <= at < q[1]), None)


def governs(text: str, trigger: Span, sentence: Span, time: Span) -> bool:
    """Whether a time of the sentence belongs to the trigger's clause.

    It does unless a word that begins another clause stands between them (one that is over before the trigger does not
    count), or a verb of saying has the time: "said on Monday that ...".
    """
    border, inner, _ = _borders()
    if time[0] < trigger[1] and trigger[0] < time[1]:
        return True
    for begin, end in _clauses(text, sentence):
        parted = (begin <= time[0] < end) != (begin <= trigger[0] < end)
        if parted and len(_WORD.findall(text, begin, max(time[0], trigger[0]))) > _NEAR:
            return False
    if time[1] <= trigger[0]:
        between = inner.sub(",", text[time[1] : trigger[0]])
        return not border.search(between) and not _said(text, sentence, time)
    between = _PREPOSITION.sub("", text[trigger[1] : time[0]])
    return not border.search(between) and not _said(text, sentence, time, trigger)


@lru_cache(maxsize=8)
def _clauses(text: str, sentence: Span) -> tuple[Span, ...]:
    """Clauses inside a sentence with the comma that ends them; the last sentences are remembered."""
    return tuple(m.span() for m in _borders()[1].finditer(text, *sentence))


def _said(text: str, sentence: Span, time: Span, trigger: Span | None = None) -> bool:
    """Whether a verb of saying stands right beside the time, and is not the trigger itself."""
    saying = _borders()[2]
    before = [m.span() for m in _WORD.finditer(text, sentence[0], time[0])][-3:]
    after = [m.span() for m in _WORD.finditer(text, time[1], sentence[1])][:1]
    for begin, end in [*before, *after]:
        if trigger is not None and begin < trigger[1] and trigger[0] < end:
            continue
        if saying.fullmatch(text, begin, end) and not _CUT.search(text, min(end, time[1]), max(begin, time[0])):
            return True
    return False


def of_a_count(text: str, trigger: Span, sentence: Span, time: Span) -> bool:
    """Whether a time is that of a count, not of what is counted: "the number of people killed rose to 9 on Tuesday"."""
    counts, counting, given = _counts()
    noun = counts.search(text, *sentence)
    if noun is None or noun.start() > trigger[0] or time[0] < trigger[1] or not counting.search(text, *sentence):
        return False
    return given.search(text, trigger[1], time[0]) is not None


@cache
def _counts() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A noun and a verb of counting, and the figure that a count has come to."""
    nouns, verbs = ("|".join(sorted(map(re.escape, lexicon().context[name]))) for name in ("count", "counting"))
    figures = "|".join(sorted(map(re.escape, vocabulary().cardinals)))
    return (
        re.compile(rf"\b(?:{nouns})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{verbs})\b", re.IGNORECASE),
        re.compile(rf"\b(?:to|at)\s+(?:[a-z]+\s+){{0,3}}(?:\d|(?:{figures})\b)", re.IGNORECASE),
    )


def tense_at(text: str, trigger: Span, sentence: Span) -> Tense:
    """How the event is told, by the auxiliaries around the trigger; "past" where there are none."""
    before = _CUT.split(text[sentence[0] : trigger[0]])[-1]
    words = [w.lower().replace("’", "'") for w in _WORD.findall(before)][-_NEAR:]
    behind = _CUT.split(text[trigger[1] : sentence[1]])[0]
    for near in (words, [w.lower() for w in _WORD.findall(behind)][:2]):
        for k in range(len(near) - 1, -1, -1):
            rest, trailing = near[k + 1 :], near is not words
            if near[k] in ("had", "has", "have", "'ve") and (trailing or _verbal(rest, text[slice(*trigger)])):
                return "past perfect" if near[k] == "had" else "perfect"
            if near[k] in ("is", "are", "remain", "remains", "still") and "to" not in rest[:1]:
                # "is the worst attack since May" names what has happened
                return "past" if not trailing and lexicon().context["article"].intersection(rest) else "present"
            if near[k] in ("was", "were", "who", "which", "that"):
                return "past"
    return "past"


def _verbal(between: list[str], trigger: str) -> bool:
    """Whether "had", the words behind it and the trigger are one verb: "had already been taken", not "had 300 men"."""
    if between:
        return all(w.endswith(("ed", "ly", "en")) or w in lexicon().context["adverb"] for w in between)
    return trigger[:1].isalpha() and not trigger.lower().endswith(("s", "ing", "ion"))


def is_background(text: str, trigger: Span, sentence: Span) -> bool:
    """Whether the trigger's clause is told as history: "dates back to", "for decades", "in the past"."""
    begin = max((m.end() for m in _CUT.finditer(text, *sentence) if m.end() <= trigger[0]), default=sentence[0])
    end = next((m.start() for m in _CUT.finditer(text, trigger[1], sentence[1])), sentence[1])
    return _background().search(text, begin, end) is not None
