"""Loops to share in place of the one from home, and the errors if there is none."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon, Plane, distance_m
from looproute.loops import Loop, Mark
from looproute.network.network import StreetNetwork
from looproute.network.street_class import KINDS
from looproute.privacy import PrivacyError, PrivateLoops, private_loops
from looproute.privacy.anonymity import CLEAR_M, LEAST_M, REACHES_M
from looproute.sources.ascii_map import AsciiMap
from looproute.sources.bundled import Bundled
from tests.privacy.homes import Known, homes_in, key_of, walk_from


@cache
def town() -> StreetNetwork:
    return Bundled().streets()


@cache
def hidden() -> tuple[LatLon, PrivateLoops]:
    """Return a home that can be hidden, and the loops to share."""
    for home in homes_in(town(), 40, seed=3):
        try:
            return home, private_loops(walk_from(home), Known(town()), key=key_of(home))
        except PrivacyError:
            continue
    raise AssertionError("no home can be hidden")


def away_m(home: LatLon, loop: Loop) -> float:
    assert loop.network is not None
    plane = Plane.at(home)
    lat, lon = np.array(loop.points).T
    x, y = plane.to_xy(np.append(lat, loop.network.line_lat), np.append(lon, loop.network.line_lon))
    return float(np.hypot(x, y).min())


def test_loops_and_the_streets_round_them_stay_away_from_home() -> None:
    home, found = hidden()
    assert all(away_m(home, loop) > 150 for loop in found.loops)
    assert all(loop.points[0] == found.meeting.place for loop in found.loops)
    assert all(loop.rank == 1 for loop in found.loops)


def test_the_meeting_point_is_a_public_junction_away_from_home() -> None:
    home, found = hidden()
    place, network = found.meeting.place, town()
    (at,) = np.flatnonzero((network.lat == place.lat) & (network.lon == place.lon))
    joined = (network.u == at) | (network.v == at)
    assert joined.sum() >= 3
    assert {KINDS[kind] for kind in network.kind[joined]}.isdisjoint({"service", "steps", "track"})
    assert 300 <= found.meeting.way_m <= REACHES_M[-1]
    assert distance_m(home, place) <= found.meeting.way_m
    assert distance_m(home, place) >= CLEAR_M


def test_different_walks_share_the_meeting_point_but_not_the_loop() -> None:
    home, found = hidden()
    other = private_loops(walk_from(home, 6000), Known(town()), key=key_of(home))
    assert other.meeting == found.meeting
    assert other.loops[0].points != found.loops[0].points


def test_next_door_homes_share_the_meeting_point() -> None:
    home, found = hidden()
    near = LatLon(home.lat + 0.00005, home.lon)
    door = private_loops(walk_from(near), Known(town()), key=key_of(home))
    assert door.meeting.place == found.meeting.place


def test_another_key_gives_another_meeting_point() -> None:
    home, found = hidden()
    places = set()
    for other in homes_in(town(), 6, seed=9):
        try:
            loops = private_loops(walk_from(home), Known(town()), key=key_of(other))
            places.add(loops.meeting.place)
        except PrivacyError:
            continue
    assert len(places | {found.meeting.place}) > 1


def test_only_the_target_of_the_old_loop_is_used() -> None:
    home, found = hidden()
    marked = walk_from(home, marks=(Mark(10.0, "via", "my door"),), rank=3, turns=99)
    (again, *_) = private_loops(marked, Known(town()), key=key_of(home)).loops
    assert again == found.loops[0]
    assert again.marks == ()
    assert "walked twice" not in again.note


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"asked": "steps"}, ("error_steps", 0.005 * 8000)),
        ({"asked": "time", "target_s": 4380.0}, ("error_s", 0.005 * 4380)),
        ({"asked": "length"}, ("error_m", 0.005 * 5600)),
    ],
)
def test_a_shared_walk_is_requested_in_the_quantity_of_the_original(
    changes: dict[str, Any], limit: tuple[str, float]
) -> None:
    home, _ = hidden()
    loop = private_loops(walk_from(home, **changes), Known(town()), key=key_of(home)).loops[0]
    name, most = limit
    assert loop.asked == changes["asked"]
    assert abs(getattr(loop, name)) <= most + 1


def test_a_meeting_point_may_be_chosen() -> None:
    home, _ = hidden()
    place = LatLon(53.5655, 13.2750)
    found = private_loops(walk_from(home), Known(town()), key=key_of(home), meet=place)
    assert distance_m(found.meeting.place, place) < 150
    assert found.meeting.chosen
    assert away_m(home, found.loops[0]) > 150


def test_a_meeting_point_may_be_in_another_town() -> None:
    home = LatLon(52.5, 13.4)
    place = LatLon(53.5655, 13.2750)
    found = private_loops(walk_from(home), Known(town()), key=key_of(home), meet=place)
    assert np.isinf(found.meeting.way_m)


def test_a_meeting_point_at_the_door_is_refused() -> None:
    home, _ = hidden()
    walk, known, key = walk_from(home), Known(town()), key_of(home)
    with pytest.raises(PrivacyError) as raised:
        private_loops(walk, known, key=key, meet=home)
    assert raised.value.kind == "meeting-point-too-near"
    assert raised.value.facts["least_m"] == LEAST_M


def test_a_home_next_to_the_start_is_hidden() -> None:
    home, _ = hidden()
    door = LatLon(home.lat + 0.001, home.lon)
    found = private_loops(walk_from(home), Known(town()), key=key_of(home), home=door)
    assert away_m(door, found.loops[0]) > 150


def test_a_place_with_few_streets_is_too_small_to_hide_in() -> None:
    made_up = AsciiMap(
        r"""
    A---B---C---D
    |   |   |   |
    E---F---G---H
    """,
        spacing_m=60.0,
    )
    home = made_up.at("F")
    with pytest.raises(PrivacyError) as raised:
        private_loops(walk_from(home), Known(made_up.streets()), key=key_of(home))
    assert raised.value.kind == "place-too-small"


def test_a_one_way_walk_is_refused() -> None:
    home, _ = hidden()
    with pytest.raises(ValueError, match="comes back"):
        private_loops(walk_from(home, kind="one-way"), Known(town()), key=key_of(home))


def test_the_shared_loop_does_not_depend_on_the_loaded_area() -> None:
    """Otherwise a long walk and a short one would begin at different places."""
    home, found = hidden()

    class Just:
        """A source with only the requested area."""

        def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
            assert radius_m is not None
            assert radius_m >= 4000
            return town().clip(Bounds.around(center, radius_m))

    less = private_loops(walk_from(home), Just(), key=key_of(home))
    assert less.meeting.place == found.meeting.place
    assert less.loops[0].points == found.loops[0].points


def test_missing_streets_raise_an_error_with_its_cause() -> None:
    class Nothing:
        def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
            raise StreetsError(f"The streets within {radius_m} m of {center} are not saved here.")

    home, _ = hidden()
    with pytest.raises(StreetsError, match=r"not saved here.*more streets must be known") as raised:
        private_loops(walk_from(home), Nothing(), key=key_of(home))
    assert raised.value.kind == "too-few-streets-to-hide"
    assert raised.value.facts["cause"] is raised.value.__cause__
