"""Gazetteers of the user's own: what a file holds becomes an index beside the one that ships.

A row that cannot be used costs that row alone and is named in the answer.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import InputError
from .folders import gazetteers_folder
from .formats import Unusable, records
from .index import Row, build


@dataclass(frozen=True)
class BadRow:
    """A row that was left out: its number in the file, from 1, and why."""

    number: int
    reason: str


@dataclass(frozen=True)
class Added:
    """What became of a file: the index written, how many places it holds, and the rows left out."""

    path: Path
    places: int
    bad: tuple[BadRow, ...] = field(default=())


def add_gazetteer(file: Path, *, name: str | None = None, folder: Path | None = None) -> Added:
    """Make the places of a file known to the reader; adding a file of the same name again replaces it.

    Args:
        file: a GeoNames dump (`.txt`, or the `.zip` it comes in), GeoJSON (`.geojson`, `.json`) or CSV (`.csv`) with a
            header that has name, latitude and longitude; country, kind, population, id and other_names (parted by |)
            are used if they are there.
        name: what places from it name as their gazetteer; by default the file's name without its ending.
        folder: where the index is kept; by default the platform's data folder, or ASCRIBE_DATA.
    Raises:
        InputError: the file is missing, of another format, or holds no usable place; or the folder cannot be written.
    """
    if not file.is_file():
        raise InputError(f"{file}: there is no such file. Give a GeoNames dump (.txt, .zip), a GeoJSON or a CSV file.")
    source = re.sub(r"[^\w-]+", "-", name or file.stem).strip("-").lower() or "own"
    bad: list[BadRow] = []
    where = folder or gazetteers_folder()
    target = where / f"{source}.sqlite"
    try:
        where.mkdir(parents=True, exist_ok=True)
        count = build(target, _rows(file, source, bad), keep_empty=False)
    except (UnicodeDecodeError, zipfile.BadZipFile, json.JSONDecodeError, csv.Error) as error:
        raise InputError(f"{file}: not a readable {file.suffix} file ({error}). Save it again as UTF-8.") from None
    except OSError as error:
        raise InputError(
            f"{where}: cannot be written ({error.strerror}). Set ASCRIBE_DATA to a folder of yours."
        ) from None
    if not count:
        reasons = "; ".join(f"row {b.number}: {b.reason}" for b in bad[:3])
        raise InputError(
            f"{file}: no usable place in it ({reasons or 'it has no rows'}). Mend the file and add it again."
        )
    return Added(target, count, tuple(bad))


def _rows(file: Path, source: str, bad: list[BadRow]) -> Iterator[Row]:
    """The usable rows of a file; the others go to `bad`."""
    for number, convert in records(file, source):
        try:
            row = convert()
        except Unusable as error:
            bad.append(BadRow(number, str(error)))
        else:
            if row is not None:
                yield row
