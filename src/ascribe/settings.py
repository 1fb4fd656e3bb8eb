"""One table of settings: name, default, help. An environment variable ASCRIBE_<NAME> overrides the default."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from .errors import UsageError


@dataclass(frozen=True)
class Setting:
    """A whole number with a default and a range."""

    name: str
    default: int
    lowest: int
    help: str


SETTINGS = (
    Setting("threads", 2, 1, "Threads of the encoder."),
    Setting("max_document_mb", 50, 1, "A document larger than this many megabytes is refused."),
    Setting("max_characters", 3_000_000, 1, "A report with more characters of text than this is refused."),
    Setting("max_bundle_mb", 20_000, 1, "A bundle whose members hold more than this many megabytes is refused."),
    Setting("window", 320, 64, "Word pieces that the encoder sees at once (at most 510)."),
    Setting("overlap", 80, 0, "Word pieces that neighbouring windows share."),
)


@dataclass(frozen=True)
class TextSetting:
    """A name or a folder; `default` says in words what holds without it."""

    name: str
    default: str
    help: str


TEXT_SETTINGS = (
    TextSetting("user", "the login name", "Who adds and decides, where no --by is given."),
    TextSetting("data", "the platform's folder for user data", "Folder of your own actors and gazetteers."),
    TextSetting("cache", "the platform's cache folder", "Folder for what can be built again: the index of places."),
)


def setting(name: str) -> int:
    """The value of a setting: the environment's if it is set, else the default.

    Raises:
        UsageError: the environment's value is no whole number, or too small.
    """
    entry = next(s for s in SETTINGS if s.name == name)
    given = os.environ.get(f"ASCRIBE_{name.upper()}")
    if given is None:
        return entry.default
    if not given.isdecimal() or int(given) < entry.lowest:
        raise UsageError(f"ASCRIBE_{name.upper()}={given!r}: give a whole number, {entry.lowest} or more.")
    return int(given)


def user() -> str:
    """Who adds and decides where nobody is named: ASCRIBE_USER, else the login name, else nothing."""
    given = os.environ.get("ASCRIBE_USER")
    if given:
        return given
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return ""


def data_folder() -> Path:
    """Where a user's own actors and gazetteers are kept: ASCRIBE_DATA, else the platform's folder for user data."""
    given = os.environ.get("ASCRIBE_DATA")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_data_path

    return user_data_path("ascribe", appauthor=False)
