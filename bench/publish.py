"""Whether exports stream: peak memory and time of an incident at 10,000 and at 100,000, by `python -m bench.publish`.

Each export runs in a process of its own; seconds are its processor's, which a busy machine changes least. Names as
arguments choose among them: `team/incidents.csv`. Incidents are made by rule, one of each claim, without the
model: only exporting is measured.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from ascribe.case import Case, ClaimFilter, Result
from ascribe.documents import from_text
from ascribe.incidents.facets import by_day
from ascribe.incidents.origins import origins
from ascribe.incidents.record import incident
from ascribe.incidents.statements import Background
from ascribe.model import Claim, ClaimQuantity
from ascribe.publish.exports import export
from ascribe.publish.profiles import packaged
from ascribe.publish.view import View
from ascribe.reading.actors import catalogue

from .case import CLAIMS, reading, report

MEMORY, TIME = 1.2, 1.3  # how much more the peak, and the time of each, may be at 100,000 than at 10,000
SIZES = (10_000, 100_000)
EXPORTS = (
    "team/incidents.csv", "team/incidents.parquet", "team/case.geojson", "team/incidents.jsonl", "team/acled.csv",
    "team/ftm.jsonl", "team/case.xlsx", "public/incidents.csv",
)  # fmt: skip
AS_OF = date(2060, 1, 1)


def filled(path: Path, size: int) -> None:
    """A case with that many claims, each an incident of its own, kept as linking would keep them."""
    with Case.create(str(path), author="bench") as case:
        for number in track(range(size // CLAIMS), description=f"{size:,} incidents"):
            text, words = report(number, rare=False)
            document = from_text(text, language="en", published="2017-07-05", outlet=f"Outlet {number % 50}")
            case.store(f"{number}.txt", text.encode(), document, "bench")
            found = reading(document, words, number, rare=False)
            found = found.model_copy(update={"claims": tuple(_counted(c, number) for c in found.claims)})
            case.store_reading(found, "bench", "bench")
            background = Background({document.sha256: document}, origins([document]), catalogue(), {})
            made = [incident(f.claim.id, [f], background) for f in case.claims(ClaimFilter(document=document.sha256))]
            case.keep_results("incident", {i.id: Result(i.model_dump_json(), by_day(i)) for i in made})


def _counted(claim: Claim, number: int) -> Claim:
    """The claim with a figure and a code."""
    figure = ClaimQuantity(begin=claim.trigger[0], end=claim.trigger[1], text="", best=number % 90 + 1, of="killed")
    code: dict[str, str | None] = {"event_type": "Battles", "sub_event_type": "Armed clash"}
    return claim.model_copy(update={"quantities": (figure,), "acled": code})


def measure(path: Path, name: str) -> None:
    """Export once; print the peak in MB and the seconds, those of the profile's own preparation among them."""
    profile, _, file = name.partition("/")
    began = time.process_time()
    with Case.open(str(path)) as case, tempfile.TemporaryDirectory() as folder:
        export(View(case, packaged(profile), AS_OF), Path(folder) / file)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, time.process_time() - began)


def main() -> None:
    """Print both sizes and their ratios; exit 1 where one grows with the case."""
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]), sys.argv[3])
        return
    rows = Table("export", "peak MB", "", "ratio", "ms each", "", "ratio", title=" and ".join(f"{n:,}" for n in SIZES))
    grew = False
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            filled(Path(folder) / str(size), size)
        for name in sys.argv[1:] or EXPORTS:
            few, many = (_apart(Path(folder) / str(size), name) for size in SIZES)
            memory, spent = many[0] / few[0], many[1] / SIZES[1] / (few[1] / SIZES[0])
            grew = grew or memory > MEMORY or spent > TIME
            each = [1000 * seconds / size for (_, seconds), size in zip((few, many), SIZES, strict=True)]
            rows.add_row(name, f"{few[0]:.0f}", f"{many[0]:.0f}", f"{memory:.2f}", f"{each[0]:.2f}", f"{each[1]:.2f}",
                         f"{spent:.2f}")  # fmt: skip
    Console().print(rows)
    sys.exit(grew)


def _apart(path: Path, name: str) -> tuple[float, float]:
    """Peak and seconds of an export in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.publish", "--measure", str(path), name],
        capture_output=True,
        text=True,
        check=True,
    )
    peak, seconds = map(float, done.stdout.split())
    return peak, seconds


if __name__ == "__main__":
    main()
