"""The ACLED code of an incident: that of its claims, and where they disagree, what the codebook says, or none.

Rules: Armed Conflict Location & Event Data, codebook of October 2024. Remote violence in the course of a battle is a
part of the battle. Violence by explosives or from afar is that, whoever suffers it. Strategic developments are what is
not political violence itself. A battle by which territory changes hands is called so. On all else it is silent, and
then the code is left empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...incidents.model import Incident
from ...model import FiledClaim

_BATTLES, _REMOTE, _CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
_DEVELOPMENTS = "Strategic developments"
# Of two codes of one incident the first stands.
_BEFORE = {(_BATTLES, _REMOTE), (_REMOTE, _CIVILIANS)} | {
    (kind, _DEVELOPMENTS) for kind in (_BATTLES, _REMOTE, _CIVILIANS, "Protests", "Riots")
}  # fmt: skip
_TERRITORY = ("Government regains territory", "Non-state actor overtakes territory")
_BEFORE |= {(change, "Armed clash") for change in _TERRITORY}


@dataclass(frozen=True)
class Code:
    """A code, the claims that carry it, and why it is empty or is not what all claims say; "" where they agree."""

    event_type: str | None = None
    sub_event_type: str | None = None
    claims: tuple[str, ...] = ()
    note: str = ""


def code_of(one: Incident, told: Iterable[FiledClaim]) -> Code:
    """The code of an incident's claims: of those of its own type that say it happened, else of the others that do."""
    said = {s.claim for s in one.statements if s.factuality == "asserted"}
    carried = [f for f in told if f.claim.id in said and f.claim.acled and f.claim.acled["event_type"]]
    own = [f for f in carried if f.claim.type == one.type]
    if not carried:
        return Code()
    notes = [] if own else [f"no claim of its type ({one.type}) has a code"]
    claims = own or carried
    if not own and all(_code(f, "event_type") == _DEVELOPMENTS for f in claims):
        kinds = ", ".join(sorted({f.claim.type for f in claims}))
        return Code(note=f"{notes[0]}; {_DEVELOPMENTS} of a claim of another type ({kinds}) is not what it is about")
    event_type, words = _first(claims, "event_type")
    notes += words
    if event_type is None:
        return Code(note="; ".join(notes))
    claims = [f for f in claims if _code(f, "event_type") == event_type]
    sub, words = _first(claims, "sub_event_type")
    if sub is not None:
        claims = [f for f in claims if _code(f, "sub_event_type") == sub]
    return Code(event_type, sub, tuple(f.claim.id for f in claims), "; ".join((*notes, *words)))


def _first(claims: Sequence[FiledClaim], field: str) -> tuple[str | None, list[str]]:
    """The code that goes before all others that claims carry, None where there is none; and the codes in words."""
    found = Counter(code for f in claims if (code := _code(f, field)))
    best = next((a for a in found if all(b == a or (a, b) in _BEFORE for b in found)), None)
    if len(found) < 2:
        return best, []
    each = ", ".join(f"{code} ({n})" for code, n in sorted(found.items(), key=lambda c: (-c[1], c[0])))
    return best, [f"its claims have {each}" + ("" if best else ", of which the codebook puts none first")]


def _code(filed: FiledClaim, field: str) -> str | None:
    return filed.claim.acled.get(field) if filed.claim.acled else None
