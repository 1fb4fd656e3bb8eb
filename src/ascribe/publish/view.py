"""What may leave a case under a profile: the same streams for every format, with counts of what was withheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from typing import TypeVar

from ..case import Case, Entry
from ..errors import CaseError
from ..incidents.findings import update
from ..incidents.forecasts import Forecast
from ..incidents.model import Incident
from ..incidents.reporters import origin_key
from ..incidents.series import Series
from ..model import FiledClaim, Part
from .fetched import Fetched
from .learned import results
from .profiles import Profile
from .reduced import Reduced
from .safeguards import Guard

_P = TypeVar("_P", bound=Part)


class View:
    """What may leave. Each call streams anew, always in the same order, and fetches as it is asked.

    Attributes:
        case_title: without names of private persons.
        head: digest of the last decision in the case's chain.
        as_of: the day as of which things are fresh.
    """

    def __init__(self, case: Case, profile: Profile, as_of: date) -> None:
        about = case.about()
        self.case_id, self.head = str(about["id"]), str(about["head_digest"])
        self.profile, self.as_of = profile, as_of
        self._case = case
        self._counts: dict[str, Counter[str]] = {}
        self._fetched = Fetched(case)
        self._guard = None if profile.keeps_all else Guard(case, profile, as_of)
        self._reduced = Reduced(self._guard, self._fetched) if self._guard else None
        self.case_title = self._guard.hide(str(about["title"])) if self._guard else str(about["title"])

    @property
    def withheld(self) -> Mapping[str, int]:
        """How much was withheld or changed, by what and why: "incidents: younger than 72 hours".

        It speaks of the streams that were asked for, and is whole when these were read to their ends.
        """
        return {f"{what}: {why}": n for what, c in sorted(self._counts.items()) for why, n in sorted(c.items())}

    def incidents(self) -> Iterator[Incident]:
        """Incidents by day."""
        return self._stream("incidents", results(self._case, "incident", Incident), self._incident)

    def told(self, one: Incident) -> Iterator[FiledClaim]:
        """The claims that an incident of this view rests on, as they may leave; they are not counted."""
        for filed in self._fetched.claims(one):
            made = self._claim(filed, Counter())
            if not isinstance(made, str):
                yield made

    def claims(self) -> Iterator[FiledClaim]:
        """Claims by document and place in it."""
        return self._stream("claims", self._case.claims(), self._claim)

    def documents(self) -> Iterator[Entry]:
        """What is known of each document, in the order they were added."""
        return self._stream("documents", self._case.documents(), self._document)

    def series(self) -> Iterator[Series]:
        """Series by their ids in the case."""
        return self._stream("series", results(self._case, "series", Series), self._series)

    def forecasts(self) -> Iterator[Forecast]:
        """Forecasts in order of publication."""
        return self._stream("forecasts", results(self._case, "forecast", Forecast), self._forecast)

    @cached_property
    def reporters(self) -> Mapping[str, str]:
        """Names of agencies and outlets by the keys that incidents have of them."""
        hide = self._guard.hide if self._guard else str
        named = (name for e in self._case.documents() for name in (e.outlet, e.origin) if name)
        return {origin_key(name): hide(name) for name in dict.fromkeys(named)}

    def versions(self) -> dict[str, str | int]:
        """What made it: the program, its model and ontology, and how many documents others of these have read."""
        from .. import __version__
        from ..reading.encoder import Encoder
        from ..reading.version import ontology_version

        model, ontology = Encoder().name, ontology_version()
        otherwise = len(self._case.unread(model, ontology))
        return {"program": f"ascribe {__version__}", "model": model, "ontology": ontology, "read_otherwise": otherwise}

    def _stream(self, what: str, found: Iterator[_P], safe: Callable[[_P, Counter[str]], _P | str]) -> Iterator[_P]:
        """The records as they may leave; those that may not are counted by the reason."""
        counts = self._counts[what] = Counter()
        for one in found:
            made = safe(one, counts)
            if isinstance(made, str):
                counts[f"withheld, {made}"] += 1
            else:
                yield made
        if self._case.about()["head_digest"] != self.head:
            raise CaseError(f"{self._case.database.name}: it was changed while it was read. Export it again.")

    def _incident(self, one: Incident, counts: Counter[str]) -> Incident | str:
        return self._reduced.incident(one, partial(_count, counts)) if self._reduced else one

    def _claim(self, one: FiledClaim, counts: Counter[str]) -> FiledClaim | str:
        if self._guard is None:
            return one
        return self._guard.withheld(one) or self._guard.claim(one, partial(_count, counts))

    def _document(self, one: Entry, counts: Counter[str]) -> Entry | str:
        if self._guard is None:
            return one
        return self._guard.young(one.published, one.published) or self._guard.document(one, partial(_count, counts))

    def _series(self, one: Series, counts: Counter[str]) -> Series | str:
        return self._reduced.series(one) if self._reduced else one

    def _forecast(self, one: Forecast, counts: Counter[str]) -> Forecast | str:
        return self._reduced.forecast(one, partial(_count, counts)) if self._reduced else one


def view(case: Case, profile: Profile, as_of: date) -> View:
    """What may leave the case under a profile, brought up to date first."""
    update(case)
    return View(case, profile, as_of)


def _count(counts: Counter[str], what: str) -> None:
    counts[what] += 1
