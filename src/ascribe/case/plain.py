"""What people write, as every database can keep it."""

from __future__ import annotations

from ..errors import UsageError


def text(given: str) -> str:
    """A title or a reason as every database can keep it: without NUL and halves of characters."""
    return given.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()


def person(author: str) -> str:
    """An author's name as it is kept: on one line, without control characters.

    Raises:
        UsageError: nothing is left of it.
    """
    name = " ".join("".join(c if c.isprintable() else " " for c in author).split())
    if not name:
        raise UsageError("A decision needs a name of who decides: give --by NAME, or set ASCRIBE_USER.")
    return name
