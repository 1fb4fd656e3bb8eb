"""Pages as HTML: Jinja with autoescape on, and what every page shows besides its own part."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from ..case import Entry
from ..publish import phrases as told
from ..publish.marks import GRADES, icon
from ..render import phrases
from ..render.case import told as decided
from ..render.safe import marked, visible
from .security import Viewer, WebError, guard_of
from .service import Service

# (address, name, key after g) of what the head of every page leads to
PLACES = (
    ("/", "Inbox", "i"), ("/documents", "Documents", "d"), ("/claims", "Claims", "c"), ("/map", "Map", "m"),
    ("/series", "Series", "t"), ("/sources", "Sources", "s"), ("/names", "Names", "n"),
    ("/forecasts", "Forecasts", "f"), ("/decisions", "Decisions", "h"), ("/add", "Add", "a"),
)  # fmt: skip

SHORTCUTS = (
    ("Everywhere", (
        ("?", "this page"), ("u", "undo your last decision"), ("/", "narrow the list"), ("0", "show all"),
        ("Esc", "close"),
    )),
    ("In lists and documents", (
        ("j k", "next, previous"), ("Enter", "open"), ("a", "accept"), ("x", "reject"), ("e", "amend"),
        ("]", "next page or document"), ("[", "previous document"),
    )),
    ("In a document", (
        ("n", "add a missed claim, on the words that are selected"), ("t", "say whom or what its words mean"),
        ("i", "the claim's incident"),
    )),
    ("In an incident", (
        ("r", "grade it otherwise"), ("w", "why it is linked, or apart"), ("s", "tick for splitting off"),
        ("S", "split off what is ticked"), ("m", "merge with the chosen incident"),
    )),
    ("In names", (
        ("s", "tick"), ("m", "merge what is ticked; of one name, with another"), ("S", "split off what is ticked"),
        ("u", "undo the chosen decision"),
    )),
    ("In decisions and forecasts", (
        ("u", "undo the chosen decision"), ("K", "the chosen forecast was kept"), ("B", "it was broken"),
        ("O", "it is open"),
    )),
    ("Go to", tuple((f"g {key}", name.lower()) for _, name, key in PLACES)),
)  # fmt: skip


def page(request: Request, name: str, *, viewer: Viewer | None, status: int = 200, **context: Any) -> Response:
    """A page from `templates/`.

    Args:
        viewer: who sees it; None before they have logged in.
        context: of the page's own part.
    """
    service: Service = request.app.state.service
    about = {
        "viewer": viewer, "title_of_case": service.title() if viewer else "",
        "head": service.head() if viewer else None, "path": request.url.path,
        "here": here(request), "places": PLACES if viewer else (),
        "local": guard_of(request).local is not None, "token": lambda: _token(viewer),
    }  # fmt: skip
    return HTMLResponse(environment().get_template(f"{name}.html.j2").render({**about, **context}), status)


def error_page(request: Request, error: WebError) -> Response:
    """What went wrong as a page; as JSON to our own script."""
    if wants_json(request):
        body = {"error": {"code": error.code, "message": str(error)}}
        return JSONResponse(body, error.status, headers=error.headers)
    try:
        viewer = guard_of(request).viewer(request)
        made = page(request, "error", viewer=viewer, status=error.status, error=error)
    except Exception:  # the case itself cannot be read: say at least why
        return Response(str(error), error.status, media_type="text/plain; charset=utf-8")
    made.headers.update(error.headers)
    return made


def wants_json(request: Request) -> bool:
    """Whether our own script asks, which shows the answer in the page that is open."""
    return request.headers.get("accept", "").startswith("application/json")


def here(request: Request) -> str:
    """The address of the page, to come back to."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def safe_path(given: str | None, otherwise: str) -> str:
    """An address of this app; another site's, or none, becomes `otherwise`."""
    to = given or ""
    plain = to.startswith("/") and not to.startswith("//") and to.isprintable() and "\\" not in to
    try:
        parts = urlsplit(to)
    except ValueError:
        return otherwise
    return to if plain and not parts.netloc and not parts.scheme else otherwise


def called(entry: Entry) -> str:
    """A document's title, or the name of the file that it came from, without its folders."""
    return entry.title or entry.name.rstrip("/").rsplit("/", 1)[-1]


def query(given: dict[str, Any], **changed: Any) -> str:
    """The query of an address with some values changed; None takes one away. Where nothing is left, the page alone."""
    merged = {name: value for name, value in {**given, **changed}.items() if value not in (None, "")}
    return f"?{urlencode(merged)}" if merged else "?"


@cache
def environment() -> Environment:
    """Where templates come from. `marked` shows hidden characters in a page, `visible` in attributes and titles."""
    made = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(_source)
    )
    made.filters.update(marked=marked, visible=visible, word=_word, part=lambda text: quote(text, safe=""))
    made.globals.update(
        phrases=phrases, told=told, wording=phrases.wording(), icon=icon, grades=GRADES, query=query, bdi=_bdi,
        many=phrases.many, pairs=lambda names: [(name, name) for name in names], decided=decided, shortcuts=SHORTCUTS,
        called=called,
    )  # fmt: skip
    return made


def _token(viewer: Viewer | None) -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(viewer.token if viewer else "")


def _bdi(text: str) -> Markup:
    """Text of a report, safe, and apart from what stands around it."""
    return Markup("<bdi>{}</bdi>").format(marked(text))


def _word(name: str) -> str:
    return name.replace("_", " ")


def _source(name: str) -> str:
    return resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")
