"""Commands about a case as a whole: begin, look at, move and prove one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import InputError
from .common import By, CaseName, Listing, author, measured, say

if TYPE_CHECKING:
    from ..case import Case

app = typer.Typer(help="An investigation: its documents, readings and decisions, kept in a file or a database.",
                  no_args_is_help=True)  # fmt: skip
Bundle = Annotated[Path, typer.Argument(metavar="FILE.zip", help="The bundle.")]
New = Annotated[
    str, typer.Argument(metavar="CASE", help="A file that is not there yet, or postgresql://… of an empty database.")
]


@app.command()
def new(
    where: New,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What you call it (default: the name).")] = None,
    by: By = None,
) -> None:
    """Begin a case."""
    from ..case import Case

    with Case.create(where, title=title, author=author(by)) as case:
        say(f"{case.database.name}: the case “{case.about()['title']}” is begun.")


@app.command()
def show(where: CaseName, format: Annotated[Listing, typer.Option(help="How to print it.")] = Listing.table) -> None:
    """Show what a case holds: counts, documents, what failed, decisions that lost their claim."""
    from ..case import Case

    with Case.open(where) as case:
        if format is Listing.json:
            _show_json(case)
        else:
            _show_table(case)


@app.command()
def upgrade(where: CaseName) -> None:
    """Bring the tables of a case made by an older Ascribe to this version's. Copy the case first."""
    from ..case import Case

    with Case.upgrade(where) as case:
        say(f"{case.database.name}: its tables are this version's.")


@app.command("export")
def export_case(where: CaseName, bundle: Bundle) -> None:
    """Write a case into one file that proves itself: originals, readings, decisions and their hashes."""
    from ..case import Case
    from ..case.bundle import export_bundle

    with Case.open(where) as case:
        if bundle.exists():
            raise InputError(f"{bundle}: there is a file already. Give another name.")
        export_bundle(case, bundle)
        about = case.about()
    say(f"{bundle}: written; head {about['head_digest']} (decision {about['head']}).")


@app.command("import")
def import_case(bundle: Bundle, where: New) -> None:
    """Make a case from a bundle, after all its hashes and its chain were verified."""
    from ..case.bundle import import_bundle

    with import_bundle(bundle, where) as case:
        about = case.about()
        say(f"{case.database.name}: made; head {about['head_digest']} (decision {about['head']}).")


def verify(
    where: Annotated[str, typer.Argument(metavar="CASE", help="The case, or an export: a file or a folder.")],
    head: Annotated[
        str | None, typer.Option(metavar="DIGEST", help="A head that was noted earlier: it must be in the chain.")
    ] = None,
) -> None:
    """Recompute every hash, and a case's chain of decisions; say what was touched. Exits with 1 if anything was."""
    from ..publish.manifest import manifest_path

    if manifest_path(Path(where)).is_file():
        _verify_export(Path(where), head)
        return
    from ..case import Case
    from ..case.verify import verify as problems_of

    with Case.open(where) as case:
        with measured("rows verified") as progress:
            problems = problems_of(case, head=head, progress=progress)
        for problem in problems:
            say(str(problem))
        if problems:
            raise typer.Exit(1)
        about = case.about()
        rows = about["rows"]
        say(f"Sound: {rows['document']} documents, {rows['reading']} readings, {rows['decision']} decisions.")
        say(f"head {about['head_digest']} (decision {about['head']})")


def _verify_export(export: Path, head: str | None) -> None:
    """Compare an export's files with its manifest, and the manifest's head with a noted one."""
    from ..publish.manifest import manifest_path, problems, read_manifest

    known = read_manifest(manifest_path(export))
    found = list(problems(export))
    if head is not None and head.strip().lower() != known.head:
        found.append(f"{export.name}: made from another state of the case: head {known.head}")
    for problem in found:
        say(problem)
    if found:
        raise typer.Exit(1)
    say(f"Sound: files: {len(known.files)}, of the case “{known.title}”.")
    say(f"profile {known.profile.name}, as of {known.as_of}")
    say(f"head {known.head}")


def _show_table(case: Case) -> None:
    from rich.console import Console

    from ..render.case import about_table, document_table, failure_list, lost_list

    console = Console(highlight=False)
    about_table(case.about(), console)
    document_table(case.documents(), console)
    failure_list(case.failures(), console)
    lost_list(case.lost(), console)


def _show_json(case: Case) -> None:
    from ..render.safe import escaped

    whole: dict[str, Any] = {
        "case": case.about(),
        "documents": [entry.model_dump(mode="json") for entry in case.documents()],
        "failures": [failed.model_dump(mode="json", exclude={"data"}) for failed in case.failures()],
        "lost": [{"decision": one.model_dump(mode="json"), "reason": reason} for one, reason in case.lost()],
    }
    print(escaped(json.dumps(whole, ensure_ascii=False, indent=2)))
