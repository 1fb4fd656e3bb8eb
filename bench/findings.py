"""What one decision costs in a small and a large case, beside the findings from scratch: `python -m bench.findings`.

Times are processor seconds of this machine; what counts are the ratios. Reports are made up, and no model reads them.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import groupby

from rich.console import Console
from rich.table import Table

from ascribe.case import Case
from ascribe.documents import from_text
from ascribe.incidents.findings import update
from ascribe.model import Claim, ClaimQuantity, FiledClaim, Mention, Reading, When

from .linking import claims

SIZES = (1_500, 15_000)
_EVERY = 8  # one report in so many tells how many are held or at risk, and what is to come
_WIDTH = 300  # characters that a sentence of `bench.linking` has to itself


def filled(where: str, count: int) -> Case:
    """A case with that many claims, and some states and forecasts beside them; nothing follows from it yet."""
    case = Case.create(where, author="bench")
    for number, (_, group) in enumerate(groupby(claims(count), key=lambda f: f.document)):
        told = list(group)
        document = from_text(_text(told, number), language="en", published=_day(told), outlet=f"Outlet {number % 40}")
        places = [f.place.model_copy(update=_span(f.claim)) for f in told if f.place]
        found = [f.claim.model_copy(update={"place": (_named(f),)}) if f.place else f.claim for f in told]
        if number % _EVERY == 0:
            found += _more(found[0])
        reading = Reading(document=document, places=tuple(places), claims=tuple(found), model="rules")
        case.store(f"{number}.txt", document.text.encode(), document, "bench")
        case.store_reading(reading, "bench", "bench")
    return case


def _text(told: list[FiledClaim], number: int) -> str:
    text = ""
    for n, one in enumerate(told):
        text = text.ljust(one.claim.sentence[0]) + f"{one.sentence} No. {number} of {n} "
    return text.ljust(3 * _WIDTH + 1000)


def _day(told: list[FiledClaim]) -> str:
    return next((f.claim.when.end for f in told if f.claim.when and f.claim.when.end), "2022-01-01")


def _span(claim: Claim) -> dict[str, int]:
    return {"begin": claim.sentence[0] + 1, "end": claim.sentence[0] + 3}


def _named(filed: FiledClaim) -> Mention:
    return filed.claim.place[0].model_copy(update=_span(filed.claim))


def _more(first: Claim) -> Iterator[Claim]:
    """How many are at risk where the first claim is, and what is expected there."""
    begin = first.sentence[0] + 40
    counted = ClaimQuantity(begin=begin, end=begin + 3, text="900", best=900, of="displaced")
    span = {"trigger": (begin, begin + 5)}
    yield first.model_copy(update={**span, "id": f"{first.id[:-1]}8", "type": "displacement", "quantities": (counted,)})
    when = When(start="2030-01-01", end="2030-12-31", precision="year")
    yield first.model_copy(
        update={**span, "id": f"{first.id[:-1]}9", "type": "capture", "factuality": "future", "when": when}
    )


def timed(work: Callable[[], object]) -> float:
    """Processor seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measure(where: str, count: int) -> dict[str, float]:
    """Seconds of findings from scratch, and of those after one decision of each kind (the median of three)."""
    with filled(where, count) as case:
        found = {"from scratch": timed(lambda: update(case))}
        every = list(case.claims())
        for kind in ("accept", "reject"):
            times = []
            for one in every[len(every) // 7 :: len(every) // 4][:3]:
                case.decide(kind, {"claim": case.anchor(one.claim.id)}, author="bench")
                times.append(timed(lambda: update(case)))
            found[kind] = statistics.median(times)
        return found


def main() -> None:
    """Prints a row for each size."""
    table = Table("claims", "from scratch, s", "after accept, s", "share", "after reject, s", "share")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            rows.append(measure(f"{folder}/{size}.case", size))
            whole, *after = rows[-1].values()
            cells = (cell for s in after for cell in (f"{s:.2f}", f"{s / whole:.1%}"))
            table.add_row(f"{size:,}", f"{whole:.2f}", *cells)
    Console(width=100).print(table)
    for kind in rows[0]:
        print(f"{kind}, {SIZES[1]:,} claims over {SIZES[0]:,}: {rows[1][kind] / rows[0][kind]:.1f}")


if __name__ == "__main__":
    main()
