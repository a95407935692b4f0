"""Read a walk from a GPX track: its length and times; the user supplies the steps."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from looproute.geo import LatLon, cumulative_m
from looproute.readers.result import Found, Request, WalkFileError
from looproute.readers.values import moment, place
from looproute.readers.xml_stream import elements, file_chunks

_MOST_POINTS = 1_000_000  # one a second for eleven days
_WANTED = frozenset({"gpx", "trk", "trkseg", "trkpt", "time"})


def read(path: Path, request: Request) -> Found:
    """Read the only walk of a GPX file, without the gaps between its segments."""
    if request.steps is None:
        raise ValueError(f"'{path}' holds no steps, as no GPX file does: add --steps.")
    segments: list[list[LatLon]] = []
    times: list[datetime] = []
    tracks = points = 0
    for element in elements(file_chunks(path, request.progress), _WANTED):
        if element.path[0] != "gpx":
            raise WalkFileError("it is XML, but not GPX")
        if element.begins:
            if element.name == "trk":
                tracks += 1
            elif element.name == "trkseg":
                segments.append([])
            elif element.name == "trkpt" and segments:
                points += 1
                segments[-1].append(place(element.attributes))
        elif element.path[-2:] == ("trkpt", "time"):
            times = [*times[:1], moment(element.text)]
        if points > _MOST_POINTS:
            raise WalkFileError(f"it holds more than {_MOST_POINTS:,} points")
    if tracks != 1 or points < 2:
        raise WalkFileError(
            f"it holds {tracks} tracks; the steps are of one" if tracks > 1 else "it holds no track"
        )

    found = Found()
    try:
        duration_s = (times[-1] - times[0]).total_seconds() if times else 0.0
    except TypeError as error:
        raise WalkFileError("some of its times have a time zone and some have none") from error
    found.add_walk(
        path.name,
        steps=request.steps,
        distance_m=sum(float(cumulative_m(segment)[-1]) for segment in segments if segment),
        how="gps",
        count="watch",
        mode=request.mode or "walk",
        day=times[0].date() if times else None,
        duration_s=duration_s if duration_s > 0 else None,
    )
    return found
