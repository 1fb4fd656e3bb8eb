"""Commands that bring reports into a case, and that show its documents and claims."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from ..errors import InputError, UsageError
from . import common
from .common import By, CaseName, Model, Outlet, Output, Published, Rows, Threads, author, reader_of
from .options import Chosen, spread

if TYPE_CHECKING:
    from ..case import Case, ClaimFilter, Entry, Step
    from ..case.adding import Outcome

_OUTCOMES: dict[Outcome, str] = {"added": "added", "known": "known already", "read": "read again", "failed": "failed"}


class DocumentShape(StrEnum):
    """The formats of `ascribe document`."""

    table = "table"
    json = "json"
    html = "html"


def add(
    where: CaseName,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files (.txt, .md, .html, .jsonl), folders, or - for standard input."),
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    retry: Annotated[bool, typer.Option("--retry", help="Try again what failed before.")] = False,
    by: By = None,
    threads: Threads = None,
    model: Model = None,
) -> None:
    """Add reports to a case and read them.

    What the case has already is left as it is, so a run that was broken off can be run again. A report that cannot be
    added or read is kept as a failure with its reason; the command goes on, and exits with 1 at the end.
    """
    from ..case import Case, adding

    if not paths and not retry:
        raise UsageError("Give the reports to add, or --retry to try again what failed.")
    with Case.open(where) as case:
        reader, who = reader_of(model, threads), author(by)
        again = adding.retry(case, reader, who) if retry else iter(())
        new = adding.add(case, paths or [], reader, who, published=published, outlet=outlet)
        failed = _run(chain(again, new))
    if failed:
        raise typer.Exit(1)


def reread(where: CaseName, by: By = None, threads: Threads = None, model: Model = None) -> None:
    """Read again all documents that this model and this version's data have not read.

    Older readings are kept. Decisions follow their claims into the new readings; those that find theirs no more have
    no effect, and are listed.
    """
    from rich.console import Console

    from ..case import Case, read_again
    from ..render.case import lost_list

    with Case.open(where) as case:
        failed = _run(read_again(case, reader_of(model, threads), author(by)))
        lost_list(case.lost(), Console(highlight=False))
    if failed:
        raise typer.Exit(1)


@dataclass(frozen=True)
class ChosenClaims(Chosen):
    """Which claims are asked for."""

    standing: Annotated[str | None, typer.Option(metavar="STANDING", help="unreviewed, accepted or rejected.")] = None
    factuality: Annotated[
        str | None, typer.Option(metavar="WORD", help="asserted, denied, uncertain, future or hypothetical.")
    ] = None
    document: Annotated[str | None, typer.Option(metavar="ID", help="Number or id of a document.")] = None


@spread
def claims(
    where: CaseName,
    chosen: ChosenClaims,
    format: Annotated[Rows, typer.Option(help="How to print them.")] = Rows.table,
    output: Output = None,
) -> None:
    """List the claims of a case as they now stand, in the order of the documents.

    Names match whole, without case, accents and a leading "the". A claim without a date is left out by --since and
    --until.
    """
    from ..case import Case
    from ..render.claims import FORMATS

    with Case.open(where) as case:
        asked = _filter(case, chosen.given())
        with common.target(output) as stream:
            writer, entry = FORMATS[format](stream), None
            for filed in case.claims(asked):
                if entry is None or entry.id != filed.document:
                    entry = case.entry(filed.document)
                writer.add(filed, entry)
            writer.close()


def document(
    where: CaseName,
    id: Annotated[str, typer.Argument(metavar="ID", help="Its number, its id, or the beginning of its id.")],
    format: Annotated[DocumentShape, typer.Option(help="How to print it.")] = DocumentShape.table,
    original: Annotated[bool, typer.Option("--original", help="Its bytes as they came, and nothing else.")] = False,
    output: Output = None,
) -> None:
    """Show a document of a case with its claims as they now stand."""
    from ..case import Case

    with Case.open(where) as case:
        entry = case.entry(id)
        if original:
            _original(case.original(entry.id), output)
            return
        with common.target(output) as stream:
            _DOCUMENT[format](case, entry, stream)


def _run(steps: Iterable[Step]) -> int:
    """Take the steps, telling failures as they come and the sum at the end; how many failed."""
    sums: Counter[Outcome] = Counter()
    claims = 0
    try:
        for step in common.counted(iter(steps)):
            sums[step.outcome] += 1
            claims += step.claims
            if step.outcome == "failed":
                common.complain(step.reason or step.name)
    except KeyboardInterrupt:
        common.complain("broken off. What was added is kept; run it again to go on.")
        raise
    finally:
        told = [f"{sums[outcome]} {word}" for outcome, word in _OUTCOMES.items() if sums[outcome]]
        common.say(f"{', '.join(told) or 'nothing to do'}; {claims} claims read.")
    return sums["failed"]


def _filter(case: Case, given: dict[str, str]) -> ClaimFilter:
    from pydantic import ValidationError

    from ..case import ClaimFilter

    document = {"document": case.entry(given["document"]).id} if "document" in given else {}
    try:
        return ClaimFilter.model_validate({**given, **document})
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"--{first['loc'][0]} {first['input']}: {first['msg']}.") from error


def _original(data: bytes, output: Path | None) -> None:
    if output is None:
        if sys.stdout.isatty():
            raise UsageError("A report's bytes may steer a terminal: give --output FILE.")
        sys.stdout.buffer.write(data)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise InputError(f"{output}: cannot be written ({error.strerror}). Give another --output.") from error


def _document_table(case: Case, entry: Entry, stream: TextIO) -> None:
    from rich.console import Console

    from ..case import ClaimFilter
    from ..render import phrases
    from ..render.claims import ClaimTable
    from ..render.safe import plain

    console = Console(file=stream, highlight=False)
    console.print(plain(entry.title or entry.name, console, "bold"))
    console.print(plain(" · ".join(phrases.provenance(entry)), console, "dim"))
    table = ClaimTable(stream, console)
    for filed in case.claims(ClaimFilter(document=entry.id)):
        table.add(filed, entry)
    table.close()
    for note in _notes(case, entry):
        console.print(plain(f"Note: {note}", console, "yellow"))


def _document_json(case: Case, entry: Entry, stream: TextIO) -> None:
    from ..case import ClaimFilter
    from ..render.safe import escaped

    reading = case.reading(entry.id)
    whole = {
        "entry": entry.model_dump(mode="json"),
        "document": case.document(entry.id).model_dump(mode="json"),
        "reading": reading.model_dump(mode="json", exclude={"document"}) if reading else None,
        "claims": [filed.model_dump(mode="json") for filed in case.claims(ClaimFilter(document=entry.id))],
    }
    stream.write(escaped(json.dumps(whole, ensure_ascii=False, indent=2)) + "\n")


def _document_html(case: Case, entry: Entry, stream: TextIO) -> None:
    """The page of the reading, with the claims that people left standing."""
    from ..case import ClaimFilter
    from ..model import Reading
    from ..render.page import reading_page

    reading = case.reading(entry.id) or Reading(document=case.document(entry.id))
    held = list(case.claims(ClaimFilter(document=entry.id)))
    standing = [filed.claim for filed in held if filed.standing != "rejected"]
    left_out = len(held) - len(standing)
    notes = (*_notes(case, entry), *([f"{left_out} rejected and left out here."] if left_out else []))
    now = {"claims": tuple(sorted(standing, key=lambda c: (c.trigger, c.type))), "notes": notes}
    stream.write(reading_page(reading.model_copy(update=now)))


_DOCUMENT = {
    DocumentShape.table: _document_table, DocumentShape.json: _document_json, DocumentShape.html: _document_html,
}  # fmt: skip


def _notes(case: Case, entry: Entry) -> tuple[str, ...]:
    reading = case.reading(entry.id)
    return reading.notes if reading else ("it was not read yet: run `ascribe reread`.",)
