"""Write a training plan to a page or a calendar; the suffix of the path chooses."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from looproute.training.plan import Outlook
from looproute.units import Units
from looproute.writers import ics, output, plan_page, webpage


class PlanFormat(NamedTuple):
    """A file format: its renderer and the bytes that identify a file of looproute."""

    render: Callable[[Outlook, Units], str]
    mark: bytes


FORMATS = {
    ".html": PlanFormat(plan_page.render, webpage.MARK),
    ".ics": PlanFormat(ics.render, ics.MARK),
}


def check_plan_output(path: str | os.PathLike[str], *, force: bool = False) -> None:
    """Return if a plan may be written to `path`.

    Raises ValueError for an unknown suffix, and WriteError where the file may not be written.
    """
    output.check_place(Path(path), mark=output.by_suffix(path, FORMATS).mark, force=force)


def write_plan(
    outlook: Outlook,
    path: str | os.PathLike[str],
    *,
    force: bool = False,
    units: Units = "metric",
) -> None:
    """Write a training plan to a `.html` page or an `.ics` calendar, whole or not at all.

    Raises ValueError for an unknown suffix, and WriteError where the file cannot be written.
    """
    check_plan_output(path, force=force)
    form = output.by_suffix(path, FORMATS)
    output.replace(Path(path), form.render(outlook, units).encode())
