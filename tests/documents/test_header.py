"""Byline, dateline, wire origin and publication date, as reports state them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe.documents import find_dateline
from ascribe.documents.dates import Day, find_day, stated_time
from ascribe.documents.header import read_header
from ascribe.documents.origin import agency_named, credited

BODY = "Government troops entered the town at dawn after a week of shelling, residents said on Tuesday."


@pytest.mark.parametrize(
    ("line", "place", "agency", "day"),
    [
        ("MOSUL, Iraq (AFP) — ", "MOSUL, Iraq", "AFP", None),
        ("KANDAHAR, Afghanistan, Oct. 3 (Xinhua) -- ", "KANDAHAR, Afghanistan", "Xinhua", Day(None, 10, 3)),
        ("BEIRUT, July 4 (Reuters) - ", "BEIRUT", "Reuters", Day(None, 7, 4)),
        ("BEIRUT (Reuters)-", "BEIRUT", "Reuters", None),
        ("AL-HASAKAH, Syria (AP) - ", "AL-HASAKAH, Syria", "AP", None),
        ("DEIR EZ-ZOR, Syria (AFP) – ", "DEIR EZ-ZOR, Syria", "AFP", None),
        ("Kabul, Afghanistan (Associated Press) — ", "Kabul, Afghanistan", "AP", None),
        ("GENEVA (4 July 2017) – ", "GENEVA", None, Day(2017, 7, 4)),
        ("Geneva, 4 July 2017 – ", "Geneva", None, Day(2017, 7, 4)),
        ("SOUTHWEST ASIA, July 4, 2017 — ", "SOUTHWEST ASIA", None, Day(2017, 7, 4)),
        ("PORTLAND, Maine - ", "PORTLAND, Maine", None, None),
        ("SANTIAGO, CHILE-", "SANTIAGO, CHILE", None, None),
        ("Beirut, Lebanon | AFP | ", "Beirut, Lebanon", "AFP", None),
        ("MOGADISHU (Reuters/AFP) - ", "MOGADISHU", "Reuters/AFP", None),
        ("GOMA (Our Own Wire) - ", "GOMA", "Our Own Wire", None),
    ],
)
@pytest.mark.parametrize("before", ["", "Army enters the town\n\n", "\r\n\r\n"])
def test_datelines(line: str, place: str, agency: str | None, day: Day | None, before: str) -> None:
    text = before + line + BODY
    found = find_dateline(text)
    assert found is not None
    assert (found.place, found.agency, found.day) == (place, agency, day)
    assert text[found.begin :].startswith(place)
    assert text[found.end :].startswith(BODY) or "|" in line


def test_a_dateline_behind_a_headline_on_the_same_line() -> None:
    text = "Device hits vehicle in Baghdad, no injuries: embassy BAGHDAD (Reuters)-A British vehicle was hit."
    found = find_dateline(text)
    assert found is not None
    assert (found.place, found.agency) == ("BAGHDAD", "Reuters")
    assert text[found.end :].startswith("A British")


@pytest.mark.parametrize(
    "text",
    [
        "BREAKING — Six people were killed when a bomb went off in the market of the town.",
        "SYRIA - WAR",
        "Twelve people (all civilians) - most of them women - were killed in the strike on Tuesday.",
        "He said - and nobody else did - that the town had fallen to the rebels on Monday night.",
        "On July 4 (Tuesday) - the day after - the town fell to the rebels and the army withdrew.",
        "",
    ],
)
def test_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    ("line", "author", "origin"),
    [
        ("By Jane Doe, Reuters", "Jane Doe", "Reuters"),
        ("By JANE DOE, Associated Press Writer", "JANE DOE", "AP"),
        ("By Jane Doe in Beirut", "Jane Doe", None),
        ("By Jane Doe and John al-Roe | Agence France-Presse", "Jane Doe and John al-Roe", "AFP"),
        ("By The Associated Press", None, "AP"),
        ("By Friday Night", None, None),
        ("By nightfall the army had taken the town.", None, None),
    ],
)
def test_bylines(line: str, author: str | None, origin: str | None) -> None:
    header = read_header(f"Army enters the town\n{line}\n\n{BODY}")
    assert (header.author, header.origin) == (author, origin)


@pytest.mark.parametrize(
    ("credit", "origin"),
    [
        ("Agence France-Presse", "AFP"),
        ("© AFP", "AFP"),
        ("Copyright 2017 The Associated Press. All rights reserved.", "AP"),
        ("(Reporting by Jane Doe; Editing by John Roe)", "Reuters"),
        ("(Reporting by Jane Doe, AFP; Editing by John Roe)", "AFP"),
        ("Associated Press writer Jane Doe in Beirut contributed to this report.", "AP"),
        ("Source: Xinhua", "Xinhua"),
        ("The town is quiet now, he said. (AFP)", "AFP"),
        ("The town is quiet now, he said. — Reuters", "Reuters"),
        ("Photo: AFP", None),
        ("With inputs from AFP", None),
        ("The spokesman told AFP.", None),
        ("(Reporting by Jane Doe)", None),
        ("He was held (Mosul)", None),
    ],
)
def test_credit_lines(credit: str, origin: str | None) -> None:
    assert credited(f"{BODY}\n\n{BODY}\n\n{credit}\n") == origin


def test_a_credit_line_at_the_top() -> None:
    assert read_header(f"Army enters the town\nAFP\n\n{BODY}").origin == "AFP"


def test_agencies_by_any_of_their_names() -> None:
    assert agency_named("the Agence France Presse") == "AFP"
    assert agency_named("AFP and Reuters") == "AFP/Reuters"
    assert agency_named("AFP and friends") is None
    assert agency_named("") is None


@pytest.mark.parametrize(
    ("head", "published", "where"),
    [
        ("Published: 4 July 2017", "2017-07-04", "byline"),
        ("Posted on July 4th, 2017 10:30 GMT", "2017-07-04", "byline"),
        ("FOR IMMEDIATE RELEASE: July 4, 2017", "2017-07-04", "byline"),
        ("Tuesday, 4 July 2017", "2017-07-04", "byline"),
        ("2017-07-04", "2017-07-04", "byline"),
        ("25/12/2017", "2017-12-25", "byline"),
        ("By Jane Doe | July 4, 2017", "2017-07-04", "byline"),
        ("By Jane Doe, July 4, 2017", "2017-07-04", "byline"),
        ("BEIRUT, July 4, 2017 (Reuters) - " + BODY, "2017-07-04", "dateline"),
        ("© 2017 Reuters\nBEIRUT, July 4 (Reuters) - " + BODY, "2017-07-04", "dateline"),
        ("BEIRUT, July 4 (Reuters) - " + BODY, None, "none"),
        ("© 2017 Reuters\nBEIRUT, Feb. 29 (Reuters) - " + BODY, None, "none"),
        ("04/07/2017", None, "none"),
        ("31 June 2017", None, "none"),
        ("Last updated: 4 July 2017", None, "none"),
        ("The town fell on July 4, 2017.", None, "none"),
        ("July 4", None, "none"),
    ],
)
def test_publication_date(head: str, published: str | None, where: str) -> None:
    header = read_header(f"Army enters the town\n{head}\n\n{BODY}")
    assert (header.published, header.published_from) == (published, where)


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2017-07-04", "2017-07-04"),
        ("2017-07-04T10:30:00Z", "2017-07-04T10:30:00Z"),
        ("2017-07-04 10:30:00+02:00", "2017-07-04T10:30:00+02:00"),
        ("2017-07-04T10:30:00", "2017-07-04"),
        ("2017-02-30", None),
        ("2017-07-04T25:00:00Z", None),
        ("20170704", None),
        ("yesterday", None),
    ],
)
def test_stated_times(value: str, time: str | None) -> None:
    assert stated_time(value) == time


@settings(deadline=None)  # the first example loads the tables
@given(st.text(max_size=80))
def test_any_words_as_a_date(words: str) -> None:
    day = find_day(words)
    assert day is None or 1 <= day.month <= 12
    stated_time(words)


@settings(deadline=None)  # the first example loads the tables
@given(st.text(max_size=400))
def test_any_text_has_a_header(text: str) -> None:
    header = read_header(text)
    assert (header.published is None) == (header.published_from == "none")


@pytest.mark.parametrize("unit", ["A", "(", "A, ", "By A ", "A (", "- ", "4 July "])
def test_hostile_repetition_is_read_fast(unit: str) -> None:
    read_header(unit * 100_000)
