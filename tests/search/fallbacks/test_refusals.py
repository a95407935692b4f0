"""The reasons why there is no loop, in towns drawn above each test, in both unit systems."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest

from looproute.errors import NoLoopError
from looproute.geo import Bounds
from looproute.network.network import StreetNetwork
from looproute.request import LoopRequest
from looproute.search import find_loops
from looproute.search.closed_walks import find_walks
from looproute.search.fallbacks.context import Context
from looproute.search.feasibility import Existence
from looproute.search.subgraph import reach
from looproute.sources.ascii_map import AsciiMap
from looproute.text.cues import describe_mark
from looproute.text.errors import describe_error
from looproute.text.notes import describe_notes
from looproute.units import Units

RING = """
S---B
|   |
D---C
"""
RING_ON_A_LONG_ROAD = """
A----------------------------------------S---B
                                         |   |
                                         D---C
"""
SPUR_AND_RINGS = """
A---B       E---F
|   |       |   |
C---D---S---V-. |
            | | |
            .-. .-G
"""
METRES, MILES = r"[0-9] k?m\b", r"[0-9] (mi|ft)\b"
FORK = """
     B
     |
A----S----C
"""


def tight(network: StreetNetwork) -> StreetNetwork:
    """Return the same streets as the whole extent of the map."""
    return replace(
        network,
        bounds=Bounds(
            float(network.line_lat.min()),
            float(network.line_lon.min()),
            float(network.line_lat.max()),
            float(network.line_lon.max()),
        ),
    )


def refusal(
    network: StreetNetwork, request: LoopRequest, existence: Existence | None = None
) -> NoLoopError:
    start = network.nearest(request.start)
    if existence is None:
        subgraph = reach(network, start, request.target_m + request.tolerance_m)
        walks = find_walks(subgraph.without_dead_ends(), request)
        assert not walks.darts
        existence = walks.existence
    return Context.of(network, start, request, existence).refusal()


def asked(town: AsciiMap, length_m: float) -> LoopRequest:
    return LoopRequest(start=town.at("S"), length_m=length_m)


def test_streets_that_all_end_have_no_loop() -> None:
    town = AsciiMap(FORK, spacing_m=200)
    said = refusal(town.streets(), asked(town, 1500))
    assert (said.target_m, said.nearest_m, said.proved) == (1500, None, True)
    assert said.kind == "no-way-round"
    assert str(said) == (
        "There is no loop within 750 m of here: all streets end or lead on without a way round."
    )


def test_an_island_is_named_with_the_length_of_its_paths() -> None:
    town = AsciiMap(FORK, spacing_m=20)
    said = refusal(town.streets(), asked(town, 1500))
    assert said.kind == "island-without-loop"
    assert said.reason == (
        "The start lies on an island of 240 m of paths: too little for a loop of 1,500 m."
    )
    town = AsciiMap(RING, spacing_m=20)
    said = refusal(town.streets(), asked(town, 1500))
    assert said.proved
    assert said.nearest_m == pytest.approx(240, abs=0.1)
    assert said.kind == "island-too-small"
    assert said.reason == (
        "The start lies on an island of 240 m of paths: the longest loop on it has 240 m."
    )


def test_the_nearest_loops_are_named_on_both_sides() -> None:
    town = AsciiMap(
        """
        A---S----B
        |   |    |
        D---E----F
        """,
        spacing_m=100,
    )
    said = refusal(town.streets(), asked(town, 1300))
    assert said.kind == "between-two-loops"
    assert said.reason == "No loop from here is 1,300 m long: the nearest are 1,200 m and 1,400 m."
    assert said.nearest_m == pytest.approx(1200, abs=0.1)


def test_a_loop_slightly_too_long_is_named_even_if_it_is_out_of_reach() -> None:
    town = AsciiMap(RING_ON_A_LONG_ROAD, spacing_m=50)
    said = refusal(town.streets(), asked(town, 580))
    assert said.kind == "shorter-than-shortest-loop"
    assert said.reason == "No loop from here is 580 m long: the shortest has 600 m."


def test_a_loop_too_short_is_named_if_streets_continue() -> None:
    town = AsciiMap(RING_ON_A_LONG_ROAD, spacing_m=50)
    said = refusal(town.streets(), asked(town, 1500))
    assert said.kind == "longer-than-longest-loop"
    assert said.reason == "No loop from here is 1,500 m long: the longest within reach has 600 m."


def test_an_unproved_result_is_not_claimed() -> None:
    town = AsciiMap(RING_ON_A_LONG_ROAD, spacing_m=50)
    request = asked(town, 1500)
    said = refusal(town.streets(), request, Existence(verdict="open"))
    assert (said.nearest_m, said.proved) == (None, False)
    assert said.kind == "no-loop-found"
    assert str(said) == "I found no loop of 1,500 m here. There may be one."
    said = refusal(town.streets(), replace(request, heading_deg=90.0), Existence(verdict="open"))
    assert said.kind == "no-loop-found-toward-heading"
    assert said.reason == "I found no loop of 1,500 m in that direction. There may be one."


def test_the_reason_names_streets_that_are_too_short_together() -> None:
    town = AsciiMap(RING_ON_A_LONG_ROAD, spacing_m=50)
    short = Existence(verdict="impossible", reason="capacity", longest_m=600.0)
    assert refusal(town.streets(), asked(town, 1500), short).reason == (
        "No loop from here is 1,500 m long: all paths that lead round within reach make no more "
        "than 600 m together."
    )


def test_at_the_edge_of_the_map_the_reason_is_limited_to_the_map() -> None:
    town = AsciiMap(FORK, spacing_m=200)
    said = refusal(tight(town.streets()), asked(town, 2400))
    assert said.reason == (
        "There is no loop within 1,200 m of here: all streets end or lead on without a way round, "
        "as far as the loaded streets go. A larger map may have one."
    )
    said = refusal(tight(town.streets()), asked(town, 2400), Existence(verdict="open"))
    assert said.reason == (
        "I found no loop of 2,400 m here, as far as the loaded streets go. "
        "There may be one, here or on a larger map."
    )


def test_an_edge_out_of_reach_does_not_matter() -> None:
    town = AsciiMap("A----------S----------B", spacing_m=200)
    loaded, box = town.streets(), tight(town.streets()).bounds
    south, north = loaded.bounds.south, loaded.bounds.north
    network = replace(loaded, bounds=box._replace(south=south, north=north))
    assert "loaded" not in refusal(network, asked(town, 3000)).reason
    assert "loaded" in refusal(network, asked(town, 4400)).reason


@pytest.mark.parametrize("length_m", [600, 900, 1200, 1300, 1500, 2400, 2950])
@pytest.mark.parametrize("drawing", [FORK, RING, RING_ON_A_LONG_ROAD, SPUR_AND_RINGS])
def test_a_reader_of_miles_reads_no_metres(drawing: str, length_m: float) -> None:
    town = AsciiMap(drawing, spacing_m=50)
    network, wish = town.streets(), asked(town, length_m)
    metric, imperial = (told(network, wish, units) for units in get_args(Units))
    assert len(metric) == len(imperial)
    for in_metres, in_miles in zip(metric, imperial, strict=True):
        assert not re.search(METRES, in_miles)
        assert not re.search(MILES, in_metres)
        assert len(re.findall(METRES, in_metres)) == len(re.findall(MILES, in_miles))


def told(network: StreetNetwork, request: LoopRequest, units: Units) -> list[str]:
    """Return all texts about the loops, their substitutes, and the reason for a refusal."""
    texts = []
    try:
        for loop in find_loops(network, request):
            texts.append(describe_notes(loop.notes, units))
            texts += [describe_mark(mark, units) for mark in loop.marks]
        find_loops(network, replace(request, only_loops=True))
    except NoLoopError as error:
        texts.append(describe_error(error, units))
    return texts
