"""What lists are made from: after any decision the same as made anew, and found without walking the whole case."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from ascribe.case import Case, Result, results, tables
from ascribe.web import kept, window
from ascribe.web.app import Options, create_app
from ascribe.web.questions import Questions
from ascribe.web.views import Filters
from ascribe.web.window import Windows

from ..case.conftest import BY, put
from .conftest import HERE

SPACES = ("web-inbox", "web-point", "web-source", "web-told")
MORE = (
    "Rebels killed 30 civilians in Raqqa on 2017-07-05, the Monitor said. The Army denied it. Rebels injured soldiers."
)
WAYS: tuple[dict[str, Any], ...] = (
    {"factuality": "denied"}, {"factuality": "future", "when": {"start": "2017-07-06", "end": "2017-07-09"}},
    {"when": {"start": "2017-07-06", "end": "2017-07-06", "precision": "day"}}, {"type": "capture"},
    {"attribution": None}, {"place": []},
)  # fmt: skip


def rows(case: Case) -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept for lists, with its order and facets."""
    with case.database.reading() as connection:
        return {
            table.name: sorted(tuple(r) for r in connection.execute(sa.select(table).where(table.c.space.in_(SPACES))))
            for table in (tables.result, tables.result_facet)
        } | {"web": [(name, case.result("web", name)) for name in ("counts", "days", "fates")]}


def anew(case: Case) -> dict[str, list[tuple[Any, ...]]]:
    """The same, with nothing kept before."""
    with case.database.writing() as connection:
        for table in (tables.result, tables.result_facet):
            connection.execute(table.delete().where(table.c.space.like("web%")))
    kept.bring_up_to_date(case)
    return rows(case)


def decide(case: Case, chance: Random) -> str:
    """One decision of a person."""
    claims = [case.anchor(f.claim.id) for f in case.claims()]
    one, other = chance.sample(claims, 2)
    kind = chance.choice(["accept", "reject", "amend", "merge", "split", "regrade", "undo", "add", "lose"])
    if kind in ("accept", "reject"):
        case.decide(kind, {"claim": one}, author=BY)
    elif kind == "amend":
        case.decide("amend", {"claim": one}, {"fields": chance.choice(WAYS)}, author=BY)
    elif kind == "merge":
        case.decide("merge_incidents", {"claims": [one, other]}, author=BY)
    elif kind == "split":
        case.decide("split_incident", {"claims": [one]}, {"rest": [other]}, author=BY)
    elif kind == "regrade":
        case.decide("regrade", {"claim": one}, {"grade": chance.choice(["weak", "confirmed"])}, author=BY)
    elif kind == "undo":
        made = [d.sequence for d in case.some_decisions(10_000, 50) if d.sequence not in case.undone()]
        if made:
            case.undo(chance.choice(made), author=BY)
    else:
        text = case.document(one.document).text
        begin = text.index("Raqqa") if kind == "add" and "Raqqa" in text else text.index(" ") + 1
        end = text.find(" ", begin)
        subject = {"document": one.document, "begin": begin, "end": end, "words": text[begin:end]}
        case.decide("add_claim", subject, {"type": "protest", "fields": {}}, author=BY)
    return kind


