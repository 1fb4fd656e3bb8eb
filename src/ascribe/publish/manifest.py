"""The manifest beside an export: under which profile it was made, what was withheld and why, and the hash of each file.

It has no clock but the day as of which the export was made: the same state of a case gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from pydantic import Field, ValidationError

from ..errors import InputError
from ..model import Part
from .profiles import Profile
from .view import View

SUFFIX = ".manifest.json"
IN_FOLDER = "manifest.json"
_AT_ONCE = 1 << 20


class File(Part):
    """A file of an export."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int = Field(ge=0)


class Manifest(Part):
    """What an export is, and what is not in it."""

    manifest: int = Field(1, description="version of this form")
    case: str = Field(description="the case's id")
    title: str
    head: str = Field(description="digest of the last decision in the case's chain")
    as_of: str = Field(description="the day as of which things were fresh, ISO 8601")
    profile: Profile
    withheld: dict[str, int] = Field(description="how much was withheld or changed, by what and why")
    files: dict[str, File] = Field(description="by name, relative to the manifest's folder")
    program: str = Field(description="name and version")
    model: str = Field(description="the model that this version of the program reads with")
    ontology: str
    read_otherwise: int = Field(description="documents of the case that this model and ontology have not read")

    def to_json(self) -> str:
        """The manifest as it is kept beside an export."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=True, indent=2) + "\n"


def manifest_of(view: View, files: Iterable[Path], folder: Path) -> Manifest:
    """The manifest of files that were written from a view.

    Args:
        view: after its streams were read.
        files: what was written, all in `folder` or below it.
    """
    return Manifest.model_validate({
        "case": view.case_id, "title": view.case_title, "head": view.head, "as_of": view.as_of.isoformat(),
        "profile": view.profile, "withheld": dict(view.withheld),
        "files": {path.relative_to(folder).as_posix(): _file(path) for path in sorted(files)},
        **view.versions(),
    })  # fmt: skip


def manifest_path(export: Path) -> Path:
    """Where the manifest of an export lies: beside a file, in a folder."""
    return export / IN_FOLDER if export.is_dir() else export.with_name(export.name + SUFFIX)


def read_manifest(path: Path) -> Manifest:
    """A manifest that was written.

    Raises:
        InputError: there is none, or it is not one.
    """
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}). An export is proved by its manifest.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise InputError(f"{path}: not a manifest ({where}: {first['msg']}). Make the export again.") from error


def problems(export: Path) -> Iterator[str]:
    """What is wrong with an export, a file or a folder: files that were changed, are missing, or do not belong to it.

    Raises:
        InputError: it has no manifest.
    """
    path = manifest_path(export)
    known = read_manifest(path)
    if export.is_file() and export.name not in known.files:
        yield f"{export.name}: the manifest does not name it"
    for name, expected in sorted(known.files.items()):
        here = path.parent / name
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or here.is_symlink():
            yield f"{name}: not a file of this export"
        elif not here.is_file():
            yield f"{name}: missing"
        elif _file(here) != expected:
            yield f"{name}: changed since it was exported"
    if export.is_dir():
        inside = {p.relative_to(export).as_posix() for p in export.rglob("*") if p.is_file() or p.is_symlink()}
        for name in sorted(inside - {*known.files, IN_FOLDER}):
            yield f"{name}: added since it was exported"


def _file(path: Path) -> File:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while part := stream.read(_AT_ONCE):
            digest.update(part)
            size += len(part)
    return File(sha256=digest.hexdigest(), bytes=size)
