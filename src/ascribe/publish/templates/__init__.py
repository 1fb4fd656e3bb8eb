"""Jinja templates of what is published, with autoescape on, and the styles and scripts that go inline into pages."""

from __future__ import annotations

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
