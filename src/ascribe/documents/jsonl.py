"""One report a line: JSON Lines, streamed. A broken line costs that line alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from ..errors import AscribeError, InputError
from ..model import Document
from .build import Options, Stated, assembled
from .dates import stated_time
from .decode import decode, without_surrogates
from .shown import shown

_TEXTS = ("title", "url", "outlet", "author", "published", "language")


@dataclass(frozen=True)
class Failure:
    """One report that could not be read, and why; `id` is its own where it is known, else the input's name."""

    id: str
    error: AscribeError


def read_lines(
    stream: BinaryIO, name: str, options: Options, limit: int, first: bytes = b""
) -> Iterator[Document | Failure]:
    """The documents of a JSON Lines stream, in constant memory but for some 100 bytes a line that remember its id.

    An id that an earlier line has is a failure: two readings under one id could not be told apart.

    Args:
        stream: bytes, UTF-8.
        name: what to call the input, already safe to print.
        options: what the user says of all documents.
        limit: the most bytes that a line may have.
        first: what was already read of the stream, up to a line's end.
    """
    seen: dict[bytes, int] = {}
    number = 0
    while line := first or stream.readline(limit + 1):
        first = b""
        number += 1
        place = f"{name}:{number}"
        if len(line) > limit and not line.endswith(b"\n"):
            _skip_line(stream)
            reason = (
                f"{place}: the line is larger than {limit // 1_000_000} MB. Split it, or raise ASCRIBE_MAX_DOCUMENT_MB."
            )
            yield Failure(place, InputError(reason))
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _one(line, place, number, options, seen)
    if number == 0:
        yield Failure(name, InputError(f"{name}: the file is empty. Give one report a line."))


def looks_like_jsonl(line: bytes) -> bool:
    """Whether the first line of an unnamed input begins a JSON object with a field that reports have."""
    start = line.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"{"):
        return False
    key = start[1:200].lstrip().split(b":")[0].strip()
    return key in {b'"id"', b'"text"', *(f'"{field}"'.encode() for field in _TEXTS)}


def _one(line: bytes, place: str, number: int, options: Options, seen: dict[bytes, int]) -> Document | Failure:
    known = place
    try:
        fields = _object(line, place)
        given = _id(fields, place)
        if given is not None:
            known = given
            key = hashlib.blake2b(given.encode("utf-8"), digest_size=12).digest()
            if key in seen:
                raise InputError(
                    f"{place}: the id {shown(given, 60)!r} is that of line {seen[key]} too. Give each its own."
                )
            seen[key] = number
        text = fields.get("text")
        if not isinstance(text, str):
            problem = "there is no text" if text is None else f"the text is {_json_type(text)}, not a string"
            raise InputError(f'{place}: {problem}. Give {{"id": ..., "text": "..."}}.')
        return assembled(text, _stated(fields, given, place), options, place)
    except AscribeError as error:
        return Failure(known, error)


def _object(line: bytes, place: str) -> dict[str, Any]:
    try:
        value = json.loads(decode(line, place))
    except json.JSONDecodeError as error:
        raise InputError(
            f"{place}: not JSON ({error.msg}, column {error.colno}). Mend the line or leave it out."
        ) from None
    except (ValueError, RecursionError):
        raise InputError(f"{place}: JSON too deep or with a number too large. Mend the line or leave it out.") from None
    if not isinstance(value, dict):
        raise InputError(f'{place}: {_json_type(value)}, not an object. Give {{"id": ..., "text": "..."}}.')
    return value


def _id(fields: dict[str, Any], place: str) -> str | None:
    """The line's id as it stands; a whole number as its digits."""
    given = fields.get("id")
    if given is None or given == "":
        return None
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise InputError(f"{place}: the id is {_json_type(given)}, not a string. Give a string.")
    return without_surrogates(str(given))


def _stated(fields: dict[str, Any], given: str | None, place: str) -> Stated:
    said = {field: _text(fields, field, place) for field in _TEXTS}
    return Stated(
        id=given, title=said["title"], url=said["url"], outlet=said["outlet"], author=said["author"],
        published=_published(said["published"], place), language=said["language"],
    )  # fmt: skip


def _text(fields: dict[str, Any], field: str, place: str) -> str | None:
    value = fields.get(field)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{place}: {field} is {_json_type(value)}, not a string. Give a string, or leave it out.")
    return without_surrogates(value) if value and value.strip() else None


def _published(given: str | None, place: str) -> str | None:
    if given is None:
        return None
    time = stated_time(given)
    if time is None:
        raise InputError(
            f"{place}: published {shown(given, 40)!r} is no date. Give 2017-07-04 or 2017-07-04T10:30:00Z."
        )
    return time


def _json_type(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _skip_line(stream: BinaryIO) -> None:
    while (part := stream.readline(1_000_000)) and not part.endswith(b"\n"):
        pass
