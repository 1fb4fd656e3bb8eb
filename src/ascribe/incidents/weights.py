"""What linking goes by: types in families, bits for each piece of evidence, probabilities for each level."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, model_validator

from ..errors import InputError
from ..model import Part

Probability = Field(gt=0.0, lt=1.0)

LEVELS: dict[str, tuple[str, ...]] = {
    "type": ("same", "open", "other"),
    "place": ("same", "near", "neighbouring", "far"),
    "time": ("same_day", "next_day", "overlap", "before", "apart"),
    "actors": ("same", "allied", "other"),
    "sites": ("same", "other"),
    "figures": ("same", "like", "other"),
    "words": ("many", "some", "few", "none"),
    "document": ("same", "other"),
}
"""Each comparison's levels, from agreement to disagreement; a weights file names them all, in this order."""


class Level(Part):
    """One outcome of a comparison: its share `m` among pairs of one incident, and `u` among pairs of two."""

    level: str
    m: float = Probability
    u: float = Probability
    why: str
    pairs: tuple[int, int] = Field((0, 0), description="labelled pairs behind m and u")

    @property
    def bits(self) -> float:
        """The match weight of the level, log2(m / u)."""
        return math.log2(self.m / self.u)


class Across(Part):
    """Thresholds of linking across documents, in bits, days and kilometres."""

    prior: float = Probability
    least: float
    kept: float
    missing: float
    days_apart: int = Field(ge=0)
    km_apart: float = Field(gt=0)


class Weights(Part):
    """What linking goes by, a weights file: see ontology/linking.toml, which is the default one."""

    families: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    radius: dict[str, float]
    within: dict[str, Any]
    link: Across
    fit: dict[str, Any]
    comparisons: dict[str, tuple[Level, ...]]
    words: dict[str, str]

    @model_validator(mode="after")
    def _all_levels(self) -> Weights:
        for name, levels in LEVELS.items():
            if tuple(x.level for x in self.comparisons.get(name, ())) != levels:
                raise ValueError(f"comparisons.{name} must have the levels {', '.join(levels)}, in this order")
        return self

    @property
    def digest(self) -> str:
        """Twelve hex digits that change with any of the numbers."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    def to_toml(self) -> str:
        """The weights as a file that `read_weights` reads."""
        lines = []
        for table in ("families", "kinds", "radius", "within", "link", "fit", "words"):
            value = getattr(self, table)
            lines += _table(table, value if isinstance(value, dict) else value.model_dump())
        for name, levels in self.comparisons.items():
            for level in levels:
                lines += [f"[[comparisons.{name}]]", *_pairs(level.model_dump()), ""]
        return "\n".join(lines)


@cache
def default_weights() -> Weights:
    """The weights of the package."""
    text = resources.files("ascribe.ontology").joinpath("linking.toml").read_text(encoding="utf-8")
    return Weights.model_validate(tomllib.loads(text))


def read_weights(path: Path) -> Weights:
    """A weights file of one's own.

    Raises:
        InputError: the file cannot be read, is no TOML, or lacks something.
    """
    try:
        return Weights.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}). Give a readable UTF-8 text file.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: no TOML ({error}). Mend the line that is named.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(x) for x in first["loc"])
        raise InputError(f"{path}: {where}: {first['msg']}. Compare it with the package's linking.toml.") from error


def _table(name: str, values: dict[str, Any]) -> list[str]:
    plain = {k: v for k, v in values.items() if not isinstance(v, dict)}
    lines = [f"[{name}]", *_pairs(plain), ""]
    for key, inner in values.items():
        if isinstance(inner, dict):
            lines += _table(f"{name}.{key}", inner)
    return lines


def _pairs(values: dict[str, Any]) -> list[str]:
    # JSON's strings, numbers and arrays are TOML's too
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
