"""Commands about what follows from a case: incidents, sources, series, forecasts, the brief; and decisions on them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError, UsageError
from .common import By, CaseName, Listing, Output, author, say, target
from .decisions import Claim, Claims, Why

if TYPE_CHECKING:
    from ..case import Case, Decision, Facet
    from ..incidents.model import Incident
    from ..model import Part

Day = datetime | None
_PAGE = 200  # incidents fetched at once


class Shape(StrEnum):
    """The formats of `ascribe incidents`."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class SeriesShape(StrEnum):
    """The formats of `ascribe series`."""

    table = "table"
    csv = "csv"
    svg = "svg"


class GradeChoice(StrEnum):
    """The grades."""

    confirmed = "confirmed"
    fair = "fair"
    weak = "weak"
    contested = "contested"
    discounted = "discounted"


class Outcome(StrEnum):
    """What became of a forecast."""

    open = "open"
    kept = "kept"
    broken = "broken"


def link(
    where: CaseName,
    learn: Annotated[bool, typer.Option("--learn", help="Learn the weights anew from the decisions first.")] = False,
) -> None:
    """Find what claims tell of one happening, grade it, follow series and forecasts; only what is new is compared.

    Other commands do this by themselves. With --learn, pairs of claims that people put together or held apart
    change how much each piece of evidence weighs; it stays so for this case.
    """
    from ..case import Case
    from ..incidents.findings import update

    with Case.open(where) as case:
        if learn:
            _learn(case)
        with _progress() as tell:
            changed = update(case, tell=tell)
        counts = {space: case.count_results(space)[""] for space in ("incident", "series", "forecast")}
    told = f"{counts['incident']} incidents, {counts['series']} series, {counts['forecast']} forecasts"
    say(told + ("." if changed else "; nothing has changed."))


def incidents(
    where: CaseName,
    grade: Annotated[GradeChoice | None, typer.Option(help="How well it is corroborated.")] = None,
    type: Annotated[str | None, typer.Option(metavar="TYPE", help="A type of its claims, such as airstrike.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="The place, or what it lies in.")] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Responsible or target: a name or an id.")] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so: a name or an id.")] = None,
    since: Annotated[Day, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="On this day or later.")] = None,
    until: Annotated[Day, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="On this day or earlier.")] = None,
    format: Annotated[Shape, typer.Option(help="How to print them.")] = Shape.table,
    output: Output = None,
) -> None:
    """List the incidents of a case by day, each with its grade and the reason.

    Names match whole, without case, accents and a leading "the". An incident without a day is left out by --since and
    --until.
    """
    from ..case import Facet
    from ..publish.tables import FORMATS

    names = {"grade": grade, "type": type, "place": place, "actor": actor, "source": source}
    asked = [Facet(name, str(value)) for name, value in names.items() if value is not None]
    asked += [Facet("end", f"{since:%Y-%m-%d}", "from")] if since else []
    asked += [Facet("start", f"{until:%Y-%m-%d}", "to")] if until else []
    with _up_to_date(where) as case, target(output) as stream:
        writer = FORMATS[format](stream)
        for one in _incidents(case, asked):
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

    with _up_to_date(where) as case:
        found = one_incident(case, id)
        if format is Listing.json:
            _json([found], many=False)
        else:
            record(found, {e.id: e for e in case.documents()}, case.claim, Console(highlight=False))


def sources(
    where: CaseName, format: Annotated[Listing, typer.Option(help="How to print them.")] = Listing.table
) -> None:
    """List who speaks in a case: claims, incidents, how often alone, confirmed, contradicted, and their forecasts."""
    from rich.console import Console

    from ..incidents.sources import sources_of
    from ..publish.tables import source_table

    with _up_to_date(where) as case:
        found = sources_of(case)
    if format is Listing.json:
        _json(found)
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

    with _up_to_date(where) as case:
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

    with _up_to_date(where) as case:
        found = [f for f in findings(case).forecasts if state is None or f.state == state.value]
    if format is Listing.json:
        _json(found)
    else:
        forecast_table(found, Console(highlight=False))


def brief(
    where: CaseName, out: Annotated[Path, typer.Option(metavar="FILE.html", help="Write there.")] = Path("brief.html")
) -> None:
    """Write what follows from a case as one page that needs nothing else: for the team, not for publication."""
    from ..publish.brief import brief as page

    with _up_to_date(where) as case, target(out) as stream:
        stream.write(page(case))
    say(f"{out}: written. It names people and places as the reports do: it is for the team, not for publication.")


