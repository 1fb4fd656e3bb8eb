"""Incidents as the pages of a site list them: rows, months, the search index; and where sources disagree most."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..incidents.axes import MONTHS
from ..incidents.model import GradeName, Incident
from ..render.safe import visible
from . import phrases
from .brief import Shown
from .map import MapPoint
from .ranges import Drawing
from .timeline import TimelineItem
from .wording import keys

_PLAIN = re.compile(r"[0-9A-Za-z_-]{1,64}")
_MOST = 12  # of what is told on the first page
_UNDATED = "Day not known"


@dataclass(frozen=True)
class Row:
    """An incident in lists; `words` is what the search looks in."""

    href: str
    title: str
    when: str
    grade: GradeName
    figures: str
    words: str
    point: MapPoint
    item: TimelineItem


@dataclass
class Overview:
    """What the first page tells, gathered while incidents pass: nothing is held but rows and what is told there."""

    rows: list[Row] = field(default_factory=list)
    contested: list[tuple[str, Shown]] = field(default_factory=list)
    contested_more: int = 0
    differing: list[tuple[str, Shown, Drawing]] = field(default_factory=list)

    def add(self, at: Shown) -> None:
        """Take in an incident."""
        self.rows.append(row(at))
        if at.one.grade.grade == "contested":
            if len(self.contested) < _MOST:
                self.contested.append((at.href, at))
            else:
                self.contested_more += 1
        found = [(at.href, at, figure) for figure in at.figures if figure.differs]
        if found:
            self.differing.extend(found)
            self.differing.sort(key=lambda one: (-one[2].spread, one[1].one.id, one[2].figure.of))
            del self.differing[_MOST:]


def page_of(one: Incident) -> str:
    """The name of an incident's page. An id that could be no file's name gives way to its hash."""
    name = one.id if _PLAIN.fullmatch(one.id) else hashlib.blake2b(one.id.encode(), digest_size=16).hexdigest()
    return f"incidents/{name}.html"


def row(at: Shown) -> Row:
    """An incident as a row of lists."""
    one, when = at.one, phrases.when(at.one.when)
    figures = ", ".join(phrases.figure(f) for f in one.figures if f.lowest is not None and f.of != "other")
    place = one.place
    told = (
        at.title, one.grade.grade, *one.types, *one.places, place.within if place else None,
        place.country if place else None, one.when.start, one.when.end,
        *(s.name for s in one.speakers), *(r.name for r in one.responsible), *(t.name for t in one.targets),
    )  # fmt: skip
    words = dict.fromkeys(word for text in told if text for word in keys(text))
    item = TimelineItem(
        one.id, at.title, one.when.start, one.when.end, one.when.precision, one.grade.grade, at.href
    )  # fmt: skip
    point = phrases.map_point(one, at.href)
    return Row(at.href, at.title, when, one.grade.grade, figures, " " + " ".join(words), point, item)


def months(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Rows, which come by day, under the month in which they begin."""
    for month, held in groupby(rows, key=_month):
        yield month, list(held)


def search_index(rows: Sequence[Row]) -> Iterator[str]:
    """The index as a script, in parts: a page from a disk may load no data, but may load a script."""
    yield "const INCIDENTS = [\n"
    for one in rows:
        told = (one.href, visible(one.title), one.when, one.grade, visible(one.figures), one.words)
        yield json.dumps(told, separators=(",", ":")) + ",\n"
    yield "];\n"


def _month(one: Row) -> str:
    start = one.item.start
    if not start or not re.match(r"\d{4}-(0[1-9]|1[0-2])", start):
        return _UNDATED
    return f"{MONTHS[int(start[5:7]) - 1]} {start[:4]}"
