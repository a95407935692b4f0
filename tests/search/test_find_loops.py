"""`find_loops` on drawn towns: each hard case is a drawing and a rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import pytest

from looproute.errors import NoLoopError, StartTooFarError
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.request import LoopRequest
from looproute.search import find_loops
from looproute.sources.ascii_map import AsciiMap

from .rewalk import Step, Streets


class Walked:
    """A town and the loops found in it, each walked again."""

    def __init__(self, town: AsciiMap, start: str | LatLon, length_m: float, **more: Any) -> None:
        place = town.at(start) if isinstance(start, str) else start
        more.setdefault("only_loops", True)
        network = town.streets()
        self.loops: list[Loop] = find_loops(
            network, LoopRequest(start=place, length_m=length_m, **more)
        )
        self.streets = Streets(network, network.nearest(place))
        self.walks: list[list[Step]] = [self.streets.check(loop) for loop in self.loops]

    @property
    def lengths_m(self) -> list[int]:
        return [round(loop.length_m) for loop in self.loops]

    @property
    def repeated_m(self) -> list[int]:
        return [round(loop.repeated_share * loop.length_m) for loop in self.loops]


def refusal(town: AsciiMap, start: str, length_m: float, **more: Any) -> NoLoopError:
    with pytest.raises(NoLoopError) as refused:
        Walked(town, start, length_m, **more)
    return refused.value


STEM = AsciiMap(
    """
    A---B---C
        |   |
        |   |
        D---E
    """
)


def test_a_loop_from_a_bridge_repeats_the_bridge() -> None:
    """The ring is B-C-E-D, 1,400 m; A is 400 m before it."""
    walked = Walked(STEM, "A", 2200)
    assert walked.lengths_m == [2200]
    assert walked.repeated_m == [400]
    assert walked.loops[0].stem_m == pytest.approx(400, abs=0.1)
    first, *_, last = walked.walks[0]
    assert (first.stretch, first.forward) == (last.stretch, not last.forward)


def test_a_loop_from_the_middle_of_a_bridge_uses_one_side_only() -> None:
    a, b = STEM.at("A"), STEM.at("B")
    amid = LatLon(a.lat, a.lon + (b.lon - a.lon) / 4)
    walked = Walked(STEM, amid, 2000)
    assert walked.lengths_m == [2000]
    assert walked.repeated_m == [300]


def test_a_loop_from_the_ring_does_not_use_the_bridge() -> None:
    walked = Walked(STEM, "E", 1400)
    assert walked.lengths_m == [1400]
    assert walked.repeated_m == [0]
    assert refusal(STEM, "E", 2200).proved


TINY_BLOCK = AsciiMap(
    """
    A-B-------C-------D
    | |       |       |
    E-F       G-------H
              |       |
              I-------J
    """,
    spacing_m=50,
)


@pytest.mark.parametrize("length_m", [2200, 2400])
def test_a_tiny_block_round_the_start_does_not_hide_a_larger_one(length_m: float) -> None:
    """A lies in a ring of 400 m; over the bridge B-C of 400 m are rings of 1,000 and 1,200 m."""
    walked = Walked(TINY_BLOCK, "A", length_m)
    assert walked.lengths_m == [length_m]
    # Out by A-B and home by B-F-E-A: only the bridge is walked twice.
    assert walked.repeated_m == [400]


def test_a_tiny_block_is_searched_if_its_ring_has_the_target_length() -> None:
    walked = Walked(TINY_BLOCK, "A", 400)
    assert (walked.lengths_m, walked.repeated_m) == ([400], [0])


EIGHT = AsciiMap(
    """
    A---B
    |   |
    C---D---E
        |   |
        F---G
    """
)


def test_two_blocks_that_meet_at_the_start_give_a_loop_each() -> None:
    walked = Walked(EIGHT, "D", 1200)
    assert walked.lengths_m == [1200, 1200]
    assert walked.repeated_m == [0, 0]
    assert not {s.stretch for s in walked.walks[0]} & {s.stretch for s in walked.walks[1]}


@pytest.mark.parametrize("start", ["D", "A", "G"])
def test_a_figure_of_eight_is_walked_whole_without_repeating(start: str) -> None:
    walked = Walked(EIGHT, start, 2400)
    assert (walked.lengths_m, walked.repeated_m) == ([2400], [0])


def test_a_loop_in_the_far_block_alone_would_repeat_without_need() -> None:
    """From A, the ring D-E-G-F is reachable only together with the ring of A."""
    refused = refusal(EIGHT, "A", 1800)
    assert refused.proved
    assert refused.target_m == 1800


THETA = AsciiMap(
    """
    .-------.
    |       |
    A-------B
    |       |
    .-------.
    """
)


def test_each_pair_of_parallel_streets_is_a_loop() -> None:
    amid = LatLon(0.0, 0.0)
    walked = Walked(THETA, amid, 2000)
    assert (walked.lengths_m, walked.repeated_m) == ([2000, 2000], [0, 0])
    assert {s.stretch for s in walked.walks[0]} != {s.stretch for s in walked.walks[1]}
    assert Walked(THETA, "A", 2400).lengths_m == [2400]
    assert refusal(THETA, "A", 3200).proved  # all three streets are no closed walk
    with pytest.raises(NoLoopError):  # nor is the pair that does not lead past the start
        Walked(THETA, amid, 2400)


SELF_LOOP = AsciiMap(
    """
        .-------.
        |       |
    A---B-------.
    """
)


def test_a_self_loop_is_a_loop_of_one_street() -> None:
    walked = Walked(SELF_LOOP, "B", 2000)
    assert (walked.lengths_m, walked.repeated_m) == ([2000], [0])
    assert len(walked.walks[0]) == 1


def test_a_loop_from_the_middle_of_a_self_loop_goes_round_it() -> None:
    b = SELF_LOOP.at("B")
    amid = LatLon(-b.lat, 0.0)
    walked = Walked(SELF_LOOP, amid, 2000)
    assert (walked.lengths_m, walked.repeated_m) == ([2000], [0])
    assert len(walked.walks[0]) == 2


def test_a_self_loop_at_the_end_of_a_stem_is_a_lollipop() -> None:
    walked = Walked(SELF_LOOP, "A", 2800)
    assert (walked.lengths_m, walked.repeated_m) == ([2800], [400])


TREE = AsciiMap(
    """
    A---B---C
        |
    D---E---F
    """
)


@pytest.mark.parametrize("start", ["A", "B", "E", "F"])
def test_a_tree_is_proved_to_have_no_loop(start: str) -> None:
    assert refusal(TREE, start, 800).proved


ISLANDS = AsciiMap(
    """
    A---B   C-------D
    |   |   |       |
    E---F   G-------H
    """
)


def test_a_loop_from_an_island_stays_on_it() -> None:
    assert Walked(ISLANDS, "A", 1200).lengths_m == [1200]
    assert refusal(ISLANDS, "A", 2000).proved
    assert Walked(ISLANDS, "C", 2000).lengths_m == [2000]


def test_a_loop_can_start_in_the_middle_of_a_street() -> None:
    a, b = ISLANDS.at("A"), ISLANDS.at("B")
    amid = LatLon(a.lat, a.lon + 0.3 * (b.lon - a.lon))
    walked = Walked(ISLANDS, amid, 1200)
    assert walked.lengths_m == [1200]
    assert walked.loops[0].points[0] == pytest.approx(amid, abs=1e-9)
    assert len(walked.walks[0]) == 5


def test_a_start_next_to_a_street_snaps_to_the_street() -> None:
    a = ISLANDS.at("A")
    beside = LatLon(a.lat + 0.0005, a.lon + 0.001)
    (loop,) = Walked(ISLANDS, beside, 1200).loops
    assert loop.points[0] == pytest.approx((a.lat, a.lon + 0.001), abs=1e-9)


def test_a_loop_from_a_dead_end_repeats_it_round_corners_too() -> None:
    town = AsciiMap(
        """
    A---B
        |
        C---D
        |   |
        E---F
    """
    )
    walked = Walked(town, "A", 1200 + 2 * 600)
    assert (walked.lengths_m, walked.repeated_m) == ([2400], [600])


DUMBBELL = AsciiMap(
    """
    A---B---S---C---D
    |   |       |   |
    E---F       G---H
    """
)


def test_a_start_between_two_rings_has_a_loop_on_each() -> None:
    walked = Walked(DUMBBELL, "S", 2000)
    assert (walked.lengths_m, walked.repeated_m) == ([2000, 2000], [400, 400])


def test_a_start_between_two_rings_has_a_loop_on_both() -> None:
    both = Walked(DUMBBELL, "S", 4000)
    assert (both.lengths_m, both.repeated_m) == ([4000], [800])


def plain_graph(*streets: tuple[str, str, float]) -> nx.MultiGraph[str]:
    """Return a graph with given lengths, each street drawn with a bend."""
    import shapely

    places = {"A": (0.0, 0.0), "B": (0.003, 0.0)}
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    for name, (x, y) in places.items():
        graph.add_node(name, x=x, y=y)
    for number, (u, v, length_m) in enumerate(streets):
        bends = [(0.001, 0.001 * number), (0.002, 0.0015 * number)]
        line = shapely.LineString([places[u], *bends, places[v]])
        graph.add_edge(u, v, length=length_m, geometry=line)
    return graph


def test_a_street_is_repeated_only_if_the_way_round_is_too_long() -> None:
    graph = plain_graph(("A", "B", 400.0), ("A", "B", 1600.0), ("B", "B", 1200.0))
    network = StreetNetwork.from_networkx(graph)

    def walked(length_m: float) -> tuple[float, float]:
        request = LoopRequest(start=LatLon(0, 0), length_m=length_m, only_loops=True)
        (loop,) = find_loops(network, request)
        return round(loop.length_m), round(loop.repeated_share * loop.length_m)

    assert walked(2000) == (2000, 400) or walked(2000) == (2000, 0)
    shorter = plain_graph(("A", "B", 400.0), ("A", "B", 1700.0), ("B", "B", 1200.0))
    network = StreetNetwork.from_networkx(shorter)
    assert walked(2000) == (2000, 400)  # round by the other way it would be 3,300 m
    assert walked(3300) == (3300, 0)  # and now that is what is wished for
    assert walked(2100) == (2100, 0)


def block_of_streets(side: int = 9) -> nx.Graph[tuple[int, int]]:
    """Return a grid of streets about 100 m apart, each slightly longer than the next."""
    graph: nx.Graph[tuple[int, int]] = nx.grid_2d_graph(side, side)
    for row, column in graph:
        graph.add_node(
            (row, column),
            x=0.001 * column + 0.00003 * row * column,
            y=0.0009 * row * (1 + row / 40),
        )
    return graph


def test_a_plain_networkx_graph_with_coordinates_is_enough() -> None:
    graph = block_of_streets()
    network = StreetNetwork.from_networkx(graph)
    middle = graph.nodes[(4, 4)]
    start = LatLon(middle["y"], middle["x"])
    loops = find_loops(network, LoopRequest(start=start, length_m=2000))
    streets = Streets(network, network.nearest(start))
    assert len(loops) == 5
    for loop in loops:
        streets.check(loop)
        assert abs(loop.error_m) <= 10
        assert loop.repeated_share == 0
        assert loop.compactness > 0.2


def test_a_directed_graph_with_streets_in_both_directions_gives_the_same_loops() -> None:
    graph = block_of_streets()
    start = LatLon(graph.nodes[(4, 4)]["y"], graph.nodes[(4, 4)]["x"])
    request = LoopRequest(start=start, length_m=2000)
    once = find_loops(StreetNetwork.from_networkx(graph), request)
    both_ways = find_loops(StreetNetwork.from_networkx(nx.MultiDiGraph(graph)), request)
    assert [loop.points for loop in once] == [loop.points for loop in both_ways]


@pytest.mark.parametrize("heading_deg", [0, 90, 180, 270])
def test_with_a_heading_loops_lie_and_set_off_that_way(heading_deg: float) -> None:
    graph = block_of_streets()
    start = LatLon(graph.nodes[(4, 4)]["y"], graph.nodes[(4, 4)]["x"])
    request = LoopRequest(start=start, length_m=1600, heading_deg=heading_deg, tolerance=0.05)
    loops = find_loops(StreetNetwork.from_networkx(graph), request)
    assert len(loops) >= 2
    way = np.array([np.cos(np.radians(heading_deg)), np.sin(np.radians(heading_deg))])
    for loop in loops:
        points = np.array(loop.points) - np.array(start)
        assert points.mean(axis=0) @ way > 0
        quarter = len(points) // 4
        assert points[1:quarter].mean(axis=0) @ way >= points[-quarter:-1].mean(axis=0) @ way - 1e-3


def test_without_a_heading_loops_go_round_clockwise() -> None:
    graph = block_of_streets()
    start = LatLon(graph.nodes[(4, 4)]["y"], graph.nodes[(4, 4)]["x"])
    for loop in find_loops(
        StreetNetwork.from_networkx(graph), LoopRequest(start=start, length_m=2000)
    ):
        lat, lon = np.array(loop.points).T
        assert np.sum(lon[:-1] * lat[1:] - lon[1:] * lat[:-1]) < 0


def test_a_start_beyond_the_snap_limit_is_refused_with_both_distances() -> None:
    network = EIGHT.streets()
    far = LatLon(0.02, 0.0)
    with pytest.raises(StartTooFarError) as refused:
        find_loops(network, LoopRequest(start=far, length_m=1200, snap_limit_m=500))
    assert refused.value.limit_m == 500
    assert refused.value.distance_m > 1800
    assert find_loops(network, LoopRequest(start=far, length_m=1200, snap_limit_m=5000))


def test_a_loop_that_repeats_much_is_followed_by_one_that_repeats_less() -> None:
    """Use the stem of 200 m to the ring of 700 m, or the ring of 1,000 m and 50 m of the stem."""
    town = AsciiMap(
        """
        A-----S---E----F
        |     |   |    |
        |     |   G----H
        |     |
        D-----C
        """,
        spacing_m=50,
    )
    request = LoopRequest(start=town.at("S"), length_m=1100)
    loop, spur = find_loops(town.streets(), request)
    assert (loop.rank, loop.kind) == (1, "loop")
    assert (spur.rank, spur.kind) == (2, "loop and spur")
    twice_m = [walk.repeated_share * walk.length_m for walk in (loop, spur)]
    assert twice_m == pytest.approx([200, 50], abs=0.1)
    assert spur.note.startswith("The loop from here has 1 km. The missing 100 m are a side street")
    for alone in ({"only_loops": True}, {"count": 1}, {"length_m": 2100.0}):
        assert {loop.kind for loop in find_loops(town.streets(), replace(request, **alone))} == {
            "loop"
        }


def test_there_are_at_most_count_loops() -> None:
    graph = block_of_streets()
    network = StreetNetwork.from_networkx(graph)
    start = LatLon(graph.nodes[(4, 4)]["y"], graph.nodes[(4, 4)]["x"])
    ranks = [
        [
            loop.rank
            for loop in find_loops(network, LoopRequest(start=start, length_m=2000, count=n))
        ]
        for n in (1, 3, 6)
    ]
    assert ranks == [[1], [1, 2, 3], [1, 2, 3, 4, 5, 6]]


@pytest.mark.parametrize(("street_m", "kind"), [(24.8746, "out-and-back"), (24.8754, "loop")])
def test_a_loop_too_short_by_less_than_the_rounding_is_too_short(
    street_m: float, kind: str
) -> None:
    """Forty streets of 24.875 m make 995 m; the largest allowed error is 5 m."""
    graph: Any = nx.cycle_graph(40)
    for node in graph:
        angle = node / 40 * 2 * np.pi
        graph.add_node(node, x=0.001 * float(np.cos(angle)), y=0.001 * float(np.sin(angle)))
        graph.edges[node, (node + 1) % 40]["length"] = street_m
    request = LoopRequest(start=LatLon(0, 0.001), length_m=1000)
    loops = find_loops(StreetNetwork.from_networkx(graph), request)
    assert loops[0].kind == kind
    assert loops[-1].length_m == pytest.approx(40 * street_m)
