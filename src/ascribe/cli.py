"""The command line: thin commands over the steps. Heavy parts are imported when a command runs, not before."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from .errors import AscribeError, InputError, UsageError

if TYPE_CHECKING:
    from .documents import Failure
    from .model import Reading

app = typer.Typer(
    name="ascribe",
    help="Reads reports of armed conflict: who did what to whom, where, when, how many, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts twice as fast
)


class Shape(StrEnum):
    """The formats of `ascribe read`."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    html = "html"


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files (.txt, .md, .html, .jsonl), folders, or - for standard input."),
]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="When the reports were published, as 2017-07-04 or RFC 3339.")
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Who published the reports.")]
Threads = Annotated[int | None, typer.Option(min=1, help="Threads of the encoder (default: ASCRIBE_THREADS, or 2).")]
Model = Annotated[Path | None, typer.Option(metavar="FOLDER", help="Another trained model than the packaged one.")]


@app.command()
def read(
    paths: Paths,
    format: Annotated[Shape, typer.Option(help="How to print the readings.")] = Shape.table,
    published: Published = None,
    outlet: Outlet = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write there; with html and several reports, a folder of pages.")
    ] = None,
    threads: Threads = None,
    model: Model = None,
) -> None:
    """Read reports: the claims in each, with who says so.

    A report that cannot be read costs that report alone; the command goes on, and exits with 1 at the end.
    """
    from .model import Reading
    from .render.formats import FORMATS, page_file

    many = len(paths) > 1 or os.path.isdir(paths[0]) or paths[0].endswith(".jsonl")
    pages = format is Shape.html and (many or (output is not None and output.is_dir()))
    if pages and output is None:
        raise UsageError("Several reports make several pages: give --output FOLDER.")
    failed = False
    if pages and output is not None:
        output.mkdir(parents=True, exist_ok=True)
    with _target(None if pages else output) as stream:
        writer = FORMATS[format](stream, many=many)
        for one in _readings(paths, published, outlet, threads, model):
            if not isinstance(one, Reading):
                failed = True
                writer.fail(one.id, one.error)
                _complain(str(one.error))
            elif pages and output is not None:
                print(page_file(output, one))
            else:
                writer.add(one)
        writer.close()
    if failed:
        raise typer.Exit(1)


@app.command()
def explain(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A report, or - for standard input.")],
    number: Annotated[int, typer.Argument(metavar="N", help="The claim's number in `ascribe read FILE`, from 1.")],
    published: Published = None,
    outlet: Outlet = None,
    model: Model = None,
) -> None:
    """Say which words gave each field of a claim, and how sure."""
    from rich.console import Console

    from .model import Reading
    from .render.explain import explain as explanation

    for one in _readings([path], published, outlet, None, model):
        if not isinstance(one, Reading):
            raise one.error
        Console(highlight=False).print(explanation(one, number))
        return
    raise InputError(f"{path}: there is no report in it.")


@app.command()
def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to describe; so far: reading.")] = "reading",
) -> None:
    """Print the JSON Schema of what `ascribe read --format json` prints."""
    import json

    from .model import Reading

    if name != "reading":
        raise UsageError(f"There is no schema {name!r}; there is: reading.")
    print(json.dumps(Reading.model_json_schema(mode="serialization"), indent=2))


actors = typer.Typer(help="The catalogue of known parties, bodies, monitors and outlets.", no_args_is_help=True)
gazetteer = typer.Typer(help="The gazetteer that places are looked up in.", no_args_is_help=True)
app.add_typer(actors, name="actors")
app.add_typer(gazetteer, name="gazetteer")
File = Annotated[Path, typer.Argument(metavar="FILE")]


@actors.command("add")
def add_actors(file: File) -> None:
    """Add a TOML file of your own actors; an id that is known is replaced."""
    from .reading.actors import add

    print(f"{len(add(file))} actors added.")


@actors.command("find")
def find_actor(name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    """Say which known actor a name means."""
    from .reading.actors import catalogue

    actor = catalogue().find(name)
    if actor is None:
        raise InputError(f"{name!r} is no known actor, or more than one. Add it with `ascribe actors add FILE`.")
    print(f"{actor.id}\t{actor.name}\t{actor.kind}")


@gazetteer.command("add")
def add_places(file: File) -> None:
    """Add a GeoNames dump (.txt, .zip), a GeoJSON or a CSV file of your own places."""
    from .reading.places import add_gazetteer

    added = add_gazetteer(file)
    for row in added.bad:
        _complain(f"{file}: row {row.number} left out: {row.reason}")
    print(f"{added.places} places added.")


def _readings(
    paths: list[str], published: str | None, outlet: str | None, threads: int | None, model: Path | None
) -> Iterator[Reading | Failure]:
    from .documents import load
    from .reading.encoder import Encoder
    from .reading.pipeline import Reader
    from .settings import setting

    encoder = Encoder(model, threads=threads or setting("threads"), size=setting("window"), overlap=setting("overlap"))
    return _shown(Reader(encoder).read_each(load(paths, published=published, outlet=outlet)))


def _shown(readings: Iterator[Reading | Failure]) -> Iterator[Reading | Failure]:
    """The same readings, with a count on a terminal while they come; nothing in a pipe."""
    if not (sys.stderr.isatty() and not sys.stdout.isatty()):
        yield from readings
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("reports read"), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        for one in readings:
            yield one
            progress.advance(task)


@contextmanager
def _target(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears only when it is whole."""
    if output is None:
        yield sys.stdout
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        part.replace(output)
    except OSError as error:
        raise InputError(f"{output}: cannot be written ({error.strerror}). Give another --output.") from error
    finally:
        part.unlink(missing_ok=True)


def _complain(message: str) -> None:
    print(f"ascribe: {message}", file=sys.stderr)


def main() -> None:
    """The console script: errors as one line, exit code 1 (2 for wrong usage)."""
    try:
        app()
    except UsageError as error:
        _complain(str(error))
        sys.exit(2)
    except AscribeError as error:
        _complain(str(error))
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our pipe went away; what it wanted it has.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
