"""A text as the search for place names sees it, and what it finds there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...model import Entity
from .covered import Covered
from .gazetteer import Entry, Gazetteer
from .tokens import Word, joined, split
from .words import directions, key, shorts

_NO_PLACES = frozenset({"person", "organisation", "weapon", "military_platform", "nationality"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in the text, with the places that it may be.

    `first` and `last` are the numbers of its words; `kind` what kind of place the text says it is; `cue` whether a
    preposition of place stands before it; `learned` whether the learned layer calls it a location; `unlocated` is set
    for names of roads and waters, which have no position.
    """

    begin: int
    end: int
    key: str
    candidates: tuple[Entry, ...]
    first: int
    last: int
    kind: str | None = None
    cue: bool = False
    learned: bool = False
    near: bool = False
    unlocated: bool = False


@dataclass
class Page:
    """A text, its words, and what the learned layer found in it."""

    text: str
    gazetteer: Gazetteer
    entities: Sequence[Entity]
    words: list[Word] = field(init=False)
    people: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.words = split(self.text)
        self.locations = [e for e in self.entities if e.type == "location"]
        self.located = Covered(self.locations)
        self.other = Covered(e for e in self.entities if e.type in _NO_PLACES)

    def joined(self, i: int) -> bool:
        """Whether word `i` follows word `i - 1` with nothing but a space."""
        return 0 < i < len(self.words) and joined(self.text, self.words[i - 1], self.words[i])

    def starts(self, begin: int) -> bool:
        """Whether a sentence, a line or a quotation begins at a character."""
        before = self.text[max(0, begin - 4) : begin].rstrip(" ")
        return not before or before[-1] in '.!?\n”"“:'

    def past_directions(self, i: int) -> int:
        """The first word from `i` on that is no word of direction ("northern" Lebanon)."""
        listed = directions()
        while (
            i + 1 < len(self.words)
            and self.words[i].lower in listed
            and not self.words[i].capital
            and self.joined(i + 1)
        ):
            i += 1
        return i

    def capital(self, i: int) -> bool:
        """Whether there is a word `i` that begins with a capital."""
        return 0 <= i < len(self.words) and self.words[i].capital


def containers(page: Page, i: int) -> list[Entry]:
    """Countries, divisions and districts that begin at word `i`, the longest name first."""
    form = page.words[i].text
    out: list[Entry] = []
    for short in shorts().get(form, ()):
        out += page.gazetteer.find([f"={short.country}.{short.region}"]).get(f"={short.country}.{short.region}", ())
    for last in range(min(i + 3, len(page.words)) - 1, i - 1, -1):
        if all(page.joined(j) for j in range(i + 1, last + 1)) and page.words[last].capital:
            plain = key(page.text[page.words[i].begin : page.words[last].end])
            big = [
                e
                for e in page.gazetteer.find([plain]).get(plain, ())
                if e.kind in ("country", "region", "district", "area")
            ]
            if big:
                return [*out, *big]
    return out


def contained(candidates: Sequence[Entry], holders: Sequence[Entry]) -> list[Entry]:
    """The candidates that lie in one of the holders.

    None where "China, Japan" is rather a list: a country is held by no country.
    """
    if any(c.kind == "country" for c in candidates) and any(h.kind == "country" for h in holders):
        return []
    out = []
    for c in candidates:
        for h in holders:
            same = bool(set(c.countries) & set(h.countries))
            if (
                c.ref != h.ref
                and same
                and (h.kind in ("country", "area") or c.region == h.region)
                and c.kind != "country"
            ):
                out.append(c)
                break
    return out
