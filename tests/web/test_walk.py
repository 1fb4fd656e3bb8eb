"""The walk of an analyst through the demo case, by mouse and again by keyboard alone; and two of them on one case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import expect as has

from ascribe.case import Case
from ascribe.publish.brief import brief
from ascribe.web import people

from .browsing import Visit, served, settled

pytestmark = pytest.mark.browser
NORTH = "Army shelling killed 31 civilians in Manbij on 14 August 2017, the Monitor said."
EAST = "Rebel shelling killed 7 soldiers in Deir ez-Zor on 14 August 2017, the Ministry said."
PASSWORD = "a long one, for tests"


class Hands(Protocol):
    """How somebody works the pages."""

    def go(self, key: str) -> None: ...
    def choose(self, item: Locator) -> None: ...
    def act(self, key: str, item: Locator | None = None) -> None: ...
    def press(self, part: Locator) -> None: ...
    def write(self, field: Locator, words: str) -> None: ...
    def pick(self, field: Locator, words: str) -> None: ...


class Mouse:
    """By mouse; words are typed."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, key: str) -> None:
        self.page.click(f"[data-go='{key}']")
        arrived(self.page, key)

    def choose(self, item: Locator) -> None:
        if item.locator("a.head").count():  # of a document: its buttons show once it is chosen
            item.locator("a.head").click()

    def act(self, key: str, item: Locator | None = None) -> None:
        chosen = f"[data-key='{key}']"
        (item.locator(chosen) if item else self.page.locator(f"{chosen}:not([data-item] *)")).click()

    def press(self, part: Locator) -> None:
        part.click()

    def write(self, field: Locator, words: str) -> None:
        field.fill(words)

    def pick(self, field: Locator, words: str) -> None:
        field.select_option(label=words)


