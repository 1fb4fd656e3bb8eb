"""Commands by which people decide, each one row in the case's chain; and those that list decisions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .common import CaseName, Listing, author, print_json, say
from .options import Signed, spread

if TYPE_CHECKING:
    from ..case import Anchor, Case
    from ..model import Document

app = typer.Typer(help="Decide: each decision is kept with who, when and why, and can be undone.",
                  no_args_is_help=True)  # fmt: skip

Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, or the beginning of it.")]
Claims = Annotated[list[str], typer.Argument(metavar="CLAIM...", help="Claims' ids, or the beginnings of them.")]
Only = Annotated[str, typer.Option(metavar="NAME", help="The name that means another.")]


class Stance(StrEnum):
    """How a source stands to the conflict."""

    party = "party"
    aligned = "aligned"
    independent = "independent"


@dataclass(frozen=True)
class Said:
    """Words of a document."""

    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Number or id of a document.")]
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Words as they stand in the document.")]
    at: Annotated[
        int | None, typer.Option(metavar="N", help="The character where they begin, where they stand several times.")
    ] = None


@app.command()
@spread
def accept(where: CaseName, claims: Claims, signed: Signed) -> None:
    """These claims are rightly read."""
    _about_claims("accept", where, claims, signed)


@app.command()
@spread
def reject(where: CaseName, claims: Claims, signed: Signed) -> None:
    """These claims are wrongly read."""
    _about_claims("reject", where, claims, signed)


@app.command()
@spread
def amend(
    where: CaseName,
    claim: Claim,
    fields: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE...", help="Such as factuality=denied or agent='the army'.")
    ],
    signed: Signed,
) -> None:
    """Fields of a claim are otherwise; what is amended is accepted.

    A value is JSON, as `ascribe claims --format json` has it, or plain text: for agent, target, instrument, place, time
    and attribution words of the document; for when a day, or first/last; for where latitude,longitude. null empties a
    field.
    """
    from ..case.written import fields as written

    with deciding(where, signed) as (case, decide):
        about = case.anchor(claim)
        values = written(fields, case.document(about.document).text, about.trigger)
        decide("amend", {"claim": about.model_dump(mode="json")}, {"fields": values})


@app.command()
@spread
def add(
    where: CaseName,
    said: Said,
    type: Annotated[str, typer.Argument(metavar="TYPE", help="The type of the claim, such as airstrike.")],
    signed: Signed,
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="FIELD=VALUE...", help="What else is known of it, as for amend.")
    ] = None,
) -> None:
    """Add a claim that the reader missed; WORDS are those that say what happened."""
    from ..case.written import fields as written
    from ..case.written import only_span, spans_of

    with deciding(where, signed) as (case, decide):
        known = case.document(case.entry(said.document).id)
        span = only_span(spans_of(known.text, said.words), said.words, said.at)
        value = {"type": type, "fields": written(fields or [], known.text, span)}
        decide("add_claim", _words(known, span), value)


@app.command()
@spread
def name(
    where: CaseName,
    said: Said,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who or what they stand for.")],
    signed: Signed,
    actor: Annotated[str | None, typer.Option(metavar="ID", help="The actor that it is.")] = None,
) -> None:
    """Say whom words in a claim stand for."""
    from ..case.written import mentions_of, only_span

    with deciding(where, signed) as (case, decide):
        known = case.document(case.entry(said.document).id)
        span = only_span(mentions_of(case, known, said.words), said.words, said.at)
        decide("name", _words(known, span), {"name": name, "actor": actor})


@app.command("merge-actors")
@spread
def merge_actors(
    where: CaseName,
    actors: Annotated[list[str], typer.Argument(metavar="ACTOR...", help="Their ids, or names where they have none.")],
    into: Annotated[str, typer.Option(metavar="ACTOR", help="The actor that they all are.")],
    signed: Signed,
) -> None:
    """These actors are one."""
    with deciding(where, signed) as (_, decide):
        decide("merge_actors", {"actors": actors}, {"actor": into})


@app.command("split-actor")
@spread
def split_actor(
    where: CaseName,
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="Its id, or its name where it has none.")],
    only: Only,
    into: Annotated[str, typer.Option(metavar="ACTOR", help="The actor that is meant by that name.")],
    signed: Signed,
) -> None:
    """Mentions of this actor by a certain name are another actor."""
    with deciding(where, signed) as (_, decide):
        decide("split_actor", {"actors": [actor]}, {"actor": into, "only": only})


@app.command("merge-places")
@spread
def merge_places(
    where: CaseName,
    places: Annotated[list[str], typer.Argument(metavar="PLACE...", help="Names of located places, or their ids.")],
    into: Annotated[str, typer.Option(metavar="PLACE", help="The place that they all are.")],
    signed: Signed,
) -> None:
    """These places are one."""
    from ..case.written import place

    with deciding(where, signed) as (case, decide):
        ids = [place(case, one).gazetteer_id for one in places]
        decide("merge_places", {"places": ids}, {"place": place(case, into)})


@app.command("split-place")
@spread
def split_place(
    where: CaseName,
    place: Annotated[str, typer.Argument(metavar="PLACE", help="Name of a located place, or its id.")],
    only: Only,
    into: Annotated[str, typer.Option(metavar="PLACE", help="The place that is meant by that name.")],
    signed: Signed,
) -> None:
    """Mentions of this place by a certain name are another place."""
    from ..case.written import place as found

    with deciding(where, signed) as (case, decide):
        decide("split_place", {"places": [found(case, place).gazetteer_id]}, {"place": found(case, into), "only": only})


@app.command()
@spread
def stance(
    where: CaseName,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="An actor's id, or a name.")],
    stance: Annotated[Stance, typer.Argument(metavar="STANCE", help="party, aligned or independent.")],
    signed: Signed,
) -> None:
    """Say how a source stands to the conflict."""
    with deciding(where, signed) as (_, decide):
        decide("stance", {"source": source}, {"stance": stance.value})


@app.command()
@spread
def undo(
    where: CaseName,
    number: Annotated[int, typer.Argument(metavar="N", help="The decision's number in `ascribe decisions`.")],
    signed: Signed,
) -> None:
    """A decision no longer counts. It stays in the chain; an undoing can be undone."""
    with deciding(where, signed) as (_, decide):
        decide("undo", {"decision": number}, {})


def decisions(
    where: CaseName,
    kind: Annotated[list[str] | None, typer.Option(metavar="KIND", help="Only of this kind; several times.")] = None,
    all: Annotated[bool, typer.Option("--all", help="What the program records too: documents, readings.")] = False,
    format: Annotated[Listing, typer.Option(help="How to print them.")] = Listing.table,
) -> None:
    """List what people decided, in order."""
    from rich.console import Console

    from ..case import Case, kinds
    from ..render.case import decision_table

    recorded = {known.name for known in kinds() if known.scope == "record"}
    with Case.open(where) as case:
        found = (one for one in case.decisions(*(kind or ())) if all or kind or one.kind not in recorded)
        if format is Listing.table:
            decision_table(found, Console(highlight=False))
            return
        print_json(found)


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
def deciding(where: str, signed: Signed) -> Iterator[tuple[Case, Callable[[str, Any, Any], None]]]:
    """The case, and what makes a decision (kind, subject, value) in it and says so."""
    from ..case import Case

    with Case.open(where) as case:

        def decide(kind: str, subject: Any, value: Any) -> None:
            made = case.decide(kind, subject, value, author=author(signed.by), why=signed.why)
            say(f"Decision {made.sequence}: {made.kind}, by {made.author}.")

        yield case, decide


def _about_claims(kind: str, where: str, claims: list[str], signed: Signed) -> None:
    with deciding(where, signed) as (case, decide):
        anchors: list[Anchor] = [case.anchor(claim) for claim in claims]  # all are known before the first decision
        for about in anchors:
            decide(kind, {"claim": about.model_dump(mode="json")}, {})


def _words(document: Document, span: tuple[int, int]) -> dict[str, Any]:
    return {"document": document.sha256, "begin": span[0], "end": span[1], "words": document.text[slice(*span)]}
