"""Profiles: those of the package, those of a file, and those that a case records."""

from __future__ import annotations

from pathlib import Path

import pytest

from ascribe.case import Case
from ascribe.case.verify import verify
from ascribe.errors import InputError, UsageError
from ascribe.publish.profiles import Profile, as_yaml, packaged, profile_of, profiles, read_profile, set_profile

BY = "Desk"


def test_the_team_sees_all_and_the_public_does_not() -> None:
    assert packaged("team").keeps_all
    assert not packaged("public").keeps_all


def test_what_a_profile_does_not_say_is_as_in_public() -> None:
    public = packaged("public")
    assert Profile(name="public", about=public.about) == public


def test_a_case_records_its_profiles_and_their_undoing(case: Case) -> None:
    assert list(profiles(case)) == ["team", "public"]
    made = set_profile(case, Profile(name="public", least_hours=240), author=BY, why="siege")
    assert (profile_of(case, "public").least_hours, made.kind, made.why) == (240, "set_profile", "siege")
    set_profile(case, Profile(name="press"), author=BY)
    assert list(profiles(case)) == ["team", "public", "press"]
    assert list(verify(case)) == []
    case.undo(made.sequence, author=BY)
    assert profile_of(case, "public") == packaged("public")


def test_a_profile_that_is_not_there(case: Case) -> None:
    with pytest.raises(UsageError, match="no profile 'press'"):
        profile_of(case, "press")


@pytest.mark.parametrize("name", ["team", "public"])
def test_yaml_and_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(as_yaml(packaged(name)), encoding="utf-8")
    assert read_profile(path) == packaged(name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: [a", "not a profile"),
        ("- a", "the whole"),
        ("name: Public Profile", "name"),
        ("name: x\nleast_hours: -1", "least_hours"),
        ("name: x\nhide: all", "hide"),
        ("name: x\nstandings: []", "standings"),
        ("name: !!python/object/apply:os.getcwd []", "not a profile"),
    ],
)
def test_a_file_that_is_no_profile_says_where(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_profile(path)
