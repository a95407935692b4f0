"""Short loops walked in laps: simple, near, quiet first, and exact to the metre."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from looproute.errors import NoLoopError, StartTooFarError
from looproute.geo import LatLon, cumulative_m
from looproute.request import LoopRequest
from looproute.search.laps import LapWalk, find_laps
from looproute.search.laps.circuits import circuits
from looproute.search.query_graph import QueryGraph
from looproute.sources.ascii_map import AsciiMap
from looproute.sources.bundled import Bundled
from looproute.text.cues import describe_mark
from looproute.text.errors import describe_error
from looproute.text.notes import describe_notes


def check(walk: LapWalk, request: LoopRequest) -> None:
    loop, count = walk.loop, walk.count
    assert loop.kind == "laps"
    assert loop.points[0] == loop.points[-1]
    assert abs(loop.error_m) <= request.tolerance_m + 1e-6
    parts_m = count.approach_m + count.laps * count.lap_m + count.rest_m
    assert loop.length_m == pytest.approx(parts_m, abs=0.01)
    assert count.laps >= 2
    assert loop.laps is not None
    assert loop.laps.times == count.laps
    along_m = cumulative_m(loop.points)
    begin, end = loop.laps.begin, loop.laps.end
    assert along_m[begin] == pytest.approx(count.approach_m / 2, rel=2e-3, abs=0.5)
    assert along_m[end] - along_m[begin] == pytest.approx(
        count.laps * count.lap_m, rel=2e-3, abs=0.5
    )
    size = (end - begin) // count.laps
    assert size * count.laps == end - begin
    lap = loop.points[begin : begin + size]
    assert len(set(lap)) == len(lap)
    for i in range(count.laps):
        assert loop.points[begin + i * size : begin + (i + 1) * size] == lap
    assert loop.points[end] == lap[0]
    assert [mark.along_m for mark in loop.marks] == sorted(m.along_m for m in loop.marks)
    assert bool(loop.marks) == (count.rest_m >= 1)


TOWN = """
    A---B---C---D
    |   |   |   |
    E---F---G---H
        |
        I---J
"""


def test_circuits_go_round_one_block_or_two_or_the_rim() -> None:
    network = AsciiMap(TOWN, spacing_m=50).streets()
    level_m = np.column_stack([network.length_m, network.length_m])
    subgraph = QueryGraph.of(network, 0, [], np.ones(len(network.u), dtype=bool), level_m).subgraph
    found = circuits(subgraph, 100, 2000)
    lengths = sorted(round(float(subgraph.graph.length_m[lap >> 1].sum())) for lap in found)
    # Three blocks, two pairs; all three together are the rim of the town, the outer face.
    assert lengths == [600, 600, 600, 1000, 1000, 1400]


@pytest.mark.parametrize("start", ["A", "J", "G"])
@pytest.mark.parametrize("length_m", [1300.0, 2640.0, 5600.0])
def test_laps_have_an_approach_and_a_way_home(start: str, length_m: float) -> None:
    town = AsciiMap(TOWN, spacing_m=50)
    request = LoopRequest(start=town.at(start), length_m=length_m)
    try:
        walks = find_laps(town.streets(), request)
    except NoLoopError:
        assert start == "J"
        return
    for walk in walks:
        check(walk, request)


def test_laps_and_a_rest_add_up_to_the_target() -> None:
    town = AsciiMap("A-B\n| |\nC-D", spacing_m=50)  # a block of 400 m
    request = LoopRequest(start=town.at("A"), length_m=2640)
    [walk] = find_laps(town.streets(), request)
    check(walk, request)
    assert walk.count.laps == 6
    assert walk.count.rest_m == pytest.approx(240, abs=0.1)
    assert walk.loop.note.startswith("6 laps and 240 m, 400 m a lap")
    assert [(round(m.along_m), m.kind) for m in walk.loop.marks] == [(2400, "laps done")]


def test_laps_are_described_in_miles_for_imperial_units() -> None:
    town = AsciiMap("S---A-B\n    | |\n    C-D", spacing_m=50)
    request = LoopRequest(start=town.at("S"), length_m=2840)
    [walk] = find_laps(town.streets(), request)
    assert describe_notes(walk.loop.notes, "imperial") == (
        "6 laps and 131 ft, 0.249 mi a lap: for the rest go on for 66 ft, turn, and come back; "
        "0.124 mi to get there, and the same home."
    )
    [mark] = walk.loop.marks
    assert describe_mark(mark, "imperial") == (
        "The laps are done: go on for 66 ft, turn round, and come back."
    )
    whole = find_laps(town.streets(), replace(request, length_m=2400))[0].loop
    assert describe_notes(whole.notes, "imperial").startswith("5 laps of 0.249 mi; 0.124 mi")
    with pytest.raises(NoLoopError) as no:
        find_laps(town.streets(), replace(request, length_m=300))
    text = describe_error(no.value, "imperial")
    assert no.value.kind == "no-laps"
    assert re.search(r"within 148 ft of here .* twice or more in 0\.186 mi", text)
    with pytest.raises(StartTooFarError) as far:
        find_laps(town.streets(), replace(request, start=LatLon(0.1, 0.1)))
    text = describe_error(far.value, "imperial")
    assert re.search(r"9\.[0-9]+ mi from the start; 492 ft", text)


def test_whole_laps_within_the_tolerance_have_no_rest() -> None:
    town = AsciiMap("A-B\n| |\nC-D", spacing_m=50)
    request = LoopRequest(start=town.at("A"), length_m=2405)
    [walk] = find_laps(town.streets(), request)
    check(walk, request)
    assert (walk.count.laps, walk.count.rest_m, walk.loop.marks) == (6, 0.0, ())


def test_the_quiet_block_comes_first() -> None:
    town = AsciiMap(
        "A---B---C\n|   |   |\nD---E---F",
        spacing_m=50,
        highways={"BC": "primary", "CF": "primary", "EF": "primary"},
    )
    request = LoopRequest(start=town.at("B"), length_m=3000, count=5)
    walks = find_laps(town.streets(), request)
    assert walks[0].loop.busy_share == 0
    assert all(walks[0].loop.busy_share <= walk.loop.busy_share for walk in walks)


def test_no_lap_is_found_without_a_near_circuit() -> None:
    town = AsciiMap("A---B---C", spacing_m=100)
    with pytest.raises(NoLoopError, match="No short loop within"):
        find_laps(town.streets(), LoopRequest(start=town.at("A"), length_m=2000))
    with pytest.raises(StartTooFarError):
        find_laps(town.streets(), LoopRequest(start=LatLon(0.1, 0.1), length_m=2000))


def test_laps_in_a_real_town_keep_the_rules() -> None:
    network = Bundled().streets()
    request = LoopRequest(start=Bundled.start, steps=8000)
    walks = find_laps(network, request)
    assert len(walks) == 5
    assert [walk.loop.rank for walk in walks] == [1, 2, 3, 4, 5]
    for walk in walks:
        check(walk, request)
