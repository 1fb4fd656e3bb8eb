"""The command line: thin commands over the steps. Heavy parts are imported when a command runs, not before."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import typer

from ..errors import AscribeError, UsageError
from . import (
    case,
    changes,
    decisions,
    documents,
    exports,
    followed,
    incident_decisions,
    incidents,
    linking,
    profiles,
    reading,
    web,
)
from .common import complain

app = typer.Typer(
    name="ascribe",
    help="Reads reports of armed conflict: who did what to whom, where, when, how many, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts twice as fast
)
_COMMANDS: tuple[Callable[..., None], ...] = (
    reading.read, reading.explain, reading.schema,
    documents.add, documents.reread, documents.claims, documents.document,
    decisions.decisions, decisions.lost, case.verify, linking.link, incidents.incidents, incidents.incident,
    followed.sources, followed.series, followed.forecasts, incidents.brief, profiles.profile, exports.export,
    changes.diff, web.serve,
)  # fmt: skip
for _command in _COMMANDS:
    app.command()(_command)
decisions.app.add_typer(incident_decisions.app)
for _name, _group in (("case", case.app), ("decide", decisions.app), ("actors", reading.actors),
                      ("gazetteer", reading.gazetteer), ("user", web.app)):  # fmt: skip
    app.add_typer(_group, name=_name)


def main() -> None:
    """The console script: errors as one line, exit code 1 (2 for wrong usage, 130 when it is interrupted)."""
    try:
        app()
    except UsageError as error:
        complain(str(error))
        sys.exit(2)
    except AscribeError as error:
        complain(str(error))
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our pipe went away; what it wanted it has.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
