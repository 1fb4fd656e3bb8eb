"""The tables: migrations make what `tables.py` says, and a case of each released version is brought up to date."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ascribe.case import Case, ClaimFilter, tables
from ascribe.case.verify import verify
from ascribe.errors import CaseError

from .conftest import BY, derived, only, put, small

RELEASED = Path(__file__).parent / "released"


def test_migrations_make_the_tables_as_they_are_described(case: Case) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with case.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        found = compare_metadata(context, tables.METADATA)
    # Comments are for the data dictionary alone.
    changes = [change for one in found for change in (one if isinstance(one, list) else [one])]
    assert [change for change in changes if "comment" not in change[0]] == []


def test_every_table_and_column_is_described() -> None:
    for table in tables.METADATA.sorted_tables:
        assert table.comment, table.name
        for column in table.columns:
            assert column.comment, f"{table.name}.{column.name}"


def load(where: str, version: str) -> None:
    """Put the case of a released version there, as that version left it."""
    script = (RELEASED / f"{version}.sql").read_text(encoding="utf-8")
    if "://" not in where:
        with sqlite3.connect(where) as connection:
            connection.executescript(script)
        connection.close()
        return
    # The dump is SQLite's; its tables are made by the migrations up to that version, its rows go over as they are.
    from alembic import command

    from ascribe.case import schema
    from ascribe.case.database import Database

    with sqlite3.connect(":memory:") as source:
        source.executescript(script)
        database = Database(where)
        with database.writing() as connection:
            command.upgrade(schema._config(connection), version)
            held = sa.MetaData()
            held.reflect(connection)
            for table in held.sorted_tables:
                if table.name != "alembic_version":
                    found = source.execute(f'SELECT * FROM "{table.name}"')
                    names = [column[0] for column in found.description]
                    rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in found]
                    if rows:
                        connection.execute(table.insert(), rows)
        database.close()


@pytest.mark.parametrize("version", sorted(path.stem for path in RELEASED.glob("*.sql")))
def test_a_released_case_is_brought_up_to_date(where: str, version: str) -> None:
    load(where, version)
    with Case.upgrade(where) as case:
        assert verify(case) == ()
        about = case.about()
        assert (about["title"], about["head"]) == ("Raqqa", 9)
        assert about["rows"] | {"result": 0} == {
            "document": 2, "reading": 3, "claim": 4, "decision": 9, "failure": 1, "lost": 1, "result": 0,
        }  # fmt: skip
        assert only(case, "shelling").standing == "rejected"
        assert case.count(ClaimFilter(actor="militia")) == 2
        assert [decision.kind for decision, _ in case.lost()] == ["accept"]
        rows = derived(case)
        case.rebuild()
        assert derived(case) == rows
        assert only(case, "shelling").standing == "rejected"
        case.undo(6, author=BY)
    with Case.open(where) as case:
        assert only(case, "shelling").standing == "unreviewed"


LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9000", "{head}"


def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
"""


def test_an_older_case_is_not_opened_but_upgraded(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To this version any case is new: a later one is made up."""
    from alembic.config import Config

    from ascribe.case import schema

    Case.create(where, author=BY).close()
    folder = tmp_path / "migrations"
    shutil.copytree(Path(schema.__file__).parent / "migrations", folder, ignore=shutil.ignore_patterns("*.pyc"))
    head = max(path.name[:4] for path in folder.glob("versions/0*.py"))
    (folder / "versions" / "9000_later.py").write_text(LATER.format(head=head))
    plain = schema._config

    def with_another(connection: sa.Connection) -> Config:
        config = plain(connection)
        config.set_main_option("script_location", str(folder))
        return config

    monkeypatch.setattr(schema, "_config", with_another)
    with pytest.raises(CaseError, match=r"made by an older Ascribe\. Copy it, then run `ascribe case upgrade`"):
        Case.open(where)
    with Case.upgrade(where) as case, case.database.reading() as connection:
        assert "later" in sa.inspect(connection).get_table_names()


def released(path: Path, where: Path) -> None:
    """Write the dump of a case of this version, once when it is released: `python -m tests.case.test_schema`."""
    from ascribe.case import FailedReport

    with Case.create(str(where), title="Raqqa", author=BY) as case:
        put(case, outlet="Courier")
        put(case, "Rebels killed 3 civilians in Tabqa.")
        case.decide("reject", {"claim": case.anchor(only(case, "shelling").claim.id)}, author=BY, why="a photo")
        case.decide("merge_actors", {"actors": ["front"]}, {"actor": "militia"}, author="Ana")
        key = case.entry("2").id
        (filed,) = case.claims(ClaimFilter(document=key))
        case.decide("accept", {"claim": case.anchor(filed.claim.id)}, author=BY)
        blind = small("small-2", blind=("killed",)).read(case.document(key))
        case.store_reading(blind, "ontology-1", BY)
        case.fail(FailedReport(name="broken.pdf", data=b"%PDF\x00", code="input", message="not read yet"))
    with sqlite3.connect(where) as connection:
        path.write_text("\n".join(connection.iterdump()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        released(RELEASED / "0001.sql", Path(folder) / "case")
