"""What the method page of a site says of grades and of a profile, in words."""

from __future__ import annotations

from ..incidents.model import GradeName
from .profiles import Profile

GRADE_MEANS: dict[GradeName, str] = {
    "confirmed": "The side said to be responsible accepts it.",
    "fair": "Two independent sources or more say so.",
    "weak": "One source says so, or parties alone do.",
    "contested": "Sources name different parties, or one of them denies it.",
    "discounted": "It was taken back, or found to be untrue.",
}


def rules(profile: Profile) -> list[str]:
    """What may leave under a profile, a sentence a rule."""
    told = [
        "Names of private persons are replaced by a role, such as “a resident (1)”; the same number is the same person."
        if profile.private_persons == "role"
        else "Persons are named as in the reports.",
        "Shelters, flight routes, aid movements and health sites are shown no closer than their district or region; "
        "a city, river or province that people leave is named."
        if profile.sensitive_places == "district"
        else "Places are as exact as in the reports.",
        f"Nothing younger than {profile.least_hours} hours is shown, and nothing without a day. Days are those of UTC."
        if profile.least_hours
        else "Nothing is withheld for being recent.",
        f"Claims that leave are {_and(profile.standings)}.",
    ]
    told.append(f"Sentences are quoted from claims that are {_and(profile.quoted)}.")
    if profile.excerpt is not None:
        told.append(f"At most {profile.excerpt} characters of a sentence are quoted.")
    return told


def size(count: int) -> str:
    """Bytes in words: "12 kB"."""
    for unit, most in (("B", 1_000), ("kB", 1_000_000), ("MB", 1_000_000_000)):
        if count < most:
            return f"{count * 1_000 / most:,.3g} {unit}" if unit != "B" else f"{count} B"
    return f"{count / 1_000_000_000:,.3g} GB"


def _and(words: tuple[str, ...]) -> str:
    return " or ".join((", ".join(words[:-1]), words[-1]) if len(words) > 1 else words)
