"""Where the parts meet: a source gives streets, the search finds loops."""

from __future__ import annotations

from looproute.errors import ArgumentError, NoLoopError
from looproute.geo import LatLon, Plane, check_place, distance_m, middle
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.request import LoopRequest, WayRequest
from looproute.search import find_loops
from looproute.search.laps import FAR_M, MOST_LAP_M, LapWalk, find_laps
from looproute.search.paths import find_ways, pleasant_way
from looproute.sources import StreetSource
from looproute.sources.chain import ChainSource
from looproute.sources.overpass import Overpass
from looproute.steps.walker import Walker
from looproute.units import LENGTH_M

# Web maps end at 85.05°; there is no street beyond.
MOST_LAT = 85.0
# To find the most pleasant way between two places, streets are looked at in a circle round their
# middle, whose radius is this share of what they are apart, and at least so much.
WIDE = 0.8
LEAST_RADIUS_M = 500.0


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
    radius_m = reach_m(request)
    for place in request.via:
        # To say how long the shortest loop through a place is, streets beyond it must be known.
        radius_m = max(radius_m, WIDE * 1.5 * _apart_m(request.start, place))
    network = streets_round(request.start, radius_m, source)
    return find_loops(network, request)


def plan_ways(request: WayRequest, source: StreetSource | None = None) -> list[Loop]:
    """Return up to `request.count` ways from one place to another, best first.

    Without a source: streets of any place, kept from the last time or fetched.

    Raises
    ------
    ValueError
        The same as for `plan_loops`; or start and end are one place.
    StreetsError
        The source has no streets there.
    StartTooFarError, NoLoopError
        See `find_ways`.
    """
    apart_m = distance_m(request.start, request.end) - 2 * request.snap_limit_m
    if apart_m > request.target_m + request.tolerance_m:
        raise NoLoopError(
            "ends-too-far-apart", target_m=request.target_m, proved=True, apart_m=apart_m
        )
    network = streets_round(middle(request.start, request.end), reach_m(request), source)
    return find_ways(network, request)


def plan_laps(request: LoopRequest, source: StreetSource | None = None) -> list[LapWalk]:
    """Return up to `request.count` walks in laps of a short loop near the start, best first.

    Raises what `plan_loops` raises.
    """
    radius_m = min(reach_m(request), FAR_M + MOST_LAP_M / 2 + request.snap_limit_m)
    network = streets_round(request.start, radius_m, source)
    return find_laps(network, request)


def plan_pleasant_way(
    start: LatLon,
    end: LatLon,
    walker: Walker,
    source: StreetSource | None = None,
    *,
    snap_limit_m: float = LoopRequest.snap_limit_m,
) -> Loop:
    """Return the way from one place to another that is best to walk, however long it is.

    Raises what `plan_ways` raises, and ArgumentError for places too far from each other to walk.
    """
    check_place("start", start)
    check_place("end", end)
    radius_m = max(WIDE * _apart_m(start, end), LEAST_RADIUS_M) + snap_limit_m
    network = streets_round(middle(start, end), radius_m, source)
    return pleasant_way(network, start, end, walker, snap_limit_m)


def streets_round(center: LatLon, radius_m: float, source: StreetSource | None) -> StreetNetwork:
    """Return the streets round a place, from the source or, without one, from anywhere.

    Raises ValueError for a place where no walk can be planned, and StreetsError.
    """
    check_start(center, radius_m)
    source = ChainSource(online=Overpass()) if source is None else source
    return source.streets(center, radius_m)


def _apart_m(start: LatLon, place: LatLon) -> float:
    """Return the metres between two places; raise ArgumentError where that is too far to walk."""
    apart_m = distance_m(start, place)
    if apart_m > LENGTH_M.high:
        raise ArgumentError("places-too-far-apart", start=start, end=place, apart_m=apart_m)
    return apart_m


def reach_m(request: LoopRequest) -> float:
    """Return how far from the start, as the crow flies, walks of a request can lead, in metres."""
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
        raise ArgumentError("near-antimeridian", place=start, line_m=to_line_m, radius_m=radius_m)
