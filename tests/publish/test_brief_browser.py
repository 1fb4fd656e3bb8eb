"""The brief in a real Chromium: silent, readable at a desk and on a phone, its map usable by wheel, drag and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ascribe.case import Case
from ascribe.publish.brief import brief

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, NARROW = (1280, 900), (390, 844)


@pytest.fixture(scope="module")
def address(demo_path: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("brief") / "brief.html"
    with Case.open(str(demo_path)) as case:
        path.write_text(brief(case), encoding="utf-8")
    return path.as_uri()


class Visit:
    """An opened page, with all that it should not have done."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int], **options: Any) -> None:
        self.trouble: list[str] = []
        viewport = {"width": size[0], "height": size[1]}
        self.context = browser.new_context(viewport=viewport, reduced_motion="reduce", **options)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda r: self.trouble.append(r.url) if r.url.split("#")[0] != address else None)
        self.page.on("console", lambda message: self.trouble.append(message.text))
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.goto(address)

    def world(self) -> str:
        """How the outlines are moved and enlarged."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return str(self.page.get_attribute(".map-svg .world", "transform"))


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    made = Visit(browser, address, request.param, has_touch=request.param == NARROW)
    yield made
    made.context.close()
    assert made.trouble == []


def test_nothing_runs_off_the_side(visit: Visit) -> None:
    visit.page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    width = visit.page.evaluate("innerWidth")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    off = visit.page.evaluate("""w => [...document.querySelectorAll('main *:not(svg *)')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > w + 1
            && getComputedStyle(e).position !== 'absolute' && !e.closest('thead'))
        .map(e => e.outerHTML.slice(0, 80))""",
        width)  # fmt: skip
    assert off == []


def test_the_style_is_in_force_and_the_map_draws_outlines(visit: Visit) -> None:
    assert visit.page.locator("body").evaluate("e => getComputedStyle(e).margin") == "0px"
    assert visit.page.locator(".map-svg .land path").count() >= 3
    drawn = visit.page.evaluate("""() => { const box = document.querySelector('.map-svg').getBoundingClientRect();
        return [...document.querySelectorAll('.map-svg .land path')].filter(e => { const b = e.getBoundingClientRect();
            return b.width > 20 && b.right > box.left && b.left < box.right; }).length; }""")
    assert drawn >= 2
    assert "Syria" in visit.page.locator(".country-names").inner_html()


def test_a_number_leads_to_the_words_and_back(visit: Visit) -> None:
    link = visit.page.locator(".incident .facts .ref").first
    target = str(link.get_attribute("href"))
    incident = link.evaluate("e => e.closest('.incident').id")
    link.click()
    assert visit.page.url.endswith(target)
    visit.page.locator(target).click()
    assert visit.page.url.endswith(f"#{incident}")


def test_the_map_zooms_and_moves_by_keys_and_buttons(visit: Visit) -> None:
    page, before = visit.page, visit.world()
    page.locator(".map-svg").focus()
    page.keyboard.press("+")
    nearer = visit.world()
    assert nearer != before
    page.keyboard.press("ArrowLeft")
    assert visit.world() != nearer
    page.keyboard.press("0")
    assert visit.world() == before
    page.get_by_label("Zoom in").click()
    assert visit.world() == nearer
    page.get_by_label("Show all").click()
    assert visit.world() == before


def test_the_wheel_scrolls_the_page_until_the_map_is_chosen(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, WIDE)
    page, before = visit.page, visit.world()
    page.locator(".map-svg").scroll_into_view_if_needed()
    page.locator(".map-svg").hover()
    page.mouse.wheel(0, 40)
    assert visit.world() == before
    page.locator(".map-svg").focus()
    page.mouse.wheel(0, -120)
    assert visit.world() != before
    visit.context.close()


def test_the_map_is_dragged_and_a_drag_follows_no_link(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, WIDE)
    page, before = visit.page, visit.world()
    sign = page.locator(".signs > a:not([display])").first
    sign.scroll_into_view_if_needed()
    box = sign.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=5)
    page.mouse.up()
    assert visit.world() != before
    assert "#" not in page.url
    visit.context.close()


def test_two_fingers_enlarge_the_map(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, NARROW, has_touch=True)
    before = visit.world()
    visit.page.evaluate("""() => { const svg = document.querySelector('.map-svg'), box = svg.getBoundingClientRect();
        svg.setPointerCapture = () => {};
        const send = (type, id, x) => svg.dispatchEvent(new PointerEvent(type, {pointerId: id, bubbles: true,
            clientX: box.left + x, clientY: box.top + 150}));
        send('pointerdown', 1, 150); send('pointerdown', 2, 200);
        for (let n = 1; n < 9; n++) { send('pointermove', 1, 150 - n * 8); send('pointermove', 2, 200 + n * 8); }
        send('pointerup', 1, 86); send('pointerup', 2, 264); }""")
    scale = [float(w.split("scale(")[1].rstrip(")")) for w in (before, visit.world())]
    assert scale[1] > 2 * scale[0]
    visit.context.close()


def test_a_cluster_opens_or_leads_to_its_entry_of_the_list(visit: Visit) -> None:
    page = visit.page
    page.locator(".cluster").first.scroll_into_view_if_needed()
    for _ in range(8):
        page.locator(".cluster").first.click()
        visit.world()
        if "#map-place-" in page.url:
            break
    assert "#map-place-" in page.url
    assert page.locator(".spots").get_attribute("open") is not None


def test_without_script_links_and_map_are_there(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, NARROW, java_script_enabled=False)
    assert visit.page.locator(".map-svg .land path").count() >= 3
    visit.page.locator(".incident .facts .ref").first.click()
    assert "#w-" in visit.page.url
    visit.context.close()


def test_everything_folded_is_printed(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, WIDE)
    folded = "[...document.querySelectorAll('details:not([open])')].length"
    assert visit.page.evaluate(folded) > 0
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert visit.page.evaluate(folded) == 0
    assert len(visit.page.pdf()) > 10_000
    visit.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_stand_out(browser: Browser, address: str, scheme: str) -> None:
    visit = Visit(browser, address, WIDE, color_scheme=scheme)
    parts = ["h1", ".quiet", ".reason", ".facts dt", ".card a", ".ref", ".back", "thead th", "caption"]
    low = {}
    for part in parts:
        ratio = visit.page.eval_on_selector(part, """e => {
            const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
            const light = c => c.match(/[\\d.]+/g).slice(0, 3).map(v => linear(v / 255))
                .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
            let b = e; while (getComputedStyle(b).backgroundColor === 'rgba(0, 0, 0, 0)') b = b.parentElement;
            const pair = [getComputedStyle(e).color, getComputedStyle(b).backgroundColor].map(light);
            return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05); }""")  # fmt: skip
        if ratio < 4.5:
            low[part] = ratio
    assert low == {}
    visit.context.close()
