"""Those who may log in to the review app of a case."""

from __future__ import annotations

from .. import people
from .held import Held


class People(Held):
    """Names, roles and hashes of passwords; what a role may do, the app knows."""

    def people(self, name: str | None = None) -> tuple[dict[str, str], ...]:
        """Name, role, hash, added_at and added_by of all who may log in, or of the one of that name."""
        with self.database.reading() as connection:
            return people.every(connection, name)

    def keep_person(self, name: str, role: str, hashed: str, by: str) -> dict[str, str]:
        """Let somebody log in, or give one who is known another role and hash."""
        with self.database.writing() as connection:
            return people.keep(connection, name, role, hashed, by)

    def remove_person(self, name: str) -> bool:
        """Let somebody log in no more; False where nobody is so called."""
        with self.database.writing() as connection:
            return people.remove(connection, name)
