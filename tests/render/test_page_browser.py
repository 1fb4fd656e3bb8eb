"""The page in a real Chromium: silent, linked both ways, usable by keyboard and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ascribe.model import Reading
from ascribe.render.page import reading_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, NARROW = (1280, 900), (390, 844)


@pytest.fixture(scope="module")
def address(reading: Reading, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(reading_page(reading), encoding="utf-8")
    return path.as_uri()


class Visit:
    """An opened page, with all that it should not have done."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int], **options: Any) -> None:
        self.requests: list[str] = []
        self.trouble: list[str] = []
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **options
        )
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.trouble.append(message.text))
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.goto(address)

    def _dialog(self, dialog: Any) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def lit(self, selector: str) -> list[str]:
        found: list[str] = self.page.eval_on_selector_all(selector, "all => all.map(e => e.dataset.claim)")
        return found

    @property
    def focus(self) -> str:
        found: str = self.page.evaluate("(e => e.id || e.closest('.claim')?.id || e.tagName)(document.activeElement)")
        return found


@pytest.fixture
def wide(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, WIDE)
    yield visit
    visit.page.context.close()
    assert visit.requests == [address]
    assert visit.trouble == []


@pytest.fixture
def narrow(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, NARROW, has_touch=True)
    yield visit
    visit.page.context.close()
    assert visit.requests == [address]
    assert visit.trouble == []


def test_it_loads_from_a_file_asking_nothing(wide: Visit) -> None:
    assert wide.page.title() == "Coalition opens two breaches in Raqqa wall · Ascribe"
    assert wide.page.locator(".claim").count() == 15
    # The style is in force, though no style but this one is allowed.
    assert wide.page.locator("main").evaluate("e => getComputedStyle(e).display") == "grid"


def test_hovering_words_shows_the_claim_and_its_parts(wide: Visit) -> None:
    wide.page.hover("#text-12")
    assert wide.lit(".claim.on") == ["12"]
    roles = wide.page.eval_on_selector_all("[data-role]", "all => all.map(e => [e.textContent, e.dataset.role])")
    assert ["IS", "agent"] in roles
    assert ["car bombs", "instrument"] in roles
    assert ["Sido", "speaker"] in roles
    wide.page.wait_for_function("""() => { const box = document.getElementById('claim-12').getBoundingClientRect();
        const panel = document.getElementById('claims').getBoundingClientRect();
        return box.top >= panel.top && box.bottom <= panel.bottom; }""")
    wide.page.hover("h1")
    assert wide.lit(".claim.on") == []


def test_words_cut_by_other_marks_are_labelled_once(wide: Visit) -> None:
    wide.page.hover("#text-15")
    labels = wide.page.eval_on_selector_all("[data-role]", "all => all.map(e => e.dataset.role)")
    assert sorted(labels) == ["place", "speaker", "target", "time"]


def test_hovering_a_claim_shows_its_words(wide: Visit) -> None:
    wide.page.hover("#claim-2")
    words = wide.page.eval_on_selector_all(".trigger.on", "all => all.map(e => e.textContent).join('')")
    assert words == "mines laid by the Islamic State group"
    assert wide.lit("#report .number.on") == ["2"]


def test_words_of_two_claims_show_both_and_clicks_go_through_them(wide: Visit) -> None:
    shared = wide.page.locator("[data-triggers='8 7']")
    shared.hover()
    assert wide.lit(".claim.on") == ["7", "8"]
    shared.click()
    assert wide.lit(".claim.on") == ["8"]
    shared.click()
    assert wide.lit(".claim.on") == ["7"]
    wide.page.hover("h1")
    assert wide.lit(".claim.on") == ["7"]  # chosen: it stays
    wide.page.keyboard.press("Escape")
    assert wide.lit(".claim.on") == []


