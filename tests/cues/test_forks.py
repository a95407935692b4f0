from __future__ import annotations

import pytest

from looproute.cues.forks import Branch, rival
from looproute.network.legs import Leg

PATH = Leg(0, "", "path")
STREET = Leg(0, "A", "residential")


@pytest.mark.parametrize(("mine", "other"), [(0, 12), (40, 20), (-25, 7), (-81, 70)])
def test_a_path_that_is_nearly_as_straight_or_straighter_is_a_rival(mine: int, other: int) -> None:
    assert rival(mine, PATH, PATH, [Branch(other, "")]) == Branch(other, "")


@pytest.mark.parametrize(("mine", "other"), [(0, 90), (20, -60), (45, 120)])
def test_a_path_that_turns_off_is_no_rival(mine: int, other: int) -> None:
    assert rival(mine, PATH, PATH, [Branch(other, "")]) is None


def test_who_stays_on_a_street_by_its_name_is_not_misled_by_another() -> None:
    assert rival(50, STREET, STREET, [Branch(0, "B")]) is None
    assert rival(50, STREET, STREET, [Branch(0, "A")]) == Branch(0, "A")


def test_leaving_a_street_that_goes_on_needs_a_cue() -> None:
    assert rival(0, STREET, PATH, [Branch(-90, "A"), Branch(10, "B")]) == Branch(-90, "A")


def test_a_dead_end_for_all_others_leaves_no_doubt() -> None:
    assert rival(80, PATH, STREET, []) is None
    assert rival(80, PATH, STREET, [Branch(150, "")]) is None
