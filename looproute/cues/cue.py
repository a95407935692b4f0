"""One thing to do on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from looproute.geo import LatLon

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


@dataclass(frozen=True, kw_only=True)
class Cue:
    """What to do at one place of a loop.

    Attributes
    ----------
    at : the place.
    point : index of the last of the loop's points that is not after it.
    along_m : metres walked on arriving there.
    steps : steps walked on arriving there.
    turn : what to do; of two turns at once the first.
    then : the second of two turns at once, else None.
    street : the name of the street from there on, as the map has it, or "".
    text : what to do in plain words, one or two whole sentences.
    """

    at: LatLon
    point: int
    along_m: float
    steps: int
    turn: Turn
    street: str
    text: str
    then: Turn | None = None
