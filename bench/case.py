"""Whether a case answers in time that grows with the answer and not with the case: `python -m bench.case`.

Times are this machine's; what counts are the ratios. Every question has the same answer in both cases, and the large
one has ten times as many claims. Reports are read by rule, without the model: only the case's own work is timed.
"""

from __future__ import annotations

import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from rich.console import Console
from rich.progress import track
from rich.table import Table

from ascribe.case import Case, ClaimFilter
from ascribe.documents import from_text
from ascribe.model import Claim, ClaimAttribution, Document, Mention, Place, Reading, When, Where

LIMIT = 1.3
CLAIMS = 10  # of each report
ANSWER = 500  # claims of each answer
_PADDING = "The road was closed for most of the day. " * 60


def report(number: int, rare: bool) -> tuple[str, list[str]]:
    """A report's text and the words of its claims; `rare` ones are what the questions ask for."""
    words = [f"{'Wolves' if rare else 'Rebels'} {'seized' if rare else 'killed'} {number}.{n}" for n in range(CLAIMS)]
    return f"Report {number}.\n\n{'. '.join(words)}.\n\n{_PADDING}", words


def reading(document: Document, words: list[str], number: int, rare: bool) -> Reading:
    """What a reader would have found in it."""
    claims, places, at = [], [], 0
    # Rare ones lie in the midst of what the case tells of, so that neither its past nor its future is the answer.
    day = date(2017, 7, 1) if rare else date(2000 + 34 * (number % 2), 1, 1) + timedelta(days=number * 7 % 5000)
    for word in words:
        begin = document.text.index(word, at)
        at = begin + len(word)
        name = word.split()[0]
        agent = Mention(begin=begin, end=begin + 6, text=name, name=name, actor=name.lower(), confidence=0.9)
        spot = Place(
            begin=begin, end=begin + 6, text=name, name="Lair" if rare else f"Town {number % 50}", latitude=1.0,
            longitude=begin / 1e4, gazetteer_id=f"{rare}{number % 50}", within="Far" if rare else "Near",
            confidence=0.9,
        )  # fmt: skip
        places.append(spot)
        claims.append(
            Claim(
                id=hashlib.blake2b(f"{document.sha256}:{begin}".encode(), digest_size=8).hexdigest(),
                type="capture" if rare else "killing", trigger=(begin, at), sentence=(begin, at), agent=(agent,),
                attribution=ClaimAttribution(source=(agent,), form="direct", confidence=0.9),
                factuality="denied" if rare else "asserted", factuality_confidence=0.9,
                when=When(start=day.isoformat(), end=(day + timedelta(days=number % 40)).isoformat(), precision="week"),
                where=Where(latitude=1.0, longitude=begin / 1e4, precision="settlement"), confidence=0.9,
            )
        )  # fmt: skip
    return Reading(document=document, claims=tuple(claims), places=tuple(places), model="rules")


def add(case: Case, number: int, rare: bool = False) -> float:
    """Add and read one report; the seconds that the case took."""
    text, words = report(number, rare)
    document = from_text(text, language="en", published="2017-07-05")
    found = reading(document, words, number, rare)
    began = time.perf_counter()
    case.store(f"{number}.txt", text.encode(), document, "bench")
    case.store_reading(found, "bench", "bench")
    return time.perf_counter() - began


