"""Print loops in the terminal: a table, the best loop, notes and the attribution."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from looproute.loops import Loop
from looproute.text import summary
from looproute.text.notes import describe_notes
from looproute.text.sanitize import for_terminal
from looproute.units import Units, format_length, format_share, format_steps

if TYPE_CHECKING:
    from rich.table import Table

_STREETS_NAMED = 2  # for each loop, in a table of 80 columns
_GAP = 2  # columns of the terminal
_ROOM_TO_WRAP = 12  # columns of the terminal, for a name that may wrap
_ROOM_FOR_NAMES = 20  # a figure is hidden rather than most street names cut within a word
_HIDDEN_FIRST = ("turns", "stairs", "repeated", "off", "min")  # on a narrow terminal


def create_table(*headings: str) -> Table:
    """Create a table without lines, with its columns aligned to the right."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0))
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def get_terminal_columns() -> int:
    """Return the width of the terminal in columns; 80 if it is unknown or 0."""
    return shutil.get_terminal_size().columns


def render_table(table: Table) -> str:
    """Render a table as wide as the terminal, without trailing spaces.

    If a terminal is too narrow for cells that cannot wrap, lines are longer; cells are never
    cropped.
    """
    from rich.console import Console

    console = Console(highlight=False, width=max(get_terminal_columns(), _count_columns(table)))
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _count_columns(table: Table, room: int = _ROOM_TO_WRAP) -> int:
    """Return the number of terminal columns a table needs, with `room` for each that wraps."""
    from rich.cells import cell_len

    widths = (
        max(cell_len(str(cell)) for cell in (column.header, *column.cells)) + _GAP
        if column.no_wrap
        else room
        for column in table.columns
    )
    return sum(widths)


def print_loops(loops: Sequence[Loop], units: Units) -> None:
    """Print loops, best first, to stdout."""
    for hidden in range(len(_HIDDEN_FIRST) + 1):
        table = _build_table(loops, units, _HIDDEN_FIRST[:hidden])
        if _count_columns(table, _ROOM_FOR_NAMES) <= get_terminal_columns():
            break
    click.echo(f"\n{render_table(table)}\n")
    best = loops[0]
    click.echo(f"{summary.length_sentence(best, units)}\n{summary.steps_sentence(best)}")
    if stairs := summary.describe_stairs(best, units):
        click.echo(f"{stairs}.")
    for note, noted in _group_notes(loops, units).items():
        whose = "All" if len(noted) == len(loops) > 1 else ", ".join(map(summary.kind, noted))
        click.echo(f"{whose}: {for_terminal(note, 400)}")
    click.echo(f"Map data: {for_terminal(best.attribution)}.")


def _build_table(loops: Sequence[Loop], units: Units, hidden: Sequence[str]) -> Table:
    """Build a table with a row for each loop, without the hidden figures."""
    from rich.text import Text

    rows: list[dict[str, str]] = []
    for loop in loops:
        figures = {
            "": str(loop.rank),
            "steps": format_steps(loop.steps),
            "length": format_length(loop.length_m, units),
            "min": f"{loop.duration_s / 60:.0f}",
            "off": summary.format_error(loop, units),
            "repeated": format_share(loop.repeated_share),
            "turns": f"{summary.turn_rate(loop, units):.1f}",
        }
        if any(each.flights for each in loops):
            figures["stairs"] = _format_stairs(loop)
        rows.append({name: cell for name, cell in figures.items() if name not in hidden})
    turns = "turns/km" if units == "metric" else "turns/mi"
    table = create_table(*(turns if name == "turns" else name for name in rows[0]))
    table.add_column("along", overflow="fold")
    for loop, row in zip(loops, rows, strict=True):
        kind = "" if loop.kind in ("loop", "one-way") else f"{loop.kind}: "
        along = ", ".join(for_terminal(name, 40) for name in loop.streets[:_STREETS_NAMED])
        table.add_row(*row.values(), Text(f"{kind}{along or 'paths without a name'}"))
    return table


def _group_notes(loops: Sequence[Loop], units: Units) -> dict[str, list[Loop]]:
    """Group the notes: each one once, with the loops that it applies to."""
    notes: dict[str, list[Loop]] = {}
    for loop in loops:
        if note := describe_notes(loop.notes, units):
            notes.setdefault(note, []).append(loop)
    return notes


def _format_stairs(loop: Loop) -> str:
    """Return the steps of a loop's stairs, and in how many flights, such as "84 in 3"."""
    return f"{format_steps(loop.risers)} in {loop.flights}" if loop.flights else "none"
