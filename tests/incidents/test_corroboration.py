"""Each grade by its rule, with the reason that a reader sees."""

from __future__ import annotations

import pytest

from ascribe.incidents.model import GradeInputs, Regrade
from ascribe.incidents.rules import rules

from .reports import COALITION, OBSERVATORY, UN, Case, Who, strike


@pytest.fixture
def case() -> Case:
    return Case()


def test_two_independent_sources_are_fair_and_the_party_that_nobody_asked_is_named(case: Case) -> None:
    strike(case, OBSERVATORY, outlet="Halyard")
    strike(case, UN, outlet="Castellan")
    grade = case.incident().grade
    assert grade.computed == "fair"
    assert grade.reason == (
        "fair: the Syrian Observatory for Human Rights and the United Nations, independent; "
        "nothing is reported from the Global Coalition against Daesh"
    )


def test_one_speaker_in_ten_outlets_is_weak(case: Case) -> None:
    for n in range(10):
        strike(case, OBSERVATORY, outlet=f"Courier {n}")
    found = case.incident()
    assert (found.grade.computed, found.basis.outlets, found.basis.sources) == ("weak", 10, 1)
    assert found.grade.reason.startswith("weak: the Syrian Observatory for Human Rights alone")


def test_a_body_and_its_spokesman_are_one_source(case: Case) -> None:
    strike(case, UN)
    strike(case, ("UN human rights office", "un-human-rights-office"), outlet="Castellan")
    strike(case, "spokesman for the United Nations", outlet="Northgate Radio")
    assert case.incident().basis.sources == 1


def test_a_party_alone_about_its_enemys_deed_is_weak(case: Case) -> None:
    strike(case, ("Islamic State", "islamic-state"))
    found = case.incident()
    assert found.grade.reason.startswith("weak: Islamic State alone, a party to the conflict")
    assert [(s.stance, s.bearing) for s in found.speakers] == [("party", "enemy")]


def test_two_organs_of_one_state_corroborate_nothing(case: Case) -> None:
    strike(case, ("Syrian army", "syria-armed-forces"))
    strike(case, ("Syrian Health Ministry", "syria-health-ministry"), outlet="Castellan")
    strike(case, "police", outlet="Northgate Radio")
    found = case.incident()
    assert (found.grade.computed, found.basis.sources) == ("weak", 1)


def test_the_accused_accepting_it_confirms(case: Case) -> None:
    strike(case, OBSERVATORY)
    strike(case, COALITION, published="2017-07-10")
    found = case.incident()
    assert found.grade.computed == "confirmed"
    assert found.grade.reason == "confirmed: the Global Coalition against Daesh accepted it"
    assert {s.key: s.bearing for s in found.speakers}["coalition-against-islamic-state"] == "own"


def test_an_uncertain_word_of_the_accused_confirms_nothing(case: Case) -> None:
    strike(case, OBSERVATORY)
    strike(case, COALITION, factuality="uncertain")
    assert case.incident().grade.computed == "fair"


def test_the_accused_denying_it_contests_it_until_it_accepts_it(case: Case) -> None:
    strike(case, OBSERVATORY)
    strike(case, UN, outlet="Castellan")
    strike(case, COALITION, factuality="denied", published="2017-07-05")
    grade = case.incident().grade
    assert grade.computed == "contested"
    assert grade.reason.endswith("the Global Coalition against Daesh denied it")
    strike(case, COALITION, published="2017-08-01")
    assert case.incident().grade.computed == "confirmed"


def test_a_denying_verb_before_the_claim_denies_it(case: Case) -> None:
    strike(case, OBSERVATORY)
    case.says("The US-led coalition denied that its aircraft had bombed Raqqa.", "airstrike", "bombed", COALITION,
              cue="denied", agent=[COALITION], outlet="Castellan")  # fmt: skip
    found = case.incident()
    assert found.grade.computed == "contested"
    assert [(d.type, d.by) for d in found.denials] == [("airstrike", ("coalition-against-islamic-state",))]


@pytest.mark.parametrize(
    "end", ["a charge that the coalition denied.", "which the US-led coalition has denied.", "but it denied it."]
)
def test_a_denial_beside_the_charge_contests_it(case: Case, end: str) -> None:
    sentence = f"Raqqa was bombed by the US-led coalition, the Syrian Observatory for Human Rights said, {end}"
    case.says(sentence, "airstrike", "bombed", OBSERVATORY, agent=[COALITION])
    assert case.incident().grade.computed == ("weak" if "it denied" in end else "contested")


