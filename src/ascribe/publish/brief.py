"""The brief: all that follows from a case as one page that needs nothing else, for the team that works on it.

Disagreements come first. Every statement links to the words that it stands on, at the end of the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..case import Case, Entry
from ..incidents.chart import chart
from ..incidents.findings import Findings, findings, origins_of
from ..incidents.forecasts import Forecast
from ..incidents.model import GradeName, Incident
from ..incidents.series import Series
from ..incidents.sources import sources
from ..model import FiledClaim
from ..render.phrases import provenance, wording
from ..render.safe import policy, visible
from . import phrases
from .evidence import Use, evidence
from .map import map_figure
from .marks import GRADES, icon
from .ranges import Drawing, drawing
from .templates import asset, template
from .timeline import TimelineItem, timeline_figure

_CHART = 350  # pixels: fits a phone, and three stand side by side on a desk
_STATES = (
    ("broken", "Broken"),
    ("kept", "Kept"),
    ("due", "Open, with a due date"),
    ("open", "Open, without a due date"),
)


@dataclass(frozen=True)
class Shown:
    """An incident on the page."""

    one: Incident
    href: str
    title: str
    figures: tuple[Drawing, ...]


def brief(case: Case) -> str:
    """The page, HTML, from the case's findings brought up to date. The same case gives the same page.

    It loads nothing from anywhere, and its policy allows it no more than its own style and script.
    """
    found, entries, held = findings(case), list(case.documents()), {f.claim.id: f for f in case.claims()}
    origins = origins_of(case)
    shown = [_shown(one, held) for one in found.incidents]
    uses = _uses(found, shown)
    words = evidence(entries, held.values(), uses)
    about = case.about()
    last = max(case.decisions(), key=lambda d: d.sequence)
    style = "".join(map(asset, ("base.css", "map.css", "timeline.css", "brief.css")))
    script = "".join(map(asset, ("map.js", "brief.js")))
    return template("brief.html.j2").render(
        policy=policy(style, script), style=Markup(style), script=Markup(script),
        title=visible(about["title"]), about=about, last=last,
        rests=_rests(entries, [origins.of(e.id).origin for e in entries], found),
        contested=[s for s in shown if s.one.grade.grade == "contested"], differing=_differing(shown),
        graded=_graded(shown), map=_map(shown), timeline=_timeline(shown), series=_series(found.series),
        forecasts=_forecasts(found.forecasts), sources=sources(found, held.values(), origins),
        excerpts=words.excerpts, evidence=words, uses=uses, origins=origins, states=_STATES,
        numbers={e.id: e.number for e in entries}, contents=_contents(found),
        icon=icon, wording=wording(), phrases=phrases, provenance=provenance,
    )  # fmt: skip


def _shown(one: Incident, claims: Mapping[str, FiledClaim]) -> Shown:
    names = phrases.names(one)
    figures = tuple(drawing(f, names, claims) for f in one.figures if f.accounts)
    return Shown(one, f"#i-{one.id}", phrases.title(one), figures)


def _uses(found: Findings, shown: Iterable[Shown]) -> dict[str, list[Use]]:
    """By claim id, where on the page it is used."""
    uses: dict[str, list[Use]] = defaultdict(list)
    for at in shown:
        for statement in at.one.statements:
            uses[statement.claim].append((at.href, at.title))
    for one in found.series:
        for claim in dict.fromkeys(c for line in one.lines for p in line.points for c in p.claims):
            uses[claim].append((f"#s-{one.id}", one.title))
    for forecast in found.forecasts:
        uses[forecast.claim].append((f"#f-{forecast.claim}", f"forecast, {forecast.state}"))
    return uses


def _contents(found: Findings) -> tuple[tuple[str, str, int | None], ...]:
    """The page's parts: anchor, title, and how many there are."""
    return (
        ("disagreements", "Disagreements", None), ("map-part", "Where", None), ("time-part", "When", None),
        ("incidents", "Incidents", len(found.incidents)), ("series", "Through time", len(found.series)),
        ("forecasts", "Forecasts", len(found.forecasts)), ("sources", "Sources", None),
        ("method", "How to read this", None), ("words", "The words", None),
    )  # fmt: skip


def _rests(entries: Sequence[Entry], origins: Iterable[str], found: Findings) -> tuple[tuple[str, int], ...]:
    """On how much the page rests, in words and numbers."""
    sides = {s.side for one in found.incidents for s in one.speakers if s.counted}
    return (
        ("document", len(entries)), ("named outlet", len({e.outlet for e in entries if e.outlet})),
        ("origin", len(set(origins))), ("independent source", len(sides)),
    )  # fmt: skip


def _differing(shown: Iterable[Shown]) -> list[tuple[Shown, Drawing]]:
    """Figures that differ by source, those that differ most first."""
    found = [(at, figure) for at in shown for figure in at.figures if figure.differs]
    return sorted(found, key=lambda pair: (-pair[1].spread, pair[0].one.id, pair[1].figure.of))


def _graded(shown: Iterable[Shown]) -> list[tuple[GradeName, list[Shown]]]:
    by_grade: dict[GradeName, list[Shown]] = {grade: [] for grade in GRADES}
    for at in shown:
        by_grade[at.one.grade.grade].append(at)
    return [(grade, held) for grade, held in by_grade.items() if held]


def _map(shown: Iterable[Shown]) -> Markup:
    return map_figure([phrases.map_point(at.one, at.href) for at in shown], close=True)


def _timeline(shown: Iterable[Shown]) -> Markup:
    return timeline_figure(
        [
            TimelineItem(at.one.id, at.title, at.one.when.start, at.one.when.end, at.one.when.precision,
                         at.one.grade.grade, at.href)
            for at in shown
        ]
    )  # fmt: skip


def _series(found: Iterable[Series]) -> list[tuple[Series, Markup | None]]:
    """Series with their charts, where several figures make one; those with most figures first."""
    out: list[tuple[Series, Markup | None]] = []
    for one in found:
        days = {p.at for line in one.lines for p in line.points if p.at}
        out.append((one, Markup(chart(one, _CHART)) if len(days) > 1 else None))
    return sorted(out, key=lambda pair: (pair[1] is None, -sum(len(line.points) for line in pair[0].lines), pair[0].id))


def _forecasts(found: Iterable[Forecast]) -> dict[str, list[Forecast]]:
    out: dict[str, list[Forecast]] = {state: [] for state, _ in _STATES}
    for one in found:
        out["due" if one.state == "open" and one.due else one.state].append(one)
    return out
