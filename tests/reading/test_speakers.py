"""The conventions by which a speaker is carried on."""

from __future__ import annotations

import pytest

from ascribe.reading.attributions import Said
from ascribe.reading.encoder import Encoder
from ascribe.reading.speakers import Speakers, reports

Told = tuple[str, str, list[str]]  # the words of source, cue and contents
ENCODER = Encoder()


def span(text: str, words: str) -> tuple[int, int]:
    at = text.index(words)
    return at, at + len(words)


def speaker(text: str, trigger: str, *told: Told) -> str | None:
    said = [
        Said([span(text, source)], [span(text, cue)], [span(text, c) for c in contents], 0.9)
        for source, cue, contents in told
    ]
    found = Speakers(text, ENCODER.tokenize(text), said).of(span(text, trigger))
    return text[slice(*found.source[0])] if found else None


def test_content_around_the_words_gives_the_speaker() -> None:
    text = "Troops shelled Homs, the Observatory said. Rebels retreated."
    told: Told = ("the Observatory", "said", ["Troops shelled Homs"])
    assert speaker(text, "shelled", told) == "the Observatory"
    assert speaker(text, "retreated", told) is None


def test_the_innermost_content_goes_first() -> None:
    text = "Police said that witnesses had reported that gunmen killed two, and that a road was blocked."
    police: Told = (
        "Police",
        "said",
        ["that witnesses had reported that gunmen killed two, and that a road was blocked"],
    )
    witnesses: Told = ("witnesses", "reported", ["that gunmen killed two"])
    assert speaker(text, "killed", police, witnesses) == "witnesses"
    assert speaker(text, "blocked", police, witnesses) == "Police"


def test_a_quotation_has_the_speaker_of_its_other_sentence() -> None:
    text = "“They shelled us. Two died,” a doctor said. Rebels retreated."
    told: Told = ("a doctor", "said", ["Two died"])
    assert speaker(text, "shelled", told) == "a doctor"
    assert speaker(text, "retreated", told) is None


@pytest.mark.parametrize(
    "text",
    [
        "“They killed two.” Mr Khan said so.",
        "It rained. Mr Khan said: “They killed two.” Nobody else spoke.",
    ],
)
def test_a_cue_beside_the_quotation_gives_its_speaker(text: str) -> None:
    assert speaker(text, "killed", ("Mr Khan", "said", ["Mr Khan"])) == "Mr Khan"


def test_each_of_two_quotations_keeps_its_speaker() -> None:
    text = "“They fled,” said Smith.\n\n“They stayed and died,” Jones added."
    told: list[Told] = [("Smith", "said", ["They fled"]), ("Jones", "added", ["They stayed"])]
    assert speaker(text, "fled", *told) == "Smith"
    assert speaker(text, "died", *told) == "Jones"


@pytest.mark.parametrize(("opened", "closed"), [("“", "”"), ('"', '"')])
def test_a_quotation_goes_on_over_paragraphs(opened: str, closed: str) -> None:
    text = (
        f"{opened}We fled on Monday,{closed} the teacher said. {opened}It was dark.\n\n"
        f"{opened}They burnt the school.\n\n"
        f"{opened}My brother was shot.{closed}\n\nA mine exploded. {opened}Soldiers looted it.{closed}"
    )
    told: Told = ("the teacher", "said", ["We fled on Monday"])
    assert speaker(text, "burnt", told) == "the teacher"
    assert speaker(text, "shot", told) == "the teacher"
    assert speaker(text, "exploded", told) is None
    assert speaker(text, "looted", told) is None


def test_a_closed_quotation_does_not_go_on() -> None:
    text = "“We fled on Monday and hid,” the teacher said at her school.\n\n“They burnt the school.”"
    assert speaker(text, "burnt", ("the teacher", "said", ["We fled on Monday and hid"])) is None


