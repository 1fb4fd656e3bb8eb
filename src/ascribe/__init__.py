"""Ascribe reads reports of armed conflict and keeps a record you can stand behind.

import ascribe
reading = ascribe.read(text, published="2017-07-04")
for claim in reading.claims: ...

with ascribe.Case.open("aleppo.case") as case:
    for filed in case.claims(): ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import AscribeError

if TYPE_CHECKING:
    from .case import Case
    from .model import Claim, Document, Reading

__all__ = ["AscribeError", "Case", "Claim", "Document", "Reading", "read"]
__version__ = "0.1.0"


def read(text: str, *, published: str | None = None, outlet: str | None = None, title: str | None = None) -> Reading:
    """What is said in a report, by whom.

    Args:
        text: the report's text; offsets of the reading count its code points.
        published: ISO 8601 date or RFC 3339 time.
        outlet: who published it.
        title: its headline, if that stands apart from the text.
    Raises:
        InputError: the text is empty.
        UsageError: `published` is no date.
    """
    from .documents import from_text
    from .reading.pipeline import default_reader

    return default_reader().read(from_text(text, title=title, outlet=outlet, published=published))


def __getattr__(name: str) -> object:
    """The types, loaded when asked for: importing ascribe stays light."""
    if name in ("Claim", "Document", "Reading"):
        from . import model

        return getattr(model, name)
    if name == "Case":
        from .case import Case

        return Case
    raise AttributeError(f"module 'ascribe' has no attribute {name!r}")
