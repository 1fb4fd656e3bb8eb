"""Who may work on a case over the network: names, roles, and argon2 hashes of their passwords."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from pydantic import Field

from ..case import Case
from ..case.plain import person as plain
from ..errors import UsageError
from ..model import Part

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["reader", "analyst", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
SHORTEST = 12
LONGEST = 1000
_ONE = threading.Lock()  # a check takes 64 MB: never many at once


class Person(Part):
    """One who may log in."""

    name: str
    role: Role
    hash: str = Field(repr=False, exclude=True, description="argon2id")
    added_at: str
    added_by: str


def add(case: Case, name: str, role: Role, password: str, by: str) -> Person:
    """Let somebody in, or give one who is known another role and password.

    Raises:
        UsageError: the name is empty, there is no such role, or the password is too short or too long.
    """
    known = plain(name)
    if role not in ROLES:
        raise UsageError(f"{role}: there is no such role; there are: {', '.join(ROLES)}.")
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"The password needs {SHORTEST} to {LONGEST} characters.")
    with _ONE:
        hashed = _hasher().hash(password.encode("utf-8", "replace"))
    row = case.keep_person(known, role, hashed, plain(by))
    return Person(**row)


def remove(case: Case, name: str) -> None:
    """Let somebody in no more; what they decided stays.

    Raises:
        UsageError: nobody is so called.
    """
    if not case.remove_person(name):
        raise UsageError(f"{name}: nobody is so called. See `ascribe user list`.")


def people(case: Case) -> tuple[Person, ...]:
    """All who may log in, by name."""
    return tuple(Person(**row) for row in case.people())


def person_of(case: Case, name: str) -> Person | None:
    """The one of that name."""
    row = next(iter(case.people(name)), None)
    return Person(**row) if row else None


def known(case: Case, name: str, password: str) -> Person | None:
    """The one of that name and password; None where there is none. It takes as long for a name that nobody has."""
    from argon2.exceptions import InvalidHashError, VerificationError

    found = person_of(case, name)
    with _ONE:
        try:
            _hasher().verify(found.hash if found else _nobody(), password[:LONGEST].encode("utf-8", "replace"))
        except (VerificationError, InvalidHashError):
            return None
    return found


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash("")
