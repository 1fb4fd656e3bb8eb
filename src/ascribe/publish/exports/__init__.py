"""Exports: files that others' tools read, made from what may leave a case under a profile.

The file's name says what it is: `export(view, Path("incidents.csv"))`. All are written as their rows come, in a set
order; the same state of a case gives the same bytes. A manifest lies beside each.
"""

from __future__ import annotations

from pathlib import Path

from ...errors import InputError
from ..manifest import Manifest, manifest_of, manifest_path
from ..view import View
from .formats import FORMATS, Format, format_of, is_folder

__all__ = ["FORMATS", "Format", "export", "format_of", "is_folder", "write"]
README = ".readme.txt"


def export(view: View, path: Path) -> Manifest:
    """Write what may leave to a file, with its manifest and, where it has one, its header file beside it.

    Args:
        path: its name says the format; one without an extension is a folder, for a site.

    Raises:
        UsageError: no format is so called.
        InputError: it cannot be written.
    """
    if is_folder(path):
        from ..site import write_site

        return write_site(view, path)
    chosen = format_of(path)
    try:
        files = write(view, path, chosen)
        made = manifest_of(view, files, path.parent)
        manifest_path(path).write_text(made.to_json(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error}). Give another name.") from error
    return made


def write(view: View, path: Path, chosen: Format) -> tuple[Path, ...]:
    """Write an export without a manifest: its file, which appears only when it is whole, and its header file."""
    part = path.with_name(path.name + ".part")
    try:
        chosen.write(view, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    if not chosen.notice:
        return (path,)
    readme = path.with_name(path.name + README)
    readme.write_text(chosen.notice, encoding="utf-8", newline="\n")
    return path, readme
