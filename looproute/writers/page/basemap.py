"""The map behind the loops, drawn from the streets and the scenery that the search used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from looproute import walkability
from looproute.writers.text import plain

if TYPE_CHECKING:
    from looproute.scenery import Scenery
    from looproute.streets import StreetNetwork
    from looproute.writers.page.frame import Frame

# What is finer than this cannot be seen at the closest zoom.
_TOLERANCE_M = 0.8

CLASSES = ("path", "service", "quiet", "through", "main")
"""How streets are drawn, the least first."""

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


def streets(network: StreetNetwork, frame: Frame) -> list[dict[str, Any]]:
    """Return the streets in the frame, cut at its edge: a dict for each class and name.

    The least class comes first; `lines` are encoded polylines, joined end to end.
    """
    import shapely

    x, y = frame.plane.to_xy(network.line_lat, network.line_lon)
    first = network.line_start[:-1]
    shown = np.flatnonzero(
        (np.maximum.reduceat(x, first) >= frame.west)
        & (np.minimum.reduceat(x, first) <= frame.east)
        & (np.maximum.reduceat(y, first) >= frame.south)
        & (np.minimum.reduceat(y, first) <= frame.north)
    )
    if not len(shown):
        return []
    of_kind = [CLASSES.index(_CLASS_OF_KIND.get(kind, "path")) for kind in walkability.KINDS]
    group = np.array(of_kind)[network.kind] * len(network.names) + network.name
    shown = shown[np.argsort(group[shown], kind="stable")]

    xy = np.stack([x, y], axis=1)
    bounds = network.line_start.tolist()
    lines = np.array([shapely.LineString(xy[bounds[e] : bounds[e + 1]]) for e in shown.tolist()])
    groups, member = np.unique(group[shown], return_inverse=True)
    joined = shapely.line_merge(shapely.multilinestrings(lines, indices=member))
    inside = shapely.clip_by_rect(joined, frame.west, frame.south, frame.east, frame.north)
    simple = shapely.simplify(inside, _TOLERANCE_M, preserve_topology=False)
    parts, owner = shapely.get_parts(simple, return_index=True)

    found: dict[int, dict[str, Any]] = {}
    for index, text in zip(owner.tolist(), frame.encoded(parts), strict=True):
        kind, name = divmod(int(groups[index]), len(network.names))
        street = {"class": CLASSES[kind], "name": plain(network.names[name]), "lines": []}
        found.setdefault(index, street)["lines"].append(text)
    return list(found.values())


def areas(scenery: Scenery, frame: Frame) -> list[dict[str, Any]]:
    """Return the areas in the frame, whole: `ground` and `rings`, drawn by the even-odd rule."""
    shapes = [[frame.shape(ring) for ring in area.rings] for area in scenery.areas]
    return [
        {"ground": area.ground, "rings": _encoded(rings, frame)}
        for area, rings in zip(scenery.areas, shapes, strict=True)
        if any(frame.shows(ring) for ring in rings)
    ]


def waterways(scenery: Scenery, frame: Frame) -> list[str]:
    """Return the streams and rivers in the frame, whole, as encoded polylines."""
    shapes = [frame.shape(line) for line in scenery.waterways]
    return _encoded([shape for shape in shapes if frame.shows(shape)], frame)


def _encoded(shapes: list[Any], frame: Frame) -> list[str]:
    import shapely

    return frame.encoded(shapely.simplify(shapes, _TOLERANCE_M, preserve_topology=False))
