"""Codes of PLOVER and ACLED: labelled claims by the codebooks' definitions, and what holds for all."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.model import Claim, ClaimAttribution, ClaimQuantity, ClaimType, Factuality, Mention
from ascribe.reading.actors.catalogue import catalogue
from ascribe.reading.crosswalk import crosswalk, rules, table

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parents[1] / "cases/crosswalks.toml").read_text("utf-8"))[
    "case"
]
BOOKS = {"plover": ("event", "mode"), "acled": ("event_type", "sub_event_type")}
SLOTS = ("agent", "target", "instrument")
COUNTED: Any = {"killed", "detained"}


def mention(told: str) -> Mention:
    words, _, actor = told.partition(" = ")
    return Mention(begin=0, end=len(words), text=words, name=words, actor=actor or None, confidence=1.0)


def made(told: dict[str, Any]) -> Claim:
    source = tuple(mention(m) for m in told.get("speaker", ()))
    return Claim.model_validate(
        {
            "id": "c", "type": told["type"], "trigger": (0, 1), "sentence": (0, 1), "confidence": 1.0,
            "factuality": told.get("factuality", "asserted"), "factuality_confidence": 1.0,
            **{slot: tuple(mention(m) for m in told.get(slot, ())) for slot in SLOTS},
            "quantities": tuple(
                ClaimQuantity(begin=0, end=1, text="1", best=told[of], of=of) for of in COUNTED & told.keys()
            ),
            "attribution": ClaimAttribution(source=source, form="indirect", confidence=1.0) if source else None,
        }
    )  # fmt: skip


def valid(book: str, code: dict[str, str | None] | None) -> bool:
    first, second = BOOKS[book]
    known = table("codebooks.toml")[book]
    return code is None or (list(code) == [first, second] and (code[second] or "") in {"", *known[str(code[first])]})


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_case(case: dict[str, Any]) -> None:
    told = case["claim"]
    found = crosswalk(made(told), told["trigger"], told.get("country"))
    for book, (first, second) in BOOKS.items():
        code = case.get(book)
        assert found[book] == (code and {first: code[0], second: code[1] if len(code) > 1 else None}), book


def test_the_cases_are_many_and_half_of_them_traps() -> None:
    assert len({c["id"] for c in CASES}) == len(CASES) >= 60
    assert sum(bool(c.get("trap")) for c in CASES) * 2 >= len(CASES)


def test_the_cases_cover_all_types_and_know_their_actors() -> None:
    assert {c["claim"]["type"] for c in CASES} == set(get_args(ClaimType))
    told = [m for c in CASES for slot in ("agent", "target", "speaker") for m in c["claim"].get(slot, ())]
    assert [m for m in told if mention(m).actor and catalogue().get(str(mention(m).actor)) is None] == []


@pytest.mark.parametrize("book", BOOKS)
def test_every_rule_gives_what_the_codebook_has(book: str) -> None:
    first, second = BOOKS[book]
    gives = [r.gives for of in rules().rules[book].values() for r in of if r.gives]
    assert [g for g in gives if not valid(book, {first: g[0], second: g[1]})] == []


@pytest.mark.parametrize("book", BOOKS)
def test_every_rule_can_be_reached(book: str) -> None:
    """A rule asks for types, words and tags that there are, and none stands behind one that takes all."""
    data = table("crosswalks.toml")
    tags = {
        t
        for part in ("nouns", "kinds")
        for key, value in data[part].items()
        for t in (key if part == "nouns" else value).split()
    }
    asked = {t for row in data[book]["rules"] for slot in ("agent", "target") for t in row.get(slot, "").split()}
    assert asked <= tags | {"none", "unknown", "abroad"}
    reached, all_rules = set(), set()
    for kind, ordered in rules().rules[book].items():
        assert kind in get_args(ClaimType)
        for at, rule in enumerate(ordered):
            all_rules.add(id(rule))
            before = [r for r in ordered[:at] if rule.factuality <= r.factuality]
            if not any(r.words is None and not r.parties and not r.own and not r.least for r in before):
                reached.add(id(rule))
    assert reached == all_rules


def test_every_sub_event_type_has_a_rule() -> None:
    """ACLED's whole list can be told from claims."""
    given_ = {r.gives for of in rules().rules["acled"].values() for r in of if r.gives}
    wanted = {(kind, sub) for kind, subs in table("codebooks.toml")["acled"].items() for sub in subs}
    assert len(wanted) == 25
    assert wanted <= given_


NOUNS = sorted(rules().nouns)
WORDS = sorted({w.strip("*") for words in table("crosswalks.toml")["words"].values() for w in words.split("|")})
IDS = [*[a.id for a in catalogue()][::7], "iraq", "russia-armed-forces", "no-such-actor", ""]
PHRASES = st.lists(st.one_of(st.sampled_from(NOUNS), st.sampled_from(WORDS), st.text(max_size=8)), max_size=4).map(
    " ".join
)
FILLERS = st.lists(st.builds("{} = {}".format, PHRASES, st.sampled_from(IDS)), max_size=2)


@given(
    st.sampled_from(get_args(ClaimType)),
    st.sampled_from(get_args(Factuality)),
    PHRASES,
    st.fixed_dictionaries({}, optional=dict.fromkeys((*SLOTS, "speaker"), FILLERS)),
    st.one_of(st.none(), st.sampled_from(["IQ", "UA", "xx"])),
)
def test_any_claim_has_valid_codes_or_none(
    kind: str, factuality: str, trigger: str, slots: dict[str, list[str]], country: str | None
) -> None:
    claim = made({"type": kind, "factuality": factuality, **slots})
    found = crosswalk(claim, trigger, country)
    assert list(found) == list(BOOKS)
    assert all(valid(book, code) for book, code in found.items())
    assert found == crosswalk(claim, trigger, country)
    if factuality in ("denied", "hypothetical"):
        assert found == {"plover": None, "acled": None}
    if factuality == "future":
        assert found["acled"] is None
