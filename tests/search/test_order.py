"""Streets numbered by place: the order in which they came is forgotten."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from looproute.network.network import StreetNetwork
from looproute.search.order import ordered

from .contracted_blocks import PLACE_NAMES, Place, places
from .renumbering import renumbered


@pytest.mark.parametrize("place", places(), ids=PLACE_NAMES)
def test_renumbered_and_reversed_streets_are_ordered_alike(place: Place) -> None:
    once = ordered(place.network)
    for seed in range(3):
        again = ordered(renumbered(place.network, seed))
        for field in fields(StreetNetwork):
            one, other = getattr(once, field.name), getattr(again, field.name)
            assert np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other


@pytest.mark.parametrize("place", places(), ids=PLACE_NAMES)
def test_an_ordered_network_has_the_same_streets(place: Place) -> None:
    network, streets = place.network, ordered(place.network)
    assert (np.diff(streets.lat) >= 0).all()
    assert (streets.u <= streets.v).all()
    assert np.sort(streets.length_m).tolist() == np.sort(network.length_m).tolist()
    assert np.sort(streets.line_lat).tolist() == np.sort(network.line_lat).tolist()


def test_a_network_is_ordered_once() -> None:
    network = places()[0].network
    assert ordered(network) is ordered(network)
