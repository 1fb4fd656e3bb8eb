"""Web pages: the article, and what the page says of it."""

from __future__ import annotations

from contextlib import suppress

import pytest

from ascribe.documents import from_bytes
from ascribe.errors import InputError

PARAGRAPHS = [
    "Fighters of the Syrian Democratic Forces entered the Old City of Raqqa on Tuesday, a spokesman said.",
    "The coalition said that its aircraft fired on two small parts of the wall so that the fighters could advance.",
    "The Syrian Observatory for Human Rights said that at least 12 civilians were killed in the strikes.",
    "The town’s residents have fled in their thousands since the offensive began in June, the United Nations said.",
]
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="{charset}">
<title>Wall breached - The Daily Wire</title>
<meta property="og:title" content="Wall breached"><meta property="og:site_name" content="The Daily Wire">
<meta name="author" content="Jane Doe"><meta property="article:published_time" content="2017-07-04T10:00:00Z">
<link rel="canonical" href="https://example.org/2017/07/04/wall"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Wall breached</h1>{body}</article>
<footer>Cookies and terms</footer><script>var x = "hidden killed";</script></body></html>"""


def page(charset: str = "utf-8", body: str | None = None) -> bytes:
    body = body if body is not None else "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return PAGE.format(charset=charset, body=body).encode(charset)


def test_article_and_metadata() -> None:
    document = from_bytes(page(), name="a.html")
    assert document.title == "Wall breached"
    assert document.outlet == "The Daily Wire"
    assert document.author == "Jane Doe"
    assert (document.published, document.published_from) == ("2017-07-04", "metadata")
    assert document.language == "en"
    assert document.url == "https://example.org/2017/07/04/wall"
    assert all(p in document.text for p in PARAGRAPHS)
    assert "Cookies" not in document.text
    assert "hidden" not in document.text


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert "\n\n".join(PARAGRAPHS) in from_bytes(page(), name="a.html").text


@pytest.mark.parametrize("charset", ["windows-1252", "utf-16", "utf-8-sig"])
def test_encodings(charset: str) -> None:
    assert "The town’s residents" in from_bytes(page(charset), name="a.html").text


def test_a_page_without_a_name_is_known_by_its_beginning() -> None:
    assert from_bytes(page(), name="-").title == "Wall breached"


def test_an_xml_declaration_is_followed_and_dropped() -> None:
    data = b'<?xml version="1.0" encoding="windows-1252"?>\n' + page("windows-1252").replace(b"<meta charset=", b"<x ")
    assert "The town’s residents" in from_bytes(data, name="a.xhtml").text


def test_a_bare_fragment_is_not_lost() -> None:
    assert from_bytes(b"<p>Twelve were killed.", name="a.html").text == "Twelve were killed."


def test_a_page_that_is_no_article_gives_its_words() -> None:
    document = from_bytes(
        b"<html><body><b>Twelve</b> were <i>killed</i>.<script>no()</script></body></html>", name="a.html"
    )
    assert document.text == "Twelve were killed."
    assert "no()" not in document.text


def test_a_date_in_the_text_is_no_publication_date() -> None:
    body = "".join(f"<p>{p} It was 3 March 2011.</p>" for p in PARAGRAPHS)
    data = f"<html><head><title>x</title></head><body><article>{body}</article></body></html>".encode()
    assert from_bytes(data, name="a.html").published is None


def test_markup_in_the_text_stays_text() -> None:
    body = "".join(f"<p>{p} &lt;script&gt;alert(1)&lt;/script&gt;</p>" for p in PARAGRAPHS)
    assert "<script>alert(1)</script>" in from_bytes(page(body=body), name="a.html").text


@pytest.mark.parametrize("data", [b"<html><body></body></html>", b"<html></html>", b"<!-- -->", b"<script>x</script>"])
def test_a_page_without_text(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.html: no text"):
        from_bytes(data, name="a.html")


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 50_000 + b"killed",
        b"<p>killed" + b"&#0;&#xD800;&#99999999;" * 1_000,
        b"<html lang=" + b"a" * 100_000 + b">killed",
    ],
)
def test_hostile_markup_is_read_or_refused_fast(data: bytes) -> None:
    with suppress(InputError):
        from_bytes(data, name="a.html").model_dump_json()


def test_a_page_of_very_many_tags_is_read_whole_and_fast() -> None:
    document = from_bytes(b"<html><body>" + b"<b>Twelve were killed.</b><br>" * 40_000 + b"<p>The end.", name="a.html")
    assert document.text.count("killed") == 40_000
    assert document.text.endswith("\n\nThe end.")
