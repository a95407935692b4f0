"""The answer in the terminal: a table of loops in 80 columns, the best one in words, the credit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from looproute.units import format_length, format_share, format_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from looproute.loops import Loop
    from looproute.units import Units

_STREETS_NAMED = 2  # of a loop, in a table of 80 columns
_ROOM_FOR_TURNS = 66  # columns; on a narrower terminal streets go before turns


def plain_table(*headings: str) -> Table:
    """Return a table without lines, of columns that are set to the right."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def show(loops: Sequence[Loop], units: Units) -> None:
    """Print loops, best first, to stdout."""
    from rich.console import Console
    from rich.text import Text

    from looproute.writers import words
    from looproute.writers.text import for_terminal

    unit = "km" if units == "metric" else "mi"
    console = Console(highlight=False)
    turns = [f"turns/{unit}"] if console.width >= _ROOM_FOR_TURNS else []
    table = plain_table("", "steps", "length", "min", "off", "repeated", *turns)
    table.add_column("along", overflow="fold")
    for loop in loops:
        kind = "" if loop.kind in ("loop", "one-way") else f"{loop.kind}: "
        along = ", ".join(for_terminal(name, 40) for name in loop.streets[:_STREETS_NAMED])
        table.add_row(
            str(loop.rank),
            format_steps(loop.steps),
            format_length(loop.length_m, units),
            f"{loop.duration_s / 60:.0f}",
            _signed(loop.error_m, units),
            format_share(loop.repeated_share),
            *(f"{words.turn_rate(loop, units):.1f}" for _ in turns),
            Text(f"{kind}{along or 'paths without a name'}"),
        )
    console.print()
    console.print(table)
    console.print()
    best = loops[0]
    click.echo(f"{words.length_sentence(best, units)} {words.steps_sentence(best)}")
    for loop in loops:
        if loop.note:
            click.echo(f"{words.kind(loop)}: {for_terminal(loop.note, 400)}")
    click.echo(f"Map data: {for_terminal(best.attribution)}.")


def _signed(error_m: float, units: Units) -> str:
    size = format_length(abs(error_m), units)
    return size if size.startswith("0 ") else f"{'+' if error_m > 0 else '-'}{size}"
