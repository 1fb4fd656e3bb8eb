"""Commands about the incidents of a case: list them, show one, and the brief of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .common import CaseName, GradeChoice, Listing, Output, Rows, say, target, up_to_date
from .options import Chosen, spread

if TYPE_CHECKING:
    from ..case import Case, Facet
    from ..incidents.model import Incident

_PAGE = 200  # incidents fetched at once


@dataclass(frozen=True)
class ChosenIncidents(Chosen):
    """Which incidents are asked for."""

    grade: Annotated[GradeChoice | None, typer.Option(help="How well it is corroborated.")] = None


@spread
def incidents(
    where: CaseName,
    chosen: ChosenIncidents,
    format: Annotated[Rows, typer.Option(help="How to print them.")] = Rows.table,
    output: Output = None,
) -> None:
    """List the incidents of a case by day, each with its grade and the reason.

    Names match whole, without case, accents and a leading "the". An incident without a day is left out by --since and
    --until.
    """
    from ..publish.tables import FORMATS

    with up_to_date(where) as case, target(output) as stream:
        writer = FORMATS[format](stream)
        for one in _incidents(case, list(_facets(chosen.given()))):
            writer.add(one)
        writer.close()


def incident(
    where: CaseName,
    id: Annotated[str, typer.Argument(metavar="ID", help="Its id, the beginning of it, or that of one of its claims.")],
    format: Annotated[Listing, typer.Option(help="How to print it.")] = Listing.table,
) -> None:
    """Show one incident: the grade with its reason, who is said to be responsible, figures by source, who says what."""
    from rich.console import Console

    from ..incidents.findings import one_incident
    from ..publish.record import record
    from ..render.safe import escaped

    with up_to_date(where) as case:
        found = one_incident(case, id)
        if format is Listing.json:
            print(escaped(found.model_dump_json(indent=2)))
        else:
            record(found, {e.id: e for e in case.documents()}, case.claim, Console(highlight=False))


def brief(
    where: CaseName, out: Annotated[Path, typer.Option(metavar="FILE.html", help="Write there.")] = Path("brief.html")
) -> None:
    """Write what follows from a case as one page that needs nothing else: for the team, not for publication."""
    from ..publish.brief import brief as page

    with up_to_date(where) as case, target(out) as stream:
        stream.write(page(case))
    say(f"{out}: written. It names people and places as the reports do: it is for the team, not for publication.")


def _facets(given: dict[str, str]) -> Iterator[Facet]:
    """What was asked for, as incidents are found; those that last for days are found by each of them."""
    from ..case import Facet

    for name, value in given.items():
        if name == "since":
            yield Facet("end", value, "from")
        elif name == "until":
            yield Facet("start", value, "to")
        else:
            yield Facet(name, value)


def _incidents(case: Case, asked: list[Facet]) -> Iterator[Incident]:
    from ..incidents.model import Incident

    after: tuple[str, str] | None = ("", "")
    while after is not None:
        found, after = case.page_results("incident", asked, after=after, limit=_PAGE)
        yield from map(Incident.model_validate_json, found)
