"""The figures of a claim: which numbers belong to it, and what they count."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, cast

from ..model import ClaimQuantity, Counted, Quantity
from .sentences import Span

Fillers = Sequence[tuple[Span, float]]

# Types whose numbers count the people of the target, unless the text says otherwise.
PEOPLE = frozenset({"killed", "injured", "abducted", "detained", "displaced", "at_risk"})
_UNITS = {"share": "share", "km2": "area_km2", "km": "distance_km", "m": "distance_km"}


@cache
def event_types() -> dict[str, dict[str, Any]]:
    """The types with their crosswalks and what a number beside them counts."""
    return cast(dict[str, dict[str, Any]], _data("event_types.json"))


@cache
def _counted() -> dict[str, str]:
    return {noun: of for of, nouns in _data("counted.json").items() for noun in nouns}


def _data(name: str) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(resources.files("ascribe.ontology").joinpath(name).read_text("utf-8")))


def figures(
    kind: str,
    trigger: Span,
    fillers: Mapping[str, Fillers],
    text: str,
    numbers: Sequence[Quantity],
    people: Sequence[Span],
) -> tuple[ClaimQuantity, ...]:
    """The figures of a claim of type `kind`, in order of the text.

    Args:
        trigger: its trigger.
        fillers: its slots; those of "quantity" are the numbers that the model relates to it.
        numbers: all numbers of the text.
        people: spans of the text's persons: one named person, killed, is killed 1.
    """
    usual = str(event_types()[kind]["counts"])
    chosen = {q.begin: q for span, _ in fillers.get("quantity", ()) for q in numbers if _overlap(span, _span(q))}
    if usual in PEOPLE:
        chosen = {at: q for at, q in chosen.items() if _counts_people(q, fillers, text)}
    if not chosen and usual in PEOPLE:
        chosen = {
            q.begin: q for q in _of_target(_near(fillers.get("target", ()), trigger, text), text, numbers, people)
        }
    return tuple(
        ClaimQuantity(
            of=cast(Counted, counted(kind, trigger, chosen[at], text)), **_kilometres(chosen[at]).model_dump()
        )
        for at in sorted(chosen)
    )


def _kilometres(number: Quantity) -> Quantity:
    """Metres as kilometres, which is what a claim's distance is in; all else as it is."""
    if number.unit != "m":
        return number
    low, best, high = (None if x is None else x / 1000 for x in (number.low, number.best, number.high))
    return number.model_copy(update={"low": low, "best": best, "high": high, "unit": "km"})


def _counts_people(number: Quantity, fillers: Mapping[str, Fillers], text: str) -> bool:
    """Not vehicles, money or kilometres, and not a number inside the claim's time, place or instrument."""
    elsewhere = [span for slot in ("time", "place", "instrument") for span, _ in fillers.get(slot, ())]
    if any(_overlap(span, _span(number)) or _next_to(number, span, text) for span in elsewhere):
        return False
    return number.unit in (None, "person", "household", "share") and (
        number.unit is not None or _by_noun(number, text) in (None, "fighters", "missing")
    )


def _near(targets: Fillers, trigger: Span, text: str) -> list[Span]:
    """The targets that stand with the trigger, no full stop or line break between: what is far was counted there."""
    apart = ((span, text[min(span[1], trigger[1]) : max(span[0], trigger[0])]) for span, _ in targets)
    return [span for span, gap in apart if not re.search(r"[.!?]\s|\n", gap)]


def _of_target(
    targets: Sequence[Span], text: str, numbers: Sequence[Quantity], people: Sequence[Span]
) -> list[Quantity]:
    """The numbers of the people that the claim is about: "Seven militants"; one for one person."""
    found = []
    for span in targets:
        inside = [q for q in numbers if _overlap(span, _span(q)) or _next_to(q, span, text)]
        found += [q for q in inside if q.unit in (None, "person")][:1]
    singles = [one for span in targets if (one := _single(span, text, people))]
    return found or singles[:1]


def _single(span: Span, text: str, people: Sequence[Span]) -> Quantity | None:
    """One person: named, or told with an article ("a soldier"); None for a plural or where it is not sure."""
    words = text[slice(*span)]
    article = re.search(r"\b(?:an?|one)\s+$", text[max(0, span[0] - 5) : span[0]], re.IGNORECASE)
    named = any(_overlap(span, p) and p[1] == span[1] for p in people)
    if words.rstrip("'’").endswith("s") or not (article or (named and words[:1].isupper())):
        return None
    return Quantity(begin=span[0], end=span[1], text=words, low=1, best=1, high=1, unit="person")


def counted(kind: str, trigger: Span, number: Quantity, text: str) -> str:
    """What a number beside a claim of a type counts: by its unit, the type, the noun after it, in this order."""
    if number.unit in _UNITS:
        return _UNITS[number.unit]
    usual = str(event_types()[kind]["counts"])
    if usual in PEOPLE:
        return usual
    if usual == "strikes":
        # "34 strikes": the number belongs to the trigger itself.
        return "strikes" if 0 <= trigger[0] - number.end < 25 else _by_noun(number, text) or "other"
    return _by_noun(number, text) or ("other" if usual == "share" else usual)


def _by_noun(number: Quantity, text: str) -> str | None:
    inside = number.text.split()[-1:]
    following = re.split(r"[,.;:]", text[number.end : number.end + 40])[0].split()[:3]
    for word in [*inside, *following]:
        noun = word.strip("“”\"'’()").lower()
        man = noun[:-3] + "man" if noun.endswith("men") else noun
        for form in (noun, noun.removesuffix("s"), noun.removesuffix("es"), man):
            if form in _counted():
                return _counted()[form]
    return None


def _next_to(number: Quantity, span: Span, text: str) -> bool:
    """Whether the number stands right before the words: "two | accidental explosions"."""
    return 0 <= span[0] - number.end <= 2 and not text[number.end : span[0]].strip()


def _span(number: Quantity) -> Span:
    return number.begin, number.end


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]
