"""Outlines of countries for a view, from Natural Earth's 1:50m data (public domain) as TopoJSON.

Countries share their borders as arcs: each is simplified once (Douglas and Peucker 1973), so that neighbours still fit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Any

from .mercator import XY, View, project

Box = tuple[float, float, float, float]
Ring = list[XY]
_TURNS = (-1, 0, 1)  # the earth once more to the west and to the east, for what lies across the 180th meridian


@dataclass(frozen=True)
class Outline:
    """A country in a view: its name, its rings in pixels, and where its name can stand, with how wide it is there."""

    name: str
    rings: tuple[tuple[XY, ...], ...]
    middle: XY | None
    room: float


def outlines(view: View, *, padding: float, coarse: float) -> Iterator[Outline]:
    """The countries in a view and `padding` of its size around it, by name.

    Args:
        coarse: pixels by which a simplified line may differ.
    """
    box = view.box(padding)
    arcs: dict[int, Ring] = {}
    for name, polygons, bounds in sorted(_countries(), key=lambda c: c[0]):
        if not any(_reaches(bounds, box, turn) for turn in _TURNS):
            continue
        rings = []
        for ring in (ring for polygon in polygons for ring in polygon):
            if any(_reaches(_union([_arc(index)[1] for index in ring]), box, turn) for turn in _TURNS):
                whole = _ring(ring, arcs, coarse / view.scale)
                turned = ([(x + turn, y) for x, y in whole] for turn in _TURNS)
                rings += [part for each in turned if _large(part := _clipped(each, box), coarse / view.scale)]
        if rings:
            yield _outline(name, rings, view)


def _outline(name: str, rings: list[Ring], view: View) -> Outline:
    """The name stands in the middle of the part that the first view shows, where that is inside the country."""
    seen = [part for ring in rings if len(part := _clipped(ring, view.box())) > 2]
    middle, room = None, 0.0
    if seen:
        largest = max(seen, key=lambda r: abs(_area(r)))
        point = _centroid(largest)
        if _inside(point, largest):
            middle, room = view.at(point), _room(point, largest) * view.scale
    pixels = tuple(tuple(view.at(p) for p in ring) for ring in rings)
    return Outline(name, pixels, middle, room)


# The data


@cache
def _topology() -> dict[str, Any]:
    text = resources.files("ascribe.ontology").joinpath("countries-50m.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def _arc(index: int) -> tuple[Ring, Box]:
    """An arc on the unit square, and what it covers; ~index is the same one backwards."""
    if index < 0:
        ring, box = _arc(~index)
        return ring[::-1], box
    (kx, ky), (dx, dy) = (_topology()["transform"][key] for key in ("scale", "translate"))
    steps = _topology()["arcs"][index]
    places = accumulate(steps, lambda a, b: (a[0] + b[0], a[1] + b[1]))
    ring = [project(y * ky + dy, x * kx + dx) for x, y in places]
    return ring, _bounds(ring)


@cache
def _countries() -> tuple[tuple[str, list[list[list[int]]], Box], ...]:
    """Name, polygons as rings of arcs, and what it covers on the unit square, for each country."""
    found = []
    for one in _topology()["objects"]["countries"]["geometries"]:
        polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        boxes = [_arc(index)[1] for polygon in polygons for ring in polygon for index in ring]
        found.append((str(one["properties"]["name"]), polygons, _union(boxes)))
    return tuple(found)


def _ring(indices: list[int], arcs: dict[int, Ring], tolerance: float) -> Ring:
    """A ring of simplified arcs, in one piece across the 180th meridian; `arcs` keeps those that are made."""
    ring: Ring = []
    for index in indices:
        own = index if index >= 0 else ~index
        if own not in arcs:
            arcs[own] = _simple(_unbroken(_arc(own)[0]), tolerance)
        arc = arcs[own] if index >= 0 else arcs[own][::-1]
        turn = round(ring[-1][0] - arc[0][0]) if ring else 0
        ring += [(x + turn, y) for x, y in (arc[1:] if ring else arc)]
    if abs(ring[-1][0] - ring[0][0]) > 0.5:  # around a pole: closed along the edge of the square
        edge = float(round(ring[0][1]))
        ring += [(ring[-1][0], edge), (ring[0][0], edge)]
    return ring


def _unbroken(line: Ring) -> Ring:
    """A line without jumps from one edge of the square to the other: it goes on beyond the edge."""
    out = line[:1]
    for x, y in line[1:]:
        out.append((x + round(out[-1][0] - x), y))
    return out


# Lines


def _simple(line: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker's simplification; both ends stay."""
    keep = {0, len(line) - 1}
    open_parts = [(0, len(line) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        far, most = 0, tolerance
        for at in range(first + 1, last):
            away = _distance(line[at], line[first], line[last])
            if away > most:
                far, most = at, away
        if far:
            keep.add(far)
            open_parts += [(first, far), (far, last)]
    return [line[at] for at in sorted(keep)]


def _distance(p: XY, a: XY, b: XY) -> float:
    """From a point to a stretch."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length)) if length else 0.0
    return float(((p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2) ** 0.5)


def _clipped(ring: Ring, box: Box) -> Ring:
    """The part of a ring inside a box (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        if not ring:
            return ring
        out: Ring = []
        before = ring[-1]
        for point in ring:
            inside, was_inside = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
            if inside != was_inside:
                t = (limit - before[axis]) / (point[axis] - before[axis])
                out.append((before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1])))
            if inside:
                out.append(point)
            before = point
        ring = out
    return ring


def _bounds(points: Iterable[XY]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _union(boxes: list[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _reaches(a: Box, b: Box, turn: int) -> bool:
    """Whether two boxes have a part in common when the first is turned around the earth."""
    return a[2] + turn >= b[0] and b[2] >= a[0] + turn and a[3] >= b[1] and b[3] >= a[1]


def _large(ring: Ring, least: float) -> bool:
    """Whether a ring is there and would be seen."""
    if len(ring) < 3:
        return False
    left, top, right, bottom = _bounds(ring)
    return right - left + bottom - top > 4 * least


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _centroid(ring: Ring) -> XY:
    x0, y0 = ring[0]  # sums near zero keep their digits
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        area += cross / 2
        x += (ax + bx - 2 * x0) * cross / 6
        y += (ay + by - 2 * y0) * cross / 6
    return (x0 + x / area, y0 + y / area) if area else ring[0]


def _crossings(y: float, ring: Ring) -> list[float]:
    """Where a ring crosses a height, from left to right."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sorted(a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) for a, b in pairs if (a[1] > y) != (b[1] > y))


def _inside(point: XY, ring: Ring) -> bool:
    return sum(x > point[0] for x in _crossings(point[1], ring)) % 2 == 1


def _room(point: XY, ring: Ring) -> float:
    """How wide a ring is at a point inside it."""
    found = _crossings(point[1], ring)
    left = max((x for x in found if x <= point[0]), default=point[0])
    right = min((x for x in found if x > point[0]), default=point[0])
    return right - left
