"""Paths between two places: of the target length, without repetition, or a proof."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from looproute.errors import NoLoopError, StartTooFarError
from looproute.geo import LatLon, Plane
from looproute.loops import Loop
from looproute.request import WayRequest
from looproute.search.paths import find_ways, pleasant_way
from looproute.sources.ascii_map import AsciiMap
from looproute.sources.bundled import Bundled
from looproute.steps.walker import Walker
from looproute.text.errors import describe_error
from looproute.text.notes import describe_notes
from looproute.units import Units

from ..trails import GRID, random_streets, streets_of, trail_lengths


def check(way: Loop, request: WayRequest) -> None:
    walked = streets_of(way)
    assert len(set(walked)) == len(walked)
    assert way.kind == "one-way"
    assert way.repeated_share == 0
    assert abs(way.error_m) <= request.tolerance_m + 1e-6
    assert way.network is not None
    assert sum(way.network.length_m[walked]) == pytest.approx(way.length_m, abs=0.01)
    for place, at in ((way.points[0], request.start), (way.points[-1], request.end)):
        assert tuple(place) == pytest.approx(tuple(way.network.nearest(at).point), abs=1e-7)
    assert 0 <= way.compactness <= 1


@pytest.mark.parametrize("length_m", [700, 900, 1300, 1700, 2100, 2900, 3700])
def test_a_path_has_the_target_length(length_m: float) -> None:
    town = AsciiMap(GRID, spacing_m=50)
    request = WayRequest(start=town.at("A"), end=town.at("I"), length_m=length_m, tolerance=0.05)
    found = find_ways(town.streets(), request)
    for way in found:
        check(way, request)


def test_a_target_below_the_shortest_path_is_refused_in_steps() -> None:
    town = AsciiMap(GRID, spacing_m=50)
    request = WayRequest(start=town.at("A"), end=town.at("I"), length_m=600)
    with pytest.raises(NoLoopError, match="the shortest has 700 m, 1,000 steps") as refused:
        find_ways(town.streets(), request)
    assert refused.value.proved
    assert refused.value.nearest_m == pytest.approx(700, abs=1)
    assert refused.value.kind == "no-way-of-length"
    text = describe_error(refused.value, "imperial")
    assert "is 0.373 mi long: the shortest has 0.435 mi, 1,000" in text


def test_a_target_above_all_streets_together_is_refused() -> None:
    town = AsciiMap(GRID, spacing_m=50)
    request = WayRequest(start=town.at("A"), end=town.at("I"), length_m=7000)
    with pytest.raises(NoLoopError, match="No way there is 7 km long") as refused:
        find_ways(town.streets(), request)
    assert refused.value.kind == "off-nearest-way"
    text = describe_error(refused.value, "imperial")
    assert re.search(r"is 4\.35 mi long: the nearest has [0-9.]+ mi\.$", text)
    assert refused.value.proved
    assert refused.value.nearest_m is not None
    assert refused.value.nearest_m < 4700


def test_the_shortest_path_is_found_exactly() -> None:
    town = AsciiMap(GRID, spacing_m=50)
    request = WayRequest(start=town.at("A"), end=town.at("T"), length_m=1100, tolerance=0)
    for way in find_ways(town.streets(), request):
        check(way, request)


def test_paths_can_end_in_mid_street_and_in_dead_ends() -> None:
    town = AsciiMap(
        """
        X---A---B---C---Y
            |   |   |
            D---E---F
        """,
        spacing_m=50,
    )
    start, end = town.at("X"), town.at("Y")
    request = WayRequest(start=start, end=end, length_m=1000)
    check(find_ways(town.streets(), request)[0], request)
    plane = Plane.at(start)
    inside = plane.to_latlon(100.0, 0.0)
    request = WayRequest(start=inside, end=end, length_m=900)
    check(find_ways(town.streets(), request)[0], request)


def test_both_ends_can_be_on_one_street() -> None:
    town = AsciiMap("A---B\n|   |\nC---D", spacing_m=100)
    plane = Plane.at(town.at("A"))
    start, end = plane.to_latlon(100.0, 0.0), plane.to_latlon(300.0, 0.0)
    request = WayRequest(start=start, end=end, length_m=1000)  # the long way round
    check(find_ways(town.streets(), request)[0], request)
    with pytest.raises(NoLoopError, match=r"the nearest are 200 m and 1 km|200 m") as refused:
        find_ways(town.streets(), WayRequest(start=start, end=end, length_m=600))
    assert refused.value.proved


def test_a_chain_of_bridges_has_one_length() -> None:
    town = AsciiMap("A---B---C", spacing_m=100)
    start, end = town.at("A"), town.at("C")
    request = WayRequest(start=start, end=end, length_m=800)
    check(find_ways(town.streets(), request)[0], request)
    with pytest.raises(NoLoopError, match="No way there is 1 km long") as refused:
        find_ways(town.streets(), WayRequest(start=start, end=end, length_m=1000))
    assert refused.value.proved
    assert refused.value.nearest_m == pytest.approx(800, abs=1)


def test_streets_to_avoid_are_avoided() -> None:
    town = AsciiMap(GRID, spacing_m=100)
    network = town.streets()
    there = pleasant_way(network, town.at("A"), town.at("C"), Walker())
    request = WayRequest(
        start=town.at("C"), end=town.at("A"), length_m=2400, avoid=there.points, tolerance=0.02
    )
    for way in find_ways(network, request):
        check(way, request)
        assert not set(streets_of(way)) & set(streets_of(there))


def test_a_bridge_is_used_even_if_it_is_to_be_avoided() -> None:
    town = AsciiMap("A---B---C\n    |   |\n    D---E", spacing_m=100)
    line = (town.at("A"), town.at("B"), town.at("C"))
    request = WayRequest(start=town.at("C"), end=town.at("A"), length_m=1200, avoid=line)
    [way] = find_ways(town.streets(), request)
    check(way, request)


def test_an_unreachable_end_is_refused() -> None:
    town = AsciiMap("A---B   C---D", spacing_m=100)
    with pytest.raises(NoLoopError, match="No street leads"):
        find_ways(town.streets(), WayRequest(start=town.at("A"), end=town.at("D"), length_m=1000))
    with pytest.raises(NoLoopError, match="No street leads"):
        pleasant_way(town.streets(), town.at("A"), town.at("D"), Walker())


def test_invalid_ends_are_refused() -> None:
    town = AsciiMap(GRID)
    far = LatLon(0.5, 0.5)
    request = WayRequest(start=town.at("A"), end=far, length_m=1000)
    with pytest.raises(StartTooFarError, match=r" km from the end; 150 m is"):
        find_ways(town.streets(), request)
    with pytest.raises(StartTooFarError) as refused:
        pleasant_way(town.streets(), town.at("A"), far, Walker())
    assert refused.value.kind == "end-too-far"
    assert " mi from the end; 492 ft is" in describe_error(refused.value, "imperial")
    with pytest.raises(ValueError, match="plan a loop"):
        find_ways(town.streets(), WayRequest(start=town.at("A"), end=town.at("A"), length_m=1000))


def test_a_path_accepts_no_heading_and_no_via() -> None:
    start, end = LatLon(0, 0), LatLon(0, 0.01)
    with pytest.raises(ValueError, match="no heading and no via"):
        WayRequest(start=start, end=end, length_m=2000, heading_deg=90)
    with pytest.raises(ValueError, match="no heading and no via"):
        WayRequest(start=start, end=end, length_m=2000, via=(end,))


def test_the_pleasant_path_avoids_the_main_road() -> None:
    town = AsciiMap("A---B\n|   |\nC---D", spacing_m=50, highways={"AB": "primary"})
    way = pleasant_way(town.streets(), town.at("A"), town.at("B"), Walker())
    assert round(way.length_m) == 400
    assert way.target_m == way.length_m
    assert way.target_steps == way.steps


def test_the_same_request_gives_the_same_paths() -> None:
    network = Bundled().streets()
    end = LatLon(53.5655, 13.2750)
    request = WayRequest(start=Bundled.start, end=end, steps=6000)
    first, again = find_ways(network, request), find_ways(network, request)
    assert first == again
    assert len(first) >= 3
    for way in first:
        check(way, request)


@pytest.mark.parametrize("seed", range(60))
def test_paths_agree_with_an_enumeration_of_all_trails(seed: int) -> None:
    """On tiny graphs, a path is found if a trail exists, and every proof is right."""
    rng = random.Random(seed)
    network = random_streets(rng)
    end = len(network.lat) - 1
    lengths = trail_lengths(network, 0, end)
    some = rng.choice(sorted(lengths))
    for target_m in (some, rng.uniform(200, 1.2 * max(lengths))):
        if target_m < 200:
            continue
        request = WayRequest(
            start=LatLon(network.lat[0], network.lon[0]),
            end=LatLon(network.lat[end], network.lon[end]),
            length_m=target_m,
        )
        low_m, high_m = target_m - request.tolerance_m, target_m + request.tolerance_m
        there_is = any(low_m + 0.01 <= length <= high_m - 0.01 for length in lengths)
        try:
            [*found] = find_ways(network, request)
        except NoLoopError as refused:
            assert not there_is
            assert (refused.nearest_m or min(lengths)) >= min(lengths) - 0.01  # noqa: PT017
            continue
        for way in found:
            assert abs(way.error_m) <= request.tolerance_m + 0.01
            if there_is and way.repeated_share == 0:
                check(way, request)


def test_a_side_loop_is_inserted_if_the_path_cannot_be_stretched() -> None:
    columns = 7
    row = "+---" * (columns - 1) + "+"
    down = "|   " * (columns - 1) + "|"
    field = "\n".join([row, down] * 7 + [row])
    town = AsciiMap(f"{field}\n|\nA-B\n", spacing_m=50)  # two doors, and a field beside the one
    request = WayRequest(start=town.at("A"), end=town.at("B"), length_m=4100)
    for way in find_ways(town.streets(), request):
        assert abs(way.error_m) <= request.tolerance_m
        assert way.kind == "one-way"
        assert way.points[-1] == town.streets().nearest(town.at("B")).point
        assert way.note == "The first 100 m are walked twice: there is no other way out."
        assert describe_notes(way.notes, "imperial").startswith("The first 328 ft are walked twice")


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    ends=st.tuples(st.sampled_from("AEHKNPT"), st.sampled_from("BCIJMRS")),
    length_m=st.floats(300, 4000),
    seed=st.integers(0, 3),
)
def test_every_path_keeps_the_rules(ends: tuple[str, str], length_m: float, seed: int) -> None:
    town = AsciiMap(GRID, spacing_m=50)
    start, end = map(town.at, ends)
    request = WayRequest(start=start, end=end, length_m=length_m, seed=seed, tolerance=0.02)
    try:
        found = find_ways(town.streets(), request)
    except NoLoopError as no:
        assert str(no)  # noqa: PT017
        return
    assert 1 <= len(found) <= request.count
    for way in found:
        check(way, request)


@pytest.mark.parametrize(
    ("units", "far"), [("metric", r"\d km from {}; \d+ m"), ("imperial", r"\d mi from {}; .* ft")]
)
def test_a_place_too_far_from_any_street_is_reported_in_the_units_of_the_reader(
    units: Units, far: str
) -> None:
    town, away = AsciiMap(GRID, spacing_m=50), LatLon(0.1, 0.1)
    for start, end, place in ((away, town.at("A"), "the start"), (town.at("A"), away, "the end")):
        request = WayRequest(start=start, end=end, length_m=900)
        with pytest.raises(StartTooFarError) as refused:
            find_ways(town.streets(), request)
        assert re.search(far.format(place), describe_error(refused.value, units))
