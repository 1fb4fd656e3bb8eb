"""Who is a private person, and how texts lose the names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.model import FiledClaim
from ascribe.publish.known import known
from ascribe.publish.persons import Persons
from ascribe.publish.wording import clean

from .conftest import document, filed, persons

NAME = "Marwa Qatranji"


@pytest.mark.parametrize(
    ("sentence", "called"),
    [
        ("Shells hit Raqqa, resident Marwa Qatranji said.", "Shells hit Raqqa, resident (1) said."),
        ("Shells hit Raqqa, Marwa Qatranji, a doctor, said.", "Shells hit Raqqa, a doctor (1), a doctor, said."),
        ("Shells hit Raqqa, said Marwa Qatranji's brother.", "Shells hit Raqqa, said [name withheld] (1)'s brother."),
        ("Shells hit Raqqa, MARWA QATRANJI said.", "Shells hit Raqqa, [name withheld] (1) said."),
        ("Shells hit the wife of a commander, Marwa Qatranji.", "Shells hit the wife of a commander, a relative (1)."),
        (
            "Shells hit Homs, he told the colonel, Marwa Qatranji said.",
            "Shells hit Homs, he told the colonel, [name withheld] (1) said.",
        ),
        ("Shells hit Marwa Qatranji, the wife of a commander.", "Shells hit a relative (1), the wife of a commander."),
    ],
)
def test_a_private_person_is_called_by_a_role(sentence: str, called: str) -> None:
    name = NAME if NAME in sentence else NAME.upper()
    known = persons(filed(sentence, source=name))
    assert known.hidden(sentence) == called
    assert known.number(sentence) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Shells hit Raqqa, army spokesman Marwa Qatranji said.",
        "Shells hit Raqqa, Brigadier Marwa Qatranji said.",
        "Shells hit Raqqa, Marwa Qatranji, a spokeswoman for the council, said.",
        "Shells hit Raqqa, Homs's governor, Marwa Qatranji, said.",
        "Shells hit Raqqa, said the council's adviser on aid, Marwa Qatranji.",
    ],
)
def test_officials_and_spokespeople_keep_their_names(sentence: str) -> None:
    known = persons(filed(sentence, source=NAME))
    assert (known.hidden(sentence), known.number(sentence), len(known)) == (sentence, None, 0)


def test_a_private_role_goes_before_an_office_of_another_report() -> None:
    office = filed("Shells hit Raqqa, spokesman Marwa Qatranji said.", source=NAME)
    resident = filed("Shells hit Homs, resident Marwa Qatranji said.", source=NAME)
    assert NAME not in persons(office, resident).hidden(office.sentence)


def test_the_profile_names_whom_it_names() -> None:
    sentence = "Shells hit Raqqa, resident Marwa Qatranji said."
    assert persons(filed(sentence, source=NAME), public=(NAME,)).hidden(sentence) == sentence


def test_bodies_and_places_are_no_persons() -> None:
    sentence = "Shells hit Raqqa, the Syrian Observatory for Human Rights and the Health Ministry said."
    known = persons(filed(sentence, source="the Syrian Observatory for Human Rights and the Health Ministry"))
    assert known.hidden(sentence) == sentence


def test_a_part_of_a_name_goes_too_and_has_the_same_number() -> None:
    first = filed("Shells hit Raqqa, resident Marwa Qatranji said.", source=NAME)
    other = filed("Shells hit Homs, resident Idris Belhoussaye said.", source="Idris Belhoussaye")
    known = persons(first, other)
    assert known.hidden("Qatranji wept for Marwa.") == "a resident (1) wept for a resident (1)."
    assert [known.number(text) for text in ("Qatranji", "Belhoussaye", "Raqqa")] == [1, 2, None]
    assert known.number("marwa qatranji@halyard", loosely=True) == 1


@given(
    st.sampled_from(
        [NAME, NAME.upper(), "Marwa  Qatranji", "Marwa-Qatranji", "Mar\u00adwa Qatran\u200bji", "Márwa Qatranjí"]
    ),
    st.text(st.characters(exclude_categories=("L", "N", "M", "Cs", "Cf", "Pc")), min_size=1),
    st.text(st.characters(exclude_categories=("L", "N", "M", "Cs", "Cf", "Pc")), min_size=1),
)
def test_however_a_name_is_written_it_goes(name: str, before: str, after: str) -> None:
    known: Persons = persons(filed("Shells hit Raqqa, resident Marwa Qatranji said.", source=NAME))
    left = clean(known.hidden(f"a{before}{name}{after}b")).casefold()
    assert "qatranj" not in left
    assert "rwa" not in left


def _report(*said: tuple[str, str]) -> list[FiledClaim]:
    """The claims of one report, a sentence each, and who says it; the sentences stand far apart."""
    claims, text = [], ""
    for n, (sentence, name) in enumerate(said):
        one = filed(sentence, source=name)
        at, text = len(text), text + sentence + " " + "The road was closed. " * 20
        source = one.claim.attribution.source[0]  # type: ignore[union-attr]
        moved = source.model_copy(update={"begin": source.begin + at, "end": source.end + at})
        said_by = one.claim.attribution.model_copy(update={"source": (moved,)})  # type: ignore[union-attr]
        span = (at, at + len(sentence))
        claim = one.claim.model_copy(
            update={"id": f"c{n}", "attribution": said_by, "sentence": span, "trigger": (at, at + 1)}
        )
        claims.append(one.model_copy(update={"claim": claim}))
    return [one.model_copy(update={"document": text}) for one in claims]


def _known(*reports: list[FiledClaim]) -> Persons:
    """The persons of reports; the text of each stands where its id would."""
    found = Persons()
    for report in reports:
        text = report[0].document
        found.learn(None, text, report, known(None, document(text), report))
    found.settle()
    return found


SAW = "Shells hit Raqqa, resident {} said."
HEARD = "Shells hit Homs, {} said."


def test_two_spellings_in_one_report_are_one_person() -> None:
    found = _known(_report((SAW.format(NAME), NAME), (HEARD.format("Marwa al-Katrangi"), "Marwa al-Katrangi")))
    assert [found.number(name) for name in (NAME, "Marwa al-Katrangi")] == [1, 1]
    assert len(found) == 1
    assert found.hidden(HEARD.format("Marwa al-Katrangi")) == "Shells hit Homs, a resident (1) said."


@pytest.mark.parametrize(
    "other",
    ["Marwan Qatranji", "Idris Qatranji", "Marwa Qatranja", "Marwa bint Qatranji", "M Qatranji", "Qatranji Marwa"],
)
def test_names_that_may_be_of_two_people_are_two(other: str) -> None:
    found = _known(_report((SAW.format(NAME), NAME), (SAW.format(other), other)))
    assert found.number(NAME) != found.number(other)
    assert len(found) == 2


def test_two_spellings_are_two_people_where_anything_speaks_against_it() -> None:
    other = "Marwa Katrangi"
    doctor = "Shells hit Homs, doctor {} said."
    roles = _known(_report((SAW.format(NAME), NAME), (doctor.format(other), other)))
    beside = f"Shells hit Homs, {NAME} and {other} said."
    near = _known(_report((beside, NAME), (HEARD.format(other), other)))
    three = _known(_report(*((SAW.format(n), n) for n in (NAME, other, "Marwa Qatrangi"))))
    apart = _known(_report((SAW.format(NAME), NAME)), _report((SAW.format(other), other)))
    assert [len(found) for found in (roles, near, three, apart)] == [2, 2, 3, 2]


def test_a_short_name_is_that_of_a_fuller_one_of_its_own_reports_alone() -> None:
    full, short = _report((SAW.format(NAME), NAME), (HEARD.format("Qatranji"), "Qatranji")), HEARD.format("Qatranji")
    assert [_known(full).number(n) for n in (NAME, "Qatranji")] == [1, 1]
    elsewhere = _known(_report((SAW.format(NAME), NAME)), _report((short, "Qatranji")))
    assert [elsewhere.number(n) for n in (NAME, "Qatranji")] == [1, 2]
    both = _known(full, _report((short, "Qatranji")))
    assert [both.number(n) for n in (NAME, "Qatranji")] == [1, 2]


def test_a_part_that_two_people_share_is_of_neither() -> None:
    other = "Idris Qatranji"
    found = _known(_report((SAW.format(NAME), NAME), (SAW.format(other), other)))
    assert found.hidden("They wept for Qatranji.") == "They wept for [name withheld]."
    assert found.number("Qatranji") not in (None, found.number(NAME), found.number(other))


def test_who_is_told_in_two_roles_may_be_two_people_and_has_neither() -> None:
    doctor = "Shells hit Homs, doctor {} said."
    found = _known(_report((SAW.format(NAME), NAME)), _report((doctor.format(NAME), NAME)))
    assert found.hidden(HEARD.format(NAME)) == "Shells hit Homs, a person (1) said."
