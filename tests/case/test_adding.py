"""Reports into a case: known ones, failing ones, trying again, reading again."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import pytest

from ascribe.case import Case, Step, add, read_again, retry
from ascribe.errors import InputError, UsageError
from ascribe.model import Document, Reading
from ascribe.reading.pipeline import Reader

from .conftest import BY, REPORT, SmallReader, small


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three reports, one of them empty."""
    made = tmp_path / "reports"
    made.mkdir()
    (made / "a.txt").write_text(REPORT)
    (made / "b.txt").write_text("")
    (made / "c.txt").write_text("Rebels killed 3 civilians in Tabqa.")
    return made


class Choosy(SmallReader):
    """Refuses what tells of Tabqa and not of Raqqa."""

    def read(self, document: Document) -> Reading:
        if "Raqqa" not in document.text:
            raise InputError("the model refuses it")
        return super().read(document)


def outcomes(steps: Iterable[Step]) -> list[str]:
    return [step.outcome for step in steps]


def test_reports_are_added_once(case: Case, folder: Path) -> None:
    steps = list(add(case, [str(folder)], small(), BY, outlet="Courier", published="2017-07-05"))
    assert [(Path(step.name).name, step.outcome, step.claims) for step in steps] == [
        ("a.txt", "added", 4), ("b.txt", "failed", 0), ("c.txt", "added", 1),
    ]  # fmt: skip
    head = case.about()["head"]
    assert outcomes(add(case, [str(folder)], small(), BY)) == ["known", "failed", "known"]
    assert case.about()["head"] == head
    assert {entry.outlet for entry in case.documents()} == {"Courier"}
    (failed,) = case.failures()
    assert (Path(failed.name).name, failed.attempts, failed.code) == ("b.txt", 2, "input")
    assert "empty" in failed.message


def test_the_same_bytes_under_another_name_are_known(case: Case, folder: Path) -> None:
    (folder / "d.txt").write_text(REPORT)
    assert outcomes(add(case, [str(folder)], small(), BY)) == ["added", "failed", "added", "known"]
    assert case.about()["rows"]["document"] == 2


def test_a_date_that_is_none_is_refused_at_once(case: Case, folder: Path) -> None:
    with pytest.raises(UsageError):
        add(case, [str(folder)], small(), BY, published="once")
    assert case.about()["head"] == 1


def test_what_failed_is_tried_again_and_forgotten_when_it_succeeds(case: Case, folder: Path) -> None:
    list(add(case, [str(folder)], small(), BY, outlet="Courier"))
    assert outcomes(retry(case, small(), BY)) == ["failed"]
    assert case.failures()[0].attempts == 2
    (folder / "b.txt").write_text("Rebels killed 8 civilians in Raqqa.")
    assert outcomes(retry(case, small(), BY)) == ["added"]
    assert case.failures() == ()
    assert case.entry("3").outlet == "Courier"


def test_a_failure_keeps_the_bytes_it_had(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"\x00\x01\x02\xff" * 50)
    assert outcomes(add(case, [str(path)], small(), BY)) == ["failed"]
    assert case.failures()[0].data == path.read_bytes()
    path.unlink()
    assert outcomes(retry(case, small(), BY)) == ["failed"]
    assert (case.failures()[0].attempts, case.failures()[0].data) == (2, b"\x00\x01\x02\xff" * 50)


def test_a_reading_that_failed_is_tried_again_from_the_case(case: Case, tmp_path: Path) -> None:
    lines = [{"id": "one", "text": "Rebels killed 3 civilians in Tabqa."}, {"id": "two", "text": REPORT}]
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    refusing = cast(Reader, Choosy())
    assert outcomes(add(case, [str(path)], refusing, BY)) == ["failed", "added"]
    assert case.about()["rows"]["document"] == 2
    path.unlink()
    assert outcomes(retry(case, refusing, BY)) == ["failed"]
    assert case.failures()[0].attempts == 2
    assert outcomes(retry(case, small(), BY)) == ["read"]
    assert case.failures() == ()


def test_lines_that_failed_are_tried_again_with_their_file(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    good = json.dumps({"id": "one", "text": REPORT})
    path.write_text(f'{good}\n{{broken\n{{"id": "three"}}\n')
    assert outcomes(add(case, [str(path)], small(), BY)) == ["added", "failed", "failed"]
    names = [failed.name for failed in case.failures()]
    path.rename(tmp_path / "away")
    assert outcomes(retry(case, small(), BY)) == ["failed"]
    assert set(names) < {failed.name for failed in case.failures()}, "what is known of a lost file is kept"
    mended = json.dumps({"id": "two", "text": "Rebels killed 3 civilians in Tabqa."})
    path.write_text(f'{good}\n{mended}\n{{"id": "three"}}\n')
    assert Counter(outcomes(retry(case, small(), BY))) == {"known": 1, "added": 1, "failed": 1}
    assert [failed.name for failed in case.failures()] == [names[0]]


def test_standard_input_is_not_waited_for_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outcomes(add(case, ["-"], small(), BY, stdin=io.BytesIO(b""))) == ["failed"]
    monkeypatch.setattr("sys.stdin", None)
    assert outcomes(retry(case, small(), BY)) == ["failed"]
    assert outcomes(add(case, ["-"], small(), BY, stdin=io.BytesIO(REPORT.encode()))) == ["added"]
    assert case.failures() == ()


def test_reading_again_reads_what_this_model_has_not(case: Case, folder: Path) -> None:
    list(add(case, [str(folder)], small(), BY))
    newer: dict[str, Any] = {"name": "small-2", "wide": True}
    assert list(read_again(case, small(), BY)) == []
    steps = list(read_again(case, small(**newer), BY))
    assert outcomes(steps) == ["read", "read"]
    assert outcomes(read_again(case, small(**newer), BY)) == []
    assert case.about()["rows"]["reading"] == 4
    assert outcomes(read_again(case, cast(Reader, Choosy("small-3")), BY)) == ["read", "failed"]
    assert len(case.unread("small-3", "x")) == 2
