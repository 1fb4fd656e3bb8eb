"""The number words of `ontology/numbers.toml`, ready for look-up."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ...errors import UsageError
from .words import words

Phrases = dict[str, list[tuple[tuple[str, ...], str]]]
Measure = tuple[tuple[str, ...], str, float]

DEFAULT_CONVENTION = "ascribe"


@dataclass(frozen=True, slots=True)
class Amount:
    """What number words say: bounds, None where they give none, and the unit they name themselves ("km", "share")."""

    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Vocabulary:
    """The tables of the data file; phrases are filed by their first word (hedges: by their last), longest first."""

    cardinals: dict[str, int]
    scales: dict[str, int]
    suffixes: dict[str, int]
    times: dict[str, int]
    fractions: dict[str, int]
    ordinals: dict[str, int]
    plurals: dict[str, int]
    before: Phrases
    after: Phrases
    measures: dict[str, list[Measure]]
    signs: dict[str, str]
    dollars: dict[str, str]
    currencies: Phrases
    nouns: dict[str, str]
    lists: dict[str, frozenset[str]]
    parts: tuple[str, ...]
    starters: frozenset[str]
    number_words: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The number words, read once."""
    data = _data()
    lists = {name: frozenset(value.split()) for name, value in data["words"].items() if isinstance(value, str)}
    nouns = {noun: unit for unit, names in data["nouns"].items() for noun in names.split()}
    starters = {*data["cardinals"], *data["plurals"], *data["scales"], *data["fractions"], *data["times"]}
    starters |= {"several", "few", "couple", "handful", "a", "an", *data["money"]["signs"]} - {"score", "second"}
    return Vocabulary(
        data["cardinals"],
        data["scales"],
        data["suffixes"],
        data["times"],
        data["fractions"],
        data["ordinals"],
        data["plurals"],
        _phrases(data["hedges"], last=True),
        _phrases(data["afterwards"]),
        _measures(data["units"]),
        data["money"]["signs"],
        data["money"]["dollars"],
        _phrases(_invert(data["money"]["names"])),
        nouns,
        lists,
        tuple(data["words"]["parts"]),
        frozenset(starters),
        frozenset({*data["cardinals"], *data["ordinals"]}),
    )


@cache
def vague_counts(convention: str) -> dict[str, Amount]:
    """What vague words mean by a convention: every plural ("dozens"), and several, few, couple, handful.

    Args:
        convention: a name in the data file: "ascribe" (the guidelines of this project) or "acled".
    Raises:
        UsageError: there is no convention of that name.
    """
    conventions = _data()["conventions"]
    if convention not in conventions:
        raise UsageError(f"There is no counting convention {convention!r}: take one of {', '.join(conventions)}.")
    table = conventions[convention]
    counts = {word: Amount(n * table["plural"], n * table["plural"]) for word, n in _data()["plurals"].items()}
    return counts | {word: Amount(**table[word]) for word in ("several", "few", "couple", "handful")}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("ascribe.ontology").joinpath("numbers.toml").read_text(encoding="utf-8"))


def _phrases(groups: dict[str, list[str]], last: bool = False) -> Phrases:
    table: Phrases = {}
    for kind, phrases in groups.items():
        for phrase in phrases:
            parts = tuple(words(phrase).lower)
            table.setdefault(parts[-1 if last else 0], []).append((parts, kind))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def _measures(units: dict[str, dict[str, float]]) -> dict[str, list[Measure]]:
    table: dict[str, list[Measure]] = {}
    for unit, names in units.items():
        for name, factor in names.items():
            parts = tuple(words(name).lower)
            table.setdefault(parts[0], []).append((parts, unit, float(factor)))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def _invert(names: dict[str, str]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for name, code in names.items():
        table.setdefault(code, []).append(name)
    return table
