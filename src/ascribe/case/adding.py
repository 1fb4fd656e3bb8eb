"""Reports into a case: loading, keeping and reading them. It can be broken off anywhere, and gone on with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Literal

from ..documents import Failure, Loaded, from_bytes, load_originals
from ..errors import AscribeError
from ..model import Document, Part
from ..reading.pipeline import Reader
from ..reading.version import ontology_version
from .case import Case
from .records import FailedReport

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


def retry(case: Case, reader: Reader, author: str) -> Iterator[Step]:
    """Try again what failed, from the bytes that were kept, else from the same path."""
    for failed in case.failures():
        options = failed.options
        if failed.data is None:
            said = options.get("published"), options.get("outlet")
            yield from add(case, [failed.name], reader, author, published=said[0], outlet=said[1])
        else:
            yield _step(case, _again(failed), reader, author, options)


def read_again(case: Case, reader: Reader, author: str) -> Iterator[Step]:
    """Read every document that this model and ontology have not read yet."""
    for document in case.unread(reader.encoder.name, ontology_version()):
        yield _read(case, case.entry(document).name, case.document(document), reader, author)


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
    new = case.store(one.name, one.data, one.found, author)
    if not new and case.has_reading(one.found.sha256, reader.encoder.name, ontology_version()):
        case.succeed(one.name)
        return Step(name=one.name, outcome="known", document=one.found.sha256)
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
