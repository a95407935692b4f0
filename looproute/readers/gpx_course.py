"""Read the course of a race or a walk from a GPX file."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from looproute.geo import LatLon, cumulative_m, distance_m
from looproute.loops import Loop
from looproute.readers.result import WalkFileError, reading
from looproute.readers.values import number, place
from looproute.readers.xml_stream import Element, elements, file_chunks
from looproute.steps.terrain import level_m
from looproute.steps.walker import Walker
from looproute.units import Range

LENGTH_M = Range(100.0, 200_000.0)  # of a course
# From below the Dead Sea to above any summit, with a margin for a barometer's error.
HEIGHT_M = Range(-500.0, 9_500.0)

_MOST_POINTS = 100_000  # one every 2 m of the longest course
_CLOSED_M = 1.0  # a course whose ends are this near to each other is a loop
_WANTED = frozenset({"gpx", "copyright", "trk", "rte", "trkpt", "rtept", "ele"})
_MOST_CREDIT = 200  # characters


class Course(NamedTuple):
    """A course from a file, with the height of each point.

    Attributes
    ----------
    loop : its kind is "loop" if it ends at its start, else "one-way"; it has no streets.
    height_m : metres above sea level of each point of the loop; empty if any is missing.
    """

    loop: Loop
    height_m: tuple[float, ...] = ()


class _Line(NamedTuple):
    """A track or a route as in the file; heights by the index of the point."""

    points: list[LatLon]
    height_m: dict[int, float]
    author: str


def read_course(path: Path, walker: Walker | None = None) -> Course:
    """Read the only track of a GPX file, or its only route if it has no track.

    Repeated points are dropped and the segments of a track are joined. Steps and time are those of
    the walker, or of a typical adult; if heights are known, the steps account for hills. The credit
    names the copyright holder of the file, or else the file.

    Raises
    ------
    WalkFileError : the file is missing or damaged, holds no course or several, or a course shorter
        than 100 m or longer than 200 km.
    """
    with reading(path, " as a course"):
        line = _read_line(path)
        credit = f"© {line.author}" if line.author else f"course from {path.name}"
        return _build_course(line, walker or Walker(), credit)


def _read_line(path: Path) -> _Line:
    """Return the only track of a file, or its only route."""
    found: dict[str, list[_Line]] = {"trk": [], "rte": []}
    points, author = 0, ""
    for element in elements(file_chunks(path), _WANTED):
        if element.path[0] != "gpx":
            raise WalkFileError("it is XML, but not GPX")
        if element.begins and element.path == ("gpx", "metadata", "copyright"):
            author = _parse_author(element)
        elif element.begins and element.path[1:] in (("trk",), ("rte",)):
            found[element.name].append(_Line([], {}, author))
        elif element.begins and element.path[1:] in (("trk", "trkseg", "trkpt"), ("rte", "rtept")):
            found[element.path[1]][-1].points.append(place(element.attributes))
            points += 1
        elif not element.begins and element.path[-2:] in (("trkpt", "ele"), ("rtept", "ele")):
            line = found[element.path[1]][-1]
            line.height_m[len(line.points) - 1] = number(element.text, "height", HEIGHT_M)
        if points > _MOST_POINTS:
            raise WalkFileError(f"it holds more than {_MOST_POINTS:,} points")
    kind = "track" if found["trk"] else "route"
    lines = found["trk"] or found["rte"]
    if len(lines) > 1:
        raise WalkFileError(f"it holds {len(lines)} {kind}s, and a course is one")
    if not lines or len(lines[0].points) < 2:
        raise WalkFileError("it holds no track and no route")
    return lines[0]


def _parse_author(element: Element) -> str:
    author = element.attributes.get("author", "").strip()[:_MOST_CREDIT]
    return f"{author}, ODbL" if author == "OpenStreetMap contributors" else author


def _build_course(line: _Line, walker: Walker, credit: str) -> Course:
    new = [i for i, at in enumerate(line.points) if i == 0 or at != line.points[i - 1]]
    points = [line.points[i] for i in new]
    with_heights = len(line.height_m) == len(line.points)
    height_m = tuple(line.height_m[i] for i in new) if with_heights else ()
    closed = len(points) > 3 and distance_m(points[0], points[-1]) <= _CLOSED_M
    if closed:
        points[-1] = points[0]
    along_m = cumulative_m(points).tolist()
    length_m = along_m[-1]
    if len(points) < 3 or not LENGTH_M.holds(length_m):
        raise WalkFileError(
            f"its line of {len(points)} points and {length_m:,.0f} m is not a course of 100 m "
            "to 200 km"
        )
    level = level_m(along_m, height_m, walker.speed_mps) if height_m else length_m
    # Measures that need streets are 0.
    loop = Loop.measured(
        rank=1,
        kind="loop" if closed else "one-way",
        points=tuple(points),
        walker=walker,
        target_m=None,
        turns=0,
        streets=(),
        repeated_m=0.0,
        stem_m=0.0,
        busy_m=0.0,
        attribution=credit,
        level_m=level,
    )
    return Course(loop, height_m)