@pytest.mark.parametrize("seed", range(4))
def test_after_any_decision_lists_are_what_they_are_made_anew(
    where: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(seed)
    with Case.open(str(where)) as case:
        put(case, MORE, outlet="Daily")
        kept.bring_up_to_date(case)
        with monkeypatch.context() as patch:
            patch.setattr(kept, "_all", None)  # all that follows is made from what has changed alone
            made = []
            for _ in range(7):
                made.append(decide(case, chance))
                kept.bring_up_to_date(case)
        now = rows(case)
        assert now == anew(case), made


def test_what_others_brought_up_to_date_is_noticed(where: Path) -> None:
    from ascribe.incidents.findings import update

    with Case.open(str(where)) as case:
        killing = next(f for f in case.claims() if f.claim.type == "killing")
        case.decide("reject", {"claim": case.anchor(killing.claim.id)}, author=BY)
        update(case)
        kept.bring_up_to_date(case)
        now = rows(case)
        assert now == anew(case)


# Lists of a small case and of one ten times as large. What differs is how many steps SQLite's machine takes: as many
# as there are rows that it looks at, whatever the machine.

TYPES = ("killing", "injury", "shelling", "capture", "destruction")


def filled(folder: Path, made: Path, number: int) -> Path:
    """A case with that many items and incidents, five in a town and two on a day."""
    path = folder / f"{number}.case"
    shutil.copyfile(made, path)
    chance = Random(1)
    with Case.open(str(path)) as case:
        bodies = {space: next(iter(case.results(space)))[1] for space in (kept.INBOX, kept.POINTS)}
        for space, body in bodies.items():
            case.keep_results(space, {key: None for key, _ in case.results(space)})
            case.keep_results(space, dict(_items(number, body, chance)))
        case.keep_results("web", {"counts": "{}", **{k: json.dumps(v) for k, v in kept._all_days(case).items()}})
    return path


def _items(number: int, body: str, chance: Random) -> Iterator[tuple[str, Result]]:
    for n in range(number):
        day = f"{2000 + n // 2 // 360}-{n // 2 // 30 % 12 + 1:02d}-{n // 2 % 30 % 28 + 1:02d}"
        facets = {
            "type": (TYPES[5 * n // number],), "place": (f"Town{n % (number // 5)}", "Syria"), "start": (day,),
            "end": (day,), "source": (f"Speaker{chance.randrange(20)}",), "why": ("not looked at",), "kind": ("claim",),
        }  # fmt: skip
        yield f"{n:08d}", Result(body, f"{day} {n:08d}", facets)


@contextmanager
def counting(case: Case) -> Iterator[list[int]]:
    """How many hundred steps SQLite takes for the case; the first of the list is the count."""
    found = [0]

    def step() -> int:
        found[0] += 1
        return 0

    with case.database.reading() as connection:
        plain: Any = connection.connection.dbapi_connection
        plain.set_progress_handler(step, 100)
    yield found
    plain.set_progress_handler(None, 100)


WEEK = {"since": "2000-02-03", "until": "2000-02-10"}
ASKED: dict[str, Callable[[Case], object]] = {
    "inbox": lambda c: Questions(c).inbox(),
    "inbox, narrowed": lambda c: _inbox(c, type="killing", place="Town7"),
    "inbox, a week": lambda c: _inbox(c, place="Syria", **WEEK),
    "inbox, one type": lambda c: Questions(c).inbox(Filters(type="killing")),
    "incidents about a time": lambda c: c.page_results(kept.POINTS, Filters(type="killing", **WEEK).facets(), limit=30),
    "map, a week": lambda c: Windows(c).window(Filters(**WEEK)),
    "map, one type": lambda c: Windows(c).window(Filters(type="killing")),
    "sources": lambda c: Questions(c).sources(),
}


def _inbox(case: Case, **asked: Any) -> object:
    questions, filters = Questions(case), Filters(**asked)
    found = questions.inbox(filters), questions.facets(filters)
    assert found[0].items
    return found


@pytest.fixture(scope="module")
def cases(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("large")
    few, many = (filled(folder, made, number) for number in (600, 6_000))
    return few, many


@pytest.mark.parametrize("name", ASKED)
def test_no_list_walks_the_whole_case(cases: tuple[Path, Path], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 100)  # so that both cases have more
    monkeypatch.setattr(results, "_BOUND", 100)
    monkeypatch.setattr(window, "MOST", 50)
    steps = []
    for path in cases:
        with Case.open(str(path)) as case:
            with counting(case) as found:
                ASKED[name](case)
            steps.append(found[0])
    few, many = steps
    assert many <= 2 * few + 20, steps


def test_where_not_all_are_counted_it_says_so(cases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("ascribe.web.kept.MOST", "ascribe.web.pages.MOST"):
        monkeypatch.setattr(place, 100)
    with TestClient(create_app(str(cases[0]), Options(local=BY, secure=False)), base_url=HERE) as client:
        counts = client.get("/api/facets", params={"type": "killing"}).json()
        assert (counts[""][""], counts["type"]["killing"], counts["why"]["not looked at"]) == (120, 100, 100)
        page = client.get("/?type=killing").text
        assert "<b>120</b> to look at" in page
        assert "not looked at <b>100+</b>" in page
        assert "+</b>" not in client.get("/?type=killing&place=Town7").text


def test_a_source_has_lists_that_go_on(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ascribe.web.pages._FEW", 1)
    monkeypatch.setattr("ascribe.web.pages._SOME", 1)
    with Case.open(str(where)) as case:
        source = max(Questions(case).sources().items, key=lambda one: one.incidents)
    assert source.incidents > 1
    with TestClient(create_app(str(where), Options(local=BY, secure=False)), base_url=HERE) as client:
        path, found = f"/sources/{quote(source.key, safe='')}", []
        more = re.search(r'href="([^"]*of=incidents[^"]*)"', client.get(path).text)
        while more is not None:
            page = client.get(unescape(more[1])).text
            found += re.findall(r'<a href="/incidents/(\w+)"', page)
            assert "What it says" not in page
            more = re.search(r'href="([^"]*of=incidents[^"]*)"', page)
        assert len(found) == len(set(found)) == source.incidents - 1  # the first was on the page of the source
