"""Claims for tests, made from sentences: each word of a claim is found in its sentence, so that offsets are real."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from ascribe.incidents.model import Incident, Regrade, Stance
from ascribe.incidents.origins import origins
from ascribe.incidents.record import incident
from ascribe.incidents.statements import Background
from ascribe.model import Claim, ClaimAttribution, ClaimQuantity, Document, FiledClaim, Mention, Place, When
from ascribe.reading.actors import catalogue

Who = str | tuple[str, str]
RAQQA = Place(begin=0, end=5, text="Raqqa", name="Ar Raqqah", latitude=35.95, longitude=39.01, country="SY",
              gazetteer="geonames", gazetteer_id="172955", precision="settlement", confidence=0.9)  # fmt: skip


class Case:
    """Documents and their claims, as a few lines of a test make them."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.claims: list[FiledClaim] = []

    def document(self, text: str, outlet: str, published: str) -> str:
        """Adds a document; its id."""
        sha = hashlib.sha256(f"{outlet}\n{published}\n{text}".encode()).hexdigest()
        self.documents[sha] = Document(
            id=sha, sha256=sha, outlet=outlet, published=published, published_from="option", text=text
        )
        return sha

    def says(
        self, sentence: str, type: str, trigger: str, by: Who | None = None, *, outlet: str = "Halyard",
        published: str = "2017-07-04", agent: Iterable[Who] = (), target: Iterable[Who] = (), cue: str | None = None,
        counts: Iterable[tuple[str, str, float | None, float | None, float | None]] = (), factuality: str = "asserted",
        standing: str = "unreviewed", place: Place | None = RAQQA, day: str | None = "2017-07-03",
        rest: str | None = None,
    ) -> FiledClaim:  # fmt: skip
        """Adds a report with one claim; after the sentence comes `rest`, else words that stand in no other report."""
        if rest is None:
            rest = " ".join(hashlib.sha256(f"{outlet}{published}{sentence}{i}".encode()).hexdigest() for i in range(60))
        sha = self.document(f"{sentence} {rest}", outlet, published)

        def mention(who: Who) -> Mention:
            words, actor = (who, None) if isinstance(who, str) else who
            at = max(0, sentence.find(words))
            text = sentence[at : at + len(words)]
            return Mention(begin=at, end=at + len(words), text=text, name=words, actor=actor, confidence=0.9)

        at = sentence.index(trigger)
        spoken = None
        if by is not None:
            span = (sentence.index(cue), sentence.index(cue) + len(cue)) if cue else None
            spoken = ClaimAttribution(source=(mention(by),), form="indirect", cue=span, confidence=0.9)
        quantities = [
            ClaimQuantity(of=of, begin=sentence.index(text), end=sentence.index(text) + len(text), text=text, low=low,
                          best=best, high=high) for of, text, low, best, high in counts
        ]  # fmt: skip
        fields: dict[str, Any] = {
            "id": hashlib.sha256(f"{sha}{type}{at}{by}".encode()).hexdigest()[:16],
            "type": type,
            "trigger": (at, at + len(trigger)),
            "sentence": (0, len(sentence)),
            "agent": [mention(a) for a in agent],
            "target": [mention(t) for t in target],
            "quantities": quantities,
            "attribution": spoken,
            "factuality": factuality,
            "factuality_confidence": 0.9,
            "when": When(start=day, end=day, precision="day") if day else None,
            "confidence": 0.9,
        }
        filed = FiledClaim(
            document=sha,
            claim=Claim.model_validate(fields),
            standing=standing,
            trigger=trigger,
            sentence=sentence,
            place=place,
        )
        self.claims.append(filed)
        return filed

    def incident(
        self,
        claims: Iterable[FiledClaim] | None = None,
        stances: dict[str, Stance] | None = None,
        regrade: Regrade | None = None,
    ) -> Incident:
        """The incident of the claims, or of all."""
        background = Background(self.documents, origins(self.documents.values()), catalogue(), stances or {})
        return incident("i1", self.claims if claims is None else claims, background, regrade)


OBSERVATORY = ("Syrian Observatory for Human Rights", "syrian-observatory-for-human-rights")
UN = ("United Nations", "united-nations")
COALITION = ("US-led coalition", "coalition-against-islamic-state")
STRIKE = "An air strike by the {} killed nine people in Raqqa on Monday, the {} said."


def strike(case: Case, by: Who, agent: Who = COALITION, **more: Any) -> FiledClaim:
    """A strike that somebody says the coalition carried out."""
    name = by if isinstance(by, str) else by[0]
    doer = agent if isinstance(agent, str) else agent[0]
    return case.says(STRIKE.format(doer, name), "airstrike", "air strike", by, agent=[agent], **more)
