"""What words stand for within one document, and who that is; no link rather than a wrong one.

The parts are in `actors`: the catalogue, the bodies and the persons of a document, and pronouns. Here is their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Entity
from .actors.bodies import Bodies
from .actors.catalogue import Catalogue, catalogue
from .actors.data import vocabulary
from .actors.model import Actor
from .actors.people import People, Person, speaks_for
from .actors.phrases import read_phrase
from .actors.places import Places
from .actors.pronouns import Antecedent, Pronouns
from .actors.text import FIRST_PLURAL, FIRST_SINGULAR, PRONOUNS, SINGULAR, Text
from .sentences import Span

FIRST = FIRST_SINGULAR | FIRST_PLURAL  # pronouns of the one who speaks


@dataclass(frozen=True)
class Name:
    """The best name for some words, as the document has it, and in words how it was found.

    `why` is None where the words are their own name. `actor` is the id of the known actor that is meant, or that the
    person speaks for; None where none is known.
    """

    name: str
    why: str | None = None
    actor: str | None = None


class Names:
    """The names of one document.

    Args:
        text: the document's text.
        entities: its entities, in order.
        sentences: spans of its sentences; found here where they are not given.
        known: the catalogue of actors; the package's and the user's own by default.
    """

    def __init__(
        self,
        text: str,
        entities: Sequence[Entity],
        sentences: Sequence[Span] | None = None,
        known: Catalogue | None = None,
    ) -> None:
        self.text = text
        self.words = Text(text, sentences, known or catalogue())
        self.bodies = Bodies(self.words, entities)
        self.people = People(self.words, entities, self.bodies)
        self.places = Places(self.words, entities)
        self._pronouns: Pronouns | None = None
        self._cache: dict[tuple[Span, Name | None], Name] = {}

    def of(self, span: Span, speaker: Name | None = None) -> Name:
        """The name that the words of `span` stand for; `speaker` is who says them, for "we" and against "he"."""
        first, last = self.words.range(span)
        # Only what a pronoun stands for depends on who says it.
        key = (span, speaker if last - first == 1 and self.words.low[first] in PRONOUNS else None)
        if key not in self._cache:
            found = self._of(span, first, last, speaker)
            said = self.text[slice(*span)]
            self._cache[key] = found if found.why else Name(said, None, found.actor)
        return self._cache[key]

    def actor(self, span: Span) -> str | None:
        """The id of the actor that the words of `span` name; None where none is known."""
        return self.of(span).actor

    @property
    def pronouns(self) -> Pronouns:
        """The candidates for pronouns, gathered on first use."""
        if self._pronouns is None:
            self._pronouns = Pronouns(self.words, self.people, self.bodies)
        return self._pronouns

    def _of(self, span: Span, first: int, last: int, speaker: Name | None) -> Name:
        said = self.text[slice(*span)]
        if first == last:
            return Name(said)
        if self._cut(span, first, last):
            found = self.words.catalogue.find(said)
            return Name(said, None, _id(found))
        low = self.words.low[first]
        # "US", "WHO" and "IT" are spelt like pronouns, but for the capitals.
        if last - first == 1 and low in PRONOUNS and not (said.isupper() and len(said) > 1):
            return self._pronoun(said, first, speaker)
        person = self.people.of(first, last)
        if person:
            return self._person(said, person)
        body = self.bodies.named(first, last) or self.bodies.epithet(first, last)
        if body:
            return Name(body.name, body.why, _id(body.actor))
        holder = self.people.holder(first, last)
        if holder:
            return self._person(
                said, holder, f"“{said}” taken for “{holder.name}”, the only one of that office before it"
            )
        place = self.places.of(first, last)
        if place:
            return Name(*place)
        phrase = read_phrase(self.words, self.bodies, self.people, first, last)
        if phrase:
            return Name(said, phrase[1], phrase[0].id)
        return self._owned(said, first, last)

    def _cut(self, span: Span, first: int, last: int) -> bool:
        """Whether the span ends inside a word, as "SDF" does in "SDF-led"; a possessive ending may stay outside."""
        rest = self.text[span[1] : self.words.ends[last - 1]]
        return self.words.begins[first] < span[0] or rest.lower() not in {"", "'s", "’s", "'", "’"}

    def _pronoun(self, said: str, first: int, speaker: Name | None) -> Name:
        low = self.words.low[first]
        if low in FIRST_SINGULAR or low in FIRST_PLURAL:
            return self._first_person(said, low, speaker)
        but = speaker.name if speaker and low in SINGULAR and self._quoted(first) else None
        found = self.pronouns.of(first, but)
        if found is None:
            return Name(said)
        how = f"“{said}” taken for “{found.name}”, the nearest before it that fits"
        return Name(found.name, how, found.actor.id if found.actor else None)

    def _first_person(self, said: str, low: str, speaker: Name | None) -> Name:
        """ "I" is the speaker; "we" is the speaker's body where one is known."""
        if speaker is None:
            return Name(said)
        person = next((p for p in self.people.all if p.name == speaker.name), None)
        why = f"“{said}” in the words of “{speaker.name}”"
        if person is None or low in FIRST_SINGULAR or person.body is None:
            actor = speaker.actor or (_id(speaks_for(person)[0]) if person else None)
            return Name(speaker.name, why, actor)
        return Name(person.body.name, f"{why}, who {speaks_for(person)[1]}", _id(person.body.actor))

    def _person(self, said: str, person: Person, why: str | None = None) -> Name:
        actor, role = speaks_for(person)
        if why is None and person.name != said:
            why = f"“{said}” is a part of “{person.name}”"
        reasons = "; ".join(x for x in (why, role) if x)
        return Name(person.name, reasons or None, _id(actor))

    def _owned(self, said: str, first: int, last: int) -> Name:
        """ "its fighters": people of the body that "its" stands for; the words stay what they are."""
        if not first or self.words.low[first - 1] not in {"its", "their"} or last - first > 3:
            return Name(said)
        if self.words.low[last - 1] not in vocabulary()["members"] or not self.words.joined(first - 1, first + 1):
            return Name(said)
        owner: Antecedent | None = self.pronouns.of(first - 1)
        if owner is None or owner.actor is None:
            return Name(said)
        return Name(said, f"“{self.words.low[first - 1]} {said}” are those of “{owner.name}”", owner.actor.id)

    def _quoted(self, first: int) -> bool:
        """Whether a word stands in quotation marks: an odd number of straight ones, or an open curly one before it."""
        at = self.words.begins[first]
        begin = max(0, self.text.rfind("\n\n", 0, at))
        before = self.text[begin:at]
        return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _id(actor: Actor | None) -> str | None:
    return actor.id if actor else None
