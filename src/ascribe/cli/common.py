"""What the commands share: options, the author, progress, what to open and where to write, complaints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, TypeVar

import typer

from ..errors import InputError

if TYPE_CHECKING:
    from ..case import Case
    from ..model import Part
    from ..reading.pipeline import Reader

T = TypeVar("T")


class Listing(StrEnum):
    """The formats of short lists and single things."""

    table = "table"
    json = "json"


class Rows(StrEnum):
    """The formats of lists that may be long: claims and incidents."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


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


Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="When the reports were published, as 2017-07-04 or RFC 3339.")
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Who published the reports.")]
Threads = Annotated[int | None, typer.Option(min=1, help="Threads of the encoder (default: ASCRIBE_THREADS, or 2).")]
Model = Annotated[Path | None, typer.Option(metavar="FOLDER", help="Another trained model than the packaged one.")]
Output = Annotated[Path | None, typer.Option(metavar="FILE", help="Write there.")]
CaseName = Annotated[str, typer.Argument(metavar="CASE", help="The case: a file, or postgresql://… of a database.")]
By = Annotated[str | None, typer.Option(metavar="NAME", help="Who you are (default: ASCRIBE_USER, or the login name).")]
Why = Annotated[str | None, typer.Option(metavar="TEXT", help="The reason.")]


def author(by: str | None) -> str:
    """Who decides: the option, else the setting."""
    from ..settings import user

    return user() if by is None else by


def reader_of(model: Path | None, threads: int | None) -> Reader:
    """The reader that the options ask for."""
    from ..reading.encoder import Encoder
    from ..reading.pipeline import Reader
    from ..settings import setting

    size, overlap = setting("window"), setting("overlap")
    return Reader(Encoder(model, threads=threads or setting("threads"), size=size, overlap=overlap))


def counted(found: Iterator[T], *, beside: bool = False) -> Iterator[T]:
    """The same reports, with a count on a terminal while they come; nothing in a pipe.

    Args:
        found: what comes.
        beside: whether something else is printed meanwhile; then nothing is shown where that goes to a terminal too.
    """
    if not sys.stderr.isatty() or (beside and sys.stdout.isatty()):
        yield from found
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("reports read"), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("", total=None)
        for one in found:
            yield one
            progress.advance(task)


@contextmanager
def measured(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """What takes (done, of all) and shows it as a bar on a terminal; None in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def stepped() -> Iterator[Callable[[str], None]]:
    """What shows the step that is under way, on a terminal."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda step: status.update(step)


@contextmanager
def up_to_date(where: str) -> Iterator[Case]:
    """The case of that name, with its findings brought up to date."""
    from ..case import Case
    from ..incidents.findings import update

    with Case.open(where) as case:
        with stepped() as tell:
            update(case, tell=tell)
        yield case


@contextmanager
def target(output: Path | None) -> Iterator[TextIO]:
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


def print_json(found: Iterable[Part]) -> None:
    """A JSON array on standard output, printed as its items come."""
    from ..render.rows import Items

    items = Items(sys.stdout)
    for one in found:
        items.add(one.model_dump_json(indent=2))
    items.close()


def say(message: str) -> None:
    """A line on standard output, safe for a terminal."""
    from ..render.safe import visible

    print(visible(message))


def complain(message: str) -> None:
    """A line on standard error, safe for a terminal."""
    from ..render.safe import visible

    print(f"ascribe: {visible(message)}", file=sys.stderr)
