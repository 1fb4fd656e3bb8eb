"""The site: whole, safe against hostile text, the same each time, proved by its manifest."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ascribe.case import Case
from ascribe.errors import InputError
from ascribe.publish.evidence import evidence
from ascribe.publish.listed import page_of
from ascribe.publish.manifest import Manifest, problems
from ascribe.publish.profiles import packaged
from ascribe.publish.site import DOWNLOADS, write_site
from ascribe.publish.view import View, view

from ..case.conftest import BY, put
from .conftest import DOCUMENT, filed, put_far, quoting

AS_OF = date(2017, 9, 1)
HOSTILE = (
    "Rebels killed 12 civilians in Raqqa on 2017-07-05, the <script>alert(1)</script>\u202eMonitor said.\n\n"
    "Rebels killed 20 civilians in Raqqa on 2017-07-05, the Ministry said.\n"
)


def _view(case: Case, profile: str = "team") -> View:
    return view(case, quoting() if profile == "public" else packaged(profile), AS_OF)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Case, Path, Manifest]]:
    """A case with hostile words, and its site."""
    folder = tmp_path_factory.mktemp("site")
    with Case.create(str(folder / "a.case"), title='</title><script>alert("x")</script>', author=BY) as case:
        put(case)
        put(case, HOSTILE, outlet='"><img src=https://evil.example/x onerror=alert(2)>')
        put_far(case)
        yield case, folder / "brief", write_site(_view(case), folder / "brief")


def _pages(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.html")):
        yield path, path.read_text(encoding="utf-8")


def test_every_incident_has_a_page_and_every_download_is_there(made: tuple[Case, Path, Manifest]) -> None:
    case, folder, _ = made
    found = list(_view(case).incidents())
    assert len(found) > 1
    assert {p.relative_to(folder).as_posix() for p in folder.glob("incidents/*")} == {page_of(one) for one in found}
    assert {p.name for p in folder.glob("downloads/*") if not p.name.endswith(".readme.txt")} == set(DOWNLOADS)
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{page_of(one)}"' in index for one in found)


def test_every_link_leads_somewhere_inside(made: tuple[Case, Path, Manifest]) -> None:
    _, folder, _ = made
    for path, text in _pages(folder):
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids)), path
        for link in map(html.unescape, re.findall(r' (?:href|src)="([^"]*)"', text)):
            page, _, anchor = link.partition("#")
            target = (path.parent / page) if page else path
            assert target.is_file(), (path, link)
            assert not anchor or f' id="{anchor}"' in target.read_text(encoding="utf-8"), (path, link)


def test_hostile_words_stay_words(made: tuple[Case, Path, Manifest]) -> None:
    _, folder, _ = made
    for path, text in _pages(folder):
        assert set(re.findall(r"<script[^>]*>", text)) <= {
            f'<script src="{up}{name}.js" defer>' for up in ("", "../") for name in ("site", "search")
        }, path
        assert "<img" not in text
        assert "\u202e" not in text
    script = (folder / "search.js").read_text(encoding="utf-8")
    assert script.isascii()
    rows = json.loads(script.removeprefix("const INCIDENTS = ").removesuffix(",\n];\n") + "]")
    assert len(rows) == len(list(folder.glob("incidents/*")))


def test_a_report_is_linked_to_by_addresses_of_the_web_alone(tmp_path: Path) -> None:
    from ascribe.documents import from_bytes

    from ..case.conftest import small

    with Case.create(str(tmp_path / "a.case"), author=BY) as case:
        for n, url in enumerate(("javascript:alert(1)", "https://n.example/a?b=1&c=2", "http://[bad")):
            data = f"Rebels killed {n + 2} civilians in Raqqa on 2017-07-05.".encode()
            document = from_bytes(data, name="r.txt").model_copy(update={"url": url})
            case.store("r.txt", data, document, BY)
            case.store_reading(small().read(case.document(document.sha256)), "ontology-1", BY)
        write_site(_view(case), tmp_path / "brief")
    text = "".join(text for _, text in _pages(tmp_path / "brief" / "incidents"))
    assert 'href="https://n.example/a?b=1&amp;c=2"' in text
    assert "javascript:" not in text
    assert "[bad" not in text


def test_the_same_state_gives_the_same_bytes_and_a_touched_site_is_known(
    made: tuple[Case, Path, Manifest], tmp_path: Path
) -> None:
    case, first, manifest = made
    again = tmp_path / "again"
    write_site(_view(case), again)
    assert sorted(p.relative_to(first) for p in first.rglob("*")) == sorted(
        p.relative_to(again) for p in again.rglob("*")
    )
    assert all(p.read_bytes() == (again / p.relative_to(first)).read_bytes() for p in first.rglob("*") if p.is_file())
    assert list(problems(again)) == []
    assert f"incidents/{next(first.glob('incidents/*')).name}" in manifest.files
    write_site(_view(case), again)  # an earlier site gives way
    (again / "index.html").write_text("mine", encoding="utf-8")
    assert list(problems(again)) == ["index.html: changed since it was exported"]
    with pytest.raises(InputError, match="as it was exported"):
        write_site(_view(case), again)


def test_what_is_no_site_is_left_alone(made: tuple[Case, Path, Manifest], tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(InputError, match="something else is there"):
        write_site(_view(made[0]), tmp_path / "mine")
    assert [p.name for p in tmp_path.rglob("*")] == ["mine", "notes.txt"]


def test_the_method_page_tells_the_profile_and_the_counts(case: Case, tmp_path: Path) -> None:
    made = write_site(_view(case, "public"), tmp_path / "brief")
    text = (tmp_path / "brief" / "method.html").read_text(encoding="utf-8")
    assert "Nothing younger than 72 hours" in text
    assert made.withheld
    for what, count in made.withheld.items():
        of, _, why = what.partition(": ")
        assert f'<th scope="row">{of.capitalize()}</th><td>{why}</td><td>{count}</td>' in text


def test_marks_stand_on_the_trigger_where_a_profile_changed_the_sentence() -> None:
    from ascribe.case import Entry

    text = "Marwa Qatranji said that rebels shelled Raqqa."
    begin = text.index("shelled")
    one = filed(text)
    claim = one.claim.model_copy(update={"trigger": (begin, begin + 7)})
    one = one.model_copy(update={"claim": claim, "trigger": "shelled"})
    entry = Entry.model_construct(id=DOCUMENT, number=1)
    shown = {
        text: "shelled", text.replace("Marwa Qatranji", "a resident"): "shelled", "[sentence withheld]": None,
        "": None, "They shelled and shelled.": None,
    }  # fmt: skip
    for sentence, marked in shown.items():
        made = evidence([entry], [one.model_copy(update={"sentence": sentence})], {"c1": [("#", "")]})
        pieces = made.excerpts[0].sentences[0].pieces
        assert "".join(piece.text for piece in pieces) == sentence
        assert [piece.text for piece in pieces if piece.marked] == ([marked] if marked else [])
        assert [ref.number for piece in pieces for ref in piece.ends] == [1]


def test_a_long_list_goes_on_over_pages(
    made: tuple[Case, Path, Manifest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ascribe.publish.site._ON_PAGE", 1)
    write_site(_view(made[0]), tmp_path / "brief")
    found = list(_view(made[0]).incidents())
    for number, one in enumerate(found, 1):
        name = "index.html" if number == 1 else f"list-{number}.html"
        text = (tmp_path / "brief" / name).read_text(encoding="utf-8")
        assert re.findall(r'<li><svg.*? <a href="(incidents/[^"]+)"', text) == [page_of(one)]
        assert 'href="list-2.html"' in text