def test_a_paragraph_between_ends_a_quotation() -> None:
    text = "The teacher said: “We fled.\n\nIt rained for days in the valley.\n\n“They burnt the school.”"
    assert speaker(text, "fled", ("The teacher", "said", ["“We"])) == "The teacher"
    assert speaker(text, "burnt", ("The teacher", "said", ["“We"])) is None


STATEMENT = """The ministry said:

The army shelled two villages near the border on Monday.

Rebels abducted the mayor and four of his guards.

Background

Aircraft bombed the bridge over the river last year."""


def test_an_unquoted_statement_runs_up_to_a_heading() -> None:
    told: Told = ("The ministry", "said", ["said"])
    assert speaker(STATEMENT, "shelled", told) == "The ministry"
    assert speaker(STATEMENT, "abducted", told) == "The ministry"
    assert speaker(STATEMENT, "bombed", told) is None


@pytest.mark.parametrize(
    "text",
    [
        STATEMENT.replace("said:", "said."),  # nothing is introduced
        STATEMENT.replace("\n\nThe army", "\n\n“No.” The army"),  # what is quoted ends with its marks
        STATEMENT.replace("said:", "said on a day that few of those who live in the villages will forget:"),
    ],
)
def test_what_introduces_no_statement(text: str) -> None:
    assert speaker(text, "shelled", ("The ministry", "said", ["said"])) is None
    assert speaker(text, "abducted", ("The ministry", "said", ["said"])) is None


def test_a_new_introduction_ends_a_statement() -> None:
    text = STATEMENT.replace("Background", "Of the bridge, the mayor of the town wrote:")
    ministry: Told = ("The ministry", "said", ["said"])
    mayor: Told = ("the mayor of the town", "wrote", ["wrote"])
    assert speaker(text, "abducted", ministry, mayor) == "The ministry"
    assert speaker(text, "bombed", ministry, mayor) == "the mayor of the town"


@pytest.mark.parametrize("we", ["we", "We", "I", "us"])
def test_the_first_person_leads_to_who_says_it(we: str) -> None:
    text = f"The general said that {we} announced that troops had shelled Homs."
    said, at = span(text, "said"), text.index(f"{we} announced")
    outer = Said([span(text, "The general")], [said], [(said[1] + 1, len(text) - 1)], 0.9)
    first = Said([(at, at + len(we))], [span(text, "announced")], [span(text, "that troops had shelled Homs")], 0.9)
    assert Speakers(text, ENCODER.tokenize(text), [outer, first]).of(span(text, "shelled")) is outer


@pytest.mark.parametrize(("cue", "expected"), [("plans", None), ("hopes", None), ("said it plans", "Iran")])
def test_a_wish_makes_no_speaker(cue: str, expected: str | None) -> None:
    text = f"Iran {cue} to shell Homs."
    assert speaker(text, "shell", ("Iran", cue, ["to shell Homs"])) == expected


@pytest.mark.parametrize(
    ("source", "cue"),
    [([], [(7, 11)]), ([(0, 6)], [])],
)
def test_who_lacks_a_source_or_a_cue_is_no_speaker(source: list[tuple[int, int]], cue: list[tuple[int, int]]) -> None:
    text = "Police said two were killed."
    content = [span(text, "two were killed")]
    assert Speakers(text, ENCODER.tokenize(text), [Said(source, cue, content, 0.9)]).of((21, 27)) is None
    both = Said([(0, 6)], [(7, 11)], content, 0.9)
    assert Speakers(text, ENCODER.tokenize(text), [both]).of((21, 27)) is both


@pytest.mark.parametrize("cue", ["said", "Announced", "according to", "has denied", "in a statement,", "wrote"])
def test_cues_that_report(cue: str) -> None:
    assert reports(cue)


@pytest.mark.parametrize("cue", ["plans", "wants", "ordered", "", "address", "stateless", "saidi"])
def test_cues_that_do_not(cue: str) -> None:
    assert not reports(cue)
