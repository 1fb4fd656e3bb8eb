"""Series as rows of a table, and as CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ..model import Part
from ..render.safe import cell
from .series import Series


class Row(Part):
    """One figure of one source. Texts are the reports' words, and so hostile: show them through `render.safe`."""

    series: str
    what: str
    source: str
    day: str | None
    start: str | None
    end: str | None
    low: float | None
    best: float | None
    high: float | None
    unit: str
    gap_before: bool
    uncertain: bool
    place: str | None
    gazetteer_id: str | None
    latitude: float | None
    longitude: float | None
    claims: str
    documents: str


def rows(found: Iterable[Series]) -> tuple[Row, ...]:
    """A row a figure, in the order of series, lines and points; ids of claims and documents are parted by blanks.

    `gap_before` is true where the source has said nothing for longer than `gap_days` before it.
    """
    out = []
    for one in found:
        for line in one.lines:
            after_gap = {stretch[0] for stretch in line.stretches[1:]}
            for p in line.points:
                out.append(
                    Row(
                        series=one.id, what=one.title, source=line.name, day=p.at, start=p.start, end=p.end,
                        low=p.low, best=p.best, high=p.high, unit=one.unit, gap_before=p in after_gap,
                        uncertain=p.uncertain, place=one.place, gazetteer_id=one.gazetteer_id,
                        latitude=one.latitude, longitude=one.longitude,
                        claims=" ".join(p.claims), documents=" ".join(p.documents),
                    )
                )  # fmt: skip
    return tuple(out)


def to_csv(found: Iterable[Series]) -> str:
    """The rows as CSV (RFC 4180, UTF-8, a heading first, every cell quoted).

    In texts hidden characters become visible, and an apostrophe stands before what a spreadsheet would run.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(Row.model_fields)
    for row in rows(found):
        writer.writerow([_cell(value) for value in row.model_dump().values()])
    return stream.getvalue()


def _cell(value: str | float | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return cell(value)
    return f"{value:.12g}"
