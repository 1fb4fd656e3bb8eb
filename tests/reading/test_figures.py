"""Which numbers belong to a claim, and what they count."""

from __future__ import annotations

import pytest

from ascribe.model import Quantity
from ascribe.reading.figures import counted, figures
from ascribe.reading.numbers import find_quantities
from ascribe.reading.sentences import sentences

Words = dict[str, list[str]]  # the words that fill each slot


def span(text: str, words: str) -> tuple[int, int]:
    at = text.index(words)
    return at, at + len(words)


def read(
    kind: str, text: str, trigger: str, slots: Words, people: tuple[str, ...] = ()
) -> list[tuple[str, str, float]]:
    """What is counted, in which words, how many."""
    fillers = {slot: [(span(text, w), 0.9) for w in words] for slot, words in slots.items()}
    numbers = find_quantities(text, sentences(text))
    found = figures(kind, span(text, trigger), fillers, text, numbers, [span(text, p) for p in people])
    assert all(text[q.begin : q.end] == q.text for q in found)
    return [(q.of, q.text, q.best or 0) for q in found]


MILITANTS = "Seven militants were killed in two explosions."


@pytest.mark.parametrize(
    "slots",
    [
        {"quantity": ["Seven"], "target": ["militants"]},
        {"quantity": ["Seven", "two"], "target": ["militants"]},
        {"target": ["militants"]},
        {"target": ["Seven militants"]},
        {"quantity": ["two"], "target": ["militants"], "instrument": ["explosions"]},
    ],
)
def test_the_dead_are_counted_and_not_the_explosions(slots: Words) -> None:
    assert read("killing", MILITANTS, "killed", slots) == [("killed", "Seven", 7)]


@pytest.mark.parametrize("slot", ["time", "place", "instrument"])
def test_a_number_of_another_slot_counts_no_people(slot: str) -> None:
    text = "Seven militants were killed in 14 of them."
    slots = {"quantity": ["Seven", "14"], "target": ["militants"]}
    assert [w for _, w, _ in read("killing", text, "killed", slots)] == ["Seven", "14"]
    assert read("killing", text, "killed", {**slots, slot: ["14 of them"]}) == [("killed", "Seven", 7)]
    assert read("killing", text, "killed", {**slots, slot: ["of them"]}) == [("killed", "Seven", 7)]


@pytest.mark.parametrize(
    ("text", "target", "people", "expected"),
    [
        ("Gunmen killed a soldier in Homs.", "soldier", (), [("killed", "soldier", 1)]),
        ("Gunmen killed an officer in Homs.", "officer", (), [("killed", "officer", 1)]),
        ("Gunmen killed Ali Hassan in Homs.", "Ali Hassan", ("Ali Hassan",), [("killed", "Ali Hassan", 1)]),
        ("Gunmen killed Ali Hassan in Homs.", "Ali Hassan", (), []),  # nobody says that it is a person
        ("Gunmen killed Hassan's brother in Homs.", "Hassan's brother", ("Hassan",), []),
        ("Gunmen killed soldiers in Homs.", "soldiers", (), []),
        ("Gunmen killed Barzanis in Homs.", "Barzanis", ("Barzanis",), []),
        ("Gunmen killed the soldier in Homs.", "soldier", (), []),
    ],
)
def test_one_person_is_one(text: str, target: str, people: tuple[str, ...], expected: list[object]) -> None:
    assert read("killing", text, "killed", {"target": [target]}, people) == expected


def test_a_target_in_another_sentence_was_counted_there() -> None:
    text = "Nine soldiers left. Gunmen killed them."
    assert read("killing", text, "killed", {"target": ["soldiers"]}) == []
    assert read("killing", text.replace(". G", ", g"), "killed", {"target": ["soldiers"]}) == [("killed", "Nine", 9)]