def test_the_keyboard_reaches_everything(wide: Visit) -> None:
    keys = wide.page.keyboard
    keys.press("Tab")
    assert wide.page.evaluate("document.activeElement.textContent") == "Skip to the claims"
    keys.press("Tab")
    assert wide.focus == "text-1"
    keys.press("Tab")  # one stop for all numbers of the text
    assert wide.focus == "claim-1"
    keys.press("Shift+Tab")
    # Numbers stand in the order of the text: the shorter words end first.
    keys.press("ArrowDown")
    assert wide.focus == "text-3"
    assert wide.lit(".claim.on") == ["3"]
    keys.press("End")
    assert wide.focus == "text-15"
    keys.press("ArrowRight")
    assert wide.focus == "text-15"
    keys.press("ArrowUp")
    assert wide.focus == "text-14"
    keys.press("Enter")
    assert wide.focus == "claim-14"
    assert wide.lit("#report .number.on") == ["14"]
    keys.press("ArrowDown")
    assert wide.focus == "claim-4"  # the panel's order: the next speaker's first claim
    keys.press("Enter")
    assert wide.focus == "text-4"
    keys.press("Home")
    assert wide.focus == "text-1"


def test_a_phone_shows_the_tapped_claim_below(narrow: Visit) -> None:
    page = narrow.page
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    assert page.locator("#peek").is_hidden()
    page.tap("#text-5")
    assert "Colonel Owen Hale" in page.inner_text("#peek")
    assert "denied" in page.inner_text("#peek")
    bottom = page.evaluate("document.getElementById('text-5').getBoundingClientRect().bottom")
    assert bottom <= page.evaluate("document.getElementById('peek').getBoundingClientRect().top")
    page.tap("#peek button")
    assert page.locator("#peek").is_hidden()
    assert narrow.lit(".claim.on") == []


def test_nothing_is_cut_off_on_a_wide_screen(wide: Visit) -> None:
    assert wide.page.evaluate("document.documentElement.scrollWidth") <= WIDE[0]
    assert wide.page.evaluate("['report', 'claims'].every(id => { const e = document.getElementById(id);"
                              " return e.scrollWidth <= e.clientWidth; })")  # fmt: skip


def _contrast(page: Page, selector: str) -> float:
    """WCAG 2 contrast of an element's letters on the paper behind it."""
    ratio: float = page.eval_on_selector(selector, """e => {
        const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        const light = c => c.match(/[\\d.]+/g).slice(0, 3).map(v => linear(v / 255))
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
        let back = e; while (getComputedStyle(back).backgroundColor === 'rgba(0, 0, 0, 0)') back = back.parentElement;
        const pair = [getComputedStyle(e).color, getComputedStyle(back).backgroundColor].map(light);
        return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05); }""")  # fmt: skip
    return ratio


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_stand_out_in_light_and_dark(browser: Browser, address: str, scheme: str) -> None:
    visit = Visit(browser, address, WIDE, color_scheme=scheme)
    luminous = visit.page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g)[0] > 128")
    assert luminous == (scheme == "light")
    parts = ["#report p", ".provenance", ".tally", "dt", "#report .hidden-character", "footer"]
    kinds = [f".claim.{kind} .type" for kind in ("fighting", "harm", "ground", "people", "words")]
    assert {part: ratio for part in parts + kinds if (ratio := _contrast(visit.page, part)) < 4.5} == {}
    visit.page.context.close()


def test_print_shows_all_of_both_columns(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, WIDE)
    visit.page.emulate_media(media="print")
    clipped = "['report', 'claims'].filter(id => getComputedStyle(document.getElementById(id)).overflowY !== 'visible')"
    assert visit.page.evaluate(clipped) == []
    assert len(visit.page.pdf()) > 10_000
    visit.page.context.close()


def test_without_script_the_numbers_are_links(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, NARROW, java_script_enabled=False)
    visit.page.click("#text-5")
    assert visit.page.url.endswith("#claim-5")
    visit.page.context.close()


def test_a_notebook_frame_works_and_keeps_its_style_inside(browser: Browser, reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><h1>Mine</h1>{reading._repr_html_()}", encoding="utf-8")
    visit = Visit(browser, path.as_uri(), WIDE)
    frame = visit.page.frame_locator("iframe")
    frame.locator("#text-5").click()
    assert frame.locator("#claim-5").get_attribute("class") == "claim harm on"
    assert visit.page.eval_on_selector("h1", "e => getComputedStyle(e).fontSize") == "32px"
    assert visit.trouble == []
    visit.page.context.close()
