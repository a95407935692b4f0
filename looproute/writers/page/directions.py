"""Prepare the cue sheet of the page: a line with an icon for each cue."""

from __future__ import annotations

from typing import Literal, NamedTuple

from looproute.cues import Turn, cues
from looproute.loops import Loop
from looproute.text.cues import describe_cue
from looproute.units import Units, format_length, format_steps

Sign = Literal["arrow", "round", "lap", "place", "pace", "end"]

# The page has one arrow, which its style rotates; see the symbols in template.html.
_SIGNS: dict[Turn, Sign] = {
    "start": "end",
    "turn round": "round",
    "lap": "lap",
    "laps done": "lap",
    "via": "place",
    "run": "pace",
    "walk": "pace",
    "finish": "end",
}


class Direction(NamedTuple):
    """A line of the cue sheet: the text of a cue and its distance from the start."""

    sign: Sign
    turn: Turn
    text: str
    steps: str
    length: str
    along_m: float


def directions(loop: Loop, units: Units) -> tuple[Direction, ...]:
    """Return the lines of a loop's cue sheet, the start first and the finish last."""
    return tuple(
        Direction(
            sign=_SIGNS.get(cue.turn, "arrow"),
            turn=cue.turn,
            text=describe_cue(cue, units),
            steps=f"{format_steps(cue.steps)} steps",
            length=format_length(cue.along_m, units),
            along_m=round(cue.along_m, 1),
        )
        for cue in cues(loop)
    )
