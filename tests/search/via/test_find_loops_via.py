"""Loops past places: each passed, of the target length, back another way, or a proof."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest

from looproute.errors import NoLoopError, StartTooFarError
from looproute.geo import LatLon, Plane, cumulative_m, distance_m
from looproute.loops import Loop
from looproute.request import LoopRequest
from looproute.search import find_loops
from looproute.sources.ascii_map import AsciiMap
from looproute.sources.bundled import Bundled
from looproute.text.errors import describe_error

from ..trails import GRID, random_streets, streets_of, trail_lengths


def check(loop: Loop, request: LoopRequest) -> None:
    network = loop.network
    assert network is not None
    times = Counter(streets_of(loop))
    assert loop.kind == "loop"
    assert loop.points[0] == loop.points[-1]
    assert abs(loop.error_m) <= request.tolerance_m + 1e-6
    assert max(times.values()) <= 2
    twice = [street for street, count in times.items() if count == 2]
    repeated_m = sum(float(network.length_m[street]) for street in twice)
    assert loop.repeated_share * loop.length_m == pytest.approx(repeated_m, abs=0.01)
    assert bool(loop.note) == (repeated_m >= 1)
    assert [mark.kind for mark in loop.marks] == ["via"] * len(request.via)
    assert [mark.along_m for mark in loop.marks] == sorted(mark.along_m for mark in loop.marks)
    along_m = cumulative_m(loop.points)
    for i, place in enumerate(request.via, start=1):
        nearest = network.nearest(place).point
        assert min(distance_m(nearest, point) for point in loop.points) < 5
        [mark] = [mark for mark in loop.marks if mark.number == i]
        k = int((abs(along_m - mark.along_m)).argmin())
        assert distance_m(loop.points[k], nearest) < 5


@pytest.mark.parametrize("names", ["I", "T", "CQ", "EPT", "BDFJ"])
def test_a_loop_passes_the_places(names: str) -> None:
    town = AsciiMap(GRID, spacing_m=50)
    request = LoopRequest(
        start=town.at("A"),
        via=tuple(map(town.at, names)),
        length_m=2600,
        tolerance=0.04,
        only_loops=True,
    )
    loops = find_loops(town.streets(), request)
    for loop in loops:
        check(loop, request)
        assert loop.repeated_share == 0


def test_the_only_way_to_a_place_is_repeated_with_a_note() -> None:
    town = AsciiMap(GRID.replace("O\n", "O-----Z\n"), spacing_m=50)
    request = LoopRequest(start=town.at("A"), via=(town.at("Z"),), length_m=3000, tolerance=0.04)
    loop = find_loops(town.streets(), request)[0]
    check(loop, request)
    assert loop.repeated_share * loop.length_m == pytest.approx(300, abs=1)
    assert "300 m are walked twice: there is no other way there." in loop.note


def test_a_place_next_to_a_street_is_passed_on_the_street() -> None:
    town = AsciiMap(GRID, spacing_m=50)
    plane = Plane.at(town.at("H"))
    request = LoopRequest(
        start=plane.to_latlon(-30.0, 5.0), via=(plane.to_latlon(90.0, 20.0),), length_m=1200
    )
    for loop in find_loops(town.streets(), request):
        check(loop, request)


def test_equal_places_share_a_mark_and_the_start_alone_is_refused() -> None:
    town = AsciiMap(GRID, spacing_m=50)
    start = town.at("A")
    request = LoopRequest(start=start, via=(town.at("M"), town.at("M"), start), length_m=1600)
    loop = find_loops(town.streets(), request)[0]
    assert loop.marks[0].along_m == 0
    assert loop.marks[1].along_m == loop.marks[2].along_m
    alone = LoopRequest(start=start, via=(start,), length_m=1600)
    with pytest.raises(ValueError, match="is where the loop starts"):
        find_loops(town.streets(), alone)


def test_places_too_far_are_refused_with_the_shortest_loop() -> None:
    town = AsciiMap(GRID, spacing_m=50)
    request = LoopRequest(start=town.at("A"), via=(town.at("T"),), length_m=1400)
    with pytest.raises(NoLoopError, match="the shortest that I found has 2,200 m, 3,143") as no:
        find_loops(town.streets(), request)
    assert no.value.proved
    assert no.value.nearest_m == pytest.approx(2200, abs=1)
    assert no.value.kind == "no-loop-through-places"
    text = describe_error(no.value, "imperial")
    assert re.search(r"is 0\.87 mi long: .* has 1\.367 mi, 3,143", text)


def test_a_place_too_far_from_streets_is_named() -> None:
    town = AsciiMap(GRID, spacing_m=50)
    request = LoopRequest(start=town.at("A"), via=(LatLon(0.1, 0.1),), length_m=1400)
    with pytest.raises(StartTooFarError, match=r"place 1 to pass, 0\.1,0\.1; 150 m is") as far:
        find_loops(town.streets(), request)
    text = describe_error(far.value, "imperial")
    assert re.search(r" mi from place 1 to pass, 0\.1,0\.1; 492 ft", text)


def test_a_place_on_an_island_is_refused() -> None:
    town = AsciiMap("A---B\n|   |\nC---D   X---Y", spacing_m=100)
    request = LoopRequest(start=town.at("A"), via=(town.at("X"),), length_m=2000)
    with pytest.raises(NoLoopError, match="No street leads"):
        find_loops(town.streets(), request)


def test_contradictory_requests_are_refused() -> None:
    with pytest.raises(ValueError, match="6 places at most, not 7"):
        LoopRequest(start=LatLon(0, 0), via=(LatLon(0, 0),) * 7, length_m=2000)
    with pytest.raises(ValueError, match="leave the heading out"):
        LoopRequest(start=LatLon(0, 0), via=(LatLon(0, 0),), length_m=2000, heading_deg=90)


@pytest.mark.parametrize("length_m", [4000.0, 7000.0])
def test_loops_past_places_in_a_real_town_keep_the_rules(length_m: float) -> None:
    network = Bundled().streets()
    via = (LatLon(53.5601, 13.2675), LatLon(53.5520, 13.2700))
    request = LoopRequest(start=Bundled.start, via=via, length_m=length_m)
    loops = find_loops(network, request)
    for loop in loops:
        check(loop, request)
        assert loop.repeated_share < 0.02
    assert loops == find_loops(network, request)


def test_loops_past_places_agree_with_an_enumeration_of_all_loops() -> None:
    """On tiny graphs, every proof is right, and most existing loops are found."""
    existing = found = 0
    for seed in range(80):
        rng = random.Random(seed)
        network = random_streets(rng)
        n = len(network.lat)
        stops = rng.sample(range(n), rng.choice([2, 2, 3]))
        lengths = trail_lengths(network, stops[0], stops[0], stops)
        target_m = rng.choice(sorted(lengths)) if lengths else rng.uniform(300, 4000)
        places = [LatLon(network.lat[stop], network.lon[stop]) for stop in stops]
        request = LoopRequest(start=places[0], via=tuple(places[1:]), length_m=target_m)
        existing += bool(lengths)
        try:
            loops = find_loops(network, request)
        except NoLoopError as no:
            assert not (lengths and no.proved)  # noqa: PT017
            continue
        found += bool(lengths)
        for loop in loops:
            check(loop, request)
    assert existing >= 30
    assert found >= 0.95 * existing
