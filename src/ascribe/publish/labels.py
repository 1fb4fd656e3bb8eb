"""Names on a map where there is room for them: none over another or over a sign."""

from __future__ import annotations

from dataclasses import dataclass

from .outlines import Outline

_LETTER = 7.2  # pixels that a letter takes, rather too many
_SIGN = 13  # half of a sign, with some air
_MOST = 28  # letters of a name

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Name:
    """A name with where it is written, in pixels; `anchor` is SVG's."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class CountryName:
    """A country's name: the middle of the country in pixels, how wide it is, and whether the name can be read there."""

    text: str
    x: float
    y: float
    room: float
    readable: bool


class Room:
    """What is taken of a map's surface, in pixels.

    Args:
        signs: middles of all signs.
    """

    def __init__(self, width: int, height: int, signs: list[tuple[float, float]]) -> None:
        self.width, self.height = width, height
        self.taken: list[Box] = [(x - _SIGN, y - _SIGN, x + _SIGN, y + _SIGN) for x, y in signs]

    def name(self, text: str, x: float, y: float, *, wide: bool) -> Name | None:
        """A name to the right of a sign, else to the left, above or below; None where it has no room.

        Args:
            wide: the sign is that of a cluster.
        """
        text = text if len(text) <= _MOST else text[: _MOST - 1].rstrip() + "…"
        long, away = _LETTER * len(text), 17 if wide else 14
        choices = (
            (Name(text, x + away, y + 4.5, "start"), x + away),
            (Name(text, x - away, y + 4.5, "end"), x - away - long),
            (Name(text, x, y - away - 4, "middle"), x - long / 2),
            (Name(text, x, y + away + 16, "middle"), x - long / 2),
        )
        return next((n for n, left in choices if self._take((left, n.y - 13, left + long, n.y + 4))), None)

    def country(self, one: Outline) -> CountryName | None:
        """The name of a country in its middle; None where it has no middle in the view."""
        if one.middle is None:
            return None
        (x, y), half = one.middle, len(one.name) * _LETTER * 0.6
        readable = 2 * half < one.room and self._take((x - half, y - 12, x + half, y + 6))
        return CountryName(one.name, x, y, one.room, readable)

    def _take(self, box: Box) -> bool:
        inside = box[0] > 2 and box[1] > 2 and box[2] < self.width - 2 and box[3] < self.height - 2
        free = all(box[2] < b[0] or b[2] < box[0] or box[3] < b[1] or b[3] < box[1] for b in self.taken)
        if inside and free:
            self.taken.append(box)
        return inside and free
