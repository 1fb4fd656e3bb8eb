"""Copies, origins and shared passages: what is one text, who reported it, and what stands in others' reports."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe.documents import from_text, load
from ascribe.errors import UsageError
from ascribe.incidents.origins import Origins, Signed, grouped, origins, signed
from ascribe.incidents.reporters import origin_key, printed
from ascribe.incidents.shingles import signature, words_of
from ascribe.model import Document

STRIKE = (
    "Two jets bombed the covered market of the border town shortly after dawn on Monday, setting dozens of stalls "
    "alight and burying shoppers under the roof of the grain hall, according to the mayor and to three traders.",
    "The mayor said that eleven bodies had been pulled out by noon and that neighbours were digging with their hands "
    "because the only excavator had run out of fuel two days before the raid.",
    "A spokesman for the air force denied that any aircraft had flown over the province that morning and blamed the "
    "blast on a depot of cooking gas that rebels had hidden behind the bakery.",
    "At the hospital, which has one surgeon, the wounded lay on doors taken from their hinges. Nurses asked relatives "
    "to bring water, blankets and whatever painkillers they could find at home.",
)
SHELLS = (
    "Rockets landed in the harbour quarter of the northern port on Thursday evening, killing a customs officer and "
    "wounding six sailors whose ship had been waiting for a pilot, the coast guard reported.",
    "Its commander said that the launchers stood on the far bank of the estuary and that his boats had returned fire "
    "until darkness fell, without knowing whether they had hit anything.",
    "Fishermen told a local radio station that nobody had warned them and that the nets were still out when the first "
    "salvo struck the water beside the lighthouse.",
)
BACKGROUND = (
    "The war began nine years ago, when army officers seized the capital and the eastern provinces refused to obey "
    "them. More than forty thousand people have died since then and a third of the population lives in camps abroad, "
    "by the count of the refugee agency. Four rounds of talks under its auspices have failed.",
    "Both sides accuse each other of breaking the truce that neighbouring states arranged in the spring. Neither has "
    "allowed monitors into the areas that it holds, although the agreement provides for sixty of them.",
)
RIGHTS = (
    "Copyright 2019. All rights reserved. This material may not be published, broadcast, rewritten or redistributed."
)


def report(
    *paragraphs: str, outlet: str | None = None, published: str | None = None, url: str | None = None
) -> Document:
    return from_text("\n\n".join(paragraphs), outlet=outlet, published=published, url=url)


def are_copies(*documents: Document) -> bool:
    found = origins(documents)
    return len({found.of(one.sha256).copies for one in documents}) == 1


def span(document: Document, words: str) -> tuple[int, int]:
    begin = document.text.index(words)
    return begin, begin + len(words)


# --- copies ---


def test_the_sample_reprint_is_a_copy_of_the_agencys_story_and_nothing_else_is(samples: Path) -> None:
    documents = {Path(p).name: d for p in sorted(samples.glob("[1-6]-*")) for d in load([str(p)])}
    found = origins(documents.values())  # type: ignore[arg-type]
    groups = {name: found.of(d.sha256) for name, d in documents.items()}  # type: ignore[union-attr]
    assert groups["6-reprint.txt"] == groups["1-wire.txt"]
    assert groups["1-wire.txt"].origin == "halyard"
    assert len(found.groups) == len(documents) - 1
    assert len({group.origin for group in found.groups}) == len(found.groups)


def test_a_reprint_cut_after_its_first_paragraph_is_a_copy() -> None:
    assert are_copies(report(*STRIKE, *BACKGROUND), report(STRIKE[0], outlet="The Harbour Courier"))


def test_a_new_headline_and_an_edited_lede_leave_a_copy() -> None:
    lede = "A market was bombed at dawn on Monday and shoppers lay buried beneath its roof, a mayor and traders said."
    assert are_copies(report(*STRIKE), report("MARKET RAID KILLS ELEVEN", lede, *STRIKE[1:], outlet="Evening Post"))


def test_small_words_changed_in_every_line_leave_a_copy() -> None:
    words = "\n\n".join(STRIKE).split()
    edited = " ".join("XX" if i % 14 == 9 else word for i, word in enumerate(words))
    assert not any(" ".join(words[i : i + 20]) in edited for i in range(len(words) - 19))
    assert are_copies(report(*STRIKE), report(edited))


def test_typography_makes_no_difference() -> None:
    plain = report('"We don\'t know," the U.S. envoy said. ' + STRIKE[1] + " Some 2,500 fled.")
    set_up = report("“WE DON’T KNOW”, the US envoy said. " + STRIKE[1].upper() + " Some 2500 fled.")
    assert words_of(plain.text).words == words_of(set_up.text).words
    assert are_copies(plain, set_up)


def test_an_article_that_quotes_the_whole_of_a_statement_is_no_copy_of_it() -> None:
    statement = report(STRIKE[2], outlet="Air Force Press Office")
    article = report(*SHELLS, "In a statement it said:", STRIKE[2], *BACKGROUND, outlet="Evening Post")
    assert not are_copies(statement, article)


def test_two_stories_over_the_same_background_are_no_copies() -> None:
    first, second = report(STRIKE[0], *BACKGROUND, RIGHTS), report(SHELLS[0], *BACKGROUND, RIGHTS)
    assert not are_copies(first, second)


def test_notices_count_for_nothing() -> None:
    assert not are_copies(report("Market bombed", *[RIGHTS] * 5), report("Port shelled", *[RIGHTS] * 5))
    assert not origins([report(STRIKE[0], RIGHTS), report(SHELLS[0], RIGHTS)]).passages


def test_a_digest_of_two_stories_does_not_make_them_one() -> None:
    first, second = report(*STRIKE[:3]), report(*SHELLS)
    found = origins([first, second, report(*STRIKE[:3], *SHELLS)])
    assert found.of(first.sha256).copies != found.of(second.sha256).copies


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Explosion heard in the capital.", "EXPLOSION HEARD IN THE CAPITAL", True),
        ("Explosion heard in the capital.", "Explosion heard in the port.", False),
        ("爆発", "地震", False),
    ],
)
def test_short_texts_are_copies_only_word_for_word(one: str, other: str, same: bool) -> None:
    assert are_copies(report(one), report(other)) is same


# --- origins ---


def test_two_stories_of_one_agency_are_two_texts_of_one_origin() -> None:
    first = report("BEIRUT (AFP) - " + STRIKE[0], *STRIKE[1:], outlet="Evening Post")
    second = report(*SHELLS, "Agence France-Presse", outlet="The Harbour Courier")
    found = origins([first, second])
    assert not are_copies(first, second)
    assert found.of(first.sha256).origin == found.of(second.sha256).origin == "afp"
    assert found.count([(first.sha256, None), (second.sha256, None)]) == 1


def test_an_uncredited_reprint_has_its_copys_origin() -> None:
    wire = report("BEIRUT (AFP) - " + STRIKE[0], *STRIKE[1:], published="2019-04-02")
    silent = report(*STRIKE, outlet="Evening Post", published="2019-04-03")
    group = origins([wire, silent]).of(silent.sha256)
    assert group.origin == "afp"
    assert "AFP" in group.why


def test_who_had_it_before_the_agency_is_an_origin_too() -> None:
    ministry = report(*STRIKE, outlet="Defence Ministry", published="2019-04-01")
    wire = report(*STRIKE, "(Xinhua)", published="2019-04-02")
    assert origins([ministry, wire]).of(wire.sha256).origins == ("defence ministry", "xinhua")


def test_without_a_credit_the_first_outlet_is_the_origin() -> None:
    early = report(*STRIKE, outlet="Evening Post", published="2019-04-01T22:00:00Z")
    late = report("A raid", *STRIKE, outlet="The Harbour Courier", published="2019-04-02")
    undated = report("The raid", *STRIKE, outlet="Morning Star")
    assert origins([late, early]).of(late.sha256).origins == ("evening post",)
    assert origins([late, early, undated]).of(late.sha256).origins == ("evening post", "morning star")


def test_texts_of_unknown_outlets_have_origins_of_their_own_and_an_address_names_one() -> None:
    first, second = report(*STRIKE), report(*SHELLS)
    found = origins([first, second])
    assert found.of(first.sha256).origin == f"text:{first.sha256}"
    assert found.count([(first.sha256, None), (second.sha256, None)]) == 2
    site = report(*STRIKE, url="https://www.post.example/raid")
    assert origins([site]).of(site.sha256).origin == "post.example"


def test_a_joint_credit_is_independent_of_neither_agency() -> None:
    stories = [
        report(STRIKE[0], STRIKE[1], "(AFP)"), report(*SHELLS, "(Reuters)"), report(*BACKGROUND, "(Reuters/AFP)"),
    ]  # fmt: skip
    found = origins(stories)
    assert found.of(stories[2].sha256).origin == "afp/reuters"
    counted = [(one.sha256, None) for one in stories]
    assert found.count(counted[:2]) == 2
    assert found.count(counted[::2]) == found.count(counted[1:]) == 1
    assert found.count(counted) == 2


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Agence France-Presse", "afp"), ("The  Harbour Courier", "harbour courier"),
        ("Halyard News Agency", "halyard"), ("News Agency", "news agency"), ("Reuters", "reuters"),
    ],
)  # fmt: skip
def test_names_of_one_outlet_have_one_key(name: str, key: str) -> None:
    assert origin_key(name) == key


# --- passages ---


def test_a_quoted_paragraph_is_one_origin_and_the_rest_of_the_article_is_not() -> None:
    wire = report(*STRIKE, "(AFP)")
    article = report(*SHELLS, STRIKE[1], outlet="Evening Post")
    found = origins([wire, article])
    (passage,) = found.passages
    spans = {passage.a: passage.a_span, passage.b: passage.b_span}
    for document in (wire, article):
        begin, end = spans[document.sha256]
        assert document.text[begin:end] == STRIKE[1].rstrip(".")
    assert found.keys(article.sha256, span(article, SHELLS[1])) == ("evening post",)
    assert found.keys(article.sha256, span(article, STRIKE[1])) == ("afp",)
    assert found.count([(wire.sha256, span(wire, STRIKE[0])), (article.sha256, span(article, STRIKE[1]))]) == 1
    own = (wire.sha256, span(wire, STRIKE[1]))
    assert found.count([own, (article.sha256, span(article, STRIKE[1]))]) == 1
    assert found.count([own, (article.sha256, span(article, SHELLS[1]))]) == 2
    assert found.count([own, *((article.sha256, span(article, words)) for words in (STRIKE[1], SHELLS[1]))]) == 2


def test_a_shared_passage_is_that_of_the_outlet_that_had_it_first() -> None:
    def keys(first: str | None, second: str | None) -> tuple[str, ...]:
        one = report(*STRIKE[:2], outlet="Evening Post", published=first)
        two = report(*SHELLS, STRIKE[1], outlet="Morning Star", published=second)
        return origins([one, two]).keys(two.sha256, span(two, STRIKE[1]))

    assert keys("2019-04-01", "2019-04-02") == ("evening post",)
    assert keys("2019-04-02", "2019-04-01") == ("morning star",)
    assert keys("2019-04-02", "2019-04-02") == keys(None, None) == ("evening post", "morning star")


def test_a_short_quotation_is_no_passage() -> None:
    quotation = " ".join(STRIKE[0].split()[:19])
    assert not origins([report(*STRIKE), report(SHELLS[0] + " " + quotation + " " + SHELLS[1])]).passages
    quotation = " ".join(STRIKE[0].split()[:20])
    assert origins([report(*STRIKE), report(SHELLS[0] + " " + quotation + " " + SHELLS[1])]).passages


def test_what_one_outlet_repeats_is_no_passage() -> None:
    stories = [
        report(STRIKE[0], *BACKGROUND, outlet="Evening Post"),
        report(*SHELLS, *BACKGROUND, outlet="evening post"),
    ]
    assert not origins(stories).passages


def test_a_statement_that_stands_in_many_reports_is_one_origin_in_all() -> None:
    reports = [
        report(f"Story {i} of the {'very ' * i}long week.", SHELLS[i % 3], BACKGROUND[0], outlet=f"Outlet {i}")
        for i in range(60)
    ]
    found = origins(reports)
    assert found.count([(one.sha256, span(one, BACKGROUND[0])) for one in reports]) == 1
    assert len(found.compared) < 60 * 20


def test_a_document_that_was_not_given_is_named_in_the_error() -> None:
    with pytest.raises(UsageError, match="'abc'"):
        origins([]).of("abc")


def test_of_one_text_under_two_outlets_the_same_one_is_kept_in_any_order() -> None:
    one, two = report(*STRIKE, outlet="Evening Post"), report(*STRIKE, outlet="Morning Star")
    assert one.sha256 == two.sha256
    assert origins([one, two]) == origins([two, one])


# --- order, increments, stores ---

POOL = (*STRIKE, *SHELLS, *BACKGROUND, RIGHTS, "Short.", "")


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Reports made of the same few paragraphs, so that many are copies or share passages."""
    found = []
    for _ in range(draw(st.integers(0, 9))):
        chosen = draw(st.lists(st.sampled_from(POOL), min_size=1, max_size=6))
        credit = draw(st.sampled_from(["", "(AFP)", "(Reuters/AFP)", "Nothing."]))
        outlet = draw(st.sampled_from([None, "Evening Post", "Morning Star"]))
        day = draw(st.sampled_from([None, "2019-04-01", "2019-04-02"]))
        found.append(report("Report", *chosen, credit, outlet=outlet, published=day))
    return found


