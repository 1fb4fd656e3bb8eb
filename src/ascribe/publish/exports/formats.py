"""Which file names make which export, and the writers behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ...errors import UsageError
from ..view import View
from . import acled, ftm, lines, ucdp
from .claims import CLAIMS, DOCUMENTS
from .columns import Table
from .delimited import write_csv, write_hxl
from .geojson import write_geojson
from .incidents import FIGURES, INCIDENTS
from .parquet import write_parquet
from .xlsx import write_xlsx

TABLES: tuple[Table[Any], ...] = (INCIDENTS, FIGURES, CLAIMS, DOCUMENTS)
STYLES: tuple[Table[Any], ...] = (acled.ACLED, ucdp.UCDP)


@dataclass(frozen=True)
class Format:
    """A file of an export.

    Args:
        name: the file's name, or its extension where any name will do.
        about: what it is.
        write: writes a view to a path.
        notice: what the header file beside it says; "" where there is none.
    """

    name: str
    about: str
    write: Callable[[View, Path], None]
    notice: str = ""


FORMATS: tuple[Format, ...] = (
    *(Format(f"{t.name}.csv", t.about, partial(write_csv, table=t)) for t in TABLES),
    *(Format(f"{t.name}.parquet", t.about, partial(write_parquet, table=t)) for t in TABLES),
    Format("acled.csv", acled.ACLED.about, partial(write_csv, table=acled.ACLED), acled.NOTICE),
    Format("ucdp.csv", ucdp.UCDP.about, partial(write_csv, table=ucdp.UCDP), ucdp.NOTICE),
    Format("hxl.csv", "Incidents with HXL tags.", partial(write_hxl, table=INCIDENTS)),
    Format("plover.jsonl", "One line a claim that PLOVER has a code for.", lines.write_plover, lines.NOTICE),
    Format("ftm.jsonl", "Entities of FollowTheMoney.", ftm.write_ftm, ftm.NOTICE),
    *(
        Format(f"{kind}.jsonl", f"Whole records: {kind}.", partial(lines.write_records, only=kind))
        for kind in lines.RECORDS
    ),
    Format(".jsonl", "Whole records of every kind.", lines.write_records),
    Format(".geojson", "Incidents as features.", write_geojson),
    Format(".xlsx", "A workbook of all tables.", partial(write_xlsx, tables=TABLES)),
)


def is_folder(path: Path) -> bool:
    """Whether a name asks for a folder, a site: one without an extension."""
    return not path.suffix and not path.name.startswith(".")


def format_of(path: Path) -> Format:
    """The format that a file's name asks for: by its last word and extension, else by its extension.

    Raises:
        UsageError: none does.
    """
    suffix = path.suffix.lower()
    word = re.split(r"[-_. ]", path.stem.lower())[-1]
    by_name = {one.name: one for one in FORMATS}
    found = by_name.get(f"{word}{suffix}") or by_name.get(suffix)
    if found is None:
        raise UsageError(
            f"{path.name}: no export is so called. Ask for one of {', '.join(by_name)}, or a name without extension."
        )
    return found
