"""Find paths from one place to another that follow an arc to either side.

For each bearing an arc of the requested length is drawn through both ends, its middle in that
direction, and streets cost more the further they are off it. Two trees grow from the ends until
they meet, and each street across the frontier closes a path. All arcs are searched at once, in
stacked copies of the block.
"""

from __future__ import annotations

import numpy as np

from looproute._typing import Floats
from looproute.search.cycles.contracted_block import COST, LENGTH, ContractedBlock
from looproute.search.cycles.forest import StackedCopies
from looproute.search.cycles.frontier import Joins, joins

# Length of a path along streets divided by the length of the arc that it follows.
DETOUR = 1.15
# The cost of a street grows by this times the square of its distance from the arc, in radii.
ROUNDNESS = 5.0
# Within this share of the radius from an end, distance from the arc costs nothing.
FREE = 0.25
# If the ends are nearer to each other than this share of the length, arcs lie on all bearings
# instead of on two.
NEAR = 0.35
BEARINGS = 8


def arcs(block: ContractedBlock, tie: int, length_m: float, first_rad: float) -> Joins:
    """Return cycles over the virtual edge that follow arcs; the virtual edge comes first in each.

    Parameters
    ----------
    block : its anchor is one end.
    tie : the dart of the virtual edge, from the anchor to the other end.
    length_m : the approximate length of the paths.
    first_rad : the first bearing, used if the ends are near to each other.
    """
    prices = _price_arcs(block, tie, length_m, first_rad)
    return _join_across(block, tie, block.totals[::2, COST] * prices)


def straight(block: ContractedBlock, tie: int) -> Joins:
    """Return cycles over the virtual edge along the shortest and the most pleasant streets."""
    half_m, half = block.totals[::2, LENGTH], block.totals[::2, COST]
    return _join_across(block, tie, np.array([half_m, half_m + half, half]))


def _join_across(block: ContractedBlock, tie: int, prices: Floats) -> Joins:
    """Return the cycles across the frontier between the two ends, one copy per row of prices."""
    copies = StackedCopies.of(block, np.ones((len(prices), block.n), dtype=bool))
    price = prices[copies.copy[copies.tail], copies.dart >> 1]
    return joins(copies, price, [[tie]] * len(prices))


def _price_arcs(block: ContractedBlock, tie: int, length_m: float, first_rad: float) -> Floats:
    """Return the (k, m) factors by which chains off each of k arcs cost more."""
    x, y = block.x, block.y
    here, there = block.anchor, block.head[tie]
    chord_x, chord_y = x[there] - x[here], y[there] - y[here]
    chord_m = float(np.hypot(chord_x, chord_y))
    arc_m = length_m / DETOUR
    if chord_m < NEAR * length_m:
        bearings = first_rad + np.arange(BEARINGS) * (2 * np.pi / BEARINGS)
    else:
        bearings = np.arctan2(chord_x, chord_y) + np.array([-0.5, 0.5]) * np.pi
    half_rad = _half_angle(min(1.0, chord_m / arc_m))
    radius_m = arc_m / (2 * half_rad)
    off_m = -radius_m * np.cos(half_rad)
    centre_x = (x[here] + x[there]) / 2 + off_m * np.sin(bearings)
    centre_y = (y[here] + y[there]) / 2 + off_m * np.cos(bearings)
    samples = np.concatenate(
        [np.column_stack([x, y])[block.tail[::2]], np.column_stack([x, y])[block.head[::2]]]
    )
    off2 = np.zeros((len(bearings), block.m))
    for at in (samples[: block.m], samples[block.m :], block.middle):
        out_m = np.hypot(at[:, 0] - centre_x[:, None], at[:, 1] - centre_y[:, None])
        off = out_m / radius_m - 1
        for end in (here, there):
            off[:, np.hypot(at[:, 0] - x[end], at[:, 1] - y[end]) < FREE * radius_m] = 0.0
        off2 += np.minimum(off * off, 4.0) / 3
    return 1 + ROUNDNESS * off2


def _half_angle(chord_share: float) -> float:
    """Return half the angle in radians of an arc, given chord over arc length, 0 to 1.

    >>> round(_half_angle(2 / np.pi), 3), round(_half_angle(0.0), 3)
    (1.571, 3.142)
    """
    low, high = 0.05, np.pi  # below 0.05 an arc is nearly straight
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if np.sin(middle) / middle > chord_share else (low, middle)
    return high
