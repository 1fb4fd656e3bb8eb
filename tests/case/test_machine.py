"""Whatever people do in whatever order: nothing is lost, the chain holds, the state follows from the records alone."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from ascribe.case import Case, Decision
from ascribe.case.bundle import export_bundle, import_bundle
from ascribe.case.ledger import FIRST, active
from ascribe.case.state import state_of
from ascribe.case.verify import verify
from ascribe.errors import UsageError

from .conftest import ACTORS, BY, PLACES, TRIGGERS, derived, small

READERS = (
    {"name": "small-1"},
    {"name": "small-2", "wide": True},
    {"name": "small-3", "blind": ("killed", "shelled")},
    {"name": "small-4", "wide": True, "blind": ("injured",)},
)
TEXTS = st.lists(
    st.builds(
        "{} {} {} in {} on 2017-07-0{}{}.".format,
        st.sampled_from(sorted(ACTORS)), st.sampled_from(sorted(TRIGGERS)), st.sampled_from(sorted(ACTORS)),
        st.sampled_from(sorted(PLACES)), st.integers(1, 9), st.sampled_from(["", ", the Monitor said"]),
    ),
    min_size=1, max_size=3,
).map(" ".join)  # fmt: skip
NAMES = st.sampled_from(["front", "state", "Ministry", "soldiers", "Civilians", "third", "fourth", "observatory"])
PLACE_IDS = st.sampled_from(["1", "2", "3", "4"])
FIELDS = st.sampled_from(
    [
        {"factuality": "denied"},
        {"type": "airstrike"},
        {"agent": []},
        {"where": None},
        {"when": {"start": "2018-01-01", "end": "2018-12-31", "precision": "year"}},
        {"attribution": None, "confidence": 0.5},
    ]
)


class Machine(RuleBasedStateMachine):
    """One case, and what is known to have been put into it."""

    documents: Bundle[str] = Bundle("documents")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="ascribe-machine"))
        self.names = itertools.count(1)
        self.case = Case.create(str(self.folder / "0.case"), author=BY)
        self.made: list[Decision] = list(self.case.decisions())
        self.texts: dict[str, str] = {}
        self.readings: set[tuple[str, str]] = set()

    def teardown(self) -> None:
        try:
            assert verify(self.case) == ()
            rows = derived(self.case)
            self.case.rebuild()
            assert derived(self.case) == rows
        finally:
            self.case.close()
            shutil.rmtree(self.folder)

    @rule(target=documents, text=TEXTS)
    def add(self, text: str) -> Any:
        from ascribe.documents import from_text

        document = from_text(text)
        assert self.case.store("report.txt", text.encode(), document, BY) == (document.sha256 not in self.texts)
        self.texts[document.sha256] = text
        self.follow()
        return document.sha256

    @rule(document=documents, version=st.sampled_from(READERS))
    def read(self, document: str, version: dict[str, Any]) -> None:
        reading = small(**version).read(self.case.document(document))
        new = (document, version["name"]) not in self.readings
        assert self.case.store_reading(reading, "ontology-1", BY) == new
        self.readings.add((document, version["name"]))
        self.follow()

    @rule(kind=st.sampled_from(["accept", "reject", "amend"]), fields=FIELDS, pick=st.integers(0, 99))
    def judge(self, kind: str, fields: dict[str, Any], pick: int) -> None:
        claims = list(self.case.claims())
        if claims:
            anchor = self.case.anchor(claims[pick % len(claims)].claim.id)
            self.decide(kind, {"claim": anchor}, {"fields": fields} if kind == "amend" else None)

    @rule(document=documents, kind=st.sampled_from(["add_claim", "name"]), pick=st.integers(0, 99), name=NAMES)
    def point(self, document: str, kind: str, pick: int, name: str) -> None:
        words = self.texts[document].split()
        word = words[pick % len(words)].rstrip(".,")
        begin = self.texts[document].index(word)
        about = {"document": document, "begin": begin, "end": begin + len(word), "words": word}
        self.decide(kind, about, {"type": "killing"} if kind == "add_claim" else {"name": name, "actor": name})

    @rule(given=st.lists(NAMES, min_size=1, max_size=2), into=NAMES, only=st.none() | NAMES)
    def actors(self, given: list[str], into: str, only: str | None) -> None:
        kind = "split_actor" if only else "merge_actors"
        self.decide(kind, {"actors": given}, {"actor": into, "only": only})

    @rule(given=st.lists(PLACE_IDS, min_size=1, max_size=2), into=PLACE_IDS | st.none(), located=st.booleans())
    def places(self, given: list[str], into: str | None, located: bool) -> None:
        spot = {"latitude": 1.0, "longitude": 2.0} if located else {}
        place = {"begin": 0, "end": 0, "text": "", "name": f"P{into}", "gazetteer_id": into, "confidence": 1.0, **spot}
        self.decide("merge_places", {"places": given}, {"place": place})

    @rule(source=NAMES, stance=st.sampled_from(["party", "aligned", "independent"]))
    def stance(self, source: str, stance: str) -> None:
        self.decide("stance", {"source": source}, {"stance": stance})

    @rule(pick=st.integers(0, 99))
    def undo(self, pick: int) -> None:
        self.decide("undo", {"decision": 1 + pick % len(self.made)}, None)

    @rule()
    def rebuild(self) -> None:
        self.case.rebuild()

    @rule()
    def reopen(self) -> None:
        where = self.case.database.name
        self.case.close()
        self.case = Case.open(where)

    @rule()
    def by_bundle(self) -> None:
        path = self.folder / f"{next(self.names)}.zip"
        export_bundle(self.case, path)
        rows = derived(self.case)
        self.case.close()
        self.case = import_bundle(path, str(path.with_suffix(".case")))
        assert derived(self.case) == rows
        self.follow()

    def decide(self, kind: str, subject: Any, value: Any) -> None:
        """Decide; what is refused must leave no trace."""
        try:
            self.case.decide(kind, subject, value, author="Ana", why="because")
        except UsageError:
            assert list(self.case.decisions()) == self.made
        self.follow()

    def follow(self) -> None:
        """Nothing that was there may change or go."""
        now = list(self.case.decisions())
        assert now[: len(self.made)] == self.made
        self.made = now

    @invariant()
    def the_chain_is_whole(self) -> None:
        assert [d.sequence for d in self.made] == list(range(1, len(self.made) + 1))
        assert [d.previous for d in self.made] == [FIRST, *(d.digest for d in self.made[:-1])]
        assert all(d.digest == d.expected_digest() for d in self.made)

    @invariant()
    def nothing_is_lost(self) -> None:
        rows = self.case.about()["rows"]
        assert (rows["document"], rows["reading"]) == (len(self.texts), len(self.readings))
        assert {entry.id for entry in self.case.documents()} == set(self.texts)

    @invariant()
    def the_state_follows_from_the_records(self) -> None:
        """By the plain function over all decisions, which knows nothing of what was kept to find them by."""
        counted = active(self.made)
        claims, lost = [], []
        for entry in self.case.documents():
            about = [d for d in counted if _bears_on(d, entry.id)]
            state = state_of(self.case.document(entry.id), self.case.reading(entry.id), about)
            claims += list(state.claims)
            lost += [number for number, _ in state.lost]
        assert list(self.case.claims()) == claims
        assert [decision.sequence for decision, _ in self.case.lost()] == sorted(lost)


def _bears_on(decision: Decision, document: str) -> bool:
    subject = decision.subject
    anchored = subject.get("document", subject.get("claim", {}).get("document"))
    return "actors" in subject or "places" in subject or anchored == document


Machine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestMachine = Machine.TestCase
