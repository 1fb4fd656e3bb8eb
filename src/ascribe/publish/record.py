"""One incident as readable text in a terminal or a pipe: grade with its reason, figures by source, who says what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..incidents.model import Figure, Incident, Speaker
from ..model import FiledClaim
from ..render.phrases import many, provenance, wording
from ..render.rows import Column, Rows
from ..render.safe import plain
from . import phrases

if TYPE_CHECKING:
    from ..case import Entry

_LOOK = {"asserted": "", "denied": "bold red", "uncertain": "yellow", "future": "cyan", "hypothetical": "magenta"}


def record(one: Incident, entries: Mapping[str, Entry], claim: Callable[[str], FiledClaim], console: Console) -> None:
    """Print an incident.

    Args:
        entries: the documents of its claims, by id.
        claim: gives a claim by its id.
    """
    console.print(plain(f"{phrases.title(one)} ({one.id[:8]})", console, "bold"))
    console.print(plain(one.grade.reason, console))
    known = phrases.names(one)
    facts = {
        "When": [phrases.when(one.when)],
        "Where": [phrases.where(one.place)],
        "Responsible": [f"{r.name}: {phrases.blame(r, known)}" for r in one.responsible],
        "Targets": [t.name for t in one.targets],
        "Denied": [f"{wording().types[d.type]}, by {', '.join(known.get(k, k) for k in d.by)}" for d in one.denials],
        "Rests on": [phrases.basis(one.basis)],
    }
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=11)
    grid.add_column(ratio=1, overflow="fold")
    for label, told in facts.items():
        for n, words in enumerate(told):
            grid.add_row(Text(label if n == 0 else "", "dim"), plain(words, console))
    console.print(grid)
    for figure in one.figures:
        _figure(figure, known, console)
    console.print(Text("\nWho says what", "bold"))
    for speaker in one.speakers:
        _speaker(speaker, entries, claim, console)
    console.print(Text("\nDocuments", "bold"))
    for id in dict.fromkeys(s.document for s in one.statements):
        entry = entries[id]
        words = f"{entry.number}  {entry.title or entry.name}: {', '.join(provenance(entry))}"
        console.print(Padding(plain(words, console), (0, 0, 0, 2)))


def _figure(figure: Figure, known: Mapping[str, str], console: Console) -> None:
    console.print(plain(f"\n{phrases.figure(figure)}", console, "bold"))
    rows = Rows(console, (Column("Who", share=4), Column("Figure", share=3), Column("Said", width=12),
                          Column("Note", share=4)))  # fmt: skip
    for account in figure.accounts:
        rows.add(
            plain(known.get(account.speaker, account.speaker), console),
            plain(phrases.said(account, figure.of), console),
            plain(phrases.day(account.published) or "no date", console),
            plain(phrases.remarks(account), console, "dim"),
        )
    rows.close()


def _speaker(
    speaker: Speaker, entries: Mapping[str, Entry], claim: Callable[[str], FiledClaim], console: Console
) -> None:
    console.print(
        _indented(2, plain(speaker.name, console, "bold"), plain(f"({phrases.position(speaker)})", console, "dim"))
    )
    for filed in _by_place(map(claim, (*speaker.asserts, *speaker.denies)), entries):
        told, number = filed.claim, entries[filed.document].number
        words = [
            plain(f"{told.id[:8]} in {number}", console, "dim"),
            plain(f"{wording().types[told.type]} “{filed.trigger}”", console),
        ]
        if told.factuality != "asserted":
            words.append(plain(told.factuality, console, _LOOK[told.factuality]))
        if filed.standing != "unreviewed":
            words.append(plain(filed.standing, console, "dim"))
        console.print(_indented(4, *words))
    if not speaker.asserts and not speaker.denies:
        console.print(Padding(Text(f"speaks in {many(len(speaker.documents), 'document')}", "dim"), (0, 0, 0, 4)))


def _indented(by: int, *words: Text) -> Padding:
    return Padding(Text(" ").join(words), (0, 0, 0, by))


def _by_place(claims: Iterable[FiledClaim], entries: Mapping[str, Entry]) -> list[FiledClaim]:
    """In the order in which the documents tell them."""
    return sorted(claims, key=lambda f: (entries[f.document].number, f.claim.trigger, f.claim.id))
