"""Filed claims as they come, written in one of the formats of `ascribe claims`."""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.text import Text

from ..model import Claim, FiledClaim, Mention
from . import phrases
from .rows import Column, Items, Rows
from .safe import cell, escaped, plain

if TYPE_CHECKING:
    from ..case import Entry

_STANDINGS = {"accepted": "green", "rejected": "red", "unreviewed": "dim"}


class ClaimFormat(ABC):
    """Writes filed claims one by one to a stream; holds a hundred at most."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    @abstractmethod
    def add(self, filed: FiledClaim, entry: Entry) -> None:
        """Writes one claim; `entry` is the document that it stands in."""

    def close(self) -> None:  # noqa: B027 - most formats have no end
        """Writes what stands at the end."""


class ClaimTable(ClaimFormat):
    """For reading in a terminal. The first column has what other commands call a claim by: its id's first letters."""

    def __init__(self, stream: TextIO, console: Console | None = None) -> None:
        super().__init__(stream)
        self.console = console or Console(file=stream, highlight=False)
        arrow = "->" if self.console.options.ascii_only else "→"
        columns = (
            Column("Claim", width=10), Column("Who says so", share=5), Column(f"What: who {arrow} whom", share=7),
            Column("Where, when, figures", share=6),
        )  # fmt: skip
        self.rows = Rows(self.console, columns, apart=True)

    def add(self, filed: FiledClaim, entry: Entry) -> None:
        claim, console = filed.claim, self.console
        own = "own voice" if claim.attribution is None else phrases.passed_on(claim)
        standing = plain(filed.standing, console, _STANDINGS[filed.standing])
        factuality = plain(claim.factuality, console, phrases.wording().standings[claim.factuality].style)
        words = plain(f"“{filed.trigger}”", console)
        what = Text.assemble((phrases.wording().types[claim.type], "bold"), " ", words, ", ", factuality)
        where = [phrases.listed(claim.place), phrases.when(claim), *(phrases.figure(q) for q in claim.quantities)]
        self.rows.add(
            _lines([Text(claim.id[:8]), plain(f"in {entry.number}", console, "dim"), standing]),
            _lines([plain(phrases.said_by(claim, entry), console, "bold"), plain(own, console, "dim")]),
            _lines([what, plain(phrases.who_whom(claim), console)]),
            _lines([plain(part, console) for part in where]),
        )

    def close(self) -> None:
        self.rows.close()
        self.console.print(plain(phrases.many(self.rows.count, "claim"), self.console, "bold"))


class ClaimJson(ClaimFormat):
    """An array of filed claims."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.items = Items(stream)

    def add(self, filed: FiledClaim, entry: Entry) -> None:
        self.items.add(filed.model_dump_json(indent=2))

    def close(self) -> None:
        self.items.close()


class ClaimLines(ClaimFormat):
    """One filed claim a line, as JSON."""

    def add(self, filed: FiledClaim, entry: Entry) -> None:
        self.stream.write(escaped(filed.model_dump_json()) + "\n")


class ClaimCsv(ClaimFormat):
    """One filed claim a row, for spreadsheets: no cell is taken for a formula, nothing in it is hidden."""

    COLUMNS = (
        "claim", "document", "document_number", "document_name", "outlet", "published", "type", "standing",
        "factuality", "agent", "agent_id", "target", "target_id", "instrument", "place", "place_id", "latitude",
        "longitude", "start", "end", "time_words", "figures", "source", "source_id", "form", "via", "trigger",
        "sentence", "confidence", "decisions",
    )  # fmt: skip

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.rows = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        self.rows.writerow(self.COLUMNS)

    def add(self, filed: FiledClaim, entry: Entry) -> None:
        claim, said, where = filed.claim, filed.claim.attribution, filed.claim.where
        cells: tuple[str | float | None, ...] = (
            claim.id, filed.document, entry.number, entry.name, entry.outlet, entry.published, claim.type,
            filed.standing, claim.factuality, _named(claim.agent), _ids(claim.agent), _named(claim.target),
            _ids(claim.target), _named(claim.instrument), _named(claim.place),
            filed.place.gazetteer_id if filed.place else None, where.latitude if where else None,
            where.longitude if where else None, claim.when.start if claim.when else None,
            claim.when.end if claim.when else None, _named(claim.time), _figures(claim),
            _named(said.source) if said else entry.outlet, _ids(said.source) if said else None,
            said.form if said else "own voice", _named(said.via) if said else None, filed.trigger, filed.sentence,
            claim.confidence, "; ".join(map(str, filed.decisions)),
        )  # fmt: skip
        self.rows.writerow([cell(one) if isinstance(one, str) else "" if one is None else one for one in cells])


FORMATS: dict[str, type[ClaimFormat]] = {
    "table": ClaimTable, "json": ClaimJson, "jsonl": ClaimLines, "csv": ClaimCsv,
}  # fmt: skip


def _named(mentions: Iterable[Mention]) -> str:
    return "; ".join(dict.fromkeys(m.name for m in mentions))


def _ids(mentions: Iterable[Mention]) -> str:
    return "; ".join(dict.fromkeys(m.actor for m in mentions if m.actor))


def _figures(claim: Claim) -> str:
    return "; ".join(phrases.figure(q) for q in claim.quantities)


def _lines(lines: list[Text]) -> Text:
    return Text("\n").join(line for line in lines if line.plain)
