"""Whatever is touched in a case, `verify` names it; on either database."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ascribe.case import Case, Decision, tables
from ascribe.case.ledger import canonical, digest_of
from ascribe.case.projection import DERIVED
from ascribe.case.verify import verify
from ascribe.errors import UsageError
from tests.case.conftest import BY, derived, only, put, small

SECOND = "Rebels killed 3 civilians in Tabqa on 2017-07-08, the Monitor said."


def fill(case: Case) -> None:
    """Two documents, three readings, decisions of several kinds, one of them lost."""
    put(case, outlet="Wire")
    put(case, SECOND)
    case.decide("accept", {"claim": only(case, "shelling") and case.anchor(only(case, "shelling").claim.id)}, author=BY)
    case.decide("reject", {"claim": case.anchor(only(case, "capture").claim.id)}, author=BY, why="a wall")
    case.decide("merge_actors", {"actors": ["rebels"]}, {"actor": "army"}, author=BY)
    case.undo(8, author=BY, why="they are two")
    first = next(case.documents()).id
    case.store_reading(small("small-2", blind=("capture",)).read(case.document(first)), "ontology-1", BY)


@pytest.fixture
def full(case: Case) -> Case:
    """An untouched case with rows in all tables that `verify` looks at."""
    fill(case)
    return case


def tamper(case: Case, *statements: sa.Executable) -> None:
    """Change a case behind its back, as somebody with another program would: without foreign keys."""
    path = case.database.path
    engine = sa.create_engine(f"sqlite:///{path}") if path else case.database._engine
    with engine.begin() as connection:
        if path is None:
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(statement)
    if path:
        engine.dispose()


def named(case: Case, **options: Any) -> list[tuple[str, str | None, str | None]]:
    """(table, row, field) of each problem, each of which is a line."""
    problems = verify(case, **options)
    assert all(str(problem).isprintable() and str(problem).endswith(".") for problem in problems)
    return [(problem.table, problem.row, problem.field) for problem in problems]


def rows_of(case: Case, table: sa.Table) -> list[dict[str, Any]]:
    """All rows of a table, by its first column."""
    with case.database.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(sa.select(table).order_by(next(iter(table.c))))]


@contextmanager
def changed(case: Case, table: sa.Table, row: dict[str, Any], **new: Any) -> Iterator[None]:
    """While it lasts, a row has other values."""

    def swap(old: dict[str, Any], new: dict[str, Any]) -> sa.Update:
        same = [table.c[key].is_not_distinct_from(old[key]) for key in old]
        return sa.update(table).where(*same).values(new)

    tamper(case, swap(row, new))
    yield
    tamper(case, swap({**row, **new}, row))


def flipped(data: bytes) -> bytes:
    """The same bytes but for one."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def test_an_untouched_case_is_sound_and_stays_as_it_was(full: Case) -> None:
    before, told = derived(full), list[tuple[int, int]]()
    assert len(full.lost()) == 1
    assert verify(full, progress=lambda done, total: told.append((done, total))) == ()
    assert derived(full) == before
    assert told[-1][0] == told[-1][1] == 10 + 2 + 3 + 2


def test_every_head_that_was_noted_is_found_again(full: Case) -> None:
    for decision in full.decisions():
        assert verify(full, head=f" {decision.digest.upper()}\n") == ()


def test_a_head_that_is_no_digest_is_wrong_usage(full: Case) -> None:
    with pytest.raises(UsageError, match="64 hexadecimal digits"):
        verify(full, head="abc")


FIELDS = [
    ("at", "2020-01-01T00:00:00.000Z", None), ("author", "Somebody", None), ("kind", "stance", None),
    ("subject", '{"id":"7"}', None), ("value", '{"sha256":{"a":"b"}}', None), ("why", "other words", None),
    ("subject", "[]", "subject"), ("value", "{", "value"),
    ("previous", "a" * 64, "previous"), ("digest", "a" * 64, "digest"),
]  # fmt: skip


def test_each_field_of_a_decision(full: Case) -> None:
    decisions = rows_of(full, tables.decision)
    for number in (1, 2, 5, 7, 10):
        for column, new, field in FIELDS:
            with changed(full, tables.decision, decisions[number - 1], **{column: new}):
                found = named(full)
            assert ("decision", str(number), field) in found, column
            # What the program recorded bears on other rows too.
            assert number != 7 or found == [("decision", "7", field)]
    assert named(full) == []


def test_another_way_to_write_the_same_json(full: Case) -> None:
    row = rows_of(full, tables.decision)[8]
    with changed(full, tables.decision, row, subject=row["subject"].replace(":", ": ")):
        assert named(full) == [("decision", "9", "subject")]


