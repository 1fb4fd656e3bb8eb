"""Who is one speaker and one party across documents."""

from __future__ import annotations

import pytest

from ascribe.incidents.identity import named
from ascribe.model import Mention


def mention(name: str, actor: str | None = None) -> Mention:
    return Mention(begin=0, end=len(name), text=name, name=name, actor=actor, confidence=0.9)


@pytest.mark.parametrize("given", ["Third Brigade", "the third  brigade", "THIRD BRIGADE"])
def test_a_free_name_that_a_person_gave_is_the_same_plain_name(given: str) -> None:
    assert named(mention("somebody", given)).key == named(mention("Third Brigade")).key == "third brigade"


def test_a_known_actor_goes_by_its_id() -> None:
    assert (named(mention("Daesh", "islamic-state")).key, named(mention("Daesh", "islamic-state")).name) == (
        "islamic-state",
        "Islamic State",
    )
