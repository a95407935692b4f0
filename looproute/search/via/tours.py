"""Find closed walks through some junctions, with short legs that share no street."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import NamedTuple

import numpy as np

from looproute._typing import Floats, Ints, Mask
from looproute.search.graph.biconnected import find_blocks
from looproute.search.graph.multigraph import Multigraph
from looproute.search.graph.shortest_paths import shortest_paths

# The number of orders to try, the shortest of all.
ORDERS = 4
# The number of times that the legs are routed, the factor on the cost of a street that another leg
# uses, and the lasting factor on one that two legs have shared.
ROUNDS = 12
SHARED, AGAIN = 4.0, 1.6


class Tour(NamedTuple):
    """A closed walk in legs, from stop to stop.

    Attributes
    ----------
    stops : the junctions, in order; the walk begins and ends at the first.
    legs : darts of each leg; there is one leg per stop, and the last one leads to the first stop.
    length_m : total length.
    """

    stops: tuple[int, ...]
    legs: tuple[Ints, ...]
    length_m: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Roads:
    """Streets on which tours are routed.

    Attributes
    ----------
    graph : the streets.
    open : (m,) mask of the streets that may be used.
    forced : (m,) those that may be used twice, since nothing else leads beyond them.
    cost : (m,) cost of each street.
    """

    graph: Multigraph
    open: Mask
    forced: Mask
    cost: Floats

    @classmethod
    def of(cls, graph: Multigraph, open_: Mask, cost: Floats, root: int) -> Roads:
        """Return the roads made of some streets; bridges among them are forced."""
        cycles = np.zeros(graph.m, dtype=bool)
        cycles[open_] = find_blocks(graph.only(open_), root).in_cycles()
        return cls(graph=graph, open=open_, forced=open_ & ~cycles, cost=cost)

    def tour(self, stops: Sequence[int]) -> Tour | None:
        """Return a tour through stops in this order, None if its legs cannot be kept apart.

        Notes
        -----
        Each leg is routed with a higher cost on streets that other legs use. Streets that two legs
        share get a lasting surcharge, and all legs are routed again until none share a street.
        (McMurchie and Ebeling 1995, "PathFinder: a negotiation-based performance-driven router for
        FPGAs".)
        """
        dear = np.where(self.open, self.cost, np.inf)
        for _ in range(ROUNDS):
            times = np.zeros(self.graph.m)
            legs = []
            for here, there in pairwise((*stops, stops[0])):
                price = dear * (1 + SHARED * np.where(self.forced, 0, times))
                paths = shortest_paths(self.graph, here, np.repeat(price, 2))
                if not np.isfinite(paths.distance_m[there]):
                    return None
                legs.append(paths.path_to(there))
                times[legs[-1] >> 1] += 1
            if (times <= np.where(self.forced, 2, 1)).all():
                length_m = float(times @ self.graph.length_m)
                return Tour(stops=tuple(stops), legs=tuple(legs), length_m=length_m)
            dear = dear * np.where((times > 1) & ~self.forced, AGAIN, 1.0)
        return None


def orders(apart_m: Floats) -> list[tuple[int, ...]]:
    """Return the best orders in which to pass k stops, each beginning with stop 0.

    Parameters
    ----------
    apart_m : (k, k) metres along the streets from stop to stop.

    >>> line = np.abs(np.subtract.outer([0.0, 2.0, 1.0], [0.0, 2.0, 1.0]))
    >>> orders(line)
    [(0, 1, 2)]
    """
    rest = range(1, len(apart_m))
    every = [(0, *order) for order in permutations(rest) if order[:1] <= order[-1:]]
    return sorted(every, key=lambda order: tour_m(apart_m, order))[:ORDERS]


def tour_m(apart_m: Floats, order: tuple[int, ...]) -> float:
    """Return the length in metres of the shortest closed walk through stops in this order."""
    return float(sum(apart_m[a, b] for a, b in pairwise((*order, order[0]))))


def tours(roads: Roads, stops: Sequence[int], apart_m: Floats) -> Iterator[Tour]:
    """Yield the tours, if any, in each of the best orders and its reverse."""
    for order in orders(apart_m):
        for way_round in (order, (0, *reversed(order[1:]))):
            tour = roads.tour([stops[i] for i in way_round])
            if tour is not None:
                yield tour
