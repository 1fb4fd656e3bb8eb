"""A case on the command line: begin it, fill it, look at it, move it, prove it."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from ascribe import Case
from ascribe.model import FiledClaim

from ..case.conftest import REPORT, put
from ..conftest import Run
from .conftest import HOSTILE

WAR = "Rebels shelled the town of Idlib on Monday, killing at least 12 people, a medic told AFP."


def test_a_case_is_begun_filled_and_shown(ascribe: Run, tmp_path: Path) -> None:
    case, good, bad = tmp_path / "idlib.case", tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(WAR, encoding="utf-8")
    bad.write_bytes(b"")
    assert ascribe("case", "new", case, "--title", "Idlib").returncode == 0
    first = ascribe("add", case, good, bad, "--published", "2017-07-05")
    assert first.returncode == 1
    assert "bad.txt" in first.stderr
    assert len(first.stderr.splitlines()) == 1
    assert first.stdout.startswith("1 added, 1 failed; ")
    assert ascribe("add", case, good).stdout == "1 known already; 0 claims read.\n"
    shown = json.loads(ascribe("case", "show", case, "--format", "json").stdout)
    assert shown["case"]["title"] == "Idlib"
    assert [entry["published"] for entry in shown["documents"]] == ["2017-07-05"]
    assert "empty" in shown["failures"][0]["message"]
    table = ascribe("case", "show", case)
    assert "bad.txt" in table.stdout
    assert max(map(len, table.stdout.splitlines())) <= 80
    bad.write_text("Two soldiers were killed in Sirte, officials said.", encoding="utf-8")
    again = ascribe("add", case, "--retry")
    assert again.returncode == 0, again.stderr
    assert json.loads(ascribe("case", "show", case, "--format", "json").stdout)["failures"] == []
    listed = json.loads(ascribe("claims", case, "--type", "killing", "--format", "json").stdout)
    assert [one["trigger"] for one in listed] == ["killing", "killed"]


def test_claims_in_every_format_are_the_same_claims(inside: Run, filed: Path) -> None:
    def out(shape: str, *more: str) -> str:
        done = inside("claims", filed, "--format", shape, *more)
        assert done.returncode == 0, done.stderr
        return done.stdout

    schema = json.loads(inside("schema", "claim").stdout)
    items = json.loads(out("json"))
    assert len(items) == 6
    for item in items:
        jsonschema.validate(item, schema)
    assert [json.loads(line) for line in out("jsonl").splitlines()] == items
    rows = list(csv.DictReader(io.StringIO(out("csv"))))
    assert [row["claim"] for row in rows] == [item["claim"]["id"] for item in items]
    assert rows[0]["source"] == "Monitor"
    assert (rows[0]["latitude"], rows[0]["place_id"], rows[0]["form"]) == ("35.95", "1", "indirect")
    assert (rows[1]["source"], rows[1]["form"]) == ("Agency", "own voice")
    table = out("table")
    assert all(item["claim"]["id"][:8] in table for item in items)
    assert "6 claims" in table
    assert max(map(len, table.splitlines())) <= 80


@pytest.mark.parametrize(
    ("options", "types"),
    [
        (["--type", "killing"], ["killing", "killing"]),
        (["--place", "TABQA"], ["shelling", "destruction"]),
        (["--actor", "army"], ["shelling"]),
        (["--source", "the Ministry"], ["capture"]),
        (["--since", "2017-07-06"], ["shelling"]),
        (["--until", "2017-07-05", "--document", "1"], ["killing"]),
        (["--document", "2"], ["killing", "destruction"]),
        (["--standing", "accepted"], []),
        (["--factuality", "denied"], ["capture"]),
    ],
)
def test_filters_select(inside: Run, made: Path, options: list[str], types: list[str]) -> None:
    found = json.loads(inside("claims", made, "--format", "json", *options).stdout)
    assert [one["claim"]["type"] for one in found] == types


def test_no_cell_is_a_formula(inside: Run, filed: Path, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    assert inside("claims", filed, "--format", "csv", "--output", out).returncode == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    sentences = [row["sentence"] for row in rows if row["document_number"] == "2"]
    assert sentences[0].startswith("'=HYPERLINK(1)")
    assert "; '=1+1" in sentences[1]
    assert all(not value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_nothing_printed_steers_a_terminal(inside: Run, filed: Path) -> None:
    claim = json.loads(inside("claims", filed, "--format", "jsonl").stdout.splitlines()[0])["claim"]["id"]
    assert inside("decide", "accept", filed, claim, "--why", "\x1b[31m\u202e", "--by", "A\x1b[1m B").returncode == 0
    runs = [
        ("case", "show"), ("case", "show", "--format", "json"), ("claims",), ("claims", "--format", "json"),
        ("claims", "--format", "jsonl"), ("claims", "--format", "csv"), ("document", "2"), ("decisions", "--all"),
        ("document", "2", "--format", "json"), ("document", "2", "--format", "html"), ("lost",),
        ("decisions", "--format", "json"), ("verify",), ("document", "\x1b[2J"), ("claims", "--type", "\x1b[2J"),
    ]  # fmt: skip
    for first, *rest in runs:
        arguments = (first, rest[0], filed, *rest[1:]) if first == "case" else (first, filed, *rest)
        done = inside(*arguments)
        assert "\x1b" not in done.stdout + done.stderr, arguments
        assert "\u202e" not in done.stdout + done.stderr, arguments
    # Escapes in JSON change no value.
    whole = json.loads(inside("document", filed, "2", "--format", "json").stdout)
    assert whole["document"]["text"] == HOSTILE


def test_a_document_with_its_claims_as_they_stand(inside: Run, filed: Path, tmp_path: Path) -> None:
    whole = json.loads(inside("document", filed, "1", "--format", "json").stdout)
    id = whole["claims"][0]["claim"]["id"]
    assert [one["claim"]["id"] for one in whole["claims"]] == [one["id"] for one in whole["reading"]["claims"]]
    inside("decide", "reject", filed, id)
    page = inside("document", filed, "1", "--format", "html").stdout
    assert "1 rejected and left out here" in page
    assert "rejected" in inside("document", filed, whole["entry"]["id"][:8]).stdout
    out = tmp_path / "bytes"
    inside("document", filed, "1", "--original", "--output", out)
    assert out.read_bytes() == REPORT.encode()
    assert inside("document", filed, "1", "--original").stdout == REPORT


def test_reading_again_keeps_decisions_and_lists_the_lost(ascribe: Run, tmp_path: Path) -> None:
    path = tmp_path / "again.case"
    with Case.create(str(path), author="Desk") as case:
        put(case, WAR.replace("killing", "and killed") + " Nobody destroyed anything here.")
        for one in list(case.claims()):
            case.decide("accept", {"claim": case.anchor(one.claim.id)}, author="Desk")
        assert {one.claim.type for one in case.claims()} == {"killing", "shelling", "destruction"}
    done = ascribe("reread", path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 read again; ")
    assert ascribe("reread", path).stdout.startswith("nothing to do; ")
    with Case.open(str(path)) as case:
        standing = {one.claim.type: one.standing for one in case.claims()}
        lost = case.lost()
    assert standing["killing"] == "accepted"
    assert ("Lost: decision" in done.stdout) == bool(lost)
    assert len(lost) == 3 - sum(value == "accepted" for value in standing.values())


def test_export_import_and_verify(inside: Run, filed: Path, tmp_path: Path) -> None:
    bundle, copy = tmp_path / "raqqa.zip", tmp_path / "copy.case"
    done = inside("case", "export", filed, bundle)
    assert done.returncode == 0, done.stderr
    assert inside("case", "export", filed, bundle).returncode == 1
    done = inside("case", "import", bundle, copy)
    assert done.returncode == 0, done.stderr
    same = [inside("claims", path, "--format", "json").stdout for path in (filed, copy)]
    assert same[0] == same[1]
    sound = inside("verify", copy)
    assert sound.returncode == 0
    assert sound.stdout.startswith("Sound: 2 documents, 2 readings, 5 decisions.")
    head = sound.stdout.split()[-3]
    assert inside("verify", copy, "--head", head).returncode == 0
    assert inside("verify", copy, "--head", "0" * 63 + "1").returncode == 1
    with sqlite3.connect(copy) as connection:
        connection.execute("UPDATE decision SET author = 'somebody' WHERE sequence = 2")
    touched = inside("verify", copy)
    assert touched.returncode == 1
    assert "decision 2" in touched.stdout
    assert "Sound" not in touched.stdout


def test_the_same_on_postgresql(ascribe: Run, new_database: Callable[[], str]) -> None:
    where = new_database()
    assert ascribe("case", "new", where, "--title", "Team").returncode == 0
    with Case.open(where) as case:
        put(case)
    assert "Team" in ascribe("case", "show", where).stdout
    claim = json.loads(ascribe("claims", where, "--type", "killing", "--format", "jsonl").stdout)["claim"]["id"]
    assert ascribe("decide", "reject", where, claim, "--by", "second").returncode == 0
    assert len(json.loads(ascribe("claims", where, "--standing", "rejected", "--format", "json").stdout)) == 1
    assert ascribe("case", "upgrade", where).returncode == 0
    assert ascribe("case", "new", where).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("case", "show", "none.case"), 1, "case new"),
        (("case", "show", "text.case"), 1, "no case"),
        (("case", "upgrade", "none.case"), 1, "case new"),
        (("case", "upgrade", "other.db"), 1, "no case"),
        (("case", "show", "other.db"), 1, "no case"),
        (("case", "new", "text.case"), 1, "already"),
        (("case", "new", "no/such/folder.case"), 1, "no such folder"),
        (("case", "show", "mysql://me:secret@host/x"), 1, "postgresql://"),
        (("case", "show", "postgresql://me:secret@127.0.0.1:1/x"), 1, "address"),
        (("case", "import", "none.zip", "new.case"), 1, "none.zip"),
        (("claims", "FILED", "--type", "party"), 2, "airstrike"),
        (("claims", "FILED", "--document", "77"), 1, "case show"),
        (("claims", "FILED", "--since", "2017-13-01"), 2, "--since"),
        (("claims", "FILED", "--output", "no/such/x.csv"), 1, "--output"),
        (("document", "FILED", "abcdef"), 1, "case show"),
        (("add", "FILED"), 2, "--retry"),
        (("add", "FILED", "x.txt", "--published", "soon"), 2, "soon"),
        (("decide", "accept", "FILED", "zzz"), 1, "zzz"),
        (("decide", "undo", "FILED", "99"), 2, "99"),
    ],
)
def test_errors_are_one_line_and_tell_what_to_do(
    inside: Run, filed: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, word: str
) -> None:
    (tmp_path / "text.case").write_text("no case at all, but text that is long enough to be read as a header" * 9)
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE other (id)")

    def path(argument: str) -> str:
        named = argument.endswith((".case", ".db", ".csv", ".zip"))
        return str(filed) if argument == "FILED" else str(tmp_path / argument) if named else argument

    done = inside(*map(path, arguments))
    assert done.returncode == code, done.stderr
    assert word in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
    if "Usage:" not in done.stderr:
        assert len(done.stderr.splitlines()) == 1


def test_an_upgrade_makes_no_case_of_another_database(inside: Run, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (id)")
    assert inside("case", "upgrade", path).returncode == 1
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("other",)]


def test_an_interrupt_leaves_a_sound_case_that_goes_on(ascribe: Run, tmp_path: Path) -> None:
    folder, path = tmp_path / "reports", tmp_path / "broken.case"
    folder.mkdir()
    for number in range(24):
        (folder / f"{number:02}.txt").write_text(f"{WAR} That was report number {number}.", encoding="utf-8")
    ascribe("case", "new", path)
    process = subprocess.Popen([sys.executable, "-m", "ascribe", "add", str(path), str(folder)], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)  # fmt: skip
    with Case.open(str(path)) as case:
        while case.about()["rows"]["reading"] < 2 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        kept = case.about()["rows"]["document"]
    assert process.returncode == 130
    assert "run it again" in err
    assert "Traceback" not in err
    assert 2 <= kept < 24
    assert " added; " in out
    assert ascribe("verify", path).returncode == 0
    done = ascribe("add", path, folder)
    assert done.returncode == 0
    assert f"{24 - kept} added" in done.stdout
    assert "24 documents, 24 readings" in ascribe("case", "show", path).stdout


def test_progress_is_for_terminals(tmp_path: Path, filed: Path, ascribe: Run) -> None:
    report = tmp_path / "report.txt"
    report.write_text(WAR, encoding="utf-8")
    assert ascribe("add", filed, report).stderr == ""
    leader, follower = pty.openpty()
    done = subprocess.run([sys.executable, "-m", "ascribe", "add", str(filed), str(report)], stderr=follower,
                          stdout=subprocess.PIPE, env={**os.environ, "TERM": "xterm"}, check=True)  # fmt: skip
    os.close(follower)
    assert b"reports read" in os.read(leader, 10_000)
    assert b"1 known already" in done.stdout
    os.close(leader)


def test_a_reader_that_goes_away_is_no_error_to_talk_of(made: Path) -> None:
    command = f'"{sys.executable}" -m ascribe claims "{made}" --format jsonl | head -n 1'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert FiledClaim.model_validate_json(done.stdout).standing == "unreviewed"
    assert "Traceback" not in done.stderr