def test_a_denial_that_a_later_report_puts_before_an_admission_is_old(case: Case) -> None:
    strike(case, OBSERVATORY)
    case.says(
        "The US-led coalition admitted the strike on Monday.", "airstrike", "strike", COALITION, agent=[COALITION]
    )
    case.says("The US-led coalition initially denied the strike.", "airstrike", "strike", COALITION,
              agent=[COALITION], cue="denied")  # fmt: skip
    assert case.incident().grade.computed == "confirmed"


def test_an_accusation_called_lies_is_a_denial(case: Case) -> None:
    strike(case, OBSERVATORY)
    case.says("The US-led coalition dismissed this as lies.", "accusation", "dismissed", agent=[COALITION])
    assert case.incident().grade.computed == "contested"


def test_what_follows_a_second_verb_of_speech_is_not_denied(case: Case) -> None:
    case.says("The US-led coalition denied any harm and said it had bombed a depot.", "airstrike", "bombed", COALITION,
              agent=[COALITION], cue="denied")  # fmt: skip
    assert case.incident().grade.computed == "confirmed"


def test_weapons_of_a_state_stand_for_its_forces(case: Case) -> None:
    strike(case, OBSERVATORY, agent="Russian missiles")
    army = ("Moscow's army", "russia-armed-forces")
    case.says("Moscow's army did not bomb Raqqa, it said.", "airstrike", "bomb", army, factuality="denied")
    found = case.incident()
    assert [r.side for r in found.responsible] == ["russia"]
    assert found.grade.computed == "contested"


def test_neither_claimed_nor_denied_is_silence(case: Case) -> None:
    strike(case, OBSERVATORY)
    case.says("The US-led coalition has neither claimed nor denied the strike.", "airstrike", "strike", COALITION,
              factuality="denied", agent=[COALITION])  # fmt: skip
    found = case.incident()
    assert found.grade.computed == "weak"
    assert "has not commented" in found.grade.reason


def test_nothing_is_said_of_the_silence_of_a_party_that_speaks(case: Case) -> None:
    strike(case, OBSERVATORY)
    case.says("The US-led coalition warned of more, its spokesman said.", "threat", "warned", COALITION)
    assert case.incident().grade.reason == "weak: the Syrian Observatory for Human Rights alone"


def test_nothing_is_said_of_the_silence_of_others_once_a_party_accepts_it(case: Case) -> None:
    strike(case, COALITION)
    strike(case, UN, agent=("Russia", "russia"), outlet="Castellan")
    strike(case, UN, outlet="Castellan")
    assert case.incident().grade.reason == "confirmed: the Global Coalition against Daesh accepted it"


@pytest.mark.parametrize(
    "peaceful", [UN, ("Amnesty International", "amnesty-international"), "Khabur Monitor", "Lady Reading Hospital"]
)
def test_bodies_that_do_not_fight_are_responsible_for_no_hostilities(case: Case, peaceful: Who) -> None:
    name = peaceful if isinstance(peaceful, str) else peaceful[0]
    case.says(f"{name} called for an end to the fighting in Raqqa.", "clash", "fighting", peaceful, agent=[peaceful])
    found = case.incident()
    assert (found.responsible, found.grade.computed) == ((), "weak")


@pytest.mark.parametrize(
    "sentence",
    ["Its humanitarian adviser on Syria, Jan Egeland, called for a pause in the fighting.",
     "Jan Egeland, an adviser to the UN, called for a pause in the fighting.",
     "Aid officer Jan Egeland called for a pause in the fighting."],
)  # fmt: skip
@pytest.mark.parametrize(("type", "trigger"), [("clash", "fighting"), ("truce", "pause")])
def test_nor_are_persons_of_such_bodies(case: Case, sentence: str, type: str, trigger: str) -> None:
    case.says(sentence, "clash", "fighting", "Jan Egeland")
    case.says(sentence, type, trigger, "Jan Egeland", agent=["Jan Egeland"], outlet="Castellan")
    found = case.incident()
    assert (found.responsible, found.grade.computed) == ((), "weak")


def test_they_are_the_doers_of_what_is_no_deed_of_war(case: Case) -> None:
    case.says("The United Nations brought food into Raqqa, it said.", "aid", "brought", UN, agent=[UN])
    assert [r.key for r in case.incident().responsible] == ["united-nations"]


def test_peacekeepers_may_fight(case: Case) -> None:
    mission = ("MONUSCO", "monusco")
    case.says("MONUSCO shelled the hills, residents said.", "shelling", "shelled", "residents", agent=[mission])
    assert [r.key for r in case.incident().responsible] == ["monusco"]


