"""Errors as sentences: what happened, then what to do."""

from __future__ import annotations

from looproute.errors import LoopRouteError
from looproute.text.quantities import fill
from looproute.units import Units

SENTENCES: dict[str, str] = {}
"""The sentence of each kind of error, its fields named after the error's facts."""


def describe_error(error: LoopRouteError, units: Units = "metric") -> str:
    """Return the sentence of an error in the units of its reader."""
    sentence = SENTENCES.get(error.kind)
    return error.kind if sentence is None else fill(sentence, error.facts, units)
