"""Where the gazetteer's index and the user's own gazetteers lie, by the platform's convention."""

from __future__ import annotations

import os
from pathlib import Path

from ...settings import data_folder


def cache_folder() -> Path:
    """The folder for what can be built again; the environment variable ASCRIBE_CACHE overrides it."""
    given = os.environ.get("ASCRIBE_CACHE")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("ascribe", appauthor=False)


def gazetteers_folder() -> Path:
    """The folder for gazetteers that the user added."""
    return data_folder() / "gazetteers"