@pytest.mark.parametrize("name", ["Grenades", "Inmates", "Buses"])
def test_things_and_capitals_at_the_beginning_of_a_sentence_are_no_party(case: Case, name: str) -> None:
    case.says(f"{name} killed two people, residents said.", "killing", "killed", "residents", agent=[name])
    assert case.incident().responsible == ()


def test_letting_aid_through_accepts_no_strike(case: Case) -> None:
    strike(case, OBSERVATORY)
    case.says("The US-led coalition let aid into Raqqa, it said.", "aid", "aid", COALITION, agent=[COALITION])
    assert case.incident().grade.computed == "weak"


def test_a_coalition_of_which_only_the_short_form_is_given_is_a_party(case: Case) -> None:
    case.says("The coalition has accepted responsibility for it.", "accusation", "accepted responsibility",
              agent=["coalition"], outlet="Khabur Monitor")  # fmt: skip
    case.says("A coalition spokesman said its aircraft bombed Raqqa.", "airstrike", "bombed", "coalition spokesman",
              agent=["coalition aircraft"])  # fmt: skip
    strike(case, UN, agent="coalition", outlet="Castellan")
    found = case.incident()
    assert found.grade.reason == "confirmed: the coalition accepted it"
    assert [(s.key, s.stance) for s in found.speakers if s.bearing == "own"] == [("coalition", "party")]


def test_a_party_that_publishes_speaks_for_itself(case: Case) -> None:
    case.says("We struck two sections of the wall.", "airstrike", "struck", outlet="Coalition Press Desk")
    strike(case, "coalition spokesman", agent="coalition")
    found = case.incident()
    assert (found.basis.sources, {s.stance for s in found.speakers}) == (1, {"party"})


def test_one_source_that_names_two_parties_is_no_disagreement(case: Case) -> None:
    strike(case, "civil defence official")
    strike(case, "city's civil defence", agent=("Russia", "russia"), outlet="Castellan")
    assert case.incident().grade.computed == "weak"


def test_two_parties_with_two_deeds_are_no_disagreement(case: Case) -> None:
    strike(case, OBSERVATORY)
    case.says("Islamic State shot at families, the United Nations said.", "shooting", "shot", UN,
              agent=[("Islamic State", "islamic-state")], outlet="Castellan")  # fmt: skip
    assert case.incident().grade.computed == "fair"


def test_denying_another_deed_takes_nothing_from_what_was_accepted(case: Case) -> None:
    strike(case, COALITION)
    shelled = "The US-led coalition did not shell Raqqa, it said."
    case.says(shelled, "shelling", "shell", COALITION, factuality="denied", agent=[COALITION])
    assert case.incident().grade.computed == "confirmed"
    harmed = "The US-led coalition killed no civilian, it said."
    case.says(harmed, "killing", "killed", COALITION, factuality="denied", agent=[COALITION])
    assert case.incident().grade.reason == "contested: the Global Coalition against Daesh both accepted and denied it"


def test_a_denial_of_something_else_is_no_answer(case: Case) -> None:
    case.says("A channel close to the US-led coalition denied that the wall was lost and Raqqa bombed, the Syrian "
              "Observatory for Human Rights said.", "airstrike", "bombed", OBSERVATORY, agent=[COALITION])  # fmt: skip
    assert case.incident().grade.inputs.accused_denying == 0


def test_that_nobody_claims_it_takes_nothing_from_what_happened(case: Case) -> None:
    sentence = "No group claimed the bombing, in which nine people were killed in Raqqa, the United Nations said."
    case.says(sentence, "killing", "killed", UN)
    case.says(sentence, "accusation", "claimed", UN, agent=[("Islamic State", "islamic-state")], factuality="denied")
    found = case.incident()
    assert (found.grade.computed, found.basis.sources, found.responsible) == ("weak", 1, ())


def test_speakers_in_the_sentence_go_before_those_of_other_sentences(case: Case) -> None:
    filed = strike(case, OBSERVATORY)
    said = filed.claim.attribution
    assert said is not None
    far = said.source[0].model_copy(
        update={"begin": 900, "end": 906, "name": "United Nations", "actor": "united-nations"}
    )
    both = said.model_copy(update={"source": (far, *said.source)})
    claim = filed.claim.model_copy(update={"attribution": both})
    found = case.incident([filed.model_copy(update={"claim": claim})])
    assert [s.key for s in found.speakers] == [OBSERVATORY[1]]


