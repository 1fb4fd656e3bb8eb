"""Pages of place and time: the map with its timeline, the tiles under it, and series with their charts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from markupsafe import Markup

from ..incidents.chart import chart
from ..incidents.series import Series
from ..incidents.series_table import rows
from ..publish.map import map_figure
from ..publish.timeline import timeline_figure
from .html import page
from .pages import After, Asking, Key, Narrowed, Reading
from .security import WebError
from .security import reading as may_read
from .tiles import Tiles
from .window import Windows

router = APIRouter(include_in_schema=False)
_SOME = 20  # series on a page
_WIDTHS = (1040, 340)  # of drawings, for wide and for narrow screens
Tile = Annotated[int, Path(ge=0, le=2**31)]


def tiles_of(request: Request) -> Tiles | None:
    """The tiles that the app was started with: a dependency of routes."""
    found: Tiles | None = request.app.state.tiles
    return found


def windows_of(request: Request) -> Windows:
    """The windows of the app's case: a dependency of routes."""
    found: Windows = request.app.state.windows
    return found


Under = Annotated[Tiles | None, Depends(tiles_of)]
Windowing = Annotated[Windows, Depends(windows_of)]


@router.get("/map")
def map_page(request: Request, windows: Windowing, who: Reading, narrowed: Narrowed, under: Under) -> Response:
    """Incidents on a map and through time."""
    found = windows.window(narrowed)
    return page(
        request, "map", viewer=who, found=found, tiles=under,
        asked={name: str(value) for name, value in narrowed.model_dump(exclude_none=True).items()},
        map=map_figure(found.points, width=_WIDTHS[0], close=True),
        timeline=timeline_figure(found.bars, widths=_WIDTHS),
    )  # fmt: skip


@router.get("/tiles/{z}/{x}/{y}", dependencies=[Depends(may_read)])
def tile(under: Under, z: Tile, x: Tile, y: Tile) -> Response:
    """A tile of the files that the app was started with."""
    found = under.tile(z, x, y) if under else None
    if found is None:
        raise WebError(404, "tile", "There is no such tile.")
    return Response(found[0], media_type=found[1], headers={"cache-control": "private, max-age=86400"})


@router.get("/series")
def series(request: Request, service: Asking, who: Reading, after: After = None) -> Response:
    """Figures through time, with a chart of each."""
    found = service.series(after, _SOME)
    return page(request, "series", viewer=who, found=found, charts={one.id: charts(one) for one in found.items})


@router.get("/series/{id}")
def one_series(request: Request, service: Asking, who: Reading, id: Key) -> Response:
    """One series: its chart, and each figure with the report that gives it."""
    one = service.one_series(id)
    ids = dict.fromkeys(d for line in one.lines for p in line.points for d in p.documents)
    return page(
        request, "one_series", viewer=who, one=one, charts=charts(one), rows=rows([one]),
        entries={id: service.case.entry(id) for id in ids},
    )  # fmt: skip


def charts(one: Series) -> tuple[Markup, ...]:
    """A chart for each width; none where no two days differ, and a line of text says it all."""
    if len({p.at for line in one.lines for p in line.points if p.at}) < 2:
        return ()
    # an id occurs once in a page
    return tuple(Markup(chart(one.model_copy(update={"id": f"{one.id}-{width}"}), width)) for width in _WIDTHS)
