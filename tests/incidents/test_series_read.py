"""From two reports to a series and a judged forecast, with the packaged reader."""

from __future__ import annotations

from datetime import date

import pytest

from ascribe.documents import from_text
from ascribe.incidents.forecasts import forecasts, records
from ascribe.incidents.series import series
from ascribe.model import FiledClaim, Reading
from ascribe.reading.pipeline import Reader

FIRST = (
    "BEIRUT, July 4 - The Syrian Democratic Forces will capture Raqqa by Friday, a spokesman for the coalition said on "
    "Tuesday. About 2,500 Islamic State fighters are in Raqqa, the coalition said. The United Nations said that up to "
    "100,000 civilians were trapped in Raqqa."
)
SECOND = (
    "BEIRUT, July 10 - Islamic State still controls Raqqa, the Syrian Observatory for Human Rights said on Monday. "
    "Fighting raged in Raqqa on Monday, residents said. The United Nations said that 50,000 civilians were trapped in "
    "Raqqa on Sunday."
)


def filed(reading: Reading) -> list[FiledClaim]:
    text = reading.document.text
    found = []
    for claim in reading.claims:
        named = [p for m in claim.place for p in reading.places if p.begin < m.end and m.begin < p.end]
        found.append(
            FiledClaim(document=reading.document.sha256, claim=claim, trigger=text[slice(*claim.trigger)],
                       sentence=text[slice(*claim.sentence)], place=named[0] if named else None)
        )  # fmt: skip
    return found


@pytest.fixture(scope="module")
def case(reader: Reader) -> tuple[list[FiledClaim], dict[str, date]]:
    texts = {FIRST: "2017-07-04", SECOND: "2017-07-10"}
    readings = [reader.read(from_text(text, published=day)) for text, day in texts.items()]
    published = {r.document.sha256: date.fromisoformat(str(r.document.published)) for r in readings}
    return [f for r in readings for f in filed(r)], published


def test_what_is_left_is_followed(case: tuple[list[FiledClaim], dict[str, date]]) -> None:
    trapped = next(s for s in series(*case) if s.of == "at_risk")
    assert trapped.title == "At risk: people, Ar Raqqah"
    (line,) = trapped.lines
    assert line.name == "United Nations"
    assert [(p.at, p.best, p.high) for p in line.points] == [("2017-07-04", 1e5, 1e5), ("2017-07-09", 5e4, None)]


def test_what_was_to_come_is_judged(case: tuple[list[FiledClaim], dict[str, date]]) -> None:
    (found,) = forecasts(*case)
    assert (found.due, found.state) == ("2017-07-07", "broken")
    assert "another party held it" in found.reason
    assert [r.broken for r in records([found])] == [1]
