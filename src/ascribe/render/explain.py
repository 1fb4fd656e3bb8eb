"""Why the reader thinks that a claim is what it is: the words behind each field, where they stand, and how sure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from ..errors import UsageError
from ..model import Claim, ClaimQuantity, Mention, Reading
from . import phrases
from .safe import plain, visible

_AROUND = 40  # characters shown on each side of words that stand outside the claim's own sentence
_SLOTS = ("agent", "target", "instrument", "place", "time")


class Explanation:
    """One claim of a reading, to be printed by a Rich console.

    `claim` is the claim, `number` its place from 1.
    """

    def __init__(self, reading: Reading, number: int) -> None:
        self.reading = reading
        self.number = number
        self.claim = reading.claims[number - 1]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self._title(console)
        yield self._sentence(console)
        yield _rows(console, self._fields(console))
        yield _rows(console, self._outcome(console))

    def _title(self, console: Console) -> Text:
        claim = self.claim
        label = phrases.wording().types[claim.type]
        title = f"Claim {self.number} of {len(self.reading.claims)}: {label}, {claim.factuality}"
        return Text.assemble(plain(title, console, "bold"), "\n", plain(f"id {claim.id}", console, "dim"))

    def _sentence(self, console: Console) -> Text:
        text = self.reading.document.text
        begin, end = self.claim.sentence
        first, last = self.claim.trigger
        # The trigger stands out by brackets too, for pipes and for those who see no bold.
        before, words, after = text[begin:first], text[first:last], text[last:end]
        shown = [part for part in (plain(before, console), plain(f"[{visible(words)}]", console, "bold"),
                                   plain(after, console)) if part.plain]  # fmt: skip
        return Text.assemble(Text(" ").join(shown), "\n", plain(f"the sentence is at {begin}-{end}", console, "dim"))

    def _fields(self, console: Console) -> Iterator[tuple[str, RenderableType]]:
        claim = self.claim
        first, last = claim.trigger
        words = phrases.trigger(self.reading, claim)
        yield "what", self._found(console, phrases.wording().types[claim.type], words, (first, last), claim.confidence)
        for slot in _SLOTS:
            mentions: tuple[Mention, ...] = getattr(claim, slot)
            yield slot, self._mentions(console, mentions, "no words found for it")
        figures = [self._figure(console, quantity) for quantity in claim.quantities]
        yield "figures", _lines(figures) if figures else plain("no number found for it", console, "dim")
        yield from self._attribution(console)

    def _attribution(self, console: Console) -> Iterator[tuple[str, RenderableType]]:
        attribution = self.claim.attribution
        if attribution is None:
            told = f"{phrases.own_voice(self.reading.document)}, in its own voice: no speaker found for these words"
            yield "who says so", plain(told, console)
            return
        yield "who says so", self._mentions(console, attribution.source, "somebody unnamed")
        if attribution.cue is None:
            yield "told by", plain("no words that say so were marked", console, "dim")
        else:
            cue = self.reading.document.text[slice(*attribution.cue)]
            yield "told by", self._found(console, "", cue, attribution.cue, None)
        form = phrases.wording().forms[attribution.form]
        yield "form", plain(f"{form}; the attribution is {_sure(attribution.confidence)}", console)
        yield "via", self._mentions(console, attribution.via, "nobody between")

    def _outcome(self, console: Console) -> Iterator[tuple[str, RenderableType]]:
        claim = self.claim
        standing = phrases.wording().standings[claim.factuality]
        told = f"{claim.factuality}: {standing.meaning}; {_sure(claim.factuality_confidence)}"
        yield "standing", plain(told, console, standing.style)
        yield "dated", plain(_dated(claim), console)
        yield "located", plain(_located(claim), console)
        yield "PLOVER", plain(_codes(claim.plover), console)
        yield "ACLED", plain(_codes(claim.acled), console)

    def _mentions(self, console: Console, mentions: Iterable[Mention], none: str) -> Text:
        lines = [self._mention(console, mention) for mention in mentions]
        return _lines(lines) if lines else plain(none, console, "dim")

    def _mention(self, console: Console, mention: Mention) -> Text:
        name = mention.name if mention.name != mention.text else ""
        lines = [self._found(console, name, mention.text, (mention.begin, mention.end), mention.confidence)]
        if name or mention.why:
            lines.append(plain(f"because {mention.why or 'no reason was kept'}", console, "dim"))
        if mention.actor:
            lines.append(plain(f"known actor: {mention.actor}", console, "dim"))
        return _lines(lines)

    def _figure(self, console: Console, quantity: ClaimQuantity) -> Text:
        bounds = (("low", quantity.low), ("best", quantity.best), ("high", quantity.high))
        told = ", ".join(f"{name} {'not given' if value is None else phrases.number(value)}" for name, value in bounds)
        span = (quantity.begin, quantity.end)
        return _lines([self._found(console, phrases.figure(quantity), quantity.text, span, None), plain(told, console)])

    def _found(self, console: Console, name: str, words: str, span: tuple[int, int], confidence: float | None) -> Text:
        """`name “words” at 3-7, 91% sure`, and what stands around words outside the claim's sentence."""
        sure = "" if confidence is None else f", {_sure(confidence)}"
        line = Text.assemble(plain(name, console, "bold"), " " if name else "", plain(f"“{words}”", console), " ",
                             plain(f"at {span[0]}-{span[1]}{sure}", console, "dim"))  # fmt: skip
        begin, end = self.claim.sentence
        if begin <= span[0] and span[1] <= end:
            return line
        text = self.reading.document.text
        around = text[max(0, span[0] - _AROUND) : span[1] + _AROUND]
        return _lines([line, plain(f"in another sentence: …{visible(around)}…", console, "dim")])


