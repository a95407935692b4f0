"""A training plan handed over as a file: a page or a calendar. The suffix of the path chooses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from looproute.writers import calendar, destination, trainingpage, webpage

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from looproute.training.programme import Programme
    from looproute.units import Units


class Format(NamedTuple):
    """A kind of file: how a programme becomes its text, and the bytes by which it is known."""

    render: Callable[[Programme, Units], str]
    mark: bytes


FORMATS = {
    ".html": Format(trainingpage.render, webpage.MARK),
    ".ics": Format(calendar.render, calendar.MARK),
}


def check_programme_output(path: str | os.PathLike[str], *, force: bool = False) -> None:
    """Return if a programme may be written to `path`.

    Raises ValueError for an unknown suffix, and WriteError where the file may not be written.
    """
    destination.check_place(Path(path), mark=destination.by_suffix(path, FORMATS).mark, force=force)


def write_programme(
    programme: Programme,
    path: str | os.PathLike[str],
    *,
    force: bool = False,
    units: Units = "metric",
) -> None:
    """Write a training plan to a `.html` page or an `.ics` calendar, whole or not at all.

    Raises ValueError for an unknown suffix, and WriteError where the file cannot be written.
    """
    check_programme_output(path, force=force)
    form = destination.by_suffix(path, FORMATS)
    destination.replace(Path(path), form.render(programme, units).encode())
