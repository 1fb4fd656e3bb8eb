"""The table of incidents, and that of figures: what each speaker gives for what is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...incidents.model import Account, Figure, Incident
from ...model import Counted
from ...render.phrases import wording
from .. import phrases
from ..view import View
from .columns import Column, Kind, Table, Value

_HXL = {"killed": "#affected+killed", "injured": "#affected+injured", "missing": "#affected+missing",
        "detained": "#affected+detained", "abducted": "#affected+abducted", "displaced": "#affected+displaced",
        }  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One account of a figure of an incident."""

    incident: Incident
    figure: Figure
    account: Account
    names: Mapping[str, str]


def figure_of(one: Incident, of: Counted) -> Figure | None:
    """The figure that counts that; None where nobody tells it."""
    return next((f for f in one.figures if f.of == of), None)


def said_by(one: Incident) -> tuple[str, ...]:
    """Names of the speakers who say that it happened."""
    return _unique(s.name for s in one.speakers if s.asserts and s.counted)


def denied_by(one: Incident) -> tuple[str, ...]:
    """Names of the speakers who deny something of it."""
    return _unique(s.name for s in one.speakers if s.denies)


def said(view: View) -> Iterator[Said]:
    """The accounts of all figures."""
    for one in view.incidents():
        names = phrases.names(one)
        for figure in one.figures:
            for account in figure.accounts:
                yield Said(one, figure, account, names)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _place(name: str) -> Callable[[Incident], Value]:
    def of(one: Incident) -> Value:
        value: Value = getattr(one.place, name) if one.place else None
        return value

    return of


def _range(of: Counted) -> tuple[Column[Incident], Column[Incident]]:
    """The two columns of what is counted; a number between the two is nobody's."""
    words = wording().counted[of].format(n="").strip() or of

    def low(one: Incident) -> Value:
        figure = figure_of(one, of)
        return figure.lowest if figure else None

    def high(one: Incident) -> Value:
        figure = figure_of(one, of)
        return figure.highest if figure else None

    return (
        Column(f"{of}_lowest", "number", f"The lowest figure that anybody gives: {words}", low, f"{_HXL[of]}+min"),
        Column(f"{of}_highest", "number", f"The highest figure that anybody gives: {words}", high, f"{_HXL[of]}+max"),
    )


def _column(name: str, kind: Kind, about: str, of: Callable[[Incident], Value], hxl: str = "") -> Column[Incident]:
    return Column(name, kind, about, of, hxl)


