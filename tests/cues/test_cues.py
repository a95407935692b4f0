from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute import AsciiMap, Bundled, Loop, LoopRequest, plan_loops
from looproute.cues import Cue, cues
from looproute.geo import distance_m
from looproute.loops import Laps, Mark
from looproute.text.cues import describe_cue

from .drawn import drawn

ENDS = {"start", "finish"}
SIDES = [("left", -1), ("right", 1)]


def _texts(loop: Loop) -> list[str]:
    """The cues between start and finish."""
    return [describe_cue(cue, "metric") for cue in cues(loop)[1:-1]]


def _bent(degrees: float, names: list[str], *, leg_m: float = 200.0) -> Loop:
    """A walk north, then off by so many degrees to the right."""
    angle = math.radians(degrees)
    end = (leg_m * math.sin(angle), leg_m + leg_m * math.cos(angle))
    return drawn([(0, 0), (0, leg_m), end], names)


@pytest.fixture(scope="module")
def real() -> list[Loop]:
    return plan_loops(LoopRequest(start=Bundled.start, steps=8000, count=5), Bundled())


def _check(loop: Loop, found: tuple[Cue, ...]) -> None:
    assert found[0].turn == "start"
    assert found[-1].turn == "finish"
    assert ENDS.isdisjoint(cue.turn for cue in found[1:-1])
    assert all(a.along_m <= b.along_m and a.steps <= b.steps for a, b in pairwise(found))
    assert found[-1].along_m == pytest.approx(loop.length_m, rel=1e-3)
    assert found[-1].steps == loop.steps
    for cue in found:
        assert distance_m(cue.at, loop.points[cue.point]) < 0.1 or cue.turn in (
            "run",
            "walk",
            "via",
        )
        assert describe_cue(cue, "metric").endswith(".")


def test_cues_are_in_order_from_the_start_to_the_finish(real: list[Loop]) -> None:
    for loop in real:
        _check(loop, cues(loop))


def test_cues_are_few_enough_to_follow_and_near_the_number_of_turns(real: list[Loop]) -> None:
    told = [sum(cue.turn not in ENDS | {"straight"} for cue in cues(loop)) for loop in real]
    for loop, count in zip(real, told, strict=True):
        assert len(cues(loop)) <= 2 + 7 * loop.length_m / 1000
        assert 0.5 * loop.turns <= count <= 1.7 * loop.turns + 3


def test_steps_so_far_grow_with_the_way() -> None:
    found = cues(_bent(90, ["", ""]))
    assert [cue.steps for cue in found] == [0, 286, 571]


@pytest.mark.parametrize(("side", "sign"), SIDES)
@pytest.mark.parametrize(
    ("degrees", "verb"),
    [
        *((degrees, "Slight {}") for degrees in (31, 45, 59)),
        *((degrees, "Turn {}") for degrees in (61, 90, 119)),
        *((degrees, "Sharp {}") for degrees in (121, 140, 169)),
    ],
)
def test_a_turn_is_called_by_its_angle(side: str, sign: int, degrees: int, verb: str) -> None:
    assert _texts(_bent(sign * degrees, ["A", "B"])) == [f"{verb.format(side)} into B."]


@pytest.mark.parametrize("degrees", [-29, 29])
def test_less_than_a_slight_turn_goes_straight_on(degrees: int) -> None:
    assert _texts(_bent(degrees, ["A", "B"])) == ["Straight on along B."]


def test_going_straight_on_along_a_street_is_no_cue() -> None:
    assert _texts(drawn([(0, 0), (0, 100), (0, 200), (9, 300)], ["A", "A", "A"])) == []


def test_a_bend_of_a_street_is_no_cue() -> None:
    assert _texts(_bent(50, ["A", "A"])) == []


def test_a_turn_into_another_street_has_a_cue() -> None:
    assert _texts(_bent(90, ["A", "A"])) == ["Turn right to stay on A."]


def test_another_name_straight_on_is_a_cue_if_it_lasts() -> None:
    corners = [(0, 0), (0, 100), (0, 140), (0, 300)]
    assert _texts(drawn(corners, ["A", "B", "B"])) == ["Straight on along B."]
    assert _texts(drawn(corners, ["A", "B", "A"])) == []


def test_a_name_that_comes_back_gets_no_second_cue() -> None:
    corners = [(0, 0), (0, 100), (0, 130), (0, 300), (90, 300)]
    assert _texts(drawn(corners, ["A", "", "A", "B"])) == ["Turn right into B."]


def test_a_kink_at_a_junction_does_not_decide() -> None:
    kinked = [(0, 0), (0, 100), (3, 101), (3, 200)]
    assert _texts(drawn(kinked, ["A", "A", "A"])) == []


