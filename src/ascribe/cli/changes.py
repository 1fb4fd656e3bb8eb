"""The command that tells what changed between two exports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .common import say, target

Export = Annotated[Path, typer.Argument(metavar="EXPORT", help="A site, incidents.csv or a .jsonl, with its manifest.")]


def diff(
    old: Export,
    new: Export,
    out: Annotated[Path | None, typer.Option(metavar="FILE.html", help="Write a changelog to publish.")] = None,
) -> None:
    """Show which incidents are new, corrected or withdrawn between two exports of a case, the older one first."""
    from rich.console import Console

    from ..publish.changelog import change_table, changelog
    from ..publish.changes import changes

    found = changes(old, new)
    change_table(found, Console(highlight=False))
    if out is not None:
        with target(out) as stream:
            stream.write(changelog(found))
        say(f"{out}: written.")
