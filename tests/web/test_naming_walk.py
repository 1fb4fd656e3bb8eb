"""An analyst puts the names of the demo case in order, by mouse and again by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import expect as has

from .browsing import NARROW, Visit, served, settled
from .test_walk import Hands, Keys, Mouse

pytestmark = pytest.mark.browser
WHOLE = "Global Coalition against Daesh"  # as the catalogue calls the US-led coalition


@pytest.fixture
def address(demo_copy: Path) -> Iterator[str]:
    with served(demo_copy) as found:
        yield found


@pytest.mark.parametrize("kind", [Mouse, Keys])
def test_names_are_merged_split_said_and_undone(browser: Browser, address: str, kind: type[Mouse | Keys]) -> None:
    visit = Visit(browser, address)
    page = visit.at("/")
    hands: Hands = kind(page)
    hands.go("n")
    _find(page, hands, "spokesman")
    hands.act("s", _row(page, "coalition spokesman"))
    _find(page, hands, "coalition")  # what is ticked stays ticked
    has(page.locator("#list input:checked")).to_have_count(1)
    hands.act("s", _row(page, "coalition"))
    _merge(page, hands)
    _split_and_undo(page, hands)
    _say(page, hands)
    visit.close()


def _row(page: Page, name: str) -> Locator:
    return page.locator("#list [data-item]", has=page.get_by_role("link", name=name, exact=True))


def _find(page: Page, hands: Hands, words: str) -> None:
    hands.act("/")
    hands.write(page.get_by_role("searchbox"), words)
    hands.press(page.get_by_role("button", name="Find"))
    page.wait_for_url(re.compile(f"[?&]q={words}"))
    page.wait_for_load_state()


def _merge(page: Page, hands: Hands) -> None:
    hands.act("m")
    sheet = page.get_by_role("dialog")
    has(sheet.get_by_role("radio")).to_have_count(2)
    hands.write(sheet.get_by_label("Or another"), "US-led coalition")
    hands.write(sheet.get_by_label("Why"), "One press office.")
    hands.press(sheet.get_by_role("button", name="Merge"))
    has(page.locator("#toast")).to_contain_text(f"Merged into {WHOLE}.")
    whole = _row(page, WHOLE)
    has(whole).to_contain_text("“coalition spokesman”")
    has(_row(page, "coalition spokesman")).to_have_count(0)
    has(page.locator("#list input:checked")).to_have_count(0)
    hands.press(whole.locator("[data-open]"))
    page.wait_for_url(re.compile("/names/actor/"))
    has(page.locator("#main")).to_contain_text("One press office.")
    page.wait_for_load_state()


def _split_and_undo(page: Page, hands: Hands) -> None:
    spelling = page.locator("#list [data-item]", has_text="coalition spokesman")
    hands.act("s", spelling)
    hands.write(page.get_by_label("What is ticked means"), "Press Desk")
    hands.press(page.get_by_role("button", name="Split off what is ticked"))
    has(page.locator("#toast")).to_contain_text("is now Press Desk")
    has(spelling).to_have_count(0)
    has(settled(page)).to_have_count(1)
    hands.act("u", page.locator("[data-item]", has_text="split actor"))
    has(page.locator("#toast")).to_contain_text("Undid")
    page.wait_for_url(re.compile(r"/names\?"))
    has(_row(page, WHOLE)).to_contain_text("“coalition spokesman”")
    has(settled(page)).to_have_count(1)


def _say(page: Page, hands: Hands) -> None:
    hands.go("d")
    hands.press(page.locator("#list [data-open]").first)
    page.wait_for_url("**/documents/*")
    card = page.locator("#claims .claim", has=page.locator(".who a")).first
    hands.choose(card)
    before = card.locator(".who").inner_text()
    hands.act("t", card)
    sheet = page.get_by_role("dialog")
    has(sheet.get_by_role("radio").first).to_be_checked()
    hands.write(sheet.get_by_label("Mean"), "Third Brigade")
    hands.press(sheet.get_by_role("button", name="Say so"))
    has(page.locator("#toast")).to_contain_text("is Third Brigade.")
    has(card.locator(".who")).to_contain_text("Third Brigade")
    hands.act("u")
    has(card.locator(".who")).to_have_text(before)


def test_on_a_phone_a_claims_words_lead_to_who_they_are(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, NARROW)
    page = visit.at("/documents/1")
    card = page.locator("#claims .claim", has=page.locator(".who a")).first
    card.locator(".head").click()  # it comes to the words
    name = card.locator(".who a").first
    words = name.inner_text()
    name.click()
    sheet = page.get_by_role("dialog")
    has(sheet.get_by_role("radio", checked=True)).to_have_count(1)
    has(sheet.locator("label", has=page.locator(":checked"))).to_contain_text(words)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sheet.get_by_text("Leave it").click()
    has(sheet).to_have_count(0)
    visit.close()