@settings(max_examples=60, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_order_makes_no_difference(some: list[Document], chance: random.Random) -> None:
    shuffled = [*some, *some[:2]]
    chance.shuffle(shuffled)
    assert origins(shuffled) == origins(some)


@settings(max_examples=60, deadline=None)
@given(documents(), st.integers(1, 4))
def test_adding_documents_in_batches_gives_what_all_at_once_give(some: list[Document], size: int) -> None:
    texts = {one.sha256: one.text for one in some}
    kept: list[Signed] = []
    known: Origins | None = None
    for begin in range(0, len(some), size):
        kept += [signed(one) for one in some[begin : begin + size]]
        known = grouped(kept, texts.__getitem__, known)
        known = Origins.model_validate_json(known.model_dump_json())
    assert (known or origins([])) == origins(some)


def test_texts_are_fetched_only_for_what_may_be_near_and_was_not_compared() -> None:
    some = [report(*STRIKE), report(*STRIKE[:2]), report(*SHELLS, STRIKE[2]), report(*BACKGROUND)]
    texts = {one.sha256: one.text for one in some}
    fetched: list[str] = []

    def fetch(id: str) -> str:
        fetched.append(id)
        return texts[id]

    kept = [signed(one) for one in some]
    known = grouped(kept, fetch)
    assert set(fetched) == {one.sha256 for one in some[:3]}
    fetched.clear()
    assert grouped(kept, fetch, known) == known
    assert not fetched


def test_a_signature_of_other_rules_is_made_anew() -> None:
    some = [report(*STRIKE), report(*STRIKE[:2])]
    texts = {one.sha256: one.text for one in some}
    old = [Signed(printed(one), b"older rules " + signature(one.text)) for one in some]
    assert grouped(old, texts.__getitem__).groups == origins(some).groups


def test_a_signature_is_the_same_in_every_process_and_version() -> None:
    # stored signatures must find new ones; this one was written down when the rules were set
    keys = signature("Two jets bombed the market at dawn, the mayor said.")[8:]
    assert (len(keys), keys[:8].hex()) == (256, "82469d801ad70800")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_words_stand_where_their_spans_say_in_any_text(text: str) -> None:
    found = words_of(text)
    assert len(found.words) == len(found.spans)
    assert all(words_of(text[b:e]).words == (w,) for w, (b, e) in zip(found.words, found.spans, strict=True) if w)
    assert json.loads(json.dumps(found.words)) == list(found.words)
    signature(text)
