"""Loops as one HTML page with a map that asks no server for anything.

In words: `content`, with `directions` (the cue sheet) and `places` (along the way). As lines:
`drawing`, with `ground` (the basemap). `figure` makes the Folium map and puts the document
together. What the reader's browser gets: template.html, the styles, Leaflet's release from leaflet/
and the scripts; `figure` lists them in order.
"""

from __future__ import annotations

from collections.abc import Sequence

from looproute.loops import Loop
from looproute.units import Units
from looproute.writers.basemap.frame import Frame
from looproute.writers.page import content, figure
from looproute.writers.page.drawing import drawing


def render(loops: Sequence[Loop], units: Units = "metric") -> str:
    """Return the page for at least one loop, best first; the first is shown chosen.

    The map behind them is drawn from the network of the first loop; loops that were read from a
    file have none and are drawn on an empty ground.
    """
    frame = Frame.around([point for loop in loops for point in loop.points])
    words, data = content.of_loops(loops, units), drawing(loops, frame, units)
    return figure.render_page(words, data, frame, units)
