"""The corpora and our own labelled reports, brought to one shape.

What a corpus does not say is None here, and is never taken for a negative: WikiEvents and RAMS leave most of our types
unmarked, so their unmarked words count little; PolNeAR marks no events; re3d marks entities only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .markup import Span, nearest, nth, parse

ATTACKS = frozenset({"assault", "airstrike", "shelling", "bombing", "shooting", "clash", "abuse"})

# Event types of WikiEvents (KAIROS) and RAMS (AIDA), by prefix, longest first, and what they may be here.
EVENT_TYPES: dict[str, frozenset[str]] = {
    "conflict.attack.bombing": frozenset({"bombing"}),
    "conflict.attack.airstrikemissilestrike": frozenset({"airstrike", "shelling"}),
    "conflict.attack.firearmattack": frozenset({"shooting"}),
    "conflict.attack.stealrobhijack": frozenset(),
    "conflict.attack.detonateexplode": frozenset({"bombing"}),
    "conflict.attack": ATTACKS,
    "conflict.yield.retreat": frozenset({"retreat"}),
    "conflict.yield.surrender": frozenset({"retreat"}),
    "conflict.demonstrate": frozenset({"protest"}),
    "life.die.nonviolentdeath": frozenset({"killing"}),
    "life.die": frozenset({"killing"}),
    "life.injure.illness": frozenset(),
    "life.injure": frozenset({"injury"}),
    "justice.arrestjaildetain": frozenset({"detention"}),
    "justice.sentence": frozenset({"detention"}),
    "justice.trialhearing": frozenset({"detention"}),
    "justice.releaseparole": frozenset({"detention"}),
    "justice.chargeindict": frozenset({"accusation"}),
    "justice.initiatejudicialprocess.chargeindict": frozenset({"accusation"}),
    "artifactexistence.damagedestroy": frozenset({"destruction"}),
    "contact.threatencoerce": frozenset({"threat"}),
    "movement.transportperson.evacuationrescue": frozenset({"displacement", "aid"}),
    "government.agreements.acceptagreementcontractceasefire": frozenset({"truce"}),
}
ROLES = {
    "agent": "attacker killer injurer jailer demonstrator communicator destroyer damager damagerdestroyer judgecourt "
    "prosecutor executioner transporter surrenderer yielder retreater",
    "target": "target victim detainee artifact recipient defendant passenger",
    "instrument": "explosivedevice instrument",
    "place": "place",
}
ROLE = {role: slot for slot, roles in ROLES.items() for role in roles.split()}


@dataclass
class LabelledClaim:
    """A trigger, the types it may have, and its fillers; `known` are the relations whose absence means something."""

    types: frozenset[str]
    trigger: Span
    factuality: str | None
    slots: dict[str, list[Span]]
    known: frozenset[str]


@dataclass
class LabelledAttribution:
    """Who says what: spans of the source, the cue and the content."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]


@dataclass
class Labelled:
    """A text with the layers that its corpus marks; a layer that is None is unknown.

    `unmarked` is the weight with which a word outside all triggers counts as no trigger.
    """

    id: str
    text: str
    corpus: str
    claims: list[LabelledClaim] | None = None
    unmarked: float = 1.0
    attributions: list[LabelledAttribution] | None = None
    entities: list[tuple[str, Span]] | None = None
    meta: dict[str, str] = field(default_factory=dict)


# The relations that the guidelines annotate in full.
ALL_SLOTS = frozenset({"agent", "target", "instrument", "place", "time", "source", "quantity"})


