"""Tiles under the map: from local files in the formats MBTiles and PMTiles, or from an address that is configured.

Files are served by the app itself, so that no request leaves the machine. Tiles are pictures; vector tiles would need a
renderer, and are refused.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from ..errors import InputError

_KINDS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
_DEEPEST = 19  # the closest that tile servers usually have
_LOCAL = "/tiles/{z}/{x}/{y}"


class Archive(Protocol):
    """A file of tiles: their media type, the zooms that it has, and whom to name for them."""

    kind: str
    least: int
    most: int
    credit: str

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The tile at a place of the usual scheme, y from north to south; None where there is none."""


@dataclass(frozen=True)
class Tiles:
    """Where the tiles of the app come from.

    Attributes:
        address: template with {z}, {x} and {y}.
        least, most: zooms that there are.
        credit: whom to name for them, as plain text; hostile, like everything in a file.
        archives: files that the app serves, the first that has a tile gives it.
    """

    address: str
    least: int = 0
    most: int = _DEEPEST
    credit: str = ""
    archives: tuple[Archive, ...] = ()

    def tile(self, z: int, x: int, y: int) -> tuple[bytes, str] | None:
        """A tile of the files and its media type; None where there is none."""
        if not (0 <= z <= 30 and 0 <= x < 2**z and 0 <= y < 2**z):
            return None
        for archive in self.archives:
            if archive.least <= z <= archive.most and (data := archive.tile(z, x, y)):
                return data, archive.kind
        return None


def tiles(given: str | None) -> Tiles | None:
    """The tiles of an address with {z}, {x} and {y}, of a file, or of a folder of files; None for None.

    Raises:
        InputError: a file is none, is broken, or holds vector tiles.
    """
    if given is None:
        return None
    if "://" in given:
        return Tiles(given, credit=urlsplit(given).netloc)
    path = Path(given)
    names = [path]
    if path.is_dir():
        names = sorted(p for p in path.iterdir() if p.suffix.lower() in (".mbtiles", ".pmtiles"))
    if not names:
        raise InputError(f"{given}: the folder holds no .mbtiles or .pmtiles file.")
    archives = tuple(PMTiles(p) if p.suffix.lower() == ".pmtiles" else MBTiles(p) for p in names)
    return Tiles(
        _LOCAL, min(a.least for a in archives), max(a.most for a in archives),
        ", ".join(dict.fromkeys(a.credit for a in archives if a.credit)), archives,
    )  # fmt: skip


class MBTiles:
    """A file as MBTiles 1.3 defines it: a database of SQLite, its rows counted from south to north.

    Raises:
        InputError: it is none, or holds vector tiles.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with self._opened() as connection:
                about = dict(connection.execute("SELECT name, value FROM metadata"))
                zooms = connection.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
        except sqlite3.Error as error:
            raise InputError(f"{path}: cannot be read as MBTiles ({error}). Give a file of raster tiles.") from error
        self.kind = _kind(path, str(about.get("format", "png")))
        self.least, self.most = zooms[0] or 0, zooms[1] or 0
        self.credit = plain(str(about.get("attribution", "")))

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """As `Archive.tile`."""
        query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        with self._opened() as connection:
            found = connection.execute(query, (z, x, 2**z - 1 - y)).fetchone()
        return bytes(found[0]) if found else None

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each question: requests come in many threads."""
        with closing(sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            yield connection


class PMTiles:
    """A file as PMTiles 3 defines it.

    Raises:
        InputError: it is none, or holds vector tiles.
    """

    def __init__(self, path: Path) -> None:
        from pmtiles import reader
        from pmtiles.tile import TileType

        library: Any = reader  # its functions have no types
        try:
            with path.open("rb") as file:  # the mapping outlives the file
                self._reader = library.Reader(library.MmapSource(file))
            header, about = self._reader.header(), self._reader.metadata()
            named = TileType(header["tile_type"]).name.lower()
        except Exception as error:  # the library says what is wrong by whatever breaks first
            raise InputError(f"{path}: cannot be read as PMTiles 3 ({error}). Give a file of raster tiles.") from error
        self.kind = _kind(path, named)
        self.least, self.most = header["min_zoom"], header["max_zoom"]
        self.credit = plain(str(about.get("attribution", "")))

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """As `Archive.tile`."""
        found: bytes | None = self._reader.get(z, x, y)
        return found


def plain(html: str) -> str:
    """A credit, which files give as HTML, as plain text."""
    from markupsafe import Markup

    return re.sub(r"\s+", " ", Markup(html).striptags()).strip()[:300]


def _kind(path: Path, named: str) -> str:
    kind = _KINDS.get(named.lower().lstrip("."))
    if kind is None:
        raise InputError(f"{path}: its tiles are {named[:20]}, no pictures. Give raster tiles: png, jpg, webp or avif.")
    return kind
