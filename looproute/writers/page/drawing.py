"""Prepare the data that the page draws, for JSON; lines are encoded polylines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from looproute._typing import Floats
from looproute.cues import ENDS_M
from looproute.cues.progress import Progress
from looproute.geo import Line, cumulative_m
from looproute.loops import Laps, Loop
from looproute.text.sanitize import plain
from looproute.units import Units
from looproute.writers.basemap.frame import Frame
from looproute.writers.page import ground, places


def drawing(loops: Sequence[Loop], frame: Frame, units: Units) -> dict[str, Any]:
    """Return the basemap, from the network of the first loop, and all loops.

    Nothing outside the frame is included, except the rest of areas and waterways that extend into
    it.
    """
    network = loops[0].network
    tracks = [frame.shape(Line(*np.array(loop.points).T)) for loop in loops]
    return {
        "units": units,
        "corners": frame.corners,
        "areas": ground.areas(network.scenery, frame) if network else [],
        "waterways": ground.waterways(network.scenery, frame) if network else [],
        "streets": ground.streets(network, frame, tracks) if network else [],
        "loops": [
            _walk(loop, line, frame)
            for loop, line in zip(loops, frame.encoded(tracks), strict=True)
        ],
    }


def _walk(loop: Loop, line: str, frame: Frame) -> dict[str, Any]:
    """Return the data of a loop; the texts of its marks are in the directions."""
    walked_m = cumulative_m(loop.points)
    return {
        "line": line,
        "steps": loop.steps,
        "length_m": round(loop.length_m, 2),
        "duration_s": round(loop.duration_s),
        "progress": _progress(loop, walked_m),
        "streets": _streets(loop, walked_m),
        "marks": [{"along_m": round(mark.along_m, 1), "kind": mark.kind} for mark in loop.marks],
        "laps": _laps(loop.laps, walked_m) if loop.laps else None,
        "places": [
            {
                "amenity": stop.place.amenity,
                "text": plain(places.describe_place(stop.place)),
                "at": frame.place(stop.place.at),
            }
            for stop in places.find_stops(loop)
        ],
    }


def _progress(loop: Loop, walked_m: Floats) -> list[list[float]]:
    """Return [metres, steps] between which steps are even, on a line that is `length_m` long."""
    scale = loop.length_m / float(walked_m[-1]) if walked_m[-1] else 1.0
    return [
        [round(scale * along_m, 1), round(steps, 1)] for along_m, steps in Progress.of(loop).table()
    ]


def _streets(loop: Loop, walked_m: Floats) -> list[dict[str, Any]]:
    """Return the name of each street, "" if unnamed, and the distance where it begins.

    The first name is that of the street in the first direction.
    """
    streets: list[dict[str, Any]] = []
    for leg in loop.legs:
        name, begin_m = plain(leg.name), float(walked_m[leg.begin])
        if begin_m <= ENDS_M:
            streets = [{"along_m": 0.0, "name": name}]
        elif streets[-1]["name"] != name:
            streets.append({"along_m": round(begin_m, 1), "name": name})
    return streets


def _laps(laps: Laps, walked_m: Floats) -> dict[str, Any]:
    begin_m, end_m = float(walked_m[laps.begin]), float(walked_m[laps.end])
    return {
        "times": laps.times,
        "along_m": round(begin_m, 1),
        "lap_m": round((end_m - begin_m) / laps.times, 1),
    }
