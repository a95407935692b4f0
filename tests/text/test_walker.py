"""What is said of a walker and of the walks that the step length leaves out."""

from __future__ import annotations

import pytest

from looproute.steps.calibration import Exclusion
from looproute.steps.walker import Walker
from looproute.text.walker import describe_exclusion, describe_walker


def test_a_walker_is_described_by_the_source_of_the_step_length() -> None:
    assert describe_walker(Walker()) == "0.70 m a step, a typical adult's, at 110 steps a minute"
    assert describe_walker(Walker.given(0.71)) == "0.71 m a step, as given, at 110 steps a minute"
    assert (
        describe_walker(Walker.from_height(1.75, 0.66), "imperial")
        == "30.4 in a step, from height 5 ft 9 in at 17:42 min/mi (Hoeger 2008)"
    )


def test_a_measured_walker_is_described_by_the_number_of_walks() -> None:
    walks = [(140, 100.0), (141, 100.0)]
    walker = Walker.from_walks(walks, height_m=1.75)
    assert describe_walker(walker) == "0.71 m a step, measured on 2 walks, at 12:46 min/km"
    one = describe_walker(Walker.from_walks(walks[:1]))
    assert one.startswith("0.71 m a step, measured on 1 walk,")


@pytest.mark.parametrize(
    ("exclusion", "sentence"),
    [
        (Exclusion("belt"), "a treadmill's belt is off by up to 3 %"),
        (Exclusion("short GPS"), "less than 1 km by GPS is not exact enough"),
        (
            Exclusion("outlier", -0.5, "half steps"),
            "50 % shorter than the rest: half a step each",
        ),
        (
            Exclusion("outlier", 0.34),
            "34 % longer than the rest: a lap or a count may be wrong",
        ),
    ],
)
def test_an_excluded_walk_is_described_by_the_reason(exclusion: Exclusion, sentence: str) -> None:
    assert describe_exclusion(exclusion) == sentence
