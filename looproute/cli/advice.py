"""The option or the command to try after an error.

Errors carry data and `text.errors` renders it; neither names an option. The command line adds that.
"""

from __future__ import annotations

from looproute.errors import LoopRouteError
from looproute.text.errors import describe_error
from looproute.units import Units

ADVICE: dict[str, str] = {
    # privacy
    "place-too-small": "Choose the meeting point with --meet LAT,LON.",
    "meeting-point-missing": "Choose another place with --meet LAT,LON.",
    "meeting-point-too-near": "Choose another place with --meet LAT,LON.",
    "no-private-loop": "Choose the meeting point with --meet LAT,LON.",
    # training
    "no-shared-start": "Another --seed may find some.",
    "run-too-fast": "Choose a slower --pace, or a --ratio that walks less.",
    "walk-fast-enough": "Give a faster --pace or a slower --walk-pace.",
}
"""What to try, by the kind of the error; the key is one of `text.errors.SENTENCES`."""


def describe_failure(error: LoopRouteError, units: Units) -> str:
    """Return the sentence of an error in some units, followed by the option to try."""
    return f"{describe_error(error, units)} {ADVICE.get(error.kind, '')}".rstrip()
