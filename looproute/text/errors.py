"""Errors as sentences: what happened, then what to do."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from looproute.errors import KindError
from looproute.text.no_loop import NO_LOOP
from looproute.text.quantities import Sentence, render
from looproute.units import (
    DURATION_S,
    LENGTH_M,
    MILE_M,
    STEPS,
    Range,
    Units,
    format_duration,
    format_length,
    format_step_length,
    format_steps,
)

# The lengths of a walk as they are shown, rounded so that what is shown is accepted.
SHOWN_LENGTH_M = {"metric": LENGTH_M, "imperial": Range(0.13 * MILE_M, 62.0 * MILE_M)}


def _describe_range(facts: Mapping[str, Any], units: Units) -> str:
    low, high = (format_length(length_m, units) for length_m in SHOWN_LENGTH_M[units])
    length = format_length(facts["length_m"], units)
    if facts.get("steps") is not None:
        step_m = facts["step_length_m"]
        least = max(math.ceil(LENGTH_M.low / step_m), STEPS.low)
        most = min(math.floor(LENGTH_M.high / step_m), STEPS.high)
        target = f"{format_steps(facts['steps'])} steps, {length},"
        limits = f", {format_steps(least)} to {format_steps(most)} steps"
        limits += f" of {format_step_length(step_m, units)}"
    elif facts.get("duration_s") is not None:
        shortest_s, longest_s = (length_m / facts["speed_mps"] for length_m in LENGTH_M)
        least = max(60 * math.ceil(shortest_s / 60), DURATION_S.low)
        most = min(60 * math.floor(longest_s / 60), DURATION_S.high)
        target = f"{format_duration(facts['duration_s'])}, {length},"
        limits = f", {format_duration(least)} to {format_duration(most)} at this pace"
    else:
        target, limits = length, ""
    return f"A walk of {target} is outside what can be planned: {low} to {high}{limits}."


def _describe_distance(facts: Mapping[str, Any], units: Units) -> str:
    apart, most = (format_length(m, units) for m in (facts["apart_m"], SHOWN_LENGTH_M[units].high))
    return (
        f"{facts['start']} and {facts['end']} are {apart} apart: too far for a walk, which is at "
        f"most {most}."
    )


_TOO_FAR = "; {limit_m:about} is the most allowed. Move it to {nearest}, which is on a street."

SENTENCES: dict[str, Sentence] = {
    # search
    **NO_LOOP,
    "start-too-far": "The nearest street is {distance_m:about} from the start" + _TOO_FAR,
    "end-too-far": "The nearest street is {distance_m:about} from the end" + _TOO_FAR,
    "via-too-far": "The nearest street is {distance_m:about} from place {number} to pass, {place}"
    + _TOO_FAR,
    # requests and planner
    "target-out-of-range": _describe_range,
    "places-too-far-apart": _describe_distance,
    "near-antimeridian": "{place} is {line_m:about} from the 180th meridian, which a walk may not "
    "cross: start {radius_m:about} from it or further, or walk less far.",
    "lap-longer-than-walk": "a lap of {lap_m:about} is longer than the {left_m:about} to walk",
    # training
    "run-too-fast": (
        "An average of {pace_s_per_m:pace} cannot be run with {run_s:stopwatch}/"
        "{walk_s:stopwatch} and walks at {walk_pace_s_per_m:pace}: the running would have to be "
        "faster than {limit_s_per_m:pace}. Choose a slower average, or a ratio that walks less."
    ),
    "too-short-for-beginner": (
        "{duration_s:stopwatch} is too short for a run of {run_s:stopwatch} between two minutes of "
        "walking."
    ),
    "too-short-for-run": "{duration_s:stopwatch} is too short for a run of {run_s:stopwatch}.",
    "walk-fast-enough": (
        "A walk at {walk_pace_s_per_m:pace} is fast enough for an average of {pace_s_per_m:pace}: "
        "no running is needed. Choose a faster average or a slower walk."
    ),
    # privacy
    "meeting-point-missing": (
        "There is no public crossroads within {limit_m:about} of {place}. Choose another meeting "
        "point, where streets meet that are open to everybody."
    ),
    "meeting-point-too-near": (
        "From {place} no walk leads far enough away from your home. Choose a meeting point that is "
        "{least_m:about} or more from it, where streets go on in the other direction."
    ),
    "no-private-loop": (
        "No walk of {target_m:about} leads from the meeting point away from your home. Share one "
        "of another length, or choose another meeting point."
    ),
    "place-too-small": (
        "There are too few streets and homes round this start to hide it among, as far as the map "
        "reaches: somebody who knows how looproute chooses could find it. Share a walk that starts "
        "elsewhere, or choose a meeting point far enough away."
    ),
    "too-few-streets-to-hide": (
        "{cause} To hide a home, more streets must be known than for a walk."
    ),
}
"""The sentence of each kind of error, its fields named after the error's facts."""


def describe_error(error: KindError, units: Units = "metric") -> str:
    """Return the sentence of an error in the units of its reader."""
    sentence = SENTENCES.get(error.kind)
    if sentence is None:
        return error.kind
    facts = {
        name: describe_error(fact, units) if isinstance(fact, KindError) else fact
        for name, fact in error.facts.items()
    }
    return render(sentence, facts, units)
