"""Time and memory of finding copies and origins, at 1,000 and at 10,000 documents: `python -m bench.origins`."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time

from rich.console import Console
from rich.table import Table

from ascribe.documents import from_text
from ascribe.incidents.origins import grouped, signed
from ascribe.model import Document


def reports(count: int) -> list[Document]:
    """`count` reports of about 500 words, the same for a number on every machine.

    Of ten, two are copies of an earlier one (cut, and with words changed) and one quotes a paragraph of an earlier one.
    All carry their site's footer of 30 words, and a third a background paragraph of 60: fifty sites, thirty paragraphs.
    """
    chance = random.Random(7)
    words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "u", "ai") for c in _ENDS]
    weights = [1 / (rank + 10) for rank in range(len(words))]

    def paragraph(length: int) -> str:
        return " ".join(chance.choices(words, weights, k=length))

    footers, backgrounds = [paragraph(30) for _ in range(50)], [paragraph(60) for _ in range(30)]
    stories: list[list[str]] = []
    found = []
    for n in range(count):
        if stories and n % 10 in (3, 7):
            story = [_edited(p, chance) for p in chance.choice(stories)[: chance.randint(3, 9)]]
        else:
            story = [paragraph(50) for _ in range(9)]
            if stories and n % 10 == 5:
                story[6] = chance.choice(chance.choice(stories))
            stories.append(story)
        background = [chance.choice(backgrounds)] if n % 3 == 0 else []
        site = chance.randrange(50)
        text = "\n\n".join([f"Report {n}", *story, *background, footers[site]])
        found.append(from_text(text, outlet=f"Outlet {site}", published="2019-04-01", language="en"))
    return found


_ENDS = [f"{c}{v}{e}" for c in "bdgklmnrst" for v in "aeiou" for e in ("", "n", "r", "s")]


def _edited(text: str, chance: random.Random) -> str:
    return " ".join(word if chance.random() > 0.02 else "changed" for word in text.split())


def measure(count: int) -> None:
    """Print seconds for signing and for grouping, what was found, and peak resident megabytes."""
    documents = reports(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.perf_counter()
    kept = [signed(one) for one in documents]
    made = time.perf_counter()
    texts = {one.sha256: one.text for one in documents}
    found = grouped(kept, texts.__getitem__)
    passages = len(found.passages)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    size = sum(len(one.signature) for one in kept) / len(kept)
    again = time.perf_counter()
    grouped(kept, texts.__getitem__, found)
    again = time.perf_counter() - again
    print(made - began, done - made, again, len(found.groups), len(found.compared), passages, peak, size)


def main() -> None:
    table = Table("measure", "1,000", "10,000", "ratio", title="Copies and origins")
    few, many = ([float(x) for x in _in_a_process(count).split()] for count in (1_000, 10_000))
    names = ("signatures, s", "grouping, s", "grouping again, s", "copy groups", "pairs compared", "passages",
             "memory on top, MB", "bytes a signature")  # fmt: skip
    for name, one, ten in zip(names, few, many, strict=True):
        table.add_row(name, f"{one:,.2f}", f"{ten:,.2f}", f"{ten / one:.1f}")
    table.add_row("all, s", f"{sum(few[:2]):.2f}", f"{sum(many[:2]):.2f}", f"{sum(many[:2]) / sum(few[:2]):.1f}")
    Console(width=100).print(table)


def _in_a_process(count: int) -> str:
    done = subprocess.run([sys.executable, "-m", "bench.origins", str(count)], capture_output=True, check=True)
    return done.stdout.decode()


if __name__ == "__main__":
    if sys.argv[1:]:
        measure(int(sys.argv[1]))
    else:
        main()
