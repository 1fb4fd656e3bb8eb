"""Figures as ranges: bounds, parts, additions, superseded figures, who says each."""

from __future__ import annotations

from ascribe.incidents.model import Figure

from .reports import OBSERVATORY, UN, Case, Who


def killed(case: Case, sentence: str, by: Who, *counts: tuple[str, float | None, float | None, float | None],
           published: str = "2017-07-04", factuality: str = "asserted") -> Figure:  # fmt: skip
    """The figure of those killed, after one more report."""
    case.says(sentence, "killing", "killed", by, published=published, factuality=factuality,
              counts=[("killed", *c) for c in counts], outlet=f"Courier of {published}")  # fmt: skip
    return next(f for f in case.incident().figures if f.of == "killed")


def test_the_range_goes_from_the_lowest_to_the_highest_and_says_who() -> None:
    case = Case()
    killed(case, "At least nine people were killed.", OBSERVATORY, ("At least nine", 9, 9, None))
    found = killed(case, "Up to 40 people were killed.", UN, ("Up to 40", None, 40, 40))
    assert (found.lowest, found.highest, found.at_least) == (9, 40, False)
    assert [(a.speaker, a.low, a.high) for a in found.accounts] == [
        ("syrian-observatory-for-human-rights", 9, None),
        ("united-nations", None, 40),
    ]


def test_an_open_upper_end_is_marked() -> None:
    found = killed(Case(), "At least nine people were killed.", UN, ("At least nine", 9, 9, None))
    assert (found.lowest, found.highest, found.at_least) == (9, 9, True)


def test_parts_and_additions_are_no_whole() -> None:
    case = Case()
    sentence = "Strikes killed 20 people, including seven children."
    found = killed(case, sentence, UN, ("20", 20, 20, 20), ("seven", 7, 7, 7))
    assert (found.lowest, found.highest) == (20, 20)
    assert [a.part for a in found.accounts if a.best == 7] == [True]
    for text in ("Two of the killed were boys: 5 of them were killed later.", "Another 5 people were killed later."):
        found = killed(case, text, OBSERVATORY, ("5", 5, 5, 5))
        assert found.lowest == 20


def test_children_are_a_part_beside_a_larger_figure_and_the_whole_alone() -> None:
    sentence = "Eight children were killed."
    assert killed(Case(), sentence, UN, ("Eight", 8, 8, 8)).lowest == 8
    sentence = "A strike killed 30; eight children burned."
    assert killed(Case(), sentence, UN, ("30", 30, 30, 30), ("eight", 8, 8, 8)).lowest == 30


def test_distances_areas_and_shares_are_no_figures_of_an_incident() -> None:
    case = Case()
    sentence = "The strike killed 4 people 25 km away and burned 3 km2, a third of it, and two sections."
    counts = [("killed", "4", 4, 4, 4), ("distance_km", "25 km", 25, 25, 25), ("area_km2", "3 km2", 3, 3, 3),
              ("share", "a third", 0.3, 0.3, 0.3), ("other", "two", 2, 2, 2)]  # fmt: skip
    case.says(sentence, "killing", "killed", UN, counts=counts)
    assert [f.of for f in case.incident().figures] == ["killed"]


def test_the_middle_of_a_range_is_nobodys_figure() -> None:
    (account,) = killed(Case(), "The strike killed 25 to 30.", UN, ("25 to 30", 25, 27.5, 30)).accounts
    assert (account.low, account.best, account.high) == (25, None, 30)


def test_what_counts_another_thing_is_no_whole() -> None:
    case = Case()
    sentence = "Up to 100,000 people fled and 173 were killed."
    counts = [(of, "Up to 100,000", None, 100000, 100000) for of in ("displaced", "killed")]
    case.says(sentence, "displacement", "fled", UN, counts=counts[:1])
    case.says(sentence, "killing", "killed", UN, counts=[counts[1], ("killed", "173", 173, 173, 173)])
    found = {f.of: (f.lowest, f.highest) for f in case.incident().figures}
    assert found == {"displaced": (100000, 100000), "killed": (173, 173)}


def test_dozens_bound_nothing_beside_a_number() -> None:
    case = Case()
    found = killed(case, "Dozens were killed.", OBSERVATORY, ("Dozens", 24, 24, None))
    assert found.lowest == 24
    assert killed(case, "The strike killed 45.", UN, ("45", 45, 45, 45)).lowest == 45


def test_a_later_figure_of_the_same_speaker_supersedes_the_earlier_one() -> None:
    case = Case()
    killed(case, "Nine people were killed.", UN, ("Nine", 9, 9, 9))
    killed(case, "Ten people were killed.", OBSERVATORY, ("Ten", 10, 10, 10))
    found = killed(case, "The UN says 22 were killed.", UN, ("22", 22, 22, 22), published="2017-07-08")
    assert (found.lowest, found.highest) == (9, 22)
    assert (found.now_lowest, found.now_highest) == (10, 22)
    later = next(a for a in found.accounts if a.best == 22)
    assert {a.best: a.superseded_by for a in found.accounts} == {9: later.claims[0], 10: None, 22: None}


def test_a_repeated_figure_supersedes_nothing() -> None:
    case = Case()
    killed(case, "Nine people were killed.", UN, ("Nine", 9, 9, 9))
    found = killed(case, "The UN says that 9 were killed.", UN, ("9", 9, 9, 9), published="2017-07-08")
    assert [a.superseded_by for a in found.accounts] == [None, None]


def test_a_denied_figure_is_listed_and_bounds_nothing() -> None:
    case = Case()
    killed(case, "Nine people were killed.", UN, ("Nine", 9, 9, 9))
    found = killed(case, "It denied that 80 were killed.", OBSERVATORY, ("80", 80, 80, 80), factuality="denied")
    assert (found.highest, [a.denied for a in found.accounts if a.best == 80]) == (9, [True])


def test_one_figure_counts_one_kind_of_thing() -> None:
    case = Case()
    sentence = "Nine people were killed and many wounded."
    case.says(sentence, "killing", "killed", UN, counts=[("killed", "Nine", 9, 9, 9)])
    case.says(sentence, "injury", "wounded", UN, counts=[("injured", "Nine", 9, 9, 9)])
    assert [f.of for f in case.incident().figures] == ["killed"]
