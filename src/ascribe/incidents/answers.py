"""Denials that stand beside a charge and are no claims of their own: "…, a charge that the coalition denied"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..reading.actors.data import table, vocabulary
from .model import Responsible
from .rules import words
from .statements import Background, Told
from .voices import plain

_OBJECT = (
    r"it|this|that(?=[.,;)”\"]|$)|the (?:charge|accusation|allegation|claim|report|attack)s?"
    "|(?:any )?(?:involvement|responsibility|role|part)|being behind"
)


def answers(told: Iterable[Told], parties: Iterable[Responsible], background: Background) -> dict[str, list[str]]:
    """Denials by a party that stand beside what it is said to have done: "…, a charge that the coalition denied".

    Returns:
        Side → the days on which it is reported to deny it.
    """
    names = {r.side: _names(r, background) for r in parties}
    found: dict[str, set[str]] = {}
    for one in told:
        for before in _answering(one.filed.sentence):
            for group, known in names.items():
                if any(before.endswith((f" {n}", f" the {n}")) for n in known):
                    found.setdefault(group, set()).add(one.published or "")
    return {group: sorted(days) for group, days in found.items()}


def _answering(sentence: str) -> Iterator[str]:
    """What stands before each denying verb with an accusation for its object, in lower case, without auxiliaries."""
    verbs = "|".join(words("said", "denying"))
    answer = rf"\s(?:(?:has|have|had|also|repeatedly|strongly)\s)*(?:{verbs})(?=[.,;)”\"]|$|\s(?:{_OBJECT})\b)"
    for match in re.finditer(answer, sentence, re.IGNORECASE):
        yield " " + sentence[: match.start()].casefold()


def _names(party: Responsible, background: Background) -> set[str]:
    """What a party is called in lower case: its names, what it is called ("the coalition"), a state's seat."""
    actor = background.actors.get(party.actor) if party.actor else None
    if actor is None:
        return {plain(party.name)}
    seats = {seat for code in actor.country for seat in table("states.toml").get(code, {}).get("seats", ())}
    nouns = {noun for noun, kinds in vocabulary().kinds.items() if actor.kind in kinds}
    return {n.casefold() for n in (party.name, *actor.all_names, *actor.called, *nouns, *seats)}
