"""The data files of `ontology/actors`, read once."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, cast


@dataclass(frozen=True)
class Vocabulary:
    """Word lists of words.toml, in lower case; `families` maps a noun to the families it belongs to."""

    lists: dict[str, frozenset[str]]
    families: dict[str, frozenset[str]]
    kinds: dict[str, frozenset[str]]
    male: frozenset[str]
    female: frozenset[str]
    short_cues: tuple[str, ...]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.lists[name]


@cache
def vocabulary() -> Vocabulary:
    """The words around names."""
    data = table("words.toml")
    lists = {name: frozenset(value.lower().split()) for name, value in data["words"].items() if name != "short_cues"}
    families: dict[str, set[str]] = {}
    for family, nouns in data["families"].items():
        for noun in nouns.lower().split():
            families.setdefault(noun, set()).add(family)
    first = data["first_names"]
    return Vocabulary(
        lists,
        {noun: frozenset(named) for noun, named in families.items()},
        {noun: frozenset(kinds) for noun, kinds in data["kinds"].items()},
        frozenset(first["male"].split()) - frozenset(first["female"].split()),
        frozenset(first["female"].split()) - frozenset(first["male"].split()),
        tuple(data["words"]["short_cues"].split("|")),
    )


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML file of the actors' folder."""
    return tomllib.loads(_folder().joinpath(name).read_text(encoding="utf-8"))


@cache
def actor_files() -> tuple[str, ...]:
    """The files that hold actors, by name."""
    own = {"words.toml", "organs.toml", "states.toml"}
    return tuple(sorted(f.name for f in _folder().iterdir() if f.name.endswith(".toml") and f.name not in own))


@cache
def agencies() -> list[dict[str, Any]]:
    """News agencies, which the reader of documents keeps for bylines."""
    text = resources.files("ascribe.ontology").joinpath("agencies.json").read_text(encoding="utf-8")
    return cast(list[dict[str, Any]], json.loads(text))


def _folder() -> Any:
    return resources.files("ascribe.ontology").joinpath("actors")
