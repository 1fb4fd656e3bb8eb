"""Who is meant by a phrase around a known name: "senior SDF commander", "US-backed fighters", "a source in Hamas"."""

from __future__ import annotations

from . import states as st
from .bodies import Bodies
from .data import vocabulary
from .model import Actor
from .people import People
from .text import Text, speech_verb

Read = tuple[Actor, str]


def read_phrase(text: Text, bodies: Bodies, people: People, first: int, last: int) -> Read | None:
    """The actor that a phrase stands for or speaks for, and why; None where words part the phrase from the name.

    The name may have unimportant words before it and nouns for members after it; or it follows an office or members
    with "of". "Former", "anti-" and other words that are in no list end the attempt.
    """
    known = vocabulary()
    if any(w in known["former"] or w.startswith("ex-") for w in text.low[first:last]):
        return None
    inside = [k for i in range(first, last) if (k := text.at.get(i)) and k.last <= last]
    for one in inside[:2]:
        after, before = range(one.last, last), range(first, one.first)
        possessed = text.said(one.first, one.last) != text.text[text.begins[one.first] : text.ends[one.last - 1]]
        if all(_plain_before(text, k, one.actor) for k in before) and _plain_after(text, one.last, last):
            why = f"“{one.form}” is named in it" + (", with its members or office" if after or possessed else "")
            return one.actor, why
        if before and _of_phrase(text, first, one.first):
            return one.actor, f"people or an office of “{text.said(one.first, one.last)}”"
    office = people.office(first, last)
    if office and office[1] and office[1].actor:
        return office[1].actor, f"an office of “{office[1].name}”"
    return _collective(text, bodies, first, last) or _state(text, first, last)


def _plain_before(text: Text, k: int, actor: Actor) -> bool:
    known, low = vocabulary(), text.low[k]
    if low in known["modifiers"] or low in known["determiners"] or low in known["titles"] or low[:1].isdigit():
        return True
    if "-" in low and low.rsplit("-", 1)[1] in known["modifier_ends"]:
        return True
    # "Lebanese Hezbollah" is Hezbollah; "Iraqi Hezbollah" is somebody else.
    code = st.code_of([text.words[k]])
    return code is not None and (not actor.country or code in actor.country)


def _plain_after(text: Text, first: int, last: int) -> bool:
    known = vocabulary()
    for k in range(first, last):
        low = text.low[k]
        if low in {"in", "near", "on", "at", "who", "based", "stationed", "from", "inside", "outside", "around"}:
            return True
        if low not in known["members"] and low not in known["office_words"] and low not in known["offices"]:
            return False
    return True


def _of_phrase(text: Text, first: int, at: int) -> bool:
    """ "fighters from", "an official of the", "a source in", with nothing else in front of the name."""
    known = vocabulary()
    rest = [w for w in text.low[first:at] if w not in known["determiners"]]
    if len(rest) < 2 or rest[-1] not in {"of", "from", "with", "for", "in", "at", "inside"}:
        return False
    noun = rest[-2]
    if noun not in known["members"] and noun not in known["speaking"]:
        return False
    return all(
        w in known["modifiers"] or w in known["office_words"] or w in known["members"] or w in known["speaking"]
        or w[:1].isdigit() or w == "of"
        for w in rest[:-2]
    )  # fmt: skip


def _collective(text: Text, bodies: Bodies, first: int, last: int) -> Read | None:
    """ "coalition warplanes", "rebel fighters": members of the one body that the text calls so."""
    known = vocabulary()
    if last - first < 2 or not all(
        w in known["members"] or w in known["office_words"] for w in text.low[first + 1 : last]
    ):
        return None
    stands = bodies.epithet(first, first + 1, article=False)
    if stands is None or stands.actor is None or text.low[first] not in {"coalition", "alliance"}:
        return None
    return stands.actor, f"members of “{stands.name}”: {stands.why}"


def _state(text: Text, first: int, last: int) -> Read | None:
    """A state, or its government by its seat where that speaks: "Ankara said"."""
    words = text.words[first:last]
    joined = " ".join(text.low[first:last])
    names = st.states()
    if joined in names.by_name and words[0][:1].isupper():
        if first and text.low[first - 1] in vocabulary()["locatives"]:
            return None
        code = names.by_name[joined]
        unsure = joined in {"georgia", "jordan"} and text.codes[code] < 2
        return None if unsure else (st.state(code), "the state of that name")
    if joined in names.by_seat and words[0][:1].isupper() and speech_verb(text, last):
        organ = st.state(names.by_seat[joined], "government")
        return organ, f"“{text.said(first, last)}” speaks here: the government that sits there"
    return None
