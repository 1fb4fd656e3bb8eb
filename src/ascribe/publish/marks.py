"""The signs of the grades: a shape and a colour each, the same on maps, timelines and badges.

Shapes differ as much as colours, so that nobody needs to see these; the colours are Okabe and Ito's ("Color Universal
Design", 2008) and stand in `publish.css`, for light and for dark pages.
"""

from __future__ import annotations

from typing import get_args

from markupsafe import Markup

from ..incidents.model import GradeName

GRADES: tuple[GradeName, ...] = get_args(GradeName)

# Outlines around (0, 0), about 12 pixels wide.
_SHAPES: dict[GradeName, str] = {
    "confirmed": "M-6,0a6,6 0 1,0 12,0a6,6 0 1,0 -12,0z",  # disc
    "fair": "M-5.2,-5.2h10.4v10.4h-10.4z",  # square
    "weak": "M0,-6.4L6.4,5H-6.4z",  # triangle
    "contested": "M0,-7.2L7.2,0L0,7.2L-7.2,0z",  # diamond
    "discounted": "M-5.6,-3.2L-3.2,-5.6L0,-2.4L3.2,-5.6L5.6,-3.2L2.4,0L5.6,3.2L3.2,5.6L0,2.4L-3.2,5.6L-5.6,3.2L-2.4,0z",
}


def sign(grade: GradeName, x: float = 0, y: float = 0, scale: float = 1) -> Markup:
    """The grade's sign as an SVG path with its middle at (x, y), in pixels."""
    move = f"translate({x:.1f},{y:.1f})" + (f" scale({scale:g})" if scale != 1 else "")
    return Markup(f'<path class="sign {grade}" d="{_SHAPES[grade]}" transform="{move}"/>')  # all of it our own


def icon(grade: GradeName) -> Markup:
    """The grade's sign as a small picture to stand in a line of text, where its name is told in words."""
    return Markup('<svg class="icon" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">{}</svg>').format(
        sign(grade)
    )
