"""Commands about reports alone: read, explain, schema; and the actors and places that the reader knows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError, UsageError
from .common import Model, Outlet, Published, Threads, complain, counted, reader_of, target

if TYPE_CHECKING:
    from ..documents import Failure
    from ..model import Reading


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
    from ..model import Reading
    from ..render.formats import FORMATS, page_file

    many = len(paths) > 1 or os.path.isdir(paths[0]) or paths[0].endswith(".jsonl")
    pages = format is Shape.html and (many or (output is not None and output.is_dir()))
    if pages and output is None:
        raise UsageError("Several reports make several pages: give --output FOLDER.")
    failed = False
    if pages and output is not None:
        output.mkdir(parents=True, exist_ok=True)
    with target(None if pages else output) as stream:
        writer = FORMATS[format](stream, many=many)
        for one in counted(_readings(paths, published, outlet, threads, model), beside=True):
            if not isinstance(one, Reading):
                failed = True
                writer.fail(one.id, one.error)
                complain(str(one.error))
            elif pages and output is not None:
                print(page_file(output, one))
            else:
                writer.add(one)
        writer.close()
    if failed:
        raise typer.Exit(1)


def explain(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A report, or - for standard input; with --link a case.")],
    number: Annotated[
        int | None, typer.Argument(metavar="N", help="The claim's number in `ascribe read FILE`, from 1.")
    ] = None,
    link: Annotated[
        tuple[str, str] | None, typer.Option("--link", metavar="A B", help="Two claims of a case, by their ids.")
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    model: Model = None,
) -> None:
    """Say which words gave each field of a claim, and how sure; with --link, why two claims of a case were linked."""
    from rich.console import Console

    from ..model import Reading
    from ..render.explain import explain as explanation

    if link is not None:
        from .linking import explain_link

        explain_link(path, *link)
        return
    if number is None:
        raise UsageError("Give the claim's number in `ascribe read FILE`, or two claims of a case with --link A B.")
    for one in _readings([path], published, outlet, None, model):
        if not isinstance(one, Reading):
            raise one.error
        Console(highlight=False).print(explanation(one, number))
        return
    raise InputError(f"{path}: there is no report in it.")


def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to describe: reading or claim.")] = "reading",
) -> None:
    """Print the JSON Schema of what `ascribe read` (reading) and `ascribe claims` (claim) print as JSON."""
    import json

    from ..model import FiledClaim, Reading

    known: dict[str, type[Reading] | type[FiledClaim]] = {"reading": Reading, "claim": FiledClaim}
    if name not in known:
        raise UsageError(f"There is no schema {name!r}; there are: {', '.join(known)}.")
    print(json.dumps(known[name].model_json_schema(mode="serialization"), indent=2))


actors = typer.Typer(help="The catalogue of known parties, bodies, monitors and outlets.", no_args_is_help=True)
gazetteer = typer.Typer(help="The gazetteer that places are looked up in.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE")]


@actors.command("add")
def add_actors(file: File) -> None:
    """Add a TOML file of your own actors; an id that is known is replaced."""
    from ..reading.actors import add

    print(f"{len(add(file))} actors added.")


@actors.command("find")
def find_actor(name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    """Say which known actor a name means."""
    from ..reading.actors import catalogue

    actor = catalogue().find(name)
    if actor is None:
        raise InputError(f"{name!r} is no known actor, or more than one. Add it with `ascribe actors add FILE`.")
    print(f"{actor.id}\t{actor.name}\t{actor.kind}")


@gazetteer.command("add")
def add_places(file: File) -> None:
    """Add a GeoNames dump (.txt, .zip), a GeoJSON or a CSV file of your own places."""
    from ..reading.places import add_gazetteer

    added = add_gazetteer(file)
    for row in added.bad:
        complain(f"{file}: row {row.number} left out: {row.reason}")
    print(f"{added.places} places added.")


def _readings(
    paths: list[str], published: str | None, outlet: str | None, threads: int | None, model: Path | None
) -> Iterator[Reading | Failure]:
    from ..documents import load

    return reader_of(model, threads).read_each(load(paths, published=published, outlet=outlet))
