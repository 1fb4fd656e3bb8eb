"""Paths → documents, one after the other, in the order of the input. What cannot be read costs that report alone."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ..errors import AscribeError, InputError
from ..model import Document
from ..settings import setting
from .build import Options, format_of, from_file
from .jsonl import Failure, looks_like_jsonl, read_lines
from .shown import shown
from .tables import table

_URL = re.compile(r"[a-z][a-z0-9+.-]{1,10}://", re.IGNORECASE)


@dataclass(frozen=True)
class Loaded:
    """One report as it came: its name, its bytes (None where there was nothing to read), and what became of them."""

    name: str
    data: bytes | None
    found: Document | Failure


def load(
    paths: Sequence[str], *, published: str | None = None, outlet: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Document | Failure]:
    """The documents of `paths`, lazily and in order.

    A path is a file, a folder (walked in sorted order; hidden files and those of other formats are left out), or "-"
    for standard input. `.jsonl` files are streamed.

    Args:
        paths: as the user gave them.
        published: ISO 8601 date or RFC 3339 time of all of them; goes before what they say.
        outlet: who published all of them; goes before what they say.
        stdin: what "-" reads; the process's standard input where it is None.

    Raises:
        UsageError: at once, if `published` is no date.
    """
    return (one.found for one in load_originals(paths, published=published, outlet=outlet, stdin=stdin))


def load_originals(
    paths: Sequence[str], *, published: str | None = None, outlet: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Loaded]:
    """As `load`, each with the bytes that it came from; those of a line of JSON Lines are its text in UTF-8."""
    options = Options.checked(published, outlet)
    limit = setting("max_document_mb") * 1_000_000
    return (found for path in paths for found in _path(path, options, limit, stdin))


def load_bytes(name: str, data: bytes, *, published: str | None = None, outlet: str | None = None) -> Iterator[Loaded]:
    """The reports of a file that was handed over as its name and its bytes; as `load_originals`."""
    options = Options.checked(published, outlet)
    limit = setting("max_document_mb") * 1_000_000
    return _given(name, data, options, limit)


def _given(path: str, data: bytes, options: Options, limit: int) -> Iterator[Loaded]:
    name = shown(path)
    try:
        if format_of(path) == "jsonl":
            yield from _lines(read_lines(BytesIO(data), name, options, limit), name)
        else:
            yield _one(_bounded(BytesIO(data), name, limit), path, name, options)
    except AscribeError as error:
        yield Loaded(name, None, Failure(name, error))


def _path(path: str, options: Options, limit: int, stdin: BinaryIO | None) -> Iterator[Loaded]:
    name = shown(path)
    try:
        if path == "-":
            yield from _unnamed(stdin if stdin is not None else sys.stdin.buffer, options, limit)
        elif _URL.match(path):
            raise InputError(f"{name}: web addresses are not read yet. Save the page as .html and read that.")
        elif os.path.isdir(path):
            yield from _folder(path, name, options, limit)
        else:
            yield from _file(path, name, options, limit)
    except AscribeError as error:
        yield Loaded(name, None, Failure(name, error))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        yield Loaded(name, None, Failure(name, _unopened(name, error)))


def _unopened(name: str, error: OSError | ValueError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError(f"{name}: there is no such file or folder. Check the path.")
    if isinstance(error, PermissionError):
        return InputError(f"{name}: no permission to read it. Change its permissions or copy it.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a path"
    return InputError(f"{name}: it cannot be read ({reason}). Check the path.")


def _file(path: str, name: str, options: Options, limit: int) -> Iterator[Loaded]:
    kind = format_of(path)
    with open(path, "rb") as stream:
        if kind == "jsonl":
            yield from _lines(read_lines(stream, name, options, limit), name)
        else:
            data = b"" if kind == "unread" else _bounded(stream, name, limit)
            yield _one(data, path, name, options)


def _one(data: bytes, path: str, name: str, options: Options) -> Loaded:
    try:
        return Loaded(name, data, from_file(data, path, options))
    except AscribeError as error:
        return Loaded(name, data or None, Failure(name, error))


def _lines(found: Iterator[Document | Failure], name: str) -> Iterator[Loaded]:
    for one in found:
        if isinstance(one, Document):
            yield Loaded(f"{name}#{one.id}", one.text.encode("utf-8"), one)
        else:
            yield Loaded(one.id if one.id.startswith(name) else f"{name}#{one.id}", None, one)


def _bounded(stream: BinaryIO, name: str, limit: int, first: bytes = b"") -> bytes:
    """All bytes of a stream; one more than the limit is enough to refuse it, whatever its size."""
    data = first + stream.read(limit + 1 - len(first))
    if len(data) > limit:
        raise InputError(f"{name}: larger than {limit // 1_000_000} MB. Split it, or raise ASCRIBE_MAX_DOCUMENT_MB.")
    return data


def _unnamed(stream: BinaryIO, options: Options, limit: int) -> Iterator[Loaded]:
    """Standard input: JSON Lines if its first line clearly is, else one report."""
    first = stream.readline(limit + 1)
    if looks_like_jsonl(first):
        yield from _lines(read_lines(stream, "-", options, limit, first), "-")
    else:
        yield _one(_bounded(stream, "-", limit, first), "-", "-", options)


def _folder(path: str, name: str, options: Options, limit: int) -> Iterator[Loaded]:
    """The reports of a folder and of the folders in it; links to folders are not followed, so that there is no loop."""
    suffixes = [suffix for suffix in table("formats")["suffixes"] if suffix]
    files = _files(Path(path), suffixes)
    first = next(files, None)
    if first is None:
        raise InputError(f"{name}: no report in this folder. Reports end in {', '.join(sorted(suffixes))}.")
    yield from _path(str(first), options, limit, None)
    for file in files:
        yield from _path(str(file), options, limit, None)


def _files(folder: Path, suffixes: Sequence[str]) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _files(entry, suffixes)
        elif entry.suffix.lower() in suffixes and entry.is_file():
            yield entry
