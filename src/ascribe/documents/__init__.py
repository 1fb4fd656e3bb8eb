"""Bytes and text → documents: formats, encodings, and what a report says of itself."""

from __future__ import annotations

from .build import from_bytes, from_text
from .dateline import Dateline, find_dateline
from .jsonl import Failure
from .language import detect_language, readable_language
from .load import Loaded, load, load_bytes, load_originals

__all__ = [
    "Dateline",
    "Failure",
    "Loaded",
    "detect_language",
    "find_dateline",
    "from_bytes",
    "from_text",
    "load",
    "load_bytes",
    "load_originals",
    "readable_language",
]
