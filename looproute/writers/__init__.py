"""Loops handed over as files: a map, a track, data. The suffix of the path chooses.

==========================  ====================================================================
`page`                      a map in HTML; what it shares with `plan_page` is in `webpage`
`gpx`, `fit`, `tcx`, `kml`  a `course` to follow
`cuesheet`                  the cues as a table
`geojson`                   data; `loopfile` reads it back
`svg`, `png`                a `picture`; the map behind it and behind the page is in `basemap`
`plan_output`               training plans: `plan_page` and `ics`
`link`, `qr`                a walk without a file
`text`, `words`             names made safe; what is said of a loop
`destination`, `xmltree`    what a suffix chooses, where a file may be written; how XML is
`reveal`                    what a file tells a stranger
==========================  ====================================================================
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from looproute.loops import Loop
from looproute.units import GAP_M, Units
from looproute.writers import csv, fit, geojson, gpx, kml, output, page, png, svg, tcx, webpage


class Format(NamedTuple):
    """A kind of file.

    Attributes
    ----------
    render : makes its content of loops and units; that of a course, of a `gap_m` as well.
    mark : the bytes by which a file of looproute is known again, near its beginning.
    is_course : whether it holds one line to follow, which may end before its start.
    """

    render: Callable[..., str | bytes]
    mark: bytes
    is_course: bool = False


FORMATS = {
    ".html": Format(page.render, webpage.MARK),
    ".gpx": Format(gpx.render, gpx.MARK, is_course=True),
    ".fit": Format(fit.render, fit.MARK, is_course=True),
    ".tcx": Format(tcx.render, tcx.MARK, is_course=True),
    ".kml": Format(kml.render, kml.MARK, is_course=True),
    ".geojson": Format(geojson.render, geojson.MARK),
    ".csv": Format(csv.render, csv.MARK),
    ".svg": Format(svg.render, svg.MARK),
    ".png": Format(png.render, png.MARK),
}


def check_output(path: str | os.PathLike[str], *, force: bool = False) -> None:
    """Return if loops may be written to `path`; to be asked before a search starts.

    Raises
    ------
    ValueError
        The suffix is not one of those in `FORMATS`, or the path is not a path.
    WriteError
        The folder does not exist or may not be written, or the file is not looproute's own and
        `force` is not given.
    """
    output.check_place(Path(path), mark=output.by_suffix(path, FORMATS).mark, force=force)


def check_outputs(
    paths: Sequence[str | os.PathLike[str]], *, force: bool = False, gap_m: float = 0.0
) -> None:
    """Return if loops may be written to each of the paths, with that gap; see `check_output`.

    Raises ValueError, too, for a gap where no path is one of a course.
    """
    for path in paths:
        check_output(path, force=force)
    if gap_m and not any(output.by_suffix(path, FORMATS).is_course for path in paths):
        courses = ", ".join(suffix for suffix, form in FORMATS.items() if form.is_course)
        raise ValueError(f"a gap is for files that are followed: add one of {courses}")


def write_loops(
    loops: Sequence[Loop],
    path: str | os.PathLike[str],
    *,
    force: bool = False,
    units: Units = "metric",
    gap_m: float = 0.0,
) -> None:
    """Write loops, best first, to a file whose suffix says what it is: one of those in `FORMATS`.

    A page and data hold all the loops; other files hold the first one only. Of several laps a
    course holds one and says how many there are. The file is put in place whole; when anything
    fails, what was there before is untouched.

    Parameters
    ----------
    loops : at least one.
    path : its suffix chooses the format.
    force : replace a file that looproute did not write.
    units : "metric" or "imperial", for the figures that people read.
    gap_m : how far before the start of a closed loop its course ends, 0 to 200, because some
        apps say at once that one has arrived; files that are no course have no gap.

    Raises
    ------
    ValueError
        No loops, an unknown suffix, unknown units, or a gap out of range.
    WriteError
        The file cannot be written there.
    """
    check_output(path, force=force)
    if not loops:
        raise ValueError("there are no loops to write")
    if units not in ("metric", "imperial"):
        raise ValueError(f"units are 'metric' or 'imperial', not '{units}'")
    if gap_m and not GAP_M.holds(gap_m):
        raise ValueError(f"a gap must be from 0 to {GAP_M.high:.0f} m, not {gap_m}")
    form = output.by_suffix(path, FORMATS)
    content = form.render(loops, units, **({"gap_m": gap_m} if form.is_course else {}))
    output.replace(Path(path), content.encode() if isinstance(content, str) else content)
