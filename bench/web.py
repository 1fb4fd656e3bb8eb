"""Whether the app's views answer in time that does not grow with the case: `python -m bench.web`.

The large case has 100,000 claims in 2,000 documents, the small one a twentieth. Pages are made on the server, so a
view's first content is there when its answer is. Reports are read by rule, without the model. Times are this machine's;
what counts are the ratios, and how many claims a view takes from the case.
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

from fastapi.testclient import TestClient
from rich.console import Console
from rich.progress import track
from rich.table import Table

from ascribe.case import Case, query
from ascribe.documents import from_text
from ascribe.incidents.decisions import register_kinds
from ascribe.model import Claim, ClaimAttribution, Document, FiledClaim, Mention, Place, Reading, When, Where
from ascribe.web.app import Options, create_app
from ascribe.web.kept import bring_up_to_date
from ascribe.web.service import Service

LIMIT = 3.0  # how much longer a view may take in the large case
SIZES = (100, 2000)  # documents
CLAIMS = 50  # of each document
MOST = 500  # claims that a view may take from the case
_TYPES = ("killing", "injury", "shelling", "capture", "destruction")
_TOWNS = 10  # for each document, so that an incident is as large in both cases
_DAYS = 2  # as well: more reports are of more days
_SPEAKERS = 60


def filled(path: Path, documents: int) -> None:
    """A case with that many documents, and what follows from it."""
    register_kinds()
    chance = random.Random(7)
    with Case.create(str(path), author="bench") as case:
        for number in track(range(documents), description=f"{documents:,} documents"):
            lines = [_sentence(chance, f"{number}.{n}", documents) for n in range(CLAIMS)]
            document = from_text(" ".join(lines), language="en", published="2022-01-01", outlet=f"Outlet {number % 40}")
            case.store(f"{number}.txt", document.text.encode(), document, "bench")
            case.store_reading(_reading(document, lines), "bench", "bench")
        bring_up_to_date(case, lambda step: print(step, flush=True))


def _sentence(chance: random.Random, name: str, documents: int) -> str:
    day = date(2014, 1, 1) + timedelta(days=chance.randrange(documents * _DAYS))
    speaker, town = chance.randrange(_SPEAKERS), chance.randrange(documents * _TOWNS)
    return f"Force{chance.randrange(9)} {chance.choice(_TYPES)} {name} Town{town} {day} Speaker{speaker}."


def _reading(document: Document, lines: list[str]) -> Reading:
    """What a reader would have found: a claim a sentence."""
    claims, places, at = [], [], 0
    for line in lines:
        force, kind, _, town, day, speaker = (_word(word, document.text.index(word, at)) for word in line[:-1].split())
        number = int(town.name[4:])
        latitude, longitude = number % 220 / 2 - 55, number // 220 / 2  # all in squares of their own
        places.append(
            Place(begin=town.begin, end=town.end, text=town.text, name=town.name, latitude=latitude,
                  longitude=longitude, country="SY", gazetteer="bench", gazetteer_id=town.name,
                  precision="settlement", confidence=0.9)
        )  # fmt: skip
        claims.append(
            Claim(
                id=hashlib.blake2b(f"{document.sha256}:{at}".encode(), digest_size=8).hexdigest(),
                type=kind.text, trigger=(kind.begin, kind.end), sentence=(at, at + len(line)),  # type: ignore[arg-type]
                agent=(force,), place=(town,), factuality="asserted", factuality_confidence=0.9, confidence=0.9,
                attribution=ClaimAttribution(source=(speaker,), form="indirect", confidence=0.9),
                when=When(start=day.text, end=day.text, precision="day"),
                where=Where(latitude=latitude, longitude=longitude, precision="settlement"),
            )
        )  # fmt: skip
        at += len(line) + 1
    return Reading(document=document, claims=tuple(claims), places=tuple(places), model="rules")


def _word(word: str, begin: int) -> Mention:
    return Mention(begin=begin, end=begin + len(word), text=word, name=word, confidence=0.9)


def views(service: Service) -> Mapping[str, str]:
    """The address of each view, by its name."""
    incident = service.incidents().items[0].id
    claim = service.incident(incident).incident.statements[0].claim
    other = next(f.claim.id for f in service.claims().items if f.claim.id != claim)
    middle = service.case.about()["rows"]["document"] // 2
    days = "since=2014-02-01&until=2014-02-10"
    source = quote(service.sources().items[0].key, safe="")
    return {
        "inbox": "/", "inbox, one type": "/?type=killing", "inbox, narrowed": "/?type=killing&place=Town7",
        "inbox, ten days": f"/?{days}", "claims": "/claims",
        "claims, narrowed": f"/claims?actor=Force3&{days}", "documents": "/documents",
        "document": f"/documents/{middle}", "incident": f"/incidents/{incident}",
        "links": f"/links?a={claim}&b={other}",
        "map": "/map", "map, one type": "/map?type=killing", "map, narrowed": f"/map?{days}", "series": "/series",
        "sources": "/sources", "source": f"/sources/{source}", "source, a list": f"/sources/{source}?of=incidents",
        "forecasts": "/forecasts", "decisions": "/decisions",
        "add": "/add", "failures": "/failures",
    }  # fmt: skip


@contextmanager
def counting() -> Iterator[list[int]]:
    """How many claims are taken from a case; the first of the list is the count."""
    found, real = [0], FiledClaim.model_validate_json

    class Counted(FiledClaim):
        @classmethod
        def model_validate_json(cls, body: str | bytes | bytearray, **options: object) -> FiledClaim:  # type: ignore[override]
            found[0] += 1
            return real(body)

    with patch.object(query, "FiledClaim", Counted):
        yield found


def ask(path: Path, times: int = 9) -> tuple[dict[str, tuple[float, int]], float]:
    """For each view, the shortest of several times in seconds, the first left out, and the claims of the first.

    After that the seconds until lists have followed when a claim is accepted.
    """
    measured = {}
    app = create_app(str(path), Options(local="bench", secure=False))
    with TestClient(app, base_url="http://localhost") as client:
        service: Service = app.state.service
        assert service.settle(600)
        for name, address in views(service).items():
            with counting() as found:
                assert client.get(address).status_code == 200, address
            taken = []
            for _ in range(times):
                service._counted.clear()  # what the app remembers of counts until somebody decides
                app.state.windows._counted.clear()
                began = time.perf_counter()
                client.get(address)
                taken.append(time.perf_counter() - began)
            measured[name] = (min(taken), found[0])
        claim = service.claims().items[0].claim.id
        began = time.perf_counter()
        service.decide("accept", {"claim": claim}, author="bench")
        assert service.settle(600)
    return measured, time.perf_counter() - began


def main() -> None:
    """Print each view in both cases; exit 1 where one grows with the case, or takes too many claims."""
    table = Table("view", *(f"{n:,} documents, ms" for n in SIZES), "ratio", "claims taken", title="First content")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{size}.ascribe" for size in SIZES]
        for path, size in zip(paths, SIZES, strict=True):
            filled(path, size)
        (few, soon), (many, late) = map(ask, paths)
    bad = False
    for name, (short, _) in few.items():
        long, taken = many[name]
        bad = bad or long / short > LIMIT or taken > MOST
        table.add_row(name, f"{short * 1000:.1f}", f"{long * 1000:.1f}", f"{long / short:.2f}", f"{taken:,}")
    Console().print(table)
    print(f"After a claim is accepted lists follow within {soon:.1f} s, in the large case {late:.1f} s.")
    sys.exit(bad)


if __name__ == "__main__":
    main()
