"""A map of incidents: SVG with outlines of countries, signs by grade, and areas as wide as their place is uncertain.

It asks for no tile, font or script from elsewhere. `map.js` adds panning and zooming; without it the map stands still.
Everything on it is in the list beside it. Whoever shows it puts `map.css` and `map.js` (`templates.asset`) into the
page.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from math import dist
from statistics import median

from markupsafe import Markup
from pydantic import Field

from ..incidents.model import GradeName
from ..model import Part
from ..render.safe import visible
from .labels import Room
from .marks import GRADES, icon, sign
from .mercator import XY, View, fit, latitude, project, units
from .outlines import Outline, outlines
from .templates import template

_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class MapPoint:
    """An incident as maps show it. Texts may be the reports' words, and so hostile.

    Attributes:
        title: the incident in a few words.
        lat, lon: WGS 84 degrees; None where it was not located.
        precision: of the place, as in `model.Place`.
        href: where its sign leads.
        start, end: ISO 8601 dates, both included.
        place: the place's name, for labels.
    """

    id: str
    title: str
    lat: float | None
    lon: float | None
    precision: str
    grade: GradeName
    href: str
    start: str | None = None
    end: str | None = None
    place: str = ""


class Shown(Part):
    """The data of map.toml."""

    radius_km: Mapping[str, float] = Field(description="kilometres by precision; what is missing is not drawn")
    view: Mapping[str, float]
    cluster: Mapping[str, float]
    far: Mapping[str, float]
    names: Mapping[str, int]


@dataclass(frozen=True)
class Cluster:
    """Signs that would overlap: their middle in pixels, and the points."""

    x: float
    y: float
    points: tuple[MapPoint, ...]

    @property
    def name(self) -> str:
        """The place's name; of several the most frequent, with how many more there are."""
        names = Counter(p.place for p in self.points if p.place)
        if not names:
            return ""
        first = min(names, key=lambda n: (-names[n], n))
        return first + (f" and {len(names) - 1} more" if len(names) > 1 else "")

    @property
    def grades(self) -> tuple[GradeName, ...]:
        """The grades in it, each once."""
        found = {p.grade for p in self.points}
        return tuple(g for g in GRADES if g in found)


@dataclass(frozen=True)
class Spot:
    """All points at one place: an entry of the list, and an area on the map. `x`, `y` and `radius` are pixels."""

    number: int
    name: str
    precision: str
    x: float
    y: float
    radius: float
    points: tuple[MapPoint, ...]


@cache
def shown() -> Shown:
    """What maps show, read once."""
    text = resources.files("ascribe.ontology").joinpath("map.toml").read_text(encoding="utf-8")
    return Shown.model_validate(tomllib.loads(text))


@dataclass(frozen=True)
class Sorted:
    """Points that a map draws; those whose place is too rough for that, or unknown; those too far from the rest."""

    inside: tuple[MapPoint, ...]
    beside: tuple[MapPoint, ...]
    far: tuple[MapPoint, ...] = ()


def drawn(points: Iterable[MapPoint], *, close: bool = False) -> Sorted:
    """What of these a map draws.

    Args:
        close: leave out a few that are far from the rest (`far` of map.toml): a strike on a town that was taken for its
            namesake on another continent would make everything else one dot.
    """
    each = tuple(points)
    located = [p.lat is not None and p.lon is not None and p.precision in shown().radius_km for p in each]
    inside = tuple(p for p, known in zip(each, located, strict=True) if known)
    beside = tuple(p for p, known in zip(each, located, strict=True) if not known)
    far = _far(inside) if close else frozenset()
    return Sorted(
        tuple(p for p in inside if p.id not in far), beside, tuple(p for p in inside if p.id in far)
    )  # fmt: skip


def _far(inside: Sequence[MapPoint]) -> frozenset[str]:
    """Ids of points further from the median than `km`, where these are no more than `share` of all."""
    if not inside:
        return frozenset()
    places = [_place(p) for p in inside]
    middle = median(x for x, _ in places), median(y for _, y in places)
    limit = units(shown().far["km"], middle[1])
    found = frozenset(p.id for p, at in zip(inside, places, strict=True) if dist(at, middle) > limit)
    return found if len(found) <= shown().far["share"] * len(inside) else frozenset()


def map_svg(
    points: Iterable[MapPoint], *, width: int = 960, height: int = 560, id: str = "map", close: bool = False
) -> str:
    """The map alone: an `<svg>` element for an HTML page.

    Args:
        points: in any number; those that cannot be drawn are left out.
        width, height: in pixels. It may be scaled; `map.js` lays it out anew for its real size.
        id: begins all ids in it.
        close: as for `drawn`.
    Returns:
        The element; "" where no point can be drawn. Its links lead to the points' `href`; a cluster's to the entry of
        its first place in the list that `map_figure` makes, `#ID-place-N`.
    """
    inside = drawn(points, close=close).inside
    if not inside:
        return ""
    settings = shown()
    view = _view(inside, width, height)
    spots = _spots(inside, view)
    around = _around(view)
    clusters = _clusters(spots, settings.cluster["pixels"])
    at = {p.id: s for s in spots for p in s.points}
    room = Room(width, height, [(c.x, c.y) for c in clusters])
    named = [c for c in clusters if c.name][: settings.names["most"]]
    names = [room.name(visible(c.name), c.x, c.y, wide=len(c.points) > 1) for c in named]
    return template("map.svg.j2").render(
        id=id, width=width, height=height, view=view, zoom=settings.view["zoom"], near=settings.cluster["pixels"],
        padding=settings.view["padding"], paths=[path for _, path in around],
        names=names, country_names=[room.country(one) for one, _ in around],
        most=settings.names["most"], areas=[s for s in spots if s.radius > 1], clusters=clusters, at=at,
        bar=_bar(view), sign=sign, said=_said, description=_description(inside, spots),
    )  # fmt: skip


