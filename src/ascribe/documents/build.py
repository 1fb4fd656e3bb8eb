"""Text or bytes, and what is stated of them → a Document."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from ..errors import InputError, UsageError
from ..model import Document
from .dates import stated_time
from .decode import decode, without_surrogates
from .header import read_header
from .html import read_page
from .language import settled_language
from .shown import shown
from .tables import table

_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


@dataclass(frozen=True)
class Options:
    """What the user says of all documents; it goes before what a document says of itself."""

    published: str | None = None
    outlet: str | None = None

    @classmethod
    def checked(cls, published: str | None, outlet: str | None) -> Options:
        """The options, with the date checked.

        Raises:
            UsageError: `published` is no ISO 8601 date and no RFC 3339 time.
        """
        if published is None:
            return cls(None, outlet or None)
        value = stated_time(published)
        if value is None:
            raise UsageError(
                f"published={shown(published, 40)!r}: give a date like 2017-07-04 or a time like 2017-07-04T10:30:00Z."
            )
        return cls(value, outlet or None)


@dataclass(frozen=True)
class Stated:
    """What an input says of its document, next to the text."""

    id: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    language_trusted: bool = True


def from_text(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    language: str | None = None,
    id: str | None = None,
) -> Document:
    """A document of `text`, unchanged; `sha256` is that of its UTF-8 bytes.

    Lone surrogates, which no UTF-8 file can hold, become U+FFFD, one for one.

    Args:
        text: the report.
        title: its headline, where it stands apart from the text.
        url: where it was published.
        outlet: who published it.
        published: ISO 8601 date or RFC 3339 time; goes before what the text says.
        language: language tag; detected where it is None.
        id: how to call it; the first 16 hex digits of `sha256` where it is None.

    Raises:
        UsageError: `published` is no date.
        InputError: the text holds no word.
    """
    stated = Stated(id=id, title=title, url=url, language=language)
    return assembled(text, stated, Options.checked(published, outlet), name="the text")


def from_bytes(
    data: bytes, *, name: str = "-", published: str | None = None, outlet: str | None = None, id: str | None = None
) -> Document:
    """A document of a file's bytes; `sha256` is theirs.

    Args:
        data: plain text in any encoding (its text stays unchanged but for a byte-order mark, which is dropped, and
            line ends stay as they stand), or a web page (its text is that of the article).
        name: the file's name: its suffix tells the format, and errors name it. Without a suffix the bytes tell.
        published: ISO 8601 date or RFC 3339 time; goes before what the report says.
        outlet: who published it; goes before what the report says.
        id: how to call it; the first 16 hex digits of `sha256` where it is None.

    Raises:
        UsageError: `published` is no date.
        InputError: empty, binary, without a word, or of a format that is not read.
    """
    return from_file(data, name, Options.checked(published, outlet), id)


def from_file(data: bytes, name: str, options: Options, id: str | None = None) -> Document:
    """As `from_bytes`, with checked options."""
    safe = shown(name)
    kind = format_of(name)
    if kind == "unread":
        raise InputError(
            f"{safe}: {PurePath(name).suffix.lower()} files are not read yet. Save the text as .txt or .html."
        )
    if kind == "jsonl":
        raise InputError(f"{safe}: a .jsonl file holds many reports; give its path, or use from_text for each line.")
    if not data:
        raise InputError(f"{safe}: the file is empty. Give a file with a report's text.")
    digest = hashlib.sha256(data).hexdigest()
    if kind == "html" or (kind == "sniff" and _PAGE.match(data[:2_000].decode("latin-1").lstrip("ï»¿"))):
        page = read_page(data, safe)
        stated = Stated(
            id, page.title, page.url, page.outlet, page.author, page.published, page.language, language_trusted=False
        )
        return assembled(page.text, stated, options, safe, digest)
    return assembled(decode(data, safe), Stated(id), options, safe, digest)


def format_of(name: str) -> str:
    """How to read a file of that name: text, html, jsonl, unread (known, not read yet) or sniff (the bytes tell)."""
    kind: str = table("formats")["suffixes"].get(PurePath(name).suffix.lower(), "sniff")
    return kind


def assembled(text: str, stated: Stated, options: Options, name: str, digest: str | None = None) -> Document:
    """The document of `text`: what the user says goes before what the input states, that before what the text says.

    Raises:
        InputError: the text holds no word.
    """
    text = without_surrogates(text)
    if re.search(r"\w", text) is None:
        raise InputError(f"{name}: no text in it, only blanks or signs. Give a file with a report's text.")
    digest = digest or hashlib.sha256(text.encode("utf-8")).hexdigest()
    header = read_header(text)
    published, published_from = _published(options.published, stated.published, header.published, header.published_from)
    return Document(
        id=stated.id if stated.id is not None else digest[:16],
        sha256=digest,
        title=stated.title,
        url=stated.url,
        outlet=options.outlet or stated.outlet,
        origin=header.origin,
        author=stated.author or header.author,
        published=published,
        published_from=published_from,
        language=settled_language(text, stated.language, trusted=stated.language_trusted),
        text=text,
    )


_From = Literal["metadata", "byline", "dateline", "option", "none"]


def _published(option: str | None, stated: str | None, found: str | None, where: _From) -> tuple[str | None, _From]:
    if option is not None:
        return option, "option"
    if stated is not None:
        return stated, "metadata"
    return found, where
