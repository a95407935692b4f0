"""A cue: one instruction at one place of a loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from looproute.geo import LatLon
from looproute.loops import Mark
from looproute.network.legs import Leg

Turn = Literal[
    "start",
    "straight",
    "slight left",
    "left",
    "sharp left",
    "slight right",
    "right",
    "sharp right",
    "turn round",
    "lap",
    "laps done",
    "via",
    "run",
    "walk",
    "finish",
]


class SetOff(NamedTuple):
    """The start of a walk: its heading clockwise from north, and its total length and steps."""

    heading_deg: float
    length_m: float
    steps: int


class Onto(NamedTuple):
    """The street that a cue leads into, and how to recognise it.

    Attributes
    ----------
    leg, before : the legs after and before the turn.
    last_name : the name of the street as an earlier cue gave it, or "".
    ground : what a street without a name leads through.
    towards : the next street with a name, or "" where it is far.
    over_steps : the steps of the stairs that are walked within the turn, 0 for none.
    stairs_steps : the steps of the stairs that begin there, 0 if there are none, or unknown.
    """

    leg: Leg
    before: Leg
    last_name: str = ""
    ground: Literal["park", "wood"] | None = None
    towards: str = ""
    over_steps: float = 0.0
    stairs_steps: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Cue:
    """An instruction at one place of a loop; `text.cues` describes it in a sentence.

    Attributes
    ----------
    at : the place.
    point : index of the last point of the loop at or before it.
    along_m : metres walked up to there.
    steps : steps walked up to there.
    turn : what to do; the first turn if there are two in quick succession.
    then : the second of two turns in quick succession, else None.
    street : the name of the street from there on, as the map has it, or "".
    keeps : whether to keep to that side at a fork, rather than to turn.
    set_off : the whole walk, at the start.
    onto : the street that follows, if naming it helps.
    lap, laps : the number of the lap that begins, from 1, and of all laps; 0 if no lap begins.
    mark : the loop's mark at this place.
    arrives : whether the finish is a different place from the start.
    """

    at: LatLon
    point: int
    along_m: float
    steps: int
    turn: Turn
    street: str
    then: Turn | None = None
    keeps: bool = False
    set_off: SetOff | None = None
    onto: Onto | None = None
    lap: int = 0
    laps: int = 0
    mark: Mark | None = None
    arrives: bool = False
