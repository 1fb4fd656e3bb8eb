"""Commands by which people decide, each one row in the case's chain; and those that list decisions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .common import By, CaseName, Listing, author, say

if TYPE_CHECKING:
    from ..case import Anchor, Case, Decision

app = typer.Typer(help="Decide: each decision is kept with who, when and why, and can be undone.",
                  no_args_is_help=True)  # fmt: skip

Why = Annotated[str | None, typer.Option(metavar="TEXT", help="The reason.")]
Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, or the beginning of it.")]
Claims = Annotated[list[str], typer.Argument(metavar="CLAIM...", help="Claims' ids, or the beginnings of them.")]
Document = Annotated[str, typer.Argument(metavar="DOCUMENT", help="Number or id of a document.")]
WordsOf = Annotated[str, typer.Argument(metavar="WORDS", help="Words as they stand in the document.")]
At = Annotated[
    int | None, typer.Option(metavar="N", help="The character where they begin, where they stand several times.")
]
Only = Annotated[str, typer.Option(metavar="NAME", help="The name that means another.")]


class Stance(StrEnum):
    """How a source stands to the conflict."""

    party = "party"
    aligned = "aligned"
    independent = "independent"


@app.command()
def accept(where: CaseName, claims: Claims, why: Why = None, by: By = None) -> None:
    """These claims are rightly read."""
    _about_claims("accept", where, claims, why, by)


@app.command()
def reject(where: CaseName, claims: Claims, why: Why = None, by: By = None) -> None:
    """These claims are wrongly read."""
    _about_claims("reject", where, claims, why, by)


@app.command()
def amend(
    where: CaseName,
    claim: Claim,
    fields: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE...", help="Such as factuality=denied or agent='the army'.")
    ],
    why: Why = None,
    by: By = None,
) -> None:
    """Fields of a claim are otherwise; what is amended is accepted.

    A value is JSON, as `ascribe claims --format json` has it, or plain text: for agent, target, instrument, place, time
    and attribution words of the document; for when a day, or first/last; for where latitude,longitude. null empties a
    field.
    """
    from ..case.written import fields as written

    with _deciding(where, why, by) as (case, decide):
        about = case.anchor(claim)
        values = written(fields, case.document(about.document).text, about.trigger)
        decide("amend", {"claim": about.model_dump(mode="json")}, {"fields": values})


@app.command()
def add(
    where: CaseName,
    document: Document,
    words: WordsOf,
    type: Annotated[str, typer.Argument(metavar="TYPE", help="The type of the claim, such as airstrike.")],
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="FIELD=VALUE...", help="What else is known of it, as for amend.")
    ] = None,
    at: At = None,
    why: Why = None,
    by: By = None,
) -> None:
    """Add a claim that the reader missed; WORDS are those that say what happened."""
    from ..case.written import fields as written
    from ..case.written import only_span, spans_of

    with _deciding(where, why, by) as (case, decide):
        known = case.document(case.entry(document).id)
        span = only_span(spans_of(known.text, words), words, at)
        value = {"type": type, "fields": written(fields or [], known.text, span)}
        decide("add_claim", _words(known.sha256, span, known.text), value)


@app.command()
def name(
    where: CaseName,
    document: Document,
    words: WordsOf,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who or what they stand for.")],
    actor: Annotated[str | None, typer.Option(metavar="ID", help="The actor that it is.")] = None,
    at: At = None,
    why: Why = None,
    by: By = None,
) -> None:
    """Say whom words in a claim stand for."""
    from ..case.written import mentions_of, only_span

    with _deciding(where, why, by) as (case, decide):
        known = case.document(case.entry(document).id)
        span = only_span(mentions_of(case, known, words), words, at)
        decide("name", _words(known.sha256, span, known.text), {"name": name, "actor": actor})


@app.command("merge-actors")
def merge_actors(
    where: CaseName,
    actors: Annotated[list[str], typer.Argument(metavar="ACTOR...", help="Their ids, or names where they have none.")],
    into: Annotated[str, typer.Option(metavar="ACTOR", help="The actor that they all are.")],
    why: Why = None,
    by: By = None,
) -> None:
    """These actors are one."""
    with _deciding(where, why, by) as (_, decide):
        decide("merge_actors", {"actors": actors}, {"actor": into})


@app.command("split-actor")
def split_actor(
    where: CaseName,
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="Its id, or its name where it has none.")],
    only: Only,
    into: Annotated[str, typer.Option(metavar="ACTOR", help="The actor that is meant by that name.")],
    why: Why = None,
    by: By = None,
) -> None:
    """Mentions of this actor by a certain name are another actor."""
    with _deciding(where, why, by) as (_, decide):
        decide("split_actor", {"actors": [actor]}, {"actor": into, "only": only})


@app.command("merge-places")
def merge_places(
    where: CaseName,
    places: Annotated[list[str], typer.Argument(metavar="PLACE...", help="Names of located places, or their ids.")],
    into: Annotated[str, typer.Option(metavar="PLACE", help="The place that they all are.")],
    why: Why = None,
    by: By = None,
) -> None:
    """These places are one."""
    from ..case.written import place

    with _deciding(where, why, by) as (case, decide):
        ids = [place(case, one).gazetteer_id for one in places]
        decide("merge_places", {"places": ids}, {"place": place(case, into)})


@app.command("split-place")
def split_place(
    where: CaseName,
    place: Annotated[str, typer.Argument(metavar="PLACE", help="Name of a located place, or its id.")],
    only: Only,
    into: Annotated[str, typer.Option(metavar="PLACE", help="The place that is meant by that name.")],
    why: Why = None,
    by: By = None,
) -> None:
    """Mentions of this place by a certain name are another place."""
    from ..case.written import place as found

    with _deciding(where, why, by) as (case, decide):
        decide("split_place", {"places": [found(case, place).gazetteer_id]}, {"place": found(case, into), "only": only})


@app.command()
def stance(
    where: CaseName,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="An actor's id, or a name.")],
    stance: Annotated[Stance, typer.Argument(metavar="STANCE", help="party, aligned or independent.")],
    why: Why = None,
    by: By = None,
) -> None:
    """Say how a source stands to the conflict."""
    with _deciding(where, why, by) as (_, decide):
        decide("stance", {"source": source}, {"stance": stance.value})


@app.command()
def undo(
    where: CaseName,
    number: Annotated[int, typer.Argument(metavar="N", help="The decision's number in `ascribe decisions`.")],
    why: Why = None,
    by: By = None,
) -> None:
    """A decision no longer counts. It stays in the chain; an undoing can be undone."""
    with _deciding(where, why, by) as (_, decide):
        decide("undo", {"decision": number}, {})


def decisions(
    where: CaseName,
    kind: Annotated[list[str] | None, typer.Option(metavar="KIND", help="Only of this kind; several times.")] = None,
    all: Annotated[bool, typer.Option("--all", help="What the program records too: documents, readings.")] = False,
    format: Annotated[Listing, typer.Option(help="How to print them.")] = Listing.table,
) -> None:
    """List what people decided, in order."""
    import sys

    from rich.console import Console

    from ..case import Case, kinds
    from ..render.case import decision_table
    from ..render.rows import Items

    recorded = {known.name for known in kinds() if known.scope == "record"}
    with Case.open(where) as case:
        found = (one for one in case.decisions(*(kind or ())) if all or kind or one.kind not in recorded)
        if format is Listing.table:
            decision_table(found, Console(highlight=False))
            return
        items = Items(sys.stdout)
        for one in found:
            items.add(one.model_dump_json(indent=2))
        items.close()


def lost(where: CaseName, format: Annotated[Listing, typer.Option(help="How to print them.")] = Listing.table) -> None:
    """List the decisions that have no effect now, because no reading has their claim or words any more."""
    from rich.console import Console

    from ..case import Case
    from ..render.case import lost_list
    from ..render.safe import escaped

    with Case.open(where) as case:
        found = case.lost()
    if format is Listing.table:
        lost_list(found, Console(highlight=False))
        if not found:
            say("No decision is lost.")
        return
    whole = [{"decision": one.model_dump(mode="json"), "reason": reason} for one, reason in found]
    print(escaped(json.dumps(whole, ensure_ascii=False, indent=2)))


@contextmanager
def _deciding(where: str, why: str | None, by: str | None) -> Iterator[tuple[Case, Callable[[str, Any, Any], None]]]:
    """The case, and what makes a decision in it and says so."""
    from ..case import Case

    with Case.open(where) as case:

        def decide(kind: str, subject: Any, value: Any) -> None:
            _told(case.decide(kind, subject, value, author=author(by), why=why))

        yield case, decide


def _about_claims(kind: str, where: str, claims: list[str], why: str | None, by: str | None) -> None:
    with _deciding(where, why, by) as (case, decide):
        anchors: list[Anchor] = [case.anchor(claim) for claim in claims]  # all are known before the first decision
        for about in anchors:
            decide(kind, {"claim": about.model_dump(mode="json")}, {})


def _told(made: Decision) -> None:
    say(f"Decision {made.sequence}: {made.kind}, by {made.author}.")


def _words(document: str, span: tuple[int, int], text: str) -> dict[str, Any]:
    return {"document": document, "begin": span[0], "end": span[1], "words": text[slice(*span)]}
