"""Which ACLED code an incident has, where its claims carry several or none."""

from __future__ import annotations

from typing import Any

import pytest

from ascribe.incidents.model import Incident, Statement
from ascribe.model import FiledClaim
from ascribe.publish.exports.codes import code_of

from ..conftest import filed

CLASH, TAKEN = ("Battles", "Armed clash"), ("Battles", "Government regains territory")
STRIKE, SHELLS = ("Explosions/Remote violence", "Air/drone strike"), (
    "Explosions/Remote violence", "Shelling/artillery/missile attack")  # fmt: skip
ATTACK, ARRESTS = ("Violence against civilians", "Attack"), ("Strategic developments", "Arrests")
PROTEST = ("Protests", "Peaceful protest")
Coded = tuple[str, tuple[str, str] | None]


def _made(type: str, *carried: Coded, factuality: str = "asserted") -> tuple[Incident, list[FiledClaim]]:
    """An incident of that type, of a claim of each (type, code)."""
    told, statements = [], []
    for n, (kind, code) in enumerate(carried):
        one = filed("Shells hit Raqqa.", type=kind)
        acled: dict[str, Any] | None = {"event_type": code[0], "sub_event_type": code[1]} if code else None
        told.append(one.model_copy(update={"claim": one.claim.model_copy(update={"id": f"c{n}", "acled": acled})}))
        statements.append(Statement.model_construct(claim=f"c{n}", factuality=factuality))
    return Incident.model_construct(type=type, statements=tuple(statements)), told


@pytest.mark.parametrize(
    ("carried", "expected", "of"),
    [
        ([CLASH, CLASH], CLASH, ("c0", "c1")),
        ([CLASH, STRIKE, STRIKE], CLASH, ("c0",)),  # remote violence in a battle is a part of it
        ([CLASH, TAKEN], TAKEN, ("c1",)),  # a battle by which territory changes hands
        ([ATTACK, STRIKE], STRIKE, ("c1",)),  # explosives, whoever suffers
        ([ARRESTS, ATTACK], ATTACK, ("c1",)),  # violence before what is none itself
        ([STRIKE, SHELLS], (STRIKE[0], None), ("c0", "c1")),  # two sub-event types, none first
        ([CLASH, ATTACK], (None, None), ()),  # the codebook puts neither first
        ([PROTEST, ATTACK], (None, None), ()),
    ],
)
def test_where_claims_disagree_the_codebook_says_which_stands_or_none_does(
    carried: list[tuple[str, str]], expected: tuple[str | None, str | None], of: tuple[str, ...]
) -> None:
    code = code_of(*_made("clash", *(("clash", c) for c in carried)))
    assert (code.event_type, code.sub_event_type, code.claims) == (*expected, of)
    assert bool(code.note) == (len(set(carried)) > 1)
    assert all(name in code.note for name in ({c[0] for c in carried} if expected[0] is None else ()))


def test_claims_of_the_incidents_own_type_go_before_others() -> None:
    code = code_of(*_made("airstrike", ("killing", ATTACK), ("killing", ATTACK), ("airstrike", STRIKE)))
    assert (code.event_type, code.claims, code.note) == (STRIKE[0], ("c2",), "")


def test_a_code_of_another_types_claim_says_so() -> None:
    code = code_of(*_made("destruction", ("destruction", None), ("airstrike", STRIKE)))
    assert (code.event_type, code.claims) == (STRIKE[0], ("c1",))
    assert code.note == "no claim of its type (destruction) has a code"


def test_a_development_beside_an_assault_is_no_code_of_it() -> None:
    code = code_of(*_made("assault", ("assault", None), ("detention", ARRESTS)))
    assert (code.event_type, code.claims) == (None, ())
    assert "no claim of its type (assault) has a code" in code.note
    assert "(detention)" in code.note


def test_what_is_denied_or_carries_no_code_gives_none() -> None:
    assert code_of(*_made("airstrike", ("airstrike", None))).event_type is None
    denied = code_of(*_made("airstrike", ("airstrike", STRIKE), factuality="denied"))
    assert (denied.event_type, denied.note) == (None, "")
