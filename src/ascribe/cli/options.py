"""Options that several commands have in common, as dataclasses: a field an option."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from .common import By, Why

Day = datetime | None


@dataclass(frozen=True)
class Signed:
    """Who decides, and why."""

    why: Why = None
    by: By = None


@dataclass(frozen=True)
class Chosen:
    """Which claims or incidents are asked for."""

    type: Annotated[str | None, typer.Option(metavar="TYPE", help="A type of claim, such as airstrike.")] = None
    place: Annotated[str | None, typer.Option(metavar="NAME", help="The place, or what it lies in.")] = None
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Who did it, or to whom: a name or an id.")] = None
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so: a name, an id, an outlet.")] = None
    since: Annotated[Day, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="About this day or later.")] = None
    until: Annotated[Day, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="About this day or earlier.")] = None

    def given(self) -> dict[str, str]:
        """The options that were given, by name; days as ISO 8601."""
        every = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: value.date().isoformat() if isinstance(value, datetime) else str(value)
            for name, value in every.items()
            if value is not None
        }


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """A command as Typer can take it: fields of its parameters that are dataclasses are parameters of their own."""
    written = inspect.signature(command, eval_str=True).parameters.values()
    groups = {p.name: p.annotation for p in written if isinstance(p.annotation, type) and is_dataclass(p.annotation)}
    parameters: list[inspect.Parameter] = []
    for one in written:
        if group := groups.get(one.name):
            hints = get_type_hints(group, include_extras=True)
            own = inspect.signature(group).parameters.values()
            parameters += [field.replace(annotation=hints[field.name]) for field in own]
        else:
            parameters.append(one)

    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field: given.pop(field) for field in inspect.signature(group).parameters})
        command(**given)

    made: Any = wraps(command)(run)
    made.__annotations__ = {one.name: one.annotation for one in parameters}
    made.__signature__ = inspect.Signature([one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters])
    taken: Callable[..., None] = made
    return taken
