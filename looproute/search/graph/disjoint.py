"""Compute two edge-disjoint paths with the shortest total length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from looproute._typing import Ints
from looproute.search.graph.multigraph import Multigraph
from looproute.search.graph.shortest_paths import ShortestPaths, shortest_paths

# SciPy may read a cost of exactly 0 as no edge, so a nanometre replaces it.
ZERO_M = 1e-9


class RoundTrip(NamedTuple):
    """A path to a target and a different path back.

    Attributes
    ----------
    out : darts from the source to the target.
    back : darts from the target to the source, which share no edge with `out`.
    length_m : total length of both.
    """

    out: Ints
    back: Ints
    length_m: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Flow:
    """Two units of flow from a source: the darts of two edge-disjoint paths, unordered."""

    darts: Ints
    length_m: float


def round_trip(graph: Multigraph, source: int, target: int) -> RoundTrip | None:
    """Return the shortest way from source to target and back that uses no edge twice.

    Return None if a bridge lies between the two.

    Notes
    -----
    Suurballe (1974), "Disjoint paths in a network": a shortest path, then another one in the
    residual graph, whose costs are kept non-negative by the potentials of the first one.

    Examples
    --------
    A greedy search fails here: the shortest path, 0-1-2-3, leaves no second one.

    >>> edges = [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (0, 2, 3.0), (1, 3, 3.0)]
    >>> trip = round_trip(Multigraph.of(4, edges), source=0, target=3)
    >>> trip.length_m, sorted(int(dart) >> 1 for dart in [*trip.out, *trip.back])
    (8.0, [0, 2, 3, 4])
    """
    flow = shortest_flow(graph, shortest_paths(graph, source), target)
    if flow is None:
        return None
    first, second = two_paths(graph, flow.darts, source, target)
    return RoundTrip(out=first, back=second[::-1] ^ 1, length_m=flow.length_m)


def shortest_flow(graph: Multigraph, paths: ShortestPaths, target: int) -> Flow | None:
    """Return two edge-disjoint paths from the source to the target with the shortest total.

    Parameters
    ----------
    graph : any multigraph.
    paths : its shortest paths from the source.
    target : where both paths end.
    """
    return _augment_flow(graph, paths, target, target, closed=np.empty(0, dtype=np.int32))


def shortest_trail_through(graph: Multigraph, paths: ShortestPaths, edge: int) -> Flow | None:
    """Return the shortest closed trail through the source and an edge.

    Its darts are those of two edge-disjoint paths from the source to the edge's two ends, and one
    dart of the edge. Return None if there is no such trail.
    """
    near, far = sorted(
        (int(graph.u[edge]), int(graph.v[edge])), key=lambda end: paths.distance_m[end]
    )
    darts_of_edge = np.array([2 * edge, 2 * edge + 1], dtype=np.int32)
    flow = _try_tree_paths(paths, near, far, edge)
    if flow is None:
        flow = _augment_flow(graph, paths, near, far, closed=darts_of_edge)
    if flow is None:
        return None
    return Flow(
        darts=np.append(flow.darts, darts_of_edge[:1]),
        length_m=flow.length_m + float(graph.length_m[edge]),
    )


def _augment_flow(
    graph: Multigraph, paths: ShortestPaths, near: int, far: int, closed: Ints
) -> Flow | None:
    """Return two edge-disjoint paths that avoid the closed darts: to `near` and to `far`.

    The shortest path to `near` must not use them.
    """
    distance_m = paths.distance_m
    if not np.isfinite(distance_m[near]) or not np.isfinite(distance_m[far]):
        return None
    first = paths.path_to(near)
    within_reach = np.where(np.isfinite(distance_m), distance_m, 0.0)
    reduced = np.repeat(graph.length_m, 2) + within_reach[graph.tail] - within_reach[graph.head]
    reduced = np.maximum(reduced, ZERO_M)
    reduced[first] = np.inf
    reduced[first ^ 1] = ZERO_M
    reduced[closed] = np.inf
    residual = shortest_paths(graph, paths.source, reduced)
    if not np.isfinite(residual.distance_m[far]):
        return None
    both = np.concatenate((first, residual.path_to(far)))
    walked = set(both.tolist())
    darts = both[[dart ^ 1 not in walked for dart in both.tolist()]]  # opposite darts cancel
    return Flow(darts=darts, length_m=float(graph.length_m[darts >> 1].sum()))


def _try_tree_paths(paths: ShortestPaths, near: int, far: int, edge: int) -> Flow | None:
    """Return the shortest paths to an edge's two ends; None if they share an edge or use it.

    Paths of one tree that begin with different darts share no edge.
    """
    if not np.isfinite(paths.distance_m[far]) or paths.into[far] >> 1 == edge:
        return None
    first, second = paths.path_to(near), paths.path_to(far)
    if len(first) and first[0] == second[0]:
        return None
    length_m = float(paths.distance_m[near] + paths.distance_m[far])
    return Flow(darts=np.concatenate((first, second)), length_m=length_m)


def two_paths(graph: Multigraph, darts: Ints, source: int, target: int) -> tuple[Ints, Ints]:
    """Split a flow of two units from source to target into two paths."""
    leaving: dict[int, list[int]] = {}
    for dart in darts.tolist():
        leaving.setdefault(int(graph.tail[dart]), []).append(dart)

    def follow() -> Ints:
        path: list[int] = []
        at = source
        while at != target:
            path.append(leaving[at].pop())
            at = int(graph.head[path[-1]])
        return np.array(path, dtype=np.int32)

    return follow(), follow()
