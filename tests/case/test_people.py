"""Who may log in: kept beside the case, on either backend, and in cases made before there were people."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ascribe.case import Case
from ascribe.errors import CaseError

from .conftest import BY


def test_people_are_kept_changed_and_removed(case: Case) -> None:
    case.keep_person("Second", "reader", "hash 1", BY)
    case.keep_person("First", "admin", "hash 2", BY)
    case.keep_person("Second", "analyst", "hash 3", "First")
    assert [(row["name"], row["role"], row["hash"], row["added_by"]) for row in case.people()] == [
        ("First", "admin", "hash 2", BY), ("Second", "analyst", "hash 3", "First"),
    ]  # fmt: skip
    assert [row["name"] for row in case.people("Second")] == ["Second"]
    assert case.people("second\0") == ()
    assert (case.remove_person("First"), case.remove_person("First")) == (True, False)


def test_a_case_from_before_there_were_people_is_upgraded(case: Case, where: str) -> None:
    with case.database.writing() as connection:
        connection.execute(sa.text("DROP TABLE person"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(CaseError, match="ascribe case upgrade"):
        Case.open(where)
    with Case.upgrade(where) as upgraded:
        assert upgraded.people() == ()
        upgraded.keep_person("First", "admin", "hash", BY)
