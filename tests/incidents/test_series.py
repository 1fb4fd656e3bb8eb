"""Figures of states through time: what is one series, one line, one point, and what is none."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.incidents.series import Point, Series, series
from ascribe.incidents.series_table import rows, to_csv
from ascribe.model import Claim, ClaimAttribution, ClaimQuantity, FiledClaim, Mention, Place, When

RAQQA = Place(begin=0, end=5, text="Raqqa", name="Ar Raqqah", latitude=35.95, longitude=39.01, country="SY",
              gazetteer="geonames", gazetteer_id="172955", precision="settlement", confidence=0.9)  # fmt: skip
OLD_CITY = Place(begin=0, end=8, text="Old City", name="Old City", latitude=35.95, longitude=39.01, country="SY",
                 within="Ar Raqqah", precision="settlement", confidence=0.9)  # fmt: skip
MOSUL = RAQQA.model_copy(update={"name": "Mosul", "gazetteer_id": "99072", "country": "IQ"})
PUBLISHED = {"d1": date(2017, 7, 4), "d2": date(2017, 7, 5), "d3": date(2017, 9, 2)}


def mention(words: str, actor: str | None = None, begin: int = 0) -> Mention:
    return Mention(begin=begin, end=begin + len(words), text=words, name=words, actor=actor, confidence=0.9)


def said(*names: str | tuple[str, str]) -> ClaimAttribution:
    source = tuple(mention(n) if isinstance(n, str) else mention(*n) for n in names)
    return ClaimAttribution(source=source, form="indirect", confidence=0.9)


UN = said(("United Nations", "united-nations"))
IS = (mention("Islamic State", "islamic-state"),)


def quantity(of: str, low: float | None = None, best: float | None = None, high: float | None = None,
             begin: int = 20, **more: Any) -> ClaimQuantity:  # fmt: skip
    return ClaimQuantity.model_validate(
        {"begin": begin, "end": begin + 3, "text": "...", "of": of, "low": low, "best": best, "high": high, **more}
    )


def told(id: str, kind: str = "strength", document: str = "d1", **given: Any) -> FiledClaim:
    """A claim that 2,500 fighters of IS are in Raqqa, as it is not given otherwise."""
    around = {k: given.pop(k) for k in ("place", "standing") if k in given}
    fields = {"id": id, "type": kind, "trigger": (20, 25), "sentence": (0, 60), "agent": IS, "attribution": UN,
              "quantities": (quantity("fighters", best=2500),), "confidence": 0.9, "factuality_confidence": 0.9,
              "when": When(start="2017-07-04", end="2017-07-04", precision="day"), **given}  # fmt: skip
    return FiledClaim.model_validate(
        {"document": document, "claim": Claim.model_validate(fields), "trigger": "2,500", "sentence": "…",
         "place": RAQQA, **around}
    )  # fmt: skip


def points(found: Series, speaker: str) -> tuple[Point, ...]:
    return next(line.points for line in found.lines if line.speaker == speaker)


def test_a_line_a_source_and_a_point_a_day() -> None:
    later = When(start="2017-09-01", end="2017-09-01", precision="day")
    (found,) = series(
        [
            told("a"),
            told("b", document="d3", when=later, quantities=(quantity("fighters", 200, 300, 400),)),
            told("c", attribution=said(("Observatory", "syrian-observatory-for-human-rights"))),
        ],
        PUBLISHED,
    )
    assert found.title == "Fighters: Islamic State, Ar Raqqah"
    assert (found.unit, found.gazetteer_id, found.latitude) == ("fighters", "172955", 35.95)
    assert [line.name for line in found.lines] == ["Syrian Observatory for Human Rights", "United Nations"]
    assert [(p.at, p.low, p.best, p.high) for p in points(found, "united-nations")] == [
        ("2017-07-04", None, 2500, None),
        ("2017-09-01", 200, 300, 400),
    ]


def test_a_reprint_is_no_new_point() -> None:
    exact = (quantity("fighters", 2500, 2500, 2500),)
    (found,) = series([told("a"), told("b", document="d2", quantities=exact), told("c", document="d3")], PUBLISHED)
    (point,) = points(found, "united-nations")
    assert (point.claims, point.documents) == (("a", "b", "c"), ("d1", "d2", "d3"))


def test_another_figure_on_the_same_day_stands_beside() -> None:
    (found,) = series([told("a"), told("b", quantities=(quantity("fighters", best=4000),))], PUBLISHED)
    assert [p.best for p in points(found, "united-nations")] == [2500, 4000]


def test_gaps_are_gaps() -> None:
    days = ["2017-07-01", "2017-07-10", "2017-08-20", "2017-08-21"]
    claims = [
        told(
            str(k),
            document="d3",
            when=When(start=d, end=d, precision="day"),
            quantities=(quantity("fighters", best=k),),
        )
        for k, d in enumerate(days)
    ]
    (found,) = series(claims, PUBLISHED)
    assert [[p.at for p in stretch] for stretch in found.lines[0].stretches] == [days[:2], days[2:]]
    assert [row.gap_before for row in rows([found])] == [False, False, True, False]


@pytest.mark.parametrize(
    "other",
    [
        told("b", place=MOSUL),
        told("b", place=OLD_CITY),
        told("b", place=None),
        told("b", agent=(mention("Syrian Democratic Forces", "syrian-democratic-forces"),)),
        told("b", quantities=(quantity("vehicles", best=2500),)),
        told("b", "control", quantities=(quantity("share", best=0.5),)),
    ],
)
def test_another_place_subject_or_quantity_is_another_series(other: FiledClaim) -> None:
    assert len(series([told("a"), other], PUBLISHED)) == 2


@pytest.mark.parametrize(
    "other",
    [
        told("b", standing="rejected"),
        told("b", factuality="denied"),
        told("b", factuality="future"),
        told("b", factuality="hypothetical"),
        told("b", "killing", quantities=(quantity("killed", best=12),)),
        told("b", quantities=()),
        told("b", quantities=(quantity("fighters"),)),
        told("b", quantities=(quantity("distance_km", best=3),)),
    ],
)
def test_what_is_no_figure_of_a_state(other: FiledClaim) -> None:
    assert series([told("a"), other], PUBLISHED) == series([told("a")], PUBLISHED)


def test_a_figure_is_uncertain_where_nobody_asserts_it() -> None:
    (found,) = series([told("a", factuality="uncertain")], PUBLISHED)
    assert points(found, "united-nations")[0].uncertain
    (found,) = series([told("a", factuality="uncertain"), told("b")], PUBLISHED)
    assert not points(found, "united-nations")[0].uncertain


def test_of_two_figures_in_a_sentence_the_one_at_the_trigger_counts() -> None:
    both = (quantity("fighters", best=2500, begin=0), quantity("fighters", best=4000, begin=22))
    (found,) = series([told("a", quantities=both)], PUBLISHED)
    assert [p.best for p in points(found, "united-nations")] == [4000]


@pytest.mark.parametrize(
    ("when", "at", "start", "end"),
    [
        (("2017-07-01", "2017-07-31"), "2017-07-04", "2017-07-01", "2017-07-31"),  # a report tells of no later day
        ((None, "2017-06-30"), "2017-06-30", None, "2017-06-30"),
        (("2017-06-01", None), "2017-07-04", "2017-06-01", None),
        (None, "2017-07-04", None, "2017-07-04"),
    ],
)
def test_the_day_of_a_figure(when: Any, at: str, start: str | None, end: str | None) -> None:
    span = When(start=when[0], end=when[1]) if when else None
    (point,) = points(series([told("a", when=span)], PUBLISHED)[0], "united-nations")
    assert (point.at, point.start, point.end) == (at, start, end)


def test_without_any_date_a_figure_stands_last_and_undated() -> None:
    (found,) = series([told("a", document="?", when=None), told("b")], PUBLISHED)
    assert [p.at for p in points(found, "united-nations")] == ["2017-07-04", None]


@pytest.mark.parametrize(
    ("target", "subject"),
    [("100,000 civilians", "people"), ("two residents", "people"), ("residents", "people"),
     ("people in cellars", "people"), ("Yazidi families", "Yazidi families")],
)  # fmt: skip
def test_who_is_counted(target: str, subject: str) -> None:
    number = target.split()[0] if target[0] in "1t" else ""
    figure = quantity("at_risk", best=5).model_copy(update={"begin": 30, "end": 30 + len(number)})
    claim = told("a", "at_risk", agent=(), target=(mention(target, begin=30),), quantities=(figure,))
    assert series([claim], PUBLISHED)[0].subject_name == subject


def test_households_are_no_people() -> None:
    figures = [quantity("at_risk", best=5, unit=unit) for unit in ("household", "person")]
    claims = [told(str(k), "at_risk", agent=(), quantities=(q,)) for k, q in enumerate(figures)]
    assert {s.unit for s in series(claims, PUBLISHED)} == {"households", "people"}


def test_a_name_that_no_gazetteer_knows_is_known_in_its_document_alone() -> None:
    nowhere = Place(begin=0, end=8, text="Old City", name="Old City", confidence=0.5)
    assert len(series([told("a", place=nowhere), told("b", document="d2", place=nowhere)], PUBLISHED)) == 2


def test_the_outlet_speaks_in_its_own_voice() -> None:
    (found,) = series([told("a", attribution=None), told("b", document="d2", attribution=None)], PUBLISHED)
    assert [line.speaker for line in found.lines] == ["outlet:d1", "outlet:d2"]


def test_speakers_of_other_sentences_give_no_line() -> None:
    far = mention("residents", begin=90)
    near = UN.source[0]
    both = UN.model_copy(update={"source": (near, far)})
    assert [line.speaker for line in series([told("a", attribution=both)], PUBLISHED)[0].lines] == ["united-nations"]


CLAIMS = st.builds(
    told,
    id=st.uuids().map(str),
    kind=st.just("strength"),
    document=st.sampled_from([*PUBLISHED, "?"]),
    attribution=st.sampled_from([None, UN, said("coalition"), said("coalition", "witness")]),
    place=st.sampled_from([None, RAQQA, OLD_CITY, MOSUL]),
    quantities=st.lists(st.builds(quantity, of=st.just("fighters"), best=st.sampled_from([0, 1, 2500])), max_size=2),
    when=st.sampled_from([None, When(), When(start="2017-07-01"), When(end="2017-07-01"), When(start="nonsense")]),
    factuality=st.sampled_from(["asserted", "uncertain", "denied"]),
)


@given(st.lists(CLAIMS, max_size=8), st.randoms())
def test_order_does_not_matter_and_every_figure_stands_once_a_source(claims: list[FiledClaim], random: Any) -> None:
    found = series(claims, PUBLISHED)
    shuffled = claims * 2
    random.shuffle(shuffled)
    assert series(shuffled, PUBLISHED) == found
    assert len({s.id for s in found}) == len(found)
    for one in found:
        for line in one.lines:
            ids = [i for p in line.points for i in p.claims]
            assert len(ids) == len(set(ids))
            assert sorted(p.at or "~" for p in line.points) == [p.at or "~" for p in line.points]


HOSTILE = ["=cmd|' /C calc'!A1", "+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "＝1", "a;=1", 'a","=1', "\u202e=1", "a\n=1"]


@pytest.mark.parametrize("name", HOSTILE)
def test_csv_runs_nothing(name: str) -> None:
    found = series([told("a", attribution=said(name), agent=(mention(name),))], PUBLISHED)
    text = to_csv(found)
    (_, row) = csv.reader(io.StringIO(text))
    for cell in row[:3]:
        for piece in cell.replace('"', ";").replace(",", ";").split(";"):
            assert not piece.strip().startswith(tuple("=+-@＝＋－＠")), cell


def test_csv_has_the_figures() -> None:
    west = RAQQA.model_copy(update={"longitude": -3.5})
    (row,) = csv.DictReader(io.StringIO(to_csv(series([told("a", place=west)], PUBLISHED))))
    assert row["what"] == "Fighters: Islamic State, Ar Raqqah"
    assert (row["source"], row["day"], row["low"], row["best"], row["unit"]) == (
        "United Nations", "2017-07-04", "", "2500", "fighters")  # fmt: skip
    assert (row["longitude"], row["claims"], row["gap_before"]) == ("-3.5", "a", "no")