def explain(reading: Reading, n: int) -> Explanation:
    """Why the `n`-th claim of `reading`, from 1, reads as it does; print the result with a Rich console.

    Raises:
        UsageError: there is no such claim; the message says how many there are.
    """
    count = len(reading.claims)
    if 1 <= n <= count:
        return Explanation(reading, n)
    name = visible(phrases.heading(reading.document))
    if not count:
        raise UsageError(f"There is no claim {n}: no claims were found in {name}, so there is nothing to explain.")
    numbers = "1, the only one" if count == 1 else f"a number from 1 to {count}"
    raise UsageError(f"There is no claim {n}: {name} has {phrases.many(count, 'claim')}. Give {numbers}.")


def _rows(console: Console, rows: Iterable[tuple[str, RenderableType]]) -> Group:
    table = Table(box=box.SIMPLE_HEAD, show_header=False, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(width=12, style="bold")
    table.add_column(overflow="fold")
    for label, told in rows:
        table.add_row(label, told)
    return Group(Text(""), table)


def _lines(parts: list[Text]) -> Text:
    return Text("\n").join(parts)


def _sure(confidence: float) -> str:
    return f"{confidence:.0%} sure"


def _dated(claim: Claim) -> str:
    if claim.when is None or not (claim.when.start or claim.when.end):
        return "not dated: " + ("its time words could not be resolved" if claim.time else "no time words found for it")
    bounds = f"{claim.when.start or 'open'} to {claim.when.end or 'open'}"
    return f"{bounds}, to the {claim.when.precision}" if claim.when.precision != "unknown" else bounds


def _located(claim: Claim) -> str:
    if claim.where is None:
        told = "its place words could not be located" if claim.place else "no place words found for it"
        return f"no coordinates: {told}"
    return f"{claim.where.latitude:.5g}, {claim.where.longitude:.5g} (WGS 84), to the {claim.where.precision}"


def _codes(codes: dict[str, str | None] | None) -> str:
    told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in (codes or {}).items() if value)
    return told or "no code is given for it"
