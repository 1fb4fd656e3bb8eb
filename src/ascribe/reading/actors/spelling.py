"""How names are compared: words without dots, with one kind of apostrophe and hyphen; capitals where they count."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_](?:[\w.&/’'ʼ‘`-]*[\w])?\.?", re.UNICODE)
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "‐": "-", "‑": "-"})


def words(text: str) -> list[re.Match[str]]:
    """The words of a text with their places; "U.S.-led", "Ba'ath" and "al-Sham" are one word each."""
    return list(_WORD.finditer(text))


@lru_cache(maxsize=1 << 14)
def plain(word: str) -> str:
    """A word in lower case without dots, with straight apostrophes: what names are looked up by."""
    return word.translate(_APOSTROPHES).replace(".", "").lower()


@lru_cache(maxsize=1 << 14)
def bare(word: str) -> str:
    """A plain word without a possessive ending."""
    low = plain(word)
    return low[:-2] if low.endswith("'s") else low[:-1] if low.endswith("s'") else low


@lru_cache(maxsize=1 << 14)
def possessive(word: str) -> bool:
    """Whether a word ends like a possessive."""
    low = word.translate(_APOSTROPHES)
    return low.endswith(("'s", "'S", "s'"))


def short(name: str) -> bool:
    """Whether a name is a short form in capitals: "SDF", "U.N.", "M23", "FAMa"."""
    if not 2 <= len(name) <= 10 or " " in name:
        return False
    letters = [c for c in name if c.isalpha()]
    return sum(map(str.isupper, letters)) >= max(2, len(letters) - 2)


def spelt(form: str, seen: str, loose: frozenset[str]) -> bool:
    """Whether words of a text are spelt like a name: capitals where the name has them.

    A short form must stand exactly so ("IS" is not "is"). A later word may be lower-case where it is a generic one of
    `loose` ("Free Syrian army"); a heading in capitals may stand for any name of two words or more.
    """
    if short(form):
        return form.replace(".", "") == seen.replace(".", "").removesuffix("'s").removesuffix("’s")
    if " " in seen and seen.isupper():
        return True
    pairs = list(zip(form.split(), seen.split(), strict=False))
    for k, (a, b) in enumerate(pairs):
        if a[:1].isupper() and not b[:1].isupper() and (k == 0 or b.lower() not in loose):
            # "al-Shabab" and "Al-Shabab" are one; a name's first word must be a capital somewhere.
            return False
        if "-" in a and any(c.isupper() for c in a[1:]) and not any(c.isupper() for c in b[1:]):
            return False
    return True
