"""Parts of a whole: "19 people, including seven children" counts 19 and not 26."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ...model import Quantity
from .vocabulary import vocabulary

_REACH = 160  # characters between a whole and its part


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    before = [p for p in vocabulary().parts if p not in ("of them", "of whom", "of which")]
    names = "|".join(re.escape(p) for p in sorted(before, key=len, reverse=True))
    introduced = re.compile(rf"\b(?:{names})\b[^.;!?\n]*$", re.IGNORECASE)
    behind = re.compile(r"\s*(?:[\w-]+\s+){0,2}(?:of|among) (?:them|whom|which|these|those|the dead)\b", re.IGNORECASE)
    chained = re.compile(r"^[^.;:!?\n]{0,60}?(?:,|\band\b|\bas well as\b)[^.;:!?\n]{0,20}$", re.IGNORECASE)
    return introduced, behind, chained


def part_of_whole(text: str, quantities: Sequence[Quantity]) -> dict[int, int]:
    """Which quantities are parts of another one, so that nobody counts them twice.

    Args:
        text: the document's text.
        quantities: those of the text, in order (`find_quantities`).
    Returns:
        For the index of each part the index of its whole, which stands before it in the same sentence and is at
        least as large.
    """
    introduced, behind, chained = _patterns()
    wholes: dict[int, int] = {}
    for j in range(1, len(quantities)):
        part, before = quantities[j], quantities[j - 1]
        gap = text[before.end : part.begin]
        if len(gap) > _REACH or re.search(r"[.!?]\s+[A-Z“\"]|\n", gap):
            continue
        if introduced.search(gap) or behind.match(text, part.end):
            candidate = wholes.get(j - 1, j - 1)
        elif j - 1 in wholes and chained.match(gap) and not re.search(r"\bother(?:s)?\b|\bwhile\b|\bwere\b", gap):
            candidate = wholes[j - 1]
        else:
            continue
        if _fits(quantities[candidate], part):
            wholes[j] = candidate
    return wholes


def _fits(whole: Quantity, part: Quantity) -> bool:
    if part.unit not in (whole.unit, None) and whole.unit is not None:
        return False
    if part.best is None or whole.best is None:
        return True
    return part.best <= (whole.high if whole.high is not None else max(whole.best, whole.best * 2))
