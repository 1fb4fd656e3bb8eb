"""What the tests of publishing share: claims by hand, and a case of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ascribe.case import Case
from ascribe.model import Claim, ClaimAttribution, FiledClaim, Mention, Place, When
from ascribe.publish.known import Known, known
from ascribe.publish.persons import Persons

from ..case.conftest import BY, put

DOCUMENT = "d" * 64


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


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case with one report."""
    with Case.create(str(tmp_path / "raqqa.case"), title="Raqqa", author=BY) as made:
        put(made)
        yield made
