""" "The city", "the province": the one place named before it that the text calls so."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Entity
from . import states as st
from .data import vocabulary
from .text import Text, definite


class Places:
    """The places that a document names, with the kinds it gives them."""

    def __init__(self, text: Text, entities: Sequence[Entity]) -> None:
        self.text = text
        self.names: list[tuple[int, int, str]] = []
        self.kinds: dict[str, dict[str, int]] = {}
        for one in entities:
            first, last = text.range((one.begin, one.end))
            if one.type != "location" or first == last or not one.text[:1].isupper():
                continue
            if " ".join(text.low[first:last]) in st.states().by_name:
                continue
            # "Mosul city", "city of Mosul" may be one entity.
            while last - first > 1 and text.low[last - 1] in vocabulary()["place_kinds"]:
                last -= 1
            name = text.said(first, last)
            self.names.append((first, last, name))
            for kind in self._said(first, last):
                self.kinds.setdefault(kind, {}).setdefault(name, first)

    def _said(self, first: int, last: int) -> list[str]:
        """Kinds that stand beside the name: "the city of Mosul", "Mosul city", "Mosul, a city", "the town Tabqa"."""
        low, kinds, text = self.text.low, vocabulary()["place_kinds"], self.text
        found = []
        if last < len(low) and low[last] in kinds and text.joined(last - 1, last + 1):
            found.append(low[last])
        if first > 1 and low[first - 1] == "of" and low[first - 2] in kinds and text.joined(first - 2, first + 1):
            found.append(low[first - 2])
        if first and low[first - 1] in kinds and text.joined(first - 1, first + 1):
            found.append(low[first - 1])
        if last + 1 < len(low) and low[last] in {"a", "an", "the"} and text.text[text.ends[last - 1]] == ",":
            found += [w for w in low[last + 1 : last + 4] if w in kinds][:1]
        return found

    def of(self, first: int, last: int) -> tuple[str, str] | None:
        """The name that "the city" stands for, and why; None unless exactly one place fits."""
        noun, text = self.text.low[last - 1], self.text
        if last - first != 1 or noun not in vocabulary()["place_kinds"] or not definite(text, first):
            return None
        after = text.low[last] if last < len(text.low) and text.joined(last - 1, last + 1) else ""
        if after == "of" or (
            last < len(text.words) and text.words[last][:1].isupper() and text.joined(last - 1, last + 1)
        ):
            return None
        called = {name for name, at in self.kinds.get(noun, {}).items() if at < first}
        if len(called) == 1:
            name = called.pop()
            return name, f"“the {noun}” taken for “{name}”: the text calls it so"
        before = {name for _, end, name in self.names if end <= first}
        otherwise = {n for kind, names in self.kinds.items() if kind != noun for n in names}
        free = before - otherwise
        if not called and noun in {"city", "town", "village"} and len(free) == 1 and len(before) == 1:
            name = free.pop()
            return name, f"“the {noun}” taken for “{name}”, the only place named before it"
        return None
