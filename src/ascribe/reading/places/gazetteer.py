"""The gazetteer: look-up of names in the index that ships and in those that the user added."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .folders import cache_folder, gazetteers_folder
from .index import LOOSE, Kind, open_or_build, opened
from .words import loose

_KEPT = 20_000  # keys held in memory; an article has some hundred
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer under one of its names. `main` tells its main name from others; `loose` a respelling."""

    source: str
    ref: str
    name: str
    latitude: float | None
    longitude: float | None
    country: str | None
    region: str | None
    kind: Kind
    population: int
    capital: bool
    main: bool
    loose: bool = False

    @property
    def countries(self) -> tuple[str, ...]:
        """Codes of the countries that it lies in."""
        return tuple(self.country.split("|")) if self.country else ()


class Gazetteer:
    """Names and places. Open one with `Gazetteer.open()` and keep it.

    Args:
        connections: databases in the form of `index.write`; of places with the same source and reference, the one in
            the earlier database is taken.
    """

    def __init__(self, connections: Sequence[sqlite3.Connection]) -> None:
        self._connections = tuple(connections)
        self._known: dict[str, tuple[Entry, ...]] = {}

    @classmethod
    def open(cls, *, cache: Path | None = None, added: Path | None = None) -> Gazetteer:
        """The gazetteer of this machine: GeoNames as it ships, and what the user added.

        Args:
            cache: folder of the index that is built on first use; by default the platform's cache folder, or
                ASCRIBE_CACHE.
            added: folder of added gazetteers; by default in the platform's data folder, or ASCRIBE_DATA.
        """
        from . import sources

        shipped = open_or_build((cache or cache_folder()) / f"gazetteer-{sources.version()}.sqlite", sources.rows)
        folder = added or gazetteers_folder()
        own = [opened(path) for path in sorted(folder.glob("*.sqlite"))] if folder.is_dir() else []
        return cls([*own, shipped])

    def find(self, keys: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
        """The places under each of the keys; keys without any are left out."""
        wanted = list(dict.fromkeys(keys))
        if len(self._known) > _KEPT:
            self._known.clear()
        self._load([k for k in wanted if k not in self._known])
        return {k: self._known[k] for k in wanted if self._known[k]}

    def find_loosely(self, plain: str) -> tuple[Entry, ...]:
        """The places under a key, or else under one that differs only in transliteration."""
        exact = self.find([plain]).get(plain, ())
        return exact or self.find([LOOSE + loose(plain)]).get(LOOSE + loose(plain), ())

    def _load(self, keys: Sequence[str]) -> None:
        found: dict[str, dict[tuple[str, str], Entry]] = {k: {} for k in keys}
        for connection in self._connections:
            for at in range(0, len(keys), _AT_ONCE):
                part = keys[at : at + _AT_ONCE]
                marks = ",".join("?" * len(part))
                query = (
                    "SELECT key, source, ref, name, latitude, longitude, country, region, kind, population, capital,"
                    f" main FROM name JOIN place ON place.id = name.place WHERE key IN ({marks})"
                )
                for plain, *fields in connection.execute(query, part):
                    entry = _entry(fields, plain.startswith(LOOSE))
                    found[plain].setdefault((entry.source, entry.ref), entry)
        self._known.update({k: tuple(entries.values()) for k, entries in found.items()})


def _entry(fields: list[Any], loose: bool) -> Entry:
    *values, capital, main = fields
    return Entry(*(*values, bool(capital), bool(main), loose))


@cache
def default_gazetteer() -> Gazetteer:
    """One gazetteer for this process, opened on first use and kept."""
    return Gazetteer.open()
