"""Private persons: who is one, what they are called instead of their names, and how texts lose these names.

A name is private unless something says that it is not: an office beside it, a known body that it speaks for, or the
profile. What is said of a person in one report holds in all of a case; a private role goes before an office. Each has a
number, by which what one person says can be told from what another does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Claim, FiledClaim, Mention, Reading
from ..reading.actors import catalogue
from ..reading.actors.data import vocabulary
from .known import Known
from .spellings import Spellings
from .wording import NAME, Key, Phrases, Word, data, replaced, words

ANYBODY = "a person"
_SHORTEST = 3  # letters of a part of a name that is looked for alone
_BEFORE = 12  # words of a phrase before one
_BEHIND = 6  # words behind a name in which an office is looked for


class Persons:
    """The persons of a case. Tell it all reports with `learn`, then `settle`; only then it can be asked.

    Args:
        public: names of persons who are named all the same.
    """

    def __init__(self, public: Iterable[str] = ()) -> None:
        self._public: dict[Key, None] = {k: None for name in public if (k := _bare(words(name)))}
        self._chosen = frozenset(self._public)
        self._seen: dict[Key, None] = {}
        self._roles: dict[Key, dict[str, None]] = {}
        self._report: dict[Key, None] = {}
        self._spellings = Spellings()
        self._people: set[Key] = set()
        self._numbers: dict[Key, int] = {}

    # Learning

    def learn(self, reading: Reading | None, text: str, claims: Iterable[FiledClaim], seen: Known) -> None:
        """Take in the persons of one report."""
        self._report = {}
        found = words(text)
        begins = {w.begin: n for n, w in enumerate(found)}
        for one in reading.entities if reading is not None else ():
            if one.type == "person" and one.begin in begins:
                first = begins[one.begin]
                last = next((n for n in range(first, len(found)) if found[n].end >= one.end), first) + 1
                name = _bare(found[first:last])
                place = len(name) == 1 and name[0] in seen.located
                if name and seen.is_name(name) and not place and catalogue().find(one.text) is None:
                    self._people.add(name)
                    self._see(name, *_beside(found, first, last, text))
        for filed in claims:
            for mention, speaks in _mentions(filed.claim):
                self._mention(mention, speaks, filed, seen, found, begins, text)
        self._spellings.learn(self._report, found)

    def _mention(
        self,
        one: Mention,
        speaks: bool,
        filed: FiledClaim,
        seen: Known,
        found: list[Word],
        begins: dict[int, int],
        text: str,
    ) -> None:
        inside = words(one.name)
        for first, last in seen.unknown(inside):
            name = _bare(inside[first:last])
            alone = len(name) == 1 and inside[first].begin == 0 and one.begin == filed.claim.sentence[0]
            if not name or (alone and one.text == one.name and name[0] not in vocabulary().male | vocabulary().female):
                continue  # a sentence begins with a capital, whatever the word
            office, role = _beside(inside, first, last, one.name)
            if one.begin in begins and one.text == one.name:
                at = begins[one.begin] + first
                around = _beside(found, at, min(at + last - first, len(found)), text)
                office, role = office or around[0], role or around[1]
            known_body = speaks and one.actor is not None and catalogue().get(one.actor) is not None
            self._see(name, office or known_body, role)

    def _see(self, name: Key, office: bool, role: str | None) -> None:
        self._seen.setdefault(name)
        self._report.setdefault(name)
        if role is not None:
            self._roles.setdefault(name, {}).setdefault(role)
        elif office:
            self._public.setdefault(name)

    def settle(self) -> None:
        """Number the private persons, in the order in which they were met, spellings of one name alike.

        A short name is that of a fuller one where each report that has it has that fuller one alone.
        """
        public = {k for k in self._public if k in self._chosen or k not in self._roles}
        full = [k for k in self._seen if k not in public and not (len(k) == 1 and _ends(k, public))]
        same = self._spellings.settled(frozenset(full), self._roles)
        for name in full:
            first = same.get(name, name)
            self._numbers[name] = self._numbers.get(first) or len(set(self._numbers.values())) + 1
            if name in self._people:
                self._people.add(first)
            for role in self._roles.get(name, ()) if first != name else ():
                self._roles.setdefault(first, {}).setdefault(role)
        self._first = {number: name for name, number in reversed(self._numbers.items())}
        self._settle_parts(full)
        self._names = Phrases(dict.fromkeys((*self._numbers, *public), ""))
        self._open = frozenset(public)
        self._by_part: dict[str, list[Key]] = {}
        for name in sorted(public):
            for part in name:
                self._by_part.setdefault(part, []).append(name)

    def _settle_parts(self, full: list[Key]) -> None:
        """Parts of names that are looked for alone; one that several persons share has a number of its own."""
        particles, self._parts = data().persons.words["particles"], dict[str, Key]()
        holders: dict[str, dict[int, Key]] = {}
        for name in full:
            for part in name if len(name) > 1 else ():
                holders.setdefault(part, {}).setdefault(self._numbers[name], name)
        for part, names in holders.items():
            if len(part) >= _SHORTEST and part not in particles and (part,) not in self._numbers:
                self._parts[part] = next(iter(names.values())) if len(names) == 1 else (part,)
        shared = [part for part, name in self._parts.items() if name == (part,)]
        last = len(set(self._numbers.values()))
        self._shared: dict[Key, int] = {(part,): last + n for n, part in enumerate(shared, 1)}

    # Asking

    def __len__(self) -> int:
        return len(set(self._numbers.values()))

    def hidden(self, text: str, *, shown: frozenset[str] = frozenset()) -> str:
        """A text without the names of private persons.

        Args:
            shown: words that may stand alone although they are part of a private name: countries, say.
        """
        return replaced(text, self._changes(text, shown))

    def is_open(self, name: Key) -> bool:
        """Whether words are the name, or a part of the name, of somebody who is named all the same."""
        return any(set(name) <= set(known) for known in self._by_part.get(name[0], ())) if name else False

    def number(self, text: str, *, loosely: bool = False) -> int | None:
        """The number of the first private person that a text names; None where it names none.

        Args:
            loosely: take words without capitals for names too, as keys have them.
        """
        found = next((name for _, name in self._found(words(text), loosely)), None)
        return None if found is None else self._numbers.get(found) or self._shared[found]

    def _found(self, found: list[Word], loosely: bool = False) -> Iterator[tuple[tuple[int, int], Key]]:
        at = 0
        while at < len(found):
            size = self._names.at(found, at)
            name = tuple(w.key for w in found[at : at + size])
            capital = loosely or any(w.capital or w.foreign for w in found[at : at + max(size, 1)])
            if size and name not in self._open and (capital or size > 1):
                yield (at, at + size), name
            elif not size and capital and found[at].key in self._parts:
                yield (at, at + 1), self._parts[found[at].key]
            at += size or 1

    def _called(self, name: Key) -> str:
        """What somebody is called, with the number that the key has; without one where several share the name.

        Who is told in two roles may be two of one name, and is "a person". One that no reader took for a person may be
        a body.
        """
        number = self._numbers.get(name)
        if number is None:
            return NAME
        first = self._first[number]
        person = first in self._people or any(part in vocabulary().male | vocabulary().female for part in first)
        roles = list(self._roles.get(first, ()))
        called = roles[0] if len(roles) == 1 else ANYBODY if person or roles else NAME
        return f"{called} ({number})"

    def _changes(self, text: str, shown: frozenset[str]) -> Iterator[tuple[int, int, str]]:
        found, titles, roles = words(text), vocabulary()["titles"], data().persons
        for (first, last), name in self._found(found):
            if last - first == 1 and found[first].key in shown and (found[first].key,) not in self._numbers:
                continue
            begin = first
            while begin and found[begin - 1].key in titles and _near(text, found, begin):
                begin -= 1
            called = begin and roles.role(found[begin - 1].key) and _near(text, found, begin)
            if called:  # "resident NAME" becomes "resident (1)"
                number = self._numbers.get(name)
                yield found[begin - 1].end, found[last - 1].end, f" ({number})" if number else ""
            else:
                yield found[begin].begin, found[last - 1].end, self._called(name)


def _mentions(claim: Claim) -> Iterator[tuple[Mention, bool]]:
    """Everybody in a claim, and whether they speak."""
    for one in (*claim.agent, *claim.target):
        yield one, False
    for one in (*claim.attribution.source, *claim.attribution.via) if claim.attribution else ():
        yield one, True


def _bare(found: list[Word]) -> Key:
    """A name without titles and offices before it; empty where nothing is left."""
    titles, offices = vocabulary()["titles"] | vocabulary()["office_words"], vocabulary()["offices"]
    name = [w for w in found if w.capital or w.foreign or w.key in data().persons.words["particles"]]
    while name and name[0].key in {*titles, *offices, "the"}:
        name = name[1:]
    while name and name[-1].key in {"s", "the"}:  # a possessive ending
        name = name[:-1]
    return tuple(w.key for w in name) if any(w.key not in titles | offices for w in name) else ()


def _beside(found: list[Word], first: int, last: int, text: str) -> tuple[bool, str | None]:
    """Whether an office stands beside a name, and what private persons are called by the word beside it."""
    near: list[str] = [w.key for w in found[first:last]]
    known = vocabulary()["titles"] | vocabulary()["offices"] | data().persons.offices
    at = first
    while at and _near(text, found, at) and (found[at - 1].key in known or data().persons.role(found[at - 1].key)):
        at -= 1
        near.append(found[at].key)
    if last < len(found) and text[found[last - 1].end : found[last].begin].strip() in {",", "(", "–", "—"}:
        for n in range(last, min(last + _BEHIND, len(found))):
            if found[n].key in data().persons.words["ends"] or (n > last and not _near(text, found, n)):
                break
            near.append(found[n].key)
    closed = last == len(found) or text[found[last - 1].end : found[last].begin].strip(" ")[:1] in {
        ",",
        ".",
        ")",
        "\n",
        ";",
    }
    if at and closed and text[found[at - 1].end : found[at].begin].strip() == ",":
        near += _apposed(found, at, text)
    role = next((r for word in near if (r := data().persons.role(word))), None)
    return any(word in data().persons.offices for word in near), role


def _apposed(found: list[Word], at: int, text: str) -> list[str]:
    """The words of a phrase before the comma before a name: "its adviser" of "its adviser on Syria, NAME"."""
    first = at - 1
    while first and at - first < _BEFORE and not text[found[first - 1].end : found[first].begin].strip(" \t\n-'’"):
        first -= 1
    determiners, ends = vocabulary()["determiners"], data().persons.words["ends"]
    begin = next((n for n in range(first, at) if found[n].key in determiners or found[n].key == "s"), at)
    stop = next((n for n in range(begin + 1, at) if found[n].key in ends | determiners), at)
    return [w.key for w in found[begin:stop]]


def _near(text: str, found: list[Word], at: int) -> bool:
    """Whether nothing but white space, or the dot of a title, stands before a word."""
    return not text[found[at - 1].end : found[at].begin].strip(" \t\n.-")


def _ends(short: Key, names: Iterable[Key]) -> bool:
    """Whether a name of one word is a part of one of the names."""
    return any(short[0] in name for name in names)
