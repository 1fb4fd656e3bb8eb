"""Incidents, sources, forecasts and series as tables in a terminal or a pipe, and as rows of CSV."""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.text import Text

from ..incidents.forecasts import Forecast
from ..incidents.model import Incident
from ..incidents.series_table import Row
from ..incidents.sources import Source
from ..incidents.waterfall import Waterfall
from ..render.phrases import many, wording
from ..render.rows import Column, Items, Rows
from ..render.safe import cell, escaped, plain
from . import phrases

_STYLES = {"confirmed": "bold green", "fair": "green", "weak": "yellow", "contested": "bold red", "discounted": "dim"}


class IncidentFormat(ABC):
    """Writes incidents one by one to a stream."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    @abstractmethod
    def add(self, one: Incident) -> None:
        """Writes one incident."""

    def close(self) -> None:  # noqa: B027 - most formats have no end
        """Writes what stands at the end."""


class IncidentTable(IncidentFormat):
    """For reading in a terminal. The first column has what other commands call an incident by."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.console = Console(file=stream, highlight=False)
        columns = (
            Column("Incident", width=10), Column("What, where, when", share=5), Column("Who, figures", share=4),
            Column("How sure, and why", share=6),
        )  # fmt: skip
        self.rows = Rows(self.console, columns, apart=True)

    def add(self, one: Incident) -> None:
        console = self.console
        figures = [plain(words, console) for words in _figures(one)]
        who = [plain(r.name, console) for r in one.responsible[:3]]
        if len(one.responsible) > 3:
            who.append(plain(f"and {len(one.responsible) - 3} more", console, "dim"))
        grade = Text.assemble((one.grade.grade, _STYLES[one.grade.grade]), plain(_because(one), console))
        self.rows.add(
            Text(one.id[:8]),
            _lines([plain(phrases.what(one), console, "bold"), plain(_place(one), console),
                    plain(phrases.when(one.when), console)]),
            _lines([*who, *figures]),
            _lines([grade, plain(phrases.basis(one.basis), console, "dim")]),
        )  # fmt: skip

    def close(self) -> None:
        self.rows.close()
        self.console.print(plain(many(self.rows.count, "incident"), self.console, "bold"))


