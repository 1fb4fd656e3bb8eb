"""Who speaks where the model names nobody: the conventions by which reports carry a speaker on.

Three of them, nearest first: the innermost reported content around the words; a quotation whose speaker is named at
another of its sentences, or in the paragraph before; a statement that "X said:" opens and that runs to its end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib import resources

from .attributions import Said
from .names import FIRST
from .sentences import Span
from .tokens import Tokens

_HEADING = 6  # a paragraph of fewer words ends an unquoted statement


class Speakers:
    """The speakers of one document.

    Args:
        text: its text.
        tokens: its sentences, paragraphs and quotations.
        said: its attributions.
    """

    def __init__(self, text: str, tokens: Tokens, said: Sequence[Said]) -> None:
        self.text, self.tokens = text, tokens
        # "We announced" leads on to whoever says "we".
        self.said = [
            s for s in said
            if s.source
            and text[slice(*s.source[0])].lower() not in FIRST
            and any(reports(text[slice(*c)]) for c in s.cue)
        ]  # fmt: skip
        self.statements = list(self._statements())

    def of(self, trigger: Span) -> Said | None:
        """The attribution that covers the words, or None if the outlet says them itself."""
        return self._around(trigger) or self._quoted(trigger) or self._stated(trigger)

    def _around(self, trigger: Span) -> Said | None:
        fits = [(e - b, i) for i, s in enumerate(self.said) for b, e in s.content if b <= trigger[0] < e]
        return self.said[min(fits)[1]] if fits else None

    def _quoted(self, trigger: Span) -> Said | None:
        """The speaker of the quotation around the words; a quotation without one goes on from the one before."""
        quotes = self.tokens.quotations
        k = bisect_right(quotes, trigger[0], key=lambda q: q[0]) - 1
        if k < 0 or trigger[0] >= quotes[k][1]:
            return None
        while True:
            begin, end = quotes[k]
            near = [s for s in self.said if any(b < end and begin < e for b, e in s.content)]
            near = near or [s for s in self.said if 0 <= _told(s)[0] - end < 40 or 0 <= begin - _told(s)[1] < 6]
            if near:
                # Words that follow the quotation tell who spoke sooner than words before it.
                return min(near, key=lambda s: (_told(s)[0] < end, abs(_told(s)[0] - end)))
            # An opening mark at a paragraph's start, with the quotation before it left open: the same speaker.
            goes_on = k > 0 and self.text[quotes[k - 1][1] - 1] not in '”"»'
            if not goes_on or self.tokens.paragraph_of(begin) - self.tokens.paragraph_of(quotes[k - 1][0]) != 1:
                return None
            k -= 1

    def _stated(self, trigger: Span) -> Said | None:
        return next((s for (b, e), s in self.statements if b <= trigger[0] < e), None)

    def _statements(self) -> list[tuple[Span, Said]]:
        """What follows a paragraph that ends in "said:" or the like, without quotation marks, up to a heading."""
        found = []
        blocks = self.tokens.paragraphs
        for k, (begin, end) in enumerate(blocks[:-1]):
            if self.text[end - 1] != ":":
                continue
            said, following = self._introduced(begin, end), blocks[k + 1 :]
            if not said or self.text[following[0][0]] in '“"«':
                continue
            last = following[0]
            for block in following:
                words = self.text[slice(*block)].split()
                if len(words) < _HEADING or words[-1].endswith(":"):
                    break
                last = block
            found.append(((following[0][0], last[1]), said[-1]))
        return found

    def _introduced(self, begin: int, end: int) -> list[Said]:
        """The attributions whose cue stands at the end of a paragraph."""
        return [s for s in self.said if any(end - 40 < c[1] <= end and c[0] >= begin for c in s.cue)]


def _told(said: Said) -> Span:
    """From the first to the last character of "Mr Khan said"."""
    spans = [*said.cue, *said.source]
    return min(b for b, _ in spans), max(e for _, e in spans)


def reports(cue: str) -> bool:
    """Whether the words of a cue report speech or knowledge, rather than a wish or a plan."""
    return any(_stems().fullmatch(word) for word in re.findall(r"[a-z]+", cue.lower()))


@cache
def _stems() -> re.Pattern[str]:
    text = resources.files("ascribe.ontology").joinpath("speech_verbs.txt").read_text(encoding="utf-8")
    stems = [line.strip().replace("*", "[a-z]*") for line in text.splitlines() if line.strip() and line[0] != "#"]
    return re.compile("|".join(stems))
