"""Render a loop as a cue sheet in CSV, for a spreadsheet or a printer.

RFC 4180, with a header and a row for each cue of the whole walk, including all laps. It begins with
a byte order mark, because Excel otherwise assumes another encoding. Lengths are whole numbers,
because the decimal separator differs between countries.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from looproute.cues import cues
from looproute.loops import Loop
from looproute.text.cues import describe_cue
from looproute.text.sanitize import for_csv
from looproute.units import FOOT_M, Units

MARK = b",made by looproute from"


def render(loops: Sequence[Loop], units: Units = "metric") -> str:
    """Return the first loop's cues as a table; the places are `geo:` URIs (RFC 5870)."""
    loop = loops[0]
    unit_m, unit = (1.0, "metres") if units == "metric" else (FOOT_M, "feet")
    source = for_csv(loop.attribution)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(
        ["number", unit, "steps", "turn", "street", "what to do", "place", "made by looproute from"]
    )
    for number, cue in enumerate(cues(loop)):
        table.writerow(
            [
                number,
                round(cue.along_m / unit_m),
                cue.steps,
                cue.turn,
                for_csv(cue.street),
                for_csv(describe_cue(cue, units), 500),
                f"geo:{cue.at.lat:.6f},{cue.at.lon:.6f}",
                source,
            ]
        )
    return f"\ufeff{text.getvalue()}"
