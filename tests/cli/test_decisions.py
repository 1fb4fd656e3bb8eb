"""Deciding on the command line: each command makes the decision that it says, and its effect is seen."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ascribe import Case
from ascribe.case import ClaimFilter
from ascribe.model import FiledClaim

from ..conftest import Run


def claims(path: Path, **asked: str) -> list[FiledClaim]:
    with Case.open(str(path)) as case:
        return list(case.claims(ClaimFilter.model_validate(asked)))


def test_accept_reject_undo_and_the_list(inside: Run, filed: Path) -> None:
    first, second, third = (one.claim.id for one in claims(filed)[:3])
    assert inside("decide", "accept", filed, first, second[:9], "--why", "seen").returncode == 0
    assert inside("decide", "reject", filed, third, "--by", "Other").returncode == 0
    assert [one.standing for one in claims(filed)[:3]] == ["accepted", "accepted", "rejected"]
    made = json.loads(inside("decisions", filed, "--format", "json").stdout)
    assert [(one["kind"], one["author"], one["why"]) for one in made] == [
        ("accept", "Desk", "seen"), ("accept", "Desk", "seen"), ("reject", "Other", None),
    ]  # fmt: skip
    number = made[0]["sequence"]
    assert inside("decide", "undo", filed, str(number)).returncode == 0
    assert inside("decide", "undo", filed, str(number)).returncode == 2
    assert claims(filed)[0].standing == "unreviewed"
    kinds = {one["kind"] for one in json.loads(inside("decisions", filed, "--all", "--format", "json").stdout)}
    assert kinds == {"new_case", "add_document", "read_document", "accept", "reject", "undo"}
    only = json.loads(inside("decisions", filed, "--kind", "undo", "--format", "json").stdout)
    assert [one["kind"] for one in only] == ["undo"]


def test_one_unknown_claim_and_nothing_is_decided(inside: Run, filed: Path) -> None:
    assert inside("decide", "accept", filed, claims(filed)[0].claim.id, "ffff").returncode == 1
    assert {one.standing for one in claims(filed)} == {"unreviewed"}


def test_amend_by_words_days_and_json(inside: Run, filed: Path) -> None:
    id = claims(filed, type="killing", document=claims(filed)[0].document)[0].claim.id
    figure = '{"of": "killed", "low": 13, "best": 13, "high": 13, "text": "12"}'
    done = inside(
        "decide", "amend", filed, id, "agent=The Army", "factuality=uncertain", "when=2017-07-06/2017-07-07",
        f"quantities={figure}", "where=35.9,39.0", "attribution=the Ministry", "target=null",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    now = next(one for one in claims(filed) if one.claim.id == id)
    assert now.standing == "accepted"
    assert [m.text for m in now.claim.agent] == ["The Army"]
    assert now.claim.target == ()
    assert now.claim.factuality == "uncertain"
    assert now.claim.when is not None
    assert (now.claim.when.start, now.claim.when.end) == ("2017-07-06", "2017-07-07")
    assert [(q.low, q.text) for q in now.claim.quantities] == [(13, "12")]
    assert now.claim.where is not None
    assert now.claim.where.latitude == 35.9
    assert now.claim.attribution is not None
    assert now.claim.attribution.source[0].text == "the Ministry"
    assert "The Army" in inside("decisions", filed).stdout


@pytest.mark.parametrize(
    ("field", "word"),
    [("agent=nobody of that name", "does not say"), ("factuality=maybe", "factuality"), ("id=1", "no field"),
     ("agent", "FIELD=VALUE"), ("colour=red", "no field"), ("where=here", "where")],
)  # fmt: skip
def test_what_cannot_be_amended_is_told(inside: Run, filed: Path, field: str, word: str) -> None:
    done = inside("decide", "amend", filed, claims(filed)[0].claim.id, field)
    assert done.returncode == 2
    assert word in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_add_a_missed_claim(inside: Run, filed: Path) -> None:
    assert inside("decide", "add", filed, "1", "Rebels", "clash").returncode == 2  # it stands twice
    done = inside("decide", "add", filed, "1", "Rebels", "clash", "agent=Rebels", "place=Raqqa", "--at", "0")
    assert done.returncode == 0, done.stderr
    (added,) = [one for one in claims(filed) if one.added]
    assert (added.trigger, added.claim.type, added.claim.place[0].text) == ("Rebels", "clash", "Raqqa")
    assert inside("decide", "add", filed, "1", "Rebel", "clash").returncode == 2  # a part of a word
    assert inside("decide", "add", filed, "1", "a school", "feast").returncode == 2


def test_name_words(inside: Run, filed: Path) -> None:
    done = inside("decide", "name", filed, "1", "Army", "Syrian Army", "--actor", "syrian-army")
    assert done.returncode == 0, done.stderr
    assert [one.claim.type for one in claims(filed, actor="syrian-army")] == ["shelling"]
    assert inside("decide", "name", filed, "1", "school", "School No. 3").returncode == 2  # in no claim


def test_merge_and_split_actors(inside: Run, filed: Path) -> None:
    rebels = claims(filed, type="killing")[0].claim.agent[0].actor
    assert rebels is not None
    before = len(claims(filed, actor=rebels))
    assert inside("decide", "merge-actors", filed, rebels, "Soldiers", "--into", "fighters").returncode == 0
    assert len(claims(filed, actor="fighters")) == before + 1
    assert inside("decide", "split-actor", filed, "fighters", "--only", "Soldiers", "--into", "guards").returncode == 0
    assert [one.claim.type for one in claims(filed, actor="guards")] == ["injury"]


def test_merge_and_split_places(inside: Run, filed: Path) -> None:
    assert inside("decide", "merge-places", filed, "Tabqa", "--into", "1").returncode == 0
    assert {one.place.name for one in claims(filed) if one.place} == {"Raqqa"}
    assert inside("decide", "merge-places", filed, "Atlantis", "--into", "1").returncode == 1
    number = json.loads(inside("decisions", filed, "--format", "json").stdout)[-1]["sequence"]
    inside("decide", "undo", filed, str(number))
    assert inside("decide", "split-place", filed, "Raqqa", "--only", "Raqqa", "--into", "Tabqa").returncode == 0
    assert {one.place.name for one in claims(filed) if one.place} == {"Tabqa"}


def test_stance(inside: Run, filed: Path) -> None:
    assert inside("decide", "stance", filed, "monitor", "aligned", "--why", "paid by it").returncode == 0
    assert inside("decide", "stance", filed, "monitor", "friendly").returncode == 2
    with Case.open(str(filed)) as case:
        (one,) = case.in_force("stance")
    assert (one.subject, one.value) == ({"source": "monitor"}, {"stance": "aligned"})


def test_who_decides(inside: Run, filed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    id = claims(filed)[0].claim.id
    monkeypatch.setitem(os.environ, "ASCRIBE_USER", "Desk Two")
    inside("decide", "accept", filed, id)
    monkeypatch.delitem(os.environ, "ASCRIBE_USER")
    monkeypatch.setitem(os.environ, "LOGNAME", "login")
    inside("decide", "accept", filed, id)
    inside("decide", "accept", filed, id, "--by", "Named")
    with Case.open(str(filed)) as case:
        assert [one.author for one in case.decisions("accept")] == ["Desk Two", "login", "Named"]
    assert inside("decide", "accept", filed, id, "--by", " ").returncode == 2


def test_bytes_that_are_no_text_cost_no_traceback(ascribe: Run, filed: Path) -> None:
    id = claims(filed)[0].claim.id
    done = ascribe("decide", "accept", filed, id, "--why", "bad \udcff byte", "--by", "x\udcffy")
    assert done.returncode == 0, done.stderr
    with Case.open(str(filed)) as case:
        assert [(one.author, one.why) for one in case.decisions("accept")] == [("x y", "bad ? byte")]
