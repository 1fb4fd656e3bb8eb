"""A claim as a form that people fill in, and back: words of the document one a line, figures as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from ..case.written import fields
from ..errors import UsageError
from ..model import Claim, ClaimQuantity, ClaimType, Counted, Factuality, Mention, Precision, Span

SLOTS = ("agent", "target", "instrument", "place", "time")
SPOTS = ("point", "settlement", "district", "region", "country", "unknown")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "type": get_args(ClaimType), "factuality": get_args(Factuality), "of": get_args(Counted),
    "precision": get_args(Precision), "spot": SPOTS,
}  # fmt: skip
ROWS = 12  # figures that a form may have
_FIGURE = ("of", "low", "best", "high", "unit", "text")
_Form = Mapping[str, str]


def shown(claim: Claim | None) -> dict[str, str]:
    """What a form's fields hold before anything is changed; of a claim that is not there yet, nothing."""
    unknown = {"precision": "day", "spot": "point"}
    if claim is None:
        return {"type": "", "factuality": "asserted", "form": "indirect", **unknown}
    said, when, where = claim.attribution, claim.when, claim.where
    found = {"type": claim.type, "factuality": claim.factuality, "form": said.form if said else "", **unknown}
    found |= {slot: _lines(getattr(claim, slot)) for slot in SLOTS}
    found |= {"source": _lines(said.source), "via": _lines(said.via)} if said else {}
    if when:
        found |= {"start": when.start or "", "end": when.end or "", "precision": when.precision}
    if where:
        found |= {"latitude": f"{where.latitude:.10g}", "longitude": f"{where.longitude:.10g}", "spot": where.precision}
    for row, one in enumerate(claim.quantities[:ROWS]):
        found |= {f"q{row}_{name}": value for name, value in _figure(one).items()}
    return found


def given(form: _Form, text: str, near: Span, claim: Claim | None = None) -> dict[str, Any]:
    """The fields that a form changes, as decisions hold them.

    Args:
        form: values by the names of `shown`; what is missing counts as empty.
        text: of the document; words are looked for in it, those nearest to `near`.
        claim: as it is now; None for one that is to be added.

    Raises:
        UsageError: a number is none, or the document does not say the words.
    """
    before = shown(claim)

    def changed(*names: str) -> bool:
        return any(_plain(form.get(name)) != _plain(before.get(name)) for name in names)

    found: dict[str, Any] = {n: form[n] for n in ("type", "factuality") if changed(n) and form.get(n)}
    for slot in SLOTS:
        if changed(slot):
            found[slot] = _mentions(form.get(slot), getattr(claim, slot) if claim else (), text, near)
    if changed("form", "source", "via") and (claim or form.get("source")):
        found["attribution"] = _said(form, claim, text, near)
    if changed("start", "end", "precision"):
        found["when"] = _when(form)
    if changed("latitude", "longitude", "spot"):
        found["where"] = _where(form)
    if _rows(form) != _rows(before):
        found |= fields([f"quantities={json.dumps(_quantities(form, claim))}"], text, near)
    return found


def _plain(value: str | None) -> str:
    return "\n".join(" ".join(line.split()) for line in (value or "").split("\n") if line.strip())


def _line(one: Mention) -> str:
    words = " ".join(one.text.split())
    name = " ".join(one.name.split())
    return words if name == words else f"{words} = {name}"


def _lines(mentions: Iterable[Mention]) -> str:
    return "\n".join(map(_line, mentions))


def _mentions(written: str | None, before: Iterable[Mention], text: str, near: Span) -> list[Any]:
    """Mentions from lines: one that stays as it was is the same, others are the words nearest to `near`."""
    known = {_line(one): one.model_dump(mode="json") for one in before}
    parts: list[Any] = []
    for line in _plain(written).split("\n"):
        words, _, name = line.partition(" = ")
        if line:
            parts.append(known.get(line) or ({"text": words, "name": name} | {"confidence": 1.0} if name else words))
    found: list[Any] = fields([f"agent={json.dumps(parts)}"], text, near)["agent"]
    return found


def _said(form: _Form, claim: Claim | None, text: str, near: Span) -> dict[str, Any] | None:
    if not form.get("form"):
        return None  # the outlet says it itself
    before = claim.attribution if claim else None
    return {
        "source": _mentions(form.get("source"), before.source if before else (), text, near),
        "via": _mentions(form.get("via"), before.via if before else (), text, near),
        "form": form["form"], "cue": before.cue if before else None, "confidence": 1.0,
    }  # fmt: skip


def _when(form: _Form) -> dict[str, Any] | None:
    start, end = form.get("start", "").strip(), form.get("end", "").strip()
    if not start and not end:
        return None
    return {"start": start or None, "end": end or None, "precision": form.get("precision") or "day"}


def _where(form: _Form) -> dict[str, Any] | None:
    latitude, longitude = _number(form.get("latitude"), "latitude"), _number(form.get("longitude"), "longitude")
    if latitude is None or longitude is None:
        return None
    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise UsageError(f"{latitude:g}, {longitude:g}: no such place is on earth. Give degrees: latitude, longitude.")
    return {"latitude": latitude, "longitude": longitude, "precision": form.get("spot") or "point"}


def _figure(one: ClaimQuantity) -> dict[str, str]:
    numbers = {n: "" if (v := getattr(one, n)) is None else f"{v:.15g}" for n in ("low", "best", "high")}
    return {"of": one.of, "unit": one.unit or "", "text": " ".join(one.text.split()), **numbers}


def _rows(form: _Form) -> list[dict[str, str]]:
    """The rows of figures as they are written; one without words is none."""
    every = ({name: _plain(form.get(f"q{row}_{name}")) for name in _FIGURE} for row in range(ROWS))
    return [row for row in every if row["text"]]


def _quantities(form: _Form, claim: Claim | None) -> list[dict[str, Any]]:
    before = [*claim.quantities] if claim else []
    out = []
    for now in _rows(form):
        same = next((one for one in before if _figure(one) == now), None)
        if same is not None:
            out.append(same.model_dump(mode="json"))
            continue
        told = next((one for one in before if _figure(one)["text"] == now["text"]), None)
        numbers = _range(now, told)
        out.append({"of": now["of"] or "other", "unit": now["unit"] or None, "text": now["text"], **numbers})
    return [*out, *(one.model_dump(mode="json") for one in before[ROWS:])]


def _range(now: Mapping[str, str], told: ClaimQuantity | None) -> dict[str, float | None]:
    """Lowest, best and highest as they are written now; of an exact figure, the best stands for all three."""
    low, best, high = (_number(now[name], "figure") for name in ("low", "best", "high"))
    if told is not None and told.low == told.best == told.high == low == high and best is not None:
        low = high = best
    given = [value for value in (low, best, high) if value is not None]
    if not given:
        raise UsageError(f"{now['text']}: give its number too: a lowest, a best or a highest one.")
    if given != sorted(given):
        raise UsageError(
            f"{now['text']}: the lowest figure is the first, and the highest the last. Change their order."
        )
    return {"low": low, "best": best, "high": high}


def _number(written: str | None, what: str) -> float | None:
    plain = (written or "").strip().replace(",", "")
    if not plain:
        return None
    try:
        found = float(plain)
    except ValueError:
        found = float("nan")
    if found != found or abs(found) == float("inf"):
        raise UsageError(f"{written}: no number. Write the {what} in digits, such as 12 or 35.95.")
    return found
