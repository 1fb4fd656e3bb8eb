"""A reading made by hand: six speakers and the outlet, with nested and overlapping words and hostile text."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from ascribe.model import Claim, ClaimAttribution, ClaimQuantity, Document, Mention, Reading, Span, When, Where

REPORT = Path(__file__).with_name("report.txt")
HALE = {"name": "Colonel Owen Hale", "why": "the last man named who can speak, one sentence before"}
SDF = {"name": "Syrian Democratic Forces", "actor": "syrian-democratic-forces"}
OBSERVATORY = {"name": "Syrian Observatory for Human Rights", "actor": "syrian-observatory-for-human-rights"}


class Maker:
    """Finds words in a text, after an anchor, and makes parts of a reading of them."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, words: str, after: str = "") -> Span:
        begin = self.text.index(words, self.text.index(after))
        return begin, begin + len(words)

    def mention(self, words: str, after: str = "", **given: Any) -> Mention:
        begin, end = self.span(words, after)
        return Mention(begin=begin, end=end, text=words, **{"name": words, "confidence": 0.9, **given})

    def quantity(self, words: str, of: str, after: str = "", **bounds: float) -> ClaimQuantity:
        begin, end = self.span(words, after)
        return ClaimQuantity.model_validate({"begin": begin, "end": end, "text": words, "of": of, **bounds})

    def says(self, *source: Mention, cue: Span | None = None, via: tuple[Mention, ...] = (),
             form: str = "indirect") -> ClaimAttribution:  # fmt: skip
        return ClaimAttribution.model_validate(
            {"source": source, "form": form, "via": via, "cue": cue, "confidence": 0.8}
        )

    def claim(self, kind: str, words: str, after: str = "", **given: Any) -> Claim:
        begin, end = self.span(words, after)
        first = max(self.text.rfind(stop, 0, begin) + len(stop) for stop in (". ", "\n"))
        last = min(at + 1 for at in (self.text.find(stop, end) for stop in (".", "\n")) if at >= 0)
        fields = {"id": f"c-{begin}-{kind}", "type": kind, "trigger": (begin, end), "sentence": (first, last),
                  "confidence": 0.91, "factuality_confidence": 0.86, **given}  # fmt: skip
        return Claim.model_validate(fields)


