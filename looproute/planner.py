"""Where the parts meet: a source gives streets, the search finds loops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from looproute.errors import NoLoopError
from looproute.geo import LatLon, Plane, check_place, distance_m, middle
from looproute.loops import TOLD_LENGTH_M, Loop, LoopRequest, WayRequest
from looproute.network.network import StreetNetwork
from looproute.search.laps import LapWalk
from looproute.sources import StreetSource
from looproute.steps.walker import Walker
from looproute.units import LENGTH_M, Units, format_length

# Web maps end at 85.05°; there is no street beyond.
MOST_LAT = 85.0
# To find the most pleasant way between two places, streets are looked at in a circle round their
# middle, whose radius is this share of what they are apart, and at least so much.
WIDE = 0.8
LEAST_RADIUS_M = 500.0
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
    for place in request.via:
        # To say how long the shortest loop through a place is, streets beyond it must be known.
        radius_m = max(radius_m, WIDE * 1.5 * _apart_m(request.start, place, request.units))
    network = streets_round(request.start, radius_m, source, request.units)
    return with_conditions(find_loops(network, request))


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
    from looproute.search.paths import find_ways

    apart_m = distance_m(request.start, request.end) - 2 * request.snap_limit_m
    if apart_m > request.target_m + request.tolerance_m:
        raise NoLoopError(
            target_m=request.target_m,
            proved=True,
            reason=f"The two places are {format_length(apart_m, request.units)} apart as the crow "
            f"flies: no way there is {format_length(request.target_m, request.units)} long.",
        )
    center, units = middle(request.start, request.end), request.units
    network = streets_round(center, reach_m(request), source, units)
    return with_conditions(find_ways(network, request))


def plan_laps(request: LoopRequest, source: StreetSource | None = None) -> list[LapWalk]:
    """Return up to `request.count` walks in laps of a short loop near the start, best first.

    Raises what `plan_loops` raises.
    """
    from looproute.search.laps import FAR_M, MOST_LAP_M, find_laps

    radius_m = min(reach_m(request), FAR_M + MOST_LAP_M / 2 + request.snap_limit_m)
    network = streets_round(request.start, radius_m, source, request.units)
    walks = find_laps(network, request)
    loops = with_conditions(walk.loop for walk in walks)
    return [replace(walk, loop=loop) for walk, loop in zip(walks, loops, strict=True)]


def plan_pleasant_way(
    start: LatLon,
    end: LatLon,
    walker: Walker,
    source: StreetSource | None = None,
    *,
    snap_limit_m: float = LoopRequest.snap_limit_m,
    units: Units = "metric",
) -> Loop:
    """Return the way from one place to another that is best to walk, however long it is.

    Raises what `plan_ways` raises, and ValueError for places too far from each other to walk.

    `units` are those of what is said to the walker, as in `LoopRequest`.
    """
    from looproute.search.paths import pleasant_way

    check_place("start", start)
    check_place("end", end)
    radius_m = max(WIDE * _apart_m(start, end, units), LEAST_RADIUS_M) + snap_limit_m
    network = streets_round(middle(start, end), radius_m, source, units)
    return with_conditions([pleasant_way(network, start, end, walker, snap_limit_m, units)])[0]


def streets_round(
    center: LatLon, radius_m: float, source: StreetSource | None, units: Units
) -> StreetNetwork:
    """Return the streets round a place, from the source or, without one, from anywhere.

    Raises ValueError for a place where no walk can be planned, and StreetsError.
    """
    check_start(center, radius_m, units)
    if source is None:
        from looproute.sources.chain import ChainSource
        from looproute.sources.overpass import Overpass

        source = ChainSource(online=Overpass())
    return source.streets(center, radius_m)


def _apart_m(start: LatLon, place: LatLon, units: Units) -> float:
    """Return the metres between two places; raises ValueError where that is too far to walk."""
    apart_m = distance_m(start, place)
    if apart_m > LENGTH_M.high:
        raise ValueError(
            f"{start} and {place} are {format_length(apart_m, units)} apart: too far for a walk, "
            f"which is at most {format_length(TOLD_LENGTH_M[units].high, units)}."
        )
    return apart_m


def reach_m(request: LoopRequest) -> float:
    """Return how far from the start, as the crow flies, the walks of a wish can lead, in metres."""
    return (request.target_m + request.tolerance_m) / 2 + request.snap_limit_m


def check_start(start: LatLon, radius_m: float, units: Units = "metric") -> None:
    """Raise ValueError for a start where no loop can be planned, whatever the streets."""
    if abs(start.lat) > MOST_LAT:
        raise ValueError(
            f"{start} is beyond {MOST_LAT:.0f} degrees of latitude, where maps end: "
            "start nearer to the equator."
        )
    to_line_m = (180.0 - abs(start.lon)) * Plane.at(start).east_m_per_deg
    if to_line_m < radius_m:
        raise ValueError(
            f"{start} is {format_length(to_line_m, units)} from the 180th meridian, which a walk "
            f"may not cross: start {format_length(radius_m, units)} from it or further, or walk "
            "less far."
        )


def with_conditions(loops: Iterable[Loop]) -> list[Loop]:
    """Return the loops, those that use streets which may be closed with a note of when."""
    return [replace(loop, note=f"{loop.note} {_conditions(loop)}".strip()) for loop in loops]


def _conditions(loop: Loop) -> str:
    """Return the sentence that names the streets of a loop which may be closed, "" for none."""
    rules = {
        f"{leg.name or 'a path without a name'}: {leg.condition}"
        for leg in loop.legs
        if leg.condition
    }
    if not rules:
        return ""
    more = [f"and {len(rules) - _NAMED} more"] if len(rules) > _NAMED else []
    return f"May be closed when you come ({'; '.join([*sorted(rules)[:_NAMED], *more])})."
