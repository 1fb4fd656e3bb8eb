"""What follows from a case, on the command line, with the sample reports: processes as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from ascribe.incidents.findings import Incident

from ..conftest import Run


@pytest.fixture(scope="module")
def made(ascribe: Run, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples in a case, added and linked by commands."""
    path = tmp_path_factory.mktemp("demo") / "raqqa.ascribe"
    assert ascribe("case", "new", path).returncode == 0
    assert ascribe("add", path, samples).returncode == 0
    first = ascribe("link", path)
    assert first.returncode == 0
    assert first.stdout.endswith("forecasts.\n")
    assert first.stderr == ""
    return path


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copyfile(made, tmp_path / made.name)


def listed(run: Run, case: Path, *more: str) -> list[Incident]:
    done = run("incidents", case, "--format", "jsonl", *more)
    assert done.returncode == 0, done.stderr
    return [Incident.model_validate_json(line) for line in done.stdout.splitlines()]


def test_linking_again_does_nothing(inside: Run, case: Path) -> None:
    assert inside("link", case).stdout.endswith("nothing has changed.\n")


def test_incidents_in_every_format(ascribe: Run, inside: Run, case: Path) -> None:
    found = listed(ascribe, case)
    assert len(found) > 5
    days = [i.when.start or "9999" for i in found]
    assert days == sorted(days)
    assert [i["id"] for i in json.loads(inside("incidents", case, "--format", "json").stdout)] == [i.id for i in found]
    rows = list(csv.DictReader(io.StringIO(inside("incidents", case, "--format", "csv").stdout)))
    assert [(r["incident"], r["grade"]) for r in rows] == [(i.id, i.grade.grade) for i in found]
    table = inside("incidents", case).stdout
    assert all(i.id[:8] in table for i in found)
    assert max(map(len, table.splitlines())) <= 80
    assert f"{len(found)} incidents" in table


def test_filters_select(inside: Run, case: Path) -> None:
    every = listed(inside, case)
    some = every[0]
    assert {i.id for i in listed(inside, case, "--grade", some.grade.grade)} == {
        i.id for i in every if i.grade.grade == some.grade.grade
    }
    assert {i.id for i in listed(inside, case, "--type", "airstrike")} == {
        i.id for i in every if "airstrike" in i.types
    }
    late = listed(inside, case, "--since", "2017-07-05")
    assert {i.id for i in late} == {i.id for i in every if (i.when.end or "") >= "2017-07-05"}
    spoken = listed(inside, case, "--source", "syrian observatory for human rights")
    assert spoken
    assert all(any(s.actor == "syrian-observatory-for-human-rights" for s in i.speakers) for i in spoken)
    assert inside("incidents", case, "--grade", "good").returncode == 2


def test_one_incident_in_words_and_as_json(ascribe: Run, inside: Run, case: Path) -> None:
    some = max(listed(inside, case), key=lambda i: len(i.figures))
    shown = ascribe("incident", case, some.id[:12])
    words = " ".join(shown.stdout.split())
    assert " ".join(some.grade.reason.split()) in words
    assert all(" ".join(s.name.split()) in words for s in some.speakers)
    assert all(s.claim[:8] in words for s in some.statements)
    assert Incident.model_validate_json(inside("incident", case, some.id, "--format", "json").stdout) == some
    by_claim = inside("incident", case, some.statements[-1].claim, "--format", "json")
    assert Incident.model_validate_json(by_claim.stdout) == some
    none = inside("incident", case, "nothing")
    assert (none.returncode, none.stdout) == (1, "")
    assert "ascribe incidents" in none.stderr


def test_sources_series_and_forecasts(inside: Run, case: Path, tmp_path: Path) -> None:
    sources = json.loads(inside("sources", case, "--format", "json").stdout)
    assert sources[0]["claims"] >= sources[-1]["claims"] > 0
    assert f"{len(sources)} sources" in inside("sources", case).stdout
    rows = list(csv.DictReader(io.StringIO(inside("series", case, "--format", "csv").stdout)))
    one = rows[0]["series"]
    table = inside("series", case, one).stdout
    assert one in table
    assert "1 series" in table
    out = tmp_path / "chart.svg"
    assert inside("series", case, one, "--format", "svg", "--output", out).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("<svg")
    assert inside("series", case, "--format", "svg").returncode == 2
    assert inside("series", case, "zz").returncode == 1
    open_ones = json.loads(inside("forecasts", case, "--state", "open", "--format", "json").stdout)
    assert {f["state"] for f in open_ones} == {"open"}
    assert f"{len(open_ones)} forecasts" in inside("forecasts", case, "--state", "open").stdout


def test_the_brief_is_one_file(ascribe: Run, case: Path, tmp_path: Path) -> None:
    out = tmp_path / "brief.html"
    done = ascribe("brief", case, "--out", out)
    assert done.returncode == 0
    assert "not for publication" in done.stdout
    assert out.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


def test_why_two_claims_are_linked_or_not(ascribe: Run, inside: Run, case: Path) -> None:
    a, b = listed(inside, case)[:2]
    apart = ascribe("explain", case, "--link", a.id, b.id)
    assert apart.returncode == 0, apart.stderr
    assert "sum" in apart.stdout
    assert "apart" in apart.stdout
    big = max(listed(inside, case), key=lambda i: len(i.statements))
    assert len(big.statements) > 1
    assert inside("explain", case, "--link", big.statements[0].claim, big.statements[1].claim).returncode == 0
    missing = inside("explain", case)
    assert missing.returncode == 2
    assert "--link A B" in missing.stderr


def test_decisions_on_incidents_survive_linking_anew(ascribe: Run, inside: Run, case: Path) -> None:
    a, b = listed(inside, case)[:2]
    assert ascribe("decide", "merge-incidents", case, a.id, b.id, "--why", "one attack").returncode == 0
    merged = [i for i in listed(inside, case) if {a.id, b.id} <= {s.claim for s in i.statements}]
    assert len(merged) == 1
    assert inside("decide", "regrade", case, merged[0].id, "discounted", "--why", "staged").returncode == 0
    (graded,) = (i for i in listed(inside, case) if i.id == merged[0].id)
    assert graded.grade.grade == "discounted"
    assert "staged" in graded.grade.reason
    assert inside("link", case, "--learn").returncode == 0
    assert {i.id: i.grade.grade for i in listed(inside, case)}[graded.id] == "discounted"
    assert inside("decide", "undo", case, "14").returncode == 0
    assert {a.id, b.id} <= {i.id for i in listed(inside, case)}


def test_a_claim_is_split_off_and_a_forecast_judged(inside: Run, case: Path) -> None:
    big = max(listed(inside, case), key=lambda i: len(i.statements))
    first, *rest = (s.claim for s in big.statements)
    held = [part for claim in rest for part in ("--from", claim)]
    assert inside("decide", "split-incident", case, first, *held).returncode == 0
    (home,) = (i for i in listed(inside, case) if first in {s.claim for s in i.statements})
    assert not set(rest) & {s.claim for s in home.statements}
    forecast = json.loads(inside("forecasts", case, "--format", "json").stdout)[0]["claim"]
    assert inside("decide", "judge-forecast", case, forecast, "kept").returncode == 0
    kept = json.loads(inside("forecasts", case, "--state", "kept", "--format", "json").stdout)
    assert [(f["claim"], f["decided"]) for f in kept if f["claim"] == forecast] == [(forecast, True)]
