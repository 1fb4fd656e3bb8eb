"""Errors in words, files that cannot be used, a full disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ascribe.case import Case
from ascribe.errors import CaseError

from .conftest import BY, REPORT, derived, put

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A case in a file."""
    (tmp_path / "one").mkdir()
    path = tmp_path / "one" / "kept.case"
    with Case.create(str(path), author=BY) as case:
        put(case)
    return path


def test_what_is_no_case_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"gone\.case: there is no such case\. Make one with"):
        Case.open(str(tmp_path / "gone.case"))
    with pytest.raises(CaseError, match="there is no such case"):
        Case.open(str(tmp_path))
    text = tmp_path / "report.txt"
    text.write_text(REPORT * 20)
    with pytest.raises(CaseError, match=r"report\.txt: this is no case"):
        Case.open(str(text))
    empty = tmp_path / "empty.case"
    empty.touch()
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE alembic_version_of_something (id)")
    for path in (empty, other):
        for way in (Case.open, Case.upgrade):
            with pytest.raises(CaseError, match="this is no case"):
                way(str(path))


def test_a_case_is_not_made_where_it_cannot_be(tmp_path: Path, kept: Path) -> None:
    with pytest.raises(CaseError, match=r"there is no such folder\. Give another path"):
        Case.create(str(tmp_path / "no" / "where.case"), author=BY)
    before = kept.read_bytes()
    with pytest.raises(CaseError, match="there is a file already"):
        Case.create(str(kept), author=BY)
    assert kept.read_bytes() == before


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://u:secret@host/db", "only postgresql:// addresses and files hold cases"),
        ("https://example.org/case", "only postgresql:// addresses"),
        ("postgresql://u:secret@host:port/db", "no address of a database"),
        ("://u:secret@", "no address of a database"),
        ("postgresql://u:secret@127.0.0.1:1/db", "the server cannot be reached .*Check the address"),
    ],
)
def test_addresses_that_lead_nowhere(address: str, reason: str) -> None:
    for way in (Case.open, lambda where: Case.create(where, author=BY)):
        with pytest.raises(CaseError, match=reason) as caught:
            way(address)
        assert "secret" not in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_database_that_is_not_there(new_database: object) -> None:
    assert callable(new_database)
    with pytest.raises(CaseError, match="this is no case, or it does not exist"):
        Case.open(new_database().replace("/case_", "/none_"))
    with pytest.raises(CaseError, match="this is no case"):
        Case.open(new_database())


def test_a_damaged_file_is_told(kept: Path) -> None:
    data = bytearray(kept.read_bytes())
    data[4096 * 2 : 4096 * 12] = b"\xee" * 4096 * 10
    kept.write_bytes(data)
    with pytest.raises(CaseError, match=r"damaged\. Restore it from a copy"), Case.open(str(kept)) as case:
        case.rebuild()


def test_a_case_of_another_version(where: str) -> None:
    with Case.create(where, author=BY) as case, case.database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for way in (Case.open, Case.upgrade):
        with pytest.raises(CaseError, match=r"made by a newer Ascribe\. Install that one"):
            way(where)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_written(kept: Path) -> None:
    kept.chmod(0o444)
    with Case.open(str(kept)) as case:
        assert case.count() == 4
        with pytest.raises(CaseError, match=r"it cannot be written\. Change its permissions, or copy it"):
            case.decide("stance", {"source": "x"}, {"stance": "party"}, author=BY)


def test_a_disk_that_may_not_be_written(kept: Path, small_disk: Path) -> None:
    path = shutil.copy(kept, small_disk / "kept.case")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(CaseError, match="The file and its folder must be there and writable: check, or copy it"):
        Case.open(str(path))


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_file_that_may_not_grow(kept: Path) -> None:
    """What a quota or a full disk looks like to one process: writing fails halfway, with any of several errors."""
    words = (
        "import sys, resource; sys.path.insert(0, sys.argv[2])\n"
        "from ascribe.case import Case; from ascribe.errors import CaseError\n"
        "from tests.case.conftest import put\n"
        "case = Case.open(sys.argv[1]); put(case, 'Rebels killed civilians in Raqqa.')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "try:\n"
        "  for n in range(3000): put(case, f'Rebels killed {n} civilians in Raqqa. ' * 20); print(n)\n"
        "except CaseError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", words, str(kept), str(ROOT)], capture_output=True, text=True, check=False
    )
    *numbers, told = done.stdout.splitlines()
    assert "run it again" in told, done.stderr
    assert "disk" in told
    assert sound(kept) >= len(numbers) + 2
    with Case.open(str(kept)) as case:
        put(case, "Rebels killed 7 civilians in Tabqa.")


def test_a_database_that_may_not_grow(kept: Path) -> None:
    with Case.open(str(kept)) as case:
        with case.database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 20}")
        stored = 0
        with pytest.raises(CaseError, match=r"the disk is full\. Nothing of this step was stored; make room"):  # noqa: PT012
            for stored in range(3000):
                put(case, f"Rebels killed {stored} civilians in Raqqa. " * 20)
    assert sound(kept) in (stored + 1, stored + 2)  # the report, or the report and not its reading


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here; the tests above fill a limit instead")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    path = small_disk / "case"
    with Case.create(str(path), author=BY) as case:
        with pytest.raises(CaseError, match="disk"):  # noqa: PT012
            for n in range(3000):
                put(case, f"Rebels killed {n} civilians in Raqqa. " * 20)
        with pytest.raises(CaseError, match="disk"):  # noqa: PT012
            for _ in range(3000):
                case.decide("stance", {"source": "x" * 4000}, {"stance": "party"}, author=BY)
        documents = case.about()["rows"]["document"]
    assert sound(path) == documents > 3


def sound(path: Path) -> int:
    """Check that a case is whole: its file, its chain, what follows from it; the number of its documents."""
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    copied = Path(shutil.copytree(path.parent, path.parent.parent / "copied")) / path.name
    with Case.open(str(copied)) as case:
        check(case)
        rows = derived(case)
        case.rebuild()
        assert derived(case) == rows
        return int(case.about()["rows"]["document"])


def check(case: Case) -> None:
    """Check the chain and every hash."""
    from ascribe.case.verify import verify

    assert list(verify(case)) == []
