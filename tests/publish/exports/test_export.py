"""Exports as files: names, the same bytes, manifests, whole records, the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ascribe.case import Case
from ascribe.errors import InputError, UsageError
from ascribe.incidents.model import Incident
from ascribe.model import FiledClaim
from ascribe.publish.exports import FORMATS, export, format_of
from ascribe.publish.manifest import problems, read_manifest
from ascribe.publish.profiles import packaged
from ascribe.publish.view import View, view

from ...conftest import Run
from .conftest import AS_OF, written

NAMES = [f"case{one.name}" if one.name.startswith(".") else one.name for one in FORMATS]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_state_gives_the_same_bytes(demo: Case, tmp_path: Path, name: str) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        export(view(demo, packaged("public"), AS_OF), tmp_path / folder / name)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / folder).iterdir()} for folder in ("a", "b"))
    assert first == second
    assert set(first) == {*read_manifest(tmp_path / "a" / f"{name}.manifest.json").files, f"{name}.manifest.json"}
    assert list(problems(tmp_path / "a" / name)) == []


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("incidents.csv", "incidents.csv"), ("raqqa-claims.CSV", "claims.csv"), ("2017.07.acled.csv", "acled.csv"),
        ("raqqa.xlsx", ".xlsx"), ("incidents.geojson", ".geojson"), ("raqqa.jsonl", ".jsonl"),
        ("claims.jsonl", "claims.jsonl"), ("raqqa_ftm.jsonl", "ftm.jsonl"),
    ],
)  # fmt: skip
def test_a_name_says_the_format(name: str, format: str) -> None:
    assert format_of(Path("out") / name).name == format


@pytest.mark.parametrize("name", ["raqqa.csv", "incidents.ods", "raqqa.case", "acled.parquet", ".csv"])
def test_a_name_that_says_none(name: str) -> None:
    with pytest.raises(UsageError, match=r"no export is so called.*incidents\.csv"):
        format_of(Path(name))


def test_a_folder_that_is_not_there(shown: View, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        export(shown, tmp_path / "none" / "incidents.csv")


def test_records_come_back_as_they_were(shown: View, incidents: list[Incident], tmp_path: Path) -> None:
    held: dict[str, list[dict[str, object]]] = {}
    for line in written(shown, tmp_path, "case.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        held.setdefault(record.pop("record"), []).append(record)
    assert [Incident.model_validate(one) for one in held["incidents"]] == incidents
    assert [FiledClaim.model_validate(one) for one in held["claims"]] == list(shown.claims())
    assert [len(held[k]) for k in ("documents", "series", "forecasts")] == [
        sum(1 for _ in stream()) for stream in (shown.documents, shown.series, shown.forecasts)
    ]


def test_the_public_gets_less_and_the_manifest_says_so(demo: Case, tmp_path: Path) -> None:
    made = export(view(demo, packaged("public"), AS_OF), tmp_path / "claims.csv")
    rows = (tmp_path / "claims.csv").read_bytes().count(b"\n") - 1
    withheld = sum(n for what, n in made.withheld.items() if what.startswith("claims: withheld"))
    assert rows + withheld == sum(1 for _ in demo.claims())
    assert rows < sum(1 for _ in demo.claims())


def test_export_and_verify_on_the_command_line(demo_path: Path, tmp_path: Path, ascribe: Run) -> None:
    path = tmp_path / "incidents.csv"
    done = ascribe("export", demo_path, "--to", path, "--as-of", "2018-01-01")
    assert done.returncode == 0, done.stderr
    assert "profile public, as of 2018-01-01" in done.stdout
    sound = ascribe("verify", path)
    assert (sound.returncode, sound.stdout.split(":")[0]) == (0, "Sound")
    assert ascribe("verify", path, "--head", "0" * 64).returncode == 1
    path.write_bytes(path.read_bytes() + b"x")
    broken = ascribe("verify", path)
    assert (broken.returncode, "incidents.csv: changed" in broken.stdout) == (1, True)


def test_what_the_command_line_refuses(demo_path: Path, tmp_path: Path, ascribe: Run) -> None:
    for options, told in (
        (("--to", "raqqa.csv"), "no export is so called"),
        (("--to", tmp_path / "claims.csv", "--profile", "press"), "no profile 'press'"),
        (("--to", tmp_path / "claims.csv", "--as-of", "soon"), "no day"),
    ):
        done = ascribe("export", demo_path, *options)
        assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert list(tmp_path.iterdir()) == []
