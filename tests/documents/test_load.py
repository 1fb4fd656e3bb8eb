"""Paths → documents: order, folders, standard input, JSON Lines, and one failure for one report."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ascribe.documents import Failure, from_bytes, from_text, load
from ascribe.errors import InputError, UsageError
from ascribe.model import Document

TEXT = "Twelve people were killed in Raqqa on Tuesday, the army said."


def read(*paths: object, stdin: bytes = b"", **options: str) -> list[Document | Failure]:
    return list(load([str(path) for path in paths], stdin=io.BytesIO(stdin), **options))


def only(*paths: object, stdin: bytes = b"") -> Document:
    (found,) = read(*paths, stdin=stdin)
    assert isinstance(found, Document), found
    return found


def failure(*paths: object, stdin: bytes = b"") -> str:
    (found,) = read(*paths, stdin=stdin)
    assert isinstance(found, Failure), found
    assert isinstance(found.error, InputError)
    return str(found.error)


@pytest.mark.parametrize(
    "text", [TEXT, TEXT + "\n", "“Twelve”\r\nkil\xadled.\r\n", "\u202eTwelve\u200f \x1b[31mkilled."]
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".TXT", ".log", ""])
def test_text_is_the_files_text_unchanged(tmp_path: Path, text: str, suffix: str) -> None:
    file = tmp_path / f"a{suffix}"
    file.write_bytes(text.encode())
    document = only(file)
    with open(file, encoding="utf-8", newline="") as stream:
        assert document.text == stream.read()
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert document.id == document.sha256[:16]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode("utf-8-sig"))
    assert only(file).text == TEXT
    assert only(file).sha256 == hashlib.sha256(TEXT.encode("utf-8-sig")).hexdigest()


def test_a_folder_in_sorted_order_without_hidden_and_other_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "c.html", ".hidden.txt", ".git/x.txt", "d.csv", "e.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"The report {name} says that twelve were killed.")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = read(tmp_path)
    assert [d.text.split()[2] for d in found if isinstance(d, Document)] == ["a/z.md", "b.txt", "c.html"]
    assert isinstance(found[-1], Failure)
    assert "e.pdf: .pdf files are not read yet" in str(found[-1].error)


def test_paths_in_the_order_given_and_one_failure_costs_one(tmp_path: Path) -> None:
    for name in "ba":
        (tmp_path / f"{name}.txt").write_text(f"Report {name}")
    found = read(tmp_path / "b.txt", tmp_path / "no.txt", tmp_path / "a.txt")
    assert [d.text if isinstance(d, Document) else "failed" for d in found] == ["Report b", "failed", "Report a"]


def test_missing_empty_blank_and_bare_folder(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "blank.txt").write_text(" \n\u200b\t…")
    (tmp_path / "none").mkdir()
    assert "no such file" in failure(tmp_path / "missing.txt")
    assert "empty" in failure(tmp_path / "empty.txt")
    assert "no text in it" in failure(tmp_path / "blank.txt")
    assert "no report in this folder" in failure(tmp_path / "none")
    assert "web addresses are not read yet" in failure("https://example.org/a.html")
    assert "cannot be read" in failure("a\0b.txt")


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASCRIBE_MAX_DOCUMENT_MB", "1")
    (tmp_path / "a.txt").write_text("killed " * 200_000)
    assert "larger than 1 MB" in failure(tmp_path / "a.txt")
    assert "larger than 1 MB" in failure("-", stdin=b"killed " * 200_000)
    assert "larger than 1 MB" in failure("/dev/zero")


def test_a_hostile_file_name_is_printed_escaped(tmp_path: Path) -> None:
    message = failure(tmp_path / "a\n\x1b[2J\u202e.txt")
    assert message.isprintable()
    assert r"a\n\x1b[2J\u202e.txt" in message
    raw = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(raw)).touch()
    (found,) = load([os.fsdecode(raw)])
    assert isinstance(found, Failure)
    (found.id + str(found.error)).encode("utf-8")


@contextmanager
def unprivileged() -> Iterator[None]:
    """Root reads what it likes: step down for a moment where the tests run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt").chmod(0)
    with unprivileged():
        assert "no permission" in failure(tmp_path / "a.txt")


def test_standard_input_as_text_and_as_lines() -> None:
    assert only("-", stdin=TEXT.encode()).text == TEXT
    assert only("-", stdin=b"{a brace} begins this text: twelve killed.").text.startswith("{a brace}")
    lines = b'\n{"id": "x", "text": "Twelve killed."}\n{"id": "y", "text": "Two killed."}'
    assert [getattr(d, "id", None) for d in read("-", stdin=lines.strip())] == ["x", "y"]


