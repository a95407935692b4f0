"""Cues in plain words: all that a walker is told of the way stands here."""

from __future__ import annotations

from typing import Literal

from looproute.cues.cue import Cue, Turn
from looproute.cues.turns import BACK_DEG, PLAIN_DEG, SHARP_DEG, SLIGHT_DEG
from looproute.loops import Leg, Loop, Mark, MarkKind
from looproute.units import Units, format_length, format_steps

_COMPASS = ["north", "north-east", "east", "south-east"]
_COMPASS += ["south", "south-west", "west", "north-west"]
_UNNAMED = {
    "footway": "the footpath",
    "pedestrian": "the pedestrian street",
    "path": "the path",
    "steps": "the steps",
    "cycleway": "the cycleway",
    "bridleway": "the bridleway",
    "track": "the track",
    "service": "the service road",
    "living_street": "the street",
    "residential": "the street",
}
_MARKS: dict[MarkKind, str] = {
    "via": "You pass a place that you asked for.",
    "laps done": "The laps are done.",
    "run": "Run.",
    "walk": "Walk.",
}

STRAIGHT_ON = "Straight on"
"""The beginning of a sentence that tells to go on."""


def start(loop: Loop, heading_deg: float, leg: Leg | None, units: Units) -> str:
    """Return how to set off, how far it is, and how many laps of it there are."""
    compass = _COMPASS[round(heading_deg / 45.0) % 8]
    along = f" along {street(leg)}" if leg else ""
    length, steps = format_length(loop.length_m, units), format_steps(loop.steps)
    laps = f" Lap 1 of {loop.laps.times}." if loop.laps and not loop.laps.begin else ""
    return f"Set off {compass}{along}: {length}, about {steps} steps.{laps}"


def finish(loop: Loop) -> str:
    """Return what is told at the end of a walk."""
    return "You have arrived." if loop.kind == "one-way" else "You are back at the start."


def lap(number: int, times: int) -> str:
    """Return which lap begins, from 1, of how many."""
    return f"Lap {number} of {times}."


def mark(mark: Mark) -> str:
    """Return what is to do or to pass at a mark: its own words, or the usual ones of its kind."""
    return mark.text or _MARKS[mark.kind]


def street(leg: Leg) -> str:
    """Return what a street is called in a sentence, its name or, say, "the path"."""
    return leg.name or _UNNAMED.get(leg.kind, "the road")


def side(turn_deg: float) -> Literal["left", "right"]:
    """Return to which side a turn is."""
    return "left" if turn_deg < 0 else "right"


def turn(turn_deg: float) -> Turn:
    """Return what a turn is called."""
    size = abs(turn_deg)
    if size < SLIGHT_DEG:
        return "straight"
    if size < PLAIN_DEG:
        return "slight left" if turn_deg < 0 else "slight right"
    if size < SHARP_DEG:
        return side(turn_deg)
    if size < BACK_DEG:
        return "sharp left" if turn_deg < 0 else "sharp right"
    return "turn round"


def verb(turn_deg: float) -> str:
    """Return the beginning of a sentence that tells a turn."""
    name = turn(turn_deg)
    if name == "turn round":
        return "Turn round and go back"
    return f"Turn {name}" if name in ("left", "right") else name.capitalize()


def two_turns(turn_deg: float, then: str) -> str:
    """Return the beginning of a sentence that tells two turns at once."""
    return f"{verb(turn_deg)}, then {then} at once"


def keep(turn_deg: float) -> str:
    """Return the beginning of a sentence that tells which branch of a fork is the way."""
    return f"Keep {side(turn_deg)}"


def onto(turn: Turn, leg: Leg, before: Leg, told: str, ground: str | None) -> str:
    """Return where a turn leads, with a space before it; nothing where it says nothing new.

    `before` is the leg that ends at the turn, `told` the name of the street as told last, and
    `ground` what a way without a name leads through.
    """
    through = f" through the {ground}" if ground else ""
    if turn == "straight":
        return f" along {street(leg)}{through}"
    if leg.name:
        return f" to stay on {leg.name}" if leg.name == told else f" into {leg.name}"
    if not told and street(before) == street(leg):
        return ""
    return f" onto {street(leg)}{through}"


def brief(cue: Cue) -> str:
    """Return what is told beside the arrow of a cue: the street, or what to do; it may be "".

    Of two turns at once the second, because the arrow shows the first.
    """
    if cue.then:
        return f"then {cue.then}"
    if cue.turn == "laps done":
        return "Laps done"
    return cue.text.rstrip(".") if cue.turn in ("lap", "via", "run", "walk") else cue.street


def towards(name: str) -> str:
    """Return where an unnamed way leads, with a space before it; nothing without a name."""
    return f" towards {name}" if name else ""
