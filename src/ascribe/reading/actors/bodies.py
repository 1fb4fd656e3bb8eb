"""Bodies of one document: groups, forces, offices; by name, short form, part of a name, or what the text calls them.

A short form must be explained by the text or be the initials of one body that it names. A definite noun
("the alliance") stands for a body only where exactly one of those named before it fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...model import Entity
from .data import vocabulary
from .model import Actor
from .spelling import plain, short, words
from .text import Text, definite

_BRACKET = re.compile(r"\(\s*(?:the\s+)?([A-Za-z][\w.'’/-]{1,11})\s*[),;]")
_NEAR = 2  # sentences before the one of an epithet in which its antecedent is looked for first


@dataclass(frozen=True)
class Body:
    """A mention of a body, words [first, last); `key` is one for all mentions of one body."""

    first: int
    last: int
    key: str
    actor: Actor | None


@dataclass(frozen=True)
class Named:
    """What words stand for: the document's own name for it, the actor if it is known, and why."""

    name: str
    actor: Actor | None
    why: str | None = None


class Bodies:
    """The bodies that a document names, in order.

    Args:
        text: the document's words.
        entities: what the encoder found.
    """

    def __init__(self, text: Text, entities: Sequence[Entity]) -> None:
        self.text = text
        self.explained = dict(_explained(text))
        self.mentions = self._mentions(entities)
        self.at = {(b.first, b.last): b for b in self.mentions}
        self.by_key: dict[str, list[Body]] = {}
        self._by_word: dict[str, list[Body]] = {}
        for body in self.mentions:
            self.by_key.setdefault(body.key, []).append(body)
            for word in dict.fromkeys(text.low[body.first : body.last]):
                self._by_word.setdefault(word, []).append(body)
        self._described: dict[str, dict[str, int]] | None = None

    def _mentions(self, entities: Sequence[Entity]) -> list[Body]:
        found: dict[tuple[int, int], Actor | None] = {(k.first, k.last): k.actor for k in self.text.known}
        for one in entities:
            if one.type != "organisation" or not any(c.isupper() for c in one.text):
                continue
            first, last = self.text.range((one.begin, one.end))
            inside = [k for k in self.text.known if first <= k.first and k.last <= last]
            # An entity that holds a known name is that name, the rest describes it ("SDF fighters").
            if first < last and not inside and not any(i in self.text.over for i in range(first, last)):
                found[first, last] = self._explained_actor(first, last)
        out = []
        for (first, last), actor in sorted(found.items()):
            said = self.text.said(first, last)
            full = self.explained.get(said, said)
            out.append(Body(first, last, actor.id if actor else plain(full).removeprefix("the "), actor))
        return out

    def _explained_actor(self, first: int, last: int) -> Actor | None:
        full = self.explained.get(self.text.said(first, last))
        return self.text.catalogue.find(full) if full else None

    def named(self, first: int, last: int) -> Named | None:
        """What words that are the name of a body stand for: itself, or its longer name in this document."""
        said = self.text.said(first, last)
        exact = self.text.at.get(first)
        actor = exact.actor if exact and exact.last == last else None
        if said in self.explained:
            full = self.explained[said]
            actor = self.text.catalogue.find(full) or (None if actor and not _agrees(actor, full) else actor)
            return Named(full, actor, f"“{said}” is short for “{full}”")
        if actor:
            return self._longest(said, actor)
        return self._partial(said, first, last)

    def _longest(self, said: str, actor: Actor) -> Named:
        if short(said):
            for body in self.by_key.get(actor.id, ()):
                full = self.text.said(body.first, body.last)
                if not short(full) and body.actor == actor and body.last - body.first > 1:
                    return Named(full, actor, f"“{said}” is a short form of “{full}”")
        return Named(said, actor)

    def _partial(self, said: str, first: int, last: int) -> Named | None:
        """A short form or a part of the name of exactly one body that the document names."""
        if not said[:1].isupper():
            return None
        low, words = self.text.low, self.text.words
        if short(said):
            found = (b for b in self.mentions if _initials(words[b.first : b.last]) == said.replace(".", ""))
        elif words[last - 1][:1].isupper():
            parts = low[first:last]
            found = (b for b in self._by_word.get(parts[0], ()) if _within(parts, low[b.first : b.last]))
        else:
            return None
        fits: dict[str, Body] = {}
        for body in found:
            if body.last - body.first > last - first:
                fits.setdefault(body.key, body)
        if len(fits) != 1:
            return None
        body = next(iter(fits.values()))
        full = self.text.said(body.first, body.last)
        how = "the initials" if short(said) else "a part"
        return Named(full, body.actor, f"“{said}” is {how} of “{full}”, the only such name here")

    def epithet(self, first: int, last: int, article: bool = True) -> Named | None:
        """Whom a definite noun stands for: the one body named before it that the text, or the catalogue, calls so.

        Args:
            article: "the" must stand before the noun; in "a coalition spokesman" it need not.
        """
        noun = self.text.low[last - 1]
        if last - first > 1 or (noun not in vocabulary().families and noun not in vocabulary().kinds):
            return None
        if article and not definite(self.text, first):
            return None
        if self.text.low[last : last + 1] == ["of"] and self.text.joined(last - 1, last + 1):
            return None
        before = [b for b in self.mentions if b.last <= first]
        called = self._called_here(noun, first)
        if len(called) == 1:
            return self._stands(first, last, called.pop(), before, "the text calls it so")
        suits = [b for b in before if self._suits(b, noun)]
        sentence = self.text.sentence(self.text.begins[first])
        near = {b.key for b in suits if self._sentence(b) >= sentence - _NEAR}
        everywhere = {b.key for b in suits}
        keys = everywhere if len(everywhere) == 1 else near
        if not everywhere:
            return self._ahead(noun, first, last)
        if len(keys) != 1:
            return None
        how = "the only one named before it that may be called so" if len(everywhere) == 1 else "the only such one near"
        return self._stands(first, last, keys.pop(), before, how)

    def _ahead(self, noun: str, first: int, last: int) -> Named | None:
        """A noun before its name, as headlines have it: the only body of the whole document that may be called so."""
        families = vocabulary().families.get(noun, frozenset())
        fits = {b.key for b in self.mentions if b.actor and self._suits(b, noun)}
        own = {b.key for b in self.mentions if noun in self.text.low[b.first : b.last]}
        keys = own if families & vocabulary()["wide"] else fits
        if len(keys) != 1:
            return None
        return self._stands(first, last, keys.pop(), self.mentions, "the only one here that may be called so")

    def _stands(self, first: int, last: int, key: str, before: list[Body], how: str) -> Named | None:
        noun = self.text.low[last - 1]
        mentions = [
            b for b in before if b.key == key and (self._suits(b, noun) or key in self._called_here(noun, b.last))
        ]
        if not mentions:
            return None
        best = max(mentions, key=lambda b: (not short(self.text.said(b.first, b.last)), -b.first))
        full = self.text.said(best.first, best.last)
        full = self.explained.get(full, full)
        return Named(full, best.actor, f"“{self.text.said(first, last)}” taken for “{full}”: {how}")

    def ending(self, last: int) -> Named | None:
        """The body that the words before word `last` name or stand for."""
        body = next((b for b in self.mentions if b.last == last), None)
        if body:
            return self.named(body.first, body.last)
        return self.epithet(last - 1, last) if last else None

    def parts(self) -> Iterator[tuple[int, int, Named]]:
        """Words that name a body by a part of its name only: "the Observatory"."""
        heads = {w for b in self.mentions if b.last - b.first > 1 for w in self.text.low[b.first : b.last]}
        taken = {k for b in self.mentions for k in range(b.first, b.last)}
        for k, low in enumerate(self.text.low):
            if low not in heads or k in taken or not self.text.words[k][:1].isupper() or not definite(self.text, k):
                continue
            following = self.text.words[k + 1 : k + 2]
            # "The United" of "the United States" is no part of "United Nations".
            if not (following and following[0][:1].isupper() and self.text.joined(k, k + 2)):
                named = self._partial(self.text.said(k, k + 1), k, k + 1)
                if named:
                    yield k, k + 1, named

    def _sentence(self, body: Body) -> int:
        return self.text.sentence(self.text.begins[body.first])

    def _called_here(self, noun: str, first: int) -> set[str]:
        """Bodies that the text before this word describes by the noun: "the SDF alliance", "the SDF, an alliance"."""
        if self._described is None:
            self._described = {}
            for body in self.mentions:
                for said in self._descriptions(body):
                    self._described.setdefault(said, {}).setdefault(body.key, body.first)
        nouns = {noun, noun.removesuffix("s"), noun + "s"}
        return {key for n in nouns for key, at in self._described.get(n, {}).items() if at < first}

    def _descriptions(self, body: Body) -> Iterator[str]:
        low, text = self.text.low, self.text
        families = vocabulary().families
        for k in range(body.first, body.last):
            if low[k] in families and k == body.last - 1:
                yield low[k]
        if body.last < len(low) and low[body.last] in families and text.joined(body.last - 1, body.last + 1):
            yield low[body.last]
        if body.first and low[body.first - 1] in families and text.joined(body.first - 1, body.first + 1):
            yield low[body.first - 1]
        gap = text.text[text.ends[body.last - 1] :][:3]
        if gap.startswith((",", " (", " –", " —")) and body.last < len(low) and low[body.last] in {"a", "an", "the"}:
            for k in range(body.last + 1, min(body.last + 7, len(low))):
                if low[k] in families:
                    yield low[k]
                    return
                if not text.joined(k - 1, k + 1) or low[k] in {"of", "that", "which", "who", "said"}:
                    return

    def _suits(self, body: Body, noun: str) -> bool:
        """Whether a noun may stand for a body: by the catalogue if it is known there, else by the words of its name."""
        known = vocabulary()
        families = known.families.get(noun, frozenset())
        if body.actor is not None and body.actor.id not in self.text.catalogue.actors:
            # "The government" is not "Afghan officials", though both are one actor.
            return noun in self.text.low[body.first : body.last]
        if body.actor is None:
            return bool(families & {"group"}) or noun in self.text.low[body.first : body.last]
        if noun in self.text.low[body.first : body.last] or body.actor.kind in known.kinds.get(noun, ()):
            return True
        return bool(families & set(body.actor.called))


