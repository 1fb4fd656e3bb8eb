"""The data files that the steps of this package share, each read once and only when first asked for."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Any:
    """The JSON file `ontology/<name>.json`."""
    return json.loads(files("ascribe.ontology").joinpath(f"{name}.json").read_text(encoding="utf-8"))


@cache
def header_words(name: str) -> frozenset[str]:
    """One list of lower-case words of `ontology/headers.json`, as a set."""
    return frozenset(table("headers")[name])