def map_figure(
    points: Iterable[MapPoint], *, width: int = 960, height: int = 560, id: str = "map", close: bool = False
) -> Markup:
    """The map with its legend, what is not drawn, and a list that says all that it shows; given what `map_svg` is."""
    sorted_ = drawn(points, close=close)
    inside = sorted_.inside
    spots = _spots(inside, _view(inside, width, height)) if inside else []
    return Markup(
        template("map.html.j2").render(
            id=id,
            svg=Markup(map_svg(inside, width=width, height=height, id=id)),
            spots=spots,
            beside=sorted_.beside,
            far=sorted_.far,
            icon=icon,
            grades=[g for g in GRADES if any(p.grade == g for p in inside)],
            rough=any(s.precision in ("district", "region") for s in spots),
        )
    )


def _view(inside: Sequence[MapPoint], width: int, height: int) -> View:
    settings = shown().view
    circles = []
    for point in inside:
        middle = _place(point)
        circles.append((middle, units(shown().radius_km[point.precision], middle[1])))
    return fit(circles, width, height, least_km=settings["least_km"], margin=settings["margin"])


def _place(point: MapPoint) -> XY:
    return project(float(point.lat or 0), float(point.lon or 0))


def _spots(inside: Iterable[MapPoint], view: View) -> list[Spot]:
    """Points by place, those with most points first."""
    found: dict[tuple[float | None, float | None, str], list[MapPoint]] = {}
    for point in inside:
        found.setdefault((point.lat, point.lon, point.precision), []).append(point)
    groups = sorted(found.values(), key=lambda g: (-len(g), g[0].lat or 0, g[0].lon or 0, g[0].precision))
    out = []
    for number, group in enumerate(groups, 1):
        group.sort(key=lambda p: (p.start or "9999", p.id))
        middle = _place(group[0])
        x, y = view.at(middle)
        radius = view.km(shown().radius_km[group[0].precision], middle[1])
        name = Cluster(x, y, tuple(group)).name
        out.append(Spot(number, name, group[0].precision, round(x, 1), round(y, 1), round(radius, 1), tuple(group)))
    return out


def _clusters(spots: Iterable[Spot], near: float) -> list[Cluster]:
    """Each spot joins the first larger one that it would overlap; `map.js` does the same for other scales."""
    found: list[Cluster] = []
    for spot in spots:
        for n, other in enumerate(found):
            if (other.x - spot.x) ** 2 + (other.y - spot.y) ** 2 < near**2:
                found[n] = Cluster(other.x, other.y, other.points + spot.points)
                break
        else:
            found.append(Cluster(spot.x, spot.y, spot.points))
    return found


def _said(points: Sequence[MapPoint]) -> str:
    """A sign in words, for those who point at it or hear it."""
    if len(points) == 1:
        return visible(f"{points[0].title}: {points[0].grade}")
    count = Counter(p.grade for p in points)
    grades = ", ".join(f"{count[g]} {g}" for g in GRADES if count[g])
    return visible(f"{len(points)} incidents, {Cluster(0, 0, tuple(points)).name or 'no name'}: {grades}")


def _description(inside: Sequence[MapPoint], spots: Sequence[Spot]) -> str:
    places = "; ".join(f"{s.name or 'unnamed'} ({s.precision}): {len(s.points)}" for s in spots[:30])
    more = f"; and {len(spots) - 30} more places" if len(spots) > 30 else ""
    return visible(f"{len(inside)} incidents. {places}{more}. A list of them stands below the map.")


@lru_cache(maxsize=8)  # an app draws the same view after each decision
def _around(view: View) -> tuple[tuple[Outline, str], ...]:
    """The countries in and around a view, with their paths."""
    settings = shown().view
    return tuple((o, _path(o)) for o in outlines(view, padding=settings["padding"], coarse=settings["coarse"]))


def _path(outline: Outline) -> str:
    """SVG path data in tenths of pixels, each point relative to the one before."""
    out = []
    for ring in outline.rings:
        tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(tenths)]
        out.append(f"M{tenths[0][0]},{tenths[0][1]}l" + " ".join(f"{x},{y}" for x, y in steps if x or y) + "z")
    return "".join(out)


def _bar(view: View) -> tuple[float, str]:
    """Length in pixels and words of a scale bar of a round length, true in the middle of the map."""
    y = view.y0 + view.height / view.scale / 2
    pixel = view.km(1, y)
    wanted = min(140, view.width / 5) / pixel
    lengths = [step * 10.0**power for power in range(-2, 5) for step in _STEPS]
    km = max((k for k in lengths if k <= wanted), default=lengths[0])
    words = f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"
    return km * pixel, f"{words} at {abs(latitude(y)):.0f}°{'N' if latitude(y) >= 0 else 'S'}"
