"""What the safeguards must know of a whole case before anything leaves: its persons, its sites, and what they touch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TypeVar

from ..case import Case
from ..incidents.model import Incident
from ..model import FiledClaim, Part
from .known import Known, known
from .persons import Persons
from .profiles import Profile
from .sites import Sites, shown_by, tells_site

_P = TypeVar("_P", bound=Part)
_AT_ONCE = 200


class Learned:
    """Persons and sites of a case, the claims that would show a site, and days of claims that tell none themselves.

    A claim shows a site by its own words, or since another claim of its incident does. One without a day has its
    incident's. It takes a pass over the reports, one over the claims and one over the incidents; what stays in memory
    is names, and the ids of the claims that need care.
    """

    def __init__(self, case: Case, profile: Profile) -> None:
        self.persons, self.sites = Persons(profile.public_names), Sites()
        self.published = {entry.id: entry.published for entry in case.documents()}
        self.shows: dict[str, str] = {}
        self.beside: set[str] = set()  # of the claims in `shows`, those that show a site through another one alone
        self.days: dict[str, str | None] = {}
        self.silent: set[str] = set()  # claims whose sentences tell of a site, though their places do not show it
        names, places = profile.private_persons == "role", profile.sensitive_places == "district"
        undated: set[str] = set()
        for document, group in groupby(case.claims(), key=lambda f: f.document):
            claims = list(group)
            undated.update(filed.claim.id for filed in claims if day_of(filed) is None)
            if names or places:
                self._report(case, document, claims, places)
        self.persons.settle()
        self.sites.settle()
        for filed in case.claims() if places else ():
            if filed.claim.id not in self.shows and (sort := self.sites.named(filed)) is not None:
                self.shows[filed.claim.id] = sort
        for one in results(case, "incident", Incident):
            self._incident(one, undated)

    def _report(self, case: Case, document: str, claims: list[FiledClaim], places: bool) -> None:
        reading = case.reading(document)
        report = reading.document if reading is not None else case.document(document)
        seen = known(reading, report, claims)
        self.persons.learn(reading, report.text, claims, seen)
        for filed in claims if places else ():
            self.sites.learn(filed, seen)
            sort = shown_by(filed, seen)
            if sort is not None:
                self.shows[filed.claim.id] = sort
            elif tells_site(filed, seen):
                self.silent.add(filed.claim.id)

    def _incident(self, one: Incident, undated: set[str]) -> None:
        ids = [s.claim for s in one.statements]
        sort = next((self.shows[id] for id in ids if id in self.shows), None)
        for id in ids:
            if sort is not None and id not in self.shows:
                self.shows[id] = sort
                self.beside.add(id)
            if id in undated:
                self.days[id] = one.when.end or one.when.start


def known_in(case: Case, document: str) -> Known:
    """What a report of the case names besides persons."""
    reading = case.reading(document)
    return known(reading, reading.document if reading is not None else case.document(document), ())


def day_of(filed: FiledClaim) -> str | None:
    """The last day that a claim is about; None where it tells none."""
    when = filed.claim.when
    return (when.end or when.start) if when else None


def results(case: Case, space: str, of: type[_P]) -> Iterator[_P]:
    """What later steps keep in a case, in its order, fetched as it is asked for."""
    after: tuple[str, str] | None = ("", "")
    while after is not None:
        bodies, after = case.page_results(space, after=after, limit=_AT_ONCE)
        yield from map(of.model_validate_json, bodies)
