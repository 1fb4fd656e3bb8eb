"""The lists of `ontology/places.toml`, and names as keys for look-up."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any


@cache
def data() -> dict[str, Any]:
    """The whole data file, read once."""
    return tomllib.loads(resources.files("ascribe.ontology").joinpath("places.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """One list of the table `words`, lower case."""
    return frozenset(data()["words"][name])


@cache
def ordinary() -> frozenset[str]:
    """Ordinary English words that some settlement is called too."""
    text = resources.files("ascribe.ontology").joinpath("ordinary_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def directions() -> frozenset[str]:
    """Words of direction ("northern", "south-east", "central")."""
    return frozenset(data()["words"]["directions"])


@cache
def kind_words() -> dict[str, str]:
    """Words such as "province" with the kind of place that they tell."""
    return {word: kind for kind, listed in data()["kinds"].items() for word in listed}


@cache
def prior() -> dict[str, float]:
    """The weights of the choice among namesakes."""
    return {name: float(value) for name, value in data()["prior"].items()}


@dataclass(frozen=True)
class Short:
    """A short form of a first-order division; `sure` where it needs no place before it."""

    country: str
    region: str
    sure: bool


@cache
def shorts() -> dict[str, tuple[Short, ...]]:
    """Short forms of first-order divisions, case and points as written."""
    out: dict[str, tuple[Short, ...]] = {}
    for country, listed in data()["abbreviations"].items():
        for entry in listed:
            form, _, code = entry.rpartition(" ")
            sure = form.count(".") > 1 or form in ("NSW", "Alaska", "Calif.", "Conn.", "Tenn.", "Minn.", "Okla.")
            out[form] = (*out.get(form, ()), Short(country, code, sure))
    return out


@cache
def _letters() -> dict[int, str]:
    return {ord(k): v for k, v in data()["letters"].items()} | {ord(c): "" for c in "'’‘ʻʼʿʾ`´ˈ.ʹʺ\""} | {ord("-"): " "}


@cache
def _articles() -> frozenset[str]:
    return frozenset(data()["articles"])


@lru_cache(maxsize=20000)
def key(name: str) -> str:
    """A name as it is looked up: lower case, without marks, points and hyphens, the Arabic article always "al".

    "Ar-Raqqah" and "al Raqqah" give "al raqqah"; "Deir ez-Zor" gives "deir al zor". Letters outside the Latin script
    stay as they are.
    """
    plain = name.lower().translate(_letters())
    if not plain.isascii():
        marked = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in marked if not unicodedata.combining(c)).translate(_letters())
    parts = plain.split()
    if len(parts) > 1:
        articles = _articles()
        parts = [("al" if p in articles and i + 1 < len(parts) else p) for i, p in enumerate(parts)]
    return " ".join(parts)


@cache
def _folds() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), to) for pattern, to in data()["transliteration"]["folds"]]


def loose(plain: str) -> str:
    """A key with the spellings of transliteration folded: "raqqah", "rakka" and "raqa" give one."""
    rest = plain[3:] if plain.startswith("al ") else plain
    for pattern, to in _folds():
        rest = pattern.sub(to, rest)
    return rest.replace(" ", "")
