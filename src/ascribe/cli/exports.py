"""The command that lets things out of a case."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from .common import CaseName, say


def export(
    where: CaseName,
    to: Annotated[
        Path,
        typer.Option(
            metavar="NAME",
            help="What to write: the name says the format, as in incidents.csv, case.xlsx, or brief/ for a site.",
        ),
    ],
    profile: Annotated[str, typer.Option(metavar="NAME", help="What may leave: a profile of the case.")] = "public",
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day as of which things are fresh (default: today, UTC).")
    ] = None,
) -> None:
    """Write what may leave a case in a format that others' tools read, with a manifest beside it."""
    from ..case import Case
    from ..publish.exports import export as write
    from ..publish.exports import format_of, is_folder
    from ..publish.profiles import profile_of
    from ..publish.view import view

    day = _day(as_of)
    if not is_folder(to):
        format_of(to)
    with Case.open(where) as case:
        made = write(view(case, profile_of(case, profile), day), to)
    say(f"{to}: written under the profile {made.profile.name}, as of {made.as_of}.")
    for what, count in made.withheld.items():
        say(f"  {what}: {count}")


def _day(given: str | None) -> date:
    try:
        return date.fromisoformat(given) if given else datetime.now(UTC).date()
    except ValueError as error:
        raise UsageError(f"--as-of {given}: no day. Give one such as 2017-07-20.") from error