class IncidentJson(IncidentFormat):
    """An array of incidents."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.items = Items(stream)

    def add(self, one: Incident) -> None:
        self.items.add(one.model_dump_json(indent=2))

    def close(self) -> None:
        self.items.close()


class IncidentLines(IncidentFormat):
    """One incident a line, as JSON."""

    def add(self, one: Incident) -> None:
        self.stream.write(escaped(one.model_dump_json()) + "\n")


class IncidentCsv(IncidentFormat):
    """One incident a row, for spreadsheets."""

    COLUMNS = (
        "incident", "type", "types", "start", "end", "time_precision", "place", "place_precision", "country",
        "latitude", "longitude", "responsible", "targets", "figures", "grade", "reason", "documents", "texts",
        "origins", "speakers", "sources", "claims",
    )  # fmt: skip

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.rows = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        self.rows.writerow(self.COLUMNS)

    def add(self, one: Incident) -> None:
        place, rests = one.place, one.basis
        cells: tuple[str | float | None, ...] = (
            one.id, one.type, "; ".join(one.types), one.when.start, one.when.end, one.when.precision,
            place.name if place else None, place.precision if place else None, place.country if place else None,
            place.latitude if place else None, place.longitude if place else None,
            "; ".join(r.name for r in one.responsible), "; ".join(t.name for t in one.targets),
            "; ".join(_figures(one)), one.grade.grade, one.grade.reason,
            rests.documents, rests.copies, rests.origins, rests.speakers, rests.sources, len(one.statements),
        )  # fmt: skip
        self.rows.writerow([cell(c) if isinstance(c, str) else "" if c is None else c for c in cells])


FORMATS: dict[str, type[IncidentFormat]] = {
    "table": IncidentTable, "json": IncidentJson, "jsonl": IncidentLines, "csv": IncidentCsv,
}  # fmt: skip


def source_table(found: Iterable[Source], console: Console) -> None:
    """Print sources: what they say, how often alone, borne out and contradicted, and how their forecasts fared."""
    columns = (
        Column("Source", share=5), Column("Claims", width=6), Column("Incid.", width=6), Column("Alone", width=5),
        Column("Confd.", width=6), Column("Contra.", width=7), Column("Forecasts", share=4),
    )  # fmt: skip
    rows = Rows(console, columns)
    for one in found:
        numbers = [one.claims, *map(len, (one.incidents, one.alone, one.confirmed, one.contradicted))]
        fared = [f"{n} {word}" for n, word in ((one.kept, "kept"), (one.broken, "broken"), (one.open, "open")) if n]
        rows.add(plain(one.name, console), *(Text(str(n)) for n in numbers), Text(", ".join(fared)))
    rows.close()
    console.print(plain(many(rows.count, "source"), console, "bold"))


def forecast_table(found: Iterable[Forecast], console: Console) -> None:
    """Print forecasts with what became of them, and why."""
    columns = (
        Column("Claim", width=10), Column("Who says so", share=4), Column("What is to come", share=8),
        Column("State, and why", share=5),
    )  # fmt: skip
    rows = Rows(console, columns, apart=True)
    styles = {"kept": "green", "broken": "bold red", "open": "yellow"}
    for one in found:
        due = f"due {phrases.day(one.due)}" if one.due else "no due date"
        state = Text(one.state + (", as decided" if one.decided else ""), styles[one.state])
        rows.add(
            _lines([Text(one.claim[:8]), plain(one.published or "", console, "dim")]),
            plain(", ".join(one.names), console, "bold"),
            _lines([plain(f"{wording().types[one.type]}: “{one.sentence}”", console), plain(due, console, "dim")]),
            _lines([state, plain(one.reason, console, "dim")]),
        )
    rows.close()
    console.print(plain(many(rows.count, "forecast"), console, "bold"))


def series_table(found: Iterable[Row], console: Console) -> None:
    """Print the figures of series, one a line, under the title of each series."""
    columns = Column("Day", width=12), Column("Source", share=3), Column("Figure", share=2), Column("Note", share=2)
    before, rows = None, Rows(console, columns)
    count = 0
    for row in found:
        if row.series != before:
            rows.close()
            console.print(plain(f"{row.what} ({row.unit}) {row.series}", console, "bold"))
            rows, before, count = Rows(console, columns), row.series, count + 1
        notes = [words for words, holds in (("after a gap", row.gap_before), ("uncertain", row.uncertain)) if holds]
        rows.add(
            plain(row.day or "no date", console), plain(row.source, console),
            plain(phrases.given(row.low, row.best, row.high), console), Text(", ".join(notes), "dim"),
        )  # fmt: skip
    rows.close()
    console.print(plain(f"{count} series", console, "bold"))


def waterfall_table(found: Waterfall, console: Console) -> None:
    """Print why two claims were linked or kept apart: evidence with its bits, the sum, and what decided."""
    columns = Column("Evidence", width=12), Column("Level", share=3), Column("Bits", width=8), Column("Why", share=6)
    rows = Rows(console, columns)
    for step in found.steps:
        rows.add(Text(step.comparison), plain(step.level or "", console), Text(f"{step.bits:+.2f}"),
                 plain(step.why, console, "dim"))  # fmt: skip
    rows.add(Text("sum", "bold"), Text(""), Text(f"{found.total:+.2f}", "bold"), Text(""))
    rows.close()
    console.print(plain(found.verdict, console, "bold"))


def _place(one: Incident) -> str:
    return phrases.where(one.place)


def _figures(one: Incident) -> list[str]:
    """Ranges that somebody gives for the whole, with what they count."""
    return [phrases.figure(f) for f in one.figures if f.lowest is not None and f.of != "other"]


def _because(one: Incident) -> str:
    """The reason without the grade that it begins with."""
    return one.grade.reason.removeprefix(one.grade.grade)


def _lines(lines: list[Text]) -> Text:
    return Text("\n").join(line for line in lines if line.plain)