def filled(where: str, claims: int) -> Case:
    """A case with that many claims; `ANSWER` of them are rare and accepted, and spread evenly."""
    case = Case.create(where, author="bench")
    documents, rare = claims // CLAIMS, ANSWER // CLAIMS
    for number in track(range(documents), description=f"{claims:,} claims"):
        add(case, number, rare=number % (documents // rare) == 0)
    for one in list(case.claims(ClaimFilter(type="capture"))):
        case.decide("accept", {"claim": case.anchor(one.claim.id)}, author="bench")
    return case


def questions(case: Case) -> Iterator[tuple[str, Callable[[], int]]]:
    """What is asked: each filter, some together, pages and single claims; each gives how much it found."""
    rare = next(case.claims(ClaimFilter(type="capture")))
    window = {"since": "2017-06-30", "until": "2017-07-02"}
    alone = {
        "type": "capture", "factuality": "denied", "standing": "accepted", "document": rare.document, "actor": "Wolves",
        "source": "wolves", "place": "Far",
    }  # fmt: skip
    asked = [{key: value} for key, value in alone.items()]
    asked += [
        window,
        {"actor": "wolves", "type": "capture"},
        {"place": "lair", **window},
        {"type": "capture", **window},
    ]
    asked += [{"actor": "rebels", "type": "capture"}, {"place": "near", "source": "wolves"}]
    asked += [{"document": rare.document, "standing": "accepted"}]
    for one in asked:
        wanted = ClaimFilter.model_validate(one)
        yield " ".join(f"--{k} {v[:10]}" for k, v in one.items()), lambda w=wanted: sum(1 for _ in case.claims(w))
    everything = ClaimFilter()
    middle = (case.about()["rows"]["document"] // 2 * 10_000_000, "")
    yield "a page in the middle of all", lambda: len(case.page(everything, middle, 50)[0])
    yield "a page of an actor", lambda: len(case.page(ClaimFilter(actor="rebels"), middle, 50)[0])
    yield "a page of a type", lambda: len(case.page(ClaimFilter(type="killing"), middle, 50)[0])
    yield "a page of a stretch of time", lambda: len(case.page(ClaimFilter.model_validate(window), (0, ""), 50)[0])
    yield "one claim by the beginning of its id", lambda: len([case.claim(rare.claim.id[:12])])
    yield "one document", lambda: len([case.entry(rare.document[:12])])


def fastest(ask: Callable[[], int], times: int = 7) -> tuple[int, float]:
    """What was found, and the shortest of several times, in seconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        found = ask()
        taken.append(time.perf_counter() - began)
    return found, min(taken)


def ask_both(few: Case, many: Case, console: Console) -> float:
    """Every question to both cases; the worst ratio."""
    table = Table("question", "found", "10,000 claims, ms", "100,000 claims, ms", "ratio", title="Questions")
    worst = 0.0
    for (name, one), (_, ten) in zip(questions(few), questions(many), strict=True):
        (found, small), (same, large) = fastest(one), fastest(ten)
        if found != same:
            raise SystemExit(f"{name}: {found} and {same} claims")
        worst = max(worst, large / small)
        table.add_row(name, str(found), f"{small * 1000:.2f}", f"{large * 1000:.2f}", f"{large / small:.2f}")
    console.print(table)
    return worst


def adding(few: Case, many: Case, console: Console) -> float:
    """How much longer a report takes in a large case than in a small one; by turns, as the machine's load changes."""
    sizes = [case.about()["rows"]["document"] for case in (few, many)]
    pairs = [(add(few, number), add(many, number)) for number in range(1_000_000, 1_000_300)]
    early, late = (statistics.median(times) for times in zip(*pairs, strict=True))
    console.print(
        f"adding a report: {early * 1000:.1f} ms at {sizes[0]:,} reports, {late * 1000:.1f} ms at {sizes[1]:,}: "
        f"ratio {late / early:.2f} (at most {LIMIT})"
    )
    return late / early


def main() -> None:
    """Print both; exit 1 where adding grows with the case."""
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        few, many = filled(f"{folder}/few.case", 10_000), filled(f"{folder}/many.case", 100_000)
        worst = ask_both(few, many, console)
        ratio = adding(filled(f"{folder}/small.case", 1_000), many, console)
    console.print(f"worst ratio of a question: {worst:.2f}; ten would be growth with the case")
    sys.exit(ratio > LIMIT)


if __name__ == "__main__":
    main()
