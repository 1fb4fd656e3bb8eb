"""The file formats of gazetteers: GeoNames country dumps, GeoJSON, CSV."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from ...errors import InputError
from .index import Kind, Row

_COLUMNS = 19  # of a GeoNames dump, https://download.geonames.org/export/dump/readme.txt
_NAMES = {
    "name": ("name", "place", "title", "asciiname"), "latitude": ("latitude", "lat", "y"),
    "longitude": ("longitude", "lon", "lng", "long", "x"), "country": ("country", "country_code", "iso2", "cc"),
    "kind": ("kind", "type", "precision"), "population": ("population", "pop"), "id": ("id", "ref", "geonameid", "gid"),
    "others": ("other_names", "alternatenames", "alternate_names", "aliases"),
}  # fmt: skip
_KINDS: dict[str, Kind] = {
    "country": "country", "region": "region", "district": "district", "settlement": "settlement", "point": "point",
    "city": "settlement", "town": "settlement", "village": "settlement", "province": "region", "river": "feature",
    "road": "feature",
}  # fmt: skip


class Unusable(Exception):
    """A row that cannot be used; says why."""


def records(file: Path, source: str) -> Iterator[tuple[int, Callable[[], Row | None]]]:
    """The rows of a file by its ending: their numbers from 1, and what makes a place of each, or raises Unusable.

    Raises:
        InputError: the format is unknown, or the file is not what its ending says.
    """
    ending = file.suffix.lower()
    if ending in (".txt", ".zip"):
        yield from ((n, partial(_from_dump, fields)) for n, fields in _dump_lines(file))
    elif ending in (".geojson", ".json"):
        yield from ((n, partial(_from_feature, feature, source, n)) for n, feature in _features(file))
    elif ending == ".csv":
        yield from ((n, partial(_row, record, source, n, "settlement")) for n, record in _table(file))
    else:
        raise InputError(f"{file}: “{ending}” is no known format. Give a GeoNames dump (.txt, .zip), GeoJSON or CSV.")


@contextmanager
def _text(file: Path) -> Iterator[IO[str]]:
    """A file as text; of an archive the one country file in it."""
    if file.suffix.lower() != ".zip":
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield lines
        return
    with zipfile.ZipFile(file) as archive:
        inside = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()]
        if len(inside) != 1:
            raise InputError(
                f"{file}: holds {len(inside)} tables. Give a GeoNames archive with one country file in it."
            )
        with archive.open(inside[0]) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8", newline="")


def _dump_lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    with _text(file) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line.rstrip("\r\n").split("\t")


def _from_dump(fields: list[str]) -> Row | None:
    """A row of a GeoNames dump; None for kinds that are no places of news (spot heights, undersea features)."""
    if len(fields) != _COLUMNS:
        raise Unusable(f"{len(fields)} columns instead of {_COLUMNS}")
    ref, name, _, others, latitude, longitude, group, code = fields[:8]
    kind = _dump_kind(group, code)
    if kind is None:
        return None
    at = _point(latitude, longitude)
    people = int(fields[14]) if fields[14].isdecimal() else 0
    if kind == "region":
        ref = f"{fields[8]}.{fields[10]}"
    names = tuple(n for n in others.split(",") if n)
    north, east = at if kind != "feature" else (None, None)
    return Row(
        "geonames",
        ref,
        _named(name),
        north,
        east,
        fields[8] or None,
        kind,
        fields[10] or None,
        people,
        code == "PPLC",
        names,
    )


def _dump_kind(group: str, code: str) -> Kind | None:
    """GeoNames feature classes as kinds; rivers and roads are known, but have no position."""
    if group == "A":
        if code.startswith("ADM"):
            return "region" if code == "ADM1" else "district"
        return "country" if code.startswith("PCL") else None
    return {"P": "settlement", "S": "point", "T": "point", "L": "district", "H": "feature", "R": "feature"}.get(group)  # type: ignore[return-value]


def _features(file: Path) -> Iterator[tuple[int, Any]]:
    data = json.loads(file.read_text(encoding="utf-8-sig"))
    listed = data.get("features") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        raise InputError(f"{file}: no GeoJSON FeatureCollection. Save it as GeoJSON with a list “features”.")
    yield from enumerate(listed, 1)


def _from_feature(feature: Any, source: str, number: int) -> Row:
    if not isinstance(feature, dict) or not isinstance(feature.get("geometry"), dict):
        raise Unusable("no geometry")
    geometry, properties = feature["geometry"], feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise Unusable("properties are no object")
    shape = geometry.get("type")
    corners = list(_corners(geometry.get("coordinates")))
    if not corners:
        raise Unusable("no coordinates")
    east, north = (_middle([c[i] for c in corners]) for i in (0, 1))
    usual: Kind = "feature" if "Line" in str(shape) else "district" if "Polygon" in str(shape) else "point"
    values = {k: properties.get(k) for k in properties} | {"latitude": north, "longitude": east}
    values.setdefault("id", feature.get("id"))
    return _row(values, source, number, usual)


def _corners(found: Any) -> Iterator[tuple[float, float]]:
    """All positions of a GeoJSON geometry, however deep."""
    stack = [found]
    while stack:
        item = stack.pop()
        if not isinstance(item, list):
            continue
        if len(item) >= 2 and all(isinstance(v, int | float) and not isinstance(v, bool) for v in item[:2]):
            yield float(item[0]), float(item[1])
        else:
            stack += item


def _middle(values: list[float]) -> float:
    return (min(values) + max(values)) / 2


def _table(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with _text(file) as lines:
        reader = csv.DictReader(lines)
        header = {h.strip().lower() for h in reader.fieldnames or []}
        missing = [n for n in ("name", "latitude", "longitude") if not header & set(_NAMES[n])]
        if missing:
            raise InputError(f"{file}: no column {', '.join(missing)}. The first row must name the columns.")
        for record in reader:
            yield reader.line_num, {str(k): v for k, v in record.items() if k is not None}


def _row(values: dict[str, Any], source: str, number: int, usual: Kind) -> Row:
    """A row from named values, whatever of the usual names they bear."""
    lowered = {k.strip().lower(): v for k, v in values.items()}

    def value(what: str) -> str:
        found = next((lowered[n] for n in _NAMES[what] if lowered.get(n) not in (None, "")), "")
        return str(found).strip()

    told = value("kind").lower()
    if told and told not in _KINDS:
        raise Unusable(f"kind “{told}” is none of {', '.join(sorted(_KINDS))}")
    kind = _KINDS.get(told, usual)
    country = value("country").upper() or None
    if country is not None and not re.fullmatch(r"[A-Z]{2}", country):
        raise Unusable(f"country “{country}” is no ISO 3166 code of two letters")
    people = value("population")
    if people and not people.isdecimal():
        raise Unusable(f"population “{people}” is no whole number")
    at = _point(value("latitude"), value("longitude"))
    others = tuple(n.strip() for n in value("others").split("|") if n.strip())
    ref = value("id") or str(number)
    north, east = at if kind != "feature" else (None, None)
    return Row(source, ref, _named(value("name")), north, east, country, kind, None, int(people or 0), False, others)


def _named(name: str) -> str:
    if not name:
        raise Unusable("no name")
    return name


def _point(latitude: str, longitude: str) -> tuple[float, float]:
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        raise Unusable(f"“{latitude}, {longitude}” is no position in degrees") from None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise Unusable(f"{north}, {east} is not on the earth; latitude comes first")
    return north, east
