"""A static site: a folder of pages, downloads and a manifest that any web server can publish, or that a disk shows.

No page asks for anything outside the folder. The search looks in a small index that is a script beside the pages, since
a page from a disk may load no data. Incidents are written as they pass; what is held is a row for each, and what is
known of each document.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..case import Entry
from ..errors import InputError
from ..model import FiledClaim
from ..render.phrases import provenance, wording
from . import phrases
from .brief import Shown
from .evidence import Evidence, evidence
from .exports import README, format_of, write
from .listed import Overview, months, page_of, search_index
from .manifest import IN_FOLDER, Manifest, manifest_of, manifest_path, problems
from .map import map_figure
from .marks import GRADES, icon
from .profiles import Profile
from .ranges import drawing
from .site_words import GRADE_MEANS, rules, size
from .templates import asset, template
from .timeline import timeline_figure
from .view import View

DOWNLOADS = (
    "incidents.csv", "figures.csv", "claims.csv", "documents.csv", "case.xlsx", "incidents.parquet", "figures.parquet",
    "claims.parquet", "documents.parquet", "case.geojson", "case.jsonl", "acled.csv", "ucdp.csv", "plover.jsonl",
    "hxl.csv", "ftm.jsonl",
)  # fmt: skip
_NAV = (("index.html", "Incidents"), ("map.html", "Map"), ("timeline.html", "Timeline"),
        ("downloads.html", "Downloads"), ("method.html", "Method"))  # fmt: skip
_STYLES = ("base.css", "map.css", "timeline.css", "brief.css", "site.css")
_SCRIPTS = ("map.js", "brief.js", "search.js")
_ON_PAGE = 300  # incidents on a page of the list


@dataclass(frozen=True)
class Site:
    """What every page says of the whole."""

    title: str
    profile: Profile
    as_of: str
    head: str
    case: str
    nav: tuple[tuple[str, str], ...] = _NAV


@dataclass(frozen=True)
class Download:
    """A file to download; `readme` is the name of its header file, "" for none."""

    name: str
    about: str
    size: str
    sha256: str
    readme: str


def write_site(view: View, folder: Path) -> Manifest:
    """Write the site of what may leave a case; the same state of a case gives the same bytes.

    Args:
        view: what may leave.
        folder: appears only when it is whole. An earlier site there gives way, if nothing was added to it.

    Raises:
        InputError: something else is there, or it cannot be written.
    """
    part = folder.with_name(folder.name + ".part")
    _may_give_way(folder)
    if part.exists():
        raise InputError(f"{part}: left over from an export that did not end. Delete it, then export again.")
    try:
        try:
            made = _write(view, part)
            if folder.exists():
                shutil.rmtree(folder)
            part.replace(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror or error}). Give another name.") from error
    return made


def _may_give_way(folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not folder.is_dir() or not (folder / IN_FOLDER).is_file():
        raise InputError(f"{folder}: something else is there. Give another name.")
    if touched := next(problems(folder), None):
        raise InputError(f"{folder}: this is no site as it was exported ({touched}). Give another name.")


def _write(view: View, folder: Path) -> Manifest:
    for below in ("incidents", "downloads"):
        (folder / below).mkdir(parents=True)
    site = Site(view.case_title, view.profile, view.as_of.isoformat(), view.head, view.case_id)
    _put(folder / "site.css", map(asset, _STYLES))
    _put(folder / "site.js", map(asset, _SCRIPTS))
    entries = {entry.id: entry for entry in view.documents()}
    seen = Overview()
    for one in view.incidents():
        told = {filed.claim.id: filed for filed in view.told(one)}
        figures = tuple(drawing(f, phrases.names(one), told) for f in one.figures if f.accounts)
        shown = Shown(one, page_of(one), phrases.title(one), figures)
        seen.add(shown)
        _put(folder / shown.href, [_incident(site, shown, entries, told)])
    _lists(site, seen, len(entries), folder)
    drawn = {
        "Map": map_figure([row.point for row in seen.rows], close=True),
        "Timeline": timeline_figure([row.item for row in seen.rows]),
    }
    for label, figure in drawn.items():
        _page(site, label, folder, "drawn", figure=figure)
    _downloads(site, view, folder)
    _page(site, "Method", folder, "method", rules=rules(view.profile), withheld=view.withheld, versions=view.versions(),
          grades=[(grade, GRADE_MEANS[grade]) for grade in GRADES])  # fmt: skip
    files = [path for path in folder.rglob("*") if path.is_file()]
    made = manifest_of(view, files, folder)
    _put(manifest_path(folder), [made.to_json()])
    return made


def _incident(site: Site, at: Shown, entries: Mapping[str, Entry], told: Mapping[str, FiledClaim]) -> str:
    uses = {id: [("#incident", at.title)] for id in told}
    of_it = {filed.document: entries[filed.document] for filed in told.values() if filed.document in entries}
    words = evidence(sorted(of_it.values(), key=lambda entry: entry.number), told.values(), uses)
    return _rendered("incident", site, up="../", label="", at=at, evidence=words, uses=uses)


def _lists(site: Site, seen: Overview, documents: int, folder: Path) -> None:
    """The first page, further pages of the list, and the index that the search looks in."""
    _put(folder / "search.js", search_index(seen.rows))
    pages = max(1, -(-len(seen.rows) // _ON_PAGE))
    for page in range(1, pages + 1):
        rows = seen.rows[(page - 1) * _ON_PAGE : page * _ON_PAGE]
        text = _rendered(
            "list", site, label="Incidents", page=page, pages=pages, months=list(months(rows)), grades=GRADES,
            sums=(("incident", len(seen.rows)), ("document", documents)), contested=seen.contested,
            contested_more=seen.contested_more, differing=seen.differing,
        )  # fmt: skip
        _put(folder / ("index.html" if page == 1 else f"list-{page}.html"), [text])


def _downloads(site: Site, view: View, folder: Path) -> None:
    found = []
    for name in DOWNLOADS:
        chosen = format_of(Path(name))
        files = write(view, folder / "downloads" / name, chosen)
        with files[0].open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        readme = f"{name}{README}" if chosen.notice else ""
        found.append(Download(name, chosen.about, size(files[0].stat().st_size), digest, readme))
    _page(site, "Downloads", folder, "downloads", files=found)


def _page(site: Site, label: str, folder: Path, name: str, **given: object) -> None:
    _put(folder / f"{label.lower()}.html", [_rendered(name, site, label=label, **given)])


def _rendered(name: str, site: Site, **given: object) -> str:
    always = {
        "site": site, "icon": icon, "wording": wording(), "phrases": phrases, "provenance": provenance,
        "link": _is_link, "up": "", "evidence": Evidence((), {}), "uses": {},
    }  # fmt: skip
    return template(f"site/{name}.html.j2").render(always | given)


def _is_link(url: str | None) -> bool:
    """Whether a report's address may be a link: no other scheme than the web's is followed."""
    try:
        return url is not None and urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _put(path: Path, parts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(parts)
