"""Numbers: what words and digits say about how many, and which of them count something."""

from __future__ import annotations

from .find import find_quantities, parse_quantity
from .parts import part_of_whole
from .vocabulary import DEFAULT_CONVENTION, Amount

__all__ = ["DEFAULT_CONVENTION", "Amount", "find_quantities", "parse_quantity", "part_of_whole"]