class Keys:
    """By keys alone: those that the help page lists, and Tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, key: str) -> None:
        self.page.keyboard.press("g")
        self.page.keyboard.press(key)
        arrived(self.page, key)

    def choose(self, item: Locator) -> None:
        self._until(item, "e => e.contains(document.activeElement)", "j")

    def act(self, key: str, item: Locator | None = None) -> None:
        if item:
            self.choose(item)
        self.page.keyboard.press(key)

    def press(self, part: Locator) -> None:
        self._reach(part)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, words: str) -> None:
        self._reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def pick(self, field: Locator, words: str) -> None:
        self._reach(field)
        self.page.keyboard.type(words)

    def _reach(self, part: Locator) -> None:
        self._until(part, "e => e === document.activeElement", "Tab")

    def _until(self, part: Locator, here: str, key: str) -> None:
        part.wait_for()
        for _ in range(200):
            if part.evaluate(here):
                return
            self.page.keyboard.press(key)
        pytest.fail(f"{key} never comes to {part}")


def arrived(page: Page, key: str) -> None:
    """Wait until the view of a key is there, and its scripts with it."""
    page.locator(f"[data-go='{key}'][aria-current]").wait_for()
    page.wait_for_load_state()


@pytest.fixture
def visit(browser: Browser, demo_copy: Path) -> Iterator[Visit]:
    with served(demo_copy) as address:
        made = Visit(browser, address)
        yield made
        made.close()


@pytest.mark.parametrize("kind", [Mouse, Keys])
def test_an_analyst_adds_reads_amends_merges_regrades_and_undoes(
    visit: Visit, browser: Browser, demo_copy: Path, kind: type[Mouse | Keys]
) -> None:
    page = visit.at("/")
    hands: Hands = kind(page)
    toast = page.locator("#toast")

    _add(page, hands)
    _read_and_amend(page, hands)

    # The inbox, narrowed: its address is the view
    hands.go("i")
    hands.act("/")
    hands.write(page.get_by_label("Place", exact=True), "Manbij")
    hands.press(page.get_by_role("button", name="Narrow"))
    page.wait_for_url(re.compile(r"[?&]place=Manbij"))
    waiting = page.locator("#list [data-item]")
    has(waiting).to_have_count(1)
    hands.press(waiting.locator("[data-open]"))

    # The incident: merged with the other shelling of the day, graded, and a rejection taken back
    page.wait_for_url(re.compile("/incidents/"))
    other = page.locator("#near [data-item]", has_text="Deir ez-Zor")
    hands.act("m", other)
    has(toast).to_contain_text("Merged")
    has(page.locator(".column")).to_have_count(2)
    hands.act("r")
    hands.pick(page.locator("#regrade select"), "confirmed")
    hands.write(page.locator("#regrade [name=why]"), "Both sides told us so.")
    hands.press(page.get_by_role("button", name="Grade", exact=True))
    has(page.locator(".grade-name")).to_have_text(re.compile("confirmed"))
    statement = page.locator(".statements [data-item]", has_text="Rebel").first
    hands.act("x", statement)
    has(toast).to_contain_text("Rejected")
    has(page.locator(".statements .mark.rejected")).to_have_count(1)
    hands.act("u")
    has(toast).to_contain_text("Undid")
    has(page.locator(".statements .mark.rejected")).to_have_count(0)

    # Everything stands in the decisions, and in the brief
    hands.go("h")
    has(page.locator("#list .undone")).to_have_count(1)
    has(page.locator("#list")).to_contain_text("Both sides told us so.")
    told = _in_brief(browser, demo_copy)
    for words in ("confirmed", "Manbij", "Monitor", "33", "Ministry", "Both sides told us so."):
        assert words in told, words


def _add(page: Page, hands: Hands) -> None:
    """Two reports are pasted and read."""
    hands.go("a")
    for number, (words, outlet) in enumerate(((NORTH, "Agency"), (EAST, "Daily")), 1):
        hands.write(page.locator("textarea[name=text]"), words)
        hands.write(page.get_by_label("Outlet"), outlet)
        hands.press(page.get_by_role("button", name="Add and read"))
        has(page.locator("#jobs .mark.done")).to_have_count(number)


def _read_and_amend(page: Page, hands: Hands) -> None:
    """The first of them is opened; its killing is accepted, and its figure amended."""
    hands.press(page.locator("#jobs .steps a").last)
    page.wait_for_url("**/documents/*")
    has(page.locator("#report")).to_contain_text(NORTH[-40:])
    has(settled(page)).to_have_count(1)
    card = page.locator(".claim", has_text="“killed”")
    hands.choose(card)
    has(page.locator("#report .trigger.on")).to_have_text("killed")
    hands.act("a", card)
    has(card.locator(".mark.accepted")).to_have_count(1)
    hands.act("e", card)
    best = page.get_by_role("dialog").get_by_label("Best").first
    has(best).to_have_value("31")
    hands.write(best, "33")
    hands.press(page.get_by_role("dialog").get_by_role("button", name="Amend"))
    has(card).to_contain_text("33")
    has(page.get_by_role("dialog")).to_have_count(0)
    has(settled(page)).to_have_count(1)


def _in_brief(browser: Browser, path: Path) -> str:
    """What the brief tells of the incident."""
    with Case.open(str(path)) as case:
        made = brief(case)
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(made)
        return page.locator("article.incident", has_text="Manbij").first.inner_text()


def test_two_people_see_each_others_decisions(browser: Browser, demo_copy: Path) -> None:
    with Case.open(str(demo_copy)) as case:
        for name in ("Desk", "Field"):
            people.add(case, name, "analyst", PASSWORD, "Desk")
    with served(demo_copy, "--login") as address:
        desk, field = (Visit(browser, address) for _ in range(2))
        for visit, name in ((desk, "Desk"), (field, "Field")):
            page = visit.at("/documents/1")
            page.fill("[name=name]", name)
            page.fill("[name=password]", PASSWORD)
            page.click("main button")
            page.wait_for_url("**/documents/1")
        _each_sees_the_other(desk.page, field.page)
        desk.close()
        field.close()


def _each_sees_the_other(desk: Page, field: Page) -> None:
    first, second = (field.locator(f"#claims [data-claim='{n}']") for n in (1, 2))
    desk.locator("#claims [data-claim='1'] .head").click()
    desk.locator("#claims [data-claim='1'] [data-key=a]").click()
    has(first.locator(".mark.accepted")).to_have_count(1)
    has(field.locator("#toast")).to_have_text("Desk changed something; the page shows it.")

    # Nothing is taken from under the hands of one who writes.
    second.locator(".head").click()
    second.locator("[data-key=e]").click()
    why = field.get_by_role("dialog").locator("[name=why]")
    why.fill("half a thou")
    desk.locator("#claims [data-claim='3'] .head").click()
    desk.locator("#claims [data-claim='3'] [data-key=x]").click()
    has(field.locator("#toast")).to_contain_text("Desk changed something meanwhile.")
    has(why).to_have_value("half a thou")
    field.get_by_role("dialog").get_by_text("Leave it").click()
    has(field.locator("#claims [data-claim='3'] .mark.rejected")).to_have_count(1)

    second.locator("[data-key=a]").click()
    has(desk.locator("#claims [data-claim='2'] .mark.accepted")).to_have_count(1)
    desk.goto("/decisions")
    has(desk.locator("#list [data-item]").first).to_contain_text("Field")
