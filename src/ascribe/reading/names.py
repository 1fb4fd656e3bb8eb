"""What a pronoun or a short form stands for, within one document; no link rather than a wrong one.

The persons and organisations that the encoder found are the candidates. A later part of a name is linked to the longest
earlier form that holds it; an abbreviation to the words it abbreviates; a pronoun to the latest fitting candidate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Entity
from .sentences import Span

PERSONAL = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
FIRST = frozenset({"i", "we", "us", "our", "my", "me"})
OTHER = frozenset({"it", "they", "them", "their", "its", "who", "which", "themselves", "itself"})
PRONOUNS = PERSONAL | FIRST | OTHER
_SHORT = re.compile(r"\b([A-Z][A-Za-z’'&.-]*(?:[ -](?:of|for|the|and|al|[A-Z][\w’'.-]*)){1,8})\s*\(\s*([A-Z][A-Za-z.-]{1,9})\s*\)")
_TITLES = frozenset("mr mrs ms dr gen general col colonel lt sgt capt maj major captain president minister sir".split())


@dataclass(frozen=True)
class Name:
    """The best name for some words, and in words how it was found; `why` is None where the words are their own name."""

    name: str
    why: str | None = None


class Names:
    """The names of one document.

    Args:
        text: the document's text.
        entities: its entities, in order.
    """

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.people = [e for e in entities if e.type == "person" and e.text.lower() not in PRONOUNS]
        self.bodies = [e for e in entities if e.type == "organisation" and e.text.lower() not in PRONOUNS]
        self.short = _abbreviations(text)

    def of(self, span: Span, speaker: Name | None = None) -> Name:
        """The name that the words of `span` stand for; `speaker` is who says them, for "we"."""
        words = self.text[slice(*span)]
        low = words.lower()
        if low in FIRST:
            return Name(speaker.name, f"“{words}” in the words of {speaker.name}") if speaker else Name(words)
        if low in PERSONAL:
            return self._latest(self.people, span, words)
        if low in OTHER:
            return self._latest([*self.bodies, *self.people] if low != "it" else self.bodies, span, words)
        if words in self.short:
            return Name(self.short[words], f"“{words}” is short for “{self.short[words]}”")
        return self._longer(span, words)

    def _latest(self, candidates: Sequence[Entity], span: Span, words: str) -> Name:
        """The last candidate before the pronoun, if it is near: within the sentences of some five hundred characters."""
        near = [e for e in candidates if span[0] - 500 < e.begin and e.end <= span[0]]
        if not near:
            return Name(words)
        last = max(near, key=lambda e: e.begin)
        full = self._longer((last.begin, last.end), last.text).name
        return Name(full, f"“{words}” taken for the last one named before it, “{full}”")

    def _longer(self, span: Span, words: str) -> Name:
        """The longest person's name of the text that ends in, or holds, these words as whole words."""
        parts = [p for p in re.findall(r"[\w’'-]+", words) if p.lower() not in _TITLES]
        if not parts or len(parts) > 2 or not parts[-1][:1].isupper():
            return Name(words)
        ends = " ".join(parts)
        fits = {e.text for e in self.people if len(e.text) > len(words) and re.search(rf"\b{re.escape(ends)}$", e.text)}
        last_names = {re.sub(rf"\s*{re.escape(ends)}$", "", f).split()[-1:] and f.split()[-2] for f in fits if " " in f}
        # Two people with one family name: leave it.
        if not fits or len({n for n in last_names if n.lower().rstrip(".") not in _TITLES}) > 1:
            return Name(words)
        best = max(fits, key=lambda f: (len(f), f))
        return Name(best, f"“{words}” is the end of “{best}”")


def _abbreviations(text: str) -> dict[str, str]:
    """Short forms that the text itself explains: "Syrian Democratic Forces (SDF)"."""
    out: dict[str, str] = {}
    for match in _SHORT.finditer(text):
        words, short = match[1].split(), match[2].replace(".", "")
        for n in range(2, len(words) + 1):
            tail = words[-n:]
            initials = "".join(p[0] for w in tail for p in w.split("-") if p and p[0].isupper())
            if initials.upper() == short.upper():
                out.setdefault(match[2], " ".join(tail))
    return out
