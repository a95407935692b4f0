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
    """Return the number of turns per kilometre or mile."""
    return loop.turns / loop.length_m * (1000.0 if units == "metric" else MILE_M)


def length_sentence(loop: Loop, units: Units) -> str:
    """Return the length and its difference from the target, as a sentence.

    The difference is in the quantity requested: metres, steps or seconds.
    """
    length = format_length(loop.length_m, units)
    if loop.kind == "one-way" and loop.error_m == 0:  # a walk from place to place without a target
        return f"{length}."
    error, size = _measure_error(loop, units)
    if size.startswith("0 "):
        return f"{length}, as requested."
    match loop.asked:
        case "steps":
            more, less, target = "more", "fewer", f"{format_steps(loop.target_steps)} steps"
        case "time":
            more, less, target = "longer", "shorter", format_duration(loop.target_s)
        case "length":
            more, less, target = "longer", "shorter", format_length(loop.target_m, units)
    return f"{length}, {size} {more if error > 0 else less} than the {target} you asked for."


def format_error(loop: Loop, units: Units) -> str:
    """Return the signed difference from the target in its quantity, such as "+12 steps"."""
    error, size = _measure_error(loop, units)
    return size if size.startswith("0 ") else f"{'+' if error > 0 else '-'}{size}"


def _measure_error(loop: Loop, units: Units) -> tuple[float, str]:
    """Return the difference from the target and its size as text."""
    match loop.asked:
        case "steps":
            return loop.error_steps, f"{format_steps(abs(loop.error_steps))} steps"
        case "time":
            return loop.error_s, f"{abs(round(loop.error_s)):,} s"
        case "length":
            return loop.error_m, format_length(abs(loop.error_m), units)


def describe_stairs(loop: Loop, units: Units) -> str:
    """Return the stairs of a loop, such as "3 flights of stairs, 84 steps, 31 m"; "" for none."""
    if not loop.flights:
        return ""
    flights = "1 flight" if loop.flights == 1 else f"{format_steps(loop.flights)} flights"
    length = format_length(loop.stairs_m, units)
    return f"{flights} of stairs, {format_steps(loop.risers)} steps, {length}"


def steps_sentence(loop: Loop) -> str:
    """Return the steps and their 95 % range, which is independent of the length error."""
    return (
        f"About {format_steps(loop.steps)} steps (95 % of days: "
        f"{format_steps(loop.steps_low)}–{format_steps(loop.steps_high)})."
    )


def darkness_sentence(darkness: Darkness) -> str:
    """Return a warning about a walk in the dark, at dusk or after sunset."""
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
