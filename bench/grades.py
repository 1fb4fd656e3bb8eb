"""How well incidents are graded and their figures bounded: the labelled cases, by `python -m bench.grades`.

The packaged reader reads each report with its marks removed; its claims are grouped by the labelled incident that their
trigger overlaps, so that errors of linking don't mix in. The first, third … case may be tuned on.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ascribe.case.state import filed
from ascribe.documents import from_text
from ascribe.incidents.model import Incident
from ascribe.incidents.origins import origins
from ascribe.incidents.record import incident
from ascribe.incidents.statements import Background
from ascribe.model import FiledClaim
from ascribe.reading.actors import catalogue
from ascribe.reading.pipeline import default_reader

from .incidents import paths, unmarked


@dataclass(frozen=True)
class Graded:
    """A labelled incident of a case, and what was made of the claims read for it; None where none was read."""

    name: str
    label: dict[str, Any]
    found: Incident | None
    claims: tuple[FiledClaim, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the grade is the labelled one."""
        return self.found is not None and self.found.grade.computed == self.label["grade"]

    def bounds(self) -> Iterator[tuple[str, str, float, float | None]]:
        """Each labelled bound: what is counted, "low" or "high", the label, and the figure found."""
        found = {f.of: f for f in self.found.figures} if self.found else {}
        for of, label in self.label.get("figures", {}).items():
            figure = found.get(of)
            yield of, "low", label["low"], figure.lowest if figure else None
            yield of, "high", label["high"], figure.highest if figure else None


def graded(path: Path) -> list[Graded]:
    """The labelled incidents of a case with what the reader's claims give."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    documents, groups = {}, dict[str, list[FiledClaim]]()
    for row in data["documents"]:
        text, marks = unmarked(row["text"].strip())
        document = from_text(text, outlet=row.get("outlet"), published=row["published"])
        documents[document.sha256] = document
        for claim in filed(default_reader().read(document)):
            begin, end = claim.claim.trigger
            over = [(min(end, e) - max(begin, b), i) for b, e, i in marks if b < end and begin < e]
            if over:
                groups.setdefault(max(over)[1], []).append(claim)
    background = Background(documents, origins(documents.values()), catalogue())
    out = []
    for label in data["incidents"]:
        claims = tuple(groups.get(label["id"], ()))
        says = [c for c in claims if c.claim.factuality not in ("future", "hypothetical")]
        found = incident(label["id"], claims, background) if says else None
        out.append(Graded(f"{path.stem} {label['id']}", label, found, claims))
    return out


def main() -> None:
    """Prints each labelled incident, and the shares of both halves and of all; names as arguments choose cases."""
    table = Table("incident", "label", "found", "figures", "reason")
    sums = {half: [0, 0, 0, 0] for half in ("tuned on (*)", "not tuned on")}
    for n, path in enumerate(paths()):
        if sys.argv[1:] and path.stem not in sys.argv[1:]:
            continue
        for one in graded(path):
            bounds = list(one.bounds())
            good = [b for b in bounds if b[2] == b[3]]
            row = sums["not tuned on" if n % 2 else "tuned on (*)"]
            for i, x in enumerate((one.right, 1, len(good), len(bounds))):
                row[i] += int(x)
            wrong = " ".join(f"{of} {end} {label:g}≠{found}" for of, end, label, found in bounds if label != found)
            reason = one.found.grade.reason if one.found else "no claim read"
            grade = one.found.grade.computed if one.found else "–"
            table.add_row(one.name + ("" if n % 2 else " *"), one.label["grade"], grade, wrong, reason)
    console = Console(width=200)
    console.print(table)
    total = [sum(v) for v in zip(*sums.values(), strict=True)]
    for half, (right, of, figures, all_figures) in {**sums, "all": total}.items():
        console.print(f"{half}: grades {right}/{of}, figures {figures}/{all_figures}")


if __name__ == "__main__":
    main()