def build(text: str) -> Reading:
    m = Maker(text)
    sido = m.says(m.mention("Leyla Sido"), cue=m.span("told", "Leyla"), via=(m.mention("AFP", "Sido told"),))
    sido_again = m.says(m.mention("Sido", "stop us", name="Leyla Sido", why="the family name of Leyla Sido"),
                        cue=m.span("said", "stop us"), form="direct")  # fmt: skip
    group = m.says(m.mention("The group", **OBSERVATORY, why="the only group named before"),
                   cue=m.span("said", "The group"))  # fmt: skip
    observatory = m.says(m.mention("Syrian Observatory for Human Rights", **OBSERVATORY),
                         cue=m.span("said", "monitoring group"))  # fmt: skip
    monday = When(start="2017-07-03", end="2017-07-03", precision="day")
    city = Where(latitude=35.9528, longitude=39.0078, precision="settlement")
    claims = [
        m.claim("airstrike", "struck", agent=(m.mention("US-led coalition"),),
                target=(m.mention("two small sections of the historic wall around Raqqa's Old City"),),
                place=(m.mention("Raqqa's Old City", "wall around"),), time=(m.mention("Monday"),),
                quantities=(m.quantity("two", "other", "struck", best=2),), when=monday,
                where=Where(latitude=35.9528, longitude=39.0078, precision="district"),
                attribution=m.says(m.mention("coalition statement"), cue=m.span("said", "statement")),
                plover={"event": "ASSAULT", "mode": "aerial"},
                acled={"event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike"}),
        m.claim("hazard", "mines laid by the Islamic State group", agent=(m.mention("Islamic State group"),)),
        m.claim("deployment", "laid", agent=(m.mention("Islamic State group"),), target=(m.mention("mines"),)),
        m.claim("airstrike", "hit", '"We', agent=(m.mention("We", name="US-led coalition", why="Hale speaks for it"),),
                target=(m.mention("two 25-meter sections"),), when=monday, where=city,
                quantities=(m.quantity("25-meter", "length_km", best=0.025),),
                attribution=m.says(m.mention("Colonel Owen Hale"), cue=m.span("said", "else,"), form="direct")),
        m.claim("killing", "killed", "He denied", agent=(m.mention("strikes", "He denied"),),
                target=(m.mention("civilians", "He denied"),), factuality="denied",
                attribution=m.says(m.mention("He", "He denied", **HALE), cue=m.span("denied", "He denied"))),
        m.claim("assault", "broke into", agent=(m.mention("Syrian Democratic Forces", **SDF),),
                place=(m.mention("Old City", "broke into"),), time=(m.mention("dawn"),), attribution=sido),
        m.claim("killing", "killed in shelling", target=(m.mention("people", "at least"),), attribution=observatory,
                quantities=(m.quantity("at least 12", "killed", low=12, best=12),)),
        m.claim("shelling", "shelling", attribution=observatory),
        m.claim("strength", "between 200 and 400", agent=(m.mention("fighters", "400"),), attribution=observatory,
                quantities=(m.quantity("between 200 and 400", "fighters", low=200, best=300, high=400),)),
        m.claim("at_risk", "trapped", target=(m.mention("civilians", "100,000"),),
                place=(m.mention("city", "trapped"),), where=city,
                quantities=(m.quantity("up to 100,000", "at_risk", best=100000, high=100000),),
                factuality="uncertain", attribution=group),
        m.claim("shooting", "shot", agent=(m.mention("snipers"),), target=(m.mention("people", "shot"),),
                attribution=m.says(m.mention("residents", "quoted"), cue=m.span("saying", "residents"),
                                   via=(m.mention("activist network"),))),
        m.claim("bombing", "use car bombs", agent=(m.mention("IS", '"IS'),), instrument=(m.mention("car bombs"),),
                target=(m.mention("us", "stop", **SDF, why="Sido speaks for it"),), factuality="future",
                attribution=sido_again),
        m.claim("displacement", "leave", "families can", target=(m.mention("families"),), factuality="hypothetical",
                attribution=sido_again),
        m.claim("control", "around 30 percent", agent=(m.mention("The alliance", **SDF, why="called so before"),),
                place=(m.mention("city", "percent"),), where=city,
                quantities=(m.quantity("around 30 percent", "share", best=0.3),)),
        m.claim("threat", "warned", "</script>", target=(m.mention("residents [bold]not[/bold]"),),
                place=(m.mention("<img src=x onerror=alert(1)>"),), time=(m.mention("last week"),),
                attribution=m.says(m.mention('leaflet dropped last week <script>alert("leaflet")</script>'))),
    ]  # fmt: skip
    document = Document(id="raqqa-1", sha256=hashlib.sha256(text.encode()).hexdigest(), published="2017-07-04",
                        title="Coalition opens two breaches in Raqqa wall", outlet="The Daily Wire", origin="AFP",
                        url="https://example.org/raqqa", published_from="metadata", language="en",
                        text=text)  # fmt: skip
    return Reading(document=document, claims=tuple(claims), model="ascribe-reader 0.1",
                   notes=("One window of the report was cut at its length limit.",))  # fmt: skip


@pytest.fixture(scope="session")
def reading() -> Reading:
    """Fifteen claims of all five standings, by six speakers and the outlet."""
    return build(REPORT.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def empty_reading() -> Reading:
    """A reading without claims, titles or dates."""
    document = Document(id="empty-1", sha256="0" * 64, text="The council met to talk about schools.")
    return Reading(document=document, notes=("The report is in a language the model does not know.",))