def test_a_number_that_the_model_relates_goes_before_the_target() -> None:
    text = "Four guards and 12 pilgrims were abducted."
    slots = {"quantity": ["12"], "target": ["guards"]}
    assert read("abduction", text, "abducted", slots) == [("abducted", "12", 12)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("They killed guards of 12 vehicles.", "12"),
        ("They killed guards for 300 dollars.", "300 dollars"),
        ("They killed guards for 30 km.", "30 km"),
        ("They killed guards of 12 shops.", "12"),
    ],
)
def test_things_are_no_dead(text: str, number: str) -> None:
    assert read("killing", text, "killed", {"quantity": [number], "target": ["guards"]}) == []


def test_figures_come_in_order_of_the_text() -> None:
    text = "Police detained 12 men and four women."
    found = read("detention", text, "detained", {"quantity": ["four", "12"]})
    assert found == [("detained", "12", 12), ("detained", "four", 4)]


@pytest.mark.parametrize(
    ("kind", "text", "trigger", "number", "expected"),
    [
        ("control", "The army controls 40 percent of the city.", "controls", "40 percent", "share"),
        ("control", "The army controls 250 square kilometres.", "controls", "250 square kilometres", "area_km2"),
        ("capture", "The army took 250 square kilometres.", "took", "250 square kilometres", "area_km2"),
        ("capture", "The army took 12 tanks.", "took", "12", "vehicles"),
        ("destruction", "The army destroyed 12 armoured vehicles.", "destroyed", "12", "vehicles"),
        ("destruction", "The army destroyed three houses.", "destroyed", "three", "buildings"),
        ("destruction", "The army destroyed 14 dams.", "destroyed", "14", "other"),
        ("deployment", "Russia deployed 200 men.", "deployed", "200", "fighters"),
        ("deployment", "Russia deployed 12 tanks.", "deployed", "12", "vehicles"),
        ("strength", "The group has 2,500 gunmen.", "has", "2,500", "fighters"),
        ("control", "The army controls 14 villages.", "controls", "14", "other"),
        ("displacement", "The war displaced 9,000 people.", "displaced", "9,000", "displaced"),
        ("airstrike", "Aircraft flew 34 strikes on Homs.", "strikes", "34", "strikes"),
        ("airstrike", "There were 34 heavy bombings of Homs.", "bombings", "34", "strikes"),
        ("airstrike", "The strikes hit 12 vehicles.", "strikes", "12", "vehicles"),
        ("airstrike", "The strikes hit 12 dams.", "strikes", "12", "other"),
    ],
)
def test_what_a_number_counts(kind: str, text: str, trigger: str, number: str, expected: str) -> None:
    slots = {"quantity": [number]}
    assert [(of, words) for of, words, _ in read(kind, text, trigger, slots)] == [(expected, number)]


def test_the_noun_does_not_reach_over_a_comma() -> None:
    text = "The army took 12, vehicles burnt."
    assert read("capture", text, "took", {"quantity": ["12"]}) == [("other", "12", 12)]


def test_a_number_that_is_not_among_the_documents_is_no_figure() -> None:
    assert figures("capture", (9, 13), {"quantity": [((14, 16), 0.9)]}, "The army took 12 dams.", [], []) == ()


def test_the_unit_goes_before_the_type() -> None:
    share = Quantity(begin=7, end=17, text="40 percent", low=0.4, best=0.4, high=0.4, unit="share")
    assert counted("killing", (0, 6), share, "killed 40 percent of them") == "share"


def test_metres_are_told_in_kilometres() -> None:
    text = "Troops advanced 25 metres on Monday."
    numbers = find_quantities(text, sentences(text))
    at = (text.index("25"), text.index("25") + 2)
    trigger = (text.index("advanced"), text.index("advanced") + 8)
    (figure,) = figures("assault", trigger, {"quantity": [(at, 0.9)]}, text, numbers, [])
    assert (figure.of, figure.best, figure.unit) == ("distance_km", 0.025, "km")


def test_guns_are_no_gunmen() -> None:
    text = "Jets destroyed 12 gun positions."
    numbers = find_quantities(text, sentences(text))
    at = (text.index("12"), text.index("12") + 2)
    trigger = (text.index("destroyed"), text.index("destroyed") + 9)
    (figure,) = figures("destruction", trigger, {"quantity": [(at, 0.9)]}, text, numbers, [])
    assert figure.of == "other"
