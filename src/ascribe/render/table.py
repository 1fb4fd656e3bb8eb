"""A reading as a table in a terminal or a pipe."""

from __future__ import annotations

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from ..model import Claim, Reading
from . import phrases
from .safe import plain
from .speakers import tally

_WIDE = 120  # from here on every fact has a column of its own; below, facts are stacked in three


def reading_table(reading: Reading, console: Console) -> None:
    """Print `reading` on `console`: a heading, one numbered row a claim, the counts and the notes.

    Fits 80 columns by stacking facts in a cell; from 120 columns each has its own. Long words are folded, never cut.
    """
    console.print(_heading(reading, console))
    if reading.claims:
        console.print((_wide if console.width >= _WIDE else _stacked)(reading, console))
        console.print(plain(tally(reading), console, "bold"))
    else:
        console.print(Text("No claims found: nothing of a listed type is told here, or the reader missed it."))
    for note in reading.notes:
        console.print(plain(f"Note: {note}", console, "yellow"))


def _heading(reading: Reading, console: Console) -> Group:
    document = reading.document
    return Group(
        plain(phrases.heading(document), console, "bold"),
        plain(" · ".join(phrases.provenance(document)), console, "dim"),
    )


def _frame() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), leading=1, expand=True, show_edge=False)


def _stacked(reading: Reading, console: Console) -> Table:
    table = _frame()
    table.add_column("#", justify="right", width=max(2, len(str(len(reading.claims)))))
    table.add_column("Who says so", ratio=5, overflow="fold")
    table.add_column("What: who → whom" if not console.options.ascii_only else "What: who -> whom", ratio=8,
                     overflow="fold")  # fmt: skip
    table.add_column("Where, when, figures", ratio=6, overflow="fold")
    for index, claim in enumerate(reading.claims, 1):
        what = Text(", ").join([_what(reading, claim, console), _standing(claim, console)])
        table.add_row(
            str(index),
            _stack(_who(reading, claim, console)),
            _stack([what, plain(phrases.who_whom(claim), console)]),
            _stack([_where(claim, console), plain(phrases.when(claim), console), *_figures(claim, console)]),
        )
    return table


def _wide(reading: Reading, console: Console) -> Table:
    table = _frame()
    table.add_column("#", justify="right", width=max(2, len(str(len(reading.claims)))))
    arrow = "->" if console.options.ascii_only else "→"
    columns = {"Who says so": 5, "What": 5, f"Who {arrow} whom": 7, "Where": 4, "When": 4, "Figures": 4}
    for title, ratio in columns.items():
        table.add_column(title, ratio=ratio, overflow="fold")
    table.add_column("Standing", width=12)
    for index, claim in enumerate(reading.claims, 1):
        table.add_row(
            str(index),
            _stack(_who(reading, claim, console)),
            _what(reading, claim, console),
            plain(phrases.who_whom(claim), console),
            _where(claim, console),
            plain(phrases.when(claim), console),
            _stack(_figures(claim, console)),
            _standing(claim, console),
        )
    return table


def _who(reading: Reading, claim: Claim, console: Console) -> list[Text]:
    lines = [plain(phrases.said_by(claim, reading.document), console, "bold")]
    if claim.attribution is None:
        lines.append(plain("own voice", console, "dim"))
    lines.append(plain(phrases.passed_on(claim), console, "dim"))
    return lines


def _what(reading: Reading, claim: Claim, console: Console) -> Text:
    words = plain(f"“{phrases.trigger(reading, claim)}”", console)
    return Text.assemble((phrases.wording().types[claim.type], "bold"), " ", words)


def _where(claim: Claim, console: Console) -> Text:
    return plain(phrases.listed(claim.place), console)


def _figures(claim: Claim, console: Console) -> list[Text]:
    return [plain(phrases.figure(quantity), console) for quantity in claim.quantities]


def _standing(claim: Claim, console: Console) -> Text:
    return plain(claim.factuality, console, phrases.wording().standings[claim.factuality].style)


def _stack(lines: list[Text]) -> Text:
    return Text("\n").join(line for line in lines if line.plain)
