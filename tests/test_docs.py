"""What the documentation takes from the program is what the program says now."""

from __future__ import annotations

import re

import pytest

from docs import generate

from .conftest import ROOT


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("reference.md", generate.reference),
        ("case-tables.md", generate.case_tables),
        ("export-columns.md", generate.export_columns),
        ("reading.schema.json", generate.schema),
    ],
)
def test_generated_pages_are_up_to_date(name: str, made: object) -> None:
    assert callable(made)
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made(), "run `make docs`"


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name} links {link}"
