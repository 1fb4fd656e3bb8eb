"""Every public method of a case, on both backends: documents, readings, failures, results."""

from __future__ import annotations

import hashlib

import pytest

from ascribe.case import Case, FailedReport
from ascribe.documents import from_bytes, from_text
from ascribe.errors import CaseError, InputError, UsageError

from .conftest import BY, REPORT, derived, put, small

HOSTILE = (
    "Rebels killed 3 civilians in Raqqa\u202e\u2066 \U0001f9e8\U00020000 <b>'; DROP TABLE claim;--\x07 e\u0301 today."
)


def test_a_new_case_is_empty_and_keeps_its_title(case: Case, where: str) -> None:
    with Case.open(where) as again:
        about = again.about()
    assert (about["title"], about["head"], about["rows"]["document"]) == ("Raqqa", 1, 0)
    assert about == case.about()
    assert [list(case.documents()), list(case.claims()), case.failures(), case.lost()] == [[], [], (), ()]
    (first,) = case.decisions()
    assert (first.kind, first.author, first.subject["id"]) == ("new_case", BY, about["id"])


def test_a_case_is_made_once(case: Case, where: str) -> None:
    with pytest.raises(CaseError, match=r"there is a file already|not empty"):
        Case.create(where, author=BY)
    assert case.about()["title"] == "Raqqa"


def test_a_document_is_kept_as_it_came(case: Case) -> None:
    data = b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").encode()
    document = from_bytes(data, name="a.txt", outlet="Agence")
    assert case.store("a.txt", data, document, BY)
    assert case.original(document.sha256) == data
    kept = case.document(document.sha256)
    assert kept.model_copy(update={"id": document.id}) == document
    (entry,) = case.documents()
    assert (entry.number, entry.name, entry.outlet, entry.added_by) == (1, "a.txt", "Agence", BY)
    assert case.entry("1") == case.entry(entry.id) == case.entry(entry.id[:9]) == entry


def test_the_same_bytes_twice_are_one_document(filled: Case) -> None:
    head = filled.about()["head"]
    put(filled)
    assert filled.about()["head"] == head
    assert filled.about()["rows"]["document"] == filled.about()["rows"]["reading"] == 1


def test_bytes_of_another_document_are_refused(case: Case) -> None:
    with pytest.raises(ValueError, match="not that of these bytes"):
        case.store("a.txt", b"other", from_text(REPORT), BY)
    assert not list(case.documents())


def test_what_is_not_there_is_said_so(filled: Case) -> None:
    for call in (filled.document, filled.original, filled.reading, filled.entry):
        with pytest.raises(InputError, match="no document of the case is so called"):
            call("f" * 64)
    for key in ("", "zz", "%", "0\0", "99", "9" * 30, "x' or 1=1 --"):
        with pytest.raises(InputError, match="no document"):
            filled.entry(key)
        with pytest.raises(InputError, match=r"no claim|several"):
            filled.claim(key)


def test_a_beginning_that_several_share_is_refused(case: Case) -> None:
    ids = [put(case, f"Rebels killed {n} civilians in Raqqa.") for n in range(17)]
    with pytest.raises(InputError, match="several documents begin with that"):
        case.entry(_common(ids))
    claims = [filed.claim.id for filed in case.claims()]
    twice = next(one[0] for one in claims if sum(other[0] == one[0] for other in claims) > 1)
    with pytest.raises(InputError, match="several claims begin"):
        case.claim(twice)
    assert case.claim(claims[0]).claim.id == claims[0]


def _common(ids: list[str]) -> str:
    return next(a for a in "abcdef" if sum(one.startswith(a) for one in ids) > 1)


def test_readings_are_versioned_and_the_latest_counts(filled: Case) -> None:
    (document,) = (entry.id for entry in filled.documents())
    first = filled.reading(document)
    assert first is not None
    assert first.model == "small-1"
    assert filled.has_reading(document, "small-1", "ontology-1")
    assert not filled.has_reading(document, "small-1", "ontology-2")
    assert filled.unread("small-1", "ontology-1") == ()
    assert filled.unread("small-2", "ontology-1") == (document,)
    second = small("small-2", wide=True).read(filled.document(document))
    assert filled.store_reading(second, "ontology-1", BY)
    assert not filled.store_reading(second, "ontology-1", BY)
    assert filled.reading(document) == second
    assert filled.about()["rows"]["reading"] == 2
    assert {filed.claim.id for filed in filled.claims()} == {claim.id for claim in second.claims}


def test_a_document_without_a_reading(case: Case) -> None:
    document = from_text(REPORT)
    case.store("a.txt", REPORT.encode(), document, BY)
    assert case.reading(document.sha256) is None
    assert case.count() == 0


