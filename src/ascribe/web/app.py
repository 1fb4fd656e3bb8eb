"""The app: the API and the pages over one case, behind one shield."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from .. import __version__
from ..case import Case
from ..case.plain import text
from ..errors import AscribeError, CaseError, InputError, ModelError, UsageError
from ..settings import setting
from .security import Guard, WebError
from .service import Service
from .shield import Shield
from .tiles import tiles
from .window import Windows

if TYPE_CHECKING:
    from ..reading.pipeline import Reader

_CODES = {404: "path", 405: "method", 413: "size"}
_STATUS: tuple[tuple[type[AscribeError], int], ...] = (
    (InputError, 404), (UsageError, 400), (CaseError, 503), (ModelError, 503),
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    """How an app is to be.

    Attributes:
        local: name of the one local user, who needs no login; None where everybody has to log in.
        tiles: where map tiles come from: a URL template with {z}, {x} and {y}, an .mbtiles or .pmtiles file, or a
            folder of such; None for none.
        secure: whether the cookie is kept to https.
    """

    local: str | None = None
    tiles: str | None = None
    secure: bool = True


def create_app(case_where: str, options: Options = Options(), *, reader: Callable[[], Reader] | None = None) -> FastAPI:
    """The app of a case. Its state holds `service`, `guard`, `options`, `tiles`, `windows` and `case`.

    Raises:
        CaseError: the case cannot be opened.
        InputError: the tiles cannot be used.
    """
    under = tiles(options.tiles)
    case = Case.open(case_where)
    service = Service(case, reader=reader)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service.head()  # findings that are behind are brought up to date at once
        yield
        service.close()
        case.close()

    app = FastAPI(
        title="Ascribe", version=__version__, lifespan=lifespan, openapi_url="/api/openapi.json", docs_url=None,
        redoc_url=None, description="The API of the review app: the same questions and decisions as its pages.",
    )  # fmt: skip
    app.state.case, app.state.service = case, service
    app.state.guard, app.state.options = Guard(case, options.local), options
    app.state.tiles, app.state.windows = under, Windows(case)
    _routes(app)
    from .api import NotModified

    app.add_exception_handler(NotModified, _unchanged)
    for kind in (AscribeError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _failed)
    app.add_middleware(
        Shield, local=options.local is not None, largest=(setting("max_document_mb") + 1) * 1_000_000,
        tiles=tile_origin(options.tiles), refuse=_refused,
    )  # fmt: skip
    return app


def tile_origin(tiles: str | None) -> str | None:
    """The origin of a template of tile addresses; None where tiles are files or there are none."""
    from urllib.parse import urlsplit

    parts = urlsplit(tiles or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else None


def service_of(request: Request) -> Service:
    """The app's service: a dependency of routes."""
    found: Service = request.app.state.service
    return found


def _routes(app: FastAPI) -> None:
    from . import api, doing, maps, names_api, pages  # they need what stands above

    for part in (api, doing, maps, names_api, pages):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=str(files(__package__) / "static")), name="static")


# Errors: JSON of one shape under /api, a page elsewhere


def _unchanged(request: Request, error: Exception) -> Response:
    return Response(status_code=304, headers={"ETag": str(error), "Cache-Control": "private, no-cache"})


def _failed(request: Request, error: Exception) -> Response:
    return answer(request, _known(error))


def _known(error: Exception) -> WebError:
    if isinstance(error, WebError):
        return error
    if isinstance(error, RequestValidationError):
        first: Any = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return WebError(422, "request", text(f"{where[:200]}: {first['msg']}."))
    if isinstance(error, HTTPException):
        words = f"{str(error.detail).rstrip('.')}."
        return WebError(error.status_code, _CODES.get(error.status_code, "http"), words, dict(error.headers or {}))
    status = next((s for kind, s in _STATUS if isinstance(error, kind)), None)
    if status is None:  # the server tells the operator what it was
        return WebError(500, "broken", "Something broke that should not; the terminal of `ascribe serve` says what.")
    return WebError(status, getattr(error, "code", "error"), text(str(error)))


def answer(request: Request, error: WebError) -> Response:
    """An error as it is answered: JSON to programs, a page to people, the login where they have to log in."""
    if request.url.path.startswith("/api/"):
        body = {"error": {"code": error.code, "message": str(error)}}
        return JSONResponse(body, error.status, headers=error.headers)
    if error.status == 401:
        from urllib.parse import quote

        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?to={quote(path, safe='')}", 303)
    from .html import error_page

    return error_page(request, error)


def _refused(scope: Scope, error: WebError) -> ASGIApp:
    """What answers a request that never reaches a route."""
    body = {"error": {"code": error.code, "message": str(error)}}
    if scope["path"].startswith("/api/"):
        return JSONResponse(body, error.status)
    return Response(str(error), error.status, media_type="text/plain; charset=utf-8")
