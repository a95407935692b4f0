"""Errors as sentences: what happened, then what to do."""

from __future__ import annotations

from looproute.errors import KindError
from looproute.text.quantities import fill
from looproute.units import Units

SENTENCES: dict[str, str] = {
    # laps
    "lap-too-long": "a lap of {lap_m:about} is longer than the {left_m:about} to walk",
    # training
    "no-shared-start": (
        "No loop of {steps:steps} steps was found here that shorter ones can leave after about a "
        "kilometre. Try other lengths or another start."
    ),
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
    return fill(sentence, facts, units)