def explain_link(where: str, a: str, b: str) -> None:
    """Print why two claims of a case stand in one incident, or in two."""
    from rich.console import Console

    from ..incidents.decisions import asked
    from ..incidents.findings import links_of, weights_of
    from ..incidents.waterfall import explain
    from ..publish.tables import waterfall_table

    with _up_to_date(where) as case:
        first, second = (case.claim(key).claim.id for key in (a, b))
        wanted = asked(case)
        found = explain(first, second, case.claims(), links_of(case), weights=weights_of(case),
                        together=wanted.together, apart=wanted.apart)  # fmt: skip
    waterfall_table(found, Console(highlight=False))


# Decisions, as commands of `ascribe decide`


def merge_incidents(where: CaseName, claims: Claims, why: Why = None, by: By = None) -> None:
    """These claims, of several incidents, are about one happening."""
    _about("merge_incidents", where, claims, None, why, by)


def split_incident(
    where: CaseName,
    claims: Claims,
    rest: Annotated[list[str], typer.Option("--from", metavar="CLAIM", help="A claim that stays; several times.")],
    why: Why = None,
    by: By = None,
) -> None:
    """These claims are about another happening than those of --from."""
    _about("split_incident", where, claims, rest, why, by)


def regrade(
    where: CaseName,
    claim: Claim,
    grade: Annotated[GradeChoice, typer.Argument(metavar="GRADE", help="The grade that it shall have.")],
    why: Why = None,
    by: By = None,
) -> None:
    """The incident that this claim is in has this grade. Naming an incident by its id names its first claim."""
    _set("regrade", where, claim, {"grade": grade.value}, why, by)


def judge_forecast(
    where: CaseName,
    claim: Claim,
    outcome: Annotated[Outcome, typer.Argument(metavar="OUTCOME", help="kept, broken or open.")],
    why: Why = None,
    by: By = None,
) -> None:
    """What became of the forecast that this claim is."""
    _set("judge_forecast", where, claim, {"outcome": outcome.value}, why, by)


DECISIONS: dict[str, Callable[..., None]] = {
    "merge-incidents": merge_incidents, "split-incident": split_incident, "regrade": regrade,
    "judge-forecast": judge_forecast,
}  # fmt: skip
COMMANDS: tuple[Callable[..., None], ...] = (link, incidents, incident, sources, series, forecasts, brief)


def _about(kind: str, where: str, claims: list[str], rest: list[str] | None, why: str | None, by: str | None) -> None:
    with _deciding(where) as case:
        held = {"rest": [case.anchor(c) for c in rest]} if rest else {}
        say(_told(case.decide(kind, {"claims": [case.anchor(c) for c in claims]}, held, author=author(by), why=why)))


def _set(kind: str, where: str, claim: str, value: dict[str, str], why: str | None, by: str | None) -> None:
    with _deciding(where) as case:
        say(_told(case.decide(kind, {"claim": case.anchor(claim)}, value, author=author(by), why=why)))


@contextmanager
def _deciding(where: str) -> Iterator[Case]:
    """The case, which knows the kinds of decisions about incidents."""
    from ..case import Case
    from ..incidents.decisions import register_kinds

    register_kinds()
    with Case.open(where) as case:
        yield case


def _told(made: Decision) -> str:
    return f"Decision {made.sequence}: {made.kind}, by {made.author}."


def _incidents(case: Case, asked: list[Facet]) -> Iterator[Incident]:
    from ..incidents.model import Incident

    after: tuple[str, str] | None = ("", "")
    while after is not None:
        found, after = case.page_results("incident", asked, after=after, limit=_PAGE)
        yield from map(Incident.model_validate_json, found)


def _learn(case: Case) -> None:
    from ..incidents.decisions import asked, register_kinds
    from ..incidents.learn import learn

    register_kinds()
    wanted = asked(case)
    learned = learn(case.claims(), wanted.together, wanted.apart)
    case.keep_results("weights", {"learned": learned.model_dump_json()})
    pairs = [level.pairs for levels in learned.comparisons.values() for level in levels]
    say(f"Weights learned from {max((sum(p) for p in pairs), default=0)} pairs of claims that people decided on.")


@contextmanager
def _up_to_date(where: str) -> Iterator[Case]:
    """The case with its findings brought up to date."""
    from ..case import Case
    from ..incidents.findings import update

    with Case.open(where) as case:
        with _progress() as tell:
            update(case, tell=tell)
        yield case


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """What shows the step that is under way, on a terminal."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda step: status.update(step)


def _json(found: Iterable[Part], *, many: bool = True) -> None:
    from ..render.rows import Items
    from ..render.safe import escaped

    if not many:
        print(*(escaped(one.model_dump_json(indent=2)) for one in found))
        return
    items = Items(sys.stdout)
    for one in found:
        items.add(one.model_dump_json(indent=2))
    items.close()
