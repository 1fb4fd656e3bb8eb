"""What pages and the API ask of a case: lists, in parts, and views of one thing.

Nothing here loads all claims or incidents; what lists need is kept beside the case (`kept.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from ..case import Case, Entry, Facet, FailedReport
from ..case.kinds import documents_of
from ..case.names import speaker_key
from ..errors import InputError
from ..incidents.decisions import asked
from ..incidents.findings import weights_of
from ..incidents.forecasts import Forecast
from ..incidents.link import Linked, Links
from ..incidents.model import Incident
from ..incidents.series import Series
from ..incidents.sources import HOW, How
from ..incidents.waterfall import Waterfall, explain
from ..model import FiledClaim, Part
from ..publish.map import MapPoint
from ..publish.phrases import title
from . import kept
from .views import (
    Candidate,
    DecisionView,
    DocumentView,
    Failure,
    Filters,
    InboxItem,
    IncidentView,
    LostDecision,
    Page,
    SourceRecord,
    SourceView,
    SpokenGroup,
    cursor,
    place_of,
)

T = TypeVar("T", bound=Part)
ALL = Filters()
_COUNTED = 200  # answers about facets that are remembered
_NEAR = 3  # days about an incident in which another may be the same


class Questions:
    """What can be asked of a case. Safe for many threads.

    Args:
        case: open.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self._counted: dict[str, dict[str, dict[str, int]]] = {}

    def title(self) -> str:
        """What people call the case."""
        return self.case.head()[1]

    # Lists

    def inbox(self, filters: Filters = ALL, after: str | None = None, limit: int = 50) -> Page[InboxItem]:
        """What waits for a person, the most urgent first."""
        return self._kept(kept.INBOX, InboxItem, filters.facets(), after, limit)

    def facets(self, filters: Filters = ALL, by: Sequence[str] = kept.FACETS) -> dict[str, dict[str, int]]:
        """How many items of the inbox there are: under "" in all, and by each value of each facet; the 20 most.

        Where something is asked for that more than 2,000 have, values are counted in the first of these alone.
        """
        state = kept.state(self.case)
        if state is not None and filters == ALL and tuple(by) == kept.FACETS:  # counting them out would take long
            whole: dict[str, dict[str, int]] = json.loads(self.case.result("web", "counts") or "{}")
            return whole
        name = json.dumps([state, filters.model_dump(), list(by)])
        if name not in self._counted:
            found = kept.counts(self.case, filters.facets(), by)
            if state is None:
                return found
            if len(self._counted) > _COUNTED:
                self._counted.clear()
            self._counted[name] = found
        return self._counted[name]

    def claims(self, filters: Filters = ALL, after: str | None = None, limit: int = 50) -> Page[FiledClaim]:
        """Claims as they stand, by document and place in it."""
        first = place_of(after, (0, ""))
        found, following = self.case.page(filters.claims(), (int(first[0]), str(first[1])), limit)
        return Page[FiledClaim](items=tuple(found), next=cursor(following))

    def count_claims(self, filters: Filters = ALL) -> int:
        """How many claims there are."""
        return self.case.count(filters.claims())

    def incidents(self, filters: Filters = ALL, after: str | None = None, limit: int = 50) -> Page[Incident]:
        """Incidents by day, those without a day last."""
        return self._page("incident", Incident, filters.facets(), after, limit)

    def documents(self, after: str | None = None, limit: int = 50) -> Page[Entry]:
        """Documents in the order they were added."""
        number = int(place_of(after, (0,))[0])
        found = self.case.some_documents(number, limit + 1)
        more = (found[limit - 1].number,) if len(found) > limit else None
        return Page[Entry](items=tuple(found[:limit]), next=cursor(more))

    def sources(self, after: str | None = None, limit: int = 50) -> Page[SourceRecord]:
        """Who speaks, those with most claims first."""
        return self._kept(kept.SOURCES, SourceRecord, (), after, limit)

    def series(self, after: str | None = None, limit: int = 50) -> Page[Series]:
        """Series by their ids."""
        return self._page("series", Series, (), after, limit)

    def forecasts(self, after: str | None = None, limit: int = 50) -> Page[Forecast]:
        """Forecasts in the order of publication."""
        return self._page("forecast", Forecast, (), after, limit)

    def points(self, filters: Filters = ALL, after: str | None = None, limit: int = 50) -> Page[MapPoint]:
        """Incidents as the map and the timeline show them, by day; those without a place too."""
        bodies, following = self._bodies(kept.POINTS, filters.facets(), after, limit)
        items = tuple(MapPoint(**kept.item(body)) for body in bodies)
        return Page[MapPoint](items=items, next=cursor(following))

    def failures(self) -> tuple[Failure, ...]:
        """The reports that could not be added or read."""
        return tuple(map(_failure, self.case.failures()))

    def decisions(self, after: str | None = None, limit: int = 50) -> Page[DecisionView]:
        """What people decided, the latest first."""
        before = int(place_of(after, (2**31,))[0])
        found = self.case.some_decisions(before, limit + 1)
        undone, lost = self.case.undone(), {one.sequence: reason for one, reason in self.case.lost()}
        views = tuple(
            DecisionView(decision=d, undone=d.sequence in undone, reason=lost.get(d.sequence)) for d in found[:limit]
        )
        more = (found[limit - 1].sequence,) if len(found) > limit else None
        return Page[DecisionView](items=views, next=cursor(more))

    # One of each

    def document(self, id: str) -> DocumentView:
        """A document by its id, the beginning of it or its number.

        Raises:
            InputError: there is none.
        """
        entry = self.case.entry(id)
        reading = self.case.reading(entry.id)
        claims = tuple(self.case.claims(Filters(document=entry.id).claims()))
        lost = tuple(
            LostDecision(decision=d, reason=r) for d, r in self.case.lost() if entry.id in documents_of(d.subject)
        )
        around = {e.number: e.id for e in self.case.some_documents(entry.number - 2, 3)}
        return DocumentView(
            entry=entry, text=reading.document.text if reading else self.case.document(entry.id).text,
            read=reading is not None, notes=reading.notes if reading else (), claims=claims,
            attributions=reading.attributions if reading else (), speakers=tuple(_spoken(claims)),
            incidents=self._incidents_of(entry.id), lost=lost, previous=around.get(entry.number - 1),
            following=around.get(entry.number + 1),
        )  # fmt: skip

    def incident(self, id: str) -> IncidentView:
        """An incident by its id, or by that of one of its claims: its own id may change as claims join it.

        Raises:
            InputError: there is none.
        """
        one = self._incident(id)
        claims = tuple(self.case.claim(s.claim) for s in one.statements)
        entries = tuple(self.case.entry(d) for d in dict.fromkeys(s.document for s in one.statements))
        return IncidentView(incident=one, title=title(one), claims=claims, entries=entries, near=self._near(one))

    def waterfall(self, a: str, b: str) -> Waterfall:
        """Why two claims stand in one incident, or in two.

        Raises:
            InputError: there is no such claim.
            UsageError: one of them takes no part in linking.
        """
        first, second = self.case.claim(a), self.case.claim(b)
        both = dict.fromkeys((first.document, second.document))
        near = [claim for id in both for claim in self.case.claims(Filters(document=id).claims())]
        homes: dict[str, list[str]] = {}  # all links of a case are far too many to load
        for claim, home in (pair for id in both for pair in self._incidents_of(id).items()):
            homes.setdefault(home, []).append(claim)
        links = Links(tuple(Linked(home, tuple(held)) for home, held in homes.items()), {}, (), "")
        wanted = asked(self.case)
        return explain(
            first.claim.id, second.claim.id, near, links, weights=weights_of(self.case), together=wanted.together,
            apart=wanted.apart,
        )  # fmt: skip

    def source(self, key: str, of: How | None = None, after: str | None = None, limit: int = 20) -> SourceView:
        """A source by its key, with the first incidents of each list; or a part of one list.

        Args:
            of: the list, if no other is wanted; `after` is a place in it.

        Raises:
            InputError: there is no such source.
        """
        body = self.case.result(kept.SOURCES, kept.source_key(key))
        if body is None:
            raise InputError(f"{key}: nobody in the case is so called. See the list of sources.")
        lists = {
            how: self._candidates([Facet(how, kept.source_key(key))], after if of else None, limit)
            for how in ([of] if of else HOW)
        }
        return SourceView(source=SourceRecord.model_validate(kept.item(body)), lists=lists)

    def one_series(self, id: str) -> Series:
        """A series by its id.

        Raises:
            InputError: there is none.
        """
        body = self.case.result("series", id.replace("\0", ""))
        if body is None:
            raise InputError(f"{id}: no series of the case is so called.")
        return Series.model_validate_json(body)

    # Inside

    def _bodies(
        self, space: str, asked_for: Sequence[Facet], after: str | None, limit: int
    ) -> tuple[list[str], tuple[str, str] | None]:
        sort, key = place_of(after, ("", ""))
        return self.case.page_results(space, asked_for, after=(str(sort), str(key)), limit=limit)

    def _kept(self, space: str, of: type[T], asked_for: Sequence[Facet], after: str | None, limit: int) -> Page[T]:
        bodies, following = self._bodies(space, asked_for, after, limit)
        return Page[of](items=tuple(of.model_validate(kept.item(b)) for b in bodies), next=cursor(following))  # type: ignore[valid-type]

    def _page(self, space: str, of: type[T], asked_for: Sequence[Facet], after: str | None, limit: int) -> Page[T]:
        bodies, following = self._bodies(space, asked_for, after, limit)
        return Page[of](items=tuple(map(of.model_validate_json, bodies)), next=cursor(following))  # type: ignore[valid-type]

    def _incident(self, id: str) -> Incident:
        body = self.case.result("incident", id.replace("\0", ""))
        if body is not None:
            return Incident.model_validate_json(body)
        try:
            filed = self.case.claim(id)
        except InputError:
            filed = None
        found = self._incidents_of(filed.document).get(filed.claim.id) if filed else None
        body = self.case.result("incident", found) if found else None
        if body is None:
            raise InputError(f"{id}: no incident of the case is so called; it may have changed. See the inbox.")
        return Incident.model_validate_json(body)

    def _incidents_of(self, document: str) -> dict[str, str]:
        """The incident of each claim of a document."""
        asked_for = [Facet("document", document)]
        bodies, _ = self.case.page_results("incident", asked_for, limit=1000)
        return {
            statement["claim"]: one["id"]
            for one in map(json.loads, bodies)
            for statement in one["statements"]
            if statement["document"] == document
        }

    def _near(self, one: Incident) -> tuple[Candidate, ...]:
        if one.when.start is None:
            return ()
        first = date.fromisoformat(one.when.start)
        last = date.fromisoformat(one.when.end or one.when.start)
        since, until = max(first.toordinal() - _NEAR, 1), min(last.toordinal() + _NEAR, date.max.toordinal())
        days = Filters(
            type=one.type, since=date.fromordinal(since).isoformat(), until=date.fromordinal(until).isoformat()
        )
        return tuple(other for other in self._candidates(days.facets(), None, 30).items if other.id != one.id)

    def _candidates(self, asked_for: Sequence[Facet], after: str | None, limit: int) -> Page[Candidate]:
        """Incidents as lists name them, by day."""
        bodies, following = self._bodies(kept.POINTS, asked_for, after, limit)
        items = tuple(Candidate.model_validate(kept.item(body, "short")) for body in bodies)
        return Page[Candidate](items=items, next=cursor(following))


def _failure(failed: FailedReport) -> Failure:
    return Failure(
        name=failed.name, code=failed.code, message=failed.message, at=failed.at, attempts=failed.attempts,
        kept=failed.data is not None,
    )  # fmt: skip


def _spoken(claims: Sequence[FiledClaim]) -> Iterator[SpokenGroup]:
    """Claims by who says them, in the order in which speakers appear; the outlet's own voice last."""
    held: dict[str, list[FiledClaim]] = {}
    names: dict[str, tuple[str, str | None]] = {}
    for filed in claims:
        said = filed.claim.attribution.source if filed.claim.attribution else ()
        key = speaker_key(said[0]) if said else ""
        held.setdefault(key, []).append(filed)
        if said:
            names.setdefault(key, (said[0].name, said[0].actor))
    for key in sorted(held, key=lambda k: not k):
        name, actor = names.get(key, (None, None))
        yield SpokenGroup(name=name, actor=actor, claims=tuple(f.claim.id for f in held[key]))
