"""Each view, wide and light and narrow and dark: axe-core finds nothing serious, and nothing runs off the side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ascribe.case import Case
from ascribe.web import names, naming
from ascribe.web.service import Service

from .browsing import NARROW, WIDE, Visit, served

pytestmark = pytest.mark.browser
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def case(demo_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo case with some decisions."""
    path = tmp_path_factory.mktemp("accessible") / "demo.ascribe"
    path.write_bytes(demo_path.read_bytes())
    with Case.open(str(path)) as case:
        service = Service(case)
        first, second, *_ = service.claims().items
        service.decide("accept", {"claim": first.claim.id}, author="Desk")
        service.decide("reject", {"claim": second.claim.id}, why="It tells of no killing.", author="Desk")
        service.undo(service.decide("reject", {"claim": first.claim.id}, author="Desk").sequence, author="Desk")
        party, other, *_ = (name.key for name in names.listed(case, "actor").items)
        naming.merge(service, "actor", [party, other], party, author="Desk", why="One side.")
        assert service.settle()
        service.close()
    return path


@pytest.fixture(scope="module")
def views(case: Path) -> list[str]:
    with Case.open(str(case)) as opened:
        service = Service(opened)
        claim = service.claims().items[0].claim.id
        incident = max(service.incidents().items, key=lambda one: len({s.document for s in one.statements})).statements
        source = quote(service.sources().items[0].key, safe="")
        known = names.listed(opened, "actor").items
        series = [f"/series/{one.id}" for one in service.series(None, 1).items]
        service.close()
    return [
        "/?type=airstrike", "/claims", f"/claims/{claim}/amend", "/documents", f"/documents/1#c-{claim}",
        f"/incidents/{incident[0].claim}", f"/links?a={incident[0].claim}&b={incident[-1].claim}", "/map", "/series",
        *series, "/sources", f"/sources/{source}", "/names", f"/names?sort=place&names={known[1].key}",
        f"/names/merge?names={known[0].key}&names={known[1].key}", f"/names/actor/{known[0].key}",
        f"/claims/{claim}/names", "/forecasts", "/decisions", "/add", "/failures", "/help",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def address(case: Path) -> Iterator[str]:
    with served(case) as found:
        yield found


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide", "narrow"])
def test_every_view_is_accessible_and_fits(
    browser: Browser, address: str, views: list[str], size: tuple[int, int], scheme: str
) -> None:
    visit = Visit(browser, address, size, color_scheme=scheme)
    found = {path: told for path in views if (told := _problems(visit.at(path)))}
    page = visit.at("/documents/1")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    found |= {"help as a dialog": told} if (told := _problems(page)) else {}
    visit.close()
    assert found == {}


def _problems(page: Page) -> list[str]:
    """What axe-core finds serious, and how far the page is wider than its window."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    told = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in SERIOUS]
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*told, *([f"runs {over} pixels off the side"] if over > 0 else [])]
