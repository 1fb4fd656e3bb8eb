"""What the tests of publishing share: claims by hand, and a case of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ascribe.case import Case
from ascribe.documents import from_bytes
from ascribe.model import Claim, ClaimAttribution, ClaimQuantity, FiledClaim, Mention, Place, Reading, When, Where
from ascribe.publish.known import Known, known
from ascribe.publish.persons import Persons
from ascribe.publish.profiles import Profile, packaged

from ..case.conftest import BY, put

DOCUMENT = "d" * 64


def quoting(**fields: object) -> Profile:
    """The public profile, but with the sentences of claims that nobody has looked at: so all safeguards are at work."""
    return packaged("public").model_copy(update={"quoted": ("accepted", "unreviewed"), **fields})


def mention(text: str, name: str) -> Mention:
    """Words of a text as a mention."""
    begin = text.index(name)
    return Mention(begin=begin, end=begin + len(name), text=name, name=name, confidence=0.9)


def filed(text: str, *, type: str = "shelling", place: Place | None = None, **slots: str) -> FiledClaim:
    """A claim of one sentence: `agent`, `target`, `source` and `where` are words of it."""
    named = {slot: (mention(text, slots[slot]),) for slot in ("agent", "target") if slot in slots}
    said = None
    if "source" in slots:
        said = ClaimAttribution(source=(mention(text, slots["source"]),), form="indirect", confidence=1)
    claim = Claim(
        id="c1", type=type, trigger=(0, 1), sentence=(0, len(text)), attribution=said, factuality_confidence=1,
        place=(mention(text, slots["where"]),) if "where" in slots else (), confidence=1, **named,
        when=When(start="2017-07-05", end="2017-07-05", precision="day"),
    )  # fmt: skip
    return FiledClaim(document=DOCUMENT, claim=claim, trigger=text[:1], sentence=text, place=place)


def document(text: str, **fields: Any) -> Any:
    """A report of that text."""
    from ascribe.model import Document

    return Document(id=DOCUMENT, sha256=DOCUMENT, text=text, **fields)


def persons(*claims: FiledClaim, public: tuple[str, ...] = ()) -> Persons:
    """The persons of claims, each the whole of its report."""
    found = Persons(public)
    for one in claims:
        found.learn(None, one.sentence, [one], seen(one))
    found.settle()
    return found


def seen(one: FiledClaim) -> Known:
    """What a report of one sentence names."""
    return known(None, document(one.sentence), [one])


FAR = "Guerrillas destroyed 3 bridges in Goma on 1998-08-02, the Bulletin said."


def put_far(case: Case, *, killed: int | None = None) -> None:
    """Add a report of another war, year and place than all others: no linking can join what it tells with theirs."""
    data = FAR.encode()
    report = from_bytes(data, name="far.txt", published="1998-08-03", outlet="Bulletin")
    goma = mention(FAR, "Goma")
    place = Place(
        begin=goma.begin, end=goma.end, text="Goma", name="Goma", latitude=-1.67, longitude=29.22, country="CD",
        gazetteer="geonames", gazetteer_id="216281", precision="settlement", confidence=0.9,
    )  # fmt: skip
    begin = FAR.index("destroyed")
    figure = ClaimQuantity(begin=0, end=0, text="", best=killed, of="killed")
    claim = Claim(
        id=hashlib.blake2b(data, digest_size=8).hexdigest(), type="destruction", trigger=(begin, begin + 9),
        sentence=(0, len(FAR)), agent=(mention(FAR, "Guerrillas"),), target=(mention(FAR, "bridges"),), place=(goma,),
        attribution=ClaimAttribution(source=(mention(FAR, "Bulletin"),), form="indirect", confidence=0.9),
        when=When(start="1998-08-02", end="1998-08-02", precision="day"), factuality_confidence=0.9, confidence=0.9,
        where=Where(latitude=-1.67, longitude=29.22, precision="settlement"),
        quantities=(figure,) if killed else (),
    )  # fmt: skip
    case.store("far.txt", data, report, BY)
    case.store_reading(Reading(document=report, places=(place,), claims=(claim,), model="small-1"), "ontology-1", BY)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case with one report."""
    with Case.create(str(tmp_path / "raqqa.case"), title="Raqqa", author=BY) as made:
        put(made)
        yield made
