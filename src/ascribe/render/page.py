"""A reading as one self-contained HTML page, drawn with Jinja (autoescape on) from `page.html.jinja`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from ..model import Claim, ClaimQuantity, Reading
from . import phrases
from .safe import marked, policy, visible
from .spans import paragraphs
from .speakers import speakers, tally

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "syr", "ug", "ur", "yi"})


@dataclass(frozen=True)
class Card:
    """A claim as the panel shows it; `facts` are pairs of a label and what is told."""

    number: int
    label: str
    family: str
    standing: str
    trigger: str
    agent: str
    target: str
    facts: tuple[tuple[str, str], ...]


def reading_page(reading: Reading, *, embedded: bool = False) -> str:
    """The page of `reading`: its text with the claims marked, and the claims by speaker.

    It asks nothing of any other place, works from `file://`, and allows by its policy only its own style and script.
    With `embedded` it is an `<iframe>` around that page, for a notebook: the styles stay inside, and the frame is
    sandboxed from the notebook.
    """
    language, direction = direction_of(reading.document.language)
    style, script = _data("page.css"), _data("page.js")
    page = _template().render(
        policy=policy(style, script),
        style=Markup(style),  # as it stands: our own data files, not the report's text
        script=Markup(script),
        title=visible(phrases.heading(reading.document)),
        heading=phrases.heading(reading.document),
        provenance=phrases.provenance(reading.document),
        reading=reading,
        language=language,
        direction=direction,
        paragraphs=paragraphs(reading),
        cards={number: card(reading, number) for number in range(1, len(reading.claims) + 1)},
        speakers=speakers(reading),
        tally=tally(reading) if reading.claims else "",
        wording=phrases.wording(),
    )
    return _framed(page) if embedded else page


def card(reading: Reading, number: int) -> Card:
    """What the panel shows of the claim of this number, from 1."""
    claim = reading.claims[number - 1]
    wording = phrases.wording()
    facts = {
        "Where": _where(claim),
        "When": _when(claim),
        "Figures": "; ".join(_figure(quantity) for quantity in claim.quantities),
        "With": phrases.listed(claim.instrument),
        "Said": _said(reading, claim),
    }
    return Card(
        number=number,
        label=wording.types[claim.type],
        family=wording.family_of[claim.type],
        standing=claim.factuality,
        trigger=phrases.trigger(reading, claim),
        agent=phrases.listed(claim.agent),
        target=phrases.listed(claim.target),
        facts=tuple((label, told) for label, told in facts.items() if told),
    )


def _where(claim: Claim) -> str:
    place = phrases.listed(claim.place)
    if claim.where is None:
        return place
    spot = f"{claim.where.latitude:.5g}, {claim.where.longitude:.5g} ({claim.where.precision})"
    return f"{place} · {spot}" if place else spot


def _when(claim: Claim) -> str:
    dated = phrases.when(claim)
    said = f"“{phrases.listed(claim.time)}”" if claim.time else ""
    return f"{dated} · {said}" if said and said != dated else dated


def _figure(quantity: ClaimQuantity) -> str:
    told = phrases.figure(quantity)
    return told if quantity.text and quantity.text in told else f"{told} · “{quantity.text}”"


def _said(reading: Reading, claim: Claim) -> str:
    if claim.attribution is None:
        return ""
    parts = [phrases.wording().forms[claim.attribution.form]]
    if claim.attribution.cue is not None:
        parts.append(f"“{reading.document.text[slice(*claim.attribution.cue)]}”")
    return " · ".join(part for part in (*parts, phrases.passed_on(claim)) if part)


def direction_of(code: str | None) -> tuple[str | None, str]:
    """The `lang` and `dir` of the report's text; `auto` where its language is unknown."""
    if code is None or not _LANGUAGE.fullmatch(code):
        return None, "auto"
    return code, "rtl" if code.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def _framed(page: str) -> str:
    return str(
        Markup(
            '<iframe title="Ascribe reading" sandbox="allow-scripts" width="100%" height="680" '
            'style="border:1px solid #8884;border-radius:8px" srcdoc="{}"></iframe>'
        ).format(escape(page))
    )


@cache
def _data(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["marked"] = marked
    return environment.from_string(_data("page.html.jinja"))
