"""The manifest says what was withheld and proves the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ascribe.case import Case
from ascribe.errors import InputError
from ascribe.publish.manifest import IN_FOLDER, SUFFIX, manifest_of, problems, read_manifest
from ascribe.publish.profiles import packaged
from ascribe.publish.view import view


def _export(case: Case, folder: Path) -> Path:
    """A site of two files, with its manifest."""
    shown = view(case, packaged("public"), date(2018, 1, 1))
    list(shown.claims())
    (folder / "data").mkdir(parents=True)
    files = [folder / "index.html", folder / "data" / "claims.csv"]
    for path in files:
        path.write_text(path.name, encoding="utf-8")
    (folder / IN_FOLDER).write_text(manifest_of(shown, files, folder).to_json(), encoding="utf-8")
    return folder


def test_it_tells_profile_counts_versions_and_head(case: Case, tmp_path: Path) -> None:
    found = read_manifest(_export(case, tmp_path / "site") / IN_FOLDER)
    about = case.about()
    assert (found.case, found.head, found.as_of) == (about["id"], about["head_digest"], "2018-01-01")
    assert (found.profile, list(found.files)) == (packaged("public"), ["data/claims.csv", "index.html"])
    assert found.withheld == {"claims: withheld, without a known date": 4}
    assert found.read_otherwise == 1  # a test's reader has read it


def test_the_same_state_gives_the_same_bytes(case: Case, tmp_path: Path) -> None:
    first, second = (_export(case, tmp_path / name) / IN_FOLDER for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()


def test_a_sound_export_has_no_problems(case: Case, tmp_path: Path) -> None:
    assert list(problems(_export(case, tmp_path / "site"))) == []


def test_what_was_touched_is_named(case: Case, tmp_path: Path) -> None:
    folder = _export(case, tmp_path / "site")
    (folder / "index.html").write_text("other", encoding="utf-8")
    (folder / "data" / "claims.csv").unlink()
    (folder / "data" / "more.csv").touch()
    assert list(problems(folder)) == [
        "data/claims.csv: missing",
        "index.html: changed since it was exported",
        "data/more.csv: added since it was exported",
    ]


def test_a_manifest_cannot_lead_out_of_its_folder(case: Case, tmp_path: Path) -> None:
    folder = _export(case, tmp_path / "site")
    path = folder / IN_FOLDER
    path.write_text(path.read_text(encoding="utf-8").replace("index.html", "../secret"), encoding="utf-8")
    assert "../secret: not a file of this export" in list(problems(folder))


def test_a_file_has_its_manifest_beside_it(case: Case, tmp_path: Path) -> None:
    shown = view(case, packaged("team"), date(2018, 1, 1))
    path = tmp_path / "claims.csv"
    path.write_text("a", encoding="utf-8")
    path.with_name(path.name + SUFFIX).write_text(manifest_of(shown, [path], tmp_path).to_json(), encoding="utf-8")
    assert list(problems(path)) == []
    other = tmp_path / "other.csv"
    other.write_text("a", encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.csv\.manifest\.json"):
        list(problems(other))
