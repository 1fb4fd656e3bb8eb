"""Persons of one document: partial names, gender where words say it, and the body that an office ties them to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ...model import Entity
from .bodies import Bodies, Named
from .data import vocabulary
from .model import Actor
from .spelling import bare
from .text import Text, definite

Gender = Literal["male", "female"]
_PARTICLES = frozenset({"al", "el", "bin", "ibn", "abu", "de", "van", "von"})
_REACH = 14  # words on either side of a name in which its office is looked for


@dataclass
class Person:
    """One person: family and other names without titles, the fullest form, and the office with its body."""

    parts: tuple[str, ...]
    name: str
    mentions: list[tuple[int, int]] = field(default_factory=list)
    gender: Gender | None = None
    offices: set[str] = field(default_factory=set)
    body: Named | None = None
    office: str | None = None
    ambiguous: bool = False


class People:
    """The persons that a document names.

    Args:
        text: the document's words.
        entities: what the encoder found.
        bodies: the document's bodies, for offices.
    """

    def __init__(self, text: Text, entities: Sequence[Entity], bodies: Bodies) -> None:
        self.text, self.bodies = text, bodies
        self.all: list[Person] = []
        self._gather(entities)
        for person in self.all:
            for first, last in person.mentions:
                self._describe(person, first, last)
            person.gender = self._gender(person)
        self.at = {m[1] - 1: p for p in self.all for m in p.mentions}

    def _gather(self, entities: Sequence[Entity]) -> None:
        spans: dict[tuple[int, int], tuple[str, ...]] = {}
        for one in entities:
            first, last = self.text.range((one.begin, one.end))
            if one.type == "person" and first < last and not any(k in self.text.over for k in range(first, last)):
                parts = self._parts(first, last)
                if parts:
                    spans[first, last] = parts
        by_length = sorted(spans.items(), key=lambda s: (-len(s[1]), s[0]))
        for (first, last), parts in by_length:
            fits = [p for p in self.all if p.parts == parts or _part_of(parts, p.parts)]
            same = [p for p in fits if p.parts == parts]
            clear = same or fits
            if len(clear) == 1:
                person = clear[0]
            else:
                person = Person(parts, "", ambiguous=len(clear) > 1)
                self.all.append(person)
            person.mentions.append((first, last))
        for person in self.all:
            person.mentions.sort()
            shown = [
                self._titled(first, last) for first, last in person.mentions if self._parts(first, last) == person.parts
            ]
            person.name = max(shown, key=lambda s: (len(s), s), default=" ".join(person.parts))

    def _parts(self, first: int, last: int) -> tuple[str, ...]:
        """The words of a name without titles; empty where no word of it is a name."""
        titles, offices = vocabulary()["titles"], vocabulary()["offices"]
        while first < last and (self.text.low[first] in titles or not self.text.words[first][:1].isupper()):
            if self.text.low[first] in _PARTICLES:
                break
            first += 1
        names = [bare(w) for w in self.text.words[first:last]]
        if (
            not names
            or any(n in offices for n in names)
            or not any(w[:1].isupper() for w in self.text.words[first:last])
        ):
            return ()
        return tuple(names)

    def _titled(self, first: int, last: int) -> str:
        """The name with the rank before it, without lower-case words in front ("former")."""
        while first < last - 1 and self.text.words[first].islower() and self.text.low[first] not in _PARTICLES:
            first += 1
        while first and self.text.low[first - 1] in vocabulary()["ranks"] and self.text.words[first - 1][:1].isupper():
            # "Lt." may end a word, a sentence may not: only white space and the dot of a title stand between.
            if self.text.text[self.text.ends[first - 1] : self.text.begins[first]].strip(" ."):
                break
            first -= 1
        return self.text.said(first, last)

    def _gender(self, person: Person) -> Gender | None:
        """The gender that a title, an office ("spokeswoman") or a first name tells; None if none does or two differ."""
        found: set[Gender] = set()
        marks = set(person.offices)
        for first, _ in person.mentions:
            marks |= {
                self.text.low[k] for k in range(max(0, first - 2), first) if self.text.low[k] in vocabulary()["titles"]
            }
            marks.add(self.text.low[first])
        for gender in ("male", "female"):
            if marks & vocabulary()[gender]:
                found.add(gender)
        if not found and len(person.parts) > 1:
            if person.parts[0] in vocabulary().male:
                found.add("male")
            elif person.parts[0] in vocabulary().female:
                found.add("female")
        return found.pop() if len(found) == 1 else None

    def _describe(self, person: Person, first: int, last: int) -> None:
        """Office and body from the words around one mention."""
        text = self.text
        begin, end = text.sentences[text.sentence(text.begins[first])] if text.sentences else (0, len(text.text))
        lowest, highest = text.range((begin, end))
        after = self._apposition(last, min(highest, last + _REACH))
        before = self._premodifier(max(lowest, first - _REACH), first)
        for office, body, noun in (x for x in (after, before) if x):
            person.offices |= {noun} if noun else set()
            if person.body is None and body is not None:
                person.body, person.office = body, office

    def _apposition(self, last: int, highest: int) -> tuple[str, Named | None, str | None] | None:
        """ "…, head of the Observatory", "…, who leads the SDF", "… of Save the Children", "… (SDF)"."""
        text = self.text
        if last >= highest:
            return None
        gap = text.text[text.ends[last - 1] : text.begins[last]].strip()
        low = text.low[last]
        if gap in {"", "'s", "’s"} and low in {"of", "from", "with"}:
            body = self._body(last + 1, highest)
            return (f"{low}", body, None) if body and body.actor else None
        if gap not in {",", "–", "—", "-", "(", ", ("}:
            return None
        stop = last
        while stop + 1 < highest and not _parted(text.text[text.ends[stop] : text.begins[stop + 1]]):
            stop += 1
        if low == "who":
            if last + 1 < highest and text.low[last + 1] in vocabulary()["headed"]:
                body = self._body(last + 2, stop + 1)
                return (f"who {text.low[last + 1]}", body, None) if body else None
            return None
        return self.office(last, stop + 1)

    def _premodifier(self, lowest: int, first: int) -> tuple[str, Named | None, str | None] | None:
        """ "coalition spokesman Colonel …", "Russian Foreign Minister …", "the head of the Observatory, …"."""
        text, known = self.text, vocabulary()
        at = first
        while at > lowest and text.low[at - 1] in known["titles"] - known["speaking"]:
            at -= 1
        if at == lowest:
            return None
        gap = text.text[text.ends[at - 1] : text.begins[at]].strip(" .")
        if gap not in {"", ","}:
            return None
        if text.low[at - 1] == "by" and at - 2 > lowest and text.low[at - 2] in known["headed"]:
            # "The Britain-based monitor, headed by …"
            named = self.bodies.ending(at - 2)
            return (f"{text.low[at - 2]} by", named, None) if named else None
        begin = at - 1
        while begin > lowest and not _parted(text.text[text.ends[begin - 1] : text.begins[begin]]):
            if text.low[begin - 1] in known["speech"]:
                break
            begin -= 1
        if gap == "," and not (begin == lowest or begin < at - 2):
            return None
        tails = (at,) if gap == "," else (at, *range(at, first + 1))
        for end in tails:
            if gap == "" and text.low[end - 1] not in known["offices"]:
                continue
            found = self.office(begin, end)
            if found:
                return found
        return None

    def office(self, first: int, last: int) -> tuple[str, Named | None, str | None] | None:
        """The office that words [first, last) name, the body it speaks for, and the noun of the office."""
        text, known = self.text, vocabulary()
        speaking = [k for k in range(first, last) if text.low[k] in known["offices"]]
        if not speaking:
            return None
        # "head of the army's media office": the first one; "Iraqi army spokesman": the last.
        at = speaking[0] if text.low[speaking[0] + 1 : speaking[0] + 2] in (["of"], ["for"]) else speaking[-1]
        noun = text.low[at]
        if any(w in known["former"] or w.startswith("ex-") for w in text.low[first:at]):
            return text.said(first, last), None, noun
        said = text.said(max(first, at - 4), at + 1)
        state = text.at.get(next((k for k in range(first, at + 1) if k in text.over), -1))
        if noun not in known["speaking"]:
            return said, None, noun
        if at + 1 < last and text.low[at + 1] in {"of", "for", "at", "in", "with", "from"}:
            body = self._body(at + 2, last)
            if body or text.low[at + 1] in {"of", "for"}:
                return said, body, noun
        if state is not None and state.last <= at + 1:
            return said, self.bodies.named(state.first, state.last) or Named(state.form, state.actor), noun
        for k in range(max(first, at - 8), at):
            body = self._body(k, at, whole=True)
            if body:
                return said, body, noun
        return said, None, noun

    def _body(self, first: int, last: int, whole: bool = False) -> Named | None:
        """The body that the words begin with; `whole`: nothing but unimportant words of offices may follow it."""
        text, known = self.text, vocabulary()
        while first < last and text.low[first] in known["determiners"]:
            first += 1
        for end in range(min(last, first + 10), first, -1):
            rest = text.low[end:last]
            if whole and any(w not in known["office_words"] for w in rest):
                break
            body = self.bodies.at.get((first, end))
            if body:
                return self.bodies.named(first, end) or Named(text.said(first, end), body.actor)
            if end == first + 1:
                return self.bodies.named(first, end) or self._common(first)
        return None

    def _common(self, at: int) -> Named | None:
        """ "coalition" in "coalition spokesman": whom this document calls so."""
        return self.bodies.epithet(at, at + 1, article=False)

    def of(self, first: int, last: int) -> Person | None:
        """The person that words name, by the last of them."""
        parts = self._parts(first, last)
        if not parts:
            return None
        person = self.at.get(last - 1)
        if person and (person.parts == parts or _part_of(parts, person.parts) or _part_of(person.parts, parts)):
            return person
        fits = [p for p in self.all if p.parts == parts or _part_of(parts, p.parts)]
        return fits[0] if len(fits) == 1 and not fits[0].ambiguous else None

    def holder(self, first: int, last: int) -> Person | None:
        """The one person named before who holds the office of "the spokesman", "the commander"."""
        noun = self.text.low[last - 1]
        if last - first > 2 or noun not in vocabulary()["offices"] or not definite(self.text, first):
            return None
        before = [p for p in self.all if noun in p.offices and p.mentions[0][1] <= first]
        return before[0] if len(before) == 1 and not before[0].ambiguous else None


def speaks_for(person: Person) -> tuple[Actor | None, str | None]:
    """The known actor that a person speaks for, and why in words."""
    if person.body is None:
        return None, None
    how = f"speaks for “{person.body.name}” ({person.office})"
    return person.body.actor, how


def _part_of(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a shorter name is the end, or the beginning, of a fuller one."""
    n = len(short)
    return 0 < n < len(full) and (tuple(full[-n:]) == tuple(short) or tuple(full[:n]) == tuple(short))


def _parted(gap: str) -> bool:
    return re.search(r"[,;:()\[\]“”\"«»–—!?]|\s-\s", gap) is not None
