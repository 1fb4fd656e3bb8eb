"""The version of a case's tables: made, checked and brought up to date by Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ..errors import CaseError

if TYPE_CHECKING:
    from alembic.config import Config


def make(connection: sa.Connection) -> None:
    """Make the tables in an empty database, in the transaction of `connection`."""
    from alembic import command

    command.upgrade(_config(connection), "head")


def upgrade(connection: sa.Connection, name: str) -> None:
    """Bring the tables of a case to this version's, in the transaction of `connection`."""
    from alembic import command

    check(connection, name, older=True)
    command.upgrade(_config(connection), "head")


def check(connection: sa.Connection, name: str, *, older: bool = False) -> None:
    """Whether the tables are this version's.

    Raises:
        CaseError: they are an older version's (unless `older`), a newer one's, or there are others than a case's.
    """
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config(connection))
    found = MigrationContext.configure(connection).get_current_revision()
    if found == scripts.get_current_head():
        return
    if found is None:
        raise CaseError(f"{name}: this is no case. Make one with `ascribe case new`.")
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise CaseError(f"{name}: made by a newer Ascribe. Install that one.")
    if not older:
        raise CaseError(f"{name}: made by an older Ascribe. Copy it, then run `ascribe case upgrade`.")


def _config(connection: sa.Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
