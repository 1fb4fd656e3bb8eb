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
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from ascribe.documents import from_text, load
from ascribe.model import Document
from ascribe.reading.encoder import Encoder
from ascribe.reading.pipeline import Reader

EXAMPLES = Path(__file__).parent.parent / "examples"


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


def speed(threads: int, count: int = 24) -> tuple[float, float]:
    """Articles of 600 words a second, end to end, and the share of that time spent in the bare encoder."""
    encoder = Encoder(threads=threads)
    reader = Reader(encoder)
    inside = 0.0
    bare = encoder._run

    def timed(*arguments: object) -> object:
        nonlocal inside
        began = time.perf_counter()
        try:
            return bare(*arguments)  # type: ignore[arg-type]
        finally:
            inside += time.perf_counter() - began

    encoder._run = timed  # type: ignore[method-assign, assignment]
    documents = list(itertools.islice(articles(600), count + 2))
    for document in documents[:2]:
        reader.read(document)
    inside, began = 0.0, time.perf_counter()
    for document in documents[2:]:
        reader.read(document)
    total = time.perf_counter() - began
    return count / total, inside / total


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
    one, share_one = speed(1)
    two, share_two = speed(2)
    return [
        ("articles of 600 words a second, 1 thread", f"{one:.1f}"),
        ("  share of that time in the bare encoder (aim: 60 % or more)", f"{share_one:.0%}"),
        ("articles of 600 words a second, 2 threads", f"{two:.1f}"),
        ("  share of that time in the bare encoder", f"{share_two:.0%}"),
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
