"""When a claim's event was: from its own time words, else its sentence's or quotation's, else the publication date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ...model import Factuality, Precision, Time, When
from .calendar import day_of
from .governing import Tense, governs, in_quotation, is_background, of_a_count, tense_at
from .spans import moved

Span = tuple[int, int]
_BEFORE = re.compile(r"([\w-]+)\W{0,2}(?:the\s+)?$")
_LINK = re.compile(r"\s*(to|until|till|through|and|[-–—])\s*(?:the\s+)?")
_LASTING = re.compile(r"P(T?)(\d+(?:\.\d+)?)(DE|[DWMYH])")
_UNITS: dict[str, tuple[str, Precision]] = {
    "D": ("D", "day"), "W": ("W", "week"), "M": ("MO", "month"), "Y": ("Y", "year"), "DE": ("DE", "decade"),
}  # fmt: skip
_WEEK = timedelta(days=6)
_LEAD = 800  # characters
_REACH = 600  # characters on both sides of the trigger; a longer sentence is a list or a broken text


@dataclass(frozen=True)
class Scene:
    """The document that claims are in: its text, all its times and quotations in order, its publication date."""

    text: str
    times: Sequence[Time]
    quotations: Sequence[Span]
    published: str | None


@dataclass(frozen=True, slots=True)
class _Clause:
    """How a claim is told: its tense, and whether it is of what has not happened."""

    tense: Tense
    to_come: bool


def own_times(slot: Iterable[Span], times: Sequence[Time]) -> list[Time]:
    """The times that the words of a claim's time slot hold."""
    return [t for t in times if any(t.begin < end and begin < t.end for begin, end in slot)]


def claim_when(
    trigger: Span, sentence: Span, own: Sequence[Time], scene: Scene, factuality: Factuality = "asserted"
) -> When | None:
    """The calendar bounds of what a claim says, both days included.

    Looked for in this order: the claim's own times, those of its clause first; a time of its sentence, on its side of
    the quotation marks, that no other clause and no verb of saying has taken; the one day that its quotation names
    before it. A time at which a count was given ("the toll rose to 20 on Monday") says that it had happened by then.
    Else the publication date: that day for what is told in the present tense, the week that ends with it for the past
    that a report leads with, and any day up to it for the past further down. What is told as background, as a duration,
    a habit, a plan or a condition gets no date from the publication.

    Args:
        trigger, sentence: spans [begin, end) in code points.
        own: times of the claim's time slot (`own_times`).
        scene: the document.
        factuality: as the claim has it.
    Returns:
        Bounds, None on the side where they are open; None altogether where the text does not tell. `precision` is that
        of the words that told it, so "week" also says that the day within it is not known.
    """
    sentence = max(sentence[0], trigger[0] - _REACH), min(sentence[1], trigger[1] + _REACH)
    clause = _Clause(tense_at(scene.text, trigger, sentence), factuality in ("future", "hypothetical"))
    beside = _of_sentence(trigger, sentence, scene)
    counted = [t for t in (*own, *beside) if of_a_count(scene.text, trigger, sentence, (t.begin, t.end))]
    told = _from_words(_ranked(own, trigger, sentence, counted, scene), clause, scene) or _from_words(
        [t for t in beside if t not in counted], clause, scene
    )
    if told is None and counted and not clause.to_come:
        told = _by_then(counted)
    if told is not None or own or beside:
        return told
    quoted = _of_quotation(trigger, scene)
    if quoted:
        return _told(quoted, clause, scene)
    if clause.to_come or clause.tense == "past perfect" or is_background(scene.text, trigger, sentence):
        return None
    return _published(trigger, scene, clause.tense)


def _ranked(own: Sequence[Time], trigger: Span, sentence: Span, counted: Sequence[Time], scene: Scene) -> list[Time]:
    """A claim's own times: those of its own clause first, then the more exact, then the nearer."""

    def rank(t: Time) -> tuple[bool, int, int]:
        elsewhere = sentence[0] <= t.begin < sentence[1] and not governs(
            scene.text, trigger, sentence, (t.begin, t.end)
        )
        return elsewhere, _length(t), max(trigger[0] - t.end, t.begin - trigger[1])

    return sorted((t for t in own if t not in counted), key=rank)


def _by_then(counted: Iterable[Time]) -> When | None:
    """What was counted on a day had happened by then."""
    ends = [t.end_date for t in counted if t.end_date is not None]
    return When(start=None, end=min(ends), precision="unknown") if ends else None


