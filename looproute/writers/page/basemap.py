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
    shown = (
        (np.maximum.reduceat(x, first) >= frame.west)
        & (np.minimum.reduceat(x, first) <= frame.east)
        & (np.maximum.reduceat(y, first) >= frame.south)
        & (np.minimum.reduceat(y, first) <= frame.north)
    )
    if not shown.any():
        return []
    of_kind = [CLASSES.index(_CLASS_OF_KIND.get(kind, "path")) for kind in walkability.KINDS]
    group = (np.array(of_kind)[network.kind] * len(network.names) + network.name)[shown]
    order = np.argsort(group, kind="stable")
    groups, member = np.unique(group[order], return_inverse=True)

    points = np.repeat(shown, np.diff(network.line_start))
    line = np.repeat(np.arange(len(group)), np.diff(network.line_start)[shown])
    xy = np.stack([x[points], y[points]], axis=1)
    lines = np.asarray(shapely.linestrings(xy, indices=line))[order]
    joined = shapely.line_merge(shapely.multilinestrings(lines, indices=member))
    inside = shapely.clip_by_rect(joined, frame.west, frame.south, frame.east, frame.north)
    simple = shapely.simplify(inside, _TOLERANCE_M, preserve_topology=False)
    parts, owner = shapely.get_parts(simple, return_index=True)
    texts = frame.encoded(parts)

    found = []
    for index, number in enumerate(groups.tolist()):
        kind, name = divmod(number, len(network.names))
        begin, end = np.searchsorted(owner, [index, index + 1])
        if begin < end:
            street = {"class": CLASSES[kind], "name": plain(network.names[name])}
            found.append(street | {"lines": texts[begin:end]})
    return found


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
