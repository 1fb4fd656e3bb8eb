"""Incidents, series and forecasts as they may leave: made from the claims that may, without names that may not.

An incident of which some claims are withheld is made anew from the others: their figures, speakers and places are all
that it shows. Its grade stays the case's, since withholding evidence does not make it weaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from ..errors import InputError
from ..incidents.decisions import asked
from ..incidents.findings import origins_of
from ..incidents.forecasts import Forecast
from ..incidents.model import Figure, Grade, Incident, Responsible, Speaker, Target
from ..incidents.record import incident
from ..incidents.rules import rules
from ..incidents.series import Series
from ..incidents.statements import Background
from ..incidents.words import reason, sentence_name
from ..model import Document, FiledClaim, Place
from ..reading.actors import catalogue
from .fetched import Fetched
from .fresh import NO_DATE
from .safeguards import Guard, Note
from .wording import data

_UNTOLD = "resting on claims of which some do not leave the case"


class Reduced:
    """What follows from claims, reduced to those that may leave.

    Args:
        guard: knows which may.
        fetched: fetches claims.
    """

    def __init__(self, guard: Guard, fetched: Fetched) -> None:
        self.guard, self.fetched = guard, fetched
        self._subjects: dict[str, int] = {}

    @cached_property
    def _background(self) -> Background:
        case = self.guard.case
        left_out = {"number", "name", "added_at", "added_by"}
        documents = {e.id: Document(**e.model_dump(exclude=left_out), sha256=e.id, text="") for e in case.documents()}
        return Background(documents, origins_of(case), catalogue(), asked(case).stances)

    # Incidents

    def incident(self, one: Incident, note: Note) -> Incident | str:
        """An incident as it may leave; else the reason why it may not."""
        day = one.when.end or one.when.start
        if why := self.guard.young(day, day):
            return why
        told = list(self.fetched.claims(one))
        reasons = [self.guard.withheld(filed) for filed in told]
        kept = [filed for filed, why in zip(told, reasons, strict=True) if why is None]
        made = one
        if len(kept) < len(told):
            try:
                made = incident(one.id, kept, self._background)
            except InputError:
                return next(why for why in reasons if why is not None)
            if not made.when.start and self.guard.profile.least_hours:
                return NO_DATE
            note("some claims withheld")
        safe = self._safe(made, one.grade, kept)
        if any(self.guard.shows(filed.claim.id) for filed in kept) and safe.place != made.place:
            note("place made rough")
        return safe

    def _safe(self, one: Incident, grade: Grade, claims: list[FiledClaim]) -> Incident:
        guard = self.guard
        spots = guard.spots(f for f in claims if guard.shows(f.claim.id))
        known: tuple[Speaker | Responsible | Target, ...] = (*one.speakers, *one.responsible, *one.targets)
        actors = {s.key for s in known if s.actor}
        names = {s.key: guard.key(s.key, s.actor) for s in known}
        names = {k: v if k in actors else spots.replaced(v).casefold() for k, v in names.items()}

        def hide(name: str, actor: str | None) -> str:
            return guard.hide(name) if actor else spots.replaced(guard.hide(name))

        def key(given: str) -> str:
            return names.get(given) or guard.key(given)

        def keys(given: Iterable[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(map(key, given)))

        place, places = self._places(one, claims)
        made = one.model_copy(update={
            "place": place, "places": places,
            "speakers": tuple(s.model_copy(update={
                "key": key(s.key), "name": hide(s.name, s.actor), "side": key(s.side),
                "actor": s.actor and guard.key(s.actor), "origins": tuple(map(guard.hide, s.origins)),
            }) for s in one.speakers),
            "responsible": tuple(r.model_copy(update={
                "key": key(r.key), "name": hide(r.name, r.actor), "side": key(r.side), "named_by": keys(r.named_by),
                "actor": r.actor and guard.key(r.actor),
                "accepted_by": keys(r.accepted_by), "denied_by": keys(r.denied_by),
            }) for r in one.responsible),
            "targets": tuple(t.model_copy(update={
                "key": key(t.key), "name": hide(t.name, t.actor), "named_by": keys(t.named_by),
                "actor": t.actor and guard.key(t.actor),
            }) for t in one.targets),
            "figures": tuple(_figure(f, names) for f in one.figures),
            "statements": tuple(s.model_copy(update={"speakers": keys(s.speakers)}) for s in one.statements),
            "denials": tuple(d.model_copy(update={"by": keys(d.by)}) for d in one.denials),
        })  # fmt: skip
        return made.model_copy(update={"grade": _grade(grade, made, names)})

    def _places(self, one: Incident, claims: list[FiledClaim]) -> tuple[Place | None, tuple[str, ...]]:
        """Where it happened; rough for all of an incident where one claim of it would show a site."""
        guard = self.guard
        sort = next((s for s in (guard.shows(f.claim.id) for f in claims) if s), None)
        place = guard.place(one.place, sort)
        if sort is None:
            return place, tuple(dict.fromkeys(map(guard.hide, one.places)))
        rough = {p.name for f in claims if f.place is not None and (p := guard.place(f.place, sort))}
        return place, tuple(sorted(rough)) or ((data().sites.names.withheld,) if one.places else ())

    # Series and forecasts

    def series(self, one: Series) -> Series | str:
        """A series as it may leave; else the reason why it may not."""
        guard, why = self.guard, ""
        showing: list[FiledClaim] = []
        lines = []
        for line in one.lines:
            points = []
            for point in line.points:
                told = [guard.case.claim(id) for id in point.claims]
                reasons = [guard.withheld(filed) for filed in told]
                why = why or next((r for r in reasons if r is not None), "")
                kept = [filed for filed, reason in zip(told, reasons, strict=True) if reason is None]
                if kept:
                    showing += [f for f in kept if guard.shows(f.claim.id)]
                    documents = tuple(sorted({f.document for f in kept}))
                    rests = {"claims": tuple(f.claim.id for f in kept), "documents": documents}
                    points.append(point.model_copy(update=rests))
            if points:
                named = {"speaker": guard.key(line.speaker), "name": guard.hide(line.name), "points": tuple(points)}
                lines.append(line.model_copy(update=named))
        if not lines:
            return why
        changes = {"lines": tuple(lines), **self._subject(one), **self._spot(one, showing)}
        made = one.model_copy(update=changes)
        same = (made.subject, made.place, made.gazetteer_id) == (one.subject, one.place, one.gazetteer_id)
        return made if same else made.model_copy(update={"id": self._number("series", one.id)})

    def _subject(self, one: Series) -> dict[str, object]:
        name = one.subject_name and self.guard.hide(one.subject_name)
        return {"subject": one.subject and self.guard.key(one.subject), "subject_name": name}

    def _spot(self, one: Series, showing: list[FiledClaim]) -> dict[str, object]:
        """The place of a series; a rough one where claims of it would show a site."""
        if not showing:
            hide = self.guard.hide
            return {"place": one.place and hide(one.place), "within": one.within and hide(one.within)}
        places = (self.guard.place(f.place, self.guard.shows(f.claim.id)) for f in showing)
        place = next((p for p in places if p is not None), None)
        fields = ("latitude", "longitude", "gazetteer", "gazetteer_id", "within")
        return {"place": place and place.name, **{field: place and getattr(place, field) for field in fields}}

    def forecast(self, one: Forecast, note: Note) -> Forecast | str:
        """A forecast as it may leave; else the reason why it may not. What judged it must be free to leave too."""
        guard = self.guard
        filed = guard.case.claim(one.claim)
        if why := guard.withheld(filed):
            return why
        hide, open_again = guard.hide, any(guard.withheld(guard.case.claim(id)) for id in one.rests_on)
        sort = guard.shows(one.claim)
        judged: dict[str, object] = {"reason": hide(one.reason)}
        if open_again:
            judged = {"state": "open", "ruled": "open", "rests_on": (), "decided": False, "reason": _UNTOLD}
        return one.model_copy(update={
            **judged,
            "trigger": hide(one.trigger),
            "sentence": guard.sentence(one.sentence, one.claim, one.document, filed.standing, note),
            "speakers": tuple(map(guard.key, one.speakers)), "names": tuple(map(hide, one.names)),
            "place": None if sort else one.place and hide(one.place), "party": one.party and hide(one.party),
            "due_why": hide(one.due_why), "about": self._number("forecast", one.about),
        })  # fmt: skip

    def _number(self, sort: str, key: str) -> str:
        """A name of its own for what must not tell where it comes from."""
        return f"{sort}-{self._subjects.setdefault(f'{sort} {key}', len(self._subjects) + 1)}"


def _figure(one: Figure, names: Mapping[str, str]) -> Figure:
    accounts = tuple(a.model_copy(update={"speaker": names.get(a.speaker, a.speaker)}) for a in one.accounts)
    return one.model_copy(update={"accounts": accounts})


def _grade(grade: Grade, one: Incident, names: Mapping[str, str]) -> Grade:
    """The case's grade, told with the names that may leave; what a person wrote as the reason stays in the case."""
    given: dict[str, tuple[str, ...]] = {name: keys for name, keys in grade.inputs if isinstance(keys, tuple)}
    gone = any(key not in names for keys in given.values() for key in keys)
    inputs = grade.inputs.model_copy(
        update={name: tuple(names[k] for k in keys if k in names) for name, keys in given.items()}
    )
    regrade = grade.regrade and grade.regrade.model_copy(update={"why": None})
    if gone:
        text = f"{grade.grade}: {_UNTOLD}"
    else:
        known: tuple[Speaker | Responsible, ...] = (*one.speakers, *one.responsible)
        shown = {s.key: _sentence_name(s.actor, s.name) for s in known}
        rule = next(r for r in rules() if r.name == grade.rule)
        text = reason(rule, inputs, shown, regrade)
    return grade.model_copy(update={"inputs": inputs, "regrade": regrade, "reason": text})


@lru_cache(1 << 12)
def _sentence_name(actor: str | None, name: str) -> str:
    return sentence_name(actor, name, catalogue())
