"""Figures by source, drawn to one scale: each account a bar from its lowest to its highest on a line from zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..incidents.model import Account, Figure
from ..model import FiledClaim
from . import phrases

_SHOWN = 94.0  # per cent of the line that the highest figure takes


@dataclass(frozen=True)
class Drawn:
    """An account as a row: positions in per cent of the line; `open_low`, `open_high`: no bound on that side.

    `mark` is where the figure itself stands; None where only its bounds were given.
    """

    account: Account
    name: str
    words: str
    quoted: str
    remarks: str
    left: float
    right: float
    mark: float | None
    open_low: bool
    open_high: bool
    counts: bool


@dataclass(frozen=True)
class Drawing:
    """A figure with its accounts as rows; `differs`: sources give different figures for the whole."""

    figure: Figure
    title: str
    rows: tuple[Drawn, ...]
    differs: bool
    spread: float


def drawing(figure: Figure, names: Mapping[str, str], claims: Mapping[str, FiledClaim]) -> Drawing:
    """A figure to be drawn.

    Args:
        names: by speaker key.
        claims: by id, for the words that the figure was given in.
    """
    most = max((v for a in figure.accounts for v in (a.low, a.best, a.high) if v is not None), default=0.0)
    rows = tuple(_row(a, figure, names, claims, most) for a in figure.accounts)
    whole = [r.account for r in rows if r.counts]
    differs = figure.of != "other" and len({(a.low, a.best, a.high) for a in whole}) > 1
    differs = differs and len({a.speaker for a in whole}) > 1
    low, high = figure.lowest or 0, figure.highest or 0
    alone = len(rows) == 1 and figure.of != "other" and rows[0].counts and not phrases.in_metres(figure)
    title = phrases.counted(figure.of, rows[0].words) if alone else phrases.figure(figure)
    return Drawing(figure, title, rows, differs, high / max(low, 1))


def _row(
    account: Account, figure: Figure, names: Mapping[str, str], claims: Mapping[str, FiledClaim], most: float
) -> Drawn:
    values = [v for v in (account.low, account.best, account.high) if v is not None]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    has_best = phrases.told_best(account.low, account.best, account.high)
    is_range = account.low is not None and account.high is not None and account.low != account.high
    best = account.best if has_best else None if is_range else low
    scale = _SHOWN / most if most else 0.0
    aside = account.denied or account.part or account.vague
    return Drawn(
        account=account, name=names.get(account.speaker, account.speaker),
        words=phrases.said(account, figure.of), quoted=_quoted(account, figure, claims),
        remarks=phrases.remarks(account),
        left=round(low * scale, 2), right=round(high * scale, 2), mark=None if best is None else round(best * scale, 2),
        open_low=account.low is None and account.high is not None,
        open_high=account.high is None and account.low is not None,
        counts=not aside,
    )  # fmt: skip


def _quoted(account: Account, figure: Figure, claims: Mapping[str, FiledClaim]) -> str:
    """The report's words of the figure."""
    for id in account.claims:
        for quantity in claims[id].claim.quantities if id in claims else ():
            if quantity.of == figure.of and (quantity.low, quantity.best, quantity.high) == (
                account.low, account.best, account.high,
            ):  # fmt: skip
                return quantity.text
    return ""
