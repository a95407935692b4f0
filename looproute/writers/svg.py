"""Render a loop as an SVG picture: the map, the walk, its figures and the attribution.

Only the first loop is drawn, by `picture`, as shapes and text without external resources. The font
is Open Sans where it is installed, or else a sans-serif one; the PNG includes its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import looproute
from looproute.loops import Loop
from looproute.text import summary
from looproute.text.sanitize import for_xml
from looproute.units import Units
from looproute.writers import basemap
from looproute.writers.picture import caption, ground, names, palette, walk
from looproute.writers.picture.sheet import FONT, HEIGHT, MAP_HEIGHT, WIDTH, Sheet, add
from looproute.writers.xml import document, root

MARK = b'data-generator="looproute '


def render(loops: Sequence[Loop], units: Units = "metric") -> str:
    """Return the first loop as an SVG document of 1080 by 1350 pixels.

    A loop that was read from a file has no streets and is drawn on an empty background.
    """
    import shapely

    loop = loops[0]
    sheet = Sheet.around(loop.points)
    way = walk.DrawnWalk.of(loop, sheet)
    labels = walk.marks(loop, way)
    drawing = root(
        "svg",
        "http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=str(WIDTH),
        height=str(HEIGHT),
        role="img",
        **{"data-generator": f"looproute {looproute.__version__}", "font-family": FONT},
    )
    title = f"{summary.short_title(loop)}, {caption.figures(loop, units)}. {loop.attribution}"
    add(drawing, "title").text = for_xml(title, limit=500)
    clip = add(add(drawing, "defs"), "clipPath", id="map")
    add(clip, "rect", width=WIDTH, height=MAP_HEIGHT)
    map_ = add(drawing, "g", clip_path="url(#map)")
    add(map_, "rect", width=WIDTH, height=MAP_HEIGHT, fill=palette.LAND)
    streets = []
    if loop.network is not None:
        ground.add_scenery(map_, loop.network.scenery, sheet)
        streets = basemap.street_lines(loop.network, sheet.frame, ground.tolerance_m(sheet))
        ground.add_streets(map_, streets, sheet)
    walk.add_line(map_, way)
    taken = shapely.union_all([walk.room(way, labels), caption.room()])
    names.add_names(map_, streets, sheet, taken)
    walk.add_marks(map_, loop, way, labels)
    caption.add_scale(map_, sheet, units)
    caption.add_credit(map_, loop)
    caption.add_caption(drawing, loop, units)
    return document(drawing)
