"""Loops of the steps you want, on real streets.

>>> from looproute import Bundled, LoopRequest, plan_loops
>>> request = LoopRequest(start=Bundled.start, steps=8000, count=1)
>>> [loop] = plan_loops(request, Bundled())
>>> abs(loop.error_m) <= request.tolerance_m
True
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

__all__ = [
    "AsciiMap",
    "Bundled",
    "LatLon",
    "Loop",
    "LoopRequest",
    "LoopRouteError",
    "NoLoopError",
    "OsmFile",
    "StartTooFarError",
    "StepCount",
    "StreetNetwork",
    "StreetsError",
    "Walker",
    "WayRequest",
    "WriteError",
    "find_loops",
    "plan_laps",
    "plan_loops",
    "plan_ways",
    "private_loops",
    "read_loops",
    "write_loops",
]

if TYPE_CHECKING:
    from looproute.errors import (
        LoopRouteError,
        NoLoopError,
        StartTooFarError,
        StreetsError,
        WriteError,
    )
    from looproute.geo import LatLon
    from looproute.loops import Loop
    from looproute.network.network import StreetNetwork
    from looproute.planner import plan_laps, plan_loops, plan_ways
    from looproute.privacy import private_loops
    from looproute.readers.geojson import read as read_loops
    from looproute.request import LoopRequest, WayRequest
    from looproute.search import find_loops
    from looproute.sources.ascii_map import AsciiMap
    from looproute.sources.bundled import Bundled
    from looproute.sources.osm_file import OsmFile
    from looproute.steps.walker import StepCount, Walker
    from looproute.writers import write_loops
else:
    # A name is imported when it is first used (PEP 562), so that the command line starts at once.
    _HOMES = {
        "Bundled": "sources.bundled:Bundled",
        "LatLon": "geo:LatLon",
        "Loop": "loops:Loop",
        "LoopRequest": "request:LoopRequest",
        "LoopRouteError": "errors:LoopRouteError",
        "NoLoopError": "errors:NoLoopError",
        "OsmFile": "sources.osm_file:OsmFile",
        "StartTooFarError": "errors:StartTooFarError",
        "StepCount": "steps.walker:StepCount",
        "StreetNetwork": "network.network:StreetNetwork",
        "StreetsError": "errors:StreetsError",
        "AsciiMap": "sources.ascii_map:AsciiMap",
        "Walker": "steps.walker:Walker",
        "WayRequest": "request:WayRequest",
        "WriteError": "errors:WriteError",
        "find_loops": "search:find_loops",
        "plan_laps": "planner:plan_laps",
        "plan_loops": "planner:plan_loops",
        "plan_ways": "planner:plan_ways",
        "private_loops": "privacy:private_loops",
        "read_loops": "readers.geojson:read",
        "write_loops": "writers:write_loops",
    }

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import pkgutil

        value = globals()[name] = pkgutil.resolve_name(f"{__name__}.{_HOMES[name]}")
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
