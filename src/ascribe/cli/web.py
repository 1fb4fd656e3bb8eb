"""Commands of the review app: serve a case, and say who may log in to it."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..errors import InputError, UsageError
from .common import By, CaseName, author, say

app = typer.Typer(help="Who may log in to the app of a case.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name; decisions carry it.")]
_TEMPLATE = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/\S*")


class Role(StrEnum):
    """What somebody may do: read; decide and add reports too; say who may log in too."""

    reader = "reader"
    analyst = "analyst"
    admin = "admin"


def serve(
    where: CaseName,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 8600,
    login: Annotated[bool, typer.Option("--login", help="Demand a login on this machine too: behind a proxy.")] = False,
    certificate: Annotated[Path | None, typer.Option(metavar="FILE", help="Of https, as PEM.")] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's private key, as PEM.")] = None,
    tiles: Annotated[
        str | None,
        typer.Option(metavar="URL|FILE", help="Map tiles: an address with {z}, {x} and {y}, or .mbtiles or .pmtiles."),
    ] = None,
    by: By = None,
) -> None:
    """Open a case in the browser: read, check and decide.

    On this machine one user works without login, under the name of --by. Where others can reach it (any --host that
    is not loopback), everybody logs in: let them in with `ascribe user add`. Passwords are taken over https alone, so
    give --certificate and --key, or put a proxy before it that does https.
    """
    with _extra():
        import uvicorn

        from ..web.app import Options, create_app
        from ..web.security import loopback

    alone = loopback(host) and not login
    if not alone:
        _somebody(where, host)
    if (certificate is None) != (key is None):
        raise UsageError("https needs both --certificate and --key.")
    options = Options(local=author(by) if alone else None, tiles=_tiles(tiles), secure=not alone)
    made = create_app(where, options)
    listening = _listening(host, port)
    config = uvicorn.Config(
        made, log_level="warning", server_header=False, proxy_headers=not alone,
        ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip
    shown = f"[{host}]" if ":" in host else host
    say(f"{'https' if certificate else 'http'}://{shown}:{listening.getsockname()[1]}/ (Ctrl+C ends it)")
    sys.stdout.flush()
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        say("Ended. Everything that was decided is kept.")


@app.command("add")
def add_user(
    where: CaseName,
    name: Name,
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.analyst,
    by: By = None,
) -> None:
    """Let somebody in, or give one who is known another role and password. Asks for the password, or reads a line."""
    with _extra():
        from ..web import people
    from ..case import Case

    with Case.open(where) as case:
        made = people.add(case, name, role.value, _password(), author(by))
    say(f"{made.name} may log in as {made.role}.")


@app.command("list")
def list_users(where: CaseName) -> None:
    """List who may log in."""
    from ..case import Case

    with Case.open(where) as case:
        for row in case.people():
            say(f"{row['name']}: {row['role']}, let in by {row['added_by']} on {row['added_at'][:10]}")


@app.command("remove")
def remove_user(where: CaseName, name: Name) -> None:
    """Let somebody in no more, at once. What they decided stays, under their name."""
    with _extra():
        from ..web import people
    from ..case import Case

    with Case.open(where) as case:
        people.remove(case, name)
    say(f"{name} may not log in any more.")


def _somebody(where: str, host: str) -> None:
    from ..case import Case

    with Case.open(where) as case:
        if not case.people():
            raise UsageError(
                f"{host}: with a login, or where others can reach it, the app needs users, and the case has none. Run "
                f"`ascribe user add {where} NAME --role admin`, or listen on 127.0.0.1."
            )


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


def _tiles(given: str | None) -> str | None:
    if given is None:
        return None
    if "://" in given:
        if not _TEMPLATE.fullmatch(given) or not all(part in given for part in ("{z}", "{x}", "{y}")):
            raise UsageError(
                f"--tiles {given}: give an address such as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png."
            )
    elif not Path(given).exists():
        raise InputError(f"--tiles {given}: there is no such file. Give an .mbtiles or .pmtiles file.")
    return given


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(f"{host}:{port}: cannot listen there ({error.strerror}). Give another --port.") from error


@contextmanager
def _extra() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise UsageError(f"The app needs the extra `web` ({error.name}): pip install 'ascribe[web]'.") from error
