"""A case as one file, and back: the same record, or a refusal that names the member and leaves nothing behind."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ascribe.case import Case, FailedReport, archive, tables
from ascribe.case.archive import MANIFEST
from ascribe.case.bundle import export_bundle, import_bundle
from ascribe.case.ledger import canonical, digest_of
from ascribe.case.verify import verify
from ascribe.documents import from_bytes
from ascribe.errors import CaseError, InputError
from tests.case.conftest import BY, REPORT, derived, only, put, small

Parts = dict[str, bytes]
SECOND = "Rebels killed 3 civilians in Tabqa — ‘بين’ — on 2017-07-08, the Monitor said."


def fill(case: Case) -> None:
    """Two documents, three readings, decisions of several kinds, a failure."""
    put(case, outlet="Wire")
    put(case, SECOND)
    case.decide("accept", {"claim": case.anchor(only(case, "shelling").claim.id)}, author=BY)
    case.decide("merge_actors", {"actors": ["rebels"]}, {"actor": "army"}, author=BY, why="“one”\n🙂")
    case.undo(7, author=BY)
    case.store_reading(small("small-2").read(case.document(next(case.documents()).id)), "ontology-1", BY)
    case.fail(FailedReport(name="x.pdf", code="input", message="unreadable"))


def records(case: Case) -> list[list[tuple[Any, ...]]]:
    """All rows of the records, bytes and all."""
    with case.database.reading() as connection:
        chosen = (tables.case, *tables.RECORDS)
        return [sorted(map(tuple, connection.execute(sa.select(table)))) for table in chosen]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound bundle."""
    folder = tmp_path_factory.mktemp("bundle")
    with Case.create(str(folder / "a.case"), title="Raqqa", author=BY) as case:
        fill(case)
        export_bundle(case, folder / "sound.zip")
    return folder / "sound.zip"


def members(path: Path) -> Parts:
    """The members of a bundle."""
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def told(parts: Parts) -> dict[str, Any]:
    """The manifest."""
    return cast(dict[str, Any], json.loads(parts[MANIFEST]))


def with_manifest(parts: Parts, **changed: Any) -> Parts:
    """The same members under a manifest that fits them."""
    listed = {n: {"sha256": hashlib.sha256(d).hexdigest(), "size": len(d)} for n, d in parts.items() if n != MANIFEST}
    manifest = told(parts) | {"members": listed} | changed
    return parts | {MANIFEST: json.dumps(manifest).encode()}


