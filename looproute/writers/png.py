"""Render a loop as a PNG picture: the rasterized SVG, with its attribution.

The font is Open Sans, which comes with looproute; scripts that it lacks, such as Arabic or Chinese,
use the fonts of the computer.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

import looproute
from looproute.loops import Loop
from looproute.text.sanitize import plain
from looproute.units import Units
from looproute.writers import svg
from looproute.writers.png_metadata import add_text

MARK = b"Software\0\0\0\0\0looproute "


def render(loops: Sequence[Loop], units: Units = "metric") -> bytes:
    """Return the first loop as a PNG image of 1080 by 1350 pixels."""
    import resvg_py

    font = resources.files("looproute.writers.picture").joinpath("opensans/OpenSans.ttf")
    with resources.as_file(font) as file:
        image = resvg_py.svg_to_bytes(
            svg_string=svg.render(loops, units),
            font_files=[str(file)],
            font_family="Open Sans",
            sans_serif_family="Open Sans",
        )
    credited = add_text(bytes(image), "Copyright", plain(loops[0].attribution))
    return add_text(credited, "Software", f"looproute {looproute.__version__}")
