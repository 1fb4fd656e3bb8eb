"""The words of one document with their places, and who the catalogue knows among them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..sentences import Span, sentences
from . import states as st
from .catalogue import Catalogue
from .data import vocabulary
from .model import Actor
from .spelling import bare, plain, possessive, words

SINGULAR = {"he": "male", "him": "male", "his": "male", "himself": "male",
            "she": "female", "her": "female", "hers": "female", "herself": "female"}  # fmt: skip
FIRST_SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})
FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
THING = frozenset({"it", "its", "itself"})
MANY = frozenset({"they", "them", "their", "theirs", "themselves"})
RELATIVE = frozenset({"who", "which", "whose", "whom", "that"})
PRONOUNS = frozenset(SINGULAR) | FIRST_SINGULAR | FIRST_PLURAL | THING | MANY | RELATIVE

_ANYWHERE = ("agency", "outlet")  # these are quoted in reports from any country


@dataclass(frozen=True)
class Known:
    """Words [first, last) of the document that name an actor of the catalogue."""

    first: int
    last: int
    actor: Actor
    form: str


class Text:
    """A document as words. Ranges of words are [first, last); `span` gives their characters."""

    def __init__(self, text: str, blocks: Sequence[Span] | None, catalogue: Catalogue) -> None:
        self.text = text
        self.catalogue = catalogue
        found = words(text)
        self.words = [m[0] for m in found]
        self.begins = [m.start() for m in found]
        self.ends = [m.end() - (m[0].endswith(".") and "." not in m[0][:-1]) for m in found]
        self.low = [plain(w) for w in self.words]
        self.sentences = list(blocks) if blocks is not None else sentences(text)
        self._starts = [b for b, _ in self.sentences]
        self._joined = " " + " ".join(bare(w) for w in self.words) + " "
        self._codes: Counter[str] | None = None
        self.known = self._scan()
        self.at = {k.first: k for k in self.known}
        self.over = {i: k for k in self.known for i in range(k.first, k.last)}

    def range(self, span: Span) -> tuple[int, int]:
        """The words that overlap the characters of `span`."""
        first = bisect_right(self.ends, span[0])
        return first, max(first, bisect_left(self.begins, span[1]))

    def span(self, first: int, last: int) -> Span:
        """The characters of words [first, last), which must not be empty, without a possessive ending."""
        end = self.ends[last - 1]
        if possessive(self.text[self.begins[last - 1] : end]):
            end -= 2 if self.text[end - 1] in "sS" else 1
        return self.begins[first], end

    def said(self, first: int, last: int) -> str:
        """The document's words, as they stand."""
        return self.text[slice(*self.span(first, last))]

    def sentence(self, at: int) -> int:
        """The index of the sentence that a character stands in (or that ended before it)."""
        return max(0, bisect_right(self._starts, at) - 1)

    def joined(self, first: int, last: int) -> bool:
        """Whether nothing but space stands between these words: no comma, bracket, quotation mark, or empty line."""
        gaps = (self.text[self.ends[i] : self.begins[i + 1]] for i in range(first, last - 1))
        return all(gap == " " or (gap.isspace() and gap.count("\n") < 2) for gap in gaps)

    def choose(self, forms: list[tuple[str, Actor]], first: int | None = None) -> tuple[str, Actor] | None:
        """Of the actors that share a name, the one this document means; None where it does not tell.

        It tells by using another name of the actor, or by naming the country of one of them and of no other.
        """
        sure = [(f, a) for f, a in forms if f not in a.common or self._supported(f, a, first)]
        if len(sure) < 2:
            return sure[0] if sure else None
        named = [(f, a) for f, a in sure if self._named_otherwise(f, a)]
        if named:
            return named[0] if len(named) == 1 else None
        placed = [(f, a) for f, a in sure if a.kind not in _ANYWHERE and any(self.codes[c] for c in a.country)]
        news = [(f, a) for f, a in sure if a.kind in _ANYWHERE]
        fits = placed or news
        return fits[0] if len(fits) == 1 and not (placed and news) else None

    @property
    def codes(self) -> Counter[str]:
        """How often the document names each state, by name, adjective or people."""
        if self._codes is None:
            self._codes = Counter()
            known = st.states()
            for k, word in enumerate(self.words):
                if not word[:1].isupper():
                    continue
                for n in (3, 2, 1):
                    key = (
                        " ".join([*self.low[k : k + n - 1], bare(self.words[k + n - 1])])
                        if k + n <= len(self.words)
                        else ""
                    )
                    code = (
                        known.by_name.get(key)
                        or known.by_adjective.get(key)
                        or known.by_adjective.get(key.removesuffix("s"))
                    )
                    if code:
                        self._codes[code] += 1
                        break
        return self._codes

    def has(self, name: str) -> bool:
        """Whether the document has these words, whatever their capitals."""
        return f" {' '.join(bare(w[0]) for w in words(name))} " in self._joined

    def _named_otherwise(self, form: str, actor: Actor) -> bool:
        inside = plain(form)
        return any(n != form and plain(n) not in inside and " " in n and self.has(n) for n in actor.all_names)

    def _supported(self, form: str, actor: Actor, first: int | None) -> bool:
        if self._named_otherwise(form, actor):
            return True
        if not form.startswith("The ") or first is None:
            return False
        # "The Guardian" inside a sentence is the paper; at its start any guardian could be.
        begin = self.begins[first]
        return self.words[first] == "The" and begin not in self._starts

    def _scan(self) -> list[Known]:
        found: list[Known] = []
        k, total = 0, len(self.words)
        longest, firsts = self.catalogue.longest, _firsts()
        while k < total:
            word = self.words[k]
            low = self.low[k]
            one = None
            if low in longest or (base := bare(word)) in longest or base in firsts:
                one = self._listed(k, max(longest.get(low, 0), longest.get(bare(word), 0))) or self._organ(k)
            if one:
                found.append(one)
                k = one.last
            else:
                k += 1
        return found

    def _listed(self, k: int, longest: int) -> Known | None:
        forms, low, words = self.catalogue.forms, self.low, self.words
        for n in range(min(longest, len(words) - k), 0, -1):
            head = low[k : k + n - 1]
            if (*head, low[k + n - 1]) not in forms and (*head, bare(words[k + n - 1])) not in forms:
                continue
            if n > 1 and not self.joined(k, k + n):
                continue
            names = self.catalogue.spelt_so(self._clean(k, k + n))
            chosen = self.choose(names, k) if names else None
            if chosen:
                return Known(k, k + n, chosen[1], chosen[0])
        return None

    def _organ(self, k: int) -> Known | None:
        if not self.words[k][:1].isupper():
            return None
        for n in range(min(st.states().longest + 3, len(self.words) - k), 1, -1):
            # Most runs end in no word that an organ ends in.
            if self.low[k + n - 1] not in _lasts() and bare(self.words[k + n - 1]) not in _lasts():
                continue
            if self.joined(k, k + n):
                parts = self._clean(k, k + n)
                organ = self.catalogue.organ([*parts[:-1], parts[-1].removesuffix("'s").removesuffix("’s")])
                if organ:
                    return Known(k, k + n, organ, organ.name)
        return None

    def _clean(self, first: int, last: int) -> list[str]:
        return [self.text[self.begins[i] : self.ends[i]] for i in range(first, last)]


@cache
def _firsts() -> frozenset[str]:
    """The words that a state, or an organ before "of" and a state, can start with."""
    known = st.states()
    return frozenset(n.split()[0] for n in (*known.by_name, *known.by_adjective, *known.forms, *known.offices))


@cache
def _lasts() -> frozenset[str]:
    """The words that an organ can end with."""
    known = st.states()
    return frozenset(n.split()[-1] for n in (*known.forms, *known.offices, *known.by_name))


def definite(text: Text, first: int) -> bool:
    """Whether "the" (or "this", "that") stands before the word, perhaps with "Britain-based" or "jihadist" between."""
    ends = vocabulary()["modifier_ends"]
    while first > 1 and text.joined(first - 1, first + 1):
        low = text.low[first - 1]
        if ("-" not in low or low.rsplit("-", 1)[1] not in ends) and low not in vocabulary()["adjectival"]:
            break
        first -= 1
    return (
        first > 0
        and text.low[first - 1] in {"the", "this", "that", "these", "those"}
        and text.joined(first - 1, first + 1)
    )


def speech_verb(text: Text, at: int) -> bool:
    """Whether the word is a verb of saying."""
    return 0 <= at < len(text.words) and text.low[at] in vocabulary()["speech"]
