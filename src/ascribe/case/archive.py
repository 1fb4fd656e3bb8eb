"""A zip file from anybody, read with care: exactly the members that its manifest lists, each no other than it says.

Nothing is ever unpacked to a path; members are streams of a known size and hash.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Literal, Self

from pydantic import Field, ValidationError

from ..errors import InputError
from ..model import Part
from ..settings import setting

FORMAT = 1  # of a bundle; a change that an older program cannot read raises it
MANIFEST = "manifest.json"
_NAMES = re.compile(r"(decisions|documents|readings)\.jsonl|originals/[0-9a-f]{64}|texts/[0-9a-f]{64}\.txt")
_MEGABYTE = 1_000_000
_MANIFEST_SIZE = 200 * _MEGABYTE
_LINE = 500 * _MEGABYTE  # no reading's JSON is as long
_RATIO = 200  # no real member above `_SMALL` shrinks as much; deflate reaches 1032
_SMALL = 100 * _MEGABYTE
_CHUNK = 1 << 20
_DIGEST = Field(pattern=r"^[0-9a-f]{64}$")
# What `zipfile` raises, in one version or another, on files that are broken or made to break it.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError,
    OverflowError,
)  # fmt: skip


class Member(Part):
    """What the manifest says of a member."""

    sha256: str = _DIGEST
    size: int = Field(ge=0, description="bytes, unpacked")


class Origin(Part):
    """The case's row."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    title: str
    created_at: str


class Head(Part):
    """Where the chain of decisions ends."""

    decision: int = Field(ge=1, lt=2**31)
    digest: str = _DIGEST


class Manifest(Part):
    """What a bundle holds."""

    format: Literal[1] = 1
    program: str = Field(description="name and version of the program that wrote it")
    case: Origin
    head: Head
    members: dict[str, Member]


class Archive:
    """A bundle, open for reading, after its list of members was compared with its manifest.

    Raises:
        InputError: it is none, or a member is missing, superfluous, too large, ambiguous or encrypted.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise InputError(f"{path}: no bundle can be read there ({reason}). Give the file of an export.") from error
        try:
            self._infos = self._listed()
            self.manifest = self._manifest()
            self._compare()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def refusal(self, name: str, reason: str) -> InputError:
        """An error about a member."""
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name[:100])
        said = f"{self.path}: {shown}: {reason}. Nothing was imported; ask for the bundle again."
        return InputError(said.encode("utf-8", "replace").decode("utf-8"))

    def data(self, name: str) -> bytes:
        """A member's bytes, whose hash is that of the manifest."""
        return b"".join(self._checked(name))

    def lines(self, name: str) -> Iterator[bytes]:
        """A member's lines; after the last, an error if its hash is not that of the manifest."""
        rest: list[bytes] = []
        for chunk in self._checked(name):
            first, *others = chunk.split(b"\n")
            rest.append(first)
            if others:
                yield b"".join(rest)
                yield from others[:-1]
                rest = others[-1:]
            if len(rest) * _CHUNK > _LINE:
                raise self.refusal(name, "a line is longer than any that the program writes")
        if rest and rest[-1]:
            raise self.refusal(name, "its last line has no end")

    def _checked(self, name: str) -> Iterator[bytes]:
        told = self.manifest.members.get(name)
        if told is None:
            raise self.refusal(name, "missing")
        digest, size = hashlib.sha256(), 0
        for chunk in self._chunks(name):
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        if (digest.hexdigest(), size) != (told.sha256, told.size):
            raise self.refusal(name, "its content is not the one that the manifest says")

    def _chunks(self, name: str) -> Iterator[bytes]:
        info = self._infos[name]
        left = info.file_size
        try:
            stream: IO[bytes] = self._zip.open(info)
            with stream:
                while chunk := stream.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise zipfile.BadZipFile("it holds more than it says")
                    yield chunk
        except _BROKEN as error:
            raise self.refusal(name, f"it cannot be unpacked ({error})") from error

    def _listed(self) -> dict[str, zipfile.ZipInfo]:
        found: dict[str, zipfile.ZipInfo] = {}
        limit, total = setting("max_bundle_mb") * _MEGABYTE, 0
        for info in self._zip.infolist():
            if reason := _unfit(info):
                raise self.refusal(info.orig_filename, reason)
            if info.filename in found:
                raise self.refusal(info.filename, "there are two of that name")
            total += info.file_size
            if total > limit:
                raise self.refusal(info.filename, f"the members exceed ASCRIBE_MAX_BUNDLE_MB ({limit // _MEGABYTE})")
            found[info.filename] = info
        places = sorted(found.values(), key=lambda one: one.header_offset)
        ends = [one.header_offset for one in places[1:]] + [self._zip.start_dir]
        for info, end in zip(places, ends, strict=False):
            if info.header_offset + 30 + len(info.filename) + info.compress_size > end:
                raise self.refusal(info.filename, "it lies over another member")
        return found

    def _manifest(self) -> Manifest:
        if MANIFEST not in self._infos:
            raise self.refusal(MANIFEST, "missing")
        if self._infos[MANIFEST].file_size > _MANIFEST_SIZE:
            raise self.refusal(MANIFEST, "too large")
        try:
            given: Any = json.loads(b"".join(self._chunks(MANIFEST)))
            if isinstance(given, dict) and given.get("format") != FORMAT:
                raise self.refusal(
                    MANIFEST, f"this version of Ascribe reads format {FORMAT} alone; install a newer one"
                )
            return Manifest.model_validate(given, strict=True)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise self.refusal(MANIFEST, f"{where or 'it'}: {first['msg']}") from error
        except (ValueError, RecursionError) as error:
            raise self.refusal(MANIFEST, "it is no JSON") from error

    def _compare(self) -> None:
        members = self.manifest.members
        for name in sorted(self._infos.keys() - members.keys() - {MANIFEST}):
            raise self.refusal(name, "the manifest does not list it")
        for name in sorted(members.keys() - self._infos.keys()):
            raise self.refusal(name, "missing, though the manifest lists it")
        for name in sorted(members):
            if members[name].size != self._infos[name].file_size:
                raise self.refusal(name, "it has not the size that the manifest says")


def _unfit(info: zipfile.ZipInfo) -> str | None:
    """Why a member cannot be one of a bundle; None where it can."""
    name, mode = info.orig_filename, info.external_attr >> 16
    if name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/"):
        return "its name is a path out of the bundle"
    if stat.S_ISLNK(mode):
        return "it is a link"
    if name != MANIFEST and not _NAMES.fullmatch(name):
        return "no member of a bundle is so called"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "it is no plain file"
    if info.flag_bits & 0x2041:
        return "it is encrypted"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return f"it is packed by a method ({info.compress_type}) that bundles do not use"
    if info.file_size > _SMALL and info.file_size > _RATIO * info.compress_size:
        return f"it would unpack to more than {_RATIO} times its size"
    if name.startswith("originals/") and info.file_size > setting("max_document_mb") * _MEGABYTE:
        return "it is larger than ASCRIBE_MAX_DOCUMENT_MB allows"
    if name.startswith("texts/") and info.file_size > 4 * setting("max_characters"):
        return "it is longer than ASCRIBE_MAX_CHARACTERS allows"
    return None
