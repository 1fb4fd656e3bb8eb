"""Bytes → text. Whatever the bytes are, the outcome is text or an InputError.

In order: a byte-order mark (dropped: it is no part of the text), UTF-8, a declared charset, UTF-16 without a mark,
UTF-8 with stray bytes (each stray byte stands for the Windows-1252 character it is there, one code point each, so that
one bad byte does not garble the rest), and last a legacy encoding as charset-normalizer finds it.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from ..errors import InputError
from .tables import table

_SAMPLE = 64_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STRAY = re.compile(r"[\udc80-\udcff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_UNPRINTED = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNDEFINED_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def decode(data: bytes, name: str, *, declared: str | None = None) -> str:
    """The text of `data`, without a byte-order mark; line ends stay as they stand.

    Args:
        data: the bytes of one report.
        name: what to call it in an error, already safe to print.
        declared: the charset that the report itself states, if any.

    Raises:
        InputError: the bytes are no text.
    """
    for magic, what in table("formats")["magic"]:
        if data.startswith(bytes.fromhex(magic)):
            raise InputError(f"{name}: this is {what}, not text. Save the report as .txt or .html and read that.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return without_surrogates(_marked(data[len(mark) :], encoding))
    if b"\0" in data:
        return _wide(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = _declared(data, declared) or _mended(data) or _legacy(data)
    if len(_UNPRINTED.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) * 0.02:
        raise InputError(f"{name}: binary data, not text. Save the report as .txt or .html and read that.")
    return text


def without_surrogates(text: str) -> str:
    """`text` with each lone surrogate (no character, not to be written as UTF-8) as U+FFFD: offsets stay the same."""
    return _SURROGATE.sub("\ufffd", text)


def _marked(data: bytes, encoding: str) -> str:
    """The text after a byte-order mark; stray bytes are mended in UTF-8 and become U+FFFD in the wider forms."""
    if encoding == "utf-8":
        return _with_strays(data)
    return data.decode(encoding, errors="replace")


def _wide(data: bytes, name: str) -> str:
    """UTF-16 without a mark: its NUL bytes all stand at even places, or all at odd ones."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if len(data) % 2 == 0 and min(even, odd) == 0 and max(even, odd) * 20 >= len(sample):
        text = data.decode(encoding, errors="replace")
        if "\ufffd" not in text and not _UNPRINTED.search(text):
            return text
    raise InputError(
        f"{name}: binary data (it holds NUL bytes), not text. Save the report as .txt or .html and read that."
    )


def _declared(data: bytes, charset: str | None) -> str | None:
    """The text in the charset that the report states, unless it is unknown or does not fit the bytes."""
    if charset is None:
        return None
    label = charset.strip().strip("\"'").lower()
    if label in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252"):
        return _windows_1252(data)  # as browsers do: pages that say Latin-1 mean its Windows superset
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949"}
    try:
        return without_surrogates(data.decode(wider.get(label, label)))
    except (LookupError, UnicodeError, ValueError):
        return None


def _mended(data: bytes) -> str | None:
    """UTF-8 with some stray bytes, if more of the non-ASCII characters are sound than stray."""
    text = data.decode("utf-8", errors="surrogateescape")
    strays = len(_STRAY.findall(text))
    sound = len(re.findall(r"[^\x00-\x7f]", text)) - strays
    return text.translate(_strays()) if sound > strays else None


def _with_strays(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape").translate(_strays())


def _legacy(data: bytes) -> str:
    """A one-byte or East Asian encoding.

    Few characters beyond ASCII, all defined in Windows-1252, are Western quotes and accents: too few for a detector.
    """
    first = _NON_ASCII.search(data)
    start = max(0, (first.start() if first else 0) - 2_000)
    sample = data[start : start + _SAMPLE]
    few = len(_NON_ASCII.findall(sample)) * 25 < len(sample)
    if not (few and not _UNDEFINED_IN_1252.search(sample)):
        from charset_normalizer import from_bytes  # only here: most reports never need it

        best = from_bytes(sample, cp_exclusion=["utf_7"]).best()
        if best is not None:
            try:
                return without_surrogates(data.decode(best.encoding))
            except (UnicodeError, LookupError):
                pass  # the rest of the report does not fit what its beginning looked like
    return _windows_1252(data)


def _windows_1252(data: bytes) -> str:
    """Windows-1252 as browsers read it: the five undefined bytes are control characters, so that it never fails."""
    return data.decode("latin-1").translate(_c1())


@cache
def _c1() -> dict[int, str]:
    return {byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0xA0)}


@cache
def _strays() -> dict[int, str]:
    return {0xDC00 + byte: _c1().get(byte, chr(byte)) for byte in range(0x80, 0x100)}
