"""Nothing that was planted leaves a case under the public profile, in any stream or file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ascribe.case import Case
from ascribe.publish.profiles import packaged
from ascribe.publish.view import View, view
from ascribe.reading.pipeline import Reader

from .conftest import quoting
from .planted import AS_OF, OPEN, SECRETS, leaks, plant

FILES = ("claims.csv", "incidents.csv", "case.xlsx", "claims.parquet", "incidents.parquet", "case.geojson",
         "case.jsonl", "acled.csv", "ucdp.csv", "plover.jsonl", "hxl.csv", "ftm.jsonl", "brief")  # fmt: skip


@pytest.fixture(scope="module")
def case(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The case with what must not leave it."""
    with plant(tmp_path_factory.mktemp("planted") / "raqqa.case", reader) as made:
        yield made


def _streams(shown: View) -> Iterator[str]:
    yield shown.case_title
    for stream in (shown.claims, shown.incidents, shown.documents, shown.series, shown.forecasts):
        yield from (one.model_dump_json() for one in stream())


def test_the_team_sees_all_that_was_planted(case: Case) -> None:
    """Or it would prove nothing that the public does not."""
    text = "\n".join(_streams(view(case, packaged("team"), AS_OF))).casefold()
    assert [secret for secret in SECRETS if secret not in text and secret not in ("944 123", "sitewatcher77")] == []


def test_nothing_planted_is_in_any_stream(case: Case) -> None:
    shown = view(case, quoting(), AS_OF)
    found = [(secret, text) for text in _streams(shown) for secret in SECRETS if secret in text.casefold()]
    assert found == []
    assert [name for name in OPEN if not any(name in text for text in _streams(shown))] == []


@pytest.mark.parametrize("name", FILES)
def test_nothing_planted_is_in_any_file(case: Case, name: str, tmp_path: Path) -> None:
    exports = pytest.importorskip("ascribe.publish.exports")
    exports.export(view(case, quoting(), AS_OF), tmp_path / name)
    assert any(tmp_path.rglob("*"))
    assert leaks(tmp_path) == []
