"""The brief: whole, safe, the same each time, and every statement leads to the words it stands on."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markupsafe import escape

from ascribe.case import Case, add
from ascribe.incidents.findings import findings
from ascribe.publish.brief import brief
from ascribe.publish.evidence import evidence
from ascribe.reading.pipeline import Reader
from ascribe.render.safe import visible

HOSTILE = (
    "RAQQA, July 4 2017 - Rebels <script>alert(1)</script>\u202e killed 12 civilians in Raqqa on Monday, said "
    '"><img src=https://evil.example/x onerror=alert(2)> spokesman Karim <b>Hale</b>.\n\n'
    "The army denied that it had shelled the town, and said the attack killed 3 soldiers.\n"
)


@pytest.fixture(scope="module")
def page(demo_path: Path) -> Iterator[str]:
    with Case.open(str(demo_path)) as case:
        yield brief(case)


def part(page: str, id: str) -> str:
    """A part of the page, to the next one."""
    begin = page.index(f'<section id="{id}">')
    end = page.find('<section id="', begin + 1)
    return page[begin : end if end > 0 else None]


def test_every_link_on_the_page_leads_somewhere(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)
    links = {html.unescape(link) for link in re.findall(r' href="([^"]+)"', page)}
    assert len(ids) == len(set(ids))
    assert {link for link in links if not link.startswith("#")} == set()
    assert {link[1:] for link in links} <= set(ids)


def test_every_statement_leads_to_its_words(page: str, demo: Case) -> None:
    words = part(page, "words")
    for incident in findings(demo).incidents:
        begin = page.index(f'id="i-{incident.id}"')
        own = page[begin : page.index("</article>", begin)]
        for statement in incident.statements:
            assert f'href="#w-{statement.claim}"' in own
            filed = demo.claim(statement.claim)
            marker = re.search(rf'<a class="ref" id="w-{statement.claim}"', words)
            assert marker is not None
            before = re.sub(r"<a class=\"ref\".*?</a>|</?mark>", "", words[: marker.start()])
            assert before.endswith(str(escape(filed.trigger)))
    for one in findings(demo).series:
        for claim in (c for line in one.lines for p in line.points for c in p.claims):
            assert f'href="#w-{claim}"' in part(page, "series")
    for forecast in findings(demo).forecasts:
        assert f'href="#w-{forecast.claim}"' in part(page, "forecasts")


def test_words_lead_back_to_what_stands_on_them(page: str, demo: Case) -> None:
    words = part(page, "words")
    for incident in findings(demo).incidents:
        assert f'href="#i-{incident.id}"' in words


def test_disagreements_come_first_and_incidents_go_by_grade(page: str, demo: Case) -> None:
    found = findings(demo).incidents
    first = part(page, "disagreements")
    for incident in found:
        contested = incident.grade.grade == "contested"
        assert (f'<h3><a href="#i-{incident.id}">' in first) == contested
    assert page.index('id="disagreements"') < page.index('id="map-part"') < page.index('id="incidents"')
    grades = re.findall(r'id="grade-(\w+)"', page)
    order = ("confirmed", "fair", "weak", "contested", "discounted")
    assert grades == [g for g in order if any(i.grade.grade == g for i in found)]


def test_each_incident_says_its_grade_and_the_reason(page: str, demo: Case) -> None:
    for incident in findings(demo).incidents:
        begin = page.index(f'id="i-{incident.id}"')
        own = html.unescape(re.sub(r"<[^>]+>", "", page[begin : page.index("</article>", begin)]))
        assert visible(incident.grade.reason) in visible(own)


def test_it_says_what_it_rests_on(page: str, demo: Case) -> None:
    assert demo.about()["head_digest"] in page
    head = page[: page.index("<main>")]
    assert "<b>6</b> documents" in head
    assert "Raqqa &lt;i&gt;2017&lt;/i&gt;" in head


def test_the_reprint_adds_no_independent_source(demo: Case) -> None:
    """Wherever both tell of an incident, the two are one text of one origin."""
    reprint = next(e.id for e in demo.documents() if "6-reprint" in e.name)
    wire = next(e.id for e in demo.documents() if "1-wire" in e.name)
    both = [i for i in findings(demo).incidents if {wire, reprint} <= {s.document for s in i.statements}]
    assert both
    for incident in both:
        n = len({s.document for s in incident.statements})
        assert (incident.basis.documents, incident.basis.copies, incident.basis.origins) == (n, n - 1, n - 1)


def test_the_same_case_gives_the_same_page(page: str, demo: Case) -> None:
    assert brief(demo) == page


def test_an_empty_case_has_a_page(tmp_path: Path) -> None:
    with Case.create(str(tmp_path / "empty.ascribe"), author="Desk") as case:
        page = brief(case)
    assert "No incident was found." in page
    assert "no figure differs by source" in page


def test_hostile_reports_stay_words(reader: Reader, tmp_path: Path) -> None:
    report = tmp_path / "<img src=x onerror=alert(3)>.txt"
    report.write_text(HOSTILE, encoding="utf-8")
    with Case.create(str(tmp_path / "c.ascribe"), title="</title><script>alert(4)</script>", author="Desk") as case:
        assert [s.outcome for s in add(case, [str(report)], reader, "Desk")] == ["added"]
        page = brief(case)
    assert page.count("<script") == 1
    assert "<img" not in page
    assert "\u202e" not in page
    assert "alert(1)" in page  # it is told, as words


def test_nested_words_are_each_marked_where_they_end(demo: Case) -> None:
    base = next(demo.claims())
    filed = [
        base.model_copy(update={
            "sentence": "They shelled and burned it.",
            "trigger": "They shelled and burned it."[trigger[0] - 100 : trigger[1] - 100],
            "claim": base.claim.model_copy(update={"id": id, "sentence": (100, 127), "trigger": trigger}),
        })
        for id, trigger in (("outer", (105, 123)), ("inner", (117, 123)), ("first", (105, 112)))
    ]  # fmt: skip
    entry = demo.entry(base.document)
    found = evidence([entry], filed, {f.claim.id: [("#i-x", "X")] for f in filed})
    (sentence,) = found.excerpts[0].sentences
    assert "".join(p.text for p in sentence.pieces) == "They shelled and burned it."
    assert [(p.text, p.marked, [r.filed.claim.id for r in p.ends]) for p in sentence.pieces] == [
        ("They ", False, []), ("shelled", True, ["first"]), (" and ", True, []), ("burned", True, ["outer", "inner"]),
        (" it.", False, []),
    ]  # fmt: skip
    assert sentence.uses == (("#i-x", "X"),)
