"""Speed, memory and start-up of the reader, from one run: `make bench`.

Absolute numbers are this machine's; what counts are the ratios.
"""

from __future__ import annotations

import itertools
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rich.console import Console
from rich.progress import track
from rich.table import Table

from ascribe.documents import from_text, load
from ascribe.model import Document
from ascribe.reading import claims, pipeline
from ascribe.reading.encoder import Encoder
from ascribe.reading.names import Names
from ascribe.reading.numbers import find
from ascribe.reading.pipeline import Reader

EXAMPLES = Path(__file__).parent.parent / "examples"

# What stands for the words, by topic: where each part is called from. Times are found on behalf of numbers, too.
TOPICS: dict[str, list[tuple[Any, str]]] = {
    "times": [(pipeline, "find_times"), (find, "time_extents"), (claims, "_when")],
    "numbers": [(pipeline, "find_quantities"), (claims, "figures")],
    "places": [(pipeline, "find_places"), (claims, "_where")],
    "actors and coreference": [(pipeline, "Names"), (Names, "of")],
}


def articles(words: int) -> Iterator[Document]:
    """Endless documents of about `words` words, made of the sample reports' paragraphs, no two alike."""
    texts = [d.text for d in load([str(EXAMPLES)]) if isinstance(d, Document)]
    paragraphs = itertools.cycle([p for t in texts for p in t.split("\n\n") if len(p.split()) > 12])
    for n in itertools.count():
        text, size = [f"Report {n}"], 0
        while size < words:
            text.append(next(paragraphs))
            size += len(text[-1].split())
        yield from_text("\n\n".join(text), published="2017-07-05")


class Stopwatch:
    """Seconds spent in each part of the work, without those that it spends in other parts.

    Args:
        clock: `time.process_time` is deaf to what else the machine does, but adds up the threads of the encoder.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.spent: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def timed(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, with its time taken."""

        def measured(*arguments: Any, **options: Any) -> Any:
            began = self.clock()
            self._inner.append(0.0)
            try:
                return work(*arguments, **options)
            finally:
                whole = self.clock() - began
                self.spent[part] += whole - self._inner.pop()
                if self._inner:
                    self._inner[-1] += whole

        return measured


@dataclass(frozen=True)
class Speed:
    """Articles of 600 words a second, end to end, and the seconds that each part of the reader took."""

    rate: float
    spent: Mapping[str, float]

    @property
    def encoder(self) -> float:
        """The share of the whole time spent in the bare encoder."""
        return self.spent["encoder"] / sum(self.spent.values())

    def beside(self, *parts: str) -> float:
        """What parts took, as a share of the encoder's time."""
        return sum(self.spent[part] for part in parts) / self.spent["encoder"]


def speed(threads: int, clock: Callable[[], float], count: int = 24) -> Speed:
    """How fast articles of 600 words are read."""
    watch, encoder = Stopwatch(clock), Encoder(threads=threads)
    before: list[tuple[Any, str]] = [(encoder, "tokenize"), (pipeline, "readable_language")]
    documents = list(itertools.islice(articles(600), count + 2))
    with ExitStack() as stack:
        for part, places in [("encoder", [(encoder, "_run")]), ("before", before), *TOPICS.items()]:
            for owner, name in places:
                stack.enter_context(patch.object(owner, name, watch.timed(part, getattr(owner, name))))
        reader = Reader(encoder)
        read = watch.timed("rest", reader.read)
        for document in documents[:2]:
            read(document)
        watch.spent.clear()
        began = time.perf_counter()
        for document in documents[2:]:
            read(document)
        return Speed(count / (time.perf_counter() - began), watch.spent)


def peak_memory(count: int) -> float:
    """Peak resident megabytes of a process of its own that reads `count` documents of 200 words."""
    done = subprocess.run([sys.executable, "-m", "bench.run", "memory", str(count)], capture_output=True, check=True)
    return float(done.stdout)


def _read_and_report(count: int) -> None:
    reader = Reader(Encoder(threads=2))
    for _ in reader.read_each(itertools.islice(articles(200), count)):
        pass
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def start_up(*command: str, times: int = 9) -> float:
    """The fastest of several starts, in seconds."""

    def once() -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, *command], capture_output=True, check=True, env={**os.environ})
        return time.perf_counter() - began

    return min(once() for _ in range(times))


def main() -> None:
    table = Table("measure", "value", title="Reader")
    steps: list[Callable[[], list[tuple[str, str]]]] = [_speeds, _memories, _starts]
    for step in track(steps, console=Console(stderr=True), disable=not sys.stderr.isatty()):
        for row in step():
            table.add_row(*row)
    Console(width=100).print(table)


def _speeds() -> list[tuple[str, str]]:
    one, two = speed(1, time.process_time), speed(2, time.perf_counter)
    return [
        ("articles of 600 words a second, 1 thread", f"{one.rate:.1f}"),
        ("  share of that time in the bare encoder (aim: 60 % or more)", f"{one.encoder:.0%}"),
        ("  what follows the encoder, as a share of its time (aim: under 35 %)", f"{one.beside('rest', *TOPICS):.0%}"),
        *((f"    of it {topic}", f"{one.beside(topic):.0%}") for topic in TOPICS),
        ("  what comes before it: tokens, language", f"{one.beside('before'):.0%}"),
        ("articles of 600 words a second, 2 threads", f"{two.rate:.1f}"),
        ("  share of that time in the bare encoder", f"{two.encoder:.0%}"),
    ]


def _memories() -> list[tuple[str, str]]:
    few, many = peak_memory(100), peak_memory(2000)
    return [
        ("peak memory, 100 documents", f"{few:.0f} MB"),
        ("peak memory, 2,000 documents", f"{many:.0f} MB"),
        ("  ratio (aim: at most 1.10)", f"{many / few:.2f}"),
    ]


def _starts() -> list[tuple[str, str]]:
    ours, bare = start_up("-m", "ascribe", "--help"), start_up("-c", "import typer, rich")
    return [
        ("`ascribe --help`", f"{ours:.2f} s"),
        ("`python -c 'import typer, rich'`", f"{bare:.2f} s"),
        ("  ratio (aim: under 2)", f"{ours / bare:.2f}"),
    ]


if __name__ == "__main__":
    if sys.argv[1:2] == ["memory"]:
        _read_and_report(int(sys.argv[2]))
    else:
        main()
