"""Which data a reading rests on: the version of the program, its data files, and what the user added."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from .. import __version__
from ..settings import data_folder

# What only later steps use: no reading changes with it.
_LATER = frozenset({
    "countries-50m.json", "forecasts.toml", "grades.toml", "linking.toml", "map.toml", "origins.toml", "profiles",
    "safeguards.toml", "series.toml",
})  # fmt: skip


@cache
def ontology_version() -> str:
    """Such as "0.1.0+3f2a91c05b7d": other data files, or other actors or places of the user's, give another."""
    digest = hashlib.sha256()
    for name, data in _contents(files("ascribe.ontology"), ""):
        digest.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    for path in sorted(data_folder().glob("actors/*.toml")):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for path in sorted(data_folder().glob("gazetteers/*.sqlite")):
        # A gazetteer may be large: its name and size tell it well enough.
        digest.update(f"{path.name} {path.stat().st_size}".encode())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def _contents(folder: Traversable, under: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name in _LATER:
            continue
        if entry.is_dir():
            yield from _contents(entry, f"{under}{entry.name}/")
        elif not entry.name.endswith((".py", ".pyc")):
            yield under + entry.name, entry.read_bytes()