def test_text_of_any_characters_comes_back(case: Case) -> None:
    key = put(case, HOSTILE.encode(), outlet="A\u202eB \U0001f4f0")
    assert case.document(key).text == HOSTILE
    (filed,) = case.claims()
    assert filed.sentence.startswith("Rebels killed 3 civilians")
    nul = from_text("Rebels killed 4 civilians\0 in Raqqa.")
    case.store("nul\0name.txt", nul.text.encode(), nul, BY)
    case.store_reading(small().read(case.document(nul.sha256)), "o", BY)
    assert case.document(nul.sha256).text == nul.text
    assert case.entry(nul.sha256).name == "nulname.txt"
    before = derived(case)
    case.rebuild()
    assert derived(case) == before


def test_a_name_longer_than_any_index_can_hold(case: Case) -> None:
    name = "x" * 9000
    key = put(case)
    claim = next(case.claims()).claim
    agent = [{"begin": 0, "end": 6, "text": "Rebels", "name": name, "actor": name, "confidence": 1.0}]
    case.decide("amend", {"claim": case.anchor(claim.id)}, {"fields": {"agent": agent}}, author=BY)
    assert [filed.claim.agent[0].name for filed in case.claims() if filed.claim.id == claim.id] == [name]
    assert case.entry(key).number == 1


def test_a_decision_needs_an_author(filled: Case) -> None:
    head = filled.about()["head"]
    for author in ("", " \t", "\0\x1b", "\u202e"):
        with pytest.raises(UsageError, match="needs a name"):
            filled.undo(1, author=author)
    assert filled.about()["head"] == head


def test_author_and_reason_are_kept_plain(filled: Case) -> None:
    made = filled.decide(
        "stance", {"source": "Monitor"}, {"stance": "party"}, author=" A\x1b[31m\nB\u202e\udcff ", why="x\0y\udcff\nz"
    )
    assert made.author == "A [31m B"
    assert made.why == "xy?\nz"
    assert list(filled.decisions())[-1] == made


def test_failures_are_kept_replaced_and_forgotten(case: Case) -> None:
    for message in ("first", "second\0"):
        case.fail(FailedReport(name="b.txt", data=b"\0\xff", options={"outlet": "é"}, code="input", message=message))
    case.fail(FailedReport(name="a\0.txt", code="input", message="other"))
    one, two = case.failures()
    assert (one.name, one.attempts, one.data) == ("a.txt", 1, None)
    assert (two.name, two.attempts, two.message, two.data) == ("b.txt", 2, "second", b"\0\xff")
    assert two.options == {"outlet": "é"}
    case.succeed("b.txt")
    case.succeed("never failed")
    assert [failed.name for failed in case.failures()] == ["a.txt"]


def test_results_of_later_steps(case: Case) -> None:
    case.keep_results("links", {"b": "2", "a": "1", "c": "3"})
    case.keep_results("grades", {"a": "x"})
    case.keep_results("links", {"c": None, "a": "one"})
    assert list(case.results("links")) == [("a", "one"), ("b", "2")]
    assert case.result("links", "b") == "2"
    assert case.result("links", "c") is None
    case.rebuild()
    assert list(case.results("grades")) == [("a", "x")]


def test_the_chain_has_a_row_for_everything(filled: Case) -> None:
    filled.decide("stance", {"source": "Monitor"}, {"stance": "independent"}, author=BY)
    kept = list(filled.decisions())
    assert [d.kind for d in kept] == ["new_case", "add_document", "read_document", "stance"]
    assert [d.sequence for d in kept] == [1, 2, 3, 4]
    assert all(d.digest == d.expected_digest() for d in kept)
    assert [d.previous for d in kept[1:]] == [d.digest for d in kept[:-1]]
    assert filled.about()["head_digest"] == kept[-1].digest
    assert kept[1].subject["id"] == hashlib.sha256(REPORT.encode()).hexdigest()
    assert [d.kind for d in filled.decisions("stance")] == ["stance"]


def test_a_question_sees_one_state_while_others_write(filled: Case, where: str) -> None:
    put(filled, "Rebels killed 5 civilians in Raqqa.")
    seen = filled.claims()
    first = next(seen)
    with Case.open(where) as other:
        for filed in list(other.claims()):
            other.decide("reject", {"claim": other.anchor(filed.claim.id)}, author=BY)
        assert {filed.standing for filed in other.claims()} == {"rejected"}
    assert {first.standing, *(filed.standing for filed in seen)} == {"unreviewed"}
