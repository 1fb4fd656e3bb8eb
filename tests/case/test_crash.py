"""A program killed at any moment, and several that write at once: nothing is lost, nothing comes twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from ascribe.case import Case
from ascribe.case.ledger import FIRST
from ascribe.case.verify import verify

from .conftest import BY, derived, put

ROOT = Path(__file__).parent.parent.parent
REPORTS = 300
KILLED = 20
DECISIONS = 500


BEGIN = """
import os, sys, time
sys.path.insert(0, sys.argv[2])
from ascribe.case import Case, add
from ascribe.documents import from_text
from ascribe.reading.version import ontology_version
from tests.case.conftest import small
small().read(from_text("A warm-up."))
ontology_version()
Case.open(sys.argv[1]).close()
"""
FORKS = """
while True:
    print("ready", flush=True)
    if not sys.stdin.readline():
        break
    if pid := os.fork():
        print(pid, flush=True)
        os.waitpid(pid, 0)
    else:
        case = Case.open(sys.argv[1])
        work()
        os._exit(0)
"""


def process(words: str, *arguments: str) -> subprocess.Popen[str]:
    """A Python process with what it needs at hand, about to run `words`."""
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + words, arguments[0], str(ROOT), *arguments[1:]], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip


class Workers:
    """Processes that `work`, one after the other; forked from one that has loaded all, as loading takes longest."""

    def __init__(self, work: str, *arguments: str) -> None:
        self.mother = process(work + FORKS, *arguments)
        assert self.said() == "ready"

    def said(self) -> str:
        assert self.mother.stdout is not None
        return self.mother.stdout.readline().strip()

    def start(self) -> int:
        """Another process; its number."""
        assert self.mother.stdin is not None
        self.mother.stdin.write("go\n")
        self.mother.stdin.flush()
        return int(self.said())

    def kill(self, number: int, where: str) -> None:
        """Kill it; what a server still does for it is over then, too."""
        os.kill(number, signal.SIGKILL)
        assert self.said() == "ready"
        with Case.open(where) as case, case.database.writing():
            pass


def one_chain(case: Case) -> list[str]:
    """The kinds of the decisions, after a check that they are one chain without a gap."""
    kept = list(case.decisions())
    assert [d.sequence for d in kept] == list(range(1, len(kept) + 1))
    assert [d.previous for d in kept] == [FIRST, *(d.digest for d in kept[:-1])]
    assert all(d.digest == d.expected_digest() for d in kept)
    about = case.about()
    assert (about["head"], about["head_digest"]) == (len(kept), kept[-1].digest)
    return [d.kind for d in kept]


def same_after_rebuild(case: Case) -> None:
    before = derived(case)
    case.rebuild()
    assert derived(case) == before


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_adding_is_killed_and_completed(where: str, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(REPORTS):
        (folder / f"{n:03}.txt").write_text(f"Rebels killed {n} civilians in Raqqa. The Army shelled Tabqa.\n")
    Case.create(where, author=BY).close()
    # A real reader takes its time: without a pause all would be over before the twentieth kill.
    adding = """
def work():
    print("done" if list(add(case, [sys.argv[3]], small(), "Desk")) else "nothing", flush=True)
"""
    workers = Workers(adding, where, str(folder))
    moments, had = random.Random(4), 0
    times = KILLED if "://" not in where else KILLED // 4  # a server takes several times as long for the same
    for _ in range(times):
        number = workers.start()
        enough = time.monotonic() + 20
        with Case.open(where) as case:  # let it come to something new, so that each kill hits it at work
            goal = had + moments.randint(1, REPORTS // times - 3)
            while case.about()["rows"]["document"] < goal and time.monotonic() < enough:
                time.sleep(0.001)
        time.sleep(moments.random() * 0.01)
        workers.kill(number, where)
        with Case.open(where) as case:
            kinds = Counter(one_chain(case))
            rows = case.about()["rows"]
            assert (kinds["add_document"], kinds["read_document"]) == (rows["document"], rows["reading"])
            assert rows["document"] >= rows["reading"] >= rows["document"] - 1
            assert rows["document"] >= had
            had = rows["document"]
            assert verify(case) == ()
    workers.start()
    assert workers.mother.communicate(timeout=120)[0].split() == ["done", "ready"]
    with Case.open(where) as case:
        rows = case.about()["rows"]
        assert (rows["document"], rows["reading"], rows["claim"], rows["failure"]) == (300, 300, 600, 0)
        assert sorted(entry.name for entry in case.documents()) == sorted(str(p) for p in folder.iterdir())
        assert verify(case) == ()
        same_after_rebuild(case)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_deciding_is_killed(where: str, tmp_path: Path) -> None:
    with Case.create(where, author=BY) as case:
        put(case)
    deciding = """
def work():
    claim = next(case.claims()).claim.id
    with open(sys.argv[3], "a") as done:
        for n in range(10**6):
            case.decide(("accept", "reject")[n % 2], {"claim": case.anchor(claim)}, author="Desk", why=str(n))
            print(n, file=done, flush=True)
"""
    done = tmp_path / "done"
    workers, moments = Workers(deciding, where, str(done)), random.Random(5)
    for turn in range(KILLED):
        number = workers.start()
        had = len(done.read_text().splitlines()) if turn else 0
        enough = time.monotonic() + 20
        while time.monotonic() < enough and not (done.exists() and len(done.read_text().splitlines()) > had):
            time.sleep(0.001)
        time.sleep(moments.random() * 0.03)
        workers.kill(number, where)
        said = len(done.read_text().splitlines())
        with Case.open(where) as case:
            decided = [kind for kind in one_chain(case) if kind in ("accept", "reject")]
            assert said <= len(decided) <= said + turn + 1  # what was said to be done is there, and nothing twice
            last = [*case.decisions("accept", "reject")][-1:]
            standing = next(case.claims()).standing
            assert standing == ({"accept": "accepted", "reject": "rejected"}[last[0].kind] if last else "unreviewed")
            assert verify(case) == ()
    workers.mother.communicate(timeout=20)


def test_two_write_at_once(where: str) -> None:
    with Case.create(where, author=BY) as case:
        put(case)
        claims = [filed.claim.id for filed in case.claims()]
    deciding = (
        "ids, case = sys.argv[4].split(','), Case.open(sys.argv[1])\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "for n in range(int(sys.argv[3])):\n"
        "  kind, about = ('accept', 'reject')[n % 2], {'claim': case.anchor(ids[n % len(ids)])}\n"
        "  if n % 10: case.decide('stance', {'source': str(n)}, {'stance': 'party'}, author=sys.argv[5], why=str(n))\n"
        "  else: case.decide(kind, about, author=sys.argv[5], why=str(n))\n"
        # who waits for an SQLite file asks now and then: without a pause it may never be its turn
        "  time.sleep(0.002)"
    )
    both = [process(deciding, where, str(DECISIONS), ",".join(claims), name) for name in ("one", "two")]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in both:
        assert one.stdin is not None
        one.stdin.close()
    assert [one.wait(timeout=300) for one in both] == [0, 0]
    with Case.open(where) as case:
        kinds = one_chain(case)
        assert len(kinds) == 3 + 2 * DECISIONS
        for name in ("one", "two"):
            reasons = [d.why for d in case.decisions() if d.author == name]
            assert reasons == [str(n) for n in range(DECISIONS)]
        by = [d.author for d in case.decisions()][3:]
        last = {name: len(by) - by[::-1].index(name) for name in ("one", "two")}
        assert max(by.index("one"), by.index("two")) < min(last.values()), "they did not write at once"
        assert verify(case) == ()
        same_after_rebuild(case)