def test_two_turns_at_once_are_one_sentence_and_the_second_is_said() -> None:
    found = cues(drawn([(0, 0), (0, 100), (-15, 100), (-15, 200)], ["A", "B", "C"]))[1:-1]
    assert [(describe_cue(cue, "metric"), cue.turn, cue.then) for cue in found] == [
        ("Turn left, then right at once into C.", "left", "right")
    ]


def test_two_turns_with_a_walk_between_are_two_cues() -> None:
    found = _texts(drawn([(0, 0), (0, 100), (-40, 100), (-40, 200)], ["A", "B", "C"]))
    assert found == ["Turn left into B.", "Turn right into C."]


def test_a_corner_drawn_in_two_halves_is_one_turn() -> None:
    corners = [(0, 0), (0, 100), (8, 108), (100, 108)]
    assert _texts(drawn(corners, ["A", "A", "B"])) == ["Turn right into B."]


def test_a_street_without_a_name_is_described_by_its_kind() -> None:
    loop = drawn([(0, 0), (0, 100), (100, 100)], ["A", ""], ["residential", "steps"])
    assert _texts(loop) == ["Turn right onto the steps."]
    loop = drawn([(0, 0), (0, 100), (100, 100)], ["", ""], ["path", "path"])
    assert _texts(loop) == ["Turn right."]


def test_a_cue_on_nameless_paths_names_the_next_street_if_it_is_near() -> None:
    corners = [(0, 0), (0, 100), (100, 100), (100, 200), (200, 200)]
    assert _texts(drawn(corners, ["", "", "", "B"], ["path"] * 4)) == [
        "Turn right towards B.",
        "Turn left towards B.",
        "Turn right into B.",
    ]
    corners = [(0, 0), (0, 100), (600, 100), (600, 200)]
    assert _texts(drawn(corners, ["", "", "B"], ["path"] * 3))[0] == "Turn right."


def test_turning_round_just_past_a_junction_is_one_cue() -> None:
    corners = [(0, 0), (0, 150), (0, 152), (0, 150), (0, 0)]
    assert _texts(drawn(corners, ["A"] * 4)) == ["Turn round and go back."]


def test_the_end_of_the_laps_comes_before_the_turn_there() -> None:
    marks = (Mark(100.0, "laps done", ""),)
    found = _texts(drawn([(0, 0), (0, 100), (100, 100)], ["A", "B"], marks=marks))
    assert found == ["The laps are done.", "Turn right into B."]


def test_out_and_back_turns_round() -> None:
    loop = drawn([(0, 0), (0, 150), (0, 300), (0, 150), (0, 0)], ["A"] * 4, kind="out-and-back")
    assert _texts(loop) == ["Turn round and go back."]


def test_a_spur_turns_round_where_it_ends_within_a_leg() -> None:
    points = [(0, 0), (0, 150), (150, 150), (0, 150), (0, 300)]
    loop = drawn(points, ["A", "B", "B", "A"])
    loop = drawn(points, ["A", "B", "B", "A"], legs=(*loop.legs[:2], loop.legs[3]))
    assert _texts(loop) == ["Turn right into B.", "Turn round and go back.", "Turn right into A."]


def test_the_start_gives_the_heading_the_street_and_the_length() -> None:
    corners = [(0, 0), (5, 5), (500, 500)]
    assert describe_cue(cues(drawn(corners, ["A", "B"]))[0], "metric") == (
        "Set off north-east along B: 707 m, about 1,010 steps."
    )
    assert describe_cue(cues(drawn(corners, ["A", "B"]))[0], "imperial") == (
        "Set off north-east along B: 0.44 mi, about 1,010 steps."
    )


def test_the_start_gives_the_nearest_of_eight_headings() -> None:
    east = ("north-east", "east", "south-east")
    west = ("south-west", "west", "north-west")
    for i, word in enumerate(("north", *east, "south", *west)):
        for degrees in (45 * i - 22, 45 * i, 45 * i + 22):
            ahead = math.radians(degrees)
            line = drawn([(0, 0), (500 * math.sin(ahead), 500 * math.cos(ahead))])
            assert describe_cue(cues(line)[0], "metric").startswith(f"Set off {word}:")


def test_the_finish_of_a_way_to_another_place_is_an_arrival() -> None:
    assert describe_cue(cues(_bent(0, ["A", "A"]))[-1], "metric") == "You have arrived."
    closed = drawn([(0, 0), (0, 100), (100, 0), (0, 0)], ["A"] * 3)
    assert describe_cue(cues(closed)[-1], "metric") == "You are back at the start."


