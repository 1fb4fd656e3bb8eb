"""Whether exports stream: peak memory and time of an incident at 10,000 and at 100,000, by `python -m bench.publish`.

Each export runs in a process of its own, two at once; seconds are its processor's, which a busy machine changes least.
Names as arguments choose among them: `team/incidents.csv`. Incidents are made by rule, one of each claim, without the
model: only exporting is measured.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ascribe.case import Case, ClaimFilter, Result
from ascribe.documents import from_text
from ascribe.incidents.facets import by_day
from ascribe.incidents.origins import origins
from ascribe.incidents.record import incident
from ascribe.incidents.statements import Background
from ascribe.model import Claim, ClaimQuantity, Document, FiledClaim
from ascribe.publish.exports import export
from ascribe.publish.profiles import packaged
from ascribe.publish.view import View
from ascribe.reading.actors import catalogue

from .case import CLAIMS, reading, report

MEMORY, TIME = 1.2, 1.5  # how much more the peak, and the time of each, may be at 100,000 than at 10,000
SIZES = (10_000, 100_000)
# One of each writer; other names of a writer differ in their columns alone. `public` costs most before it writes.
EXPORTS = (
    "team/case.xlsx", "public/incidents.csv", "team/incidents.csv", "team/incidents.parquet", "team/case.geojson",
    "team/incidents.jsonl", "team/acled.csv", "team/plover.jsonl", "team/ftm.jsonl",
)  # fmt: skip
AS_OF = date(2060, 1, 1)
AT_ONCE = 100  # reports whose incidents are kept in one transaction


def filled(path: Path, size: int) -> None:
    """A case with that many claims, each an incident of its own, kept as linking would keep them."""
    rows: dict[str, Result] = {}
    with Case.create(str(path), author="bench") as case:
        for number in range(size // CLAIMS):
            text, words = report(number, rare=False)
            document = from_text(text, language="en", published="2017-07-05", outlet=f"Outlet {number % 50}")
            case.store(f"{number}.txt", text.encode(), document, "bench")
            found = reading(document, words, number, rare=False)
            found = found.model_copy(update={"claims": tuple(_counted(c, number) for c in found.claims)})
            case.store_reading(found, "bench", "bench")
            rows |= _incidents(document, list(case.claims(ClaimFilter(document=document.sha256))))
            if number % AT_ONCE == AT_ONCE - 1 or number == size // CLAIMS - 1:
                case.keep_results("incident", rows)
                rows = {}


def _incidents(document: Document, claims: list[FiledClaim]) -> dict[str, Result]:
    """An incident of each claim of a report. They differ in their ids alone: one is made, the others after it."""
    stub = document.model_copy(update={"text": ""})
    background = Background({document.sha256: stub}, origins([stub]), catalogue())
    first = incident(claims[0].claim.id, claims[:1], background)
    body, day = first.model_dump_json(), by_day(first)
    ids = [filed.claim.id for filed in claims]
    return {id: Result(body.replace(first.id, id), day.replace(first.id, id)) for id in ids}


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
    elif sys.argv[1:2] == ["--fill"]:
        filled(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(_all(sys.argv[1:] or EXPORTS))


def _all(names: Sequence[str]) -> bool:
    """Measure and print; whether one grows with the case."""
    began, grew = time.perf_counter(), False
    rows = Table("export", "peak MB", "", "ratio", "ms each", "", "ratio", title=" and ".join(f"{n:,}" for n in SIZES))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        cases = [Path(folder) / str(size) for size in SIZES]
        list(pool.map(lambda size, path: _apart("--fill", str(path), str(size)), SIZES, cases))
        asked = [(name, path) for name in names for path in cases]
        each = iter(pool.map(lambda one: [*map(float, _apart("--measure", str(one[1]), one[0]).split())], asked))
        for name in names:
            few, many = next(each), next(each)
            spent = [1000 * seconds / size for (_, seconds), size in zip((few, many), SIZES, strict=True)]
            ratios = many[0] / few[0], spent[1] / spent[0]
            grew = grew or ratios[0] > MEMORY or ratios[1] > TIME
            rows.add_row(name, f"{few[0]:.0f}", f"{many[0]:.0f}", f"{ratios[0]:.2f}", f"{spent[0]:.2f}",
                         f"{spent[1]:.2f}", f"{ratios[1]:.2f}")  # fmt: skip
    Console().print(rows)
    print(f"{time.perf_counter() - began:.0f} seconds in all")
    return grew


def _apart(*arguments: str) -> str:
    """What a process of its own prints."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.publish", *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
