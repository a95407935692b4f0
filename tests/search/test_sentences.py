"""What is said to a walker for whom there is no loop, and why."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from looproute.errors import NoLoopError
from looproute.geo import Bounds
from looproute.loops import LoopRequest
from looproute.network.network import StreetNetwork
from looproute.search import find_loops, sentences
from looproute.search.bridges import bridges_of, forced_note
from looproute.search.closed_walks import find_walks
from looproute.search.fallbacks.context import Context
from looproute.search.feasibility import Existence
from looproute.search.subgraph import reach
from looproute.sources.ascii_map import AsciiMap
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
    """Return the same streets, of which no others were loaded."""
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
    assert str(said) == (
        "There is no loop within 750 m of here: all streets end or lead on without a way round."
    )


def test_an_island_is_named_with_the_length_of_its_paths() -> None:
    town = AsciiMap(FORK, spacing_m=20)
    said = refusal(town.streets(), asked(town, 1500))
    assert said.reason == (
        "The start lies on an island of 240 m of paths: too little for a loop of 1,500 m."
    )
    town = AsciiMap(RING, spacing_m=20)
    said = refusal(town.streets(), asked(town, 1500))
    assert said.proved
    assert said.nearest_m == pytest.approx(240, abs=0.1)
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
    assert said.reason == "No loop from here is 1,300 m long: the nearest are 1,200 m and 1,400 m."
    assert said.nearest_m == pytest.approx(1200, abs=0.1)


def test_a_loop_slightly_too_long_is_named_even_if_it_is_out_of_reach() -> None:
    town = AsciiMap(RING_ON_A_LONG_ROAD, spacing_m=50)
    said = refusal(town.streets(), asked(town, 580))
    assert said.reason == "No loop from here is 580 m long: the shortest has 600 m."


def test_a_loop_too_short_is_named_if_streets_continue() -> None:
    town = AsciiMap(RING_ON_A_LONG_ROAD, spacing_m=50)
    said = refusal(town.streets(), asked(town, 1500))
    assert said.reason == "No loop from here is 1,500 m long: the longest within reach has 600 m."


def test_a_loop_is_called_the_longest_only_if_longer_ones_are_ruled_out() -> None:
    assert sentences.off_the_wish(1500, 600, None, longest=False) == (
        "No loop from here is 1,500 m long: the next shorter one has 600 m"
    )


def test_an_unproved_result_is_not_claimed() -> None:
    town = AsciiMap(RING_ON_A_LONG_ROAD, spacing_m=50)
    request = asked(town, 1500)
    said = refusal(town.streets(), request, Existence(verdict="open"))
    assert (said.nearest_m, said.proved) == (None, False)
    assert str(said) == "I found no loop of 1,500 m here. There may be one."
    said = refusal(town.streets(), replace(request, heading_deg=90.0), Existence(verdict="open"))
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


@pytest.mark.parametrize(
    ("length_m", "said"),
    [(0.4, "0 m"), (999.6, "1 km"), (1001, "1,001 m"), (9994, "9,994 m"), (11_942, "11.94 km")],
)
def test_lengths_have_enough_digits_to_differ(length_m: float, said: str) -> None:
    assert sentences.length(length_m) == said


@pytest.mark.parametrize(
    ("length_m", "said"),
    [
        (0.4, "1 ft"),
        (160, "525 ft"),
        (161, "0.1 mi"),
        (1545, "0.96 mi"),
        (1609.344, "1 mi"),
        (1979, "1.23 mi"),
        (2000, "1.243 mi"),
        (11_942, "7.42 mi"),
    ],
)
def test_reasons_are_available_in_miles(length_m: float, said: str) -> None:
    assert sentences.length(length_m, "imperial") == said


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (sentences.no_way_round(1500, "imperial"), "There is no loop within 0.466 mi of here: "),
        (
            sentences.island(1500, 100, None, "imperial"),
            "The start lies on an island of 328 ft of paths: too little for a loop of 0.932 mi",
        ),
        (sentences.island(1500, 900, 240, "imperial"), "the longest loop on it has 0.149 mi"),
        (
            sentences.capacity(1500, 600, "imperial"),
            "No loop from here is 0.932 mi long: all paths that lead round within reach make no "
            "more than 0.373 mi together",
        ),
        (
            sentences.off_the_wish(1300, 1200, 1400, "imperial", longest=True),
            "No loop from here is 0.808 mi long: the nearest are 0.746 mi and 0.87 mi",
        ),
        (
            sentences.off_the_wish(1300, 100, None, "imperial", longest=True),
            "the longest within reach has 328 ft",
        ),
        (
            sentences.off_the_wish(1300, None, 1400, "imperial", longest=True),
            "the shortest has 0.87 mi",
        ),
        (
            sentences.not_found(1500, "imperial", toward=True),
            "I found no loop of 0.932 mi in that direction",
        ),
    ],
)
def test_every_reason_is_in_miles_in_imperial_units(sentence: str, said: str) -> None:
    assert said in sentence
    assert not re.search(METRES, sentence)


@pytest.mark.parametrize("length_m", [600, 900, 1200, 1300, 1500, 2400, 2950])
@pytest.mark.parametrize("drawing", [FORK, RING, RING_ON_A_LONG_ROAD, SPUR_AND_RINGS])
def test_imperial_sentences_contain_no_metres(drawing: str, length_m: float) -> None:
    town = AsciiMap(drawing, spacing_m=50)
    network, wish = town.streets(), asked(town, length_m)
    metric, imperial = (told(network, replace(wish, units=units)) for units in get_args(Units))
    assert len(metric) == len(imperial)
    for in_metres, in_miles in zip(metric, imperial, strict=True):
        assert not re.search(METRES, in_miles)
        assert not re.search(MILES, in_metres)
        assert len(re.findall(METRES, in_metres)) == len(re.findall(MILES, in_miles))


def told(network: StreetNetwork, request: LoopRequest) -> list[str]:
    """Return all that is said of the loops or what stands in for them, and why there are none."""
    said = []
    try:
        for loop in find_loops(network, request):
            said += [loop.note, *(mark.text for mark in loop.marks)]
        find_loops(network, replace(request, only_loops=True))
    except NoLoopError as error:
        said.append(str(error))
    return said


def test_a_note_on_a_repeated_bridge_gives_no_other_way_as_the_reason() -> None:
    town = AsciiMap(
        """
        S---A---B
            |   |
            D---C
        """,
        spacing_m=50,
    )
    assert noted(town, 1000) == "The first 200 m are walked twice: there is no other way out."
    assert noted(town, 1000, "imperial").startswith("The first 0.124 mi are walked twice: ")


def test_a_note_on_a_repeated_street_gives_the_long_way_round_as_the_reason() -> None:
    town = AsciiMap(
        """
        .--------------------.
        |                    |
        S---A-----------.    |
            |           |    |
            D---C       .----.
            |   |
            .---.
        """,
        spacing_m=50,
    )
    assert noted(town, 1200) == (
        "The first 300 m are walked twice: "
        "any other way back would make the walk longer than 1,200 m."
    )
    assert noted(town, 1200, "imperial") == (
        "The first 0.186 mi are walked twice: "
        "any other way back would make the walk longer than 0.746 mi."
    )


def test_a_loop_without_repetition_has_no_note() -> None:
    assert noted(AsciiMap(RING, spacing_m=50), 600) == ""


def noted(town: AsciiMap, length_m: float, units: Units = "metric") -> str:
    network, request = town.streets(), replace(asked(town, length_m), units=units)
    start = network.nearest(request.start)
    subgraph = reach(network, start, request.target_m + request.tolerance_m).without_dead_ends()
    walk, *_ = find_walks(subgraph, request).darts
    return forced_note(network, subgraph, walk, request)


def test_bridges_are_found_in_every_part_of_a_network() -> None:
    town = AsciiMap(
        """
        A---B---C   E---F
            |   |
            .---.   G---.
                    |   |
                    .---.
        """
    )
    network = town.streets()
    bridges = bridges_of(network)
    assert sorted(network.length_m[bridges].round().tolist()) == [400, 400]
    assert bridges_of(network) is bridges
    assert np.count_nonzero(~bridges) == 3
