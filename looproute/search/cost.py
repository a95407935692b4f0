"""What a street costs a walker: its metres, how pleasant they are, how easy it is to follow."""

from __future__ import annotations

import numpy as np

from looproute._typing import Floats, Ints, Mask
from looproute.network.network import StreetNetwork
from looproute.search.graph.ragged import take_rows

# A street that goes straight on for long is easy to follow: the surcharge for one that does not,
# and the length of line over which the surcharge falls to 1/e.
STROKE_SURCHARGE = 0.8
STROKE_SCALE_M = 400.0
STRAIGHT_ON_COS = np.cos(np.radians(35.0))


def street_costs(network: StreetNetwork, leave: Floats, busy: Mask) -> Floats:
    """Return (m,) length × cost_factor × what a walk loses by leaving a long straight line.

    Comfort is that of `walkability`. A busy street is no pleasure to follow, however long.

    Parameters
    ----------
    network : of m streets.
    leave : (2m, 2) unit heading of each dart as it leaves its tail.
    busy : (m,) whether the street is a classified road.
    """
    stroke_m = _stroke_lengths(network.u, network.v, network.length_m, leave)
    loose = np.where(busy, 1.0, np.exp(-stroke_m / STROKE_SCALE_M))
    return network.length_m * network.cost_factor * (1 + STROKE_SURCHARGE * loose)


def _stroke_lengths(u: Ints, v: Ints, length_m: Floats, leave: Floats) -> Floats:
    """Return for each street the length of the stroke it belongs to; `leave` is that of `Shapes`.

    A stroke joins streets that go straight on at a junction: two street ends that are each
    other's straightest continuation, within 35°. Source: Thomson & Richardson 1999, "The 'good
    continuation' principle of perceptual organization applied to the generalization of road
    networks".
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    m = len(u)
    darts = np.arange(2 * m)
    tail = np.column_stack([u, v]).ravel()
    order = np.argsort(tail, kind="stable")
    begin = np.concatenate([[0], np.cumsum(np.bincount(tail))])
    # Every pair of different darts that leave one junction.
    flat, start = take_rows(begin, tail[order])
    first, second = np.repeat(order, np.diff(start)), order[flat]
    differ = first != second
    first, second = first[differ], second[differ]
    straight = -np.sum(leave[first] * leave[second], axis=1)
    # Two that are as straight are told apart by their length, not by how they are numbered.
    ranked = np.lexsort([length_m[second // 2], np.round(straight, 9), first])
    last = np.flatnonzero(np.diff(first[ranked], append=-1))
    best = np.full(2 * m, -1)
    best[first[ranked][last]] = second[ranked][last]
    best_cos = np.full(2 * m, -1.0)
    best_cos[first[ranked][last]] = straight[ranked][last]
    mutual = (best >= 0) & (best[best] == darts) & (best_cos >= STRAIGHT_ON_COS)
    a, b = darts[mutual] // 2, best[mutual] // 2
    joined = coo_array((np.ones(len(a)), (a, b)), shape=(m, m))
    _, stroke = connected_components(joined, directed=False)
    total: Floats = np.bincount(stroke, length_m).astype(np.float64)[stroke]
    return total
