"""Forecasts: when they are due, what later claims make of them, what stays open and why, and the sources' records."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.incidents.forecasts import Forecast, forecasts, records
from ascribe.model import Claim, ClaimAttribution, ClaimQuantity, FiledClaim, Mention, Place, When

RAQQA = Place(begin=0, end=5, text="Raqqa", name="Ar Raqqah", latitude=35.95, longitude=39.01, country="SY",
              gazetteer="geonames", gazetteer_id="172955", precision="settlement", confidence=0.9)  # fmt: skip
OLD_CITY = RAQQA.model_copy(update={"name": "Old City", "gazetteer_id": None, "within": "Ar Raqqah"})
MOSUL = RAQQA.model_copy(update={"name": "Mosul", "gazetteer_id": "99072", "country": "IQ"})
SDF, IS, FSA = "syrian-democratic-forces", "islamic-state", "free-syrian-army"
TUESDAY = "2017-07-04"
PUBLISHED = {f"on {d}": date.fromisoformat(d) for d in
             (TUESDAY, "2017-07-05", "2017-07-06", "2017-07-07", "2017-07-10", "2017-07-20", "2017-07-21", "2017-07-22")
             }  # fmt: skip
FORECAST = "The SDF will [capture] the city {by 7 July}, a commander said."


def mention(words: str, begin: int = 0, actor: str | None = None) -> Mention:
    return Mention(begin=begin, end=begin + len(words), text=words, name=words, actor=actor, confidence=0.9)


def claim(marked: str, day: str = TUESDAY, **given: Any) -> FiledClaim:
    """A claim of a report of that day: [trigger] and {time} are marked; the agent is the SDF if not given otherwise.

    `when` is one day or (first, last); the day of the report if it is not given, for what has happened.
    """
    text = marked
    spans = []
    for left, right in ("[]", "{}"):
        begin = text.find(left)
        text = text.replace(left, "", 1)
        end = text.find(right)
        text = text.replace(right, "", 1)
        spans.append((begin, end) if begin >= 0 else None)
    trigger, time = spans
    assert trigger is not None
    if time and time[0] < trigger[0]:  # the braces before the trigger were still there when it was found
        trigger = trigger[0] - 2, trigger[1] - 2
    factuality = given.pop("factuality", "future" if " will " in text else "asserted")
    when = given.pop("when", None if factuality == "future" else day)
    bounds = (when, when) if isinstance(when, str) else when
    agent = given.pop("agent", SDF)
    around = {k: given.pop(k) for k in ("standing", "place") if k in given}
    source = given.pop("source", "a commander")
    fields = {
        "id": given.pop("id", f"{day} {text[trigger[0] : trigger[1]]}"), "type": given.pop("type", "capture"),
        "trigger": trigger, "sentence": (0, len(text)), "factuality": factuality,
        "agent": (mention(agent, actor=agent),) if agent else (),
        "time": (mention(text[time[0] : time[1]], time[0]),) if time else (),
        "when": When(start=bounds[0], end=bounds[1], precision="day") if bounds else None,
        "attribution": ClaimAttribution(source=(mention(source),), form="indirect", confidence=0.9) if source else None,
        "confidence": 0.9, "factuality_confidence": 0.9, **given,
    }  # fmt: skip
    return FiledClaim.model_validate(
        {"document": f"on {day}", "claim": Claim.model_validate(fields), "trigger": text[slice(*trigger)],
         "sentence": text, "place": RAQQA, **around}
    )  # fmt: skip


def expected(**given: Any) -> FiledClaim:
    return claim(given.pop("text", FORECAST), id="f", **{"when": (TUESDAY, "2017-07-07"), **given})


def judged(*claims: FiledClaim, **options: Any) -> Forecast:
    found = {f.claim: f for f in forecasts(claims, PUBLISHED, **options)}
    return found["f"]


@pytest.mark.parametrize(
    ("text", "when", "stated", "due"),
    [
        ("They will [take] it {by 7 July}.", (TUESDAY, "2017-07-07"), TUESDAY, "2017-07-07"),
        ("They will [take] it {within two days}.", None, TUESDAY, "2017-07-06"),
        ("They will [take] it {in the next two weeks}.", (TUESDAY, "2017-07-18"), TUESDAY, "2017-07-18"),
        ("They will [take] it in {36 hours}.", None, TUESDAY, "2017-07-06"),
        ("On Sunday he said that they will [take] it {within two days}.", None, "2017-07-02", "2017-07-04"),
        ("The town, held since May, will [fall] {within two days}.", None, None, None),
        ("Two months after he said that they will [take] it {within a month}.", None, None, None),
        ("They will [fight] on {for two weeks}.", None, TUESDAY, None),
        ("They will [take] it {within two days of the vote}.", None, TUESDAY, None),
        ("They will [take] it {soon}.", None, TUESDAY, None),
        ("They will [take] it.", None, TUESDAY, None),
        ("He had said they will [take] it {by 7 July}.", (TUESDAY, "2017-07-07"), None, None),
        ("They will [take] it {after 7 July}.", ("2017-07-07", None), TUESDAY, None),
        ("They will [take] it {in June}, they thought.", ("2017-06-01", "2017-06-30"), TUESDAY, None),
    ],
)
def test_when_it_is_due(text: str, when: Any, stated: str | None, due: str | None) -> None:
    found = judged(claim(text, id="f", when=when))
    assert (found.stated, found.due, found.state) == (stated, due, "open")


def test_without_a_publication_date_nothing_is_due() -> None:
    (found,) = forecasts([expected()], {})
    assert (found.due, found.reason) == (None, "no due date: the report has no date")


TAKEN = "The SDF [captured] the city {on Thursday}."


@pytest.mark.parametrize(
    ("later", "state"),
    [
        (claim(TAKEN, "2017-07-06"), "kept"),
        (claim("The SDF [control] it.", "2017-07-07", type="control"), "kept"),
        (claim(TAKEN, "2017-07-20", when="2017-07-06"), "kept"),  # told late, but was in time
        (claim(TAKEN, "2017-07-06", when=("2017-06-30", "2017-07-06")), "kept"),  # news dated by the week
        (claim(TAKEN, "2017-07-20", when="2017-07-10"), "broken"),  # came late
        (claim("They did not [capture] it.", "2017-07-10", factuality="denied", source="residents"), "broken"),
        (claim("IS [holds] it.", "2017-07-10", type="control", agent=IS), "broken"),
        (claim("[Fighting] goes on.", "2017-07-10", type="clash", agent=None), "broken"),
        (claim("[Fighting] goes on in the Old City.", "2017-07-10", type="clash", place=OLD_CITY), "broken"),
        (claim("[Fighting] goes on.", "2017-07-06", type="clash"), "open"),  # it is not due yet
        (claim("[Fighting] raged.", "2017-07-10", type="clash", when=("2017-07-03", "2017-07-10")), "open"),
        (claim(TAKEN, "2017-07-06", agent=FSA), "open"),
        (claim(TAKEN, "2017-07-06", agent=None), "open"),
        (claim(TAKEN, "2017-07-06", place=MOSUL), "open"),
        (claim(TAKEN, "2017-07-06", place=OLD_CITY), "open"),  # a part of it
        (claim(TAKEN, "2017-07-06", factuality="uncertain"), "open"),
        (claim(TAKEN, "2017-07-06", factuality="hypothetical"), "open"),
        (claim(TAKEN, "2017-07-06", standing="rejected"), "open"),
        (claim(TAKEN, "2017-07-10", when=("2017-07-06", "2017-07-10")), "open"),  # before or after the due date
        (claim(TAKEN, "2017-07-20", when=(None, "2017-07-20")), "open"),
        (claim(TAKEN, "2017-07-05", when="2017-05-01"), "open"),  # was long before
        (claim(TAKEN, TUESDAY), "open"),  # the same report
        (claim("He [visited] it.", "2017-07-10", type="aid"), "open"),
    ],
)
def test_a_capture_by_a_day(later: FiledClaim, state: str) -> None:
    found = judged(expected(), later)
    assert found.state == state, found.reason
    if state != "open":
        assert found.rests_on == (later.claim.id,)
        assert later.trigger in found.reason


def test_silence_breaks_nothing() -> None:
    assert judged(expected(), today=date(2019, 1, 1)).state == "open"
    assert judged(expected()).reason == "it is not due until 2017-07-07"
    assert judged(expected(), today=date(2019, 1, 1)).reason.startswith("it was due on 2017-07-07; no later report")


def test_reports_that_would_have_told_of_it_break_it() -> None:
    about = [claim(f"[Shells] fell, {k} said.", f"2017-07-{k}", type="shelling", agent=None, source=f"witness {k}")
             for k in (20, 21)]  # fmt: skip
    assert judged(expected(), about[0]).state == "open"
    found = judged(expected(), *about)
    assert (found.state, found.rests_on) == ("broken", tuple(c.claim.id for c in about))
    assert "don't tell of it" in found.reason
    again = claim("[Shells] fell.", "2017-07-22", type="shelling", agent=None, source="Khabur Monitor")
    same = claim("[Shells] fell.", "2017-07-20", type="shelling", agent=None, source="Khabur Monitor")
    assert judged(expected(), same, again).state == "open"  # one speaker, twice


def test_a_part_is_not_the_whole() -> None:
    most = ClaimQuantity(begin=0, end=1, text="7", of="share", best=0.7)
    early = claim("The SDF [control] 70%.", "2017-07-06", type="control", quantities=(most,))
    assert judged(expected(), early).state == "open"
    late = claim("The SDF [control] 70%.", "2017-07-10", type="control", quantities=(most,))
    assert judged(expected(), late).state == "broken"
    nearly = most.model_copy(update={"best": 0.97})
    assert (
        judged(expected(), claim("It [controls] 97%.", "2017-07-06", type="control", quantities=(nearly,))).state
        == "kept"
    )


@pytest.mark.parametrize(
    ("text", "where", "state"),
    [
        ("It [captured] Raqqa.", "Raqqa", "kept"),
        ("It [captured] the city.", "city", "kept"),
        ("It [captured] most of Raqqa.", "Raqqa", "open"),
        ("It [captured] the Mansour district in Raqqa.", "Mansour district in Raqqa", "open"),
        ("It [captured] the Mansour housing in Raqqa.", "Mansour housing", "open"),
    ],
)
def test_a_named_part_is_not_the_whole(text: str, where: str, state: str) -> None:
    place = (mention(where, text.replace("[", "").replace("]", "").index(where)),)
    taken = claim(text, "2017-07-06", place=RAQQA)
    taken = taken.model_copy(update={"claim": taken.claim.model_copy(update={"place": place})})
    assert judged(expected(), taken).state == state


def test_the_whole_tells_of_the_part() -> None:
    assert judged(expected(place=OLD_CITY), claim(TAKEN, "2017-07-06")).state == "kept"


def test_what_is_disputed_stays_open() -> None:
    denial = claim("They did not [capture] it.", "2017-07-10", factuality="denied", source="residents")
    found = judged(expected(), claim(TAKEN, "2017-07-06"), denial)
    assert (found.state, len(found.rests_on)) == ("open", 2)
    assert found.reason.startswith("it is disputed")


def test_what_came_in_time_is_kept_whatever_came_then() -> None:
    again = claim("[Fighting] broke out again.", "2017-07-20", type="clash")
    assert judged(expected(), claim(TAKEN, "2017-07-06"), again).state == "kept"


STAY = "The SDF will not [leave] the city {before 7 July}."


@pytest.mark.parametrize(
    ("later", "state"),
    [
        (claim("The SDF [left].", "2017-07-06", type="retreat"), "broken"),
        (claim("The SDF [left].", "2017-07-10", type="retreat"), "kept"),
        (claim("The SDF [hold] it.", "2017-07-10", type="control"), "kept"),
        (claim("The SDF [hold] it.", "2017-07-06", type="control"), "open"),
        (claim("IS [hold] it.", "2017-07-10", type="control", agent=IS), "open"),
    ],
)
@pytest.mark.parametrize("factuality", ["future", "denied"])
def test_what_will_not_be(later: FiledClaim, state: str, factuality: str) -> None:
    found = judged(expected(text=STAY, type="retreat", factuality=factuality), later)
    assert (found.negative, found.state) == (True, state), found.reason


def test_a_denied_plan_is_no_promise() -> None:
    denied = expected(
        text="The SDF denied that it would [attack] the city {by 7 July}.", type="assault", factuality="denied"
    )
    found = judged(denied, claim("The SDF [attacked].", "2017-07-06", type="assault"))
    assert (found.state, found.negative) == ("open", True)
    assert "a plan" in found.reason


def test_a_denial_of_what_was_is_no_forecast() -> None:
    assert forecasts([claim("The SDF did not [capture] it.", factuality="denied")], PUBLISHED) == ()


def test_a_truce_that_is_to_last() -> None:
    lasting = expected(text="The [truce] will hold {until 7 July}.", type="truce", agent=None)
    clash = claim("[Clashes] broke out.", "2017-07-06", type="clash")
    holds = claim("The [truce] still holds.", "2017-07-10", type="truce")
    assert judged(lasting, clash).state == "broken"
    assert judged(lasting, holds).state == "kept"
    assert judged(lasting).state == "open"


def test_a_truce_that_is_to_begin_is_not_kept_by_talks() -> None:
    begins = expected(text="A [truce] will begin {by 7 July}.", type="truce", agent=None)
    assert judged(begins, claim("They held [talks].", "2017-07-06", type="truce")).state == "open"
    assert judged(begins, claim("The [ceasefire] began.", "2017-07-06", type="truce")).state == "kept"


def test_strikes_that_go_on_anyway_keep_nothing_on_the_day_of_the_statement() -> None:
    strikes = expected(text="The SDF will [attack] {by 7 July}.", type="assault")
    assert judged(strikes, claim("It [attacked].", "2017-07-05", type="assault", when=TUESDAY)).state == "open"
    assert judged(strikes, claim("It [attacked].", "2017-07-05", type="assault")).state == "kept"
    assert judged(strikes, claim("It [attacked].", "2017-07-10", type="assault")).state == "open"


def test_a_place_to_be_cleared_is_to_be_taken_whatever_type_the_words_are_read_as() -> None:
    cleared = expected(text="The SDF will [clear] the city {by 7 July}.", type="detention")
    assert judged(cleared, claim(TAKEN, "2017-07-06")).rule == "taking a place"
    assert judged(cleared, claim(TAKEN, "2017-07-06")).state == "kept"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"type": "killing", "text": "Many will [die] {by 7 July}."}, "no rule judges forecasts of this kind"),
        ({"place": None}, "no place"),
    ],
)
def test_what_cannot_be_judged_says_why(given: dict[str, Any], reason: str) -> None:
    found = judged(expected(**given), claim(TAKEN, "2017-07-06"))
    assert found.state == "open"
    assert reason in found.reason


def test_people_overrule_the_rule_which_stays_beside() -> None:
    found = judged(expected(), claim(TAKEN, "2017-07-06"), overrides={"f": "broken"})
    assert (found.state, found.ruled, found.decided) == ("broken", "kept", True)
    assert found.rests_on


def test_a_record_counts_a_forecast_once_however_often_it_is_told() -> None:
    who = "General Karim"  # a commander without a name is another one in every report
    again = claim(FORECAST, "2017-07-05", id="g", when=(TUESDAY, "2017-07-07"), source=who)
    other = claim(FORECAST, id="h", when=(TUESDAY, "2017-07-07"), place=MOSUL, source=who)
    found = forecasts([expected(source=who), again, other, claim(TAKEN, "2017-07-06")], PUBLISHED)
    (record,) = records(found)
    assert (record.name, record.kept, record.broken, record.open) == (who, 1, 0, 1)


def test_a_reprint_with_a_day_that_moves_is_the_same_forecast() -> None:
    text = "The SDF will [capture] the city {within two days}."
    who = "General Karim"
    same = [claim(text, id="f", when=None, source=who), claim(text, "2017-07-05", id="g", when=None, source=who)]
    assert sum(records(forecasts(same, PUBLISHED))[0].model_dump(include={"kept", "broken", "open"}).values()) == 2
    origin = SimpleNamespace(copies="one", origin="halyard", name="Halyard")
    origins = SimpleNamespace(of=lambda document: origin, keys=lambda document, span=None: ("halyard",))
    assert records(forecasts(same, PUBLISHED, origins=origins))[0].open == 1


CLAIMS = st.builds(
    claim,
    st.sampled_from(["The SDF [captured] it.", "IS [holds] it.", "[Fighting] goes on."]),
    st.sampled_from([d.removeprefix("on ") for d in PUBLISHED]),
    id=st.uuids().map(str),
    type=st.sampled_from(["capture", "control", "clash", "shelling"]),
    agent=st.sampled_from([SDF, IS, None]),
    place=st.sampled_from([None, RAQQA, OLD_CITY, MOSUL]),
    factuality=st.sampled_from(["asserted", "denied", "uncertain", "future"]),
    when=st.sampled_from([None, "2017-07-06", "2017-07-10", (None, "2017-07-20"), ("nonsense", "2017-07-20")]),
)


@given(st.lists(CLAIMS, max_size=8), st.randoms())
def test_order_does_not_matter_and_judgements_rest_on_later_claims(claims: list[FiledClaim], random: Any) -> None:
    claims = [expected(), *claims]
    found = forecasts(claims, PUBLISHED)
    shuffled = claims * 2
    random.shuffle(shuffled)
    assert forecasts(shuffled, PUBLISHED) == found
    by_id = {c.claim.id: c for c in claims}
    for one in found:
        assert one.state == "open" or one.rests_on
        for id in one.rests_on:
            assert by_id[id].document != one.document
            assert str(PUBLISHED[by_id[id].document]) >= str(one.stated)
        if one.state == "broken":
            assert max(str(PUBLISHED[by_id[id].document]) for id in one.rests_on) > str(one.due)
