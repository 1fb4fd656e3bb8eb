"""The compact markup in which the project's own labelled reports are written.

A file holds reports; a report holds paragraphs; a paragraph is followed by its claims:

    ## el-fasher-1 | wire | Sudan
    Shelling kills 12 at market in El Fasher
    - shelling Shelling | place: market in El Fasher
    - killing kills | target: 12 | instrument: Shelling | killed: 12

    "They will not enter the camp," the governor said.
    - assault! enter | agent: Rapid Support Forces | place: camp | source: governor | direct

`docs/markup.md` is the reference. Run as a script to check files and count what they hold:

    python -m training.markup FILE...
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from ascribe.model import Counted
from ascribe.reading.labels import TYPES

SLOTS = ("agent", "target", "instrument", "place", "time", "source")
COUNTED: tuple[str, ...] = get_args(Counted)
STANDING = {"": "asserted", "!": "denied", "?": "uncertain", ">": "future", "~": "hypothetical"}
CLAIM = re.compile(r"- (?P<type>[a-z_]+)(?P<mark>[!?>~]?) (?P<trigger>[^|#]+?)(?:#(?P<n>\d+))?\s*(?:\|(?P<rest>.*))?$")

Span = tuple[int, int]


class MarkupError(ValueError):
    """A line that the markup does not allow; the message names file and line."""


@dataclass
class Claim:
    """One labelled claim; every span is [begin, end) in code points of the report's text."""

    type: str
    trigger: Span
    factuality: str = "asserted"
    slots: dict[str, list[Span]] = field(default_factory=dict)
    quantities: list[tuple[str, Span]] = field(default_factory=list)
    form: str | None = None


@dataclass
class Report:
    """A labelled report: its id, style, country, text (paragraphs joined by a blank line) and claims."""

    id: str
    style: str
    country: str
    text: str
    claims: list[Claim]


def nearest(text: str, words: str, at: int) -> Span | None:
    """The occurrence of `words` in `text`, on word borders, that stands nearest to offset `at`; before wins a tie."""
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if not found:
        return None
    begin = min(found, key=lambda b: (abs(b - at), b))
    return begin, begin + len(words)


def nth(text: str, words: str, n: int) -> Span | None:
    """The n-th (from 1) occurrence of `words` in `text`, on word borders."""
    for i, m in enumerate(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text), 1):
        if i == n:
            return m.span()
    return None


def parse(path: Path) -> list[Report]:
    """All reports of a file. Raises MarkupError listing every line that is wrong."""
    reports, wrong = [], []
    blocks: list[tuple[int, str]] = []
    head: tuple[str, str, str] | None = None
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), "## end"], 1):
        if line.startswith("## "):
            if head:
                report, errors = _report(head, blocks)
                reports.append(report)
                wrong += [f"{path}:{n}: {why}" for n, why in errors]
            parts = [p.strip() for p in line[3:].split("|")]
            head, blocks = (([*parts, "", ""])[0], ([*parts, "", ""])[1], ([*parts, "", ""])[2]), []
        elif line.strip():
            blocks.append((number, line.strip()))
    ids = Counter(r.id for r in reports)
    wrong += [f"{path}: the id {i} is used {n} times" for i, n in ids.items() if n > 1]
    if wrong:
        raise MarkupError("\n".join(wrong))
    return reports


def _report(head: tuple[str, str, str], lines: list[tuple[int, str]]) -> tuple[Report, list[tuple[int, str]]]:
    paragraphs = [line for _, line in lines if not line.startswith("- ")]
    text = "\n\n".join(paragraphs)
    claims, errors = [], []
    begin, end = 0, -2
    for number, line in lines:
        if not line.startswith("- "):
            begin, end = end + 2, end + 2 + len(line)
            continue
        try:
            claims.append(_claim(line, text, begin, end))
        except ValueError as error:
            errors.append((number, str(error)))
    return Report(*head, text, claims), errors


def _claim(line: str, text: str, begin: int, end: int) -> Claim:
    m = CLAIM.match(line)
    if not m or m["type"] not in TYPES:
        raise ValueError(f"not a claim, or no such type: {line}")
    where = nth(text[begin:end], m["trigger"], int(m["n"] or 1))
    if where is None:
        raise ValueError(f"the paragraph above has no {m['trigger']!r} number {m['n'] or 1}")
    trigger = (begin + where[0], begin + where[1])
    claim = Claim(m["type"], trigger, STANDING[m["mark"]])
    for part in filter(None, (p.strip() for p in (m["rest"] or "").split("|"))):
        if part in ("direct", "indirect"):
            claim.form = part
            continue
        name, _, fillers = part.partition(":")
        for words in filter(None, (w.strip() for w in fillers.split(";"))):
            span = nearest(text, words, trigger[0])
            if span is None:
                raise ValueError(f"{name}: {words!r} is not in the report")
            if name in SLOTS:
                claim.slots.setdefault(name, []).append(span)
            elif name in COUNTED:
                claim.quantities.append((name, span))
            else:
                raise ValueError(f"no such field: {name!r}")
    if "source" in claim.slots:
        claim.form = claim.form or "indirect"
    return claim


def summary(reports: list[Report]) -> str:
    """Counts that show balance: sentences, claims by type and by standing, share with a speaker."""
    claims = [c for r in reports for c in r.claims]
    sentences = sum(len(re.findall(r"[.!?][\"”’')]*(?=\s|$)", r.text)) for r in reports)
    types = Counter(c.type for c in claims)
    standing = Counter(c.factuality for c in claims)
    sourced = sum("source" in c.slots for c in claims)
    return (
        f"{len(reports)} reports, {sentences} sentences, {len(claims)} claims; {sourced} with a speaker\n"
        + "standing: "
        + "  ".join(f"{k} {v}" for k, v in standing.most_common())
        + "\n"
        + "types: "
        + "  ".join(f"{t} {types[t]}" for t in TYPES)
    )


def main(paths: list[str]) -> int:
    """Checks files; prints what is wrong, or what they hold. Returns the exit code."""
    reports, failed = [], False
    for path in paths:
        try:
            reports += parse(Path(path))
        except MarkupError as error:
            failed = True
            print(error, file=sys.stderr)
    print(summary(reports))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
