"""The command about profiles: what may leave a case."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from .common import By, CaseName, Why, author, say


class Action(StrEnum):
    """What is done with profiles."""

    show = "show"
    set = "set"


def profile(
    where: CaseName,
    action: Annotated[Action, typer.Argument(metavar="[show|set]", help="Show them, or set one.")] = Action.show,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A profile to set: YAML, as it is shown.")] = None,
    why: Why = None,
    by: By = None,
) -> None:
    """Show what may leave a case under each profile, or set a profile from a file; each setting is a decision."""
    from ..case import Case
    from ..publish.profiles import as_yaml, profiles, read_profile, set_profile

    if (action is Action.set) != (file is not None):
        raise UsageError("Give a file with `set`, and with nothing else: ascribe profile CASE set FILE.")
    with Case.open(where) as case:
        if file is not None:
            made = set_profile(case, read_profile(file), author=author(by), why=why)
            say(f"Decision {made.sequence}: {made.kind} {made.subject['profile']}, by {made.author}.")
            return
        for n, one in enumerate(profiles(case).values()):
            print(("---\n" if n else "") + as_yaml(one), end="")
