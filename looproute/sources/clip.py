"""Clip a street network to a box in the same way for every source.

A source reads a margin round the box, so that streets are cut at the same junctions everywhere;
streets that do not lie wholly in the box are then dropped.
"""

from __future__ import annotations

from dataclasses import replace

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon, find_swapped
from looproute.network.network import StreetNetwork
from looproute.osm.scenery import clip_scenery

WIDER_M = 500.0  # chosen: more than the distance between two nodes of a street


def clip_network(
    network: StreetNetwork, center: LatLon, box: Bounds, *, name: str
) -> StreetNetwork:
    """Return the streets that lie wholly in a box, and the scenery of the box.

    Raises StreetsError, which names the map `name`, if there are none or the centre is outside the
    bounds of the network.
    """
    if network.bounds.contains(center):
        try:
            clipped = network.clip(box)
        except ValueError:
            pass
        else:
            return replace(clipped, scenery=clip_scenery(network.scenery, clipped.bounds))
    raise StreetsError(
        "map-elsewhere",
        path=name,
        center=center,
        covered=network.bounds,
        swapped=find_swapped(center, network.bounds),
    )
