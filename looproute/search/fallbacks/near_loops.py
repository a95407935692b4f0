"""Find closed walks from any vertex of the subgraph: all of them, or one of a given length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from looproute._typing import Floats, Indices, Ints, Mask
from looproute.request import LoopRequest
from looproute.search.closed_walks import find_walks
from looproute.search.feasibility import AT_ONCE, Budget, examine
from looproute.search.feasibility.pruning import within_reach
from looproute.search.graph.chains import drop_dead_ends
from looproute.search.subgraph import Subgraph
from looproute.units import LENGTH_M

# With fewer independent cycles than this, all walks can usually be listed.
ALL_LISTED = 40


class Shares(NamedTuple):
    """A range of lengths, as shares of another length."""

    low: float
    high: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Rounds:
    """Acceptable closed walks from a vertex.

    Attributes
    ----------
    length_m : (k,) the lengths of the walks.
    repeated_m : (k,) the metres that each walk repeats.
    walk : maps an index to the darts of a walk.
    searches : the number of searches that were needed.
    """

    length_m: Floats
    repeated_m: Floats
    walk: Callable[[int], Ints]
    searches: int = 0


def rounds_at(
    subgraph: Subgraph,
    vertex: int,
    streets: Mask,
    request: LoopRequest,
    shares: Sequence[Shares],
    budget: Budget = AT_ONCE,
) -> Rounds:
    """Return closed walks from a vertex that are no longer than the target.

    If few cycles are within reach, return all of them. Otherwise search for one walk in each of
    these shares of the target in turn, and return the first that is found.

    Parameters
    ----------
    subgraph : the subgraph of the walks.
    vertex : the vertex where the walks begin and end.
    streets : (m,) mask of the streets that may be used.
    request : the target and whether it is exact.
    shares : none of them above 1; a single share is met as exactly as the request demands.
    budget : limits on the work to list all walks.
    """
    part = _Part.of(subgraph, vertex, streets, request)
    most_m = request.target_m
    if part.subgraph.graph.m - part.subgraph.graph.n < ALL_LISTED:
        low_m, high_m = most_m - request.tolerance_m, most_m + request.tolerance_m
        existence = examine(part.subgraph.graph, part.subgraph.root, low_m, high_m, budget)
        if (known := existence.known) is not None:
            return Rounds(
                length_m=known.length_m,
                repeated_m=known.repeated_m,
                walk=lambda index: part.in_whole(existence.walk(index).darts),
            )
        if existence.longest_m is not None:
            most_m = min(most_m, existence.longest_m)
    searches = 0
    for low, high in shares:
        if low * most_m >= LENGTH_M.low:
            shorter = replace(
                request,
                steps=None,
                duration_s=None,
                length_m=(low + high) / 2 * most_m,
                tolerance=max((high - low) / (high + low), request.tolerance),
                exact=request.exact and low == high,
            )
            part = _Part.of(subgraph, vertex, streets, shorter)
            searches += 1
            if found := find_walks(part.subgraph, shorter).darts:
                return _wrap_walk(subgraph, part.in_whole(found[0]), searches)
    return _wrap_walk(subgraph, np.empty(0, dtype=np.int32), searches)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Part:
    """The streets that a walk from a vertex can use, and their numbers in the subgraph."""

    subgraph: Subgraph
    edge: Indices

    @classmethod
    def of(cls, subgraph: Subgraph, vertex: int, streets: Mask, request: LoopRequest) -> _Part:
        near = streets.copy()
        high_m = request.target_m + request.tolerance_m
        near[streets] = within_reach(subgraph.graph.only(streets), vertex, high_m)
        near[near] = drop_dead_ends(subgraph.graph.only(near), vertex)
        edge = np.flatnonzero(near)
        return cls(subgraph=replace(subgraph, root=vertex).only(edge), edge=edge)

    def in_whole(self, darts: Ints) -> Ints:
        return np.asarray(2 * self.edge[darts >> 1] + (darts & 1), dtype=np.int32)


def _wrap_walk(subgraph: Subgraph, darts: Ints, searches: int) -> Rounds:
    """Return a single walk, or an empty result if it has no darts."""
    length_m = subgraph.graph.length_m
    total_m = np.array([length_m[darts >> 1].sum()])
    once_m = np.array([length_m[np.unique(darts >> 1)].sum()])
    some = slice(None) if len(darts) else slice(0)
    return Rounds(
        length_m=total_m[some],
        repeated_m=(total_m - once_m)[some],
        walk=lambda _: darts,
        searches=searches,
    )
