"""Valid starts, the reach of a walk, and the notes on its streets."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from looproute.errors import ArgumentError, NoLoopError, StartTooFarError
from looproute.geo import LatLon
from looproute.network.network import Condition, StreetNetwork
from looproute.planner import check_start, plan_loops, plan_pleasant_way, plan_ways, reach_m
from looproute.request import LoopRequest, WayRequest
from looproute.sources.ascii_map import AsciiMap
from looproute.steps.walker import Walker
from looproute.text.errors import describe_error
from looproute.units import Units

TOWN = AsciiMap(
    """
    A---B---C
    |   |   |
    D---E---F
    """
)


class Made:
    """A source of one network that records its requests."""

    def __init__(self, network: StreetNetwork) -> None:
        self.network = network
        self.asked: list[tuple[LatLon, float | None]] = []

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
        self.asked.append((center, radius_m))
        return self.network


def test_the_source_loads_the_streets_within_reach_of_the_walk() -> None:
    source = Made(TOWN.streets())
    request = LoopRequest(start=TOWN.at("A"), length_m=1200, snap_limit_m=100)
    plan_loops(request, source)
    assert source.asked == [(TOWN.at("A"), reach_m(request))]
    assert reach_m(request) == (1200 + 6) / 2 + 100


def test_a_start_too_far_from_a_street_is_reported_with_the_nearest_street() -> None:
    start = LatLon(TOWN.at("A").lat + 0.002, TOWN.at("A").lon)
    with pytest.raises(StartTooFarError, match=r"221 m .* 150 m .* Move it to 0\.0") as caught:
        plan_loops(LoopRequest(start=start, length_m=1200), TOWN)
    assert "--" not in str(caught.value)
    assert plan_loops(LoopRequest(start=start, length_m=1200, snap_limit_m=300), TOWN)


def test_a_start_too_far_has_its_numbers_in_metres_and_its_sentence_in_any_units() -> None:
    start = LatLon(TOWN.at("A").lat + 0.02, TOWN.at("A").lon)
    with pytest.raises(StartTooFarError, match=r"is 2\.21 km from the start; 150 m is") as caught:
        plan_loops(LoopRequest(start=start, length_m=1200), TOWN)
    assert "is 1.37 mi from the start; 492 ft is" in describe_error(caught.value, "imperial")
    assert caught.value.kind == "start-too-far"
    assert caught.value.distance_m == pytest.approx(2211, abs=1)
    assert caught.value.limit_m == 150


@pytest.mark.parametrize(
    ("units", "text"),
    [("metric", r"2\.22 km .* is 1,200 m"), ("imperial", r"1\.38 mi .* is 0\.746 mi")],
)
def test_an_end_out_of_reach_is_reported_in_the_units_of_the_reader(
    units: Units, text: str
) -> None:
    end = LatLon(TOWN.at("A").lat + 0.0228, TOWN.at("A").lon)
    with pytest.raises(NoLoopError) as caught:
        plan_ways(WayRequest(start=TOWN.at("A"), end=end, length_m=1200), TOWN)
    assert re.search(text, describe_error(caught.value, units))


@pytest.mark.parametrize(
    ("units", "text"),
    [("metric", r"221\.15 km .* 100\.00 km"), ("imperial", r"137\.42 mi .* 62\.00 mi")],
)
def test_places_too_far_for_a_walk_are_reported_in_the_units_of_the_reader(
    units: Units, text: str
) -> None:
    far = LatLon(TOWN.at("A").lat + 2, TOWN.at("A").lon)
    with pytest.raises(ArgumentError) as caught:
        plan_loops(LoopRequest(start=TOWN.at("A"), via=(far,), length_m=1200), TOWN)
    assert re.search(text, describe_error(caught.value, units))
    with pytest.raises(ArgumentError) as caught:
        plan_pleasant_way(TOWN.at("A"), far, Walker(), TOWN)
    assert re.search(text, describe_error(caught.value, units))


def test_the_ends_of_a_pleasant_way_must_be_places() -> None:
    pair: Any = (0.0, 0.0)
    with pytest.raises(ValueError, match=r"^start must be a LatLon"):
        plan_pleasant_way(pair, TOWN.at("A"), Walker(), TOWN)
    with pytest.raises(ValueError, match=r"^end must be a LatLon"):
        plan_pleasant_way(TOWN.at("A"), pair, Walker(), TOWN)


@pytest.mark.parametrize("start", [LatLon(85.1, 0), LatLon(-90, 0), LatLon(90, 180)])
def test_a_start_near_a_pole_is_refused(start: LatLon) -> None:
    with pytest.raises(ValueError, match="beyond 85 degrees of latitude"):
        plan_loops(LoopRequest(start=start, length_m=1600), TOWN)


@pytest.mark.parametrize("lon", [179.99, -179.999, 180.0])
def test_a_walk_that_could_cross_the_antimeridian_is_refused(lon: float) -> None:
    with pytest.raises(
        ValueError, match="from the 180th meridian, which a walk may not cross"
    ) as no:
        check_start(LatLon(-16.8, lon), 3000)
    assert isinstance(no.value, ArgumentError)
    assert "start 1.86 mi from it" in describe_error(no.value, "imperial")


def test_a_walk_that_ends_before_the_antimeridian_is_planned() -> None:
    check_start(LatLon(-16.8, 179.99), 1000)


def conditional(pairs: dict[str, str]) -> StreetNetwork:
    """Return the town with access conditions for streets between pairs of junctions."""
    network = TOWN.streets()

    def middle(pair: str) -> LatLon:
        (a, b), (c, d) = map(TOWN.at, pair)
        return LatLon((a + c) / 2, (b + d) / 2)

    return replace(
        network,
        conditions=tuple(
            Condition(network.nearest(middle(pair)).street, rule) for pair, rule in pairs.items()
        ),
    )


def test_a_loop_names_its_streets_that_may_be_closed() -> None:
    source = Made(conditional({"BC": "no @ (22:00-06:00)", "AD": "no @ (Su)"}))
    request = LoopRequest(start=TOWN.at("F"), length_m=1200, count=1)
    (loop,) = plan_loops(request, source)
    assert loop.note.endswith(
        "May be closed when you come (a path without a name: no @ (22:00-06:00))."
    )


def test_a_loop_names_the_street_of_its_start_if_it_may_be_closed() -> None:
    source = Made(conditional({"CF": "no @ (dusk-dawn)"}))
    start = LatLon(0, TOWN.at("F").lon)
    (loop,) = plan_loops(LoopRequest(start=start, length_m=1200, count=1), source)
    assert "dusk-dawn" in loop.note


def test_a_loop_names_the_street_of_a_place_to_pass_if_it_may_be_closed() -> None:
    source = Made(conditional({"CF": "no @ (dusk-dawn)"}))
    place = LatLon(0, TOWN.at("F").lon)
    request = LoopRequest(start=TOWN.at("B"), via=(place,), length_m=1200, count=1)
    (loop,) = plan_loops(request, source)
    assert "dusk-dawn" in loop.note


def test_a_loop_on_streets_that_are_always_open_has_no_such_note() -> None:
    source = Made(conditional({"AD": "no @ (Su)"}))
    request = LoopRequest(start=TOWN.at("F"), length_m=1200, count=1)
    assert "closed" not in plan_loops(request, source)[0].note


def test_a_loop_names_three_streets_that_may_be_closed_and_counts_the_rest() -> None:
    network = TOWN.streets()
    rules = tuple(Condition(e, f"no @ ({e}:00)") for e in range(len(network.u)))
    source = Made(replace(network, conditions=rules))
    (loop,) = plan_loops(LoopRequest(start=TOWN.at("A"), length_m=2000, count=1), source)
    assert loop.note.count("no @") == 3
    assert loop.note.endswith("; and 3 more).")
