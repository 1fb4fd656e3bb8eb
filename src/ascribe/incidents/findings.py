"""What follows from a case: origins, links, incidents, series and forecasts, kept beside it and brought up to date.

All of it is a function of the claims as they stand and of the decisions. What is kept only saves work: after a decision
that leaves linking as it was, only the incidents that it bears on are made again; else only what has changed.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep

from ..case import Case
from ..errors import InputError
from .basis import kept_state, state
from .decisions import asked, register_kinds
from .forecasts import Forecast
from .keeping import Overtaken, Writer
from .link import Links
from .model import Incident
from .origins import Origins, Signed, grouped, signed
from .reporters import Printed
from .series import Series
from .shingles import rules_digest
from .updating import Changes, Work, bring
from .weights import Weights, default_weights

SPACES = ("incident", "series", "forecast")
_PATIENCE, _PAUSE = 600.0, 0.05  # seconds


@dataclass(frozen=True)
class Findings:
    """Everything that follows from a case now."""

    incidents: tuple[Incident, ...]
    series: tuple[Series, ...]
    forecasts: tuple[Forecast, ...]


def update(case: Case, *, tell: Callable[[str], None] = lambda step: None) -> Changes | None:
    """Bring what is kept up to date with the case; None where it was.

    Where somebody else begins to do so meanwhile, that one goes on, and is waited for.

    Args:
        tell: is told each step as it begins.
    """
    register_kinds()
    while True:
        try:
            return _update(case, tell)
        except Overtaken:
            tell("waiting for another who does the same")
            end = monotonic() + _PATIENCE  # who was stopped never ends
            while kept_state(case) is None and monotonic() < end:
                sleep(_PAUSE)


def _update(case: Case, tell: Callable[[str], None]) -> Changes | None:
    weights = weights_of(case)
    before, now = kept_state(case), state(case, weights.digest)
    if before is not None and before.moment == now.moment:
        return None
    if before is not None and before.moment[1:] != now.moment[1:]:
        before = None
    writer = Writer(case, "findings")  # from here on nothing that is kept is taken for whole
    tell("comparing documents")
    wanted = asked(case)
    work = Work(case, writer, before, now.asking(wanted), weights, wanted, origins_of(case))
    changes = bring(work, tell)
    writer.keep("findings", {"state": work.now.model_dump_json()})
    return changes


def findings(case: Case) -> Findings:
    """What follows from the case, brought up to date."""
    while True:
        update(case)
        begun = case.result("findings", "state")
        found = {space: [body for _, body in case.results(space)] for space in SPACES}
        if begun == case.result("findings", "state"):  # nobody wrote meanwhile
            break
    return Findings(
        incidents=tuple(sorted(map(Incident.model_validate_json, found["incident"]), key=_order)),
        series=tuple(map(Series.model_validate_json, found["series"])),
        forecasts=tuple(map(Forecast.model_validate_json, found["forecast"])),
    )


def one_incident(case: Case, key: str) -> Incident:
    """The incident of that id, or the beginning of it, or that one of its claims is in.

    Raises:
        InputError: there is none, or there are several.
    """
    update(case)
    all_of_them = [Incident.model_validate_json(body) for _, body in case.results("incident")]
    named = [i for i in all_of_them if i.id.startswith(key)] if key else []
    holding = [i for i in all_of_them if any(s.claim.startswith(key) for s in i.statements)] if key else []
    found = named or holding
    if len(found) != 1:
        reason = "several incidents begin with that" if found else "no incident of the case is so called"
        raise InputError(f"{key}: {reason}. Give an id of `ascribe incidents`.")
    return found[0]


def origins_of(case: Case) -> Origins:
    """Who reported each document of the case, brought up to date."""
    body = case.result("origins", "origins")
    kept = Origins.model_validate_json(body) if body else None
    count = case.about()["rows"]["document"]
    if kept is not None and kept.rules == rules_digest().hex() and len(kept.printed) == count:
        return kept
    return _origins(case, kept)


def weights_of(case: Case) -> Weights:
    """The weights that were learned in this case, else the package's."""
    learned = dict(case.results("weights")).get("learned")
    return Weights.model_validate_json(learned) if learned else default_weights()


def links_of(case: Case) -> Links:
    """The links that are kept, brought up to date."""
    update(case)
    return Links.from_jsonl(body for _, body in case.results("links"))


def _order(one: Incident) -> tuple[str, str]:
    return one.when.start or "9999", one.id


def _origins(case: Case, before: Origins | None) -> Origins:
    kept = dict(case.results("origins"))
    seen, new = [], {}
    for entry in case.documents():
        stored = kept.get(entry.id)
        if stored is None:
            one = signed(case.document(entry.id))
            new[entry.id] = json.dumps({
                "document": one.document.model_dump(), "signature": base64.b64encode(one.signature).decode("ascii")
            })  # fmt: skip
        else:
            fields = json.loads(stored)
            one = Signed(Printed.model_validate(fields["document"]), base64.b64decode(fields["signature"]))
        seen.append(one)
    found = grouped(seen, lambda id: case.document(id).text, before)
    case.keep_results("origins", {**new, "origins": found.model_dump_json()})
    return found