_HOW_FAR = "point, settlement, district, region, country or unknown"
INCIDENTS = Table(
    "incidents", "One row an incident, by day.",
    (
        _column("incident", "text", "Id in the case", lambda i: i.id, "#event+id"),
        _column("type", "text", "Type of claim that it is of, as in reference.md", lambda i: i.type, "#event+type"),
        _column("types", "texts", "All types of its claims", lambda i: i.types),
        _column("title", "text", "What and where, in words", phrases.title, "#event+name"),
        _column("start", "date", "First day that it may have happened on", lambda i: i.when.start, "#date+start"),
        _column("end", "date", "Last day that it may have happened on", lambda i: i.when.end, "#date+end"),
        _column("time_precision", "text", "How exactly the days are known: time, day, week, month, season, year, "
                "decade, century or unknown", lambda i: i.when.precision, "#meta+date+precision"),
        _column("place", "text", "Name of the place", _place("name"), "#loc+name"),
        _column("place_precision", "text", f"How exactly the place is known: {_HOW_FAR}", _place("precision"),
                "#meta+geo+precision"),
        _column("place_within", "text", "What the place is a part of", _place("within"), "#loc+name+within"),
        _column("gazetteer_id", "text", "Number of the place in its gazetteer", _place("gazetteer_id"), "#loc+code"),
        _column("country", "text", "ISO 3166-1 alpha-2 code", _place("country"), "#country+code+v_iso2"),
        _column("latitude", "number", "WGS 84, degrees: the middle of a place that is no point", _place("latitude"),
                "#geo+lat"),
        _column("longitude", "number", "WGS 84, degrees", _place("longitude"), "#geo+lon"),
        _column("responsible", "texts", "Parties that somebody names as having done it",
                lambda i: _unique(r.name for r in i.responsible), "#group+responsible+name"),
        _column("responsible_ids", "texts", "Their ids in the catalogue of actors, where they are in it",
                lambda i: _unique(r.actor for r in i.responsible if r.actor)),
        _column("named_by", "texts", "Who names a party as having done it", lambda i: _blame(i, "named_by")),
        _column("accepted_by", "texts", "Who accepts it for its own side", lambda i: _blame(i, "accepted_by")),
        _column("responsibility_denied_by", "texts", "Who denies it for its own side",
                lambda i: _blame(i, "denied_by")),
        _column("targets", "texts", "Whom or what it was done to, as the speakers say",
                lambda i: _unique(t.name for t in i.targets), "#group+target+name"),
        _column("said_by", "texts", "Speakers who say that it happened", said_by, "#meta+source+list"),
        _column("denied_by", "texts", "Speakers who deny something of it", denied_by, "#meta+source+denying+list"),
        *_range("killed"), *_range("injured"), *_range("missing"), *_range("detained"), *_range("abducted"),
        *_range("displaced"),
        _column("figures", "texts", "Every range in words, other counts too", lambda i: tuple(
            phrases.figure(f) for f in i.figures if f.lowest is not None and f.of != "other")),
        _column("grade", "text", "How well it is corroborated: confirmed, fair, weak, contested or discounted; a "
                "person's where there is one", lambda i: i.grade.grade, "#status+grade"),
        _column("computed_grade", "text", "The grade that the rules give", lambda i: i.grade.computed),
        _column("reason", "text", "Why that grade", lambda i: i.grade.reason, "#meta+reason"),
        _column("documents", "integer", "Documents that tell of it", lambda i: i.basis.documents, "#meta+documents"),
        _column("texts", "integer", "Different texts: near-identical documents are one", lambda i: i.basis.copies),
        _column("outlets", "integer", "Outlets that published them", lambda i: i.basis.outlets),
        _column("origins", "integer", "Who reported it: wire copy in ten outlets is one", lambda i: i.basis.origins),
        _column("speakers", "integer", "Speakers in all", lambda i: i.basis.speakers),
        _column("sources", "integer", "Independent sources that say it happened", lambda i: i.basis.sources,
                "#meta+sources"),
        _column("claims", "integer", "Claims that it rests on and that left the case", lambda i: len(i.statements)),
        _column("claim_ids", "texts", "Their ids, as in the table of claims",
                lambda i: _unique(s.claim for s in i.statements)),
    ),
    lambda view: view.incidents(),
)  # fmt: skip


def _blame(one: Incident, field: str) -> tuple[str, ...]:
    names = phrases.names(one)
    return _unique(names.get(key, key) for r in one.responsible for key in getattr(r, field))


def _said(name: str, kind: Kind, about: str, of: Callable[[Said], Value]) -> Column[Said]:
    return Column(name, kind, about, of)


FIGURES = Table(
    "figures", "One row a figure of a speaker: who counts how many, as said on one day.",
    (
        _said("incident", "text", "Id of the incident", lambda s: s.incident.id),
        _said("of", "text", "What is counted: killed, injured, displaced, …", lambda s: s.figure.of),
        _said("speaker", "text", "Who gives the figure", lambda s: s.names.get(s.account.speaker, s.account.speaker)),
        _said("speaker_key", "text", "The speaker's key, the same in all rows", lambda s: s.account.speaker),
        _said("low", "number", "The lower bound, as the words give it", lambda s: s.account.low),
        _said("best", "number", "The number, as the words give it", lambda s: s.account.best),
        _said("high", "number", "The upper bound, as the words give it", lambda s: s.account.high),
        _said("published", "text", "When it was first published", lambda s: s.account.published),
        _said("uncertain", "flag", "The speaker is not sure", lambda s: s.account.uncertain),
        _said("denied", "flag", "The speaker says that it was not so; the range leaves it out",
              lambda s: s.account.denied),
        _said("part", "flag", "A part of the whole, or on top of it; the range leaves it out",
              lambda s: s.account.part),
        _said("vague", "flag", "Only a rough word", lambda s: s.account.vague),
        _said("superseded_by", "text", "Id of the claim with the speaker's later figure",
              lambda s: s.account.superseded_by),
        _said("claim_ids", "texts", "Ids of the claims", lambda s: s.account.claims),
        _said("document_ids", "texts", "Ids of the documents", lambda s: s.account.documents),
    ),
    said,
)  # fmt: skip
