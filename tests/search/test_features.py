"""The features of streets: shapes of drawn lines, junctions in towns."""

from __future__ import annotations

import numpy as np
import pytest

from looproute.search.features import SAMPLE_M, Features, Shapes
from looproute.sources.ascii_map import AsciiMap

from .contracted_blocks import PLACE_NAMES, Place, clipped, heading, places

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]


def shapes_of(*lines: list[tuple[float, float]]) -> Shapes:
    x, y = np.array([point for line in lines for point in line], dtype=float).T
    return Shapes.of(x, y, np.cumsum([0, *map(len, lines)]))


def test_the_cross_products_of_a_closed_walk_sum_to_twice_its_area() -> None:
    square = shapes_of([(0, 0), (9, 0)], [(9, 0), (9, 9), (0, 9)], [(0, 9), (0, 0)])
    assert square.cross.sum() == pytest.approx(2 * 81)
    # ChainSource in the plane, and less than nothing when walked clockwise.
    away = shapes_of([(100, 50), (100, 59), (109, 59)], [(109, 59), (109, 50), (100, 50)])
    assert away.cross.sum() == pytest.approx(-2 * 81)


def test_the_headings_of_a_line_are_those_of_its_first_and_last_twenty_metres() -> None:
    corner = shapes_of([(0, 0), (100, 0), (100, 100)], [(0, 0), (0, 5)])
    assert corner.leave[0] == pytest.approx(EAST)
    assert corner.arrive[0] == pytest.approx(NORTH)
    assert corner.leave[1] == pytest.approx(np.multiply(NORTH, -1))
    assert corner.arrive[1] == pytest.approx(np.multiply(EAST, -1))
    assert corner.leave[2] == pytest.approx(NORTH)
    assert corner.arrive[3] == pytest.approx(np.multiply(NORTH, -1))


def test_a_wiggle_shorter_than_twenty_metres_is_ignored() -> None:
    wiggle = shapes_of([(0, 0), (0, 5), (12, 5), (12, 0), (100, 0)])
    assert wiggle.leave[0] == pytest.approx(np.array([12.0, 2.0]) / np.hypot(12, 2))


def test_samples_lie_in_the_middle_of_equal_parts_of_about_twenty_metres() -> None:
    two = shapes_of([(0, 0), (30, 0), (60, 0)], [(0, 0), (0, 3)])
    assert two.sample_offsets.tolist() == [0, 3, 4]
    assert two.sample_xy == pytest.approx(np.array([(10, 0), (30, 0), (50, 0), (0, 1.5)]))
    assert two.sample_heading == pytest.approx(np.array([EAST, EAST, EAST, NORTH]))


def test_a_line_without_length_has_no_heading() -> None:
    nothing = shapes_of([(5, 5), (5, 5)], [(0, 0), (40, 0)])
    assert nothing.leave[0].tolist() == [0, 0]
    assert nothing.sample_xy[0] == pytest.approx([5, 5])
    assert nothing.sample_xy[1:] == pytest.approx(np.array([(10, 0), (30, 0)]))


def test_shapes_computed_together_equal_those_computed_alone() -> None:
    a, b, c = (
        [(0.0, 0.0), (50.0, 0.0)],
        [(9.0, 9.0), (9.0, 99.0), (70.0, 99.0)],
        [(1.0, 1.0), (2.0, 2.0)],
    )
    taken = shapes_of(a, b, c).take(np.array([2, 1]))
    joined = shapes_of(c).followed_by(shapes_of(b))
    alone = shapes_of(c, b)
    for shapes in (taken, joined):
        for name in vars(alone):
            assert getattr(shapes, name) == pytest.approx(getattr(alone, name)), name


@pytest.mark.parametrize("place", places(), ids=PLACE_NAMES)
def test_shapes_of_real_streets_equal_those_computed_one_by_one(place: Place) -> None:
    features = Features.of(place.network)
    shapes = features.shapes
    for street in range(0, len(place.network.u), 7):
        x, y = features.plane.to_xy(*place.network.line(street))
        assert shapes.cross[street] == pytest.approx(
            float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])), abs=1e-2
        )
        assert shapes.leave[2 * street] == pytest.approx(heading(x, y), abs=1e-4)
        assert shapes.arrive[2 * street] == pytest.approx(-heading(x[::-1], y[::-1]), abs=1e-4)
        along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
        count = max(1, round(along[-1] / SAMPLE_M))
        at = (np.arange(count) + 0.5) * along[-1] / count
        mine = shapes.sample_xy[shapes.sample_offsets[street] : shapes.sample_offsets[street + 1]]
        sampled = np.column_stack([np.interp(at, along, x), np.interp(at, along, y)])
        assert mine == pytest.approx(sampled, abs=1e-3)


def test_every_street_end_counts_at_a_junction_and_a_self_loop_counts_twice() -> None:
    network = AsciiMap(
        """
    A---B---.
        |   |
        .---.
    """
    ).streets()
    assert sorted(Features.of(network).degree.tolist()) == [1, 3]


def test_the_features_of_a_network_are_computed_once() -> None:
    network = clipped(0).network
    assert Features.of(network) is Features.of(network)
