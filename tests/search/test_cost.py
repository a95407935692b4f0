"""The cost per metre of streets in drawn towns."""

from __future__ import annotations

import numpy as np
import pytest

from looproute.search.cost import STROKE_SCALE_M, STROKE_SURCHARGE
from looproute.search.features import Features
from looproute.sources.ascii_map import AsciiMap

CROSSING = """
        N
        |
    W---C---E
        |
        S
"""


def costs(town: AsciiMap) -> dict[frozenset[str], float]:
    """Return the cost per metre of each street of a town, by the names of its ends."""
    network = town.streets()
    features = Features.of(network)
    names = {(town.at(name).lat, town.at(name).lon): name for name in "NWCES"}
    at = [names[place] for place in zip(network.lat.tolist(), network.lon.tolist(), strict=True)]
    per_m = features.cost / network.length_m / network.cost_factor
    return {
        frozenset((at[u], at[v])): float(cost)
        for u, v, cost in zip(network.u.tolist(), network.v.tolist(), per_m, strict=True)
    }


def test_streets_straight_across_a_crossing_are_one_stroke_and_cost_less() -> None:
    # W-C-E is 800 m of one line, N-C-S 400 m.
    per_m = costs(AsciiMap(CROSSING, spacing_m=100))
    assert per_m[frozenset("WC")] == per_m[frozenset("CE")]
    assert per_m[frozenset("WC")] == pytest.approx(
        1 + STROKE_SURCHARGE * np.exp(-800 / STROKE_SCALE_M), abs=1e-6
    )
    assert per_m[frozenset("NC")] == pytest.approx(
        1 + STROKE_SURCHARGE * np.exp(-400 / STROKE_SCALE_M), abs=1e-6
    )


def test_a_busy_street_pays_the_full_surcharge_however_long_its_stroke() -> None:
    town = AsciiMap(CROSSING, spacing_m=100, highways={"WC": "primary", "CE": "primary"})
    per_m = costs(town)
    assert per_m[frozenset("WC")] == pytest.approx(1 + STROKE_SURCHARGE)
    assert Features.of(town.streets()).busy.sum() == 2


def test_a_corner_ends_a_stroke() -> None:
    network = AsciiMap(
        """
    A---B
        |
        C
    """,
        spacing_m=100,
    ).streets()
    per_m = Features.of(network).cost / network.length_m
    lengths = network.length_m
    assert per_m == pytest.approx(
        1 + STROKE_SURCHARGE * np.exp(-lengths / STROKE_SCALE_M), rel=1e-6
    )


def test_a_stroke_continues_into_one_branch_of_a_fork() -> None:
    # From A the line goes straight on to C; the way to D, 45° off, is no part of it.
    network = AsciiMap(
        r"""
    A---B---C
         \
          D
    """,
        spacing_m=100,
    ).streets()
    features = Features.of(network)
    per_m = dict(
        zip(np.round(network.length_m, 1).tolist(), features.cost / network.length_m, strict=True)
    )
    assert per_m[400.0] == pytest.approx(
        1 + STROKE_SURCHARGE * np.exp(-800 / STROKE_SCALE_M), rel=1e-5
    )
    assert per_m[282.8] == pytest.approx(
        1 + STROKE_SURCHARGE * np.exp(-282.84 / STROKE_SCALE_M), rel=1e-5
    )
