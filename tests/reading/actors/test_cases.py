"""Labelled cases: who words stand for, over wars and styles of all regions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ascribe.model import Entity
from ascribe.reading.actors import catalogue
from ascribe.reading.names import Name, Names

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parents[2] / "cases/actors.toml").read_text("utf-8"))[
    "case"
]
KINDS = {"p": "person", "o": "organisation", "l": "location"}
ASKED = [(c, a) for c in CASES for a in c["asks"]]


def marked(text: str) -> tuple[str, list[Entity]]:
    """The text without marks, and the entities that they mark."""
    entities, plain, at = [], "", 0
    for match in re.finditer(r"\{([pol])\|([^}]+)\}", text):
        plain += text[at : match.start()]
        begin = len(plain)
        plain += match[2]
        at = match.end()
        kind: Any = KINDS[match[1]]
        entities.append(Entity(begin=begin, end=len(plain), text=match[2], type=kind, confidence=1.0))
    return plain + text[at:], entities


def span(text: str, words: str, n: int = 1) -> tuple[int, int]:
    """The n-th occurrence of the words as whole words."""
    found = list(re.finditer(rf"(?<![\w]){re.escape(words)}(?!\w)", text))
    return found[n - 1].span()


@pytest.mark.parametrize(("case", "ask"), ASKED, ids=[f"{c['id']}-{a['ask']}" for c, a in ASKED])
def test_case(case: dict[str, Any], ask: dict[str, Any]) -> None:
    text, entities = marked(case["text"])
    speaker = Name(ask["speaker"]) if "speaker" in ask else None
    name = Names(text, entities).of(span(text, ask["ask"], ask.get("n", 1)), speaker)
    assert (name.name, name.actor) == (ask.get("name", ask["ask"]), ask.get("actor")), name.why
    assert name.name in text
    if name.name != ask["ask"]:
        assert name.why


def test_the_cases_are_many_and_partly_traps() -> None:
    assert len({c["id"] for c in CASES}) == len(CASES) >= 60
    assert sum(bool(c.get("trap")) for c in CASES) >= 18


def test_the_actors_of_the_cases_are_known() -> None:
    wanted = {a["actor"] for _, a in ASKED if a.get("actor")}
    assert [w for w in sorted(wanted) if catalogue().get(w) is None] == []
