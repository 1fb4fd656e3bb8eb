"""GeoJSON (RFC 7946): a feature an incident, written as it comes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ...incidents.model import Incident
from ...render.rows import Items
from ..view import View
from .incidents import INCIDENTS

_DRAWN = ("point", "settlement", "district", "region")


def write_geojson(view: View, path: Path) -> None:
    """The incidents as features with the columns of their table as properties.

    One that is known to its country at best has no geometry: a point in the middle of a country would show where it
    was not.
    """
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"type": "FeatureCollection", "features": ')
        items = Items(stream)
        for one in view.incidents():
            items.add(json.dumps(_feature(one), ensure_ascii=False, separators=(",", ":")))
        items.close()
        stream.write("}\n")


def _feature(one: Incident) -> dict[str, Any]:
    place, point = one.place, None
    if place and place.precision in _DRAWN and place.latitude is not None and place.longitude is not None:
        point = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    values = {column.name: column.of(one) for column in INCIDENTS.columns}
    return {"type": "Feature", "id": one.id, "geometry": point, "properties": values}
