"""A loop that was planned before, by its number in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from looproute.cli.options import whole_in
from looproute.units import Range

if TYPE_CHECKING:
    from pathlib import Path

    from looproute.loops import Loop

NUMBER = whole_in(Range(1, 1000))

number_option = click.option(
    "--loop",
    "number",
    type=NUMBER,
    default="1",
    show_default=True,
    help="Which loop of the file.",
)


def read_loop(path: Path, number: int) -> Loop:
    """Return the loop of that number in a file that looproute wrote."""
    from looproute import read_loops

    loops = {loop.rank: loop for loop in read_loops(path)}
    if number not in loops:
        held = ", ".join(map(str, sorted(loops)))
        raise click.BadParameter(
            f"'{path}' has no loop {number}: it has {held}.", param_hint="'--loop'"
        )
    return loops[number]
