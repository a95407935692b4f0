"""Render a loop as a TCX course with course points, for training programs and older watches.

Schema: https://www8.garmin.com/xmlschemas/TrainingCenterDatabasev2.xsd. Times are required;
they follow the walker's pace from a fixed day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

import looproute
from looproute.cues import Turn
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.text import summary
from looproute.text.cues import describe_cue, watch_name
from looproute.text.sanitize import for_watch
from looproute.units import Units
from looproute.writers.course import Course
from looproute.writers.xml import add, degrees, document, root

MARK = b"<!-- looproute "
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
# The schema's longest name of a course and of a course point.
_NAME, _POINT_NAME = 15, 10
# The schema knows left, right, straight and a few sights.
_TYPES: dict[Turn, str] = {
    "straight": "Straight",
    "slight left": "Left",
    "left": "Left",
    "sharp left": "Left",
    "slight right": "Right",
    "right": "Right",
    "sharp right": "Right",
}


def render(loops: Sequence[Loop], units: Units = "metric", *, gap_m: float = 0.0) -> str:
    """Return the first loop as a TCX document of one course, one lap long.

    It ends `gap_m` metres before the start of a closed loop.
    """
    course = Course.of(loops[0], units, gap_m)
    database = root(
        "TrainingCenterDatabase",
        "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2",
        schema="http://www.garmin.com/xmlschemas/TrainingCenterDatabasev2.xsd",
    )
    walk = add(add(database, "Courses"), "Course")
    add(walk, "Name", for_watch(summary.short_title(loops[0]), _NAME))
    _add_lap(walk, course)
    _add_track(walk, course)
    add(walk, "Notes", course.description)
    _add_points(walk, course)
    declaration, body = document(database).split("\n", 1)
    return f"{declaration}\n<!-- looproute {looproute.__version__} -->\n{body}"


def _add_lap(walk: Element, course: Course) -> None:
    lap = add(walk, "Lap")
    add(lap, "TotalTimeSeconds", f"{course.loop.duration_s:.1f}")
    add(lap, "DistanceMeters", f"{course.length_m:.2f}")
    _add_position(lap, "BeginPosition", course.loop.points[0])
    _add_position(lap, "EndPosition", course.loop.points[-1])
    add(lap, "Intensity", "Active")


def _add_track(walk: Element, course: Course) -> None:
    track = add(walk, "Track")
    for point, along_m in zip(course.loop.points, course.along_m.tolist(), strict=True):
        place = add(track, "Trackpoint")
        add(place, "Time", _time(course.time_s(along_m)))
        _add_position(place, "Position", point)
        add(place, "DistanceMeters", f"{along_m:.2f}")


def _add_points(walk: Element, course: Course) -> None:
    for cue in course.cues[1:-1]:
        point = add(walk, "CoursePoint")
        add(point, "Name", watch_name(cue, _POINT_NAME))
        add(point, "Time", _time(course.time_s(cue.along_m)))
        _add_position(point, "Position", cue.at)
        add(point, "PointType", _TYPES.get(cue.turn, "Generic"))
        add(point, "Notes", describe_cue(cue, course.units))


def _add_position(parent: Element, tag: str, at: LatLon) -> None:
    position = add(parent, tag)
    add(position, "LatitudeDegrees", degrees(at.lat))
    add(position, "LongitudeDegrees", degrees(at.lon))


def _time(after_s: float) -> str:
    moment = _EPOCH + timedelta(milliseconds=round(1000 * after_s))
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
