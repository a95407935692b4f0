"""Closed walks through some junctions, each the shortest way from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

import numpy as np

from looproute.search.graph.blocks import find_blocks
from looproute.search.graph.shortest import shortest_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from looproute.search.graph.multigraph import Mask, Multigraph
    from looproute.streets import Floats, Ints

# Of all orders, so many of the shortest are tried.
ORDERS = 4


@dataclass(frozen=True, kw_only=True, eq=False)
class Tour:
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

    def way(self, here: int, there: int, walked: Mask) -> Ints | None:
        """Return the cheapest way that does not use what was walked, but for what is forced."""
        free = self.open & (~walked | self.forced)
        price = np.repeat(np.where(free, self.cost, np.inf), 2)
        paths = shortest_paths(self.graph, here, price)
        return paths.path_to(there) if np.isfinite(paths.distance_m[there]) else None

    def tour(self, stops: Sequence[int], first: int) -> Tour | None:
        """Return a tour whose leg number `first` is laid first, then the next one, and so on.

        A stop that a leg comes through on its way is passed there. None where a leg finds no way
        that is left.
        """
        ahead = [*stops[first:], *stops[:first]]
        passed, legs = [ahead[0]], []
        walked = np.zeros(self.graph.m, dtype=bool)
        for stop in [*ahead[1:], ahead[0]]:
            if stop in passed[1:]:
                continue
            way = self.way(passed[-1], stop, walked)
            if way is None:
                return None
            walked[way >> 1] = True
            heads = self.graph.head[way]
            on_the_way = {head: i for i, head in enumerate(heads[:-1].tolist()) if head in ahead}
            cuts = sorted(i for head, i in on_the_way.items() if head not in passed)
            legs += np.split(way, [i + 1 for i in cuts])
            passed += [*heads[cuts].tolist(), stop]
        times = np.bincount(np.concatenate(legs) >> 1, minlength=self.graph.m)
        if times.max() > 2:
            return None
        begin = passed.index(stops[0])
        return Tour(
            stops=(*passed[begin:-1], *passed[:begin]),
            legs=(*legs[begin:], *legs[:begin]),
            length_m=float(times @ self.graph.length_m),
        )


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
    """Yield tours in the best orders, each laid from each of its legs on."""
    for order in orders(apart_m):
        for first in range(len(order)):
            tour = roads.tour([stops[i] for i in order], first)
            if tour is not None:
                yield tour
