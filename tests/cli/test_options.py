"""Dataclasses among a command's parameters are options and arguments of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from ascribe.cli.documents import ChosenClaims
from ascribe.cli.options import Chosen, Signed, spread


@dataclass(frozen=True)
class Words:
    said: Annotated[str, typer.Argument()]
    at: Annotated[int | None, typer.Option()] = None


@spread
def command(
    where: str, words: Words, signed: Signed, more: Annotated[list[str] | None, typer.Argument()] = None
) -> None:
    """What it is for."""
    print(where, words, signed, more)


def run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(command)
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


def test_fields_are_arguments_and_options_in_their_order() -> None:
    assert run("case", "killed", "a", "b", "--at", "3", "--why", "seen") == (
        0, f"case {Words('killed', 3)} {Signed(why='seen')} ['a', 'b']\n"
    )  # fmt: skip
    assert run("case", "killed") == (0, f"case {Words('killed')} {Signed()} None\n")


def test_a_field_without_a_default_is_required() -> None:
    code, told = run("case")
    assert code == 2
    assert "said" in told


def test_the_help_is_the_commands() -> None:
    code, told = run("--help")
    assert code == 0
    assert "What it is for." in told
    assert all(option in told for option in ("--at", "--why", "--by"))


@pytest.mark.parametrize("kind", [Chosen, ChosenClaims])
def test_only_what_was_asked_for_is_given_days_without_their_hours(kind: type[Chosen]) -> None:
    asked = kind(type="airstrike", since=datetime(2017, 7, 5))
    assert asked.given() == {"type": "airstrike", "since": "2017-07-05"}
