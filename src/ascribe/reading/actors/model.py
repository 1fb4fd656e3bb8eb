"""An actor: a state, force, group, body, monitor or outlet that reports name; from public facts, in data files."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Kind = Literal[
    "state", "government", "ministry", "armed-forces", "police", "intelligence", "armed-group", "authority", "company",
    "coalition", "international-body", "monitor", "ngo", "outlet", "agency",
]  # fmt: skip


class Side(BaseModel):
    """The side an actor took in a conflict, with years or ISO dates where they are sure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    conflict: str = Field(min_length=1)
    side: str = Field(min_length=1)
    since: str | None = Field(None, pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")
    until: str | None = Field(None, pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")


class Actor(BaseModel):
    """A known actor.

    `id` is stable and in kebab-case; `names` are its other names and short forms, spelt as reports spell them;
    `country` are the ISO 3166-1 codes it belongs to; `called` are families of words.toml that reports use for it;
    `common` are names that are also everyday words: they count only with the article as part of the name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str = Field(min_length=2)
    names: tuple[str, ...] = ()
    kind: Kind
    country: tuple[str, ...] = ()
    parent: str | None = None
    called: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    common: tuple[str, ...] = ()

    @field_validator("country")
    @classmethod
    def _codes(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            if len(code) != 2 or not code.isascii() or not code.isupper():
                raise ValueError(f"{code!r} is no ISO 3166-1 alpha-2 code")
        return codes

    @property
    def all_names(self) -> tuple[str, ...]:
        """The name and the other names."""
        return (self.name, *self.names)
