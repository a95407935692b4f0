"""A loop and a map for each outing of a plan, with a progress bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from looproute.cli.stderr import note
from looproute.errors import WriteError, reason
from looproute.steps.walker import Walker
from looproute.training.plan import Outlook, Week
from looproute.units import Units

if TYPE_CHECKING:
    from looproute.sources.settings import Origin
    from looproute.training.outings import Outing


def name_maps(outlook: Outlook, folder: Path, *, force: bool) -> dict[date, Path]:
    """Return the map file of each outing that is not past, named after its day.

    Raises WriteError if one may not be written; the folder may be missing.
    """
    from looproute.writers import check_output

    if folder.exists() and not folder.is_dir():
        raise WriteError(f"'{folder}' is not a folder; choose another name.")
    maps = {day: folder / f"{day}.html" for week in _list_open_weeks(outlook) for day in week.days}
    if folder.is_dir():
        for path in maps.values():
            check_output(path, force=force)
    return maps


def plan_walks(outlook: Outlook, walker: Walker, origin: Origin) -> tuple[Outing, ...]:
    """Return a loop for each outing that is not past; warn if they overlap too much."""
    from looproute.training.outings import MOST_SHARED, plan_outings

    weeks = _list_open_weeks(outlook)
    count = sum(len(week.days) for week in weeks)
    outings = plan_outings(weeks, walker, origin.start, origin.source)
    found = tuple(_track(outings, count, "Planning loops"))
    alike = sum(outing.shared > MOST_SHARED for outing in found)
    if alike:
        note(
            f"The streets here do not give {count} different loops: {alike} of them share more "
            "than half their length with another one of the same fortnight."
        )
    return found


def _list_open_weeks(outlook: Outlook) -> list[Week]:
    return [week for week in outlook.weeks if week.state in ("now", "ahead")]


def write_maps(
    outings: Sequence[Outing], maps: dict[date, Path], *, units: Units, force: bool
) -> None:
    """Write the map of each outing to its file; create the folder if it is missing."""
    from looproute.writers import write_loops

    for outing in _track(iter(outings), len(outings), "Drawing maps"):
        path = maps[outing.day]
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(
                f"The folder '{path.parent}' cannot be created: {reason(error)}."
            ) from error
        write_loops([outing.loop], path, force=force, units=units)


def link_maps(maps: dict[date, Path], page: Path) -> dict[date, str]:
    """Return links to the maps, relative to the folder of a page."""
    here = page.resolve().parent
    return {
        day: os.path.relpath(path.resolve(), here).replace(os.sep, "/")
        for day, path in maps.items()
    }


def _track(outings: Iterator[Outing], count: int, what: str) -> Iterator[Outing]:
    """Yield outings, with a progress bar on a terminal."""
    if not sys.stderr.isatty():
        yield from outings
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(
        outings, total=count, description=what, console=Console(stderr=True), transient=True
    )
