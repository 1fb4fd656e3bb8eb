"""Which names in a report are one person's, spelled in two ways: "Marwa al-Qatranji" and "Marwa Katrangi".

To take two people for one is worse than to take one for two. So two names are one only if their words answer to each
other one by one, differ in nothing but ways to write the same sounds in Latin letters, and nothing speaks against it.
Vowels must agree but for the listed spellings of given names: Salem and Salim, Hamed and Hamad are different names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import combinations

from .wording import Key, Word, data

_NEAR = 40  # words between two names within which a writer who means one person spells it in one way
_SAME = (
    (re.compile(r"ph"), "f"), (re.compile(r"d[jg](?=[aeiouy])"), "j"), (re.compile(r"q|c(?=[aou]|$)|kh?"), "k"),
    (re.compile(r"g(?=[iey])"), "j"), (re.compile(r"[yi]+|ee"), "i"), (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ah$"), "a"), (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


class Spellings:
    """Names that meet in reports. Tell it each report's with `learn`; `settled` then says which are one."""

    def __init__(self) -> None:
        self._alike: dict[tuple[Key, Key], None] = {}
        self._apart: set[tuple[Key, Key]] = set()
        self._short: dict[Key, Key | None] = {}

    def learn(self, names: Iterable[Key], found: list[Word]) -> None:
        """Take in the names of one report, in the order in which they were met, and the words of it."""
        given = list(names)
        whole = [name for name in given if len(name) > 1]
        for name in given:
            if len(name) == 1:
                fuller = [one for one in whole if name[0] in one]
                only = fuller[0] if len(fuller) == 1 else None
                self._short[name] = only if self._short.get(name, only) == only else None
        for one, other in combinations(whole, 2):
            if alike(one, other):
                self._alike.setdefault((one, other))
                if _meet(one, other, found):
                    self._apart.add((one, other))

    def settled(self, private: frozenset[Key], roles: Mapping[Key, Iterable[str]]) -> dict[Key, Key]:
        """By name, the name that it is another spelling of, or a part of: of private persons, none told in other roles.

        Args:
            private: the names of private persons.
            roles: what they are called, where that is told.
        """
        pairs = [pair for pair in self._alike if private.issuperset(pair) and pair not in self._apart]
        pairs = [(a, b) for a, b in pairs if not roles.get(a) or not roles.get(b) or set(roles[a]) == set(roles[b])]
        met: dict[Key, set[Key]] = {}
        for one, other in pairs:
            met.setdefault(one, set()).add(other)
            met.setdefault(other, set()).add(one)
        # One that could be either of two is neither.
        same = {other: one for one, other in pairs if len(met[one]) == len(met[other]) == 1}
        for short, fuller in self._short.items():
            if fuller in private and short in private:
                same[short] = same.get(fuller, fuller)
        return same


def alike(one: Key, other: Key) -> bool:
    """Whether two names of two words or more are spellings of one."""
    first, second = _bare(one), _bare(other)
    if len(first) != len(second) or len(first) < 2 or any(len(word) < 3 for word in (*first, *second)):
        return False
    return all(_sounds_alike(a, b) for a, b in zip(first, second, strict=True))


def _bare(name: Key) -> list[str]:
    """The words of a name without the article; "abu", "bin" and the like tell people apart, and stay."""
    return [word for word in name if word not in data().persons.articles]


def _sounds_alike(one: str, other: str) -> bool:
    listed = data().persons.spellings
    return _sound(one) == _sound(other) or any(one in each and other in each for each in listed)


def _sound(word: str) -> str:
    for pattern, letter in _SAME:
        word = pattern.sub(letter, word)
    return word


def _meet(one: Key, other: Key, found: list[Word]) -> bool:
    """Whether both stand close to each other somewhere: who writes so means two people."""
    places = [[n for n in range(len(found)) if tuple(w.key for w in found[n : n + len(name)]) == name]
              for name in (one, other)]  # fmt: skip
    return any(abs(a - b) < _NEAR for a in places[0] for b in places[1])
