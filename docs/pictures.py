"""Takes the pictures of the app's views in docs/pictures, wide and narrow: `python -m docs.pictures`."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from ascribe.case import Case, add
from ascribe.reading.pipeline import default_reader
from ascribe.web import names
from ascribe.web.service import Service
from tests.browsing import chromium
from tests.web.browsing import NARROW, WIDE, Visit, served

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"


def demo(path: Path) -> Mapping[str, str]:
    """Make the case of `make demo`, with some decisions; addresses of its views by what their pictures are called."""
    with Case.create(str(path), title="Raqqa, summer of 2017", author="Desk") as case:
        for step in add(case, [str(EXAMPLES)], default_reader(), "Desk"):
            if step.outcome != "added":
                raise SystemExit(f"{step.name}: {step.reason}")
        service = Service(case)
        claims = service.document("1").claims
        for claim, kind in zip(claims, ("accept", "reject"), strict=False):
            service.decide(kind, {"claim": claim.claim.id}, author="Desk")
        if not service.settle():
            raise SystemExit("The findings could not be made.")
        most = max(service.incidents().items, key=lambda one: (len({s.document for s in one.statements}), one.id))
        source = service.sources().items[0].key
        name = quote(names.listed(case, "actor").items[0].key, safe="")
        service.close()
    return {
        "inbox": "/", "document": f"/documents/1#c-{claims[2].claim.id}", "incident": f"/incidents/{most.id}",
        "map": "/map", "series": "/series", "source": f"/sources/{quote(source, safe='')}", "claims": "/claims",
        "names": "/names", "name": f"/names/actor/{name}", "merge": f"/names/merge?names={name}&names=civilians",
        "means": f"/claims/{claims[2].claim.id}/names", "decisions": "/decisions", "add": "/add", "help": "/help",
    }  # fmt: skip


def main() -> None:
    """Take them all."""
    (HERE / "pictures").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.ascribe"
        views = demo(path)
        with chromium() as browser, served(path) as address:
            for size in (WIDE, NARROW):
                visit = Visit(browser, address, size, color_scheme="light")
                for name, where in views.items():
                    visit.at(where).screenshot(path=HERE / "pictures" / f"{name}-{size[0]}.png", animations="disabled")
                visit.close()


if __name__ == "__main__":
    main()
