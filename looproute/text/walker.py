"""Describe a walker, and why a measured walk was left out of the step length."""

from __future__ import annotations

from looproute.steps.calibration import Exclusion, Miscount
from looproute.steps.walker import Walker
from looproute.units import Units, format_height, format_pace, format_share, format_step_length

MISCOUNTS: dict[Miscount, str] = {
    "strides": "strides, which are two steps each",
    "half steps": "half a step each",
}


def describe_walker(walker: Walker, units: Units = "metric") -> str:
    """Return a walker's step length and where it comes from, as a phrase.

    >>> describe_walker(Walker.from_height(1.75, pace_s_per_m=0.66))
    '0.77 m a step, from height 1.75 m at 11:00 min/km (Hoeger 2008)'
    """
    step = f"{format_step_length(walker.step_length_m, units)} a step"
    pace = format_pace(1 / walker.speed_mps, units)
    if walker.basis == "height" and walker.height_m is not None:
        height = format_height(walker.height_m, units)
        return f"{step}, from height {height} at {pace} (Hoeger 2008)"
    if walker.basis == "walks":
        walks = f"{walker.walks} walk{'s' * (walker.walks > 1)}"
        return f"{step}, measured on {walks}, at {pace}"
    source = "as given" if walker.basis == "given" else "a typical adult's"
    return f"{step}, {source}, at {walker.cadence_spm:.0f} steps a minute"


def describe_exclusion(exclusion: Exclusion) -> str:
    """Return why an estimate leaves a walk out, as a phrase.

    >>> describe_exclusion(Exclusion("outlier", 1.02, "strides"))
    '102 % longer than the rest: strides, which are two steps each'
    """
    if exclusion.kind == "belt":
        return "a treadmill's belt is off by up to 3 %"
    if exclusion.kind == "short GPS":
        return "less than 1 km by GPS is not exact enough"
    side = "longer" if exclusion.deviation > 0 else "shorter"
    looks = "a lap or a count may be wrong"
    if exclusion.miscount is not None:
        looks = MISCOUNTS[exclusion.miscount]
    return f"{format_share(abs(exclusion.deviation))} {side} than the rest: {looks}"
