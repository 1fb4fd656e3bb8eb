"""The reason of a grade in words: "fair: the Observatory and the UN, independent; the coalition has not commented"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..reading.actors.catalogue import Catalogue
from .model import GradeInputs, Regrade
from .rules import Rule, words
from .voices import alliance

_SHOWN = 4


def reason(rule: Rule, inputs: GradeInputs, names: Mapping[str, str], regrade: Regrade | None) -> str:
    """The computed grade with its reason, who is silent, and what a person decided instead.

    Args:
        names: keys of speakers and parties → names.
    """
    lists = {
        "saying": inputs.saying,
        "accepting": inputs.accepting,
        "refusing": inputs.refusing,
        "retracting": inputs.retracting,
        "blamed": inputs.accused,
    }
    pattern = rule.alike if rule.alike and inputs.accepting == inputs.refusing else rule.because
    because = pattern.format_map({k: listed(names[one] for one in v) or "nobody" for k, v in lists.items()})
    text = f"{rule.grade}: {because}"
    if inputs.unheard:
        text += f"; nothing is reported from {listed(names[k] for k in inputs.unheard)}"
    if inputs.silent:
        who = listed(names[k] for k in inputs.silent)
        verb = "have" if len(inputs.silent) > 1 or who.casefold().endswith(words("kinds", "plural")) else "has"
        text += f"; {who} {verb} not commented"
    if regrade:
        text = f"{regrade.grade}, as decided{': ' + regrade.why if regrade.why else ''} (computed: {text})"
    return text


def listed(names: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"; of many the first four, and how many more."""
    each = list(dict.fromkeys(names))
    if len(each) > _SHOWN:
        each = [*each[: _SHOWN - 1], f"{len(each) - _SHOWN + 1} more"]
    return " and ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else "".join(each)


def sentence_name(actor: str | None, name: str, catalogue: Catalogue, *, person: bool = False) -> str:
    """A name as a sentence has it: the catalogue's, with its article; of one person without a name with "a".

    Args:
        person: it is known only by a calling or an office ("spokeswoman").
    """
    known = catalogue.get(actor) if actor else None
    if known is None and alliance(name) == name:
        return f"the {name}"
    if known is None:
        return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}" if person and _one_person(name) else name
    short = " " not in known.name or known.name.isupper()
    return known.name if short or known.kind not in words("kinds", "article") else f"the {known.name}"


def _one_person(name: str) -> bool:
    """Whether words name one person: in small letters, without a count or a possessive, the noun no plural."""
    parts = re.split(r"\s(?:for|of|in|from|at|near|on|with)\s", name)[0].casefold().split()
    counted = parts[0] in words("targets", "nobody") or parts[0].endswith("'s")
    return (
        name.islower() and not counted and not parts[-1].endswith("s") and parts[-1] not in words("speakers", "plural")
    )
