"""The answer in the terminal: a table as wide as it, the best loop in words, the credit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from looproute.loops import Loop
from looproute.units import Units, format_length, format_share, format_steps

if TYPE_CHECKING:
    from rich.table import Table

_STREETS_NAMED = 2  # of a loop, in a table of 80 columns
_ROOM_FOR_TURNS = 66  # columns; on a narrower terminal streets go before turns


def plain_table(*headings: str) -> Table:
    """Return a table without lines, of columns that are set to the right."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def rendered(table: Table) -> str:
    """Return a table as wide as the terminal, or as 80 columns; no row ends in spaces."""
    from rich.console import Console

    console = Console(highlight=False)
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def show(loops: Sequence[Loop], units: Units) -> None:
    """Print loops, best first, to stdout."""
    from rich.console import Console
    from rich.text import Text

    from looproute.text import summary
    from looproute.text.sanitize import for_terminal

    unit = "km" if units == "metric" else "mi"
    turns = [f"turns/{unit}"] if Console().width >= _ROOM_FOR_TURNS else []
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
            *(f"{summary.turn_rate(loop, units):.1f}" for _ in turns),
            Text(f"{kind}{along or 'paths without a name'}"),
        )
    click.echo(f"\n{rendered(table)}\n")
    best = loops[0]
    click.echo(f"{summary.length_sentence(best, units)} {summary.steps_sentence(best)}")
    for note, told in _notes(loops, units).items():
        whose = "All" if len(told) == len(loops) > 1 else ", ".join(map(summary.kind, told))
        click.echo(f"{whose}: {for_terminal(note, 400)}")
    click.echo(f"Map data: {for_terminal(best.attribution)}.")


def _notes(loops: Sequence[Loop], units: Units) -> dict[str, list[Loop]]:
    """Return the notes of the loops, each once, and which loops they are about."""
    from looproute.text.notes import describe_notes

    notes: dict[str, list[Loop]] = {}
    for loop in loops:
        if note := describe_notes(loop.notes, units):
            notes.setdefault(note, []).append(loop)
    return notes


def _signed(error_m: float, units: Units) -> str:
    size = format_length(abs(error_m), units)
    return size if size.startswith("0 ") else f"{'+' if error_m > 0 else '-'}{size}"
