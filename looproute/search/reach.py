"""The ball: the streets that a closed walk of a given length can use, with the start split in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from looproute.search.multigraph import Multigraph
from looproute.search.survey import Shapes, Survey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from looproute.streets import Spot, StreetNetwork

    Floats = NDArray[np.float64]

# A start this near a junction is that junction.
AT_JUNCTION_M = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Ball:
    """The n junctions and m streets within reach of the start, renumbered from 0.

    Attributes
    ----------
    graph : the streets between the junctions.
    root : the vertex at the start.
    x, y : (n,) metres in the survey's plane.
    distance_m : (n,) along the streets from the start.
    is_junction : (n,) whether three street ends or more meet here in the whole network.
    street : (m,) the network's number of the street; the start's street appears twice if split.
    part : (m, 2) from where to where along the network's street, as shares 0–1 of its length.
    cost : (m,) see Survey.
    busy : (m,) see Survey.
    shapes : of the m streets.
    """

    graph: Multigraph
    root: int
    x: Floats
    y: Floats
    distance_m: Floats
    is_junction: NDArray[np.bool_]
    street: NDArray[np.intp]
    part: Floats
    cost: Floats
    busy: NDArray[np.bool_]
    shapes: Shapes


def reach(network: StreetNetwork, survey: Survey, start: Spot, length_m: float) -> Ball:
    """Return the ball of every street that a closed walk of at most `length_m` metres can use.

    Street (u, v) is in it when d(u) + length + d(v) <= length_m, d being the distance from the
    start along the streets.
    """
    from scipy.sparse.csgraph import dijkstra

    n = len(network.lat)
    e = start.street
    whole_m = float(network.length_m[e])
    along_m = start.share * whole_m
    splits = AT_JUNCTION_M < along_m < whole_m - AT_JUNCTION_M
    if splits:
        root = n
        matrix = survey.reach.copy()
        matrix.indices[-2:] = network.u[e], network.v[e]
        matrix.data[-2:] = along_m, whole_m - along_m
    else:
        root = int(network.u[e] if along_m <= AT_JUNCTION_M else network.v[e])
        matrix = survey.reach
    distance = dijkstra(matrix, indices=root, limit=length_m / 2)

    fits = distance[network.u] + network.length_m + distance[network.v] <= length_m
    if splits:
        fits[e] = False
    streets = np.flatnonzero(fits)
    u, v, length = network.u[streets], network.v[streets], network.length_m[streets]
    part = np.tile([0.0, 1.0], (len(streets), 1))
    pieces = _NO_SHAPES
    if splits:
        pieces = _shapes_of_pieces(network, survey, start)
        u = np.append(u, [network.u[e], root])
        v = np.append(v, [root, network.v[e]])
        length = np.append(length, [along_m, whole_m - along_m])
        part = np.vstack([part, [[0.0, start.share], [start.share, 1.0]]])

    seen = np.zeros(n + 1, dtype=bool)
    seen[u] = seen[v] = seen[root] = True
    vertices = np.flatnonzero(seen)
    local = np.cumsum(seen, dtype=np.int32) - 1
    x, y = survey.plane.to_xy(start.point.lat, start.point.lon)
    street = np.append(streets, [e, e]) if splits else streets
    return Ball(
        graph=Multigraph(n=len(vertices), u=local[u], v=local[v], length_m=length),
        root=int(local[root]),
        x=np.append(survey.x, x)[vertices],
        y=np.append(survey.y, y)[vertices],
        distance_m=distance[vertices],
        is_junction=np.append(survey.degree, 2)[vertices] >= 3,
        street=street,
        part=part,
        cost=survey.cost[street] * (part[:, 1] - part[:, 0]),
        busy=survey.busy[street],
        shapes=survey.shapes.take(streets, pieces),
    )


_NO_SHAPES = Shapes.of(np.zeros(0), np.zeros(0), np.zeros(1, dtype=np.intp))


def _shapes_of_pieces(network: StreetNetwork, survey: Survey, start: Spot) -> Shapes:
    """Return the shapes of the start's street up to the start and from there on."""
    line = slice(network.line_start[start.street], network.line_start[start.street + 1])
    x, y = survey.line_x[line], survey.line_y[line]
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    cut = start.share * along[-1]
    k = int(np.searchsorted(along[1:-1], cut)) + 1
    at_x, at_y = np.interp(cut, along, x), np.interp(cut, along, y)
    return Shapes.of(
        np.concatenate([x[:k], [at_x, at_x], x[k:]]),
        np.concatenate([y[:k], [at_y, at_y], y[k:]]),
        np.array([0, k + 1, len(x) + 2]),
    )
