"""What a loop is, in whole sentences for people; metric or imperial."""

from __future__ import annotations

from looproute.cues import Cue
from looproute.loops import Kind, Loop
from looproute.text.cues import shorten_cue
from looproute.text.sanitize import for_watch
from looproute.units import MILE_M, Units, format_duration, format_length, format_steps

_KIND: dict[Kind, str] = {
    "loop": "Loop",
    "nearest loop": "Nearest loop",
    "lollipop": "Lollipop",
    "laps": "Laps",
    "out-and-back": "Out and back",
    "loop and spur": "Loop and spur",
    "one-way": "One way",
}


def title(loop: Loop, units: Units) -> str:
    """Return a name for the walk, such as "8,000 steps, 5.61 km"."""
    if is_run(loop):
        duration = format_duration(loop.duration_s)
        return f"{short_title(loop)}, {format_length(loop.length_m, units)} in {duration}"
    return f"{format_steps(loop.target_steps)} steps, {format_length(loop.length_m, units)}"


def short_title(loop: Loop) -> str:
    """Return a name for the walk that a watch can show, such as "8,000 steps"."""
    if is_run(loop):
        return "Run and walk"
    return f"{format_steps(loop.target_steps)} steps"


def is_run(loop: Loop) -> bool:
    """Return whether one runs on the way."""
    return any(mark.kind == "run" for mark in loop.marks)


def kind(loop: Loop, *, alone: bool = False) -> str:
    """Return what the walk is, such as "Loop 1" or "Lollipop 3"; without its rank if alone."""
    return _KIND[loop.kind] if alone else f"{_KIND[loop.kind]} {loop.rank}"


def turns(loop: Loop, units: Units) -> str:
    """Return how often one turns, such as "4.2 a km"."""
    return f"{turn_rate(loop, units):.1f} a {'km' if units == 'metric' else 'mile'}"


def turn_rate(loop: Loop, units: Units) -> float:
    """Return how many turns there are in a kilometre or a mile."""
    return loop.turns / loop.length_m * (1000.0 if units == "metric" else MILE_M)


def watch_name(cue: Cue, limit_bytes: int) -> str:
    """Return what a watch shows for a cue beside its arrow: the street, or what to do."""
    name = for_watch(shorten_cue(cue), limit_bytes)
    return name or for_watch(cue.turn.capitalize(), limit_bytes)


def length_sentence(loop: Loop, units: Units) -> str:
    """Return the length and how far it is off the wish, such as "5.61 km, 12 m over."."""
    length = format_length(loop.length_m, units)
    if loop.kind == "one-way" and loop.error_m == 0:  # the pleasant way, of no length wished for
        return f"{length}."
    if abs(loop.error_m) < 0.5:
        return f"{length}, as wished."
    side = "over" if loop.error_m > 0 else "short"
    return f"{length}, {format_length(abs(loop.error_m), units)} {side}."


def steps_sentence(loop: Loop) -> str:
    """Return the steps and their band, which has nothing to do with the error of the length."""
    return (
        f"About {format_steps(loop.steps)} steps; 19 days of 20 between "
        f"{format_steps(loop.steps_low)} and {format_steps(loop.steps_high)}."
    )
