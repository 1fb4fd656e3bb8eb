"""The command that finds what claims tell of one happening; and why two claims were linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .common import CaseName, say, stepped, up_to_date

if TYPE_CHECKING:
    from ..case import Case


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
        with stepped() as tell:
            changed = update(case, tell=tell)
        counts = {space: case.count_results(space)[""] for space in ("incident", "series", "forecast")}
    told = f"{counts['incident']} incidents, {counts['series']} series, {counts['forecast']} forecasts"
    say(told + ("." if changed else "; nothing has changed."))


def explain_link(where: str, a: str, b: str) -> None:
    """Print why two claims of a case stand in one incident, or in two."""
    from rich.console import Console

    from ..incidents.decisions import asked
    from ..incidents.findings import links_of, weights_of
    from ..incidents.waterfall import explain
    from ..publish.tables import waterfall_table

    with up_to_date(where) as case:
        first, second = (case.claim(key).claim.id for key in (a, b))
        wanted = asked(case)
        found = explain(first, second, case.claims(), links_of(case), weights=weights_of(case),
                        together=wanted.together, apart=wanted.apart)  # fmt: skip
    waterfall_table(found, Console(highlight=False))


def _learn(case: Case) -> None:
    from ..incidents.decisions import asked, register_kinds
    from ..incidents.learn import learn

    register_kinds()
    wanted = asked(case)
    learned = learn(case.claims(), wanted.together, wanted.apart)
    case.keep_results("weights", {"learned": learned.model_dump_json()})
    pairs = [level.pairs for levels in learned.comparisons.values() for level in levels]
    say(f"Weights learned from {max((sum(p) for p in pairs), default=0)} pairs of claims that people decided on.")
