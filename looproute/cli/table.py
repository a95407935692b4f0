"""The answer in the terminal: a table as wide as it, the best loop in words, the credit."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from looproute.loops import Loop
from looproute.units import Units, format_length, format_share, format_steps

if TYPE_CHECKING:
    from rich.table import Table

_STREETS_NAMED = 2  # of a loop, in a table of 80 columns
_GAP = 2  # columns of the terminal
_ROOM_TO_WRAP = 12  # columns of the terminal, for a name on as many lines as it takes
_HIDDEN_FIRST = ("turns", "repeated", "off", "min")  # where a terminal is narrow


def plain_table(*headings: str) -> Table:
    """Return a table without lines, of columns that are set to the right."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0))
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def terminal_columns() -> int:
    """Return the width of the terminal; 80 columns where it is not known, or said to be 0."""
    return shutil.get_terminal_size().columns


def rendered(table: Table) -> str:
    """Return a table as wide as the terminal, or wider rather than cropped; no row ends in spaces.

    Where a terminal is narrower than what cannot be wrapped, its lines run over.
    """
    from rich.console import Console

    console = Console(highlight=False, width=max(terminal_columns(), _least_columns(table)))
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _least_columns(table: Table) -> int:
    """Return how many columns of a terminal a table needs so that nothing is cropped."""
    from rich.cells import cell_len

    widths = (
        max(cell_len(str(cell)) for cell in (column.header, *column.cells)) + _GAP
        if column.no_wrap
        else _ROOM_TO_WRAP
        for column in table.columns
    )
    return sum(widths)


def show(loops: Sequence[Loop], units: Units) -> None:
    """Print loops, best first, to stdout."""
    from looproute.text import summary
    from looproute.text.sanitize import for_terminal

    for hidden in range(len(_HIDDEN_FIRST) + 1):
        table = _loops_table(loops, units, _HIDDEN_FIRST[:hidden])
        if _least_columns(table) <= terminal_columns():
            break
    click.echo(f"\n{rendered(table)}\n")
    best = loops[0]
    click.echo(f"{summary.length_sentence(best, units)} {summary.steps_sentence(best)}")
    for note, told in _notes(loops, units).items():
        whose = "All" if len(told) == len(loops) > 1 else ", ".join(map(summary.kind, told))
        click.echo(f"{whose}: {for_terminal(note, 400)}")
    click.echo(f"Map data: {for_terminal(best.attribution)}.")


def _loops_table(loops: Sequence[Loop], units: Units, hidden: Sequence[str]) -> Table:
    """Return a row for each loop, without the figures that are hidden."""
    from rich.text import Text

    from looproute.text import summary
    from looproute.text.sanitize import for_terminal

    rows: list[dict[str, str]] = []
    for loop in loops:
        figures = {
            "": str(loop.rank),
            "steps": format_steps(loop.steps),
            "length": format_length(loop.length_m, units),
            "min": f"{loop.duration_s / 60:.0f}",
            "off": _signed(loop.error_m, units),
            "repeated": format_share(loop.repeated_share),
            "turns": f"{summary.turn_rate(loop, units):.1f}",
        }
        rows.append({name: cell for name, cell in figures.items() if name not in hidden})
    turns = "turns/km" if units == "metric" else "turns/mi"
    table = plain_table(*(turns if name == "turns" else name for name in rows[0]))
    table.add_column("along", overflow="fold")
    for loop, row in zip(loops, rows, strict=True):
        kind = "" if loop.kind in ("loop", "one-way") else f"{loop.kind}: "
        along = ", ".join(for_terminal(name, 40) for name in loop.streets[:_STREETS_NAMED])
        table.add_row(*row.values(), Text(f"{kind}{along or 'paths without a name'}"))
    return table


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
