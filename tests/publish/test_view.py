"""What leaves a case under a profile: streams, counts, incidents without the claims that stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ascribe.case import Case
from ascribe.documents import from_bytes
from ascribe.errors import CaseError
from ascribe.incidents.findings import findings
from ascribe.publish.profiles import Profile, packaged
from ascribe.publish.view import View, view

from ..case.conftest import BY, put, small
from .conftest import quoting

AS_OF = date(2017, 7, 20)
OLD = "Rebels killed 12 civilians in Raqqa on 2017-07-05, the Monitor said."
FRESH = "Rebels killed 30 civilians in Raqqa on 2017-07-05, the Ministry said."


def _add(case: Case, text: str, published: str, **details: str) -> None:
    document = from_bytes(text.encode(), name="r.txt", published=published, outlet="Halyard")
    case.store("r.txt", text.encode(), document.model_copy(update=details), BY)
    case.store_reading(small().read(case.document(document.sha256)), "ontology-1", BY)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Case]:
    """One incident told twice: long ago, and yesterday."""
    with Case.create(str(tmp_path / "two.case"), author=BY) as made:
        yield _told_twice(made)


def _told_twice(case: Case) -> Case:
    _add(case, OLD, "2017-07-06")
    _add(case, FRESH, "2017-07-19")
    told = [f for f in case.claims() if f.sentence in (OLD, FRESH)]
    findings(case)
    anchors = [case.anchor(f.claim.id).model_dump(mode="json") for f in told]
    case.decide("merge_incidents", {"claims": anchors}, author=BY)
    return case


def _public(case: Case, **fields: object) -> View:
    return view(case, quoting(**fields), AS_OF)


def test_the_team_gets_what_the_case_holds(two: Case) -> None:
    shown = view(two, packaged("team"), AS_OF)
    found = findings(two)
    assert list(shown.claims()) == list(two.claims())
    assert list(shown.documents()) == list(two.documents())
    assert sorted(shown.incidents(), key=lambda i: i.id) == sorted(found.incidents, key=lambda i: i.id)
    assert list(shown.forecasts()) == list(found.forecasts)
    assert shown.withheld == {}


def test_the_counts_are_those_of_the_case(two: Case) -> None:
    shown = _public(two)
    for stream, of_case in ((shown.claims, two.claims()), (shown.incidents, findings(two).incidents)):
        left = len(list(stream()))
        kept_back = sum(n for what, n in shown.withheld.items() if what.startswith(f"{stream.__name__}: withheld"))
        assert left + kept_back == len(list(of_case))
    assert shown.withheld["claims: withheld, younger than 72 hours"] == 1


def test_every_reading_of_a_stream_is_the_same(two: Case) -> None:
    shown = _public(two)
    first = [one.model_dump_json() for one in shown.incidents()], dict(shown.withheld)
    assert ([one.model_dump_json() for one in shown.incidents()], dict(shown.withheld)) == first
    assert [one.model_dump_json() for one in _public(two).incidents()] == first[0]


def test_an_incident_shows_only_claims_that_leave_and_keeps_its_grade(two: Case) -> None:
    (whole,) = [i for i in view(two, packaged("team"), AS_OF).incidents() if len(i.statements) == 2]
    (one,) = [i for i in _public(two).incidents() if i.id == whole.id]
    assert [(f.lowest, f.highest) for f in whole.figures] == [(12, 30)]
    assert [(f.lowest, f.highest) for f in one.figures] == [(12, 12)]
    assert (len(one.statements), one.basis.documents) == (1, 1)
    assert (one.grade.grade, one.grade.computed) == (whole.grade.grade, whole.grade.computed)
    assert set(one.grade.inputs.saying) <= {s.key for s in one.speakers}
    assert "do not leave" in one.grade.reason
    assert "ministry" not in one.model_dump_json().casefold()  # who gave the other figure


def test_unreviewed_claims_stay_by_choice(two: Case) -> None:
    accepted = next(f for f in two.claims() if f.sentence == OLD)
    two.decide("accept", {"claim": two.anchor(accepted.claim.id).model_dump(mode="json")}, author=BY)
    shown = _public(two, standings=("accepted",))
    assert [f.claim.id for f in shown.claims()] == [accepted.claim.id]
    assert shown.withheld["claims: withheld, unreviewed"] == 1


def test_a_sentence_leaves_once_its_claim_is_accepted(two: Case) -> None:
    shown = view(two, packaged("public"), AS_OF)
    assert {f.sentence for f in shown.claims()} == {"[sentence withheld]"}
    assert shown.withheld["claims: sentence not looked at"] == len(list(shown.claims()))
    accepted = next(f for f in two.claims() if f.sentence == OLD)
    two.decide("accept", {"claim": two.anchor(accepted.claim.id).model_dump(mode="json")}, author=BY)
    shown = view(two, packaged("public"), AS_OF)
    assert {f.claim.id for f in shown.claims() if f.sentence != "[sentence withheld]"} == {accepted.claim.id}


def test_a_sentence_is_cut_between_words(two: Case) -> None:
    shown = _public(two, excerpt=30)
    sentences = [f.sentence for f in shown.claims()]
    assert "Rebels killed 12 civilians in…" in sentences
    assert all(len(s) <= 30 for s in sentences)
    assert shown.withheld["claims: sentence cut"] == len(sentences)
    assert {f.sentence for f in _public(two, excerpt=0).claims()} == {""}


def test_nothing_of_the_team_and_no_names_in_titles_and_addresses(two: Case) -> None:
    _add(
        two, OLD.replace("the Monitor", "resident Marwa Qatranji"), "2017-07-06", title="What Marwa Qatranji saw",
        url="https://n.example/2017/marwa-qatranji", author="Idris Belhoussaye",
    )  # fmt: skip
    _add(two, OLD + " ", "2017-07-07", title="Rebels in Raqqa", url="https://n.example/2017/rebels")
    text = OLD.replace("the Monitor", "resident Marwa Qatranji") + " Marwa Qatranji wept."
    put(two, text)
    shown = {entry.number: entry for entry in _public(two).documents()}
    assert {e.added_by for e in shown.values()} == {"the team"}
    assert {e.author for e in shown.values()} == {None}
    assert (shown[3].title, shown[3].url, shown[3].name) == (None, None, "document-3")
    assert (shown[4].title, shown[4].url) == ("Rebels in Raqqa", "https://n.example/2017/rebels")


def test_a_case_that_changes_meanwhile_is_not_half_exported(two: Case) -> None:
    stream = view(two, packaged("team"), AS_OF).documents()
    next(stream)
    put(two, "Rebels destroyed the bridge in Tabqa on 2017-07-05.")
    with pytest.raises(CaseError, match="changed while it was read"):
        list(stream)


def test_each_safeguard_is_a_choice(two: Case) -> None:
    free = Profile(name="x", private_persons="name", sensitive_places="exact", least_hours=0, excerpt=None,
                   quoted=("accepted", "unreviewed", "rejected"))  # fmt: skip
    shown = view(two, free, AS_OF)
    assert list(shown.claims()) == list(two.claims())
    assert {e.added_by for e in shown.documents()} == {BY}
