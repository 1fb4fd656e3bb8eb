"""Which language a text is in, and whether the reader knows it.

Running English shows in its share of common words; that spares the detector's half second and 100 MB. All else goes
through py3langid (Lui and Baldwin 2012, "langid.py: An Off-the-shelf Language Identification Tool", as remade by
Barbaresi), offline.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from ..model import Document
from .tables import header_words, table

READABLE = "en"
_SAMPLE = 10_000
_LEAST_LETTERS = 20
_SHORT = 200
_LEAST_CONFIDENCE = 0.6
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> tuple[str | None, float]:
    """The language code of `text` (ISO 639-1 where there is one, else 639-3) and a confidence from 0 to 1.

    (None, confidence) if the text is too short or too mixed to say. Only the first 10,000 characters count.
    """
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    letters = sum(map(len, words))
    common = sum(word in header_words("english_words") for word in words)
    if len(words) >= 30 and common >= 0.25 * len(words):
        return "en", min(1.0, 0.5 + common / len(words))
    if letters < _LEAST_LETTERS:
        return None, 0.0
    code, confidence = _identifier().classify(" ".join(words))
    # short English headlines on Nigeria look like Nigerian Pidgin
    too_short = code == "pcm" and letters < _SHORT
    if confidence < _LEAST_CONFIDENCE or code == "zxx" or too_short:
        return None, float(confidence)
    return str(code), float(confidence)


def settled_language(text: str, stated: str | None, *, trusted: bool) -> str | None:
    """The stated language, or the detected one.

    Args:
        text: the report.
        stated: a language tag ("en", "en-GB"), if the input has one; anything else counts as not stated.
        trusted: False for a page's `lang`, which templates often leave at "en": a long text's own language goes before.
    """
    match = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", stated.strip()) if stated else None
    tag = match[1].lower() if match else None
    if tag is not None and trusted:
        return tag
    found, confidence = detect_language(text)
    if tag is not None and (found is None or confidence < 0.8 or len(text) < _SHORT):
        return tag
    return found


def readable_language(document: Document) -> str | None:
    """Why the reader should not read `document`, in words for a user; None if it can.

    A document of unknown language is read, unless most of its letters are of another script: claims from a language
    that the model does not know would be invented.
    """
    if document.language not in (None, READABLE):
        name = table("languages").get(document.language, f"a language with the code {document.language!r}")
        return f"the text is in {name}; this model reads English, so no claims were read."
    script = _script(document.text[:_SAMPLE])
    if script not in (None, "Latin"):
        return f"the text is in {script} script; this model reads English, so no claims were read."
    return None


def _script(sample: str) -> str | None:
    """The script of most letters, as the first word of their Unicode names tells; None without letters."""
    counts: dict[str, int] = {}
    for letter, number in Counter(filter(str.isalpha, sample)).items():
        name = unicodedata.name(letter, "UNKNOWN").split()[0].title()
        counts[name] = counts.get(name, 0) + number
    return max(counts, key=lambda name: counts[name]) if counts else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # only here: it loads numpy

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
