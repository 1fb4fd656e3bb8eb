"""Who is a private person, and how texts lose the names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.publish.persons import Persons
from ascribe.publish.wording import clean

from .conftest import filed, persons

NAME = "Marwa Qatranji"


@pytest.mark.parametrize(
    ("sentence", "called"),
    [
        ("Shells hit Raqqa, resident Marwa Qatranji said.", "Shells hit Raqqa, resident said."),
        ("Shells hit Raqqa, Marwa Qatranji, a doctor, said.", "Shells hit Raqqa, a doctor, a doctor, said."),
        ("Shells hit Raqqa, said Marwa Qatranji's brother.", "Shells hit Raqqa, said [name withheld]'s brother."),
        ("Shells hit Raqqa, MARWA QATRANJI said.", "Shells hit Raqqa, [name withheld] said."),
        ("Shells hit the wife of a commander, Marwa Qatranji.", "Shells hit the wife of a commander, a relative."),
        (
            "Shells hit Homs, he told the colonel, Marwa Qatranji said.",
            "Shells hit Homs, he told the colonel, [name withheld] said.",
        ),
        ("Shells hit Marwa Qatranji, the wife of a commander.", "Shells hit a relative, the wife of a commander."),
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
    assert known.hidden("Qatranji wept for Marwa.") == "a resident wept for a resident."
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
