"""What a street costs a walker: its metres, how pleasant they are, how easy it is to follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from looproute._typing import Floats, Indices, Mask
from looproute.network.network import StreetNetwork
from looproute.search.graph.ragged import take_rows

# A street that goes straight on for long is easy to follow: the surcharge for one that does not,
# and the length of line over which the surcharge falls to 1/e.
STROKE_SURCHARGE = 0.8
STROKE_SCALE_M = 400.0
STRAIGHT_ON_COS = np.cos(np.radians(35.0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Strokes:
    """Which street ends go straight on, for the strokes of any part of a network.

    A stroke joins streets that go straight on at a junction: two street ends that are each
    other's straightest continuation, within 35°. Source: Thomson & Richardson 1999, "The 'good
    continuation' principle of perceptual organization applied to the generalization of road
    networks".

    Attributes
    ----------
    from_dart, to_dart : (p,) pairs of darts that leave one junction in opposite directions, the
        straightest continuation of each dart first.
    """

    from_dart: Indices
    to_dart: Indices

    @classmethod
    def of(cls, network: StreetNetwork, leave: Floats) -> Strokes:
        """Return the pairs of a network; `leave` is that of `Shapes`."""
        tail = np.column_stack([network.u, network.v]).ravel()
        order = np.argsort(tail, kind="stable")
        begin = np.concatenate([[0], np.cumsum(np.bincount(tail))])
        # Every pair of different darts that leave one junction.
        flat, start = take_rows(begin, tail[order])
        first, second = np.repeat(order, np.diff(start)), order[flat]
        straight = -np.sum(leave[first] * leave[second], axis=1)
        on = (first != second) & (straight >= STRAIGHT_ON_COS)
        first, second, straight = first[on], second[on], straight[on]
        # Of two that are as straight the longer one goes on, and then the one numbered higher.
        length_m = network.length_m[second // 2]
        ranked = np.lexsort([second, length_m, np.round(straight, 9)])[::-1]
        ranked = ranked[np.argsort(first[ranked], kind="stable")]
        return cls(from_dart=first[ranked], to_dart=second[ranked])

    def lengths_m(self, length_m: Floats, streets: Mask) -> Floats:
        """Return for each street of a part of the network how long its stroke is in that part.

        Parameters
        ----------
        length_m : (m,) of each street of the network.
        streets : (m,) which of them are the part.

        Returns
        -------
        (k,) metres, for the streets of the part in order.
        """
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        inside = np.flatnonzero(streets.take(self.from_dart >> 1) & streets.take(self.to_dart >> 1))
        first, second = self.from_dart.take(inside), self.to_dart.take(inside)
        straightest = np.flatnonzero(np.diff(first, prepend=-1))
        best = np.full(2 * len(streets), -1)
        best[first.take(straightest)] = second.take(straightest)
        first, second = first.take(straightest), second.take(straightest)
        mutual = (best.take(second) == first) & (first < second)
        number = np.cumsum(streets) - 1
        a, b = number.take(first[mutual] >> 1), number.take(second[mutual] >> 1)
        part_m = length_m[streets]
        k = len(part_m)
        joined = coo_array((np.ones(len(a)), (a, b)), shape=(k, k))
        _, stroke = connected_components(joined, directed=False)
        total: Floats = np.bincount(stroke, part_m).astype(np.float64)[stroke]
        return total


def street_costs(length_m: Floats, cost_factor: Floats, busy: Mask, stroke_m: Floats) -> Floats:
    """Return (m,) length × cost_factor × what a walk loses by leaving a long straight line.

    Comfort is that of `walkability`. A busy street is no pleasure to follow, however long.

    Parameters
    ----------
    length_m, cost_factor : (m,) of each street.
    busy : (m,) whether it is a classified road.
    stroke_m : (m,) how long the stroke is that it belongs to.
    """
    loose = np.where(busy, 1.0, np.exp(-stroke_m / STROKE_SCALE_M))
    costs: Floats = length_m * cost_factor * (1 + STROKE_SURCHARGE * loose)
    return costs
