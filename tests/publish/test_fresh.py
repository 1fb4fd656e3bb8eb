"""What is too young to leave."""

from __future__ import annotations

from datetime import date

import pytest

from ascribe.publish.fresh import NO_DATE, young

AS_OF = date(2017, 7, 20)


@pytest.mark.parametrize(
    ("day", "published", "why"),
    [
        ("2017-07-16", "2017-07-16", None),
        ("2017-07-17", "2017-07-16", "younger than 72 hours"),  # its last hour was 48 hours before
        ("2017-07-10", "2017-07-18", "younger than 72 hours"),
        ("2017-07-25", "2017-07-10", "younger than 72 hours"),
        ("2017-07-10", "2017-07-17T00:00:00Z", None),
        ("2017-07-10", "2017-07-17T00:00:00-05:00", "younger than 72 hours"),
        (None, "2017-07-10", NO_DATE),
        ("2017-07-10", None, NO_DATE),
        ("soon", "2017-07-10", NO_DATE),
        ("9999-12-31", "2017-07-10", NO_DATE),
    ],
)
def test_nothing_younger_than_72_hours(day: str | None, published: str | None, why: str | None) -> None:
    assert young(day, published, 72, AS_OF) == why


def test_a_profile_may_let_everything_go() -> None:
    assert young(None, None, 0, AS_OF) is None
