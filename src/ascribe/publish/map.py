"""A map of incidents: SVG with outlines of countries, signs by grade, and areas as wide as their place is uncertain.

It asks for no tile, font or script from elsewhere. `map.js` adds panning and zooming; without it the map stands still, and
everything on it is in the list beside it. Whoever shows it puts `map.css` and `map.js` (`assets`) into the page.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from markupsafe import Markup
from pydantic import Field

from ..incidents.model import GradeName
from ..model import Part
from ..render.safe import visible
from .marks import GRADES, icon, sign
from .mercator import XY, View, fit, latitude, project, units
from .outlines import Outline, outlines
from .templates import template

_LETTER = 7.2  # pixels that a letter of a name takes, rather too many
_HIGH = 16  # a line of a name
_SIGN = 9  # half of a sign, with some air
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


@dataclass(frozen=True)
class Name:
    """A name with the place where it is written, in pixels; `anchor` is SVG's."""

    text: str
    x: float
    y: float
    anchor: str


@cache
def shown() -> Shown:
    """What maps show, read once."""
    text = resources.files("ascribe.ontology").joinpath("map.toml").read_text(encoding="utf-8")
    return Shown.model_validate(tomllib.loads(text))


def drawn(points: Iterable[MapPoint]) -> tuple[list[MapPoint], list[MapPoint]]:
    """Points that a map draws, and those whose place is too rough for that, or unknown."""
    inside: list[MapPoint] = []
    beside: list[MapPoint] = []
    for point in points:
        located = point.lat is not None and point.lon is not None and point.precision in shown().radius_km
        (inside if located else beside).append(point)
    return inside, beside


def map_svg(points: Sequence[MapPoint], *, width: int = 960, height: int = 560, id: str = "map") -> str:
    """The map alone: an `<svg>` element for an HTML page.

    Args:
        points: in any number; those that cannot be drawn are left out.
        width, height: in pixels. It may be scaled; `map.js` lays it out anew for its real size.
        id: begins all ids in it.
    Returns:
        The element; "" where no point can be drawn. Its links lead to the points' `href`; a cluster's to the entry of
        its first place in the list that `map_figure` makes, `#ID-place-N`.
    """
    inside, _ = drawn(points)
    if not inside:
        return ""
    settings = shown()
    view = _view(inside, width, height)
    spots = _spots(inside, view)
    around = list(outlines(view, padding=settings.view["padding"], coarse=settings.view["coarse"]))
    clusters = _clusters(spots, settings.cluster["pixels"])
    at = {p.id: s for s in spots for p in s.points}
    names = _names(clusters, width, height)
    return template("map.svg.j2").render(
        id=id, width=width, height=height, view=view, zoom=settings.view["zoom"], near=settings.cluster["pixels"],
        padding=settings.view["padding"], countries=around, paths=[_path(o) for o in around],
        country_names=_country_names(around, names, clusters, width, height), names=names,
        most=settings.names["most"], areas=[s for s in spots if s.radius > 1], clusters=clusters, at=at,
        bar=_bar(view), sign=sign, said=_said, description=_description(inside, spots),
    )  # fmt: skip


def map_figure(points: Sequence[MapPoint], *, width: int = 960, height: int = 560, id: str = "map") -> Markup:
    """The map with its legend, what is not drawn, and a list that says all that it shows."""
    inside, beside = drawn(points)
    spots = _spots(inside, _view(inside, width, height)) if inside else []
    return Markup(
        template("map.html.j2").render(
            id=id, svg=Markup(map_svg(points, width=width, height=height, id=id)), spots=spots, beside=beside, icon=icon,
            grades=[g for g in GRADES if any(p.grade == g for p in inside)],
            rough=any(s.precision in ("district", "region") for s in spots),
        )  # fmt: skip
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


def _path(outline: Outline) -> str:
    """SVG path data in tenths of pixels, each point relative to the one before."""
    out = []
    for ring in outline.rings:
        tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(tenths, tenths[1:], strict=False)]
        out.append(f"M{tenths[0][0]},{tenths[0][1]}l" + " ".join(f"{x},{y}" for x, y in steps if x or y) + "z")
    return "".join(out)


# Names

_Box = tuple[float, float, float, float]


def _names(clusters: Sequence[Cluster], width: int, height: int) -> list[Name | None]:
    """For each cluster its name where there is room for one: to the right, the left, above or below."""
    taken = [(c.x - _SIGN - 4, c.y - _SIGN - 4, c.x + _SIGN + 4, c.y + _SIGN + 4) for c in clusters]
    out: list[Name | None] = []
    for cluster in clusters[: shown().names["most"]]:
        text = visible(cluster.name)
        if len(text) > 28:
            text = text[:27].rstrip() + "…"
        out.append(_placed(text, cluster, taken, width, height) if text else None)
    return out + [None] * (len(clusters) - len(out))


def _placed(text: str, at: Cluster, taken: list[_Box], width: int, height: int) -> Name | None:
    long, away = _LETTER * len(text), _SIGN + (8 if len(at.points) > 1 else 5)
    choices = (
        (Name(text, at.x + away, at.y + 4.5, "start"), at.x + away),
        (Name(text, at.x - away, at.y + 4.5, "end"), at.x - away - long),
        (Name(text, at.x, at.y - away - 4, "middle"), at.x - long / 2),
        (Name(text, at.x, at.y + away + 16, "middle"), at.x - long / 2),
    )
    for name, left in choices:
        box = left, name.y - _HIGH + 3, left + long, name.y + 4
        if box[0] < 2 or box[1] < 2 or box[2] > width - 2 or box[3] > height - 2:
            continue
        if all(box[2] < b[0] or b[2] < box[0] or box[3] < b[1] or b[3] < box[1] for b in taken):
            taken.append(box)
            return name
    return None


def _country_names(
    around: Iterable[Outline], names: Iterable[Name | None], clusters: Iterable[Cluster], width: int, height: int
) -> list[tuple[str, float, float, float, bool]]:
    """(name, x, y, how wide the country is there, whether it can be read) of the countries in the first view; the script may show them elsewhere."""
    taken = [(c.x - 14, c.y - 14, c.x + 14, c.y + 14) for c in clusters]
    for name in names:
        if name is not None:
            long = _LETTER * len(name.text)
            left = name.x - {"start": 0.0, "middle": long / 2, "end": long}[name.anchor]
            taken.append((left, name.y - _HIGH, left + long, name.y + 4))
    out = []
    for one in around:
        if one.middle is None:
            continue
        x, y = one.middle
        half = len(one.name) * _LETTER * 0.6
        box = x - half, y - 12, x + half, y + 6
        fits = 2 * half < one.room and box[0] > 4 and box[2] < width - 4 and box[1] > 4 and box[3] < height - 4
        free = all(box[2] < b[0] or b[2] < box[0] or box[3] < b[1] or b[3] < box[1] for b in taken)
        out.append((one.name, x, y, one.room, fits and free))
    return out


def _bar(view: View) -> tuple[float, str]:
    """Length in pixels and words of a scale bar of a round length, true in the middle of the map."""
    y = view.y0 + view.height / view.scale / 2
    pixel = view.km(1, y)
    wanted = min(140, view.width / 5) / pixel
    lengths = [step * 10.0**power for power in range(-2, 5) for step in _STEPS]
    km = max((k for k in lengths if k <= wanted), default=lengths[0])
    words = f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"
    return km * pixel, f"{words} at {abs(latitude(y)):.0f}°{'N' if latitude(y) >= 0 else 'S'}"
