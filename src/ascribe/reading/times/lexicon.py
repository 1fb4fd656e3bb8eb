"""The words and patterns of `ontology/times.toml`, ready for look-up.

Words are tagged with sets of classes; each set of classes is one character, so that a sentence becomes a short string
and a pattern over classes an ordinary regular expression over that string.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ..numbers.vocabulary import vocabulary
from ..numbers.words import words

Classes = tuple[str, ...]
Value = int | str | float | None
_FIRST = 0x100  # of the characters that stand for sets of classes

DASHES = ("-", "–", "—", "‑")
SIGNS = frozenset([",", "'", "‘", *DASHES])
# Classes that come from the form of a word and not from a list.
_FORMS: tuple[Classes, ...] = (
    ("iso",), ("slashed",), ("clock",), ("num",), ("num", "daynum"), ("ordnum",), ("ordnum", "first"), ("year",),
    ("yy",), ("decade",), ("comma",), ("dash",),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase of the lexicon: its words, its classes as one character, and what it stands for."""

    parts: tuple[str, ...]
    mark: str
    value: Value


@dataclass(frozen=True)
class Lexicon:
    """All of the data file. `phrases` are filed by their first two words, longest first."""

    single: dict[str, Entry]
    phrases: dict[tuple[str, str], list[Entry]]
    marks: dict[Classes, str]
    classes: dict[str, Classes]
    pattern: re.Pattern[str]
    anchor: re.Pattern[str]  # words without which there is no time expression
    known: frozenset[str]  # first words of all entries, and signs
    context: dict[str, frozenset[str]]
    future: frozenset[str]
    past: frozenset[str]
    intention: frozenset[str]
    limit: frozenset[str]
    background: tuple[str, ...]  # phrases


@cache
def lexicon() -> Lexicon:
    """The lexicon and its patterns, read and compiled once."""
    data = tomllib.loads(resources.files("ascribe.ontology").joinpath("times.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[Classes, Value]] = {}
    for word, name, value in _listed(data):
        classes, old = found.get(word, ((), None))
        found[word] = (tuple(sorted({*classes, name})), value if old is None else old)
    marks: dict[Classes, str] = {}
    for classes in [*(tuple(sorted(form)) for form in _FORMS), *(c for c, _ in found.values())]:
        marks.setdefault(classes, chr(_FIRST + len(marks)))
    single: dict[str, Entry] = {}
    phrases: dict[tuple[str, str], list[Entry]] = {}
    for phrase, (classes, value) in found.items():
        parts = tuple(words(phrase).lower)
        entry = Entry(parts, marks[classes], value)
        if len(parts) == 1:
            single[parts[0]] = entry
        else:
            phrases.setdefault((parts[0], parts[1]), []).append(entry)
    for entries in phrases.values():
        entries.sort(key=lambda e: -len(e.parts))
    tense = {kind: frozenset(data["tense"][kind].split()) for kind in ("future", "past", "intention", "limit")}
    names = {mark: classes for classes, mark in marks.items()}
    context = {name: frozenset(value.split()) for name, value in data["context"].items()}
    anchors = "".join(mark for classes, mark in marks.items() if context["anchors"].intersection(classes))
    known = frozenset([*single, *(first for first, _ in phrases), *vocabulary().number_words, *SIGNS])
    compiled = _compile(data, marks)
    anchor, history = re.compile(f"[{anchors}]"), tuple(data["history"]["phrases"])
    return Lexicon(single, phrases, marks, names, compiled, anchor, known, context, background=history, **tense)


def _listed(data: dict[str, Any]) -> list[tuple[str, str, Value]]:
    """Every word of the data file with its class and value."""
    tables = {
        "months": "month", "weekdays": "weekday", "dayparts": "daypart", "units": "unit", "plurals": "plural",
        "seasons": "season", "decades": "decade", "days": "day", "frequencies": "freq", "vague": "vague",
    }  # fmt: skip
    rows: list[tuple[str, str, Value]] = [
        (word, name, value) for table, name in tables.items() for word, value in data[table].items()
    ]
    rows += [(word + "s", "weekdays", value) for word, value in data["weekdays"].items() if word.endswith("day")]
    rows += [(word, "ordnum", number) for word, number in vocabulary().ordinals.items()]
    rows += [(word, name, None) for name, listed in data["classes"].items() for word in listed]
    return rows


def _compile(data: dict[str, Any], marks: dict[Classes, str]) -> re.Pattern[str]:
    known: dict[str, str] = {}
    for classes, mark in marks.items():
        for name in classes:
            known[name] = known.get(name, "") + mark
    macros: dict[str, str] = data["macros"]

    def expand(match: re.Match[str]) -> str:
        name = match.group()
        if name in macros:
            return "(?:" + translate(macros[name]) + ")"
        return f"[{known[name]}]"

    def translate(pattern: str) -> str:
        return (
            re.sub(r"[A-Za-z_]+", expand, pattern)
            .replace(" ", "")
            .replace("*", "{0,4}")
            .replace("(?:", "(")
            .replace("(", "(?:")
        )

    return re.compile("|".join(f"(?P<{name}>{translate(rule)})" for name, rule in data["rules"].items()))
