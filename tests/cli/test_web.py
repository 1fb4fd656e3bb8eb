"""`ascribe serve` and `ascribe user`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from ascribe.case import Case
from ascribe.web import people

from ..case.conftest import BY
from ..conftest import Run

SECRET = "correct horse battery"


@pytest.mark.parametrize("options", [("--host", "0.0.0.0"), ("--host", "::"), ("--login",)])
def test_a_login_without_users_refuses_to_start_and_says_what_to_do(
    filed: Path, inside: Run, options: tuple[str, ...]
) -> None:
    done = inside("serve", filed, *options, "--port", "0")
    assert done.returncode == 2
    assert f"ascribe user add {filed} NAME --role admin" in done.stderr
    assert "127.0.0.1" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [(("--tiles", "https://tiles.example.org/0.png"), "{z}/{x}/{y}"), (("--tiles", "gone.mbtiles"), "no such file"),
     (("--tiles", "https://a.example; script-src *//{z}/{x}/{y}"), "give an address"),
     (("--certificate", "a.pem"), "needs both"), (("--host", "203.0.113.1x"), "ascribe user add")],
)  # fmt: skip
def test_options_that_make_no_sense_are_told(filed: Path, inside: Run, options: tuple[str, ...], told: str) -> None:
    done = inside("serve", filed, *options, "--port", "0")
    assert (done.returncode, told in done.stderr) in ((2, True), (1, True)), done.stderr


def test_users_are_added_listed_and_removed(filed: Path, ascribe: Run, inside: Run) -> None:
    added = ascribe("user", "add", filed, "Desk two", "--role", "reader", "--by", BY, stdin=f"{SECRET}\n")
    assert (added.returncode, added.stdout) == (0, "Desk two may log in as reader.\n")
    assert inside("user", "list", filed).stdout.startswith("Desk two: reader, let in by Desk on ")
    with Case.open(str(filed)) as case:
        assert people.known(case, "Desk two", SECRET)
    assert inside("user", "remove", filed, "Desk two").returncode == 0
    assert inside("user", "list", filed).stdout == ""
    gone = inside("user", "remove", filed, "Desk two")
    assert (gone.returncode, "nobody is so called" in gone.stderr) == (2, True)
    weak = ascribe("user", "add", filed, "Desk two", stdin="short\n")
    assert (weak.returncode, "12 to 1000 characters" in weak.stderr) == (2, True)


def test_on_this_machine_it_serves_without_login_until_it_is_interrupted(filed: Path) -> None:
    command = [sys.executable, "-m", "ascribe", "serve", str(filed), "--port", "0", "--by", "Night desk"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "80"}) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split(" ")[0]
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}api/session") as answer:
            assert json.load(answer)["name"] == "Night desk"
        server.send_signal(signal.SIGINT)
        assert "is kept" in server.stdout.read()
    assert server.returncode == 0
