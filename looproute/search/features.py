"""Compute the features of every street that the search needs, once for a network.

A *dart* is a street walked one way: dart 2e runs from u to v of street e, dart 2e + 1 back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from looproute._typing import AnyInts, Floats, Indices, Ints, Mask
from looproute.geo import LatLon, Plane
from looproute.network.network import StreetNetwork, made_once
from looproute.network.street_class import BUSY, KINDS
from looproute.search.cost import Strokes, street_costs
from looproute.search.graph.ragged import row_sums, take_rows

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SAMPLE_M = 20.0  # distance between sample points along a street
# The plane touches the Earth at a multiple of these, independent of the area that was loaded.
BAND_DEG, ZONE_DEG, MOST_BAND_DEG = 0.2, 5.0, 89.0
HEADING_REACH_M = 20.0  # length over which the heading at an end is taken, to ignore kinks at kerbs


@dataclass(frozen=True, kw_only=True, eq=False)
class Shapes:
    """Geometry of m lines in a metric plane.

    Attributes
    ----------
    cross : (m,) sum of x_i·y_(i+1) − x_(i+1)·y_i along the line: twice the area that it sweeps
        round the origin, so that the sum over a closed walk is twice its signed area.
    leave : (2m, 2) unit heading of each dart as it leaves its tail.
    arrive : (2m, 2) unit heading of each dart as it arrives at its head.
    sample_xy : (s, 2) points about every 20 m, at least one a line, in the middle of equal parts.
    sample_heading : (s, 2) unit heading of the line at each sample.
    sample_offsets : (m + 1,) line e has the samples sample_offsets[e] up to sample_offsets[e + 1].

    """

    cross: Floats
    leave: Floats
    arrive: Floats
    sample_xy: Floats
    sample_heading: Floats
    sample_offsets: Indices

    @classmethod
    def of(cls, x: Floats, y: Floats, start: AnyInts) -> Shapes:
        """Return the shapes of lines given as flat points, line e being start[e] : start[e + 1]."""
        m = len(start) - 1
        steps = np.hypot(np.diff(x), np.diff(y))
        steps[start[1:-1] - 1] = 0.0
        along = np.concatenate([[0.0], np.cumsum(steps)])
        begin, end = along[start[:-1]], along[start[1:] - 1]
        length = end - begin

        cross = np.zeros(len(x))
        cross[:-1] = x[:-1] * y[1:] - x[1:] * y[:-1]
        cross[start[1:] - 1] = 0.0

        def point(line: Indices, at: Floats) -> Floats:
            # Searching for `at` from the left finds the segment that ends there; clipping keeps
            # it within the line although neighbouring lines meet at the same value of `along`.
            k = np.clip(np.searchsorted(along, at), start[line] + 1, start[line + 1] - 1)
            share = (at - along[k - 1]) / np.maximum(along[k] - along[k - 1], 1e-9)
            share = np.clip(share, 0.0, 1.0)
            return np.column_stack(
                [x[k - 1] + share * (x[k] - x[k - 1]), y[k - 1] + share * (y[k] - y[k - 1])]
            )

        lines = np.arange(m)
        reach = np.minimum(length, HEADING_REACH_M)
        first = np.column_stack([x[start[:-1]], y[start[:-1]]])
        last = np.column_stack([x[start[1:] - 1], y[start[1:] - 1]])
        leave = np.empty((2 * m, 2))
        leave[0::2] = _normalize_vectors(point(lines, begin + reach) - first)
        leave[1::2] = _normalize_vectors(point(lines, end - reach) - last)
        arrive = np.empty((2 * m, 2))
        arrive[0::2] = -leave[1::2]
        arrive[1::2] = -leave[0::2]

        count = np.maximum(1, np.rint(length / SAMPLE_M)).astype(np.intp)
        sample_offsets = np.concatenate([[0], np.cumsum(count)])
        line = np.repeat(lines, count)
        part = length[line] / count[line]
        middle = begin[line] + (np.arange(len(line)) - sample_offsets[line] + 0.5) * part
        half = np.minimum(part / 2, 2.0)
        heading = _normalize_vectors(point(line, middle + half) - point(line, middle - half))
        return cls(
            cross=row_sums(cross, start),
            leave=leave,
            arrive=arrive,
            sample_xy=point(line, middle),
            sample_heading=heading,
            sample_offsets=sample_offsets,
        )

    def take(self, lines: AnyInts) -> Shapes:
        """Return the shapes of some of these lines."""
        flat, start = take_rows(self.sample_offsets, lines)
        darts = np.column_stack([2 * lines, 2 * lines + 1]).ravel()
        return Shapes(
            cross=self.cross[lines],
            leave=self.leave.take(darts, axis=0),
            arrive=self.arrive.take(darts, axis=0),
            sample_xy=self.sample_xy.take(flat, axis=0),
            sample_heading=self.sample_heading.take(flat, axis=0),
            sample_offsets=start,
        )

    def followed_by(self, more: Shapes) -> Shapes:
        """Return these shapes followed by others."""
        end = self.sample_offsets[-1]
        return Shapes(
            cross=np.concatenate([self.cross, more.cross]),
            leave=np.concatenate([self.leave, more.leave]),
            arrive=np.concatenate([self.arrive, more.arrive]),
            sample_xy=np.concatenate([self.sample_xy, more.sample_xy]),
            sample_heading=np.concatenate([self.sample_heading, more.sample_heading]),
            sample_offsets=np.concatenate([self.sample_offsets, end + more.sample_offsets[1:]]),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Features:
    """Features of a street network that are computed before the search.

    Attributes
    ----------
    plane : the metric plane of all x and y.
    x, y : (n,) metres, the junctions.
    line_x, line_y : (k,) metres, the points of all streets.
    degree : (n,) street ends at each junction.
    cost : (m,) cost of each street, see `street_costs`.
    strokes : pairs of street ends that go straight on.
    busy : (m,) whether the street is a classified road.
    shapes : the shapes of the streets.
    reach : (n + 1, n + 1) street lengths in both directions, with parallel streets as separate
        entries. The last row is the start's: its two entries lead to the ends of its street.
    reach_street : (2m,) the street of each entry of `reach` except the start's two.

    """

    plane: Plane
    x: Floats
    y: Floats
    line_x: Floats
    line_y: Floats
    degree: Ints
    cost: Floats
    strokes: Strokes
    busy: Mask
    shapes: Shapes
    reach: csr_array[np.float64]
    reach_street: Indices

    @staticmethod
    def of(network: StreetNetwork, near: LatLon | None = None) -> Features:
        """Return the features of a network, cached while the network lives.

        The plane is the one for `near`, or for the middle of the network. It does not depend on
        what else was loaded.
        """
        bounds = network.bounds
        near = near or LatLon((bounds.south + bounds.north) / 2, (bounds.west + bounds.east) / 2)
        lat = np.clip(BAND_DEG * round(near.lat / BAND_DEG), -MOST_BAND_DEG, MOST_BAND_DEG)
        origin = LatLon(float(lat), ZONE_DEG * round(near.lon / ZONE_DEG))
        surveys = _features_cache(network)
        if origin not in surveys:
            surveys[origin] = Features._compute(network, Plane.at(origin))
        return surveys[origin]

    @staticmethod
    def _compute(network: StreetNetwork, plane: Plane) -> Features:
        x, y = plane.to_xy(network.lat, network.lon)
        line_x, line_y = plane.to_xy(network.line_lat, network.line_lon)
        shapes = Shapes.of(line_x, line_y, network.line_offsets)
        busy_kinds = np.array([kind in BUSY for kind in KINDS])
        busy = busy_kinds[network.kind]
        n = len(x)
        degree = np.bincount(np.concatenate([network.u, network.v]), minlength=n)
        reach, reach_street = _build_reach_matrix(n, network.u, network.v, network.length_m)
        strokes = Strokes.of(network, shapes.leave)
        stroke_m = strokes.lengths_m(network.length_m, np.ones(len(network.u), dtype=bool))
        return Features(
            plane=plane,
            x=x,
            y=y,
            line_x=line_x,
            line_y=line_y,
            degree=degree.astype(np.int32),
            cost=street_costs(network.length_m, network.cost_factor, busy, stroke_m),
            strokes=strokes,
            busy=busy,
            shapes=shapes,
            reach=reach,
            reach_street=reach_street,
        )

    def reach_counting(self, street_m: Floats) -> csr_array[np.float64]:
        """Return a copy of `reach` with these lengths of the m streets."""
        matrix = self.reach.copy()
        matrix.data[:-2] = street_m[self.reach_street]
        return matrix


@made_once
def _features_cache(_: StreetNetwork) -> dict[LatLon, Features]:
    """Return the cache of a network's features, by the point of tangency of their plane."""
    return {}


def _normalize_vectors(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.hypot(vectors[:, 0], vectors[:, 1]), 1e-9)[:, None]


def _build_reach_matrix(
    n: int, u: Ints, v: Ints, length_m: Floats
) -> tuple[csr_array[np.float64], Indices]:
    from scipy.sparse import csr_array

    tail, head = np.concatenate([u, v]), np.concatenate([v, u])
    order = np.argsort(tail, kind="stable")
    begin = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=n)), [len(tail) + 2]])
    street = np.tile(np.arange(len(u)), 2)[order]
    matrix: csr_array[np.float64] = csr_array(
        (
            np.concatenate([length_m[street], [np.inf, np.inf]]),
            np.concatenate([head[order], [0, 0]]).astype(np.int32),
            begin.astype(np.int32),
        ),
        shape=(n + 1, n + 1),
    )
    return matrix, street
