"""What of a text is compared: its words, their shingles, and a signature by which near texts find each other.

Broder (1997), *On the resemblance and containment of documents*: a text is the set of its runs of k words.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from ..model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

_SEED = 20_170_704
_WORD = re.compile(
    r"(?<!\w)(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,]\d+)*"  # 2,500
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f]|['’](?=[^\W_]))*"  # agency’s
)
_LINE = re.compile(r"[^\r\n\v\f\u2028\u2029\x85]+")
_MARKS = str.maketrans("", "", ".,'’")


@dataclass(frozen=True)
class Text:
    """The words of a text as they are compared, and where each stands.

    `words` are in lower case without marks; `spans` are their code points in the text, of shape (words, 2).
    """

    words: tuple[str, ...]
    spans: NDArray[np.int32]

    @cached_property
    def shingles(self) -> Hashes:
        """A 64-bit hash of each run of `shingle` words, in order; of all words together where there are fewer."""
        return self._runs(min(rules()["words"]["shingle"], len(self.words)))

    @cached_property
    def runs(self) -> Hashes:
        """A 64-bit hash of each run of `passage` words, in order; empty where there are fewer."""
        return self._runs(rules()["words"]["passage"])

    def _runs(self, length: int) -> Hashes:
        import numpy as np

        hashes = np.array([_hash(word) for word in self.words], dtype=np.uint64)
        count = max(0, len(hashes) - length + 1) if length else 0
        found = np.zeros(count, dtype=np.uint64)
        for i in range(length if count else 0):
            found = found * np.uint64(0x9E3779B97F4A7C15) + hashes[i : i + count]
        return found


def words_of(text: str) -> Text:
    """The words of `text` without those of notices ("All rights reserved"), which are no report.

    Capitals, quotation marks, apostrophes, dots of abbreviations and commas in numbers make no difference.
    """
    import numpy as np

    spans = [span for line in _LINE.finditer(text) if not _is_notice(line.group()) for span in _spans(text, line)]
    words = tuple(sys.intern(_plain(text[begin:end])) for begin, end in spans)  # many texts are held at a time
    return Text(words, np.array(spans, dtype=np.int32).reshape(-1, 2))


def signature(text: str) -> bytes:
    """Keys by which texts that may be copies, or may share a passage, find each other; to be stored with a document.

    Eight bytes that name the rules, then sorted 64-bit numbers: one a MinHash band, and one a run of twenty words.
    About 5 kB for a report of 600 words.
    """
    import numpy as np

    found = words_of(text)
    keys = np.concatenate([_bands(found), found.runs])
    return rules_digest() + np.unique(keys).astype("<u8").tobytes()


def keys_in(stored: bytes) -> Hashes | None:
    """The keys of a stored signature, or None where it was made by other rules and must be made anew."""
    import numpy as np

    if stored[:8] != rules_digest() or len(stored) % 8:
        return None
    return np.frombuffer(stored, dtype="<u8", offset=8).astype(np.uint64)


@cache
def rules() -> dict[str, Any]:
    """The tables of `ontology/origins.toml`."""
    return tomllib.loads(_rules_file().decode("utf-8"))


@cache
def rules_digest() -> bytes:
    """Eight bytes that change with the rules, and with the library's way of making a MinHash."""
    from rensa import RMinHash

    version = f"1 {RMinHash.ALGORITHM_VERSION} {_SEED} {_WORD.pattern}".encode()
    return hashlib.blake2b(version + _rules_file(), digest_size=8).digest()


@cache
def _rules_file() -> bytes:
    return resources.files("ascribe.ontology").joinpath("origins.toml").read_bytes()


def _bands(text: Text) -> Hashes:
    """A key for each band of the MinHash of the text's shingles, different for each band; none without words."""
    import numpy as np
    from rensa import RMinHash

    if not text.words:
        return np.zeros(0, dtype=np.uint64)
    bands, rows = rules()["candidates"]["bands"], rules()["candidates"]["rows"]
    sketch = RMinHash(num_perm=bands * rows, seed=_SEED)
    raw = text.shingles.astype("<u8").tobytes()
    sketch.update([raw[i : i + 8] for i in range(0, len(raw), 8)])
    digest = np.array(sketch.digest(), dtype="<u4").reshape(bands, rows)
    keys = (hashlib.blake2b(row.tobytes(), digest_size=8, person=b"%d" % n) for n, row in enumerate(digest))
    return np.array([int.from_bytes(key.digest(), "little") for key in keys], dtype=np.uint64)


def _spans(text: str, line: re.Match[str]) -> list[Span]:
    return [word.span() for word in _WORD.finditer(text, *line.span())]


def _plain(word: str) -> str:
    word = word.casefold().translate(_MARKS)
    return word if word.isascii() else unicodedata.normalize("NFKC", word)


def _is_notice(line: str) -> bool:
    folded = line.casefold()
    return len(folded.split()) <= rules()["words"]["notice"] and any(n in folded for n in _notices())


@cache
def _notices() -> tuple[str, ...]:
    return tuple(phrase.casefold() for phrase in rules()["words"]["notices"])


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")