def test_a_line_has_its_fields(tmp_path: Path) -> None:
    line = {"id": "r-1", "text": TEXT, "title": "Strike", "url": "https://example.org/1", "outlet": "The Daily Wire"}
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(line | {"published": "2017-07-05T10:00:00Z", "language": "en", "extra": 1}))
    document = only(file)
    assert document.model_dump(include={"id", "text", "title", "url", "outlet"}) == line
    assert (document.published, document.published_from) == ("2017-07-05T10:00:00Z", "metadata")
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_the_options_go_before_what_the_report_says(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"id": 7, "text": TEXT, "published": "2017-07-05", "outlet": "Other"}))
    (found,) = read(file, published="2018-01-01", outlet="Mine")
    assert isinstance(found, Document)
    assert (found.id, found.outlet, found.published, found.published_from) == ("7", "Mine", "2018-01-01", "option")


@pytest.mark.parametrize("value", ["4 July 2017", "2017-13-01", "", "\x1b[2J"])
def test_a_published_option_that_is_no_date(value: str) -> None:
    with pytest.raises(UsageError, match="give a date like") as caught:
        load([], published=value)
    assert str(caught.value).isprintable()
    with pytest.raises(UsageError):
        from_text(TEXT, published=value)
    with pytest.raises(UsageError):
        from_bytes(TEXT.encode(), published=value)


BROKEN = [
    ('{"id": "b", "text": ', "b", "not JSON"),
    ('{"id": "b"}', "b", "there is no text"),
    ('{"id": "b", "text": 12}', "b", "the text is a number"),
    ('{"id": "b", "text": ["x"]}', "b", "the text is a list"),
    ('{"id": "b", "text": "  "}', "b", "no text in it"),
    ('{"id": {}, "text": "x"}', "b", "the id is an object"),
    ('{"id": "b", "text": "x", "title": 1}', "b", "title is a number"),
    ('{"id": "b", "text": "x", "published": "soon"}', "b", "is no date"),
    ('{"id": "a", "text": "Again killed."}', "a", "is that of line 1 too"),
    ("[" * 100_000, None, "too deep"),
    ('{"id": ' + "9" * 10_000 + "}", None, "number too large"),
    ("[1]", None, "a list, not an object"),
]


@pytest.mark.parametrize(("line", "id", "reason"), BROKEN)
def test_a_broken_line_in_the_middle(tmp_path: Path, line: str, id: str | None, reason: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "a", "text": "Twelve killed."}\r\n\n' + line + '\n{"id": "c", "text": "Two killed."}')
    first, broken, last = read(file)
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert (first.id, last.id) == ("a", "c")
    assert isinstance(broken, Failure)
    assert reason in str(broken.error)
    assert f"{file}:3: " in str(broken.error)
    assert broken.id in (id, f"{file}:3")


def test_a_failure_carries_the_lines_own_id_where_it_is_known() -> None:
    (found,) = read("-", stdin=b'{"id": "b", "text": null}')
    assert isinstance(found, Failure)
    assert found.id == "b"


def test_lone_surrogates_keep_the_offsets() -> None:
    document = only("-", stdin=rb'{"id": "\udc00", "text": "Twelve \ud800 killed."}')
    assert document.text == "Twelve \ufffd killed."
    document.model_dump_json()


def test_a_line_without_an_id_is_known_by_its_text() -> None:
    document = only("-", stdin=b'{"text": "Twelve killed."}')
    assert document.id == hashlib.sha256(b"Twelve killed.").hexdigest()[:16]


def test_an_overlong_line_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASCRIBE_MAX_DOCUMENT_MB", "1")
    long = b'{"id": "b", "text": "' + b"killed " * 400_000 + b'"}\n'
    found = read("-", stdin=b'{"id": "a", "text": "One killed."}\n' + long + b'{"id": "c", "text": "Two killed."}')
    assert [getattr(d, "id", "") for d in found] == ["a", "-:2", "c"]
    assert isinstance(found[1], Failure)


def test_an_empty_jsonl(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    assert "empty" in failure(tmp_path / "a.jsonl")


def test_lines_are_streamed_in_constant_memory(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    with open(file, "w") as stream:
        for number in range(1_500):
            stream.write(json.dumps({"id": str(number), "text": f"{TEXT} " * 100, "language": "en"}) + "\n")
    found = load([str(file)])
    next(found)
    tracemalloc.start()
    try:
        assert sum(1 for _ in found) == 1_499
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert file.stat().st_size > 8_000_000
    assert peak < 1_500_000


def test_twenty_megabytes_of_one_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Twelve people were killed in the town of Raqqa, the army said. " * 320_000)
    assert len(only(file).text) > 20_000_000


def test_from_text_keeps_what_is_stated() -> None:
    document = from_text(TEXT, title="T", url="u", outlet="o", published="2017-07-04", language="en", id="i")
    assert (document.title, document.url, document.outlet, document.id) == ("T", "u", "o", "i")
    assert (document.published, document.published_from, document.language) == ("2017-07-04", "option", "en")


def test_from_text_reads_the_header() -> None:
    document = from_text(f"Town falls\nBy Jane Doe\n\nMOSUL, Iraq, July 4, 2017 (AFP) — {TEXT}")
    assert (document.origin, document.author) == ("AFP", "Jane Doe")
    assert (document.published, document.published_from) == ("2017-07-04", "dateline")
