"""Which capitalised words of a report name no private person: places, bodies, peoples, and words that are ordinary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ..model import Document, Entity, FiledClaim, Place, Reading
from ..reading.actors import catalogue
from ..reading.actors.data import vocabulary
from ..reading.places.sources import demonyms
from .rough import is_city, is_fine
from .wording import CONTACT, Key, Phrases, Word, data, keys, words

_ACRONYM = 6  # letters
_NOT_NAMES = frozenset({"person", "money", "quantity", "temporal"})


@dataclass(frozen=True)
class Known:
    """What one report names besides persons.

    Attributes:
        words: of names of places and bodies, and those that the report writes in lower case too.
        located: words of places that a gazetteer has.
        fine: words of places that are finer than a district, or may be.
        small: of these, words of places other than large cities.
    """

    words: frozenset[str]
    located: frozenset[str]
    fine: frozenset[str]
    small: frozenset[str]

    def is_name(self, name: Key) -> bool:
        """Whether words that stand for a person are a name of their own: not "He", "People", "Syrian"."""
        strange = any(part not in _ordinary() for part in name)
        return strange and (len(name) > 1 or name[0] not in self.words or name[0] in _given())

    def tells_place(self, text: str) -> bool:
        """Whether a text names a place that is finer than a district."""
        return any(w.capital and w.key in self.fine for w in words(text))

    def unknown(self, found: list[Word]) -> list[tuple[int, int]]:
        """Runs [first, last) of capitalised words that nothing explains, and of words in scripts that are not read."""
        particles = data().persons.words["particles"]
        out: list[tuple[int, int]] = []
        at = 0
        while at < len(found):
            size = _listed().at(found, at) if found[at].capital else 0
            if size:
                at += size
            elif self._strange(found[at]):
                first = at
                while at < len(found) and (
                    self._strange(found[at])
                    or (found[at].key in particles and at + 1 < len(found) and self._strange(found[at + 1]))
                ):
                    at += 1
                if not _is_body(found, first, at) and not is_wide(found, first, at):
                    out.append((first, at))
            else:
                at += 1
        return out

    def _strange(self, word: Word) -> bool:
        if word.foreign:
            return True
        return word.capital and not word.key.isdigit() and not (word.key in self.words or word.key in _ordinary())


def known(reading: Reading | None, document: Document, claims: Iterable[FiledClaim]) -> Known:
    """What a report names besides persons.

    Args:
        reading: of the report, where there is one.
        claims: its claims, for the places that they name.
    """
    named = {k for name in (document.outlet, document.origin) for k in keys(name or "")}
    people: set[str] = set()
    places = [filed.place for filed in claims if filed.place is not None]
    if reading is not None:
        places += reading.places
        people = {w.key for e in reading.entities if e.type == "person" for w in words(e.text) if w.capital}
        named.update(k for e in reading.entities if _is_plain(e) for k in keys(e.text))
    located = {k for p in places if p.gazetteer_id for k in keys(p.text)}
    named.update(k for p in places for k in keys(p.text))
    fine = _words_of(p for p in places if is_fine(p))
    small = _words_of(p for p in places if is_fine(p) and not is_city(p))
    plain = (named - _given() - people) | (_lower(document.text) - _given()) | located
    return Known(frozenset(plain), frozenset(located), frozenset(fine), frozenset(small))


def _words_of(places: Iterable[Place]) -> set[str]:
    return {k for p in places for text in (p.text, p.name, p.within) for k in keys(text or "")}


def _lower(text: str) -> set[str]:
    """The words that a text writes in lower case, but for those of addresses and accounts."""
    contacts = [m.span() for m in CONTACT.finditer(text)]
    if not contacts:
        return {w.key for w in words(text) if not w.capital}
    return {w.key for w in words(text) if not w.capital and not any(b <= w.begin < e for b, e in contacts)}


def _is_body(found: list[Word], first: int, last: int) -> bool:
    """Whether one word is a part of a body's name: "Health Ministry", "Ministry of Health"."""
    nouns = vocabulary()["generic_tails"] | vocabulary()["wide"]
    if last - first > 1 or found[first].foreign or found[first].key in _given():
        return False
    behind = last < len(found) and found[last].capital and found[last].key in nouns
    before = first > 1 and found[first - 1].key == "of" and found[first - 2].capital and found[first - 2].key in nouns
    return behind or before


def is_wide(found: list[Word], first: int, last: int) -> bool:
    """Whether a noun beside a name makes it that of a river or province: "Khabur river", "province of Idlib"."""
    nouns = data().sites.wide.nouns
    if last < len(found) and found[last].key in nouns:
        return True
    before = first - 2 if first > 1 and found[first - 1].key == "of" else first - 1
    return before >= 0 and found[before].key in nouns and (before == first - 2 or found[before].capital)


def proper(found: list[Word]) -> list[tuple[int, int]]:
    """Runs [first, last) of capitalised words, particles between them too, that may be a name of something."""
    return Known(*[frozenset[str]()] * 4).unknown(found)


def _is_plain(one: Entity) -> bool:
    """Whether an entity is no person. Bodies are told from persons only where a word says so: readers mix them up."""
    if one.type != "organisation":
        return one.type not in _NOT_NAMES
    return (one.text.isupper() and len(one.text) <= _ACRONYM) or any(k in _ordinary() for k in keys(one.text))


@cache
def _given() -> frozenset[str]:
    return vocabulary().male | vocabulary().female


@cache
def _ordinary() -> frozenset[str]:
    """Words that name nobody by themselves, whatever the report."""
    lists = vocabulary()
    names = ("members", "generic_tails", "modifiers", "determiners", "titles", "offices", "office_words", "locatives",
             "speech", "before_subjects", "plural_people", "place_kinds", "wide", "former")  # fmt: skip
    found = {word for name in names for word in lists[name]}
    found |= {part for word in demonyms() for part in keys(word)} | data().persons.words["plain"]
    found |= {noun for nouns in data().persons.roles.values() for noun in nouns} | data().persons.offices
    return frozenset(found | data().sites.names.nouns)


@cache
def _listed() -> Phrases:
    """The names of the catalogue, and those of rivers, seas and the like."""
    names = (*(name for actor in catalogue() for name in actor.all_names), *data().sites.wide.names)
    return Phrases({k: "" for name in names if (k := keys(name))})
