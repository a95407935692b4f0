"""A loop as a GPX 1.1 track, for watches and navigation apps.

Schema: https://www.topografix.com/GPX/1/1/gpx.xsd. No route beside the track (apps would draw
both), no elevation and no times, because none are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import looproute
from looproute.writers import words
from looproute.writers.text import for_xml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from looproute.loops import Loop
    from looproute.units import Units

MARK = b'creator="looproute '
LICENSE = "https://opendatacommons.org/licenses/odbl/1-0/"


def render(loops: Sequence[Loop], units: Units = "metric") -> str:
    """Return the first loop as a GPX document: one track of one closed segment.

    One track is what importers expect, so the other loops are not in it.
    """
    from xml.etree import ElementTree

    loop = loops[0]
    root = ElementTree.Element(
        "gpx",
        {
            "version": "1.1",
            "creator": f"looproute {looproute.__version__}",
            "xmlns": "http://www.topografix.com/GPX/1/1",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": (
                "http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd"
            ),
        },
    )
    _add_metadata(root, loop, units)
    _add_track(root, loop, units)
    ElementTree.indent(root, space=" ")
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _add_metadata(root: Element, loop: Loop, units: Units) -> None:
    metadata = _add(root, "metadata")
    _add(metadata, "name", words.title(loop, units))
    _add(metadata, "desc", _description(loop, units))
    copyright_ = _add(metadata, "copyright")
    copyright_.set("author", "OpenStreetMap contributors")
    _add(copyright_, "license", LICENSE)
    lats = [point.lat for point in loop.points]
    lons = [point.lon for point in loop.points]
    bounds = _add(metadata, "bounds")
    bounds.set("minlat", _degrees(min(lats)))
    bounds.set("minlon", _degrees(min(lons)))
    bounds.set("maxlat", _degrees(max(lats)))
    bounds.set("maxlon", _degrees(max(lons)))


def _add_track(root: Element, loop: Loop, units: Units) -> None:
    track = _add(root, "trk")
    _add(track, "name", words.title(loop, units))
    _add(track, "desc", _description(loop, units))
    _add(track, "src", loop.attribution)
    _add(track, "type", "walking")
    segment = _add(track, "trkseg")
    for point in loop.points:
        place = _add(segment, "trkpt")
        place.set("lat", _degrees(point.lat))
        place.set("lon", _degrees(point.lon))


def _description(loop: Loop, units: Units) -> str:
    parts = (words.length_sentence(loop, units), words.steps_sentence(loop), loop.note)
    along = f"Along {', '.join(loop.streets)}." if loop.streets else ""
    return " ".join(part for part in (*parts, along, loop.attribution) if part)


def _add(parent: Element, tag: str, text: str = "") -> Element:
    from xml.etree import ElementTree

    element = ElementTree.SubElement(parent, tag)
    if text:
        element.text = for_xml(text, limit=2000)
    return element


def _degrees(value: float) -> str:
    """Return degrees as a decimal without exponent, to 1 cm."""
    return f"{value:.7f}"
