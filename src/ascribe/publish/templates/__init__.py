"""Jinja templates of what is published, with autoescape on, and the styles and scripts that go inline into pages."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from ...render.safe import marked, visible


@cache
def environment() -> Environment:
    """Where templates come from. `marked` shows hidden characters in a page, `visible` in attributes and titles."""
    made = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(_source)
    )
    made.filters["marked"] = marked
    made.filters["visible"] = visible
    return made


def template(name: str) -> Template:
    """The template in the file of that name."""
    return environment().get_template(name)


@cache
def asset(name: str) -> str:
    """The text of a style or script of ours."""
    return resources.files("ascribe.publish").joinpath("static", name).read_text(encoding="utf-8")


def _source(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """A Content-Security-Policy that allows a page its own inline style and script, and nothing else."""
    own = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{own[0]}'; script-src 'sha256-{own[1]}'; base-uri 'none'; "
        "form-action 'none'"
    )
