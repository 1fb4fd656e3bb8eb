"""The errors that Ascribe raises on purpose. Each message names the input, the reason and what to do next."""

from __future__ import annotations


class AscribeError(Exception):
    """Base of all; `code` is stable, for scripts and for the `error` lines of `--format jsonl`."""

    code = "error"


class InputError(AscribeError):
    """A report that cannot be read: missing, empty, binary, of an unknown format, too large, broken."""

    code = "input"


class UsageError(AscribeError):
    """An option or a value that makes no sense; the command line exits with 2."""

    code = "usage"


class ModelError(AscribeError):
    """The reader's weights are missing or do not fit this version."""

    code = "model"


class CaseError(AscribeError):
    """A case that cannot be opened, read or written: missing, locked, full, of another version, not a case."""

    code = "case"
