"""What the parts of a case stand on."""

from __future__ import annotations

from ..database import Database


class Held:
    """The database of a case.

    Attributes:
        database: open until the case is closed.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
