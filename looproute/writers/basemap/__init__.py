"""Prepare the map behind a walk: its streets and scenery, in metres of a frame.

The page and the picture draw it, each in its own way. `frame` is the part of the Earth that is
drawn; `polyline` encodes lines as short text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from looproute.network.network import StreetNetwork
from looproute.network.scenery import Scenery
from looproute.network.street_class import KINDS
from looproute.text.sanitize import plain
from looproute.writers.basemap.frame import Frame

if TYPE_CHECKING:
    from shapely import LineString

# Details finer than this are invisible at the closest zoom.
_TOLERANCE_M = 0.8

CLASSES = ("path", "service", "quiet", "through", "main")
"""Classes of streets as drawn, the smallest first."""

_CLASS_OF_KIND = {
    "trunk": "main",
    "primary": "main",
    "secondary": "main",
    "tertiary": "through",
    "unclassified": "quiet",
    "residential": "quiet",
    "living_street": "quiet",
    "pedestrian": "quiet",
    "road": "quiet",
    "service": "service",
}


class Streets(NamedTuple):
    """Streets of one class and name, joined end to end, in metres of the plane of the frame."""

    drawn_as: str
    name: str
    lines: list[LineString]


class Ground(NamedTuple):
    """An unclipped area: its rings in metres of the frame, for the even-odd rule."""

    ground: str
    rings: list[LineString]


def street_lines(
    network: StreetNetwork, frame: Frame, tolerance_m: float = _TOLERANCE_M
) -> list[Streets]:
    """Return the streets in the frame, clipped to it, the smallest class first."""
    import shapely

    x, y = frame.plane.to_xy(network.line_lat, network.line_lon)
    first = network.line_offsets[:-1]
    shown = (
        (np.maximum.reduceat(x, first) >= frame.west)
        & (np.minimum.reduceat(x, first) <= frame.east)
        & (np.maximum.reduceat(y, first) >= frame.south)
        & (np.minimum.reduceat(y, first) <= frame.north)
    )
    if not shown.any():
        return []
    of_kind = [CLASSES.index(_CLASS_OF_KIND.get(kind, "path")) for kind in KINDS]
    group = (np.array(of_kind)[network.kind] * len(network.names) + network.name)[shown]
    order = np.argsort(group, kind="stable")
    groups, member = np.unique(group[order], return_inverse=True)

    points = np.repeat(shown, np.diff(network.line_offsets))
    line = np.repeat(np.arange(len(group)), np.diff(network.line_offsets)[shown])
    xy = np.stack([x[points], y[points]], axis=1)
    lines = np.asarray(shapely.linestrings(xy, indices=line))[order]
    joined = shapely.line_merge(shapely.multilinestrings(lines, indices=member))
    inside = shapely.clip_by_rect(joined, frame.west, frame.south, frame.east, frame.north)
    simple = shapely.simplify(inside, tolerance_m, preserve_topology=False)
    parts, owner = shapely.get_parts(simple, return_index=True)

    found = []
    for index, number in enumerate(groups.tolist()):
        kind, name = divmod(number, len(network.names))
        begin, end = np.searchsorted(owner, [index, index + 1])
        if begin < end:
            name_shown = plain(network.names[name])
            found.append(Streets(CLASSES[kind], name_shown, list(parts[begin:end])))
    return found


def area_rings(scenery: Scenery, frame: Frame, tolerance_m: float = _TOLERANCE_M) -> list[Ground]:
    """Return the areas that meet the frame."""
    shapes = [[frame.shape(ring) for ring in area.rings] for area in scenery.areas]
    return [
        Ground(area.ground, _simplified(rings, tolerance_m))
        for area, rings in zip(scenery.areas, shapes, strict=True)
        if any(frame.shows(ring) for ring in rings)
    ]


def waterway_lines(
    scenery: Scenery, frame: Frame, tolerance_m: float = _TOLERANCE_M
) -> list[LineString]:
    """Return the streams and rivers that meet the frame, unclipped."""
    shapes = [frame.shape(line) for line in scenery.waterways]
    return _simplified([shape for shape in shapes if frame.shows(shape)], tolerance_m)


def _simplified(shapes: list[LineString], tolerance_m: float) -> list[LineString]:
    import shapely

    return list(shapely.simplify(shapes, tolerance_m, preserve_topology=False))
