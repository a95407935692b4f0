"""Places on streets become junctions, and nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from looproute.geo import split_line
from looproute.network.network import Condition, Spot, StreetNetwork
from looproute.search.snapping import with_junctions
from looproute.sources.ascii_map import AsciiMap

TOWN = """
    A---B---C
    |   |   |
    .---D---.
"""


def spot(network: StreetNetwork, street: int, share: float) -> Spot:
    line = network.line(street)
    along_m = share * float(network.length_m[street])
    point = AsciiMap(TOWN).at("A")  # where a spot is, is told by its street and share alone
    assert len(line.lat) >= 2
    return Spot(street=street, share=share, along_m=along_m, point=point, distance_m=0.0)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.floats(0, 1)), max_size=6),
)
def test_the_parts_of_a_split_street_have_its_length(cuts: list[tuple[int, float]]) -> None:
    network = AsciiMap(TOWN).streets()
    cut, junctions = with_junctions(network, [spot(network, *place) for place in cuts])
    assert len(junctions) == len(cuts)
    assert cut.length_m.sum() == pytest.approx(network.length_m.sum(), abs=1e-6)
    assert (cut.length_m > 0.49).all()
    assert len(set(cut.osm_id.tolist())) == len(cut.osm_id)
    for (street, share), junction in zip(cuts, junctions, strict=True):
        place = cut.lat[junction], cut.lon[junction]
        before, _ = split_line(network.line(street), share)
        assert place == pytest.approx((before.lat[-1], before.lon[-1]), abs=1e-5)


def test_snapping_to_a_junction_splits_no_street() -> None:
    network = AsciiMap(TOWN).streets()
    cut, junctions = with_junctions(network, [spot(network, 0, 0.0), spot(network, 0, 1.0)])
    assert cut is network
    assert junctions == (int(network.u[0]), int(network.v[0]))


def test_the_same_place_twice_is_one_junction() -> None:
    network = AsciiMap(TOWN).streets()
    cut, (one, other) = with_junctions(network, [spot(network, 1, 0.5), spot(network, 1, 0.5005)])
    assert one == other
    assert len(cut.lat) == len(network.lat) + 1


def test_the_parts_of_a_street_keep_its_attributes() -> None:
    from dataclasses import replace

    network = AsciiMap(TOWN).streets()
    risers = np.arange(len(network.u), dtype=float) * 10
    network = replace(network, risers=risers, conditions=(Condition(1, "no @ (22:00-06:00)"),))
    cut, _ = with_junctions(network, [spot(network, 1, 0.25), spot(network, 1, 0.75)])
    assert [street for street, _ in cut.conditions] == [1, 2, 3]
    assert cut.risers.sum() == pytest.approx(risers.sum())
    assert cut.risers[1:4].tolist() == pytest.approx([2.5, 5.0, 2.5])
