"""Describe cues in plain words, as a walker reads or hears them on the way."""

from __future__ import annotations

from looproute.cues import Cue, Onto, SetOff, Turn
from looproute.loops import Mark, MarkKind
from looproute.network.legs import Leg
from looproute.text.quantities import format_stopwatch, precise_length
from looproute.text.sanitize import for_watch
from looproute.units import Units, format_length, format_steps

_COMPASS = ["north", "north-east", "east", "south-east"]
_COMPASS += ["south", "south-west", "west", "north-west"]
_UNNAMED = {
    "footway": "the footpath",
    "pedestrian": "the pedestrian street",
    "path": "the path",
    "steps": "the stairs",
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


def describe_cue(cue: Cue, units: Units) -> str:
    """Return the instruction as one or two sentences in the walker's units."""
    if cue.set_off:
        return _describe_start(cue, cue.set_off, units)
    if cue.turn == "finish":
        return "You have arrived." if cue.arrives else "You are back at the start."
    if cue.mark:
        return describe_mark(cue.mark, units)
    if cue.turn == "lap":
        return f"Lap {cue.lap} of {cue.laps}."
    onto = _describe_stairs(cue.onto) + _describe_street(cue.turn, cue.onto) if cue.onto else ""
    return f"{_describe_turn(cue)}{onto}."


def describe_mark(mark: Mark, units: Units) -> str:
    """Return the instruction at a mark: its own text, or the default for its kind.

    >>> describe_mark(Mark(800.0, "laps done", rest_m=240.0), "metric")
    'The laps are done: go on for 120 m, turn round, and come back.'
    """
    if mark.text:
        return mark.text
    if mark.number is not None:
        return f"You pass place {mark.number}."
    if mark.rest_m is not None:
        half = precise_length(mark.rest_m / 2, units)
        return f"The laps are done: go on for {half}, turn round, and come back."
    if mark.duration_s is not None:
        return f"{mark.kind.capitalize()} {format_stopwatch(mark.duration_s)}"
    return _MARKS[mark.kind]


def shorten_cue(cue: Cue) -> str:
    """Return the label next to a cue's arrow: a street, an instruction, or "".

    For two turns in quick succession it is the second, because the arrow shows the first.
    """
    if cue.then:
        return f"then {cue.then}"
    if cue.turn == "laps done":
        return "Laps done"
    if cue.turn in ("lap", "via", "run", "walk"):
        return describe_cue(cue, "metric").rstrip(".")  # these contain no lengths
    return cue.street


def watch_name(cue: Cue, limit_bytes: int) -> str:
    """Return the text of a cue for a watch: the street, or else the turn."""
    name = for_watch(shorten_cue(cue), limit_bytes)
    return name or for_watch(cue.turn.capitalize(), limit_bytes)


def name_street(leg: Leg) -> str:
    """Return a street's name for use in a sentence, or a description such as "the path"."""
    return leg.name or _UNNAMED.get(leg.kind, "the road")


def _describe_start(cue: Cue, walk: SetOff, units: Units) -> str:
    """Return the direction to set off in, the length, the steps and the laps."""
    compass = _COMPASS[round(walk.heading_deg / 45.0) % 8]
    along = f" along {_name_way(cue.onto)}" if cue.onto else ""
    length, steps = format_length(walk.length_m, units), format_steps(walk.steps)
    laps = f" Lap {cue.lap} of {cue.laps}." if cue.lap else ""
    return f"Set off {compass}{along}: {length}, about {steps} steps.{laps}"


def _describe_turn(cue: Cue) -> str:
    """Return the beginning of a sentence that gives the direction."""
    if cue.keeps:
        return f"Keep {cue.turn.removeprefix('slight ')}"
    match cue.turn:
        case "straight":
            verb = "Straight on"
        case "turn round":
            verb = "Turn round and go back"
        case "left" | "right":
            verb = f"Turn {cue.turn}"
        case _:
            verb = cue.turn.capitalize()
    return f"{verb}, then {cue.then} at once" if cue.then else verb


def _name_way(onto: Onto) -> str:
    """Return what a street is called, with the steps of the stairs that begin there."""
    name = name_street(onto.leg)
    if not onto.stairs_steps:
        return name
    stairs = ", stairs" if onto.leg.name else ""
    return f"{name}{stairs} ({format_steps(onto.stairs_steps)} steps)"


def _describe_stairs(onto: Onto) -> str:
    """Return that stairs are walked within a turn, with a space before it; "" for none."""
    return f" over stairs ({format_steps(onto.over_steps)} steps)" if onto.over_steps else ""


def _describe_street(turn: Turn, onto: Onto) -> str:
    """Return where a turn leads, with a space before it; nothing where it says nothing new."""
    street = _name_way(onto)
    through = f" through the {onto.ground}" if onto.ground else ""
    if turn == "straight":
        return f" along {street}{through}"
    if onto.leg.name:
        return f" to stay on {street}" if onto.leg.name == onto.last_name else f" into {street}"
    if not onto.last_name and name_street(onto.before) == street:
        return f" towards {onto.towards}" if onto.towards else ""
    return f" onto {street}{through}"
