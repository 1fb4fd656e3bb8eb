"""Places: which names of a text stand for places, which of several namesakes they mean, and where that is."""

from __future__ import annotations

from .files import Added, BadRow, add_gazetteer
from .find import find_places
from .gazetteer import Entry, Gazetteer, default_gazetteer
from .where import locate

__all__ = ["Added", "BadRow", "Entry", "Gazetteer", "add_gazetteer", "default_gazetteer", "find_places", "locate"]
