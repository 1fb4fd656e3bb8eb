"""Web Mercator (EPSG:3857) on the unit square, and the view of a map: which part of it stands on how many pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

XY = tuple[float, float]
_ROUND_KM = 40_075.017  # around the earth at the equator, WGS 84
_LIMIT = 85.051129  # degrees: beyond, the square ends


def project(lat: float, lon: float) -> XY:
    """WGS 84 degrees → the unit square: x to the east, y to the south."""
    sine = math.sin(math.radians(min(_LIMIT, max(-_LIMIT, lat))))
    return (lon + 180) / 360, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def latitude(y: float) -> float:
    """The latitude of a height on the unit square, in degrees."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def units(km: float, y: float) -> float:
    """How much of the unit square a distance takes at height y."""
    return km / (_ROUND_KM * math.cos(math.radians(latitude(y))))


@dataclass(frozen=True)
class View:
    """A part of the unit square on `width` × `height` pixels; `x0`, `y0` is its upper left corner."""

    x0: float
    y0: float
    scale: float
    width: int
    height: int

    def at(self, point: XY) -> XY:
        """Pixels of a point of the unit square."""
        return (point[0] - self.x0) * self.scale, (point[1] - self.y0) * self.scale

    def km(self, kilometres: float, y: float) -> float:
        """Pixels of a distance at height y of the unit square."""
        return units(kilometres, y) * self.scale

    def box(self, padding: float = 0) -> tuple[float, float, float, float]:
        """Left, top, right and bottom on the unit square, with `padding` widths and heights around."""
        w, h = self.width / self.scale, self.height / self.scale
        return (
            self.x0 - padding * w, self.y0 - padding * h, self.x0 + (1 + padding) * w, self.y0 + (1 + padding) * h,
        )  # fmt: skip


def fit(circles: Iterable[tuple[XY, float]], width: int, height: int, *, least_km: float, margin: float) -> View:
    """The view that shows all circles.

    Args:
        circles: middle on the unit square, and radius there.
        least_km: what it shows at least, from side to side, in the middle.
        margin: share of width and height that stays free on each side.
    """
    found = list(circles)
    left, right = min(p[0] - r for p, r in found), max(p[0] + r for p, r in found)
    top, bottom = min(p[1] - r for p, r in found), max(p[1] + r for p, r in found)
    x, y = (left + right) / 2, (top + bottom) / 2
    inner = 1 - 2 * margin
    wide = max((right - left) / inner, units(least_km, y))
    high = max((bottom - top) / inner, wide * height / width)
    scale = min(width / wide, height / high)
    return View(x - width / scale / 2, y - height / scale / 2, scale, width, height)
