"""What linking costs on made-up claims: processor time a claim at 10,000 and 100,000, memory, the share in Splink.

Run by `python -m bench.linking`. Each size is linked in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from ascribe.incidents import compare
from ascribe.incidents.link import link
from ascribe.model import Claim, ClaimQuantity, FiledClaim, Mention, Place, When, Where

SIZES = (10_000, 100_000)
_KINDS = ("airstrike", "shelling", "bombing", "shooting", "assault", "clash", "abduction", "capture")
_SITES = ("hospital", "market", "school", "bridge", "mosque", "station", "camp", "convoy", "bakery", "checkpoint")
_SIDES = ("islamic-state", "hayat-tahrir-al-sham", "russia-armed-forces", "syria-armed-forces", "taliban")


def claims(count: int) -> Iterator[FiledClaim]:
    """`count` claims of documents with two happenings each; each happening is told by four documents or so.

    Towns stay as many a happening as there are: a larger case is a longer or a wider war, not a denser one.
    """
    chance = random.Random(5)
    happenings = max(count // 24, 1)
    for number in range(count // 6):
        document = f"{number:064x}"
        for part in range(2):
            happening = random.Random(chance.randrange(happenings))
            yield from _told(document, part, happening, chance, happenings)


def _told(
    document: str, part: int, happening: random.Random, chance: random.Random, count: int
) -> Iterator[FiledClaim]:
    town = happening.randrange(count // 20 + 1)
    name = _name(town)
    spot = (10 + town * 7919 % 2500 / 100, 5 + town * 104729 % 4500 / 100)
    day = (date(2012, 1, 1) + timedelta(days=happening.randrange(3650))).isoformat()
    kind, site, killed = happening.choice(_KINDS), happening.choice(_SITES), happening.randrange(1, 90)
    agent = happening.choice(_SIDES)
    told = chance.random() < 0.8
    sentence = f"The {kind} on the {site} of {name} killed {killed} and left {' '.join(happening.sample(_SITES, 3))}."
    place = Place(
        begin=0, end=1, text=name, name=name, latitude=spot[0], longitude=spot[1],
        precision="settlement", confidence=1.0,
    )  # fmt: skip
    for n, type_ in enumerate((kind, "killing", "injury")):
        begin = part * 1000 + n * 300
        yield FiledClaim(
            document=document,
            claim=Claim(
                id=f"{document[-10:]}{part}{n}", type=type_, trigger=(begin, begin + 5), sentence=(begin, begin + 90),
                agent=(_mention(agent, agent),) if chance.random() < 0.6 else (), target=(_mention(site),),
                place=(_mention(name),) if n == 0 else (), time=(_mention("that day"),) if told else (),
                when=When(start=day, end=day, precision="day") if told else None,
                where=Where(latitude=spot[0], longitude=spot[1], precision="settlement") if n == 0 else None,
                quantities=(ClaimQuantity(begin=0, end=1, text="1", best=killed, of="killed"),) if n == 1 else (),
                factuality_confidence=1.0, confidence=1.0,
            ),
            trigger=type_, sentence=sentence, place=place if n == 0 else None,
        )  # fmt: skip


def _name(town: int) -> str:
    """A made-up name of letters: names that share a word would be taken for one."""
    return "".join("bdfgklmnprstvz"[town // 14**n % 14] + "aeiou"[(town + n) % 5] for n in range(4)).capitalize()


def _mention(text: str, actor: str | None = None) -> Mention:
    return Mention(begin=0, end=len(text), text=text, name=text, actor=actor, confidence=1.0)


def measure(count: int) -> dict[str, float]:
    """Processor time in seconds, that in Splink, megabytes that linking added, pairs and incidents of one size."""
    given = list(claims(count))
    inside = 0.0
    bare = compare._predict

    def timed(*arguments: Any, **options: Any) -> Any:
        nonlocal inside
        began = time.process_time()
        try:
            return bare(*arguments, **options)
        finally:
            inside += time.process_time() - began

    link(given[:60])  # what is loaded once: Splink, DuckDB, the catalogue
    with patch.object(compare, "_predict", timed):
        before, began = _peak(), time.process_time()
        links = link(given)
        took = time.process_time() - began
    return {"claims": len(given), "seconds": took, "splink": inside, "mb": _peak(), "added": _peak() - before,
            "pairs": len(links.pairs), "incidents": len(links.incidents)}  # fmt: skip


def main() -> None:
    """Prints a row for each size."""
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
        return
    table = Table(
        "claims", "CPU seconds", "ms a claim", "share in Splink", "peak MB", "of which linking", "pairs", "incidents"
    )
    rows = []
    for size in SIZES:
        command = [sys.executable, "-m", "bench.linking", str(size)]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        r = rows[-1]
        table.add_row(f"{r['claims']:,}", f"{r['seconds']:.1f}", f"{1000 * r['seconds'] / r['claims']:.2f}",
                      f"{r['splink'] / r['seconds']:.0%}", f"{r['mb']:.0f}", f"{r['added']:.0f}", f"{r['pairs']:,}",
                      f"{r['incidents']:,}")  # fmt: skip
    Console(width=120).print(table)
    ratio = rows[1]["seconds"] / rows[1]["claims"] / (rows[0]["seconds"] / rows[0]["claims"])
    print(f"Time a claim, {SIZES[1]:,} over {SIZES[0]:,}: {ratio:.2f} (aim: 1.5 or less)")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
