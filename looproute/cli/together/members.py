"""Format the loops of a group and its members, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from looproute.cli.table import create_table, render_table
from looproute.loops import Loop
from looproute.text.sanitize import for_terminal
from looproute.training.group import Group
from looproute.units import Units, format_duration, format_length, format_pace, format_steps


def build_json(group: Group, loops: Sequence[Loop], shared_m: float) -> dict[str, Any]:
    """Return the pace of a group, and the figures of each loop and each member on it."""
    return {
        "pace_s_per_m": round(1 / group.walker.speed_mps, 4),
        "slowest": group.slowest.name,
        "shared_m": round(shared_m, 1),
        "loops": [
            {
                "target_steps": loop.target_steps,
                "length_m": round(loop.length_m, 1),
                "duration_s": round(loop.duration_s, 1),
                "kind": loop.kind,
                "members": [
                    {
                        "name": share.name,
                        "steps": share.steps.steps,
                        "steps_low": share.steps.low,
                        "steps_high": share.steps.high,
                        "cadence_spm": round(share.cadence_spm, 1),
                        "alone_s": round(share.alone_s, 1),
                    }
                    for share in group.shares(loop)
                ],
            }
            for loop in loops
        ],
    }


def format_text(group: Group, loops: Sequence[Loop], shared_m: float, units: Units) -> str:
    """Return the pace of a group, and for each loop a table of its members."""
    pace = format_pace(1 / group.walker.speed_mps, units)
    slowest = for_terminal(group.slowest.name)
    lines = [f"Together at {pace}, the pace of {slowest}."]
    if shared_m:
        shared = format_length(shared_m, units)
        lines.append(f"Everybody walks the first {shared} together, {_minutes(group, shared_m)}.")
    for loop in loops:
        length = format_length(loop.length_m, units)
        lines += [
            "",
            f"{length}, {format_duration(loop.duration_s)} together:",
            _table(group, loop),
        ]
    return "\n".join(lines)


def _minutes(group: Group, length_m: float) -> str:
    return format_duration(group.walker.duration_s(length_m))


def _table(group: Group, loop: Loop) -> str:
    from rich.text import Text

    table = create_table()
    table.add_column("")
    for heading in ("steps", "95 % of days", "steps a minute", "alone"):
        table.add_column(heading, justify="right", no_wrap=True)
    for share in group.shares(loop):
        table.add_row(
            Text(for_terminal(share.name)),
            format_steps(share.steps.steps),
            f"{format_steps(share.steps.low)}–{format_steps(share.steps.high)}",
            f"{share.cadence_spm:.0f}",
            format_duration(share.alone_s),
        )
    return render_table(table)
