"""Profiles: what may leave a case, for whom. Two come with the package; a case may hold its own."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, ValidationError

from ..case import Case, Decision, Kind, register
from ..errors import InputError, UsageError
from ..model import Part, Standing

PACKAGED = ("team", "public")


class Profile(Part):
    """What may leave a case. What a profile does not say is as safe as in `public`."""

    name: str = Field(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9-]*$")
    about: str = Field("", max_length=400, description="whom it is for")
    private_persons: Literal["name", "role"] = Field("role", description="how private persons are called")
    public_names: tuple[str, ...] = Field((), description="persons who are named all the same")
    sensitive_places: Literal["exact", "district"] = Field(
        "district", description="shelters, routes, aid, health sites"
    )
    least_hours: int = Field(72, ge=0, le=24 * 366, description="nothing younger leaves; 0: everything, dated or not")
    standings: tuple[Standing, ...] = Field(("accepted", "unreviewed"), min_length=1)
    quoted: tuple[Standing, ...] = Field(("accepted",), description="standings of the claims whose sentences leave")
    excerpt: int | None = Field(240, ge=0, description="characters of a sentence at most; None: all")

    @property
    def keeps_all(self) -> bool:
        """Whether everything leaves as it stands in the case."""
        shown = self.private_persons == "name" and self.sensitive_places == "exact" and self.excerpt is None
        every = set(get_args(Standing))
        return shown and not self.least_hours and set(self.standings) == set(self.quoted) == every


def packaged(name: str) -> Profile:
    """The profile of that name that comes with the package, `team` or `public`."""
    import yaml

    text = resources.files("ascribe.ontology").joinpath("profiles", f"{name}.yaml").read_text(encoding="utf-8")
    return Profile.model_validate(yaml.safe_load(text))


class OfProfile(Part):
    """About a profile, by its name."""

    profile: str


def register_kinds() -> None:
    """Make the kind of decision about profiles known to cases."""
    register(Kind("set_profile", "what may leave the case under this profile", OfProfile, Profile, "case"))


def read_profile(path: Path) -> Profile:
    """A profile from a YAML file.

    Raises:
        InputError: it cannot be read, is no YAML, or a field of it makes no sense.
    """
    import yaml

    try:
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Profile.model_validate(fields)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise InputError(f"{path}: not a profile ({reason}). Start from what `ascribe profile CASE` shows.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise InputError(f"{path}: {where}: {first['msg']}. See docs/profiles.md for the fields.") from error


def as_yaml(profile: Profile) -> str:
    """A profile as `read_profile` reads it."""
    import yaml

    text: str = yaml.safe_dump(profile.model_dump(mode="json"), sort_keys=False, allow_unicode=False)
    return text


def profiles(case: Case) -> dict[str, Profile]:
    """The profiles of a case by name: those of the package, and what decisions in force set instead or beside them."""
    found = {name: packaged(name) for name in PACKAGED}
    for one in case.in_force("set_profile"):
        found[one.subject["profile"]] = Profile.model_validate(one.value)
    return found


def profile_of(case: Case, name: str) -> Profile:
    """The profile of that name.

    Raises:
        UsageError: the case has none.
    """
    found = profiles(case)
    if name not in found:
        raise UsageError(f"There is no profile {name!r}; there are: {', '.join(sorted(found))}.")
    return found[name]


def set_profile(case: Case, profile: Profile, *, author: str, why: str | None = None) -> Decision:
    """Record what may leave a case under a profile of that name from now on."""
    register_kinds()
    return case.decide("set_profile", OfProfile(profile=profile.name), profile, author=author, why=why)
