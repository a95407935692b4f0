"""Suggest an option or a command to try after an error.

Errors carry data and `text.errors` describes them; neither mentions options. The command line adds
those here.
"""

from __future__ import annotations

from looproute.errors import LoopRouteError
from looproute.text.errors import describe_error
from looproute.text.quantities import fill
from looproute.units import LENGTH_M, Units, format_length

_FETCH = "Run looproute area fetch {center} --distance {loop} once, or give a map file with --map."
_MAP = "Name an OpenStreetMap file with --map."
_OTHER_MAP = "Name another map file with --map."
_SNAP = "Or allow a longer way to a street with --snap."

ADVICE: dict[str, str] = {
    # sources
    "address-not-saved": "Run once without --offline.",
    "area-not-saved": _FETCH,
    "area-partly-saved": _FETCH,
    "area-unknown": "List the saved areas with looproute area list.",
    "bundled-area-elsewhere": _MAP,
    "graph-damaged": _OTHER_MAP,
    "graph-without-streets": _OTHER_MAP,
    "graph-projected": _OTHER_MAP,
    "map-damaged": _OTHER_MAP,
    "map-is-folder": _MAP,
    "map-not-regular-file": _MAP,
    "map-suffix": _MAP,
    "map-without-streets": _OTHER_MAP,
    "server-timeout": "Allow more time with --deadline.",
    # search
    "end-too-far": _SNAP,
    "start-too-far": _SNAP,
    "via-too-far": _SNAP,
    # privacy
    "meeting-point-missing": "Choose another place with --meet LAT,LON.",
    "meeting-point-too-near": "Choose another place with --meet LAT,LON.",
    "no-private-loop": "Choose the meeting point with --meet LAT,LON.",
    "place-too-small": "Choose the meeting point with --meet LAT,LON.",
    # training
    "no-shared-start": "Or try another --seed.",
    "run-too-fast": "Choose a slower --pace, or a --ratio that walks less.",
    "walk-fast-enough": "Give a faster --pace or a slower --walk-pace.",
}
"""What to try, by kind of error; the fields are the error's facts and `loop`, a length."""

SERVER_ADVICE = {
    "streets": "Name another server with --overpass, or a map file with --map.",
    "addresses": "Name another server with --nominatim.",
}
"""What to try after other server errors, by service."""


def describe_failure(error: LoopRouteError, units: Units) -> str:
    """Describe an error in the given units, followed by the option to try."""
    return f"{describe_error(error, units)} {find_advice(error, units)}".rstrip()


def find_advice(error: LoopRouteError, units: Units = "metric") -> str:
    """Return an option or a command to try after an error, or "".

    >>> find_advice(LoopRouteError("no-shared-start"))
    'Or try another --seed.'
    """
    facts = error.facts
    if error.kind in ADVICE:
        radius_m = facts.get("radius_m")
        length_m = min(2 * radius_m, LENGTH_M.high) if isinstance(radius_m, float) else 0.0
        loop = format_length(length_m, units).replace(" ", "")
        return fill(ADVICE[error.kind], {**facts, "loop": loop}, units)
    wait_s, left_s = facts.get("wait_s"), facts.get("left_s")
    if isinstance(wait_s, float) and isinstance(left_s, float) and left_s < wait_s:
        return "Allow more time with --deadline."
    return SERVER_ADVICE.get(str(facts.get("service")), "")
