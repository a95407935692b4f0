"""Substitutes for a loop of the target length, in towns drawn above each test."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely

from looproute.geo import LatLon, cumulative_m
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.request import LoopRequest
from looproute.search.assemble import answer
from looproute.search.closed_walks import find_walks
from looproute.search.fallbacks import Offer, fallbacks
from looproute.search.fallbacks.context import Context
from looproute.search.subgraph import reach
from looproute.sources.ascii_map import AsciiMap

from ..trails import equal_grid

RING_WITH_SIDE_STREET = """
A---B---E
|   |
D---C
"""
# Rings of 600 m and 400 m that meet in V.
TWO_RINGS = """
A---B
|   |
C---V-.
    | |
    S-.
"""


def prospect_of(network: StreetNetwork, request: LoopRequest, *, found: bool = False) -> Context:
    start = network.nearest(request.start)
    subgraph = reach(network, start, request.target_m + request.tolerance_m)
    walks = find_walks(subgraph.without_dead_ends(), request)
    assert found or not walks.darts, "there is a loop of that length"
    return Context.of(network, start, request, walks.existence, found=found)


def offered(network: StreetNetwork, request: LoopRequest, *, found: bool = False) -> list[Loop]:
    """Return the substitutes, each walked again."""
    context = prospect_of(network, request, found=found)
    offers = fallbacks(context)
    right = [offer.cost_m for offer in offers if offer.kind != "nearest loop"]
    assert right == sorted(right)
    assert not offers or offers[0].kind != "nearest loop"
    assert len({offer.kind for offer in offers}) == len(offers) <= request.count
    loops = []
    for rank, offer in enumerate(offers, start=1):
        loop = answer(
            network, request, offer.subgraph, offer.darts,
            rank=rank, kind=offer.kind, notes=offer.notes, laps=offer.laps,
        )  # fmt: skip
        check(network, offer, loop)
        loops.append(loop)
    return loops


def check(network: StreetNetwork, offer: Offer, loop: Loop) -> None:
    """Walk a substitute: closed, connected, on streets, of the reported length, with one turn."""
    graph, darts = offer.subgraph.graph, offer.darts
    assert graph.tail[darts[0]] == offer.subgraph.root == graph.head[darts[-1]]
    assert all(graph.head[a] == graph.tail[b] for a, b in pairwise(darts.tolist()))
    assert loop.points[0] == loop.points[-1]
    if loop.laps is not None:
        times, begin, end = loop.laps
        lap = (end - begin) // times
        assert loop.kind == "laps"
        assert loop.points[begin : end - lap] == loop.points[begin + lap : end]
        assert loop.points[begin] == loop.points[end]
    walked_m = float(cumulative_m(loop.points)[-1])
    assert walked_m == pytest.approx(loop.length_m, rel=0.005, abs=0.1)
    lines = [
        shapely.LineString(np.column_stack(network.line(street)))
        for street in np.unique(offer.subgraph.street[darts >> 1]).tolist()
    ]
    way = shapely.LineString([(lat, lon) for lat, lon in loop.points])
    assert shapely.unary_union(lines).buffer(1e-8).covers(way)
    if offer.kind in ("nearest loop", "lollipop", "loop and spur"):
        turns = sum(after == before ^ 1 for before, after in pairwise(darts.tolist()))
        assert turns == ("out and back" in loop.note or "side street:" in loop.note)
    right = abs(loop.error_m) <= loop_tolerance_m(loop)
    assert right or (
        offer.kind == "nearest loop" and ("short)" in loop.note or "more)" in loop.note)
    )


def loop_tolerance_m(loop: Loop) -> float:
    return max(0.005 * loop.target_m, 4.0) + 0.01


def at(town: AsciiMap, name: str, length_m: float) -> LoopRequest:
    return LoopRequest(start=town.at(name), length_m=length_m)


def test_a_loop_that_is_too_short_gains_a_spur_that_turns_in_mid_street() -> None:
    town = AsciiMap(RING_WITH_SIDE_STREET, spacing_m=50)
    first, *rest = offered(town.streets(), at(town, "A", 900))
    assert first.kind == "loop and spur"
    assert first.note == (
        "No loop from here is 900 m long; the best has 600 m. "
        "The missing 300 m are a side street: 150 m up, turn, 150 m back."
    )
    assert first.length_m == pytest.approx(900, abs=1)
    assert first.repeated_share == pytest.approx(150 / 900, abs=0.001)
    assert [loop.kind for loop in rest] == ["out-and-back"]


def test_a_spur_turns_at_the_end_of_a_street_if_that_is_near_enough() -> None:
    town = AsciiMap(RING_WITH_SIDE_STREET, spacing_m=50)
    first = offered(town.streets(), at(town, "A", 1003))[0]
    assert first.length_m == pytest.approx(1000, abs=0.1)
    to_the_metre = offered(town.streets(), replace(at(town, "A", 996), exact=True))[0]
    assert to_the_metre.length_m == pytest.approx(996, abs=0.1)


def test_a_note_on_a_repeated_street_names_the_loop_behind_it() -> None:
    town = AsciiMap(
        """
        S---A---B---E
            |   |
            D---C
        """,
        spacing_m=50,
    )
    first = offered(town.streets(), at(town, "S", 1200))[0]
    assert (first.kind, first.note) == (
        "loop and spur",
        "No loop from here is 1,200 m long; the best has 1 km. "
        "200 m of it must be walked twice; the missing 200 m are 100 m out and back.",
    )


def test_a_loop_within_a_few_steps_comes_after_what_has_the_length() -> None:
    town = AsciiMap(RING_WITH_SIDE_STREET, spacing_m=50)
    spur, *_, loop = offered(town.streets(), at(town, "A", 610))
    assert (loop.kind, spur.kind) == ("nearest loop", "loop and spur")
    assert loop.length_m == pytest.approx(600, abs=0.1)
    assert spur.length_m == pytest.approx(610, abs=0.1)
    assert loop.note == (
        "A loop of 600 m (14 steps short); turn round 5 m up a side street to make it exact."
    )
    assert spur.note == (
        "No loop from here is 610 m long; the best has 600 m. "
        "The missing 10 m are a side street: 5 m up, turn, 5 m back."
    )


def test_a_loop_too_short_comes_after_the_way_out_and_back_that_is_right() -> None:
    town = AsciiMap("A---B\n|   |\nD---C", spacing_m=50)
    offers = offered(town.streets(), at(town, "A", 630))
    assert [loop.kind for loop in offers] == ["out-and-back", "nearest loop"]
    assert offers[1].note == "A loop of 600 m (43 steps short)."


def test_an_island_is_walked_round_rather_than_up_and_down() -> None:
    """Thirty kilometres on 1.5 km²: rounds of a loop that is found, no street again and again."""
    town = AsciiMap(
        "\n".join((["+---" * 5 + "+"] + ["|   " * 5 + "|"] * 3) * 5 + ["+---" * 5 + "+"]),
        spacing_m=60,
    )
    network = town.streets()
    start = LatLon(float(network.lat[14]), float(network.lon[14]))
    first, *_ = offered(network, LoopRequest(start=start, length_m=29_500))
    assert first.kind == "laps"
    assert first.doubling_back_share < 0.3
    assert abs(first.error_m) <= 0.005 * 29_500


def test_a_loop_that_does_not_start_at_the_door_is_a_lollipop() -> None:
    town = AsciiMap(TWO_RINGS, spacing_m=50)
    first = offered(town.streets(), at(town, "S", 800))[0]
    assert first.kind == "lollipop"
    assert first.note == (
        "A loop of 800 m does not start at your door. "
        "Walk 100 m to where one does, 600 m round, and the same 100 m home."
    )
    assert first.length_m == pytest.approx(800, abs=0.1)
    assert first.stem_m == pytest.approx(100, abs=0.1)


def test_a_lollipop_may_have_a_spur_as_well() -> None:
    town = AsciiMap(TWO_RINGS, spacing_m=50)
    offers = {loop.kind: loop for loop in offered(town.streets(), at(town, "S", 850))}
    assert offers["lollipop"].note.endswith("The missing 50 m are 25 m out and back.")
    assert offers["lollipop"].length_m == pytest.approx(850, abs=0.1)


def test_a_short_ring_is_walked_in_laps_after_one_approach() -> None:
    town = AsciiMap(
        """
        S-A---B
          |   |
          D---C
        """,
        spacing_m=50,
    )
    laps = offered(town.streets(), at(town, "S", 1400))[0]
    assert (laps.kind, laps.note) == (
        "laps",
        "No loop from here is 1,400 m long; one near you has 600 m: "
        "walk 100 m there, go round twice, and home.",
    )
    assert laps.length_m == pytest.approx(1400, abs=0.1)


@pytest.mark.parametrize("heading_deg", [None, 90.0, 270.0])
def test_the_laps_are_found_whatever_the_direction_of_a_spur_on_the_stem(
    heading_deg: float | None,
) -> None:
    town = AsciiMap(
        """
        E-S-A---B
            |   |
            D---C
        """,
        spacing_m=50,
    )
    request = replace(at(town, "S", 1560), heading_deg=heading_deg)
    laps = next(loop for loop in offered(town.streets(), request) if loop.kind == "laps")
    assert "go round twice" in laps.note
    assert laps.laps is not None


def test_streets_that_all_end_give_an_out_and_back() -> None:
    town = AsciiMap("A---------S----------B", spacing_m=100)
    (only,) = offered(town.streets(), at(town, "S", 1500))
    assert (only.kind, only.note) == (
        "out-and-back",
        "There is no loop within 750 m of here: all streets end or lead on without a way round. "
        "Walk 750 m out and back.",
    )
    assert only.repeated_share == pytest.approx(0.5)


def test_a_street_too_short_for_an_out_and_back_is_walked_twice() -> None:
    town = AsciiMap("A-S--B", spacing_m=100)
    (only,) = offered(town.streets(), at(town, "S", 1100))
    assert (only.kind, only.note) == (
        "laps",
        "The start lies on an island of 500 m of paths: too little for a loop of 1,100 m. "
        "Walk 275 m out and back, twice.",
    )


@pytest.mark.parametrize(("out_m", "times"), [(490, 3), (560, 3), (90, 15)])
def test_a_short_street_is_not_walked_out_and_back_more_than_twice(out_m: int, times: int) -> None:
    town = AsciiMap("S---------B", spacing_m=(out_m + 5) / 10)
    offers = offered(town.streets(), at(town, "S", 2.0 * out_m * times))
    assert [loop.kind for loop in offers] == (["laps"] if out_m >= 500 else [])


def test_without_streets_there_is_no_substitute() -> None:
    town = AsciiMap("A-B", spacing_m=0.2)
    assert offered(town.streets(), at(town, "A", 1500)) == []


def test_there_are_at_most_count_substitutes() -> None:
    town = AsciiMap(RING_WITH_SIDE_STREET, spacing_m=50)
    request = at(town, "A", 610)
    assert len(offered(town.streets(), request)) == 3
    assert len(offered(town.streets(), replace(request, count=1))) == 1


def test_substitutes_next_to_loops_do_not_claim_that_no_loop_exists() -> None:
    town = AsciiMap(
        """
        A---B---E-------------F-----G
        |   |                 |     |
        D---C                 J-----H
        """,
        spacing_m=50,
    )
    offers = offered(town.streets(), at(town, "A", 2900), found=True)
    assert {loop.kind for loop in offers} >= {"loop and spur", "out-and-back"}
    assert not any("No loop" in loop.note or "no loop" in loop.note for loop in offers)


def test_the_same_request_gives_the_same_substitutes() -> None:
    town = AsciiMap(TWO_RINGS, spacing_m=50)
    once, again = (offered(town.streets(), at(town, "S", 850)) for _ in range(2))
    assert [loop.points for loop in once] == [loop.points for loop in again]


def test_with_too_many_loops_to_enumerate_a_slightly_shorter_one_gains_a_spur() -> None:
    network, middle = equal_grid()
    request = LoopRequest(start=middle, length_m=1300, count=1)
    (first,) = offered(network, request)
    assert first.kind == "loop and spur"
    assert first.repeated_share == pytest.approx(50 / 1300, abs=0.01)
    assert "the best has 1,200 m" in first.note


def toward(loop: Loop, heading_deg: float) -> float:
    """Return how far the point after a tenth of the way lies towards a heading, in degrees."""
    tenth = 0.1 * cumulative_m(loop.points)[-1]
    lat, lon = loop.points[int(np.searchsorted(cumulative_m(loop.points), tenth))]
    north, east = lat - loop.points[0].lat, lon - loop.points[0].lon
    heading = np.radians(heading_deg)
    return float(north * np.cos(heading) + east * np.sin(heading))


@pytest.mark.parametrize("heading_deg", [90.0, 270.0])
def test_a_heading_turns_a_substitute_towards_it(heading_deg: float) -> None:
    town = AsciiMap(
        """
        A---B-------S-------E----F
        |   |               |    |
        D---C               H----G
        """,
        spacing_m=50,
    )
    request = replace(at(town, "S", 1600), heading_deg=heading_deg)
    loops = offered(town.streets(), request)
    # The nearest loop lies east; of all the rest there is one of their kind either way.
    assert {loop.kind for loop in loops} >= {"out-and-back", "loop and spur", "nearest loop"}
    away = {loop.kind for loop in loops if toward(loop, heading_deg) <= 0}
    assert away == (set() if heading_deg == 90 else {"nearest loop"})
    assert loops[0].kind != "nearest loop" or heading_deg == 90


@pytest.mark.parametrize("heading_deg", [0.0, 180.0])
def test_a_loop_and_spur_sets_off_towards_the_heading(
    heading_deg: float,
) -> None:
    town = AsciiMap("A---B\n|   |\nS   |\n|   |\nD---C---E\n", spacing_m=50)
    first, *_ = offered(town.streets(), replace(at(town, "S", 900), heading_deg=heading_deg))
    assert first.kind == "loop and spur"
    assert toward(first, heading_deg) > 0


def test_a_ring_of_the_target_length_is_no_substitute_if_loops_were_found() -> None:
    town = AsciiMap(RING_WITH_SIDE_STREET, spacing_m=50)
    assert [loop.kind for loop in offered(town.streets(), at(town, "A", 600), found=True)] == [
        "out-and-back"
    ]


def test_a_stem_that_leaves_too_little_length_is_not_searched() -> None:
    town = AsciiMap(TWO_RINGS, spacing_m=50)
    assert [loop.kind for loop in offered(town.streets(), at(town, "S", 300))] == ["out-and-back"]


def test_a_loop_not_proved_to_be_the_nearest_is_called_a_loop_of_its_length() -> None:
    network, middle = equal_grid()
    *_, loop = offered(network, LoopRequest(start=middle, length_m=1220))
    assert loop.kind == "nearest loop"
    assert loop.note.startswith("A loop of 1,200 m (29 steps short)")
