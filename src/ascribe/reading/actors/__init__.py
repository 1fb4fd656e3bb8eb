"""Actors: who the parties, offices, monitors and outlets of a report are, by a catalogue and the report's words."""

from __future__ import annotations

from .catalogue import Catalogue, add, catalogue, read_actors, user_folder
from .model import Actor, Kind, Side

__all__ = ["Actor", "Catalogue", "Kind", "Side", "add", "catalogue", "read_actors", "user_folder"]