def _from_words(times: Sequence[Time], clause: _Clause, scene: Scene) -> When | None:
    """What some times tell, the first ones first: a date, "for six weeks" with the present perfect, "now"."""
    told = _told(times, clause, scene)
    if told is None and clause.tense == "perfect":
        told = next((span for t in times if (span := _until_now(t, scene)) is not None), None)
    today = day_of(scene.published)
    if told is None and today is not None and any(t.value == "PRESENT_REF" for t in times):
        told = When(start=today.isoformat(), end=today.isoformat(), precision="day")
    return told


def _published(trigger: Span, scene: Scene, tense: Tense) -> When | None:
    """News stands at the head of a report (the inverted pyramid); further down the past may be any."""
    today = day_of(scene.published)
    if today is None:
        return None
    if tense == "present":
        return When(start=today.isoformat(), end=today.isoformat(), precision="day")
    if trigger[0] > _LEAD:
        return When(start=None, end=today.isoformat(), precision="unknown")
    start = today - _WEEK if today.toordinal() > _WEEK.days else today
    return When(start=start.isoformat(), end=today.isoformat(), precision="week")


def _of_sentence(trigger: Span, sentence: Span, scene: Scene) -> list[Time]:
    """Times of the sentence that govern the trigger's clause; the nearest one comes first."""
    side = in_quotation(trigger[0], scene.quotations)
    here = [t for t in scene.times if sentence[0] <= t.begin and t.end <= sentence[1]]
    here = [t for t in here if in_quotation(t.begin, scene.quotations) == side]
    found = [t for t in here if governs(scene.text, trigger, sentence, (t.begin, t.end))]
    return sorted(found, key=lambda t: max(trigger[0] - t.end, t.begin - trigger[1]))


def _of_quotation(trigger: Span, scene: Scene) -> list[Time]:
    """The day that the trigger's quotation names before it, where it names only one."""
    quotation = in_quotation(trigger[0], scene.quotations)
    if quotation is None:
        return []
    found = [t for t in scene.times if quotation[0] <= t.begin and t.end <= trigger[0] and t.start is not None]
    return found[-1:] if len({(t.start, t.end_date) for t in found}) == 1 else []


def _told(times: Sequence[Time], clause: _Clause, scene: Scene) -> When | None:
    """Bounds that the first dated one of some times gives, with the one that it is paired with."""
    dated = [t for t in times if t.start is not None and t.end_date is not None]
    if not dated:
        return None
    for first, last in _pairs(sorted(dated, key=lambda t: t.begin), scene.text):
        if dated[0] in (first, last):
            return When(start=first.start, end=last.end_date, precision=first.precision)
    return _open(dated[0], clause, scene)


def _pairs(times: Sequence[Time], text: str) -> Iterator[tuple[Time, Time]]:
    """ "from A to B", "on A and B"."""
    for first, last in pairwise(times):
        if _LINK.fullmatch(text, first.end, last.begin) and (first.start or "") <= (last.start or ""):
            yield first, last


def _length(time: Time) -> int:
    if time.start is None or time.end_date is None:
        return 0
    return (date.fromisoformat(time.end_date) - date.fromisoformat(time.start)).days


def _open(time: Time, clause: _Clause, scene: Scene) -> When:
    """Bounds of a time with the preposition before it: "since Monday" is open to the right, "by Friday" to the left."""
    match = _BEFORE.search(scene.text, max(0, time.begin - 24), time.begin)
    # "after last Monday's raid": the raid was on Monday
    owned = scene.text[time.end : time.end + 2].replace("’", "'") == "'s"
    word = match[1].lower() if match and not owned else ""
    start, end = time.start, time.end_date
    today = day_of(scene.published)
    now = today.isoformat() if today else None
    if word in ("since", "after"):
        start, end = (
            (end if word == "after" else start),
            None if clause.to_come or clause.tense == "past perfect" else now,
        )
    elif word in ("until", "till", "by", "before"):
        start, end = now if clause.to_come else None, (start if word == "before" else end)
    if start is not None and end is not None and end < start:
        start, end = time.start, time.end_date
    return When(start=start, end=end, precision=time.precision)


def _until_now(time: Time, scene: Scene) -> When | None:
    """ "have fought for six weeks": from six weeks before the publication until it."""
    today, match = day_of(scene.published), _LASTING.fullmatch(time.value or "")
    if today is None or match is None or match[1] or match[3] not in _UNITS or time.type != "duration":
        return None
    if not re.search(r"\b(?:for|in|over)\s+$", scene.text[max(0, time.begin - 8) : time.begin]):
        return None
    code, precision = _UNITS[match[3]]
    try:
        start = moved(today, -float(match[2]), code)
    except (ValueError, OverflowError):
        return None
    return When(start=start.isoformat(), end=today.isoformat(), precision=precision)
