"""Commands of `ascribe decide` about incidents and forecasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .common import CaseName, GradeChoice, Outcome
from .decisions import Claim, Claims, deciding
from .options import Signed, spread

if TYPE_CHECKING:
    from ..case import Case

app = typer.Typer()


@app.command("merge-incidents")
@spread
def merge_incidents(where: CaseName, claims: Claims, signed: Signed) -> None:
    """These claims, of several incidents, are about one happening."""
    with _deciding(where, signed) as (case, decide):
        decide("merge_incidents", {"claims": [case.anchor(c) for c in claims]}, {})


@app.command("split-incident")
@spread
def split_incident(
    where: CaseName,
    claims: Claims,
    rest: Annotated[list[str], typer.Option("--from", metavar="CLAIM", help="A claim that stays; several times.")],
    signed: Signed,
) -> None:
    """These claims are about another happening than those of --from."""
    with _deciding(where, signed) as (case, decide):
        apart, stay = ([case.anchor(c) for c in each] for each in (claims, rest))
        decide("split_incident", {"claims": apart}, {"rest": stay})


@app.command()
@spread
def regrade(
    where: CaseName,
    claim: Claim,
    grade: Annotated[GradeChoice, typer.Argument(metavar="GRADE", help="The grade that it shall have.")],
    signed: Signed,
) -> None:
    """The incident that this claim is in has this grade. Naming an incident by its id names its first claim."""
    with _deciding(where, signed) as (case, decide):
        decide("regrade", {"claim": case.anchor(claim)}, {"grade": grade.value})


@app.command("judge-forecast")
@spread
def judge_forecast(
    where: CaseName,
    claim: Claim,
    outcome: Annotated[Outcome, typer.Argument(metavar="OUTCOME", help="kept, broken or open.")],
    signed: Signed,
) -> None:
    """What became of the forecast that this claim is."""
    with _deciding(where, signed) as (case, decide):
        decide("judge_forecast", {"claim": case.anchor(claim)}, {"outcome": outcome.value})


@contextmanager
def _deciding(where: str, signed: Signed) -> Iterator[tuple[Case, Callable[[str, Any, Any], None]]]:
    """The case, which knows the kinds of decisions about incidents, and what makes one."""
    from ..incidents.decisions import register_kinds

    register_kinds()
    with deciding(where, signed) as both:
        yield both
