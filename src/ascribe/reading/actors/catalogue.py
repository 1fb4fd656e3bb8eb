"""The catalogue of known actors: data files of the package, and those that a user added."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ...errors import InputError
from ...settings import data_folder
from . import states as st
from .data import actor_files, agencies, table, vocabulary
from .model import Actor
from .spelling import bare, plain, spelt, words

Form = tuple[str, Actor]


class Catalogue:
    """Actors by name and by id. States and their organs are made from patterns on demand.

    Args:
        actors: the listed actors; of two with one id the later counts.
    """

    def __init__(self, actors: Iterable[Actor]) -> None:
        self.actors = {a.id: a for a in actors}
        self.forms: dict[tuple[str, ...], list[Form]] = {}
        self.longest: dict[str, int] = {}
        for actor in self.actors.values():
            for name in actor.all_names:
                key = tuple(plain(w[0]) for w in words(name))
                if key:
                    self.forms.setdefault(key, []).append((name, actor))
                    self.longest[key[0]] = max(self.longest.get(key[0], 0), len(key))

    def __iter__(self) -> Iterator[Actor]:
        return iter(self.actors.values())

    def __len__(self) -> int:
        return len(self.actors)

    def get(self, actor: str) -> Actor | None:
        """The actor with this id, listed or made from the pattern of a state; None if there is none."""
        return self.actors.get(actor) or st.actor_by_id(actor)

    def spelt_so(self, parts: list[str]) -> list[Form]:
        """The listed names that these words are, one an actor; capitals count, a possessive ending does not."""
        if not parts:
            return []
        key = (*(plain(p) for p in parts[:-1]), bare(parts[-1]))
        loose = vocabulary()["generic_tails"]
        found: dict[str, Form] = {}
        for exact in dict.fromkeys((key, (*key[:-1], plain(parts[-1])))):
            for form, actor in self.forms.get(exact, ()):
                if spelt(form, " ".join(parts), loose):
                    found.setdefault(actor.id, (form, actor))
        return list(found.values())

    def candidates(self, name: str) -> list[Actor]:
        """All actors that a name may stand for, capitals minded, with or without the leading article."""
        parts = [w[0] for w in words(name)]
        bodies = [a for _, a in self.spelt_so(parts)]
        if not bodies and parts and plain(parts[0]) == "the":
            bodies = [a for f, a in self.spelt_so(parts[1:]) if f not in a.common]
        return bodies

    def find(self, name: str) -> Actor | None:
        """The one actor of this name: listed, a state, or an organ of a state; None where there are none or several.

        Short forms and names are case-sensitive ("IS", "WHO"); of a name that is shared ("SNA") the document decides.
        """
        parts = [w[0] for w in words(name)]
        found = [a for a in self.candidates(name) if not {name, "The " + name} & set(a.common) or a.name == name]
        if found:
            return found[0] if len(found) == 1 else None
        if parts and plain(parts[0]) == "the":
            parts = parts[1:]
        organ = self.organ(parts)
        if organ:
            return organ
        code = st.states().by_name.get(" ".join(plain(p) for p in parts))
        return st.state(code) if code and parts[0][:1].isupper() else None

    def organ(self, parts: list[str]) -> Actor | None:
        """The organ of a state that a whole phrase names; an army listed under its own name ("FARDC") is that one."""
        made = st.organ_of(parts)
        if made is None or made.kind != "armed-forces":
            return made
        spoken = made.name.replace("armed forces", "army").split()
        listed = [a for _, a in self.spelt_so(spoken)] if spoken[-1] == "army" else []
        return listed[0] if len(listed) == 1 else made


@cache
def catalogue() -> Catalogue:
    """The catalogue of the package and the user's own files, loaded on first use and kept.

    Raises:
        InputError: a user's file is broken.
    """
    found = [a for name in actor_files() for a in _actors(table(name), name)]
    known = {plain(n) for a in found for n in a.all_names}
    ids = {a.id for a in found}
    for row in agencies():
        names = [n for n in row["names"] if not n.startswith("The ")]
        own = row["id"] if row["id"] not in ids else f"{row['id']}-agency"
        country = (row["country"],) if row.get("country") else ()
        if plain(row["name"]) not in known or row["name"].isupper():
            found.append(
                Actor(id=own, name=row["name"], names=tuple(names), kind="agency", country=country, called=("agency",))
            )
    folder = user_folder()
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        found += read_actors(path)
    return Catalogue(found)


def user_folder() -> Path:
    """Where a user's own actors are kept."""
    return data_folder() / "actors"


def read_actors(path: Path) -> list[Actor]:
    """Actors of a TOML file: a table for each kind, in it a line for each actor.

    Raises:
        InputError: the file cannot be read, is no TOML, or a line is not as the catalogue needs it; the line is named.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}). Give a readable UTF-8 text file.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: no TOML ({error}). Mend the line that is named.") from error
    actors = list(_actors(data, str(path)))
    if not actors:
        raise InputError(
            f"{path}: there are no actors in it. Write a table like [armed-group] with lines id = {{name = …}}."
        )
    return actors


def add(path: Path) -> list[Actor]:
    """Adds a user's file of actors to the catalogue, for this and all later runs; an id that is known is replaced.

    Returns:
        The actors of the file.
    Raises:
        InputError: the file is broken, a parent is unknown, or the folder for user data cannot be written.
    """
    actors = read_actors(path)
    known = catalogue()
    ids = {a.id for a in actors}
    for actor in actors:
        if actor.parent and actor.parent not in ids and known.get(actor.parent) is None:
            raise InputError(f"{path}: {actor.id}: the parent {actor.parent!r} is unknown. Add it, or leave it out.")
    folder = user_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / path.with_suffix(".toml").name
        if not (target.exists() and target.samefile(path)):
            partial = target.with_suffix(f".{os.getpid()}.part")
            shutil.copyfile(path, partial)
            partial.replace(target)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error}). Set ASCRIBE_DATA to a folder of yours.") from error
    catalogue.cache_clear()
    return actors


def _actors(data: dict[str, Any], source: str) -> Iterator[Actor]:
    for kind, rows in data.items():
        if not isinstance(rows, dict):
            raise InputError(
                f"{source}: {kind}: a table is needed, like [{kind}]. Put the actors of a kind under its name."
            )
        for name, row in rows.items():
            if not isinstance(row, dict):
                raise InputError(f'{source}: {kind}.{name}: write it as {name} = {{name = "…", names = ["…"]}}.')
            try:
                yield Actor.model_validate({**row, "id": name, "kind": kind})
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(x) for x in first["loc"])
                raise InputError(f"{source}: {kind}.{name}: {where}: {first['msg']}. Mend this line.") from error
