"""On every area the network is the one that OSMnx builds from the same judged ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from looproute.osm.build import build_network
from looproute.osm.reader import read

from .osmnx_oracle import network_by_osmnx, read_extract, streets_of

DATA = Path(__file__).parents[2] / "data"
AREAS = sorted(path.name for path in DATA.iterdir() if (path / f"{path.name}.osm.gz").exists())
# The cost of a street adds up in the order in which OSMnx meets its parts, and is then rounded.
COMFORT, RISERS = 0.0011, 0.011
MOST_M = 0.000_21  # both round to a tenth of a millimetre


@pytest.mark.parametrize("area", AREAS)
def test_junctions_streets_lengths_and_lines_are_those_of_osmnx(area: str) -> None:
    path = DATA / area / f"{area}.osm.gz"
    network = build_network(read(path, None, None))
    found = streets_of(network)
    expected = streets_of(network_by_osmnx(read_extract(path)))
    assert found.keys() == expected.keys()
    for street, (length_m, cost_factor, risers, condition) in found.items():
        oracle = expected[street]
        parts = max(1, len(street.line) - 1) if street.ends[0] == street.ends[1] else 1
        assert length_m == pytest.approx(oracle.length_m, abs=MOST_M * parts)
        assert cost_factor == pytest.approx(oracle.cost_factor, abs=COMFORT)
        assert risers == pytest.approx(oracle.risers, abs=RISERS)
        assert condition == oracle.condition
    ends = {end for street in expected for end in street.ends}
    assert set(network.osm_id.tolist()) == ends
