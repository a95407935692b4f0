"""Where the parts meet: a source gives streets, the search finds loops."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from looproute.errors import StartTooFarError
from looproute.geo import Plane

if TYPE_CHECKING:
    from looproute.geo import LatLon
    from looproute.loops import Loop, LoopRequest
    from looproute.sources import StreetSource
    from looproute.streets import StreetNetwork

# Web maps end at 85.05°; there is no street beyond.
MOST_LAT = 85.0
_NAMED = 3  # streets with conditions, in a note


def plan_loops(request: LoopRequest, source: StreetSource | None = None) -> list[Loop]:
    """Return up to `request.count` loops on the source's streets, best first.

    Without a source: streets of any place, kept from the last time or fetched.

    Raises
    ------
    ValueError
        The start is beyond 85° of latitude, or the walk could cross the antimeridian.
    StreetsError
        The source has no streets there.
    StartTooFarError, NoLoopError
        See `find_loops`.
    """
    from looproute.search import find_loops

    radius_m = reach_m(request)
    check_start(request.start, radius_m)
    if source is None:
        from looproute.sources.anywhere import Anywhere
        from looproute.sources.overpass import Overpass

        source = Anywhere(online=Overpass())
    network = source.streets(request.start, radius_m)
    try:
        loops = find_loops(network, request)
    except StartTooFarError as error:
        nearest = network.nearest(request.start).point
        raise StartTooFarError(
            error.distance_m,
            error.limit_m,
            f"Start at {nearest}, which is on a street, or allow more with --snap.",
        ) from error
    return _with_conditions(loops, network, request.start)


def reach_m(request: LoopRequest) -> float:
    """Return how far from the start, as the crow flies, the walks of a wish can lead, in metres."""
    return (request.target_m + request.tolerance_m) / 2 + request.snap_limit_m


def check_start(start: LatLon, radius_m: float) -> None:
    """Raise ValueError for a start where no loop can be planned, whatever the streets."""
    if abs(start.lat) > MOST_LAT:
        raise ValueError(
            f"{start} is beyond {MOST_LAT:.0f} degrees of latitude, where maps end: "
            "start nearer to the equator."
        )
    to_line_m = (180.0 - abs(start.lon)) * Plane.at(start).east_m_per_deg
    if to_line_m < radius_m:
        raise ValueError(
            f"{start} is {to_line_m / 1000:.1f} km from the 180th meridian, which a walk may not "
            f"cross: start {radius_m / 1000:.1f} km from it or further, or walk less far."
        )


def _with_conditions(loops: list[Loop], network: StreetNetwork, start: LatLon) -> list[Loop]:
    """Return the loops, those that use streets which may be closed with a note of when."""
    if not loops or not network.conditions:
        return loops
    spot = network.nearest(start)
    rules: dict[frozenset[tuple[float, ...]], str] = {}
    for street, rule in network.conditions:
        name = network.names[network.name[street]] or "a path without a name"
        places = list(zip(*map(np.ndarray.tolist, network.line(street)), strict=True))
        segments = list(pairwise(places))
        if street == spot.street:  # which is cut at the start
            segments += [(tuple(loops[0].points[0]), place) for place in places]
        rules |= {frozenset(ends): f"{name}: {rule}" for ends in segments}
    noted = []
    for loop in loops:
        met = sorted(
            {rules.get(frozenset(map(tuple, ends)), "") for ends in pairwise(loop.points)} - {""}
        )
        more = [f"and {len(met) - _NAMED} more"] if len(met) > _NAMED else []
        named = "; ".join([*met[:_NAMED], *more])
        said = f"May be closed when you come ({named})." if met else ""
        noted.append(replace(loop, note=f"{loop.note} {said}".strip()))
    return noted
