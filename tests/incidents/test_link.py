"""Linking: what is one happening, what is two, in any order and step by step."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ascribe.errors import InputError, UsageError
from ascribe.incidents.learn import learn
from ascribe.incidents.link import Links, link
from ascribe.incidents.waterfall import explain
from ascribe.incidents.weights import default_weights, read_weights

from .linking import told


def same(links: Links, a, b) -> bool:
    """Whether two claims stand in one incident."""
    return links.incident_of(a.claim.id) == links.incident_of(b.claim.id) is not None


def test_two_reports_of_one_strike_are_one_incident() -> None:
    a = told("one", "airstrike", site="trauma hospital", killed=19, words="The hospital was hit by aircraft at night")
    b = told(
        "two", "airstrike", site="the hospital", killed=22, words="Aircraft hit the hospital at night, doctors told"
    )
    assert same(link([a, b]), a, b)


def test_the_toll_rises_and_it_is_still_one_incident() -> None:
    a = told("one", "bombing", site="market", killed=20, words="A lorry bomb exploded at the crowded market")
    b = told("one", "killing", at=50, site="market", killed=20, words="A lorry bomb exploded at the crowded market")
    c = told(
        "two", "killing", day="2015-10-03", site="market", killed=45, words="The toll of the market bomb rose to 45"
    )
    links = link([a, b, c])
    assert same(links, a, b)
    assert same(links, a, c)


def test_other_days_places_and_means_are_other_incidents() -> None:
    a = told("one", "airstrike", site="hospital")
    week_later = told("two", "airstrike", site="hospital", day="2015-10-10")
    elsewhere = told("three", "airstrike", site="hospital", place="Herat")
    other_means = told("four", "bombing", site="mosque", agent="Taliban")
    links = link([a, week_later, elsewhere, other_means])
    assert len(links.incidents) == 4


def test_a_vague_report_does_not_chain_two_strikes() -> None:
    first = told("one", "airstrike", site="hospital", words="Jets destroyed the hospital near the bazaar")
    second = told("two", "airstrike", site="hospital", day="2015-10-06", words="Jets destroyed the hospital")
    words = "Jets destroyed the hospital near the bazaar"
    vague = told("three", "airstrike", site="hospital", day=None, until="2015-10-07", words=words)
    links = link([first, second, vague])
    assert not same(links, first, second)
    assert same(links, vague, first) or same(links, vague, second)


def test_one_document_may_tell_of_two_strikes_on_one_town_on_one_day() -> None:
    a = told("one", "airstrike", site="hospital", words="An air strike hit the hospital at dawn")
    b = told("one", "killing", at=60, killed=22, words="An air strike hit the hospital at dawn")
    c = told("one", "bombing", sentence=300, site="police station", words="In a separate attack a car bomb went off")
    links = link([a, b, c])
    assert same(links, a, b)
    assert not same(links, a, c)


def test_what_one_report_leaves_open_is_settled_by_what_others_tell() -> None:
    words = "Jets hit the trauma hospital at night"
    a, b = (told(name, "airstrike", site="hospital", killed=22, words=words) for name in ("one", "two"))
    other = told("two", "shelling", sentence=600, day="2015-09-28", site="market", words="Mortars fell on the market")
    words = "Nobody has been tried for the raid on the trauma hospital"
    vague = told("two", "assault", sentence=1800, place=None, day=None, words=words)
    claims = [a, b, other, vague]
    unrefined = default_weights().model_copy(update={"fit": {**default_weights().fit, "passes": 0}})
    assert not same(link(claims, weights=unrefined), a, vague)
    links = link(claims)
    assert same(links, a, vague)
    assert not same(links, a, other)
    held = link(claims, apart=[(a.claim.id, vague.claim.id)])
    assert not same(held, a, vague)


def test_states_forecasts_and_rejected_claims_make_no_incident() -> None:
    state = told("one", "strength")
    forecast = told("one", "capture", factuality="future")
    supposed = told("one", "airstrike", factuality="hypothetical")
    rejected = told("one", "bombing").model_copy(update={"standing": "rejected"})
    denied = told("one", "shelling", factuality="denied")
    links = link([state, forecast, supposed, rejected, denied])
    assert [i.claims for i in links.incidents] == [(denied.claim.id,)]


def test_decisions_bind_and_survive_relinking() -> None:
    a, b = told("one", "airstrike", site="hospital"), told("two", "airstrike", site="hospital")
    c = told("three", "shelling", place="Herat", day="2015-11-20")
    pair, odd = (a.claim.id, b.claim.id), (a.claim.id, c.claim.id)
    links = link([a, b, c], apart=[pair], together=[odd])
    assert not same(links, a, b)
    assert same(links, a, c)
    more = told("four", "airstrike", site="hospital")
    again = link([a, b, c, more], apart=[pair], together=[odd], known=links)
    assert not same(again, a, b)
    assert same(again, a, c)


def test_a_claim_can_be_told_apart_within_its_sentence() -> None:
    a, b = told("one", "airstrike"), told("one", "killing", at=40)
    assert same(link([a, b]), a, b)
    assert not same(link([a, b], apart=[(b.claim.id, a.claim.id)]), a, b)


def test_apart_binds_before_together_and_what_it_refuses_is_named() -> None:
    a, b, c = (told(name, "airstrike", place=None, day=None) for name in ("one", "two", "three"))
    ids = [x.claim.id for x in (a, b, c)]
    links = link([a, b, c], together=[(ids[0], ids[1]), (ids[1], ids[2])], apart=[(ids[0], ids[2])])
    assert not same(links, a, c)
    assert len(links.refused) == 1


def test_an_incident_goes_by_a_claim_of_its_own_so_that_old_ids_stay_good() -> None:
    a, b = told("one", "airstrike", site="hospital"), told("two", "airstrike", site="hospital")
    old = link([a])
    new = link([a, b], known=old)
    assert new.incident_of(old.incidents[0].id) == new.incidents[0].id
    assert new.incident_of("unknown") is None


def test_links_are_stored_as_lines() -> None:
    claims = [told("one", "airstrike"), told("two", "airstrike"), told("three", "bombing", place="Herat")]
    links = link(claims, apart=[(claims[0].claim.id, claims[1].claim.id)])
    assert Links.from_jsonl(links.to_jsonl()) == links
    with pytest.raises(InputError, match="line 2"):
        Links.from_jsonl([next(links.to_jsonl()), "{}"])
    with pytest.raises(InputError, match="incomplete"):
        Links.from_jsonl([])


def test_links_of_other_weights_are_not_reused() -> None:
    a, b = told("one", "airstrike", site="hospital"), told("two", "airstrike", site="hospital")
    other = default_weights().model_copy(update={"link": default_weights().link.model_copy(update={"prior": 0.5})})
    old = link([a, b], weights=other)
    assert link([a, b], known=old) == link([a, b])


_KINDS = st.sampled_from(["airstrike", "bombing", "killing", "assault", "accusation", "shelling"])
_CLAIMS = st.lists(
    st.builds(
        told,
        st.sampled_from(["a", "b", "c", "d", "e"]),
        _KINDS,
        at=st.integers(0, 150),
        sentence=st.sampled_from([0, 300, 900]),
        place=st.sampled_from(["Kunduz", "Baghlan", None]),
        day=st.sampled_from(["2015-10-03", "2015-10-04", "2015-10-09", None]),
        site=st.sampled_from(["hospital", "market", None]),
        killed=st.sampled_from([None, 5, 22]),
    ),
    min_size=2,
    max_size=14,
    unique_by=lambda c: c.claim.id,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_CLAIMS, st.randoms(use_true_random=False), st.integers(1, 3))
def test_order_and_batches_change_nothing(claims, chance: random.Random, batches: int) -> None:
    whole = link(claims)
    documents = sorted({c.document for c in claims})
    chance.shuffle(documents)
    known, so_far = None, []
    for n in range(batches):
        so_far += [c for c in claims if c.document in documents[n::batches]]
        chance.shuffle(so_far)
        known = link(so_far, known=known)
    assert known == whole


def test_a_waterfall_says_what_speaks_for_a_link() -> None:
    a, b = told("one", "airstrike", site="hospital"), told("two", "airstrike", site="hospital")
    links = link([a, b])
    found = explain(a.claim.id, b.claim.id, [a, b], links)
    levels = {s.comparison: s.level for s in found.steps}
    assert found.together
    assert levels["time"] == "same_day"
    assert levels["place"] == "same"
    assert levels["actors"] is None
    assert found.total == pytest.approx(sum(s.bits for s in found.steps), abs=0.01)
    assert found.total == pytest.approx(links.pairs[0].weight / 1000, abs=0.02)
    assert "They speak for one happening" in found.verdict


def test_a_waterfall_says_why_two_are_kept_apart() -> None:
    a, b = told("one", "airstrike", site="hospital"), told("two", "airstrike", site="hospital", day="2015-10-09")
    c = told("one", "killing", at=30)
    links = link([a, b, c])
    assert "different days" in explain(a.claim.id, b.claim.id, [a, b, c], links).verdict
    assert "one document" in explain(a.claim.id, c.claim.id, [a, b, c], links).verdict.lower()
    decided = [(a.claim.id, b.claim.id)]
    links = link([a, b, c], together=decided)
    found = explain(a.claim.id, b.claim.id, [a, b, c], links, together=decided)
    assert found.together
    assert "A person decided" in found.verdict
    with pytest.raises(UsageError, match="takes no part"):
        explain(a.claim.id, "unknown", [a, b, c], links)


def test_weights_are_learned_from_decisions_and_stored(tmp_path) -> None:
    claims = [told(f"{n}", "airstrike", site="hospital", agent="Taliban" if n % 2 else "Afghan army") for n in range(8)]
    ids = [c.claim.id for c in claims]
    learned = learn(claims, together=list(zip(ids[::2], ids[1::2], strict=True)), apart=[], strength=4)
    before, after = default_weights().comparisons["actors"], learned.comparisons["actors"]
    assert after[2].m > before[2].m  # people put together what named different parties
    assert after[0].m < before[0].m
    assert after[2].u == before[2].u
    assert after[2].pairs == (4, 0)
    file = tmp_path / "weights.toml"
    file.write_text(learned.to_toml(), encoding="utf-8")
    assert read_weights(file) == learned
    file.write_text(learned.to_toml().replace('level = "near"', 'level = "nigh"'), encoding="utf-8")
    with pytest.raises(InputError, match="place must have the levels"):
        read_weights(file)


def test_linking_is_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    link([told("one", "airstrike"), told("two", "airstrike")])
    out, err = capfd.readouterr()
    assert out == err == ""
