"""Render a loop as KML 2.2, for globes and maps: its line, its start and its cues.

Schema: https://schemas.opengis.net/kml/2.2.0/ogckml22.xsd. Programs show names and descriptions as
HTML, so they are escaped accordingly. No icon is specified, because programs would download it.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import looproute
from looproute.cues import Cue
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.text.cues import describe_cue
from looproute.text.sanitize import for_html
from looproute.units import Units
from looproute.writers.course import Course
from looproute.writers.xml import add, degrees, document, root

MARK = b"<!-- looproute "
# Alpha, blue, green, red, as KML writes colours.
_LINE_COLOR, _START_COLOR, _CUE_COLOR = "ffb0400b", "ff2f8f2f", "ffb0400b"


def render(loops: Sequence[Loop], units: Units = "metric", *, gap_m: float = 0.0) -> str:
    """Return the first loop as a KML document, one lap long.

    Its line ends `gap_m` metres before the start of a closed loop.
    """
    course = Course.of(loops[0], units, gap_m)
    kml = root("kml", "http://www.opengis.net/kml/2.2")
    walk = add(kml, "Document")
    add(walk, "name", for_html(course.name))
    add(walk, "description", for_html(course.description, 2000))
    line = add(add(walk, "Style", id="walk"), "LineStyle")
    add(line, "color", _LINE_COLOR)
    add(line, "width", "5")
    _add_icon_style(walk, "start", _START_COLOR, scale="1.1")
    _add_icon_style(walk, "cue", _CUE_COLOR, scale="0.6")
    _add_line(walk, course)
    start, *cues = course.cues
    _add_place(walk, "Start", "start", start, units)
    folder = add(walk, "Folder")
    add(folder, "name", "Cues")
    for number, cue in enumerate(cues, 1):
        _add_place(folder, str(number), "cue", cue, units)
    declaration, body = document(kml).split("\n", 1)
    return f"{declaration}\n<!-- looproute {looproute.__version__} -->\n{body}"


def _add_icon_style(walk: Element, name: str, color: str, *, scale: str) -> None:
    icon = add(add(walk, "Style", id=name), "IconStyle")
    add(icon, "color", color)
    add(icon, "scale", scale)


def _add_line(walk: Element, course: Course) -> None:
    placemark = add(walk, "Placemark")
    add(placemark, "name", for_html(course.name))
    add(placemark, "styleUrl", "#walk")
    line = add(placemark, "LineString")
    add(line, "tessellate", "1")
    # `add` would cut long text; these are only numbers.
    add(line, "coordinates").text = " ".join(map(_place, course.loop.points))


def _add_place(parent: Element, name: str, style: str, cue: Cue, units: Units) -> None:
    placemark = add(parent, "Placemark")
    add(placemark, "name", name)
    add(placemark, "description", for_html(describe_cue(cue, units), 500))
    add(placemark, "styleUrl", f"#{style}")
    add(add(placemark, "Point"), "coordinates", _place(cue.at))


def _place(at: LatLon) -> str:
    return f"{degrees(at.lon)},{degrees(at.lat)}"
