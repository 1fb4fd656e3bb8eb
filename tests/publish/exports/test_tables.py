"""CSV, workbooks and Parquet, read back by other libraries: the case's numbers, and no formula."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from ascribe.errors import InputError
from ascribe.incidents.model import Incident
from ascribe.publish.exports import xlsx
from ascribe.publish.exports.claims import CLAIMS
from ascribe.publish.exports.columns import Table
from ascribe.publish.exports.formats import STYLES, TABLES
from ascribe.publish.exports.incidents import INCIDENTS, said_by
from ascribe.publish.tables import IncidentCsv
from ascribe.publish.view import View
from ascribe.render.claims import ClaimCsv

from ...conftest import ROOT
from .conftest import killed, written

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize("name", [t.name for t in TABLES])
def test_csv_and_parquet_have_every_row_and_column(shown: View, tmp_path: Path, name: str) -> None:
    table = next(t for t in TABLES if t.name == name)
    rows, columns = sum(1 for _ in table.rows(shown)), [c.name for c in table.columns]
    frame = pd.read_csv(written(shown, tmp_path, f"{name}.csv"))
    held = pq.read_table(written(shown, tmp_path, f"{name}.parquet"))
    assert (len(frame), list(frame.columns)) == (rows, columns)
    assert (held.num_rows, held.column_names) == (rows, columns)
    assert rows > 5


def test_totals_are_those_of_the_case(shown: View, incidents: list[Incident], tmp_path: Path) -> None:
    total = killed(incidents)
    assert total > 0
    csv_path, parquet = (written(shown, tmp_path, f"incidents{s}") for s in (".csv", ".parquet"))
    assert pd.read_csv(csv_path)["killed_highest"].sum() == total
    for path in (csv_path, parquet):
        assert duckdb.sql(f"SELECT count(*), sum(killed_highest) FROM '{path}'").fetchall() == [(len(incidents), total)]
    said = sum(len(f.accounts) for one in incidents for f in one.figures)
    assert len(pd.read_csv(written(shown, tmp_path, "figures.csv"))) == said
    statements = sum(len(one.statements) for one in incidents)
    assert duckdb.sql(f"SELECT sum(claims), sum(len(claim_ids)) FROM '{parquet}'").fetchall() == [(statements,) * 2]


def test_parquet_has_days_lists_and_what_columns_mean(shown: View, incidents: list[Incident], tmp_path: Path) -> None:
    path = written(shown, tmp_path, "incidents.parquet")
    first = min(one.when.start for one in incidents if one.when.start)
    assert str(duckdb.sql(f"SELECT min(start) FROM '{path}'").fetchall()[0][0]) == first
    held = pq.read_table(path)
    assert held["said_by"].to_pylist() == [list(said_by(one)) for one in incidents]
    assert held.schema.field("grade").metadata[b"about"].startswith(b"How well")


def test_the_workbook_has_a_sheet_of_each_table(shown: View, incidents: list[Incident], tmp_path: Path) -> None:
    sheets = pd.read_excel(written(shown, tmp_path, "case.xlsx"), sheet_name=None)
    assert list(sheets) == [*(t.name for t in TABLES), "about"]
    assert [len(sheets[t.name]) for t in TABLES] == [sum(1 for _ in t.rows(shown)) for t in TABLES]
    assert sheets["incidents"]["killed_highest"].sum() == killed(incidents)


def test_a_workbook_has_no_clock(shown: View, tmp_path: Path) -> None:
    with zipfile.ZipFile(written(shown, tmp_path, "case.xlsx")) as book:
        assert {member.date_time[0] for member in book.infolist()} == {1980}
        told = re.findall(rb"\d{4}-\d\d-\d\dT[^<]*", book.read("docProps/core.xml"))
    assert set(told) == {b"1980-01-01T00:00:00Z"}


def test_a_sheet_that_would_overflow_is_refused(shown: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_ROWS", 4)
    with pytest.raises(InputError, match=r"more than 3 incidents.*incidents\.parquet"):
        written(shown, tmp_path, "case.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["claims.csv", "incidents.csv", "documents.csv", "acled.csv", "ucdp.csv", "hxl.csv"])
def test_no_cell_of_csv_is_a_formula(hostile: View, tmp_path: Path, name: str) -> None:
    with written(hostile, tmp_path / "out", name).open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert len(cells) > 20
    assert [c for c in cells if c.startswith(FORMULA) and not c.lstrip("+-").replace(".", "").isdigit()] == []
    assert not any(hidden in cell for cell in cells for hidden in "\x1b\u202e\n\r")


def test_hostile_text_is_told_all_the_same(hostile: View, tmp_path: Path) -> None:
    frame = pd.read_csv(written(hostile, tmp_path / "out", "claims.csv"))
    assert any(s.startswith("'=HYPERLINK") for s in frame["sentence"])
    assert any("<script>alert(1)</script>" in s for s in frame["sentence"])


def test_no_cell_of_a_workbook_is_a_formula(hostile: View, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(hostile, tmp_path / "out", "case.xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "inlineStr"}
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert book["about"]["B1"].value == "=1+1"


def test_columns_keep_the_names_of_the_listings() -> None:
    for table, listing in ((CLAIMS, ClaimCsv), (INCIDENTS, IncidentCsv)):
        assert set(listing.COLUMNS) <= {c.name for c in table.columns}  # type: ignore[attr-defined]


@pytest.mark.parametrize("table", [*TABLES, *STYLES], ids=lambda t: t.name)
def test_columns_are_told_apart_and_documented(table: Table[Any]) -> None:
    names = [c.name for c in table.columns]
    assert len(names) == len(set(names))
    page = (ROOT / "docs" / "export-columns.md").read_text(encoding="utf-8")
    part = page.split(f"## {table.name}\n")[1].split("\n## ")[0]
    assert [c.name for c in table.columns if f"| `{c.name}` | {c.kind} | {c.about} |" not in part] == []
    assert all(c.about for c in table.columns)