def packed(path: Path, parts: Parts) -> Path:
    """A zip of members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return path


def refused(path: Path, member: str, reason: str) -> None:
    """The bundle is refused with the member and the reason, and nothing is left behind."""
    place = path.parent / "made"
    place.mkdir(exist_ok=True)
    with pytest.raises(InputError) as caught:
        import_bundle(path, str(place / "new.case"))
    said = str(caught.value)
    assert member in said, said
    assert reason in said, said
    assert "\n" not in said
    assert list(place.iterdir()) == []


def test_there_and_back_on_either_database(case: Case, tmp_path: Path, new_database: Callable[[], str]) -> None:
    fill(case)
    manifest = export_bundle(case, tmp_path / "a.zip")
    assert manifest.head.digest == case.about()["head_digest"]
    for number, where in enumerate([str(tmp_path / "b.case"), new_database()]):
        with import_bundle(tmp_path / "a.zip", where) as made:
            assert records(made) == records(case)
            assert derived(made) == derived(case)
            assert verify(made, head=manifest.head.digest) == ()
            assert made.failures() == ()
            made.decide("stance", {"source": "monitor"}, {"stance": "party"}, author=BY)
            assert verify(made, head=manifest.head.digest) == ()
        with import_bundle(tmp_path / "a.zip", str(tmp_path / f"again{number}.case")) as again:
            export_bundle(again, tmp_path / f"again{number}.zip")
        assert (tmp_path / f"again{number}.zip").read_bytes() == (tmp_path / "a.zip").read_bytes()


def test_sqlite_to_postgresql_and_out_again_is_the_same_bytes(
    bundle: Path, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    with import_bundle(bundle, new_database()) as made:
        export_bundle(made, tmp_path / "out.zip")
    assert (tmp_path / "out.zip").read_bytes() == bundle.read_bytes()


def test_what_is_in_it(bundle: Path) -> None:
    parts = members(bundle)
    manifest = told(parts)
    assert manifest["format"] == 1
    assert manifest["program"].startswith("ascribe ")
    assert manifest["case"]["title"] == "Raqqa"
    assert set(manifest["members"]) == parts.keys() - {MANIFEST}
    ids = [json.loads(line)["id"] for line in parts["documents.jsonl"].splitlines()]
    assert parts[f"originals/{ids[0]}"] == REPORT.encode()
    assert parts[f"texts/{ids[1]}.txt"].decode() == SECOND
    assert json.loads(parts["decisions.jsonl"].splitlines()[-1])["digest"] == manifest["head"]["digest"]
    with zipfile.ZipFile(bundle) as opened:
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_empty_case(case: Case, tmp_path: Path) -> None:
    export_bundle(case, tmp_path / "a.zip")
    with import_bundle(tmp_path / "a.zip", str(tmp_path / "b.case")) as made:
        assert records(made) == records(case)


def test_a_file_name_that_is_no_utf8(case: Case, tmp_path: Path) -> None:
    data = b"Rebels killed 2 in Raqqa."
    case.store(os.fsdecode(b"caf\xe9.txt"), data, from_bytes(data, name="x.txt"), BY)
    assert next(case.documents()).name == "caf\\udce9.txt"
    export_bundle(case, tmp_path / "a.zip")
    with import_bundle(tmp_path / "a.zip", str(tmp_path / "b.case")) as made:
        assert records(made) == records(case)


def test_a_touched_case_is_not_exported(case: Case, tmp_path: Path) -> None:
    fill(case)
    with case.database.writing() as connection:
        connection.execute(sa.update(tables.decision).where(tables.decision.c.sequence == 3).values(author="Nobody"))
    with pytest.raises(CaseError, match="decision 3"):
        export_bundle(case, tmp_path / "a.zip")
    assert not list(tmp_path.glob("a.zip*"))


def test_nothing_that_is_there_is_written_over(bundle: Path, tmp_path: Path, where: str) -> None:
    there = tmp_path / "there"
    there.write_text("mine")
    with Case.create(where, author=BY) as case:
        with pytest.raises(CaseError, match="a file already"):
            export_bundle(case, there)
        with pytest.raises(CaseError, match="cannot be written"):
            export_bundle(case, tmp_path / "no" / "folder.zip")
    with pytest.raises(CaseError, match="already"):
        import_bundle(bundle, str(there))
    with pytest.raises(CaseError, match=r"already|not empty"):
        import_bundle(bundle, where)
    with pytest.raises(CaseError, match="no such folder"):
        import_bundle(bundle, str(tmp_path / "no" / "a.case"))
    assert there.read_text() == "mine"
    assert verify(Case.open(where)) == ()


def test_a_refusal_leaves_a_postgresql_database_empty(
    bundle: Path, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    parts = members(bundle)
    bad = packed(tmp_path / "bad.zip", with_manifest(parts, head={"decision": 9, "digest": "0" * 64}))
    where = new_database()
    with pytest.raises(InputError, match="does not verify"):
        import_bundle(bad, where)
    with import_bundle(bundle, where) as made:
        assert verify(made) == ()


# What is no bundle, or made to do harm


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(100)])
def test_no_zip_or_an_empty_one(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    refused(tmp_path / "x.zip", "x.zip", "")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    refused(tmp_path / "x.zip", "x.zip", "No such file")
    (tmp_path / "y.zip").mkdir()
    refused(tmp_path / "y.zip", "y.zip", "")


def test_missing_and_extra_members(bundle: Path, tmp_path: Path) -> None:
    parts = members(bundle)
    for name in parts:
        less = {n: d for n, d in parts.items() if n != name}
        refused(packed(tmp_path / "x.zip", less), name, "missing")
        if name != MANIFEST:
            refused(packed(tmp_path / "x.zip", with_manifest(less)), name.split("/")[0].split(".")[0], "")
    more = f"originals/{'0' * 64}"
    refused(packed(tmp_path / "x.zip", parts | {more: b"x"}), more, "does not list")
    refused(packed(tmp_path / "x.zip", with_manifest(parts | {more: b"x"})), more, "no document is so called")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/etc/passwd", "a path out"), ("../evil", "a path out"), ("originals/../../evil", "a path out"),
        ("originals\\evil", "a path out"), ("C:evil", "a path out"), ("originals/", "so called"),
        ("notes.txt", "so called"), ("originals/" + "A" * 64, "so called"), ("Manifest.json", "so called"),
        ("originals/" + "a" * 64 + "\n", "so called"), ("a\u202eb\x1b[2J", "so called"),
    ],
)  # fmt: skip
def test_names_that_no_bundle_has(bundle: Path, tmp_path: Path, name: str, reason: str) -> None:
    parts = members(bundle) | {name: b"x"}
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
    refused(packed(tmp_path / "x.zip", parts), shown, reason)
    refused(packed(tmp_path / "x.zip", with_manifest(parts)), shown, reason)


def rezipped(bundle: Path, path: Path, change: Callable[[zipfile.ZipInfo], None], chosen: str) -> Path:
    """The same members, one with other attributes."""
    with zipfile.ZipFile(path, "w") as target:
        for name, data in members(bundle).items():
            info = zipfile.ZipInfo(name)
            if name == chosen:
                change(info)
            target.writestr(info, data)
    return path


def test_links_folders_and_other_methods(bundle: Path, tmp_path: Path) -> None:
    name = next(n for n in members(bundle) if n.startswith("texts/"))
    for mode, reason in ((stat.S_IFLNK, "a link"), (stat.S_IFIFO, "no plain file"), (stat.S_IFDIR, "no plain file")):

        def attributes(info: zipfile.ZipInfo, mode: int = mode) -> None:
            info.external_attr = (mode | 0o777) << 16

        refused(rezipped(bundle, tmp_path / "x.zip", attributes, name), name, reason)
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        change = lambda info, method=method: setattr(info, "compress_type", method)  # noqa: E731
        refused(rezipped(bundle, tmp_path / "x.zip", change, name), name, "method")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name(bundle: Path, tmp_path: Path) -> None:
    for name, data in members(bundle).items():
        path = packed(tmp_path / "x.zip", members(bundle))
        with zipfile.ZipFile(path, "a") as target:
            target.writestr(name, data)
        refused(path, name, "two of that name")


def directory(path: Path) -> tuple[bytearray, dict[str, int]]:
    """The file's bytes, and where each member's entry in the central directory begins."""
    data, places = bytearray(path.read_bytes()), dict[str, int]()
    with zipfile.ZipFile(path) as opened:
        at = opened.start_dir
        for _ in opened.infolist():
            length, extra, comment = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (28, 30, 32))
            places[data[at + 46 : at + 46 + length].decode()] = at
            at += 46 + length + extra + comment
    return data, places


def test_encrypted_members(bundle: Path, tmp_path: Path) -> None:
    data, places = directory(packed(tmp_path / "x.zip", members(bundle)))
    for name, at in places.items():
        bad = bytearray(data)
        bad[at + 8] |= 1
        (tmp_path / "x.zip").write_bytes(bad)
        refused(tmp_path / "x.zip", name, "encrypted")


def test_members_that_lie_over_each_other(bundle: Path, tmp_path: Path) -> None:
    data, places = directory(packed(tmp_path / "x.zip", members(bundle)))
    first, second, *_ = places.values()
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    (tmp_path / "x.zip").write_bytes(data)
    refused(tmp_path / "x.zip", ".jsonl", "lies over another")


def test_a_member_that_unpacks_to_more_than_it_says(bundle: Path, tmp_path: Path) -> None:
    parts = members(bundle)
    name = next(n for n in parts if n.startswith("texts/"))
    short = with_manifest(parts | {name: b"x"})[MANIFEST]
    data, places = directory(packed(tmp_path / "x.zip", parts | {name: bytes(500_000), MANIFEST: short}))
    data[places[name] + 24 : places[name] + 28] = (1).to_bytes(4, "little")
    (tmp_path / "x.zip").write_bytes(data)
    refused(tmp_path / "x.zip", name, "cannot be unpacked")


def test_bombs(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = members(bundle)
    text = next(n for n in parts if n.startswith("texts/"))
    original = next(n for n in parts if n.startswith("originals/"))
    bomb = packed(tmp_path / "x.zip", with_manifest(parts | {text: bytes(2_000_000)}))
    monkeypatch.setattr(archive, "_SMALL", 1_000_000)
    refused(bomb, text, "200 times")
    monkeypatch.undo()
    monkeypatch.setenv("ASCRIBE_MAX_CHARACTERS", "1000")
    refused(bomb, text, "ASCRIBE_MAX_CHARACTERS")
    monkeypatch.undo()
    monkeypatch.setenv("ASCRIBE_MAX_BUNDLE_MB", "1")
    refused(bomb, text, "ASCRIBE_MAX_BUNDLE_MB")
    monkeypatch.undo()
    monkeypatch.setenv("ASCRIBE_MAX_DOCUMENT_MB", "1")
    large = packed(tmp_path / "x.zip", with_manifest(parts | {original: os.urandom(1_000_001)}))
    refused(large, original, "ASCRIBE_MAX_DOCUMENT_MB")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"format": 2}, "reads format 1"), ({"format": None}, "reads format 1"), ({"extra": 1}, "extra"),
        ({"case": {}}, "case.id"), ({"head": {"decision": 0, "digest": "0" * 64}}, "head.decision"),
        ({"members": []}, "members"), ({"members": {"decisions.jsonl": {"sha256": "x", "size": 1}}}, "sha256"),
    ],
)  # fmt: skip
def test_manifests_of_another_form(bundle: Path, tmp_path: Path, changed: dict[str, Any], reason: str) -> None:
    parts = with_manifest(members(bundle), **changed)
    refused(packed(tmp_path / "x.zip", parts), MANIFEST, reason)


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b"1" * 5000])
def test_manifests_that_are_none(bundle: Path, tmp_path: Path, data: bytes) -> None:
    refused(packed(tmp_path / "x.zip", members(bundle) | {MANIFEST: data}), MANIFEST, "")


def test_a_hash_or_a_size_that_the_manifest_does_not_say(bundle: Path, tmp_path: Path) -> None:
    parts = members(bundle)
    for name in parts.keys() - {MANIFEST}:
        other = parts | {name: bytes([parts[name][0] ^ 1]) + parts[name][1:]}
        refused(packed(tmp_path / "x.zip", other), name, "")
        refused(packed(tmp_path / "x.zip", parts | {name: parts[name] + b"x"}), name, "size")


def test_originals_texts_and_readings_with_a_manifest_that_was_made_to_fit(bundle: Path, tmp_path: Path) -> None:
    parts = members(bundle)
    for name in parts:
        if "/" in name:
            refused(packed(tmp_path / "x.zip", with_manifest(parts | {name: b"other"})), name, "SHA-256")
    lines = parts["readings.jsonl"].splitlines(keepends=True)
    bad = lines[0].replace(b"killing", b"abusing")
    changed = with_manifest(parts | {"readings.jsonl": bad + b"".join(lines[1:])})
    refused(packed(tmp_path / "x.zip", changed), "readings.jsonl", "line 1")


@pytest.mark.parametrize("name", ["decisions.jsonl", "documents.jsonl", "readings.jsonl"])
def test_lines_that_no_program_wrote(bundle: Path, tmp_path: Path, name: str) -> None:
    parts = members(bundle)
    lines = parts[name].splitlines(keepends=True)
    value = json.loads(lines[0])
    bad = {
        b"": "", b"{}\n": "", b"[]\n": "", b"\xff\n": "", b"{\n": "", b"[" * 100_000 + b"\n": "", b"null\n": "",
        lines[0].replace(b":", b": ", 1): "as the program writes", lines[0] * 2: "", lines[0].rstrip(b"\n"): "",
        canonical(value | {"extra": 1}).encode() + b"\n": "extra",
        canonical(value | {next(k for k in value if k.endswith(("_at", "at"))): "x" * 40}).encode() + b"\n": "",
        canonical(value | {"author" if "author" in value else "ontology" if "ontology" in value else "name": "a\0"})
        .encode() + b"\n": "NUL",
        canonical(value | {"author" if "author" in value else "ontology" if "ontology" in value else "name": "\ud800"})
        .encode() + b"\n": "",
    }  # fmt: skip
    for first, reason in bad.items():
        changed = with_manifest(parts | {name: first + b"".join(lines[1:])})
        refused(packed(tmp_path / "x.zip", changed), name if first else ".jsonl", reason)


def chained(parts: Parts, change: Callable[[list[dict[str, Any]]], None]) -> Parts:
    """The same with other decisions, in a chain that fits them."""
    rows = [json.loads(line) for line in parts["decisions.jsonl"].splitlines()]
    change(rows)
    previous = "0" * 64
    for row in rows:
        row["previous"] = previous
        row["digest"] = previous = digest_of({k: v for k, v in row.items() if k != "digest"})
    lines = b"".join(canonical(row).encode() + b"\n" for row in rows)
    head = {"decision": len(rows), "digest": previous}
    return with_manifest(parts | {"decisions.jsonl": lines}, head=head)


def test_a_chain_that_does_not_verify(bundle: Path, tmp_path: Path) -> None:
    parts = members(bundle)
    lines = parts["decisions.jsonl"].splitlines(keepends=True)
    touched = b"".join(lines).replace(b'"author":"Desk"', b'"author":"Else"', 1)
    for data in (touched, b"".join(lines[:-1]), b"".join(lines[:3] + lines[4:]), b"".join(lines[::-1])):
        changed = with_manifest(parts | {"decisions.jsonl": data})
        if data != b"".join(lines[::-1]):
            refused(packed(tmp_path / "x.zip", changed), "decisions.jsonl", "does not verify")
    title = told(parts)["case"] | {"title": "Aleppo"}
    refused(packed(tmp_path / "x.zip", with_manifest(parts, case=title)), MANIFEST, "does not verify: case, title")
    unkept = chained(parts, lambda rows: rows.pop())
    refused(packed(tmp_path / "x.zip", unkept), "readings.jsonl", "does not verify: reading 3")


def appended(kind: str, subject: Any, value: Any) -> Callable[[list[dict[str, Any]]], None]:
    """Adds one more decision."""

    def change(rows: list[dict[str, Any]]) -> None:
        rows.append(rows[-1] | {"sequence": len(rows) + 1, "kind": kind, "subject": subject, "value": value})

    return change


@pytest.mark.parametrize(
    ("kind", "subject", "value"),
    [
        ("accept", {"claim": 5}, {}), ("undo", {"decision": "x"}, {}), ("merge_actors", {"actors": []}, {"actor": "a"}),
        ("of_a_later_version", {"claim": 5}, {}), ("of_a_later_version", {"claims": [1]}, {}),
        ("of_a_later_version", {"document": ["x"]}, {}),
    ],
)  # fmt: skip
def test_decisions_of_the_wrong_shape_in_a_chain_that_fits(
    bundle: Path, tmp_path: Path, kind: str, subject: Any, value: Any
) -> None:
    parts = chained(members(bundle), appended(kind, subject, value))
    refused(packed(tmp_path / "x.zip", parts), "decisions.jsonl", "")


def test_a_decision_of_a_kind_that_is_not_known_here_is_kept(bundle: Path, tmp_path: Path) -> None:
    parts = chained(members(bundle), appended("of_a_later_version", {"thing": 1}, {"any": [1.5, None]}))
    with import_bundle(packed(tmp_path / "x.zip", parts), str(tmp_path / "a.case")) as made:
        assert verify(made) == ()
        assert list(made.decisions())[-1].value == {"any": [1.5, None]}


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_byte_is_noticed_or_changes_nothing(bundle: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(bundle.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    (tmp_path / "x.zip").write_bytes(whole)
    target = tmp_path / "x.case"
    try:
        import_bundle(tmp_path / "x.zip", str(target)).close()
    except InputError:
        assert not target.exists()
        return
    with Case.open(str(target)) as made:
        # Bytes that carry nothing: times and attributes of members, say.
        assert made.about()["head_digest"] == told(members(bundle))["head"]["digest"]
    for left in tmp_path.glob("x.case*"):
        left.unlink()


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)
STEP = st.one_of(
    st.tuples(st.just("put"), st.sampled_from([REPORT, SECOND, "Rebels killed 2 in Raqqa.", "Nothing."]), WORDS),
    st.tuples(st.just("stance"), WORDS, WORDS),
    st.tuples(st.just("reread"), st.sampled_from(["small-2", "small-3"]), WORDS),
)


@given(steps=st.lists(STEP, max_size=6), title=WORDS)
@settings(max_examples=15, deadline=None)
def test_whatever_a_case_holds_comes_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str]], title: str
) -> None:
    folder = tmp_path_factory.mktemp("round")
    with Case.create(str(folder / "a.case"), title=title, author=BY) as case:
        for step, words, more in steps:
            if step == "put":
                put(case, words, outlet=more)
            elif step == "stance":
                case.decide("stance", {"source": words}, {"stance": "party"}, author=BY, why=more)
            else:
                for document in [entry.id for entry in case.documents()]:
                    case.store_reading(small(words).read(case.document(document)), more, BY)
        assert verify(case) == ()
        export_bundle(case, folder / "a.zip")
        with import_bundle(folder / "a.zip", str(folder / "b.case")) as made:
            assert records(made) == records(case)
            assert derived(made) == derived(case)
            export_bundle(made, folder / "b.zip")
    assert (folder / "a.zip").read_bytes() == (folder / "b.zip").read_bytes()
