"""Prepare the map under the loops, for JSON; lines are encoded polylines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from looproute.network.network import StreetNetwork
from looproute.network.scenery import Scenery
from looproute.writers import basemap
from looproute.writers.basemap.frame import Frame

if TYPE_CHECKING:
    from shapely import LineString

# A phone shows this much on either side of a walk at the zoom where paths appear.
_NEAR_M = 750.0
_SMALL = ("path", "service")


def streets(
    network: StreetNetwork, frame: Frame, tracks: Sequence[LineString]
) -> list[dict[str, Any]]:
    """Return the streets in the frame for the page: `lines` are encoded polylines.

    Only paths and service roads near the tracks are included: they are drawn only at close zooms,
    and in some places they would make up most of the page's size.
    """
    shown = [
        group._replace(lines=_near(group.lines, tracks)) if group.drawn_as in _SMALL else group
        for group in basemap.street_lines(network, frame)
    ]
    texts = iter(frame.encoded(line for group in shown for line in group.lines))
    return [
        {"class": drawn_as, "name": name, "lines": list(islice(texts, len(lines)))}
        for drawn_as, name, lines in shown
        if lines
    ]


def _near(lines: list[LineString], tracks: Sequence[LineString]) -> list[LineString]:
    import shapely

    together = shapely.multilinestrings(list(tracks))
    shapely.prepare(together)
    near = shapely.dwithin(together, np.array(lines, dtype=object), _NEAR_M)
    return [line for line, is_near in zip(lines, near.tolist(), strict=True) if is_near]


def areas(scenery: Scenery, frame: Frame) -> list[dict[str, Any]]:
    """Return the areas in the frame for the page: `rings` are encoded polylines."""
    return [
        {"ground": ground, "rings": frame.encoded(rings)}
        for ground, rings in basemap.area_rings(scenery, frame)
    ]


def waterways(scenery: Scenery, frame: Frame) -> list[str]:
    """Return the streams and rivers in the frame as encoded polylines."""
    return frame.encoded(basemap.waterway_lines(scenery, frame))
