"""Reports into a case: loading, keeping and reading them. It can be broken off anywhere, and gone on with."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, Literal

from ..documents import Failure, Loaded, from_bytes, load_bytes, load_originals
from ..errors import AscribeError
from ..model import Document, Part
from ..reading.version import ontology_version
from .case import Case
from .records import FailedReport

_STDIN = re.compile(r"-(?:$|[#:])")
_LINE = re.compile(r"(.+\.jsonl)[#:].+", re.DOTALL | re.IGNORECASE)

if TYPE_CHECKING:
    from ..reading.pipeline import Reader  # a listing of claims needs no model

Outcome = Literal["added", "known", "read", "failed"]


class Step(Part):
    """What became of one report."""

    name: str
    outcome: Outcome
    document: str | None = None
    claims: int = 0
    reason: str | None = None


def add(
    case: Case, paths: Sequence[str], reader: Reader, author: str, *, published: str | None = None,
    outlet: str | None = None, stdin: BinaryIO | None = None,
) -> Iterator[Step]:  # fmt: skip
    """Add reports and read them. What the case has already is known, and only read where it was not yet.

    Args:
        paths: as for `ascribe read`.
        author: who adds them.
        published, outlet: of all of them; go before what they say.

    Raises:
        UsageError: at once, if `published` is no date.
    """
    options = {"published": published, "outlet": outlet}
    found = load_originals(paths, published=published, outlet=outlet, stdin=stdin)
    return (_step(case, one, reader, author, options) for one in found)


def add_bytes(
    case: Case, name: str, data: bytes, reader: Callable[[], Reader], author: str, *, published: str | None = None,
    outlet: str | None = None,
) -> Iterator[Step]:  # fmt: skip
    """As `add`, of one file that was handed over as its name and its bytes.

    Args:
        reader: gives the reader when the first report is to be read.
    """
    options = {"published": published, "outlet": outlet}
    found = load_bytes(name, data, published=published, outlet=outlet)
    return (_step(case, one, reader(), author, options) for one in found)


def retry(case: Case, reader: Reader, author: str, *, paths: bool = True) -> Iterator[Step]:
    """Try again what failed: from the case or the bytes that were kept, else from the same path.

    Of a line of JSON Lines the whole file is added again. What came without bytes from standard input stays failed.

    Args:
        paths: whether files may be opened by the names of failures. An upload's name must not open a file here.
    """
    stored = {case.entry(one).name: one for one in case.unread(reader.encoder.name, ontology_version())}
    lines: dict[str, list[FailedReport]] = {}
    for failed in case.failures():
        if failed.data is not None:
            yield _step(case, _again(failed), reader, author, failed.options)
        elif failed.name in stored:
            yield _read(case, failed.name, case.document(stored[failed.name]), reader, author)
        elif not paths or _STDIN.match(failed.name):
            yield Step(name=failed.name, outcome="failed", reason=failed.message)
        else:
            lines.setdefault(_file_of(failed.name), []).append(failed)
    for path, earlier in lines.items():
        yield from _path_again(case, path, earlier, reader, author)


def read_again(case: Case, reader: Reader, author: str) -> Iterator[Step]:
    """Read every document that this model and ontology have not read yet."""
    for document in case.unread(reader.encoder.name, ontology_version()):
        yield _read(case, case.entry(document).name, case.document(document), reader, author)


def _path_again(case: Case, path: str, earlier: Sequence[FailedReport], reader: Reader, author: str) -> Iterator[Step]:
    said = earlier[0].options.get("published"), earlier[0].options.get("outlet")
    failing = set()
    for step in add(case, [path], reader, author, published=said[0], outlet=said[1]):
        failing.update([step.name] if step.outcome == "failed" else [])
        yield step
    # A line that was mended may be called otherwise now; where the file could not be opened, nothing is known.
    for failed in earlier if path not in failing else ():
        if failed.name not in failing:
            case.succeed(failed.name)


def _file_of(name: str) -> str:
    """The file that a failed report's name means: of a line of JSON Lines, without the line."""
    found = _LINE.match(name)
    return found.group(1) if found and not os.path.exists(name) else name


def _again(failed: FailedReport) -> Loaded:
    data = failed.data or b""
    try:
        return Loaded(failed.name, data, from_bytes(data, name=failed.name, **failed.options))
    except AscribeError as error:
        return Loaded(failed.name, data, Failure(failed.name, error))


def _step(case: Case, one: Loaded, reader: Reader, author: str, options: dict[str, str | None]) -> Step:
    if not isinstance(one.found, Document) or one.data is None:
        error = one.found.error if isinstance(one.found, Failure) else AscribeError("no bytes")
        return _failed(case, one.name, error, one.data, options)
    if case.has_reading(one.found.sha256, reader.encoder.name, ontology_version()):
        case.succeed(one.name)
        return Step(name=one.name, outcome="known", document=one.found.sha256)
    new = case.store(one.name, one.data, one.found, author)
    step = _read(case, one.name, case.document(one.found.sha256), reader, author)
    return step.model_copy(update={"outcome": "added"}) if new and step.outcome == "read" else step


def _read(case: Case, name: str, document: Document, reader: Reader, author: str) -> Step:
    try:
        reading = reader.read(document)
    except AscribeError as error:
        return _failed(case, name, error, None, {})
    case.store_reading(reading, ontology_version(), author)
    case.succeed(name)
    return Step(name=name, outcome="read", document=document.sha256, claims=len(reading.claims))


def _failed(case: Case, name: str, error: AscribeError, data: bytes | None, options: dict[str, str | None]) -> Step:
    case.fail(FailedReport(name=name, data=data, options=options, code=error.code, message=str(error)))
    return Step(name=name, outcome="failed", reason=str(error))
