"""Compute the cost of a street from its length, how pleasant it is and how straight it goes on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from looproute._typing import Floats, Indices, Mask
from looproute.network.network import StreetNetwork
from looproute.search.graph.ragged import take_rows

# A long stroke is easy to follow. The surcharge for a short one, and the stroke length in metres
# over which the surcharge falls to 1/e.
STROKE_SURCHARGE = 0.8
STROKE_SCALE_M = 400.0
STRAIGHT_ON_COS = np.cos(np.radians(35.0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Strokes:
    """Pairs of street ends that form strokes, for any part of a network.

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
        """Return the pairs of a network; `leave` is `Shapes.leave`."""
        tail = np.column_stack([network.u, network.v]).ravel()
        order = np.argsort(tail, kind="stable")
        begin = np.concatenate([[0], np.cumsum(np.bincount(tail))])
        # Every pair of different darts that leave one junction.
        flat, start = take_rows(begin, tail[order])
        first, second = np.repeat(order, np.diff(start)), order[flat]
        straight = -np.sum(leave[first] * leave[second], axis=1)
        on = (first != second) & (straight >= STRAIGHT_ON_COS)
        first, second, straight = first[on], second[on], straight[on]
        # Of two equally straight ones, prefer the longer, then the one with the higher number.
        length_m = network.length_m[second // 2]
        ranked = np.lexsort([second, length_m, np.round(straight, 9)])[::-1]
        ranked = ranked[np.argsort(first[ranked], kind="stable")]
        return cls(from_dart=first[ranked], to_dart=second[ranked])

    def lengths_m(self, length_m: Floats, streets: Mask) -> Floats:
        """Return the stroke length of each street in a part of the network.

        Parameters
        ----------
        length_m : (m,) metres of each street of the network.
        streets : (m,) which of them are in the part.

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
    """Return the (m,) costs: length × cost_factor × the surcharge for a short stroke.

    Busy streets always pay the full surcharge: they are unpleasant to follow, however long.

    Parameters
    ----------
    length_m, cost_factor : (m,) of each street, see `osm.tags` for the factor.
    busy : (m,) whether it is a classified road.
    stroke_m : (m,) the length of its stroke.
    """
    loose = np.where(busy, 1.0, np.exp(-stroke_m / STROKE_SCALE_M))
    costs: Floats = length_m * cost_factor * (1 + STROKE_SURCHARGE * loose)
    return costs
