"""A source's record: alone, confirmed, contradicted."""

from __future__ import annotations

from ascribe.incidents.sources import _contradicted, _Record, _speaks