def _explained(text: Text) -> Iterator[tuple[str, str]]:
    """Short forms that the text itself explains: "Syrian Democratic Forces (SDF)", "SDF (Syrian Democratic Forces)"."""
    for match in _BRACKET.finditer(text.text):
        given = match[1].rstrip(".") if match[1].count(".") == 1 else match[1]
        if not short(given):
            continue
        first, _ = text.range((match.start(1), match.end(1)))
        full = _expansion(text, first, given)
        if full:
            yield given, full
    cues = "|".join(re.escape(c) for c in vocabulary().short_cues)
    for match in re.finditer(rf",\s(?:{cues})\s(?:the\s)?([A-Z][\w.]{{1,9}})(?=[\s,.;)])", text.text):
        given = match[1].rstrip(".")
        if short(given):
            first = text.range((match.start(), match.start() + 3))[0]
            full = _expansion(text, first, given)
            if full:
                yield given, full


def _expansion(text: Text, at: int, given: str) -> str | None:
    """The words right before word `at` whose initials are the short form, or the name that the catalogue has for it."""
    letters = given.replace(".", "").upper()
    for n in range(2, 12):
        first = at - n
        if first < 0 or not text.joined(first, at):
            break
        if text.words[first][:1].isupper() and _initials(text.words[first:at]).upper() == letters:
            return text.said(first, at)
    known = next((k for k in text.known if k.last == at), None)
    if known and any(n.replace(".", "") == given.replace(".", "") for n in known.actor.all_names):
        return text.said(known.first, known.last)
    return None


def _initials(parts: Sequence[str]) -> str:
    """The initials of the capitalised words: "People's Protection Units" gives PPU."""
    pieces = [p for w in parts for p in re.split(r"[-/]", w)]
    return "".join(p[0] for p in pieces if p and p[0].isupper())


def _within(parts: list[str], longer: list[str]) -> bool:
    """Whether the words stand together in the longer name."""
    n = len(parts)
    return any(longer[i : i + n] == parts for i in range(len(longer) - n + 1))


def _agrees(actor: Actor, full: str) -> bool:
    spoken = [plain(w[0]) for w in words(full)]
    return any([plain(w[0]) for w in words(n)] == spoken for n in actor.all_names)
