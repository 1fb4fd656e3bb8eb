"""Whom a pronoun stands for: the latest fitting person or body, subjects and speakers before others.

The method is the salience order of Lappin and Leass (1994) cut down to what claims need: recency by sentence, then the
role of a subject or speaker, and no answer where two candidates are left. A gender excludes only where words told it.
"""

from __future__ import annotations

from dataclasses import dataclass

from .bodies import Bodies
from .data import vocabulary
from .model import Actor
from .people import People, speaks_for
from .text import PRONOUNS, RELATIVE, SINGULAR, THING, Text, speech_verb

_BACK = 3  # sentences, for a person; a body is taken up at once


@dataclass(frozen=True)
class Antecedent:
    """A candidate at words [first, last): the name it gives, its actor, and whether it acts or speaks there."""

    first: int
    last: int
    key: str
    name: str
    actor: Actor | None
    leads: bool
    gender: str | None = None
    speaks: bool = False


class Pronouns:
    """Candidates for the pronouns of one document."""

    def __init__(self, text: Text, people: People, bodies: Bodies) -> None:
        self.text, self.people, self.bodies = text, people, bodies
        self.persons = sorted([*self._named(), *self._described(), *self._missed()], key=lambda a: a.first)
        self.things = self._bodies()
        self.groups = sorted([*self.things, *self._plurals()], key=lambda a: a.first)

    def of(self, first: int, but: str | None = None) -> Antecedent | None:
        """Whom the pronoun at a word stands for; `but` is the key or name of one it cannot be (the speaker).

        None where nobody fits, or where two fit alike.
        """
        low = self.text.low[first]
        if low in RELATIVE:
            return self._adjoining(first)
        if low in SINGULAR:
            fits = [a for a in self.persons if a.gender in (None, SINGULAR[low])]
            return self._latest(fits, first, but)
        if low in THING:
            return self._latest(self.things, first, but, back=0 if self._object(first) else 1)
        return self._latest(self.groups, first, but, back=1)

    def _latest(
        self, candidates: list[Antecedent], first: int, but: str | None, back: int = _BACK
    ) -> Antecedent | None:
        """The candidate of the nearest sentence that has any, if it leads there or is the only one in reach."""
        here = self._sentence(first)
        near = [
            a for a in candidates
            if a.last <= first and but not in (a.key, a.name) and self._sentence(a.first) >= here - back
        ]  # fmt: skip
        if not near:
            return None
        nearest = max(self._sentence(a.first) for a in near)
        found = [a for a in near if self._sentence(a.first) == nearest]
        leading = [a for a in found if a.leads] or (found if len({a.key for a in near}) == 1 else [])
        if speech_verb(self.text, first + 1):
            # "It said" goes on with whoever spoke, not with whoever acted.
            leading = [a for a in leading if a.speaks] or leading
        if len({a.key for a in leading}) != 1 or self._one_of_several(leading[-1], found):
            return None
        return leading[-1]

    def _object(self, first: int) -> bool:
        """Whether "it" follows a verb or preposition at once ("stop arming it"), and so need not be who acts."""
        low, text = self.text.low, self.text
        if low[first] != "it" or not first or not text.joined(first - 1, first + 1):
            return False
        spoken = speech_verb(text, first - 1) or speech_verb(text, first + 1)
        return not spoken and low[first - 1] not in vocabulary()["before_subjects"]

    def _one_of_several(self, one: Antecedent, found: list[Antecedent]) -> bool:
        """Whether another stands with it as one subject: "Ahmed Karim and Omar Karim"."""
        for other in found:
            between = self.text.low[min(one.last, other.last) : max(one.first, other.first)]
            if other.key != one.key and between in (["and"], ["or"], []):
                return True
        return False

    def _adjoining(self, first: int) -> Antecedent | None:
        """The one that a relative pronoun follows at once."""
        both = [a for a in (*self.persons, *self.groups) if a.last == first]
        return both[0] if len({a.key for a in both}) == 1 else None

    def _sentence(self, word: int) -> int:
        return self.text.sentence(self.text.begins[word])

    def _named(self) -> list[Antecedent]:
        out = []
        for person in self.people.all:
            actor, _ = speaks_for(person)
            key = " ".join(person.parts)
            for first, last in person.mentions:
                if not person.ambiguous:
                    leads = self._leads(first, last)
                    out.append(Antecedent(first, last, key, person.name, actor, leads, person.gender))
        return out

    def _described(self) -> list[Antecedent]:
        """Speakers without a name: "a coalition spokesman said", "one resident told AFP", "the doctor said"."""
        text, known, out = self.text, vocabulary(), []
        before = known["office_words"] | known["offices"]
        taken = {k for p in self.people.all for f, e in p.mentions for k in range(f, e)}
        for k, low in enumerate(text.low):
            if low not in known["offices"] or k in taken or (k + 1 < len(text.low) and k + 1 in taken):
                continue
            last = self._tail(k + 1)
            if text.words[k + 1 : k + 2] and text.words[k + 1][:1].isupper() and text.joined(k, k + 2):
                continue  # a name that the encoder did not find
            if not (speech_verb(text, last) or (k and self._after_verb(k))):
                continue
            first = k
            while first and text.joined(first - 1, first + 1):
                if text.low[first - 1] not in before and (first - 1) not in text.over:
                    break
                first -= 1
            holder = self.people.holder(k, k + 1)
            if holder:
                actor, _ = speaks_for(holder)
                out.append(Antecedent(k, k + 1, " ".join(holder.parts), holder.name, actor, True, holder.gender))
                continue
            body = self.people.office(first, last)
            actor = body[1].actor if body and body[1] else None
            gender = "male" if low in known["male"] else "female" if low in known["female"] else None
            name = text.said(first, last)
            out.append(Antecedent(first, last, name.lower(), name, actor, True, gender))
        return out

    def _missed(self) -> list[Antecedent]:
        """Speakers by a name that the encoder did not find: "Vinluan said". They may be meant, so they count."""
        text, out = self.text, []
        taken = {k for p in self.people.all for f, e in p.mentions for k in range(f, e)} | set(text.over)
        starts = {b for b, _ in text.sentences}
        for k, word in enumerate(text.words):
            if not word[:1].isupper() or k in taken or word.isupper():
                continue
            beside = (speech_verb(text, k + 1) and text.joined(k, k + 2)) or (
                speech_verb(text, k - 1) and text.joined(k - 1, k + 1)
            )
            if not beside or text.low[k] in PRONOUNS:
                continue
            if text.begins[k] in starts and (text.low[k].endswith("s") or text.low[k] in vocabulary()["determiners"]):
                continue
            if text.low[k] not in vocabulary()["offices"] | vocabulary()["plural_people"]:
                out.append(Antecedent(k, k + 1, text.low[k], text.said(k, k + 1), None, True))
        return out

    def _tail(self, k: int) -> int:
        """One past the "for the coalition" that may follow an office."""
        text = self.text
        if k < len(text.low) and text.low[k] in {"for", "of", "at", "with", "in", "from"}:
            end = k + 1
            while end < min(len(text.low), k + 9) and text.joined(end - 1, end + 1) and not speech_verb(text, end):
                end += 1
            if speech_verb(text, end):
                return end
        return k

    def _after_verb(self, k: int) -> bool:
        """Whether "said a senior" stands before the office."""
        known = vocabulary()
        while k and (self.text.low[k - 1] in known["office_words"] or self.text.low[k - 1] in known["determiners"]):
            k -= 1
        return speech_verb(self.text, k - 1)

    def _bodies(self) -> list[Antecedent]:
        out = []
        for body in self.bodies.mentions:
            if self._within_office(body.first, body.last):
                continue
            named = self.bodies.named(body.first, body.last)
            name = named.name if named else self.text.said(body.first, body.last)
            leads = self._leads(body.first, body.last)
            speaks = self._speaks(body.first, body.last)
            out.append(Antecedent(body.first, body.last, body.key, name, body.actor, leads, speaks=speaks))
        for first, last, named in self.bodies.parts():
            if not self._within_office(first, last):
                key = named.actor.id if named.actor else named.name.lower()
                out.append(Antecedent(first, last, key, named.name, named.actor, self._leads(first, last)))
        for k, low in enumerate(self.text.low):
            if low in vocabulary().families and k not in self.text.over and not self._within_office(k, k + 1):
                stands = self.bodies.epithet(k, k + 1)
                if stands:
                    key = stands.actor.id if stands.actor else stands.name.lower()
                    out.append(Antecedent(k, k + 1, key, stands.name, stands.actor, self._leads(k, k + 1)))
        return sorted(out, key=lambda a: a.first)

    def _plurals(self) -> list[Antecedent]:
        """People without a name who can be "they": "residents", "two medics"."""
        out, text = [], self.text
        listed, endings = vocabulary()["plural_people"], tuple(vocabulary()["plural_endings"])
        for k, low in enumerate(text.low):
            if (low in listed or low.endswith(endings)) and k not in text.over and not speech_verb(text, k):
                out.append(Antecedent(k, k + 1, low, text.said(k, k + 1), None, self._leads(k, k + 1)))
        return out

    def _within_office(self, first: int, last: int) -> bool:
        """Whether a body stands only inside the description of somebody: "SDF spokesman", "head of the Observatory"."""
        low, known = self.text.low, vocabulary()
        while last < len(low) and low[last] in known["office_words"] and self.text.joined(last - 1, last + 1):
            last += 1
        return last < len(low) and low[last] in known["offices"] and self.text.joined(last - 1, last + 1)

    def _speaks(self, first: int, last: int) -> bool:
        """Whether somebody is beside a verb of saying, or after "according to"."""
        text = self.text
        while first and text.low[first - 1] in vocabulary()["determiners"]:
            first -= 1
        said = first and speech_verb(text, first - 1) and text.joined(first - 1, first + 1)
        return bool(speech_verb(text, last) or said or text.low[max(0, first - 2) : first] == ["according", "to"])

    def _leads(self, first: int, last: int) -> bool:
        """Whether somebody speaks or acts here: beside a verb of saying, or first in the sentence."""
        text = self.text
        if self._speaks(first, last):
            return True
        begin = text.sentences[text.sentence(text.begins[first])][0] if text.sentences else 0
        ahead = text.range((begin, text.begins[first]))
        between = text.low[ahead[0] : ahead[1]]
        known = vocabulary()
        light = ("determiners", "modifiers", "titles", "office_words", "offices")
        return all(w.isdigit() or any(w in known[name] for name in light) for w in between)
