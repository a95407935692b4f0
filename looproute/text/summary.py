"""Titles and sentences that describe a loop."""

from __future__ import annotations

from looproute.daylight import Darkness
from looproute.loops import Kind, Loop
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
    """Return whether parts of the loop are run."""
    return any(mark.kind == "run" for mark in loop.marks)


def kind(loop: Loop, *, alone: bool = False) -> str:
    """Return the kind and rank, such as "Loop 1" or "Lollipop 3"; without the rank if alone."""
    return _KIND[loop.kind] if alone else f"{_KIND[loop.kind]} {loop.rank}"


def turns(loop: Loop, units: Units) -> str:
    """Return the rate of turns, such as "4.2 a km"."""
    return f"{turn_rate(loop, units):.1f} a {'km' if units == 'metric' else 'mile'}"


def turn_rate(loop: Loop, units: Units) -> float:
    """Return the number of turns in a kilometre or a mile."""
    return loop.turns / loop.length_m * (1000.0 if units == "metric" else MILE_M)


def length_sentence(loop: Loop, units: Units) -> str:
    """Return the length and its difference from the target, as a sentence."""
    length = format_length(loop.length_m, units)
    if loop.kind == "one-way" and loop.error_m == 0:  # a pleasant way without a target
        return f"{length}."
    if abs(loop.error_m) < 0.5:
        return f"{length}, as requested."
    difference = format_length(abs(loop.error_m), units)
    side = "longer" if loop.error_m > 0 else "shorter"
    target = format_length(loop.target_m, units)
    return f"{length}, {difference} {side} than the {target} you asked for."


def steps_sentence(loop: Loop) -> str:
    """Return the steps and their 95 % range, which is independent of the length error."""
    return (
        f"About {format_steps(loop.steps)} steps (95 % of days: "
        f"{format_steps(loop.steps_low)}–{format_steps(loop.steps_high)})."
    )


def darkness_sentence(darkness: Darkness) -> str:
    """Return a warning of a walk in the dark, at dusk or after sunset."""
    match darkness.kind:
        case "dark":
            return "It is dark when you set off: take a lamp, and something bright to wear."
        case "dusk":
            return (
                f"It gets dark on the way, at {darkness.at:%H:%M}, "
                f"{darkness.left_s / 60:.0f} min before you are back: take a lamp."
            )
        case "sunset":
            return f"The sun sets on the way, at {darkness.at:%H:%M}."