def test_sources_that_name_different_parties_contest_it(case: Case) -> None:
    strike(case, OBSERVATORY)
    strike(case, UN, agent=("Russia", "russia"), outlet="Castellan")
    grade = case.incident().grade
    assert grade.computed == "contested"
    assert "sources name different parties: the Global Coalition against Daesh and Russia" in grade.reason


def test_a_claim_of_responsibility_beside_others_who_are_blamed_contests_it(case: Case) -> None:
    group = ("Islamic State", "islamic-state")
    sentence = "Islamic State claimed responsibility for the bombing."
    case.says(sentence, "accusation", "claimed responsibility", agent=[group])
    case.says("Police blamed Ansar for the bombing.", "accusation", "blamed", agent=["Police"], target=["Ansar"])
    assert case.incident().grade.computed == "contested"
    assert case.incident(case.claims[:1]).grade.computed == "confirmed"


def test_a_party_announcing_its_own_success_needs_another_word(case: Case) -> None:
    sdf = ("Syrian Democratic Forces", "syrian-democratic-forces")
    sentence = "The Syrian Democratic Forces captured the Old City, the {} said."
    case.says(sentence.format(sdf[0]), "capture", "captured", sdf, agent=[sdf])
    assert case.incident().grade.computed == "weak"
    case.says(sentence.format(UN[0]), "capture", "captured", UN, agent=[sdf], outlet="Castellan")
    assert case.incident().grade.computed == "confirmed"


def test_the_other_side_calling_a_capture_untrue_contests_it(case: Case) -> None:
    sdf, enemy = ("Syrian Democratic Forces", "syrian-democratic-forces"), ("Islamic State", "islamic-state")
    sentence = "The Syrian Democratic Forces captured the Old City, said {}."
    case.says(sentence.format("SDF"), "capture", "captured", sdf, agent=[sdf])
    case.says(sentence.format(enemy[0]), "capture", "captured", enemy, agent=[sdf], factuality="denied")
    grade = case.incident().grade
    assert (grade.computed, grade.inputs.enemy_denying) == ("contested", 1)


def test_what_its_source_withdrew_is_discounted(case: Case) -> None:
    case.says("A bomb exploded at the port, Sulu Coast Radio said.", "bombing", "exploded", "Sulu Coast Radio")
    case.says("Sulu Coast Radio withdrew the report of a blast.", "bombing", "blast", "Sulu Coast Radio",
              published="2017-07-06")  # fmt: skip
    grade = case.incident().grade
    assert grade.reason == "discounted: Sulu Coast Radio withdrew it and nobody else says it"


def test_what_independent_checks_deny_is_discounted(case: Case) -> None:
    strike(case, ("Islamic State", "islamic-state"))
    strike(case, UN, factuality="denied", outlet="Castellan")
    assert case.incident().grade.computed == "discounted"


def test_a_source_that_says_another_effect_did_not_happen_denies_nothing(case: Case) -> None:
    strike(case, OBSERVATORY)
    case.says("Nobody was injured, the United Nations said.", "injury", "injured", UN, factuality="denied")
    found = case.incident()
    assert found.grade.computed == "weak"
    assert [d.type for d in found.denials] == ["injury"]


def test_stances_that_people_gave_go_before_the_catalogue(case: Case) -> None:
    strike(case, OBSERVATORY)
    strike(case, "Castellan Monitor", outlet="Castellan")
    assert case.incident().grade.computed == "fair"
    stances = {OBSERVATORY[1]: "aligned", "castellan monitor": "party"}
    found = case.incident(stances=stances)  # type: ignore[arg-type]
    assert (found.grade.computed, found.grade.inputs.third) == ("weak", 0)


def test_a_persons_grade_goes_first_and_the_computed_one_stays(case: Case) -> None:
    strike(case, OBSERVATORY)
    regrade = Regrade(grade="fair", why="we spoke to two survivors", decision=7)
    grade = case.incident(regrade=regrade).grade
    assert (grade.grade, grade.computed) == ("fair", "weak")
    assert grade.reason.startswith("fair, as decided: we spoke to two survivors (computed: weak: ")


def test_the_last_rule_fits_always_and_bounds_name_inputs() -> None:
    counts = {n for n, f in GradeInputs.model_fields.items() if f.annotation is int}
    assert not rules()[-1].at_least
    assert not rules()[-1].at_most
    assert {n for r in rules() for n in (*r.at_least, *r.at_most)} <= counts