SQUARE = [(0, 100), (100, 100), (100, 0), (0, 0)]


def test_each_lap_has_a_cue_and_its_turns_have_one_in_all() -> None:
    loop = drawn([(0, 0), *SQUARE * 3], list("ABCD") * 3, kind="laps", laps=Laps(3, 0, 12))
    assert describe_cue(cues(loop)[0], "metric").endswith(" Lap 1 of 3.")
    assert _texts(loop) == [
        "Turn right into B.",
        "Turn right into C.",
        "Turn right into D.",
        "Lap 2 of 3.",
        "Turn right into A.",
        "Lap 3 of 3.",
    ]


def test_laps_after_a_way_there_begin_and_end_where_it_meets_them() -> None:
    corners = [(-200, 0), (0, 0), *SQUARE * 2, (-200, 0)]
    loop = drawn(corners, ["S", *"ABCDABCD", "S"], kind="laps", laps=Laps(2, 1, 9))
    assert _texts(loop) == [
        "Lap 1 of 2.",
        "Turn left into A.",
        "Turn right into B.",
        "Turn right into C.",
        "Turn right into D.",
        "Lap 2 of 2.",
        "Turn right into A.",
        "Straight on along S.",
    ]


def test_marks_stand_among_the_turns_by_length() -> None:
    marks = (Mark(50.0, "run", "Run 2 min."), Mark(200.0, "walk", ""), Mark(250.0, "via", "Café"))
    found = cues(drawn([(0, 0), (0, 100), (200, 100)], ["A", "B"], marks=marks))
    assert [(cue.turn, cue.street, describe_cue(cue, "metric")) for cue in found[1:-1]] == [
        ("run", "A", "Run 2 min."),
        ("right", "B", "Turn right into B."),
        ("walk", "B", "Walk."),
        ("via", "B", "Café"),
    ]
    assert found[3].point == 1
    assert found[3].at.lat == pytest.approx(found[2].at.lat, abs=1e-6)


def test_a_mark_at_the_start_comes_after_the_start() -> None:
    loop = drawn([(0, 0), (0, 100)], ["A"], marks=(Mark(0.0, "run", ""),))
    assert [cue.turn for cue in cues(loop)] == ["start", "run", "finish"]


def test_without_streets_the_sharp_bends_have_cues() -> None:
    angles = np.radians(np.linspace(0, 90, 7))
    arc = [(12 - 12 * math.cos(a), 200 + 12 * math.sin(a)) for a in angles]
    loop = drawn([(0, 0), *arc, (300, 212), (300, 0)])
    assert _texts(loop) == ["Turn right.", "Turn right."]


def test_a_long_bend_without_streets_is_no_turn() -> None:
    angles = np.radians(np.linspace(0, 90, 30))
    arc = [(100 - 100 * math.cos(a), 200 + 100 * math.sin(a)) for a in angles]
    assert _texts(drawn([(0, 0), *arc, (300, 300)])) == []


def test_a_loop_without_a_junction_needs_no_cue() -> None:
    town = AsciiMap("""
        A---.
        |   |
        .---.
    """)
    (loop,) = plan_loops(LoopRequest(start=town.at("A"), length_m=1200, count=1), town)
    assert loop.network is not None
    assert _texts(loop) == []


def test_there_are_no_cues_near_the_start_and_the_finish() -> None:
    assert _texts(drawn([(0, 0), (0, 10), (200, 10), (200, 0)], ["A", "B", "C"])) == []


@given(
    steps=st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), min_size=2, max_size=25),
    names=st.lists(st.sampled_from(["", "A", "B"]), min_size=25, max_size=25),
    knows_streets=st.booleans(),
    marks_m=st.lists(st.floats(0, 3000), max_size=4),
)
def test_cues_of_any_line_are_in_order_and_on_it(
    steps: list[tuple[int, int]], names: list[str], knows_streets: bool, marks_m: list[float]
) -> None:
    corners = [(100.0, 0.0), (0.0, 0.0)]
    for east, north in steps:  # a step of nothing leaves two points at one place
        corners.append((corners[-1][0] + 3 * east, corners[-1][1] + 3 * north))
    loop = drawn(corners, names[: len(corners) - 1] if knows_streets else None)
    marks = tuple(Mark(min(m, loop.length_m), "run", "") for m in sorted(marks_m))
    loop = drawn(corners, names[: len(corners) - 1] if knows_streets else None, marks=marks)
    found = cues(loop)
    _check(loop, found)
    assert sum(cue.turn == "run" for cue in found) == len(marks)


def test_the_same_loop_has_the_same_cues(real: list[Loop]) -> None:
    assert cues(real[0]) == cues(real[0])