def test_each_field_of_a_document_and_one_byte_of_it(full: Case) -> None:
    row = rows_of(full, tables.document)[0]
    changes = {
        "sequence": 9, "name": "other.txt", "text_sha256": "c" * 64, "details": "{}", "added_at": "2020-01-01",
        "added_by": "Somebody", "original": flipped(row["original"]), "text": flipped(row["text"]),
    }  # fmt: skip
    for column, new in changes.items():
        with changed(full, tables.document, row, **{column: new}):
            assert named(full) == [("document", row["id"], column)]
    with changed(full, tables.document, row, id="0" * 64):
        assert set(named(full)) == {
            ("document", row["id"], None), ("document", "0" * 64, None), ("document", "0" * 64, "original"),
        }  # fmt: skip


def test_text_with_a_hash_that_was_changed_to_fit(full: Case) -> None:
    id, text = next(full.documents()).id, b"Nobody was killed."
    new = {"text": text, "text_sha256": hashlib.sha256(text).hexdigest()}
    tamper(full, sa.update(tables.document).where(tables.document.c.id == id).values(new))
    assert named(full) == [("document", id, "text_sha256")]


def test_each_field_of_a_reading_and_one_byte_of_it(full: Case) -> None:
    row, second = rows_of(full, tables.reading)[0], list(full.documents())[1].id
    changes = {"document": second, "model": "m", "ontology": "o", "sha256": "d" * 64, "made_at": "x"}
    for column, new in [*changes.items(), ("body", flipped(row["body"])), ("body", row["body"] + b"tail")]:
        with changed(full, tables.reading, row, **{column: new}):
            assert named(full) == [("reading", "1", column)]
    with changed(full, tables.reading, row, id=9):
        assert named(full) == [("reading", "1", None), ("reading", "9", None)]


def test_each_field_of_the_case(full: Case) -> None:
    (row,) = rows_of(full, tables.case)
    for column in row:
        for new in (7, 99) if column == "head" else ["e" * 32]:
            with changed(full, tables.case, row, **{column: new}):
                assert named(full) == [("case", None, column)]


def test_a_case_with_two_rows_or_none(full: Case) -> None:
    (row,) = rows_of(full, tables.case)
    tamper(full, sa.insert(tables.case).values(row | {"id": "f" * 32}))
    assert ("case", None, None) in named(full)
    tamper(full, sa.delete(tables.case))
    assert named(full) == [("case", None, None)]


def test_a_removed_decision(full: Case) -> None:
    tamper(full, sa.delete(tables.decision).where(tables.decision.c.sequence == 7))
    assert named(full) == [("decision", "7", None)]
    tamper(full, sa.delete(tables.decision).where(tables.decision.c.sequence.in_([6, 8])))
    assert named(full) == [("decision", "6 to 8", None)]


def test_the_first_and_the_last_decision_removed(full: Case) -> None:
    tamper(full, sa.delete(tables.decision).where(tables.decision.c.sequence.in_([1, 10])))
    assert named(full) == [("decision", "1", None), ("decision", "10", None), ("reading", "3", None)]


def test_a_removed_document_and_a_removed_reading(full: Case) -> None:
    id = next(full.documents()).id
    tamper(full, sa.delete(tables.document).where(tables.document.c.id == id))
    assert named(full) == [("document", id, None)]
    tamper(full, sa.delete(tables.reading).where(tables.reading.c.id == 3))
    assert named(full) == [("document", id, None), ("reading", "3", None)]


def test_decisions_in_another_order(full: Case) -> None:
    number = tables.decision.c.sequence
    move = [sa.update(tables.decision).where(number == a).values(sequence=b) for a, b in ((7, 99), (8, 7), (99, 8))]
    tamper(full, *move)
    assert {row for table, row, _ in named(full) if table == "decision"} >= {"7", "8"}


def test_documents_in_another_order(full: Case) -> None:
    number, ids = tables.document.c.sequence, [entry.id for entry in full.documents()]
    move = [sa.update(tables.document).where(number == a).values(sequence=b) for a, b in ((1, 99), (2, 1), (99, 2))]
    tamper(full, *move)
    assert named(full) == [("document", ids[0], "sequence"), ("document", ids[1], "sequence")]


