"""The site in a real Chromium, from a disk: silent, nothing runs off the side, the search finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ascribe.case import Case
from ascribe.publish.profiles import packaged
from ascribe.publish.site import write_site
from ascribe.publish.view import view

from .test_brief_browser import NARROW, WIDE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def site(demo_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo case's site under the public profile."""
    folder: Path = tmp_path_factory.mktemp("published") / "brief"
    with Case.open(str(demo_path)) as case:
        write_site(view(case, packaged("public"), date(2026, 1, 1)), folder)
    return folder


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def page(browser: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page; nothing on it may ask for what is outside the site, nor complain."""
    trouble: list[str] = []
    context = browser.new_context(viewport={"width": request.param[0], "height": request.param[1]})
    made = context.new_page()
    made.on("request", lambda r: trouble.append(r.url) if not r.url.startswith(site.as_uri()) else None)
    made.on("console", lambda message: trouble.append(message.text))
    made.on("pageerror", lambda error: trouble.append(str(error)))
    yield made
    context.close()
    assert trouble == []


def test_every_kind_of_page_fits_and_has_its_style(page: Page, site: Path) -> None:
    longest = max(site.glob("incidents/*"), key=lambda path: path.stat().st_size)
    for path in (*sorted(site.glob("*.html")), longest):
        page.goto(path.as_uri())
        assert page.locator("body").evaluate("e => getComputedStyle(e).margin") == "0px", path
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_search_finds_by_place_and_grade_and_leads_to_the_page(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    everything = page.locator("#all .listed a").count()
    page.fill("#query", "RAQQAH contested")
    found = page.locator("#found a")
    assert 0 < found.count() < everything
    assert page.locator("#all").is_hidden()
    assert set(page.locator("#found .word").all_text_contents()) == {"contested"}
    assert page.inner_text("#count").startswith(f"{found.count()} incident")
    title = found.first.inner_text()
    found.first.click()
    assert page.inner_text("h1") == title
    page.goto((site / "index.html").as_uri())
    page.fill("#query", "zzzz")
    assert page.inner_text("#count") == "0 incidents"
    page.fill("#query", "")
    assert page.locator("#all").is_visible()


def test_the_map_is_live_and_its_signs_lead_to_pages(page: Page, site: Path) -> None:
    page.goto((site / "map.html").as_uri())
    assert page.locator(".map-svg.live").count() == 1
    links = page.locator(".spots a").evaluate_all("found => found.map(e => e.getAttribute('href'))")
    assert links
    assert all((site / link).is_file() for link in links)
