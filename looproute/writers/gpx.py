"""Render a loop as a GPX 1.1 track, for watches and navigation apps.

Schema: https://www.topografix.com/GPX/1/1/gpx.xsd. It has no route in addition to the
track (apps would draw both), and no elevation or times, because they are unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import looproute
from looproute.loops import Loop
from looproute.text import summary
from looproute.units import Units
from looproute.writers.course import Course
from looproute.writers.xml import add, degrees, document, root

MARK = b'creator="looproute '
LICENSE = "https://opendatacommons.org/licenses/odbl/1-0/"


def render(loops: Sequence[Loop], units: Units = "metric", *, gap_m: float = 0.0) -> str:
    """Return the first loop as a GPX document: one track of one segment, one lap long.

    Importers expect one track, so the other loops are left out. It ends `gap_m` metres
    before the start of a closed loop.
    """
    course = Course.of(loops[0], units, gap_m)
    gpx = root(
        "gpx",
        "http://www.topografix.com/GPX/1/1",
        schema="http://www.topografix.com/GPX/1/1/gpx.xsd",
        version="1.1",
        creator=f"looproute {looproute.__version__}",
    )
    _add_metadata(gpx, course)
    _add_track(gpx, course)
    return document(gpx)


def _add_metadata(gpx: Element, course: Course) -> None:
    metadata = add(gpx, "metadata")
    add(metadata, "name", course.name)
    add(metadata, "desc", course.description)
    copyright_ = add(metadata, "copyright", author="OpenStreetMap contributors")
    add(copyright_, "license", LICENSE)
    lats = [point.lat for point in course.loop.points]
    lons = [point.lon for point in course.loop.points]
    add(
        metadata,
        "bounds",
        minlat=degrees(min(lats)),
        minlon=degrees(min(lons)),
        maxlat=degrees(max(lats)),
        maxlon=degrees(max(lons)),
    )


def _add_track(gpx: Element, course: Course) -> None:
    track = add(gpx, "trk")
    add(track, "name", course.name)
    add(track, "desc", course.description)
    add(track, "src", course.loop.attribution)
    add(track, "type", "running" if summary.is_run(course.loop) else "walking")
    segment = add(track, "trkseg")
    for point in course.loop.points:
        add(segment, "trkpt", lat=degrees(point.lat), lon=degrees(point.lon))