def sealed(full: Case, **changed: Any) -> dict[str, Any]:
    """A decision that fits after the last, as only the program makes them."""
    head = full.about()
    fields: dict[str, Any] = {
        "sequence": head["head"] + 1, "at": "2030-01-01T00:00:00.000Z", "author": BY, "kind": "stance",
        "subject": {"source": "monitor"}, "value": {"stance": "party"}, "why": None, "previous": head["head_digest"],
    } | changed  # fmt: skip
    digest = digest_of(fields)
    return {**fields, "subject": canonical(fields["subject"]), "value": canonical(fields["value"]), "digest": digest}


def test_a_decision_that_the_program_did_not_make(full: Case) -> None:
    tamper(full, sa.insert(tables.decision).values(sealed(full)))
    assert named(full) == [("decision", "11", None)]


def test_a_forged_document_and_a_forged_reading(full: Case) -> None:
    document, reading = rows_of(full, tables.document)[0], rows_of(full, tables.reading)[0]
    document |= {"id": hashlib.sha256(b"new").hexdigest(), "original": b"new", "sequence": 3}
    tamper(full, sa.insert(tables.document).values(document), sa.insert(tables.reading).values(reading | {"id": 4}))
    assert named(full) == [("document", document["id"], None), ("reading", "4", None)]


def rewritten(case: Case, decisions: list[Decision]) -> None:
    """Put other decisions in the place of all, with a chain that fits."""
    rows, previous = [], "0" * 64
    for number, decision in enumerate(decisions, start=1):
        fields = decision.model_dump(exclude={"digest"}) | {"sequence": number, "previous": previous}
        previous = digest_of(fields)
        written = {"subject": canonical(fields["subject"]), "value": canonical(fields["value"])}
        rows.append(fields | written | {"digest": previous})
    head = {"head": len(rows), "head_digest": previous}
    tamper(
        case, sa.delete(tables.decision), sa.insert(tables.decision).values(rows), sa.update(tables.case).values(head)
    )


def test_one_decision_changed_and_sealed_anew(full: Case) -> None:
    seventh = next(d for d in full.decisions() if d.sequence == 7)
    changed = seventh.model_dump(exclude={"digest"}) | {"why": "other words"}
    chosen = tables.decision.c.sequence == 7
    tamper(full, sa.update(tables.decision).where(chosen).values(why="other words", digest=digest_of(changed)))
    assert named(full) == [("decision", "7", None)]


def test_a_chain_that_was_wholly_rewritten_is_known_by_a_head_that_was_noted(full: Case) -> None:
    noted, given = full.about()["head_digest"], list(full.decisions())
    rewritten(full, [d.model_copy(update={"why": "other words"}) if d.sequence == 7 else d for d in given])
    assert named(full) == []
    assert named(full, head=noted) == [("decision", None, None)]
    assert named(full, head=given[5].digest) == []


def test_an_end_that_was_cut_off_is_known_by_a_head_that_was_noted(full: Case) -> None:
    noted, given = full.about()["head_digest"], list(full.decisions())
    rewritten(full, given[:9])
    assert named(full) == [("reading", "3", None)]
    tamper(full, sa.delete(tables.reading).where(tables.reading.c.id == 3))
    full.rebuild()
    assert named(full) == []
    assert named(full, head=noted) == [("decision", None, None)]


def test_a_document_taken_out_of_a_rewritten_chain_leaves_a_gap(full: Case) -> None:
    id, given = next(full.documents()).id, list(full.decisions())
    kept = [d for d in given if d.subject.get("id") != id and d.kind != "read_document"]
    rewritten(full, kept)
    tamper(full, sa.delete(tables.reading), sa.delete(tables.document).where(tables.document.c.id == id))
    assert ("document", next(full.documents()).id, "sequence") in named(full)


def test_a_decision_of_the_program_that_is_sealed_but_means_nothing(full: Case) -> None:
    forged = sealed(full, kind="accept", subject={"claim": 5}, value={})
    head = {"head": 11, "head_digest": forged["digest"]}
    tamper(full, sa.insert(tables.decision).values(forged), sa.update(tables.case).values(head))
    assert named(full) == [("decision", "11", None)]


def test_records_that_are_sealed_but_keep_nothing(full: Case) -> None:
    for kind in ("new_case", "add_document", "read_document"):
        for id in ("1", "x", "0" * 64):
            row = sealed(full, kind=kind, subject={"id": id}, value={"sha256": {}})
            with changed(full, tables.case, rows_of(full, tables.case)[0], head=11, head_digest=row["digest"]):
                tamper(full, sa.insert(tables.decision).values(row))
                assert named(full)
                tamper(full, sa.delete(tables.decision).where(tables.decision.c.sequence == 11))


