"""`ascribe read` and its kin as a user meets them: formats, exit codes, errors, bad input that costs only itself."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from ..conftest import Run

WAR = "Rebels shelled the town of Idlib on Monday, killing at least 12 people, a medic told AFP."


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(WAR, encoding="utf-8")
    return path


def test_the_table_is_readable_at_80_columns_in_a_pipe(ascribe: Run, samples: Path) -> None:
    done = ascribe("read", samples / "1-wire.txt")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "claims" in " ".join(done.stdout.splitlines()[-3:])


def test_json_follows_the_published_schema(ascribe: Run, report: Path) -> None:
    schema = json.loads(ascribe("schema", "reading").stdout)
    reading = json.loads(ascribe("read", report, "--format", "json", "--published", "2017-07-05").stdout)
    jsonschema.validate(reading, schema)
    assert reading["document"]["text"] == WAR
    assert reading["document"]["published"] == "2017-07-05"
    assert reading["document"]["published_from"] == "option"
    types = {c["type"] for c in reading["claims"]}
    assert {"shelling", "killing"} <= types
    killing = next(c for c in reading["claims"] if c["type"] == "killing")
    assert killing["quantities"][0]["of"] == "killed"
    assert killing["quantities"][0]["low"] == 12
    assert killing["attribution"]["source"][0]["text"] == "medic"


def test_every_span_is_the_documents_own_words(ascribe: Run, samples: Path) -> None:
    for reading in json.loads(ascribe("read", samples, "--format", "json").stdout):
        text = reading["document"]["text"]
        mentions = [
            m for c in reading["claims"] for s in ("agent", "target", "instrument", "place", "time") for m in c[s]
        ]
        mentions += [m for c in reading["claims"] if c["attribution"] for m in c["attribution"]["source"]]
        mentions += reading["entities"] + reading["times"] + reading["places"] + reading["quantities"]
        assert mentions
        assert all(text[m["begin"] : m["end"]] == m["text"] for m in mentions)
        assert [c["trigger"] for c in reading["claims"]] == sorted(c["trigger"] for c in reading["claims"])


def test_reading_again_gives_the_same_ids(ascribe: Run, report: Path) -> None:
    first, second = (json.loads(ascribe("read", report, "--format", "json").stdout) for _ in range(2))
    assert [c["id"] for c in first["claims"]] == [c["id"] for c in second["claims"]]
    assert len({c["id"] for c in first["claims"]}) == len(first["claims"])


def test_jsonl_keeps_order_and_a_broken_line_costs_itself(ascribe: Run, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    lines = [json.dumps({"id": "a", "text": WAR}), "{broken", json.dumps({"id": "c", "text": "Talks go on."})]
    path.write_text("\n".join(lines), encoding="utf-8")
    done = ascribe("read", path, "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["document"]["id"] for row in rows][::2] == ["a", "c"]
    assert "many.jsonl:2" in rows[1]["error"]["message"]
    assert rows[1]["error"]["code"] == "input"
    assert done.returncode == 1
    assert "many.jsonl" in done.stderr


def test_standard_input_is_read(ascribe: Run) -> None:
    reading = json.loads(ascribe("read", "-", "--format", "json", stdin=WAR).stdout)
    assert reading["claims"]


def test_pages_go_into_a_folder(ascribe: Run, samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "pages"
    done = ascribe("read", samples, "--format", "html", "--output", out)
    pages = sorted(out.glob("*.html"))
    assert done.returncode == 0
    assert len(pages) == 6 == len(done.stdout.splitlines())
    assert all("<script src" not in p.read_text(encoding="utf-8") for p in pages)


def test_several_pages_need_a_folder(ascribe: Run, samples: Path) -> None:
    done = ascribe("read", samples, "--format", "html")
    assert done.returncode == 2
    assert "--output" in done.stderr


def test_output_is_whole_or_not_there(ascribe: Run, tmp_path: Path, report: Path) -> None:
    out = tmp_path / "no" / "such" / "folder.json"
    done = ascribe("read", report, "--format", "json", "--output", out)
    assert done.returncode == 1
    assert "folder.json" in done.stderr
    good = tmp_path / "out.json"
    ascribe("read", report, "--format", "json", "--output", good)
    assert json.loads(good.read_text(encoding="utf-8"))["claims"]
    assert list(tmp_path.glob("*.part")) == []


def test_explain_names_the_words_behind_a_claim(ascribe: Run, report: Path) -> None:
    done = ascribe("explain", report, "1")
    assert done.returncode == 0
    assert "shelled" in done.stdout
    assert ascribe("explain", report, "99").returncode == 2


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "no text"),
        ("binary.txt", b"\x00\x01\x02PK\x03\x04" * 50, "binary"),
        ("x.pdf", b"%PDF-1.7 ...", "not read yet"),
    ],
)
def test_bad_input_is_named_with_the_reason(ascribe: Run, tmp_path: Path, name: str, data: bytes, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = ascribe("read", path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert name in done.stderr
    assert word in done.stderr.lower()


def test_wrong_usage_exits_with_2(ascribe: Run, report: Path) -> None:
    assert ascribe("read").returncode == 2
    assert ascribe("read", report, "--published", "yesterday").returncode == 2
    assert ascribe("schema", "nonsense").returncode == 2


def test_a_language_that_the_model_does_not_know_gives_no_claims(ascribe: Run) -> None:
    russian = "В понедельник войска обстреляли город, погибли двенадцать человек, сообщил врач местной больницы. " * 4
    reading = json.loads(ascribe("read", "-", "--format", "json", stdin=russian).stdout)
    assert reading["claims"] == []
    assert "ussian" in reading["notes"][0]


def test_invalid_utf8_is_read_with_true_offsets(ascribe: Run, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(("The café was hit. " + WAR).encode("cp1252"))
    reading = json.loads(ascribe("read", path, "--format", "json").stdout)
    text = reading["document"]["text"]
    assert "café" in text
    assert all(text[b:e] for c in reading["claims"] for b, e in [c["trigger"]])


def test_markup_controls_and_bidi_marks_change_no_offset(ascribe: Run, tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    hostile = f"<script>alert(1)</script> \u202e{{{{ 7*7 }}}} \x1b[31m=cmd|' /C calc'!A0\n\n{WAR}"
    path.write_text(hostile, encoding="utf-8")
    reading = json.loads(ascribe("read", path, "--format", "json").stdout)
    assert reading["document"]["text"] == hostile
    trigger = next(c["trigger"] for c in reading["claims"] if c["type"] == "shelling")
    assert hostile[slice(*trigger)] == "shelled"
    for shape in ("table", "json", "jsonl"):
        shown = ascribe("read", path, "--format", shape).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_twenty_megabytes_of_one_line_are_refused_with_the_reason(ascribe: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("The army shelled the town. " * 750_000, encoding="utf-8")
    done = ascribe("read", path, "--format", "json")
    assert done.returncode == 1
    assert "ASCRIBE_MAX_CHARACTERS" in done.stderr
    assert done.stdout == ""


def test_a_single_word_of_a_megabyte_is_read(ascribe: Run, tmp_path: Path) -> None:
    path = tmp_path / "word.txt"
    path.write_text(WAR + " " + "x" * 1_000_000, encoding="utf-8")
    assert json.loads(ascribe("read", path, "--format", "json").stdout)["claims"]


def test_help_loads_no_model(ascribe: Run) -> None:
    import subprocess
    import sys

    code = (
        "import sys, ascribe.cli; from typer.testing import CliRunner; "
        "CliRunner().invoke(ascribe.cli.app, ['--help']); "
        "print([m for m in ("
        "'numpy', 'onnxruntime', 'tokenizers', 'pydantic', 'trafilatura', 'sqlalchemy', 'alembic', 'rich') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
