"""A web page → the article's text and what the page says of it, through trafilatura (Barbaresi 2021, ACL demo)."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any

from ..errors import InputError
from .dates import stated_time
from .decode import decode

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I
)
_XML = re.compile(r"\A\s*<\?xml[^>]*\?>")
_LANG = re.compile(r"""<html[^>]{0,400}?\b(?:xml:)?lang\s*=\s*["']?([A-Za-z]{2,3}\b[A-Za-z-]*)""", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BREAK = re.compile(r"[\r\n\v\f\x85\u2028\u2029]")
_MANY_TAGS = 30_000  # some five seconds of extraction


@dataclass(frozen=True)
class Page:
    """The article of a page: paragraphs parted by blank lines; the rest is None where the page does not say."""

    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None


def read_page(data: bytes, name: str) -> Page:
    """The article that the page `data` holds.

    Extraction favours precision; where that leaves little of what the balanced extraction finds, the latter is taken,
    and where both find nothing, all text of the page's body: rather some furniture than no article.

    Args:
        data: the page's bytes, in any encoding that it declares or that can be told from them.
        name: what to call it in an error, already safe to print.

    Raises:
        InputError: the bytes are no text, or the page holds none.
    """
    match = _DECLARED.search(data[:4_096])
    html = decode(data, name, declared=match[1].decode("ascii") if match else None)
    html = _CONTROL.sub(" ", _XML.sub("", html))  # libxml2 ends the page at some control characters
    found = _extracted(html) if html.count("<") <= _MANY_TAGS else None
    text = _paragraphs(found.text if found is not None and found.text else _all_text(html))
    if not re.search(r"\w", text):
        raise InputError(f"{name}: no text found in this page. Save the article's text as .txt and read that.")
    lang = _LANG.search(html[:20_000])
    if found is None:
        return Page(text, language=lang[1] if lang else None)
    return Page(
        text,
        title=found.title or None,
        outlet=found.sitename or None,
        author=found.author or None,
        published=stated_time(found.date) if found.date else None,
        language=lang[1] if lang else None,
        url=found.url or None,
    )


def _extracted(html: str) -> Any:
    """Trafilatura's document: the precise one, or the balanced one where it found far more; None where it fails."""
    precise = _attempt(html, precise=True)
    length = len(precise.text or "") if precise is not None else 0
    balanced = _attempt(html, precise=False)
    if balanced is None or length * 2 >= len(balanced.text or "") >= 1:
        return precise if length >= 1 else balanced
    return balanced


def _attempt(html: str, *, precise: bool) -> Any:
    extract = _trafilatura().bare_extraction
    try:
        return extract(
            html,
            favor_precision=precise,
            include_comments=False,
            with_metadata=True,
            # a date that stands somewhere in the text is no publication date
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # hostile markup finds new ways to break a parser: the next attempt may fare better
        return None


def _all_text(html: str) -> str:
    """All words of a page but those of scripts and the like; unlike libxml2, it does not stop at deep nesting."""
    words = _Words()
    words.feed(html)
    words.close()
    return "\n".join(" ".join(line.split()) for line in "".join(words.parts).split("\n"))


class _Words(HTMLParser):
    """Collects text; an element that is not inline begins a new line."""

    _INLINE = frozenset(("a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "q", "s", "small",
                         "span", "strong", "sub", "sup", "time", "u"))  # fmt: skip
    _HIDDEN = frozenset(("script", "style", "noscript", "template", "title"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._inside is None and tag in self._HIDDEN:
            self._inside = tag
        elif tag not in self._INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = None
        elif tag not in self._INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._inside is None:
            self.parts.append(_BREAK.sub(" ", data))


def _paragraphs(text: str) -> str:
    return "\n\n".join(line.strip() for line in text.splitlines() if line.strip())


@cache
def _trafilatura() -> Any:
    import trafilatura  # only here: start-up without pages should not pay for it

    for noisy in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(noisy).addHandler(logging.NullHandler())  # their remarks are no message to our users
    return trafilatura
