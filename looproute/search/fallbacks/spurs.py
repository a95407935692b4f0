"""Extend a walk by a spur: out and back on streets that it does not use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from looproute._typing import Floats, Indices, Ints, Mask
from looproute.geo import part_of_line
from looproute.network.network import StreetNetwork
from looproute.search.features import Shapes
from looproute.search.graph.multigraph import Multigraph
from looproute.search.graph.shortest_paths import ShortestPaths, shortest_paths
from looproute.search.subgraph import Subgraph


@dataclass(frozen=True, kw_only=True, eq=False)
class Ways:
    """The most pleasant ways that branch off a walk, over streets that it does not use.

    Attributes
    ----------
    subgraph : the streets.
    edge : (k,) the subgraph's edges that the walk does not use.
    paths : shortest paths by cost over these; the walk's vertices are merged with the root.
    length_m : (n,) level metres of the way to each vertex.
    """

    subgraph: Subgraph
    edge: Indices
    paths: ShortestPaths
    length_m: Floats

    @classmethod
    def of(cls, subgraph: Subgraph, walk: Ints) -> Ways:
        """Return the ways that branch off a walk over darts, or off the root if it is empty."""
        graph = subgraph.graph
        on_walk = np.zeros(graph.n, dtype=bool)
        on_walk[subgraph.root] = on_walk[graph.head[walk]] = True
        unused = np.ones(graph.m, dtype=bool)
        unused[walk >> 1] = False
        edge = np.flatnonzero(unused)
        merged = np.where(on_walk, subgraph.root, np.arange(graph.n)).astype(np.int32)
        paths = shortest_paths(
            Multigraph(
                n=graph.n,
                u=merged[graph.u[edge]],
                v=merged[graph.v[edge]],
                length_m=subgraph.cost[edge],
            ),
            subgraph.root,
        )
        return cls(
            subgraph=subgraph,
            edge=edge,
            paths=paths,
            length_m=_measure_paths_m(paths, graph.length_m[edge]),
        )

    def to(self, vertex: int) -> Ints:
        """Return the way to a vertex within reach, as darts of the subgraph."""
        return self._to_subgraph_darts(self.paths.path_to(vertex))

    def spur(
        self, least_m: float, exact_m: float, most_m: float, heading_deg: float | None = None
    ) -> Turn | None:
        """Return the most pleasant way of least_m to most_m that ends at a junction or dead end.

        If there is none, return one of exact_m that ends in mid-street, or None if all ways are
        shorter. If a heading is given, ways that end about it come before all others.
        """
        begin_m, end_m = self._dart_lengths()
        head = self._heads()
        on_tree = self.paths.into[head] == np.arange(len(head))
        whole = (end_m >= least_m) & (end_m <= most_m) & (head != self.paths.source)
        inside = (begin_m < exact_m) & (end_m > exact_m)
        up_to = (exact_m - begin_m) / np.repeat(self.subgraph.graph.length_m[self.edge], 2)
        to_its_end = np.ones(len(head))
        choices = (
            (whole & on_tree, to_its_end),
            (inside & on_tree, up_to),
            (whole, to_its_end),
            (inside, up_to),
        )
        for that_way, (ends, share) in product(self._mask_about_heading(heading_deg), choices):
            darts = np.flatnonzero(ends & that_way)
            if len(darts):
                cost = self.paths.distance_m[self.paths.tail[darts]]
                cost = cost + share[darts] * self.subgraph.cost[self.edge[darts >> 1]]
                length_m = begin_m[darts] + share[darts] * (end_m[darts] - begin_m[darts])
                best = darts[np.argmin(cost / length_m)]
                return self._turn(int(best), float(share[best]))
        return None

    def _mask_about_heading(self, heading_deg: float | None) -> list[Mask]:
        """Return masks of unused darts in order of preference: near the heading, then all."""
        head, root, subgraph = self._heads(), self.subgraph.root, self.subgraph
        everywhere = np.ones(len(head), dtype=bool)
        if heading_deg is None:
            return [everywhere]
        east, north = np.sin(np.radians(heading_deg)), np.cos(np.radians(heading_deg))
        ahead_m = (subgraph.x[head] - subgraph.x[root]) * east + (
            subgraph.y[head] - subgraph.y[root]
        ) * north
        return [ahead_m > 0, everywhere]

    def _heads(self) -> Ints:
        return self.paths.tail.reshape(-1, 2)[:, ::-1].ravel()

    def _dart_lengths(self) -> tuple[Floats, Floats]:
        """Return metres from the walk to the tail and to the head of each unused dart.

        Both are infinite if the dart leads back on the path that reaches its tail.
        """
        tail = self.paths.tail
        begin_m = self.length_m[tail]
        begin_m[self.paths.into[tail] == np.arange(len(tail)) ^ 1] = np.inf
        return begin_m, begin_m + np.repeat(self.subgraph.graph.length_m[self.edge], 2)

    def _turn(self, last: int, share: float) -> Turn:
        path = np.append(self.paths.path_to(int(self.paths.tail[last])), last)
        return Turn(darts=self._to_subgraph_darts(path), share=share)

    def _to_subgraph_darts(self, darts: Ints) -> Ints:
        return np.asarray(2 * self.edge[darts >> 1] + (darts & 1), dtype=np.int32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Turn:
    """A way to a turning point.

    Attributes
    ----------
    darts : of the subgraph, from the walk on.
    share : the part of the last dart that is walked, up to 1.
    """

    darts: Ints
    share: float

    @property
    def in_mid_street(self) -> bool:
        """Whether the turning point is before the end of a street."""
        return self.share < 1


def _measure_paths_m(paths: ShortestPaths, length_m: Floats) -> Floats:
    """Return the (n,) metres of the path to each vertex; inf if there is none."""
    reached = np.flatnonzero(paths.into >= 0)
    up, along_m = np.arange(len(paths.into)), np.zeros(len(paths.into))
    up[reached] = paths.tail[paths.into[reached]]
    along_m[reached] = length_m[paths.into[reached] >> 1]
    while not np.array_equal(further := up[up], up):
        along_m, up = along_m + along_m[up], further
    along_m[~np.isfinite(paths.distance_m)] = np.inf
    return along_m


def with_stub(
    network: StreetNetwork, subgraph: Subgraph, dart: int, share: float
) -> tuple[Subgraph, int]:
    """Return the subgraph with a new edge for the first part of a dart, which ends there.

    The edge of the dart itself remains.

    Parameters
    ----------
    network : the network of the subgraph.
    subgraph : the streets within reach.
    dart : of the subgraph.
    share : the part of the dart, above 0 and below 1.

    Returns
    -------
    The subgraph, and the dart over the new edge to its end.
    """
    graph, edge = subgraph.graph, dart >> 1
    begin, end = subgraph.part[edge].tolist()
    forward = dart & 1 == 0
    turn = begin + share * (end - begin) if forward else end - share * (end - begin)
    part = (begin, turn) if forward else (turn, end)
    line = part_of_line(network.line(int(subgraph.street[edge])), *part)
    x, y = subgraph.plane.to_xy(line.lat, line.lon)
    tail, new = int(graph.tail[dart]), graph.n
    u, v = (tail, new) if forward else (new, tail)
    length_m = share * float(graph.length_m[edge])
    last = -1 if forward else 0
    stubbed = replace(
        subgraph,
        graph=Multigraph(
            n=graph.n + 1,
            u=np.append(graph.u, np.int32(u)),
            v=np.append(graph.v, np.int32(v)),
            length_m=np.append(graph.length_m, length_m),
        ),
        x=np.append(subgraph.x, x[last]),
        y=np.append(subgraph.y, y[last]),
        distance_m=np.append(subgraph.distance_m, subgraph.distance_m[tail] + length_m),
        is_junction=np.append(subgraph.is_junction, False),
        street=np.append(subgraph.street, subgraph.street[edge]),
        part=np.vstack([subgraph.part, part]),
        length_m=np.append(subgraph.length_m, share * subgraph.length_m[edge]),
        level_m=np.vstack([subgraph.level_m, share * subgraph.level_m[edge]]),
        cost=np.append(subgraph.cost, share * subgraph.cost[edge]),
        busy=np.append(subgraph.busy, subgraph.busy[edge]),
        shapes=subgraph.shapes.followed_by(Shapes.of(x, y, np.array([0, len(x)]))),
    )
    return stubbed, 2 * graph.m + (dart & 1)
