"""Extract the streets that a closed walk of a given length can use."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from looproute._typing import AnyInts, Floats, Indices, Ints, Mask
from looproute.geo import Plane, split_line
from looproute.network.network import Spot, StreetNetwork
from looproute.search.cost import street_costs
from looproute.search.features import Features, Shapes
from looproute.search.graph.chains import drop_dead_ends
from looproute.search.graph.multigraph import Multigraph
from looproute.search.level import least_m, level_factors

# A start this near to a junction is moved to that junction.
AT_JUNCTION_M = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Subgraph:
    """The n junctions and m streets within reach of the start, renumbered from 0.

    Attributes
    ----------
    graph : the streets between the junctions; an edge's length is its level metres in the direction
        that counts less.
    root : the vertex at the start.
    plane : the plane of x, y and shapes.
    x, y : (n,) metres.
    distance_m : (n,) level metres along the streets from the start.
    is_junction : (n,) whether at least three street ends meet here in the whole network.
    street : (m,) the street's number in the network; the start's street appears twice if split.
    part : (m, 2) the part of the network's street, as two shares 0–1 of its length.
    length_m : (m,) metres.
    level_m : (m, 2) level metres from u to v and back, see `level`.
    cost : (m,) cost of each street, see `street_costs` and `level_factors`.
    busy : (m,) see `Features`.
    shapes : the shapes of the m streets.

    """

    graph: Multigraph
    root: int
    plane: Plane
    x: Floats
    y: Floats
    distance_m: Floats
    is_junction: Mask
    street: Indices
    part: Floats
    length_m: Floats
    level_m: Floats
    cost: Floats
    busy: Mask
    shapes: Shapes

    def level_length_m(self, walk: AnyInts) -> float:
        """Return the level metres of a walk over darts, to compare with the target."""
        return float(self.level_m[walk >> 1, walk & 1].sum())

    def in_metres(self) -> Subgraph:
        """Return the subgraph with edge lengths in metres, for reports."""
        return replace(self, graph=replace(self.graph, length_m=self.length_m))

    def without_dead_ends(self) -> Subgraph:
        """Return the subgraph without streets that lead to no cycle, renumbered."""
        return self.only(np.flatnonzero(drop_dead_ends(self.graph, self.root)))

    def perturb_costs(self, seed: int) -> Subgraph:
        """Return the subgraph with costs perturbed by about a fifth; unchanged for seed 0."""
        if seed == 0:
            return self
        noise = np.random.default_rng(seed).lognormal(0.0, 0.2, size=len(self.cost))
        return replace(self, cost=self.cost * noise)

    def only(self, left: Indices) -> Subgraph:
        """Return the subgraph of some of its streets, renumbered in the given order."""
        u, v = self.graph.u[left], self.graph.v[left]
        used = np.zeros(self.graph.n, dtype=bool)
        used[u] = used[v] = used[self.root] = True
        number = np.cumsum(used, dtype=np.int32) - 1
        return Subgraph(
            graph=Multigraph(
                n=int(number[-1]) + 1, u=number[u], v=number[v], length_m=self.graph.length_m[left]
            ),
            root=int(number[self.root]),
            plane=self.plane,
            x=self.x[used],
            y=self.y[used],
            distance_m=self.distance_m[used],
            is_junction=self.is_junction[used],
            street=self.street[left],
            part=self.part[left],
            length_m=self.length_m[left],
            level_m=self.level_m[left],
            cost=self.cost[left],
            busy=self.busy[left],
            shapes=self.shapes.take(left),
        )


def reach(
    network: StreetNetwork, start: Spot, length_m: float, level_m: Floats | None = None
) -> Subgraph:
    """Return the streets that a closed walk of at most `length_m` level metres can use.

    Street (u, v) belongs to it if d(u) + length + d(v) <= length_m, where d is the distance along
    the streets from the start. `level_m` gives the (m, 2) level metres of the streets; by default
    they are their metres.
    """
    from scipy.sparse.csgraph import dijkstra

    if level_m is None:
        level_m = np.column_stack([network.length_m, network.length_m])
    features, n = Features.of(network, start.point), len(network.lat)
    counted_m = least_m(level_m)
    e = start.street
    whole_m = float(network.length_m[e])
    along_m = start.share * whole_m
    splits = AT_JUNCTION_M < along_m < whole_m - AT_JUNCTION_M
    matrix = features.reach_counting(counted_m)
    if splits:
        root = n
        pieces_m = np.array([start.share, 1 - start.share]) * counted_m[e]
        matrix.indices[-2:] = network.u[e], network.v[e]
        matrix.data[-2:] = pieces_m
    else:
        root = int(network.u[e] if along_m <= AT_JUNCTION_M else network.v[e])
    distance = dijkstra(matrix, indices=[root], limit=length_m / 2)[0]

    def fits(u: Ints, v: Ints, metres: Floats) -> Mask:
        within: Mask = distance[u] + metres + distance[v] <= length_m
        return within

    inside = fits(network.u, network.v, counted_m)
    if splits:
        inside[e] = False
    streets = np.flatnonzero(inside)
    u, v = network.u[streets], network.v[streets]
    part = np.tile([0.0, 1.0], (len(streets), 1))
    shapes = features.shapes.take(streets)
    if splits:
        piece_u = np.array([network.u[e], root], dtype=np.int32)
        piece_v = np.array([root, network.v[e]], dtype=np.int32)
        piece_part = np.array([[0.0, start.share], [start.share, 1.0]])
        pieces = np.flatnonzero(fits(piece_u, piece_v, pieces_m))
        streets = np.append(streets, np.full(len(pieces), e))
        u, v = np.append(u, piece_u[pieces]), np.append(v, piece_v[pieces])
        part = np.vstack([part, piece_part[pieces]])
        shapes = shapes.followed_by(_shapes_of_pieces(network, start, features.plane).take(pieces))

    share = part[:, 1] - part[:, 0]
    seen = np.zeros(n + 1, dtype=bool)
    seen[u] = seen[v] = seen[root] = True
    vertices = np.flatnonzero(seen)
    local = np.cumsum(seen, dtype=np.int32) - 1
    x, y = features.plane.to_xy(start.point.lat, start.point.lon)
    return Subgraph(
        graph=Multigraph(
            n=len(vertices), u=local[u], v=local[v], length_m=share * counted_m[streets]
        ),
        root=int(local[root]),
        plane=features.plane,
        x=np.append(features.x, x)[vertices],
        y=np.append(features.y, y)[vertices],
        distance_m=distance[vertices],
        is_junction=np.append(features.degree, 2)[vertices] >= 3,
        street=streets,
        part=part,
        length_m=share * network.length_m[streets],
        level_m=share[:, None] * level_m[streets],
        cost=share
        * _compute_costs(network, features, streets)
        * level_factors(network.length_m[streets], level_m[streets]),
        busy=features.busy[streets],
        shapes=shapes,
    )


def _compute_costs(network: StreetNetwork, features: Features, streets: Indices) -> Floats:
    """Return the costs of some streets, computed from these streets alone."""
    within = np.zeros(len(network.u), dtype=bool)
    within[streets] = True
    stroke_m = np.zeros(len(network.u))
    stroke_m[within] = features.strokes.lengths_m(network.length_m, within)
    return street_costs(
        network.length_m[streets],
        network.cost_factor[streets],
        features.busy[streets],
        stroke_m[streets],
    )


def _shapes_of_pieces(network: StreetNetwork, start: Spot, plane: Plane) -> Shapes:
    """Return the shapes of the start's street before and after the start."""
    pieces = split_line(network.line(start.street), start.share)
    x, y = plane.to_xy(
        np.concatenate([piece.lat for piece in pieces]),
        np.concatenate([piece.lon for piece in pieces]),
    )
    return Shapes.of(x, y, np.array([0, len(pieces[0].lat), len(x)]))
