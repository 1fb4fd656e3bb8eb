"""The page as text: closed, escaped, complete."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from ascribe.model import Reading
from ascribe.render.page import reading_page


class Outline(HTMLParser):
    """Tags with their attributes, and the text of the report and the panel."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.raw = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.raw = tag if tag in {"style", "script"} else ""

    def handle_endtag(self, tag: str) -> None:
        self.raw = ""

    def handle_data(self, data: str) -> None:
        if not self.raw:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="module")
def page(reading: Reading) -> str:
    return reading_page(reading)


def test_it_asks_for_nothing(page: str) -> None:
    outline = Outline(page)
    assert not [tag for tag, given in outline.tags if tag in {"link", "img", "iframe", "object", "base", "form"}]
    assert not [given for _, given in outline.tags if {"src", "srcset", "action", "style"} & set(given)]
    assert not [given for _, given in outline.tags if any(name.startswith("on") for name in given)]
    assert {href[0] for _, given in outline.tags if (href := given.get("href"))} == {"#"}
    assert not re.search(r"url\(|@import", page)


def test_the_policy_allows_its_own_style_and_script_alone(page: str) -> None:
    policy = next(given["content"] for _, given in Outline(page).tags if given.get("http-equiv"))
    allowed = {}
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        allowed[tag] = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{allowed['style']}'; script-src 'sha256-{allowed['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_hostile_words_are_text(page: str) -> None:
    assert '<script>alert("leaflet")' not in page
    assert "<img" not in page
    assert '<script>alert("leaflet")</script>' in Outline(page).text
    assert not set(page) & {"\u202e", "\u202c"}
    assert 'title="U+202E RIGHT-TO-LEFT OVERRIDE">U+202E</span>' in page


def test_hostile_words_in_every_field_are_text(reading: Reading) -> None:
    hostile = '"><script>alert(1)</script><img onerror=alert(1) src=x>{{ 7*7 }}\x00\u202e'
    part = reading.claims[0].agent[0].model_copy(update={"name": hostile, "actor": hostile})
    quantity = reading.claims[0].quantities[0].model_copy(update={"unit": hostile, "text": hostile})
    attribution = reading.claims[3].attribution
    assert attribution is not None
    said = attribution.model_copy(update={"source": (part,), "via": (part,)})
    slots = dict.fromkeys(("agent", "target", "instrument", "place", "time"), (part,))
    claim = reading.claims[0].model_copy(
        update={**slots, "quantities": (quantity,), "attribution": said, "id": hostile}
    )
    fields = ("id", "title", "url", "outlet", "origin", "author", "published", "language", "text")
    document = reading.document.model_copy(update=dict.fromkeys(fields, hostile))
    page = reading_page(Reading(document=document, claims=(claim,), notes=(hostile,), model=hostile))
    assert len(re.findall("<script", page)) == 1
    assert not re.search(r"<img|\x00|\u202e", page)
    assert "{{ 7*7 }}" in page


def test_the_text_is_whole(page: str, reading: Reading) -> None:
    article = page[page.index("<article") : page.index("</article>")]
    article = re.sub(r'<a class="number.*?</a>', "", article)
    article = re.sub(r'<span class="hidden-character".*?</span>', "", article)
    bare = re.sub("[\u202e\u202c]", "", reading.document.text)
    assert Outline(article).text == " ".join(bare.split())


def test_claims_stand_under_their_speakers(page: str) -> None:
    groups = re.split(r'<section class="speaker">', page)[1:]
    hale = next(group for group in groups if "Colonel Owen Hale</bdi>" in group)
    assert re.findall(r'id="claim-(\d+)"', hale) == ["4", "5"]
    assert '<span class="standing denied">denied</span>' in hale
    text = Outline(hale).text
    assert "strikes → civilians" in text
    assert "Said in reported speech · “denied”" in text
    outlet = next(group for group in groups if "The Daily Wire</bdi>" in group)
    assert "the outlet, in its own voice" in outlet
    observatory = Outline(next(group for group in groups if "Observatory" in group)).text
    assert "Figures 200 to 400 (best 300) fighters · “between 200 and 400”" in observatory
    assert "Where city · 35.953, 39.008 (settlement)" in observatory
    sido = Outline(next(group for group in groups if "Leyla Sido</bdi>" in group)).text
    assert "via AFP" in sido
    assert "With car bombs" in sido


def test_text_and_panel_point_at_each_other(page: str, reading: Reading) -> None:
    identities = re.findall(r'id="([^"]+)"', page)
    assert len(identities) == len(set(identities))
    for number in range(1, len(reading.claims) + 1):
        assert f'id="text-{number}" href="#claim-{number}"' in page
        assert f'href="#text-{number}"' in page


def test_standing_and_kind_are_told_without_colour(page: str) -> None:
    assert 'aria-label="claim 5: killing, denied"' in page
    assert 'class="trigger harm denied" data-triggers="5"' in page


@pytest.mark.parametrize(
    ("language", "attributes"),
    [("en", 'lang="en" dir="ltr"'), ("ar", 'lang="ar" dir="rtl"'), ("fa-IR", 'lang="fa-IR" dir="rtl"'),
     (None, 'dir="auto"'), ('x" onload="alert(1)', 'dir="auto"')],
)  # fmt: skip
def test_language_and_direction(reading: Reading, language: str | None, attributes: str) -> None:
    document = reading.document.model_copy(update={"language": language})
    page = reading_page(reading.model_copy(update={"document": document}))
    assert f'<article id="report" aria-label="The report" {attributes}>' in page


def test_the_arrow_stays_between_names_written_from_right_to_left(reading: Reading) -> None:
    claim = reading.claims[2]
    names = {"agent": "التحالف", "target": "المدينة"}
    slots = {slot: (getattr(claim, slot)[0].model_copy(update={"name": name}),) for slot, name in names.items()}
    page = reading_page(reading.model_copy(update={"claims": (claim.model_copy(update=slots),)}))
    assert "<bdi>التحالف</bdi> → <bdi>المدينة</bdi>" in page


def test_an_empty_reading_says_so(empty_reading: Reading) -> None:
    page = reading_page(empty_reading)
    assert "No claims found" in page
    assert "language the model does not know" in page
    assert "publication date unknown" in page
    assert "schools" in page


def test_a_notebook_gets_a_closed_frame(reading: Reading) -> None:
    ((tag, given),) = Outline(reading._repr_html_()).tags
    assert (tag, given["sandbox"]) == ("iframe", "allow-scripts")
    assert given["srcdoc"] == reading_page(reading)
