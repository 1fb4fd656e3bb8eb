"""Small claims for tests of linking, written as a reader would file them."""

from __future__ import annotations

import hashlib
from typing import Any

from ascribe.model import Claim, ClaimQuantity, FiledClaim, Mention, Place, When, Where

PLACES = {
    "Kunduz": (36.73, 68.86),
    "Baghlan": (36.13, 68.7),
    "Herat": (34.35, 62.2),
    "Kabul": (34.53, 69.17),
}


def told(
    document: str,
    kind: str,
    *,
    at: int = 0,
    sentence: int = 0,
    place: str | None = "Kunduz",
    day: str | None = "2015-10-03",
    until: str | None = None,
    site: str | None = None,
    agent: str | None = None,
    killed: int | None = None,
    words: str = "",
    **fields: Any,
) -> FiledClaim:
    """A claim of `document` about a happening at a place and on a stated day; `at` is the trigger's first character."""
    sha = hashlib.sha256(document.encode()).hexdigest()
    located = None
    if place:
        latitude, longitude = PLACES[place]
        located = Place(
            begin=0, end=len(place), text=place, name=place, latitude=latitude, longitude=longitude,
            precision="settlement", confidence=0.9,
        )  # fmt: skip
    claim = Claim(
        id=hashlib.sha256(f"{document} {kind} {at} {sentence}".encode()).hexdigest()[:16],
        type=kind,  # type: ignore[arg-type]
        trigger=(sentence + at, sentence + at + 6),
        sentence=(sentence, sentence + 200),
        place=tuple(_mention(p) for p in (place, site) if p),
        agent=(_mention(agent),) if agent else (),
        time=(_mention("on that day"),) if day else (),
        when=When(start=day, end=day, precision="day") if day else When(end=until) if until else None,
        where=Where(latitude=located.latitude, longitude=located.longitude, precision="settlement")  # type: ignore[arg-type]
        if located and located.latitude is not None
        else None,
        quantities=(ClaimQuantity(begin=0, end=2, text=str(killed), best=killed, of="killed"),) if killed else (),
        confidence=0.9,
        **{"factuality": "asserted", "factuality_confidence": 0.9, **fields},
    )
    return FiledClaim(document=sha, claim=claim, trigger=kind, sentence=words or f"A report of {kind}.", place=located)


def _mention(text: str) -> Mention:
    return Mention(begin=0, end=len(text), text=text, name=text, confidence=0.9)
