"""Bridges of a network, and the note on repetition."""

from __future__ import annotations

import numpy as np

from looproute.request import LoopRequest
from looproute.search.bridges import bridges_of, note_repeats
from looproute.search.closed_walks import find_walks
from looproute.search.subgraph import reach
from looproute.sources.ascii_map import AsciiMap
from looproute.text.notes import describe_notes
from looproute.units import Units


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
    assert noted(AsciiMap("S---B\n|   |\nD---C", spacing_m=50), 600) == ""


def noted(town: AsciiMap, length_m: float, units: Units = "metric") -> str:
    network = town.streets()
    request = LoopRequest(start=town.at("S"), length_m=length_m)
    start = network.nearest(request.start)
    subgraph = reach(network, start, request.target_m + request.tolerance_m).without_dead_ends()
    walk, *_ = find_walks(subgraph, request).darts
    return describe_notes(note_repeats(network, subgraph, walk, request), units)


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
