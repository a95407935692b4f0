"""Loops as one HTML page with a map that asks no server for anything.

`frame` says what part of the Earth is drawn, `basemap` turns streets and scenery into lines for
it, `content` says it in words, `figure` makes the Folium map and the page. What the reader's
browser gets: template.html, page.css, Leaflet's release from leaflet/, and scripts in this order:
lines.js, basemap.js (the ground), names.js (of streets), loops.js, page.js (the choice).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from looproute.geo import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from looproute.loops import Loop
    from looproute.units import Units
    from looproute.writers.page.frame import Frame

MARK = b'<meta name="generator" content="looproute '


def render(loops: Sequence[Loop], units: Units = "metric") -> str:
    """Return the page for at least one loop, best first; the first is shown chosen.

    The map behind them is drawn from the network of the first loop; loops that were read from a
    file have none and are drawn on an empty ground.
    """
    from looproute.writers.page import content, figure
    from looproute.writers.page.frame import Frame

    frame = Frame.around([point for loop in loops for point in loop.points])
    page = figure.Page(content.of_loops(loops, units), _data(loops, frame))
    page.add_map(frame, units)
    return page.render()


def _data(loops: Sequence[Loop], frame: Frame) -> dict[str, Any]:
    """Return what the page draws, as JSON-ready values; every line is an encoded polyline."""
    from looproute.writers.page import basemap

    network = loops[0].network
    tracks = [frame.shape(Line(*np.array(loop.points).T)) for loop in loops]
    return {
        "corners": frame.corners,
        "areas": basemap.areas(network.scenery, frame) if network else [],
        "waterways": basemap.waterways(network.scenery, frame) if network else [],
        "streets": basemap.streets(network, frame) if network else [],
        "loops": [
            {"line": line, "steps": loop.steps, "length_m": round(loop.length_m, 2)}
            for loop, line in zip(loops, frame.encoded(tracks), strict=True)
        ],
    }
