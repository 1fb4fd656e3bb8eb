"""Who may log in, as rows: what `Case` does in one transaction each. What a role may do, the app knows."""

from __future__ import annotations

import sqlalchemy as sa

from .ledger import now
from .tables import person


def every(connection: sa.Connection, name: str | None) -> tuple[dict[str, str], ...]:
    """All of them by name, or the one of that name."""
    query = sa.select(person).order_by(person.c.name)
    if name is not None:
        query = query.where(person.c.name == name.replace("\0", ""))
    return tuple(dict(row._mapping) for row in connection.execute(query))


def keep(connection: sa.Connection, name: str, role: str, hashed: str, by: str) -> dict[str, str]:
    """One more, or another role and hash for one who is known."""
    row = {"name": name, "role": role, "hash": hashed, "added_at": now(), "added_by": by}
    remove(connection, name)
    connection.execute(person.insert(), row)
    return row


def remove(connection: sa.Connection, name: str) -> bool:
    """Forget one; False where there is none of that name."""
    return connection.execute(person.delete().where(person.c.name == name.replace("\0", ""))).rowcount > 0
