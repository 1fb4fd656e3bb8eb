"""How well claims are linked into incidents, on tests/cases/incidents: `python -m bench.incidents`.

The packaged reader reads each report with its marks removed. A claim whose trigger overlaps a mark is labelled with the
mark's incident; the others are left out of the measure. B-cubed: Bagga and Baldwin (1998).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ascribe.case.state import filed
from ascribe.documents import from_text
from ascribe.incidents.link import link
from ascribe.incidents.weights import Weights
from ascribe.model import FiledClaim
from ascribe.reading.pipeline import default_reader

CASES = Path(__file__).parent.parent / "tests" / "cases" / "incidents"
_MARK = re.compile(r"\{(i\d+)\|([^{}]*)\}")


@dataclass(frozen=True)
class Case:
    """The claims read from a case's reports, and the labelled incident of those that overlap a mark."""

    name: str
    claims: tuple[FiledClaim, ...]
    label: Mapping[str, str]
    marks: int


@dataclass(frozen=True)
class Measure:
    """Sums over claims and pairs of claims, so that measures of cases add up."""

    claims: int = 0
    precision_sum: float = 0.0
    recall_sum: float = 0.0
    joined: int = 0
    right: int = 0
    same: int = 0

    def __add__(self, other: Measure) -> Measure:
        return Measure(*(getattr(self, n) + getattr(other, n) for n in self.__dataclass_fields__))

    @property
    def b_cubed(self) -> tuple[float, float, float]:
        """B-cubed precision, recall and F1 over labelled claims."""
        p, r = self.precision_sum / self.claims, self.recall_sum / self.claims
        return p, r, 2 * p * r / (p + r)

    @property
    def pairwise(self) -> tuple[float | None, float | None]:
        """The share of joined pairs that are right, and of right pairs that are joined; None of no pairs."""
        return self.right / self.joined if self.joined else None, self.right / self.same if self.same else None


def paths() -> list[Path]:
    """The cases, sorted; the first, third … may be tuned on."""
    return sorted(CASES.glob("*.toml"))


@cache
def read_case(path: Path) -> Case:
    """A case as the packaged reader reads it."""
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    claims: list[FiledClaim] = []
    label: dict[str, str] = {}
    marks = 0
    for row in data["documents"]:
        text, spans = unmarked(row["text"].strip())
        marks += len(spans)
        document = from_text(text, outlet=row.get("outlet"), published=row["published"])
        for claim in filed(default_reader().read(document)):
            claims.append(claim)
            begin, end = claim.claim.trigger
            over = [(min(end, e) - max(begin, b), i) for b, e, i in spans if b < end and begin < e]
            if over:
                label[claim.claim.id] = max(over)[1]
    return Case(path.stem, tuple(claims), label, marks)


def unmarked(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A text without its marks, and the span and incident of each."""
    out, spans, at = "", [], 0
    for mark in _MARK.finditer(text):
        out += text[at : mark.start()]
        spans.append((len(out), len(out) + len(mark[2]), mark[1]))
        out, at = out + mark[2], mark.end()
    return out + text[at:], spans


def measure(groups: Iterable[Sequence[str]], label: Mapping[str, str]) -> Measure:
    """Groups of claims against their labels; labelled claims in no group stand alone."""
    found = [[c for c in group if c in label] for group in groups]
    grouped = {c for group in found for c in group}
    found += [[c] for c in label if c not in grouped]
    size = Counter(label.values())
    total = Measure(same=sum(n * (n - 1) // 2 for n in size.values()))
    for group in found:
        inside = Counter(label[c] for c in group)
        total += Measure(
            claims=len(group),
            precision_sum=sum(n * n / len(group) for n in inside.values()),
            recall_sum=sum(n * n / size[i] for i, n in inside.items()),
            joined=len(group) * (len(group) - 1) // 2,
            right=sum(n * (n - 1) // 2 for n in inside.values()),
        )
    return total


def measure_case(case: Case, weights: Weights | None = None) -> Measure:
    """One case, linked by itself."""
    return measure([i.claims for i in link(case.claims, weights=weights).incidents], case.label)


def main() -> None:
    """Prints each case, both halves and all."""
    table = Table("case", "claims", "marks read", "B³ precision", "recall", "F1", "pairwise precision", "recall")
    sums = [Measure(), Measure()]
    for n, path in enumerate(paths()):
        case = read_case(path)
        one = measure_case(case)
        sums[n % 2] += one
        _row(table, case.name + (" *" if n % 2 == 0 else ""), one, f"{len(case.label)}/{case.marks}")
    _row(table, "tuned on (*)", sums[0], "")
    _row(table, "not tuned on", sums[1], "")
    _row(table, "all", sums[0] + sums[1], "")
    Console(width=120).print(table)


def _row(table: Table, name: str, one: Measure, marks: str) -> None:
    shares = [f"{x:.2f}" if x is not None else "–" for x in (*one.b_cubed, *one.pairwise)]
    table.add_row(name, str(one.claims), marks, *shares)


if __name__ == "__main__":
    main()
