"""Loops handed over as files: a map, a track, data. The suffix of the path chooses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from looproute.writers import geojson, gpx, output, page

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from looproute.loops import Loop
    from looproute.units import Units


class Format(NamedTuple):
    """A kind of file: how loops become its text, and the bytes by which it is known again."""

    render: Callable[[Sequence[Loop], Units], str]
    mark: bytes


FORMATS = {
    ".html": Format(page.render, page.MARK),
    ".gpx": Format(gpx.render, gpx.MARK),
    ".geojson": Format(geojson.render, geojson.MARK),
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
    output.check_place(Path(path), mark=_format(path).mark, force=force)


def write_loops(
    loops: Sequence[Loop],
    path: str | os.PathLike[str],
    *,
    force: bool = False,
    units: Units = "metric",
) -> None:
    """Write loops, best first, to a `.html` map, a `.gpx` track or `.geojson` data.

    A map and data hold all the loops; a GPX file is one track, of the first loop only. The file
    is put in place whole; when anything fails, what was there before is untouched.

    Parameters
    ----------
    loops : at least one.
    path : its suffix chooses the format.
    force : replace a file that looproute did not write.
    units : "metric" or "imperial", for the figures that people read.

    Raises
    ------
    ValueError
        No loops, an unknown suffix, or unknown units.
    WriteError
        The file cannot be written there.
    """
    check_output(path, force=force)
    if not loops:
        raise ValueError("there are no loops to write")
    if units not in ("metric", "imperial"):
        raise ValueError(f"units are 'metric' or 'imperial', not '{units}'")
    output.replace(Path(path), _format(path).render(loops, units).encode())


def _format(path: str | os.PathLike[str]) -> Format:
    suffix = Path(path).suffix.lower()
    if "\0" in str(path) or suffix not in FORMATS:
        known = ", ".join(FORMATS)
        raise ValueError(f"'{Path(path).name}' should end in one of {known}")
    return FORMATS[suffix]
