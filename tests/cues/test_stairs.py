"""Stairs are announced where they begin, with their steps, named or not."""

from __future__ import annotations

import pytest

from looproute.cues import cues
from looproute.loops import Loop
from looproute.text.cues import describe_cue

from .drawn import drawn

LINE = [(0, 0), (0, 100), (0, 130), (0, 160), (0, 260), (0, 270), (0, 380)]
STEPS = (143.0, 60.0, 44.0, 143.0, 25.0, 157.0)


def walk(streets: list[str], kinds: str, *, known: bool = True) -> Loop:
    """Return a way straight north; `kinds` has an s for each leg that is stairs."""
    each = ["steps" if kind == "s" else "path" for kind in kinds]
    loop = drawn(LINE, streets, each)
    legs = tuple(leg._replace(steps=s * known) for leg, s in zip(loop.legs, STEPS, strict=True))
    return drawn(LINE, streets, each, legs=legs, steps=572)


@pytest.mark.parametrize(
    ("streets", "kinds", "told"),
    [
        ([""] * 6, ".s....", "Straight on along the stairs (60 steps)."),
        ([""] * 6, ".ss...", "Straight on along the stairs (104 steps)."),
        (["Stiege"] * 6, ".ss...", "Straight on along Stiege, stairs (104 steps)."),
        (["", *["Stiege"] * 5], "....s.", "Straight on along Stiege, stairs (25 steps)."),
    ],
)
def test_stairs_straight_on_have_a_cue_with_their_steps(
    streets: list[str], kinds: str, told: str
) -> None:
    assert told in [describe_cue(cue, "metric") for cue in cues(walk(streets, kinds))]


def test_each_flight_is_announced_once_where_it_begins() -> None:
    found = cues(walk([""] * 6, ".ss.s."))
    stairs = [
        (round(cue.along_m), cue.steps) for cue in found if "stairs" in describe_cue(cue, "metric")
    ]
    assert stairs == [(100, 143), (260, 390)]


def test_stairs_at_a_turn_are_announced_with_it() -> None:
    corners = [(0, 0), (0, 100), (30, 100), (200, 100)]
    loop = drawn(corners, ["", "", ""], ["path", "steps", "path"])
    legs = tuple(leg._replace(steps=s) for leg, s in zip(loop.legs, STEPS, strict=False))
    texts = [describe_cue(cue, "metric") for cue in cues(drawn(corners, [""] * 3, legs=legs))]
    assert "Turn right onto the stairs (60 steps)." in texts


def test_stairs_within_one_manoeuvre_are_not_lost() -> None:
    corners = [(0, 0), (0, 100), (10, 100), (10, 300)]
    loop = drawn(corners, ["", "", "High Street"], ["path", "steps", "residential"])
    legs = tuple(leg._replace(steps=s) for leg, s in zip(loop.legs, STEPS, strict=False))
    texts = [describe_cue(cue, "metric") for cue in cues(drawn(corners, [""] * 3, legs=legs))]
    assert any("over stairs (60 steps)" in text for text in texts)


def test_a_walk_that_begins_on_stairs_says_so() -> None:
    assert describe_cue(cues(walk([""] * 6, "ss...."))[0], "metric").startswith(
        "Set off north along the stairs (203 steps): "
    )


def test_stairs_whose_steps_are_not_known_have_no_number() -> None:
    texts = [
        describe_cue(cue, "metric")
        for cue in cues(walk(["", "Stiege", *[""] * 4], ".s....", known=False))
    ]
    assert not any("(" in text for text in texts)