@pytest.mark.parametrize("table", DERIVED, ids=lambda table: table.name)
def test_each_field_and_each_row_of_what_follows(full: Case, table: sa.Table) -> None:
    row = rows_of(full, table)[0]
    for column in row:
        new = {int: 77, float: 0.25}.get(table.c[column].type.python_type, "ab12")
        with changed(full, table, row, **{column: new}):
            found = named(full)
        assert {one for one, _, _ in found} == {table.name}, column
        if table is tables.claim and column not in ("id", "document"):
            assert found == [("claim", row["id"], column)]
    key = "decision" if "decision" in row else "id" if "id" in row else "key"
    tamper(full, sa.insert(table).values(row | {key: 78 if key == "decision" else "ab13"}))
    assert [one for one, _, _ in named(full)] == [table.name]
    tamper(full, sa.delete(table).where(*(table.c[key].is_not_distinct_from(row[key]) for key in row)))
    assert [one for one, _, _ in named(full)] == [table.name] * 2
    full.rebuild()
    assert named(full) == []


# What only SQLite lets happen


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Case]:
    """A full case in a file."""
    with Case.create(str(tmp_path / "a.case"), title="Raqqa", author=BY) as case:
        fill(case)
        yield case


def plainly(case: Case, sql: str, *values: Any) -> None:
    """Change a case with the sqlite3 program's means."""
    with sqlite3.connect(str(case.database.path)) as connection:
        connection.execute(sql, values)
    connection.close()


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("UPDATE document SET name = CAST(x'ff41' AS TEXT) WHERE sequence = 1", ("document", "name")),
        ("UPDATE document SET original = 'words' WHERE sequence = 1", ("document", "original")),
        ("UPDATE document SET text = 5 WHERE sequence = 1", ("document", "text")),
        ("UPDATE document SET sequence = 'one' WHERE sequence = 1", ("document", "sequence")),
        ("UPDATE decision SET author = x'00' WHERE sequence = 3", ("decision", None)),
        ("UPDATE decision SET subject = CAST(x'ff' AS TEXT) WHERE sequence = 3", ("decision", "subject")),
        ("UPDATE \"case\" SET head = 'ten'", ("case", "head")),
        ("UPDATE claim SET confidence = 'high'", ("claim", "confidence")),
        ("UPDATE about SET decision = 'all' WHERE decision = 7", ("about", None)),
    ],
)
def test_values_of_a_kind_that_the_program_never_writes(
    on_sqlite: Case, sql: str, expected: tuple[str, str | None]
) -> None:
    plainly(on_sqlite, sql)
    assert expected in {(table, field) for table, _, field in named(on_sqlite)}


def test_hostile_words_are_shown_on_one_line(on_sqlite: Case) -> None:
    last = "(SELECT max(rowid) FROM claim_name)"
    hostile = "\x1b[2J\n\u202eevil" + "x" * 500
    plainly(on_sqlite, f"UPDATE claim_name SET key = ? WHERE rowid = {last}", hostile)
    assert len(named(on_sqlite)) == 2


def test_a_damaged_file_is_told(on_sqlite: Case) -> None:
    path = on_sqlite.database.path
    assert path is not None
    on_sqlite.close()
    with sqlite3.connect(path) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_claim_document'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    data = bytearray(path.read_bytes())
    data[(root - 1) * size + 8 : root * size] = bytes(size - 8)
    path.write_bytes(data)
    with Case.open(str(path)) as case:
        assert {table for table, _, _ in named(case)} >= {"database"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an untouched case."""
    path = tmp_path_factory.mktemp("sound") / "a.case"
    with Case.create(str(path), title="Raqqa", author=BY) as case:
        fill(case)
    return path


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_change_of_one_field_of_a_record_is_named(sound: Path, tmp_path: Path, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from([tables.case, *tables.RECORDS]), label="table")
    column = data.draw(st.sampled_from(list(table.c)), label="column")
    copy = tmp_path / "copy.case"
    shutil.copyfile(sound, copy)
    with sqlite3.connect(copy) as connection:
        rows = connection.execute(f'SELECT rowid, "{column.name}" FROM "{table.name}"').fetchall()
        rowid, old = data.draw(st.sampled_from(rows), label="row")
        kinds = {int: st.integers(-(2**62), 2**62), str: st.text(), bytes: st.binary(), type(None): st.text()}
        new = data.draw(kinds[type(old)], label="new")
        assume(new != old)
        try:
            connection.execute(f'UPDATE "{table.name}" SET "{column.name}" = ? WHERE rowid = ?', (new, rowid))
        except sqlite3.IntegrityError:
            assume(False)
    connection.close()
    with Case.open(str(copy)) as case:
        assert table.name in {one for one, _, _ in named(case)}
