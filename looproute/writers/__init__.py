"""Write loops to files: a map, a course, a picture or data, chosen by suffix.

==========================  ====================================================================
`page`                      a map in HTML; `webpage` is the frame it shares with `plan_page`
`gpx`, `fit`, `tcx`, `kml`  a `course` to follow; `xml` builds elements
`csv`                       the cues as a table
`geojson`                   data, which `readers.geojson` reads back
`svg`, `png`                a `picture`; `basemap` is the map behind it and behind the page
`plan_output`               training plans: `plan_page` and `ics`
`links`, `qr`               a loop as a link or a QR code
`output`                    the format for a suffix, and whether a file may be written
`disclosure`                what a file reveals
==========================  ====================================================================
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from looproute.loops import Loop
from looproute.units import GAP_M, Units
from looproute.writers import csv, fit, geojson, gpx, kml, output, page, png, svg, tcx, webpage


class Format(NamedTuple):
    """A file format.

    Attributes
    ----------
    render : returns the content for loops and units; a course also takes a `gap_m`.
    mark : bytes near the beginning that identify a file written by looproute.
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
    """Check that loops can be written to `path`, before a search.

    Raises
    ------
    ValueError
        The suffix is not in `FORMATS`, or the path is invalid.
    WriteError
        The folder does not exist or is not writable, or the file was not written by looproute and
        `force` is not given.
    """
    output.check_place(Path(path), mark=output.by_suffix(path, FORMATS).mark, force=force)


def write_loops(
    loops: Sequence[Loop],
    path: str | os.PathLike[str],
    *,
    force: bool = False,
    units: Units = "metric",
    gap_m: float = 0.0,
) -> None:
    """Write loops, best first, to a file; its suffix chooses one of the `FORMATS`.

    A page and GeoJSON hold all loops; other files hold only the first. A course holds one lap and
    the number of laps. The file is replaced in one step; if anything fails, the previous file is
    unchanged.

    Parameters
    ----------
    loops : at least one.
    path : its suffix chooses the format.
    force : replace a file that looproute did not write.
    units : "metric" or "imperial", for figures in texts.
    gap_m : distance from the end of a course to its start, 0 to 200, for apps that otherwise
        announce the arrival at once; other formats ignore it.

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


@dataclass(frozen=True, kw_only=True)
class Outputs:
    """The files that a plan is written to: checked before the search, written after it.

    Attributes
    ----------
    paths : one file for each; the suffix chooses its format.
    force, gap_m, units : the same as for `write_loops`.
    """

    paths: tuple[Path, ...]
    force: bool = False
    gap_m: float = 0.0
    units: Units = "metric"

    @property
    def page(self) -> Path | None:
        """The first file that a browser can open."""
        return next((path for path in self.paths if path.suffix.lower() == ".html"), None)

    def check(self) -> None:
        """Check that all files can be written; see `check_output`.

        Also raises ValueError for a gap if none of the files is a course.
        """
        for path in self.paths:
            check_output(path, force=self.force)
        if self.gap_m and not any(output.by_suffix(path, FORMATS).is_course for path in self.paths):
            courses = ", ".join(suffix for suffix, form in FORMATS.items() if form.is_course)
            raise ValueError(f"a gap is for courses: add one of {courses}")

    def write(self, loops: Sequence[Loop]) -> None:
        """Write the loops to all files."""
        for path in self.paths:
            write_loops(loops, path, force=self.force, units=self.units, gap_m=self.gap_m)
