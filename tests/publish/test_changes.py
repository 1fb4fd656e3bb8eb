"""What changed between two exports: new, corrected and withdrawn incidents, by id or by their claims."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from ascribe.case import Case
from ascribe.errors import InputError, UsageError
from ascribe.incidents.findings import findings
from ascribe.publish.changelog import change_table, changelog
from ascribe.publish.changes import Changes, changes
from ascribe.publish.exports import export
from ascribe.publish.manifest import File, manifest_path, read_manifest
from ascribe.publish.profiles import packaged
from ascribe.publish.view import view

from ..case.conftest import BY, put
from .conftest import put_far

FIRST, SECOND, THIRD = "2017-07-05", "2017-07-09", "2017-07-20"
REPORT = (
    f"Rebels killed 12 civilians in Raqqa on {FIRST}, the Monitor said.\n\n"
    f"Rebels destroyed 2 houses in Tabqa on {SECOND}, the Monitor said.\n"
)


def _export(case: Case, to: Path, as_of: date = date(2017, 9, 1), profile: str = "team") -> Path:
    export(view(case, packaged(profile), as_of), to)
    return to


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(str(tmp_path / "a.case"), title="Raqqa <b>x</b>", author=BY) as made:
        put(made, REPORT, outlet="Halyard")
        yield made


def _edit(case: Case) -> None:
    """One incident more, one graded anew, one whose claims are rejected."""
    put(case, f"The Army shelled a school in Tabqa on {THIRD}, the <i>Ministry</i> said.", outlet="Castellan")
    for one in findings(case).incidents:
        about = {"claim": case.anchor(one.statements[0].claim).model_dump(mode="json")}
        if one.when.start == FIRST:
            case.decide("regrade", about, {"grade": "discounted"}, author=BY)
        if one.when.start == SECOND:
            case.decide("reject", about, author=BY)


def _told(found: Changes) -> list[tuple[str, str]]:
    return [(change.kind, change.row["start"]) for change in found.found]


@pytest.mark.parametrize("name", ["incidents.csv", "case.jsonl", "incidents.jsonl", "brief"])
def test_new_corrected_withdrawn(case: Case, tmp_path: Path, name: str) -> None:
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
    old = _export(case, tmp_path / "old" / name)
    assert changes(old, old).found == ()
    _edit(case)
    found = changes(old, _export(case, tmp_path / "new" / name))
    assert _told(found) == [("corrected", FIRST), ("withdrawn", SECOND), ("new", THIRD)]
    fields = {field.name: (field.before, field.after) for field in found.of("corrected")[0].fields}
    assert fields["grade"] == ("weak", "discounted")
    assert found.same == 0


def test_kinds_of_files_may_be_mixed(case: Case, tmp_path: Path) -> None:
    old, new = _export(case, tmp_path / "incidents.csv"), _export(case, tmp_path / "case.jsonl")
    assert changes(old, new).found == ()
    assert changes(old, new).same == 2


def test_an_incident_that_joins_another_says_where_it_went(case: Case, tmp_path: Path) -> None:
    old = _export(case, tmp_path / "old-incidents.csv")
    anchors = [case.anchor(f.claim.id).model_dump(mode="json") for f in case.claims()]
    case.decide("merge_incidents", {"claims": anchors}, author=BY)
    found = changes(old, _export(case, tmp_path / "new-incidents.csv"))
    kept, gone = found.of("corrected")[0], found.of("withdrawn")[0]
    assert gone.kin == kept.row
    assert {field.name for field in kept.fields} >= {"types", "claims"}


def test_one_with_another_id_is_found_by_its_claims(tmp_path: Path) -> None:
    """The id is the smallest id of a claim: a report that is added may bring a smaller one."""
    with Case.create(str(tmp_path / "a.case"), author=BY) as case:
        put(case, f"Rebels killed 12 civilians in Raqqa on {FIRST}, the Monitor said.", outlet="Halyard")
        put_far(case)
        old = _export(case, tmp_path / "old-incidents.csv")
        first = next(one.id for one in findings(case).incidents if one.when.start == FIRST)
        for count in range(13, 60):
            put(case, f"Rebels killed {count} civilians in Raqqa on {FIRST}, the Ministry said.", outlet="Castellan")
            told = [f.claim.id for f in case.claims() if f.claim.when and f.claim.when.start == FIRST]
            if min(told) != first:
                break
        anchors = [case.anchor(id).model_dump(mode="json") for id in told]
        case.decide("merge_incidents", {"claims": anchors}, author=BY)
        found = changes(old, _export(case, tmp_path / "new-incidents.csv"))
    assert [change.kind for change in found.found] == ["corrected"]
    assert found.same == 1
    field = found.found[0].fields[0]
    assert (field.name, field.before, field.after) == ("incident", first, min(told))


def test_numbers_of_private_persons_are_no_correction(tmp_path: Path) -> None:
    """They count whom the case meets, and so may differ from one export to the next."""
    with Case.create(str(tmp_path / "a.case"), author=BY) as case:
        put(case, f"Rebels killed 12 civilians in Raqqa on {FIRST}, the Monitor said.", outlet="Halyard")
        old = _export(case, tmp_path / "old-incidents.csv")
    new = tmp_path / "new-incidents.csv"
    for path, number in ((old, 1), (new, 2)):
        text = (
            old.read_text(encoding="utf-8")
            .replace('"Monitor"', f'"a resident ({number})"')
            .replace("(1)", f"({number})")
        )
        path.write_text(text, encoding="utf-8")
        known = read_manifest(manifest_path(tmp_path / "old-incidents.csv"))
        file = File(sha256=hashlib.sha256(path.read_bytes()).hexdigest(), bytes=path.stat().st_size)
        manifest_path(path).write_text(
            known.model_copy(update={"files": {path.name: file}}).to_json(), encoding="utf-8"
        )
    assert "a resident (2)" in new.read_text(encoding="utf-8")
    assert changes(old, new).found == ()


def test_exports_that_cannot_be_compared(case: Case, tmp_path: Path) -> None:
    old, late = _export(case, tmp_path / "incidents.csv"), _export(case, tmp_path / "b-incidents.csv", date(2017, 9, 2))
    with pytest.raises(UsageError, match="give the older one first"):
        changes(late, old)
    with pytest.raises(InputError, match="not a table of incidents"):
        changes(_export(case, tmp_path / "claims.csv"), late)
    with pytest.raises(InputError, match="not a table of incidents"):
        changes(_export(case, tmp_path / "case.xlsx"), late)
    old.write_text(old.read_text(encoding="utf-8").replace("12", "13"), encoding="utf-8")
    with pytest.raises(InputError, match="not as it was exported"):
        changes(old, late)
    with Case.create(str(tmp_path / "b.case"), author=BY) as other:
        put(other, REPORT)
        with pytest.raises(InputError, match="another case"):
            changes(late, _export(other, tmp_path / "c-incidents.csv", date(2017, 9, 2)))


def test_the_table_and_the_page_tell_all_and_are_safe(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = _export(case, tmp_path / "old-incidents.csv")
    _edit(case)
    found = changes(old, _export(case, tmp_path / "new-incidents.csv", profile="public"))
    change_table(found, Console(width=100, highlight=False))
    printed = capsys.readouterr().out
    page = changelog(found)
    for text in (printed, page):
        assert "0 new, 0 corrected, 2 withdrawn" in text or "1 withdrawn" in text
        assert "different rules" in text
    assert re.findall(r"<(?:i|b|script|img)>", page.split("<main>")[0].split("<h1>")[0]) == []
    assert "&lt;b&gt;" in page
    assert re.findall(r'(?:src|href)="', page) == []