def _lines(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def gold(folder: Path) -> Iterator[Labelled]:
    """Documents annotated by the project's guidelines: NAME.txt and NAME.json."""
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        claims = json.loads(path.read_text(encoding="utf-8"))["claims"]
        yield Labelled(path.stem, text, "gold", list(_gold_claims(text, claims)))


def _gold_claims(text: str, claims: list[dict]) -> Iterator[LabelledClaim]:
    starts, at = [], 0
    for paragraph in text.strip().split("\n\n"):
        starts.append((text.index(paragraph, at), paragraph))
        at = starts[-1][0] + len(paragraph)
    for claim in claims:
        base, paragraph = starts[claim["p"]]
        i = -1
        for _ in range(claim.get("n", 1)):
            i = paragraph.index(claim["trigger"], i + 1)
        trigger = (base + i, base + i + len(claim["trigger"]))
        slots: dict[str, list[Span]] = {}
        for slot in ("agent", "target", "instrument", "place", "time", "source"):
            found = [nearest(text, words, trigger[0]) for words in claim.get(slot) or []]
            slots[slot] = [s for s in found if s]
        quotes = [nearest(text, q["quote"], trigger[0]) for q in claim.get("quantities") or [] if q.get("quote")]
        slots["quantity"] = [q for q in quotes if q]
        yield LabelledClaim(frozenset({claim["type"]}), trigger, claim.get("factuality", "asserted"), slots, ALL_SLOTS)


def own(folder: Path) -> Iterator[Labelled]:
    """The reports written for this project, in the project's markup."""
    for path in sorted(folder.glob("*.txt")):
        for report in parse(path):
            claims = [
                LabelledClaim(
                    frozenset({c.type}), c.trigger, c.factuality,
                    c.slots | {"quantity": [span for _, span in c.quantities]}, ALL_SLOTS,
                )
                for c in report.claims
            ]  # fmt: skip
            yield Labelled(f"{path.stem}/{report.id}", report.text, "own", claims)


def annotations(path: Path, data: Path) -> Iterator[Labelled]:
    """Our own annotation, by the project's guidelines, of some texts of the corpora: offsets here, texts there."""
    texts = {
        (corpus, row["id"]): row["text"]
        for corpus, name in (
            ("re3d", "entities/re3d"), ("rams", "events/rams-dev"), ("wikievents", "events/wikievents-train"),
        )
        for row in _lines(data / f"{name}.jsonl")
    }  # fmt: skip
    for row in _lines(path):
        claims = [
            LabelledClaim(
                frozenset({c["type"]}), tuple(c["trigger"]), c.get("factuality", "asserted"),
                {slot: [tuple(s) for s in c.get(slot, [])] for slot in ALL_SLOTS}, ALL_SLOTS,
            )
            for c in row["claims"]
        ]  # fmt: skip
        yield Labelled(row["id"], texts[row["corpus"], row["id"]], "annotations", claims)


def events(path: Path, corpus: str) -> Iterator[Labelled]:
    """WikiEvents or RAMS: some triggers with their arguments; most words are unknown."""
    for row in _lines(path):
        claims = []
        for event in row["events"]:
            types = event_types(event["type"])
            if not types:
                continue
            slots: dict[str, list[Span]] = {"agent": [], "target": [], "instrument": [], "place": []}
            for argument in event["arguments"]:
                slot = ROLE.get(argument["role"].lower())
                if slot:
                    slots[slot].append(tuple(argument["span"]))
            known = frozenset(slots) if corpus == "rams" else frozenset(k for k, v in slots.items() if v)
            claims.append(LabelledClaim(types, tuple(event["trigger"]), None, slots, known))
        yield Labelled(row["id"], row["text"], corpus, claims, unmarked=0.0 if corpus == "rams" else 0.1)


def event_types(name: str) -> frozenset[str]:
    """Our types for an event type of WikiEvents or RAMS; empty if none fits."""
    parts = name.lower().split(".")
    for n in range(len(parts), 0, -1):
        if ".".join(parts[:n]) in EVENT_TYPES:
            return EVENT_TYPES[".".join(parts[:n])]
    return frozenset()


def polnear(path: Path) -> Iterator[Labelled]:
    """PolNeAR: attributions with source, cue and content."""
    for row in _lines(path):
        said = [
            LabelledAttribution(*([tuple(s) for s in a[k]] for k in ("source", "cue", "content")))
            for a in row["attributions"]
        ]
        yield Labelled(row["id"], row["text"], "polnear", attributions=said)


def re3d(path: Path, leave_out: frozenset[str]) -> Iterator[Labelled]:
    """re3d: entities, but for the documents whose id starts with one of `leave_out`."""
    for row in _lines(path):
        if not row["id"].startswith(tuple(leave_out)):
            spans = [
                (snake(e["type"]), (e["begin"], e["end"])) for e in row["entities"] if e.get("confidence", 1) >= 0.5
            ]
            yield Labelled(row["id"], row["text"], "re3d", entities=spans)


def snake(name: str) -> str:
    """re3d's "MilitaryPlatform" as "military_platform"."""
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


__all__ = [
    "ALL_SLOTS", "Labelled", "LabelledAttribution", "LabelledClaim", "annotations",
    "event_types", "events", "gold", "nth", "own", "polnear", "re3d",
]  # fmt: skip
