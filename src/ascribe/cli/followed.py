"""Commands about what is followed through a case: sources, series of figures, forecasts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ..errors import InputError, UsageError
from .common import CaseName, Listing, Outcome, Output, print_json, target, up_to_date


class SeriesShape(StrEnum):
    """The formats of `ascribe series`."""

    table = "table"
    csv = "csv"
    svg = "svg"


def sources(
    where: CaseName, format: Annotated[Listing, typer.Option(help="How to print them.")] = Listing.table
) -> None:
    """List who speaks in a case: claims, incidents, how often alone, confirmed, contradicted, and their forecasts."""
    from rich.console import Console

    from ..incidents.sources import sources_of
    from ..publish.tables import source_table

    with up_to_date(where) as case:
        found = sources_of(case)
    if format is Listing.json:
        print_json(found)
    else:
        source_table(found, Console(highlight=False))


def series(
    where: CaseName,
    id: Annotated[str | None, typer.Argument(metavar="ID", help="One series: its id, or the beginning of it.")] = None,
    format: Annotated[SeriesShape, typer.Option(help="How to print them.")] = SeriesShape.table,
    output: Output = None,
) -> None:
    """Show how figures of fighters, people at risk or displaced, and areas held go through time, by source.

    A chart (svg) is of one series: give its ID.
    """
    from rich.console import Console

    from ..incidents.chart import chart
    from ..incidents.findings import findings
    from ..incidents.series_table import rows, to_csv
    from ..publish.tables import series_table

    with up_to_date(where) as case:
        found = [s for s in findings(case).series if id is None or s.id.startswith(id)]
    if id is not None and len(found) != 1:
        reason = "several series begin with that" if found else "no series of the case is so called"
        raise InputError(f"{id}: {reason}. Give an id of `ascribe series`.")
    if format is SeriesShape.svg and id is None:
        raise UsageError("A chart shows one series: give its ID, as `ascribe series` lists it.")
    with target(output) as stream:
        if format is SeriesShape.table:
            series_table(rows(found), Console(file=stream, highlight=False))
        else:
            stream.write(to_csv(found) if format is SeriesShape.csv else chart(found[0]) + "\n")


def forecasts(
    where: CaseName,
    state: Annotated[Outcome | None, typer.Option(help="Only those that are open, kept or broken.")] = None,
    format: Annotated[Listing, typer.Option(help="How to print them.")] = Listing.table,
) -> None:
    """List what sources said would come, when it is due, and whether it came so."""
    from rich.console import Console

    from ..incidents.findings import findings
    from ..publish.tables import forecast_table

    with up_to_date(where) as case:
        found = [f for f in findings(case).forecasts if state is None or f.state == state.value]
    if format is Listing.json:
        print_json(found)
    else:
        forecast_table(found, Console(highlight=False))
