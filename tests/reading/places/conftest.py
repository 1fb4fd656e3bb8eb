from __future__ import annotations

from pathlib import Path

import pytest

from ascribe.reading.places import Gazetteer


@pytest.fixture(scope="session")
def gazetteer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The gazetteer that ships; its index is built once and kept among pytest's own files."""
    kept = Path(request.config.cache.mkdir("gazetteer"))
    return Gazetteer.open(cache=kept, added=tmp_path_factory.mktemp("none"))
