"""The shape measures of a loop, on figures drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute.shape import Hugging, compactness, hugging, is_turn, resample

Corners = list[tuple[float, float]]

CIRCLE: Corners = [
    (200 * float(np.cos(a)), 200 * float(np.sin(a))) for a in np.linspace(0, 2 * np.pi, 400)
]
SQUARE: Corners = [(0, 0), (400, 0), (400, 400), (0, 400), (0, 0)]
OUT_AND_BACK: Corners = [(0, 0), (500, 0), (0, 0)]
# Out on one pavement for 600 m and back on the other, 10 m apart.
PAVEMENTS: Corners = [(0, 0), (600, 0), (600, 10), (0, 10), (0, 0)]
# A square of 400 m with a finger of 300 m, its two streets 40 m apart.
FINGER: Corners = [
    (0, 0), (400, 0), (400, 180), (700, 180), (700, 220), (400, 220), (400, 400), (0, 400), (0, 0),
]  # fmt: skip
# Two squares of 300 m that meet in a corner, walked through in the middle.
EIGHT: Corners = [
    (0, 0), (300, 0), (300, 300), (0, 300), (0, 0), (-300, 0), (-300, -300), (0, -300), (0, 0),
]  # fmt: skip
# A stem of 300 m to a square of 400 m, and home the same way.
LOLLIPOP: Corners = [
    (-300, 0), (0, 0), (400, 0), (400, 400), (0, 400), (0, 0), (-300, 0),
]  # fmt: skip


def length_m(corners: Corners) -> float:
    return float(np.hypot(*np.diff(np.array(corners, dtype=float), axis=0).T).sum())


def hug_of(*figures: Corners) -> Hugging:
    points, headings, weights, start = [], [], [], [0]
    for corners in figures:
        xy, way = resample(*np.array(corners, dtype=float).T)
        points.append(xy)
        headings.append(way)
        weights.append(np.full(len(xy), length_m(corners) / len(xy)))
        start.append(start[-1] + len(xy))
    return hugging(
        np.concatenate(points), np.concatenate(headings), np.concatenate(weights), np.array(start)
    )


def shares(corners: Corners) -> tuple[float, float]:
    """Return the near-self and the doubling-back share of a figure."""
    hug = hug_of(corners)
    return float(hug.near_self[0]), float(hug.doubling_back[0])


def compact(corners: Corners) -> float:
    x, y = np.array(corners, dtype=float).T
    return compactness(x, y, length_m(corners))


@pytest.mark.parametrize("corners", [CIRCLE, SQUARE])
def test_a_round_walk_is_nowhere_near_itself(corners: Corners) -> None:
    assert shares(corners) == (0, 0)


def test_an_out_and_back_is_near_itself_except_at_its_turning_point() -> None:
    """Within 75 m of the turn, the two passes are less than 150 m apart along the walk."""
    near_self, doubling_back = shares(OUT_AND_BACK)
    assert near_self == pytest.approx(0.7, abs=0.03)  # the start is such a place as well
    assert doubling_back == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("hook_m", [30, 60, 120])
def test_a_hook_round_a_corner_doubles_back_however_short(hook_m: int) -> None:
    hook: Corners = [
        (0, 0), (400, 0), (400, 200), (400 + hook_m, 200), (400 + hook_m, 220), (400, 220),
        (400, 400), (0, 400), (0, 0),
    ]  # fmt: skip
    near_self, doubling_back = shares(hook)
    assert near_self == 0
    assert doubling_back == pytest.approx(2 * hook_m / length_m(hook), abs=0.012)


def test_the_opposite_pavement_counts_as_near_itself() -> None:
    near_self, doubling_back = shares(PAVEMENTS)
    assert near_self == pytest.approx(1 - 4 * 70 / 1220, abs=0.03)
    assert doubling_back == pytest.approx(1 - 20 / 1220, abs=0.03)


def test_a_street_twenty_metres_away_doubles_back_without_being_near() -> None:
    apart: Corners = [(0, 0), (600, 0), (600, 20), (0, 20), (0, 0)]
    near_self, doubling_back = shares(apart)
    assert near_self == 0
    assert doubling_back > 0.7


def test_a_finger_doubles_back_over_its_length() -> None:
    near_self, doubling_back = shares(FINGER)
    assert near_self == 0
    assert doubling_back == pytest.approx(2 * 300 / length_m(FINGER), abs=0.01)


def test_a_finger_eighty_metres_wide_does_not_double_back() -> None:
    wide: Corners = [
        (0, 0), (400, 0), (400, 160), (700, 160), (700, 240), (400, 240), (400, 400), (0, 400),
        (0, 0),
    ]  # fmt: skip
    assert shares(wide) == (0, 0)


def test_a_figure_of_eight_only_touches_itself() -> None:
    near_self, doubling_back = shares(EIGHT)
    assert near_self < 0.05
    assert doubling_back < 0.15  # where the legs part, in opposite directions


def test_a_stem_is_near_itself_both_ways() -> None:
    near_self, _ = shares(LOLLIPOP)
    assert near_self == pytest.approx(2 * (300 - 75) / length_m(LOLLIPOP), abs=0.05)


def test_two_passes_in_the_same_direction_are_near_but_do_not_double_back() -> None:
    twice_round: Corners = [*SQUARE, *[(x + 5, y + 5) for x, y in SQUARE[1:-1]], (0, 0)]
    near_self, doubling_back = shares(twice_round)
    assert near_self > 0.9
    assert doubling_back < 0.05


def test_crossing_itself_at_a_right_angle_is_not_near_itself() -> None:
    cross: Corners = [(0, 0), (400, 0), (400, 400), (200, 400), (200, -400), (0, -400), (0, 0)]
    near_self, doubling_back = shares(cross)
    assert (near_self, doubling_back) == (0, 0)


def test_figures_measured_together_equal_those_measured_alone() -> None:
    figures = [CIRCLE, PAVEMENTS, FINGER, EIGHT]
    together = hug_of(*figures)
    alone = [hug_of(figure) for figure in figures]
    assert together.near_self.tolist() == pytest.approx([float(h.near_self[0]) for h in alone])
    assert together.doubling_back.tolist() == pytest.approx(
        [float(h.doubling_back[0]) for h in alone]
    )


@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.floats(0, 2 * np.pi))
def test_the_position_and_rotation_of_a_figure_make_no_difference(
    east: float, north: float, angle: float
) -> None:
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = (np.array(FINGER, dtype=float) @ turn.T + [east, north]).tolist()
    assert shares(moved) == pytest.approx(shares(FINGER), abs=0.02)
    assert compact(moved) == pytest.approx(compact(FINGER), abs=1e-6)
    assert shares(moved[::-1]) == pytest.approx(shares(moved), abs=0.02)


def test_a_circle_has_compactness_1_and_an_out_and_back_0() -> None:
    assert compact(CIRCLE) == pytest.approx(1, abs=1e-3)
    assert compact(SQUARE) == pytest.approx(np.pi / 4)
    assert compact(SQUARE[::-1]) == pytest.approx(np.pi / 4)
    assert compact(OUT_AND_BACK) == 0
    assert compact(PAVEMENTS) == pytest.approx(4 * np.pi * 6000 / 1220**2)


def test_the_halves_of_a_figure_of_eight_cancel_in_the_compactness() -> None:
    other_way = [*EIGHT[:5], *EIGHT[5:][::-1][1:], EIGHT[0]]
    areas = sorted([compact(EIGHT), compact(other_way)])
    assert areas[0] == pytest.approx(0, abs=1e-9)
    assert areas[1] == pytest.approx(4 * np.pi * 2 * 300**2 / 2400**2)


def test_points_lie_in_the_middle_of_equal_parts_with_headings_along_them() -> None:
    points, headings = resample(np.array([0.0, 30.0, 30.0]), np.array([0.0, 0.0, 20.0]))
    assert points == pytest.approx(np.array([(5, 0), (15, 0), (25, 0), (30, 5), (30, 15)]))
    assert headings == pytest.approx(np.array([(1, 0), (1, 0), (1, 0), (0, 1), (0, 1)]))


@given(st.floats(0, 500), st.floats(1, 50))
def test_parts_have_about_the_requested_length(length: float, spacing_m: float) -> None:
    points, _ = resample(np.array([0.0, length]), np.zeros(2), spacing_m)
    assert len(points) == max(1, round(length / spacing_m))


def test_a_line_without_length_is_one_point_without_heading() -> None:
    points, headings = resample(np.array([3.0, 3.0]), np.array([4.0, 4.0]))
    assert points.tolist() == [[3.0, 4.0]]
    assert headings.tolist() == [[0.0, 0.0]]


def test_more_than_45_degrees_is_a_turn() -> None:
    angles = np.radians([0.0, 44.9, -44.9, 45.1, -45.1, 90.0, 180.0])
    arrive = np.tile([1.0, 0.0], (len(angles), 1))
    leave = np.column_stack([np.cos(angles), np.sin(angles)])
    assert is_turn(arrive, leave).tolist() == [False, False, False, True, True, True, True]
