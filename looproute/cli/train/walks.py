"""A loop for each outing of a plan, and a map of each, while a bar tells how far that is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from looproute.cli.source_options import Ground
from looproute.cli.stderr import note
from looproute.errors import WriteError, reason
from looproute.steps.walker import Walker
from looproute.training.outings import Outing
from looproute.training.plan import Outlook, Week
from looproute.units import Units


def map_files(outlook: Outlook, folder: Path, *, force: bool) -> dict[date, Path]:
    """Return the file of the map of each outing that is not past, named after its day.

    Raises WriteError where one may not be written; the folder need not be there yet.
    """
    from looproute.writers import check_output

    if folder.exists() and not folder.is_dir():
        raise WriteError(f"'{folder}' is not a folder; choose another name.")
    maps = {day: folder / f"{day}.html" for week in _open(outlook) for day in week.days}
    if folder.is_dir():
        for path in maps.values():
            check_output(path, force=force)
    return maps


def planned(outlook: Outlook, walker: Walker, ground: Ground) -> tuple[Outing, ...]:
    """Return a loop for each outing that is not past; say where they could not differ enough."""
    from looproute.training.outings import MOST_SHARED, plan_outings

    weeks = _open(outlook)
    count = sum(len(week.days) for week in weeks)
    outings = plan_outings(weeks, walker, ground.start, ground.source)
    found = tuple(_told(outings, count, "Planning loops"))
    alike = sum(outing.shared > MOST_SHARED for outing in found)
    if alike:
        note(
            f"The streets here do not give {count} different loops: {alike} of them share more "
            "than half with another one of the same fortnight."
        )
    return found


def _open(outlook: Outlook) -> list[Week]:
    return [week for week in outlook.weeks if week.state in ("now", "ahead")]


def write_maps(
    outings: Sequence[Outing], maps: dict[date, Path], *, units: Units, force: bool
) -> None:
    """Write a map of each outing to its file; the folder is made where there is none."""
    from looproute.writers import write_loops

    for outing in _told(iter(outings), len(outings), "Drawing maps"):
        path = maps[outing.day]
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(
                f"The folder '{path.parent}' cannot be made: {reason(error)}."
            ) from error
        write_loops([outing.loop], path, force=force, units=units)


def links(maps: dict[date, Path], page: Path) -> dict[date, str]:
    """Return the maps as they are linked from a page: relative to its folder."""
    here = page.resolve().parent
    return {
        day: os.path.relpath(path.resolve(), here).replace(os.sep, "/")
        for day, path in maps.items()
    }


def _told(outings: Iterator[Outing], count: int, what: str) -> Iterator[Outing]:
    """Yield outings; on a terminal a bar shows how many there are yet to come."""
    if not sys.stderr.isatty():
        yield from outings
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(
        outings, total=count, description=what, console=Console(stderr=True), transient=True
    )
