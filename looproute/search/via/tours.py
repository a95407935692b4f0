"""Closed walks through some junctions, each the shortest way from one to the next."""

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

# Of all orders, so many of the shortest are tried.
ORDERS = 4
# How often the legs of a tour are laid, how many times dearer a street is that another leg uses,
# and how many times dearer it stays where two have used it.
ROUNDS = 12
SHARED, AGAIN = 4.0, 1.6


class Tour(NamedTuple):
    """A closed walk in legs, from stop to stop.

    Attributes
    ----------
    stops : the junctions, in order; the first is where it begins and ends.
    legs : darts, as many legs as stops, the last one leading to the first stop.
    length_m : all of them.
    """

    stops: tuple[int, ...]
    legs: tuple[Ints, ...]
    length_m: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Roads:
    """Streets on which tours are laid.

    Attributes
    ----------
    graph : the streets.
    open : (m,) those that may be used.
    forced : (m,) those of them that may be walked twice, since nothing else leads beyond them.
    cost : (m,) what walking them costs.
    """

    graph: Multigraph
    open: Mask
    forced: Mask
    cost: Floats

    @classmethod
    def of(cls, graph: Multigraph, open_: Mask, cost: Floats, root: int) -> Roads:
        """Return the roads that some streets make, forced where they are bridges."""
        cycles = np.zeros(graph.m, dtype=bool)
        cycles[open_] = find_blocks(graph.only(open_), root).in_cycles()
        return cls(graph=graph, open=open_, forced=open_ & ~cycles, cost=cost)

    def tour(self, stops: Sequence[int]) -> Tour | None:
        """Return a tour through stops in this order, None where its legs do not come apart.

        Notes
        -----
        All legs are laid, each dearer where another one lies; where two still share a street, it
        gets dearer for good, and all are laid again, until none do. (McMurchie and Ebeling 1995,
        "PathFinder: a negotiation-based performance-driven router for FPGAs".)
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
    """Return the best orders in which to pass k stops, the first of them always 0.

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
    """Return the metres of a closed walk through stops: no walk through them is shorter."""
    return float(sum(apart_m[a, b] for a, b in pairwise((*order, order[0]))))


def tours(roads: Roads, stops: Sequence[int], apart_m: Floats) -> Iterator[Tour]:
    """Yield a tour in each of the best orders, and one backwards, where there are such."""
    for order in orders(apart_m):
        for way_round in (order, (0, *reversed(order[1:]))):
            tour = roads.tour([stops[i] for i in way_round])
            if tour is not None:
                yield tour
