"""Measure a loop from its geometry, without code of looproute."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from looproute._typing import Floats
from looproute.network.street_class import BUSY, KINDS

from .areas import GEOD
from .rooted import Dart, Rooted

SPACING_M = 10.0
NEAR_M, FINGER_M, APART_M = 15.0, 60.0, 150.0
HEADING_M = 20.0
COS_45 = np.cos(np.pi / 4)


class Shape(NamedTuple):
    """Shares of the length (0 to 1), 4πA/L², and turns of more than 45° per km."""

    near_self: float
    doubling_back: float
    compactness: float
    turns_per_km: float


def shape_of(rooted: Rooted, darts: list[Dart]) -> Shape:
    """Return the shape of a closed walk."""
    points = joined(rooted, darts)
    x, y = metres(points, points[0])
    length_m = _walked(x, y)[-1]
    near, back = _hugging(x, y)
    return Shape(
        near_self=near,
        doubling_back=back,
        compactness=float(2 * np.pi * abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / length_m**2),
        turns_per_km=float(1000 * count_turns(rooted, darts) / length_m),
    )


def without_stem(darts: list[Dart]) -> list[Dart]:
    """Return a closed walk without its stem."""
    k = 0
    while 2 * k + 2 < len(darts) and darts[k] == darts[-1 - k].reverse:
        k += 1
    return darts[k : len(darts) - k]


def joined(rooted: Rooted, darts: list[Dart]) -> Floats:
    """Return the points of a walk, (k, 2), as (lat, lon), each junction once."""
    lines = [rooted.points(dart) for dart in darts]
    return np.vstack([lines[0][:1], *(line[1:] for line in lines)])


def length_m(points: Floats) -> float:
    """Return the geodesic length of a line of (lat, lon)."""
    return float(GEOD.line_length(points[:, 1], points[:, 0]))


def busy_share(rooted: Rooted, darts: list[Dart]) -> float:
    """Return the share of a walk on classified roads."""
    edge = np.array([dart.edge for dart in darts])
    busy = np.array([KINDS[kind] in BUSY for kind in rooted.network.kind[rooted.street[edge]]])
    return float(rooted.length_m[edge] @ busy / rooted.length_m[edge].sum())


def shared_share(rooted: Rooted, a: list[Dart], b: list[Dart]) -> float:
    """Return the metres of street that two walks have in common, as a share of the shorter's."""
    streets = [{dart.edge for dart in darts} for darts in (a, b)]
    metres = [rooted.length_m[list(edges)].sum() for edges in streets]
    both = streets[0] & streets[1]
    return float(rooted.length_m[list(both)].sum() / min(metres))


def bearing(rooted: Rooted, darts: list[Dart]) -> float:
    """Return the bearing from the start to a loop's centroid, in radians."""
    x, y = metres(joined(rooted, darts), rooted.start)
    sampled, _ = _samples(x, y)
    east, north = sampled.mean(axis=0)
    return float(np.arctan2(east, north))


def count_turns(rooted: Rooted, darts: list[Dart]) -> int:
    """Count the changes of direction of more than 45° where three street ends or more meet.

    A direction is that of the 20 m of street before or after the junction, or of the whole street
    if it is shorter.
    """
    degree = np.bincount(np.concatenate([rooted.network.u, rooted.network.v]))
    turns = 0
    for into, out in pairwise(darts):
        at = rooted.head(into)
        if at < len(degree) and degree[at] >= 3:
            arrive = -_heading(rooted.points(into.reverse))
            turns += bool(arrive @ _heading(rooted.points(out)) < COS_45)
    return turns


def _heading(line: Floats) -> Floats:
    """Return the unit vector from a line's first point to the one 20 m along it."""
    x, y = metres(line, line[0])
    walked = _walked(x, y)
    at = min(HEADING_M, walked[-1])
    to = np.array([np.interp(at, walked, x), np.interp(at, walked, y)])
    unit: Floats = to / max(np.hypot(*to), 1e-9)
    return unit


def _hugging(x: Floats, y: Floats) -> tuple[float, float]:
    """Return the near-self and the doubling-back share of a closed line in metres."""
    points, headings = _samples(x, y)
    k = len(points)
    spacing = _walked(x, y)[-1] / k
    i, j = cKDTree(points).query_pairs(FINGER_M, output_type="ndarray").T
    along = (j - i) * spacing
    apart = np.minimum(along, k * spacing - along) > APART_M
    cos = (headings[i] * headings[j]).sum(axis=1)
    beside = (np.hypot(*(points[i] - points[j]).T) <= NEAR_M) & (np.abs(cos) >= COS_45)
    near = beside & apart
    shares = [len(np.unique([i[pair], j[pair]])) / k for pair in (near, cos <= -COS_45)]
    return shares[0], shares[1]


def _samples(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return points about every 10 m and the unit headings there."""
    walked = _walked(x, y)
    k = max(1, round(walked[-1] / SPACING_M))
    ends = np.linspace(0, walked[-1], k + 1)
    middle = (ends[1:] + ends[:-1]) / 2
    at = np.column_stack([np.interp(ends, walked, x), np.interp(ends, walked, y)])
    headings = np.diff(at, axis=0)
    headings /= np.maximum(np.hypot(*headings.T), 1e-9)[:, None]
    return np.column_stack([np.interp(middle, walked, x), np.interp(middle, walked, y)]), headings


def metres(points: Floats, origin: Floats | tuple[float, float]) -> tuple[Floats, Floats]:
    """Return the WGS 84 radii of curvature (east, north) at an origin, in metres."""
    lat, lon = origin
    e2 = GEOD.es
    sin, cos = np.sin(np.radians(lat)), np.cos(np.radians(lat))
    east = np.radians(points[:, 1] - lon) * GEOD.a / np.sqrt(1 - e2 * sin**2) * cos
    north = np.radians(points[:, 0] - lat) * GEOD.a * (1 - e2) / (1 - e2 * sin**2) ** 1.5
    return east, north


def _walked(x: Floats, y: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
