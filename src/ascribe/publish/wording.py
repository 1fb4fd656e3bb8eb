"""Words of texts as the safeguards compare them, the phrases that they look for, and the words of safeguards.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from ..model import Part

Key = tuple[str, ...]
# Addresses, telephone numbers, accounts: they lead to a person without naming one.
CONTACT = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+|(?<!\w)@\w{2,}|(?:https?://|www\.)\S+|\+?\d(?:[\s().-]?\d){7,}")
NAME = "[name withheld]"
_DRAWN_NOT = r"\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_SHORT = 300  # characters of a text that is kept with many others
_FORMAT = re.compile(f"[{_DRAWN_NOT}]")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_DRAWN_NOT}])*")


class Word(NamedTuple):
    """A run of letters and digits: where it stands, and how it is compared."""

    begin: int
    end: int
    key: str
    capital: bool

    @property
    def foreign(self) -> bool:
        """Whether it is written in another script than Latin: no rule here can tell what it names."""
        return any(c.isalpha() and not unicodedata.name(c, "").startswith("LATIN") for c in self.key)


def clean(text: str) -> str:
    """A text without characters that draw nothing: they would hide a name from being found."""
    return _FORMAT.sub("", text)


def words(text: str) -> list[Word]:
    """The words of a text, without case and marks; of "Sa'ad" and "al-Amal" each part is one.

    The list is kept for the next who asks: do not change it.
    """
    return _short(text) if len(text) < _SHORT else _long(text)


def _words(text: str) -> list[Word]:
    found = [Word(m.start(), m.end(), key(m[0]), m[0][0].isupper()) for m in _WORD.finditer(text)]
    return found if text.isascii() else [w for w in found if w.key]


# A few names are asked for again and again, and one report several times in a row.
_short, _long = lru_cache(1 << 12)(_words), lru_cache(2)(_words)


@lru_cache(1 << 14)  # few words make up most of any text
def key(word: str) -> str:
    """A word without case and marks."""
    if word.isascii():
        return word.casefold()
    plain = unicodedata.normalize("NFKD", clean(word))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def keys(text: str) -> Key:
    """The words of a text as they are compared."""
    return tuple(w.key for w in words(text))


class Phrases:
    """Phrases with what they stand for, found in texts; longer ones before shorter ones."""

    def __init__(self, known: Mapping[Key, str]) -> None:
        self.known = dict(known)
        self._longest: dict[str, int] = {}
        for phrase in self.known:
            self._longest[phrase[0]] = max(self._longest.get(phrase[0], 0), len(phrase))

    def at(self, found: list[Word], first: int) -> int:
        """How many words the longest phrase takes that begins with this word; 0 for none."""
        for size in range(min(self._longest.get(found[first].key, 0), len(found) - first), 0, -1):
            if tuple(w.key for w in found[first : first + size]) in self.known:
                return size
        return 0

    def within(self, text: str) -> Iterator[tuple[list[Word], str]]:
        """The words of each phrase in a text, and what it stands for."""
        found, at = words(text), 0
        while at < len(found):
            size = self.at(found, at)
            if size:
                yield found[at : at + size], self.known[tuple(w.key for w in found[at : at + size])]
            at += size or 1

    def replaced(self, text: str) -> str:
        """A text with each phrase replaced by what it stands for."""
        return replaced(text, ((found[0].begin, found[-1].end, by) for found, by in self.within(text)))


def replaced(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """A text with stretches [begin, end), which do not overlap, replaced."""
    for begin, end, by in sorted(changes, reverse=True):
        text = text[:begin] + by + text[end:]
    return text


class PersonWords(Part):
    """Words that tell who is a private person."""

    offices: frozenset[str]
    articles: frozenset[str]
    spellings: tuple[frozenset[str], ...]
    roles: dict[str, tuple[str, ...]]
    words: dict[str, frozenset[str]]

    def role(self, word: str) -> str | None:
        """What somebody is called beside whose name the word stands."""
        return next((role for role, nouns in self.roles.items() if word in nouns), None)


class SiteNames(Part):
    """Nouns that names of sites are made with, and what stands for a place that may not be shown."""

    nouns: frozenset[str]
    between: frozenset[str]
    withheld: str


class WideNames(Part):
    """Names of what is larger than a district, and nouns that make a name one of such."""

    nouns: frozenset[str]
    names: tuple[str, ...]


class SiteWords(Part):
    """Words that tell which places are dangerous to show; those of `leaving` do not where a whole city is left."""

    types: dict[str, str]
    back: frozenset[str]
    turn: str
    city: int
    words: dict[str, tuple[str, ...]]
    leaving: dict[str, tuple[str, ...]]
    wide: WideNames
    names: SiteNames


class Safeguards(Part):
    """The data of safeguards.toml."""

    persons: PersonWords
    sites: SiteWords


@cache
def data() -> Safeguards:
    """What the safeguards go by, read once."""
    text = resources.files("ascribe.ontology").joinpath("safeguards.toml").read_text(encoding="utf-8")
    return Safeguards.model_validate(tomllib.loads(text))
