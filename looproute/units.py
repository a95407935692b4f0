"""Parse and format quantities: steps, lengths, times, heights, paces, headings, shares.

A ``parse_`` function returns a number in metres, seconds, degrees or 0–1, or raises a ValueError of
one sentence that quotes the text and says what to write. A ``format_`` function does the reverse;
its text parses back to the rounded number.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Units = Literal["metric", "imperial"]

# The international yard and pound agreement, 1959.
INCH_M = 0.0254
FOOT_M = 0.3048
MILE_M = 1609.344


class Range(NamedTuple):
    """The accepted minimum and maximum, both included."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Return whether a value is in the range; nan never is."""
        return self.low <= value <= self.high

    def __format__(self, form: str) -> str:  # "0.30 to 1.10" for ".2f"
        return f"{self.low:{form}} to {self.high:{form}}"


# Accepted input, in SI.
STEPS = Range(100, 200_000)
LENGTH_M = Range(200.0, 100_000.0)
SNAP_M = Range(1.0, 5_000.0)
GAP_M = Range(1.0, 200.0)
DURATION_S = Range(180.0, 86_400.0)
HEIGHT_M = Range(1.0, 2.3)
STEP_LENGTH_M = Range(0.30, 1.10)
STRIDE_M = Range(1.10, 2.40)
PACE_S_PER_M = Range(0.36, 2.4)
TOLERANCE = Range(0.001, 0.1)
COUNT = Range(1, 20)
LANE = Range(1, 8)
SEED = Range(0, 999_999_999)

# A decimal comma is read where at most two digits follow it: 5,6 is clear and 5,600 is not.
_NUMBER = r"([0-9]{1,7}(?:\.[0-9]{1,9}|,[0-9]{1,2})?|\.[0-9]{1,9})"
_METRES = {"km": 1000.0, "m": 1.0, "ft": FOOT_M, "feet": FOOT_M}
_METRES |= {"mi": MILE_M, "mile": MILE_M, "miles": MILE_M}
_FOOT = "(?:ft|feet|foot|['’′])"
_INCH = "(?:in|inch|inches|[\"”″]|'')"
_MINUTE, _HOUR = "(?:m|min|mins|minutes?)", "(?:h|hrs?|hours?)"
_COMPASS = {"N": 0.0, "NE": 45.0, "E": 90.0, "SE": 135.0}
_COMPASS |= {"S": 180.0, "SW": 225.0, "W": 270.0, "NW": 315.0}


def parse_steps(text: str) -> int:
    """Parse a number of steps, 100 to 200,000.

    >>> parse_steps("8000"), parse_steps("8,000"), parse_steps("7.5k")
    (8000, 8000, 7500)
    """
    if plain := _match(r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}", text):
        steps = int(plain[0].replace(",", ""))
    elif thousands := _match(r"([0-9]{1,4})(?:\.([0-9]{1,3}))?\s*k", text):
        steps = int(thousands[1]) * 1000 + int((thousands[2] or "").ljust(3, "0"))
    elif groups := _match(r"([0-9]{1,3})\.([0-9]{3})", text):
        raise ValueError(
            f"{_shown(text)} can mean {groups[1]} or {groups[1]},{groups[2]} steps: "
            f"write {groups[1]}{groups[2]} or {groups[1]},{groups[2]}."
        )
    else:
        steps = -1
    if not STEPS.holds(steps):
        raise _refusal(text, f"a whole number of steps from {STEPS:,.0f}", "8000, 8,000 or 8k")
    return steps


def parse_length(text: str, limits: Range = LENGTH_M) -> float:
    """Parse a length to metres: ``5.6km``, ``3.5mi``, ``5600m``, ``800ft``; the unit is needed.

    >>> parse_length("5.6 km"), parse_length("5600m")
    (5600.0, 5600.0)
    """
    what = f"a length from {format_length(limits.low)} to {format_length(limits.high)}"
    example = "5.6km, 3.5mi or 5600m" if limits is LENGTH_M else "150m or 500ft"
    found = _match(rf"{_NUMBER}\s*(km|m|mi|miles?|ft|feet)?", text)
    if found and found[2] is None:
        raise ValueError(f"{_shown(text)} needs a unit to be {what}: write it like {example}.")
    length_m = _float(found[1]) * _METRES[found[2].lower()] if found else -1.0
    if not limits.holds(length_m):
        raise _refusal(text, what, example)
    return length_m


def parse_duration(text: str) -> float:
    """Parse a time from 3 min to 24 h to seconds: ``45min``, ``1h30``, ``1:30h``, ``1.5h``.

    >>> parse_duration("1h30"), parse_duration("90 min"), parse_duration("1:30h")
    (5400.0, 5400.0, 5400.0)
    """
    what, example = "a time from 3 min to 24 h", "45min, 1h30 or 1:30h"
    if minutes := _match(rf"{_NUMBER}\s*{_MINUTE}", text):
        duration_s = _float(minutes[1]) * 60
    elif hours := _match(rf"{_NUMBER}\s*{_HOUR}", text):
        duration_s = _float(hours[1]) * 3600
    elif (
        both := _match(rf"([0-9]{{1,2}})\s*{_HOUR}\s*([0-5]?[0-9])\s*{_MINUTE}?", text)
        or _match(rf"([0-9]{{1,2}}):([0-5][0-9])\s*{_HOUR}", text)
    ):  # fmt: skip
        duration_s = int(both[1]) * 3600.0 + int(both[2]) * 60.0
    elif _match(rf"{_NUMBER}|[0-9]+:[0-9]+", text):
        raise ValueError(f"{_shown(text)} needs a unit to be {what}: write it like {example}.")
    else:
        duration_s = -1.0
    if not DURATION_S.holds(duration_s):
        raise _refusal(text, what, example)
    return duration_s


def parse_height(text: str) -> float:
    """Parse a height to metres: ``1.75``, ``175cm``, ``5ft9``, ``5'9"``, ``69in``.

    >>> parse_height("175cm"), round(parse_height("5ft9"), 4)
    (1.75, 1.7526)
    """
    if metres := _match(rf"{_NUMBER}\s*m?", text):
        height_m = _float(metres[1])
    elif centimetres := _match(rf"{_NUMBER}\s*cm", text):
        height_m = _float(centimetres[1]) / 100
    elif inches := _match(rf"{_NUMBER}\s*{_INCH}", text):
        height_m = _float(inches[1]) * INCH_M
    elif (feet := _match(rf"([0-9])\s*{_FOOT}\s*(?:{_NUMBER}\s*{_INCH}?)?", text)) and (
        (rest := _float(feet[2] or "0")) < 12
    ):
        height_m = int(feet[1]) * FOOT_M + rest * INCH_M
    else:
        height_m = -1.0
    if not HEIGHT_M.holds(height_m):
        raise _refusal(text, f"a height from {HEIGHT_M:.2f} m", "1.75m, 175cm, 5ft9 or 69in")
    return height_m


def parse_pace(text: str) -> float:
    """Parse a walking pace to seconds per metre: ``11min/km``, ``18:00/mi``, ``5.5km/h``.

    >>> parse_pace("11min/km"), round(parse_pace("5.5km/h"), 4)
    (0.66, 0.6545)
    """
    if clock := _match(
        r"([0-9]{1,3})[:'’′]([0-5][0-9])[\"”″]?\s*(?:min)?\s*/\s*(km|mi|mile)", text
    ):
        pace_s_per_m = (int(clock[1]) * 60 + int(clock[2])) / _METRES[clock[3].lower()]
    elif minutes := _match(rf"{_NUMBER}\s*(?:min)?\s*/\s*(km|mi|mile)", text):
        pace_s_per_m = _float(minutes[1]) * 60 / _METRES[minutes[2].lower()]
    elif (speed := _match(rf"{_NUMBER}\s*(km/h|kmh|kph|mph|mi/h)", text)) and _float(speed[1]):
        metres = {"m": MILE_M, "k": 1000.0}[speed[2][0].lower()]
        pace_s_per_m = 3600 / metres / _float(speed[1])
    else:
        pace_s_per_m = -1.0
    if not PACE_S_PER_M.holds(pace_s_per_m):
        bare = " without a unit" if _match(rf"{_NUMBER}|[0-9]+:[0-9]+", text) else ""
        what = f"a walking pace from {Range(*(1000 / 60 * s for s in PACE_S_PER_M)):g} min/km{bare}"
        raise _refusal(text, what, "11min/km, 18:00/mi, 5.5km/h or 3.4mph")
    return pace_s_per_m


def parse_step_length(text: str) -> float:
    """Parse a step length, 0.30 to 1.10 m from foot to foot: ``0.70``, ``70cm``, ``28in``.

    A number that looks like two steps is an error, never halved silently.

    >>> parse_step_length("70cm")
    0.7
    >>> parse_step_length("1.5")
    Traceback (most recent call last):
    ValueError: '1.5' looks like a stride, which is two steps: did you mean 0.75 for one step?
    """
    found = _match(rf"{_NUMBER}\s*(m|cm|{_INCH})?", text)
    per_m = {"": 1, "m": 1, "cm": 100}
    unit = (found[2] or "").lower() if found else ""
    step_length_m = _float(found[1]) / per_m.get(unit, 1 / INCH_M) if found else -1.0
    if found and STRIDE_M.low < step_length_m <= STRIDE_M.high:
        raise ValueError(
            f"{_shown(text)} looks like a stride, which is two steps: "
            f"did you mean {_float(found[1]) / 2:g}{unit} for one step?"
        )
    if not STEP_LENGTH_M.holds(step_length_m):
        raise _refusal(text, f"a step length from {STEP_LENGTH_M:.2f} m", "0.70, 70cm or 28in")
    return step_length_m


def parse_heading(text: str) -> float:
    """Parse degrees clockwise from north, 0 up to 360: ``N``, ``NE``, ``120``."""
    if (point := text.strip().upper()) in _COMPASS:
        return _COMPASS[point]
    if (found := _match(rf"{_NUMBER}\s*°?", text)) and (heading_deg := _float(found[1])) <= 360:
        return heading_deg % 360
    raise _refusal(text, "a heading", "N, NE or 120 (degrees clockwise from north)")


def parse_tolerance(text: str) -> float:
    """Parse a percentage to a share, 0.001 to 0.1: ``0.5%``, ``1%``."""
    found = _match(rf"{_NUMBER}\s*%", text)
    share = _float(found[1]) / 100 if found else -1.0
    if not TOLERANCE.holds(share):
        raise _refusal(text, "a percentage from 0.1% to 10%", "0.5% or 1%")
    return share


def parse_whole(text: str, limits: Range) -> int:
    """Parse a whole number within limits."""
    found = _match("[0-9]{1,12}", text)
    if not found or not limits.holds(number := int(found[0])):
        raise ValueError(f"{_shown(text)} is not a whole number from {limits:,.0f}.")
    return number


def format_steps(steps: float) -> str:
    """Return ``8,000``."""
    return f"{steps:,.0f}"


def format_length(length_m: float, units: Units = "metric") -> str:
    """Return ``5.61 km`` or ``3.49 mi``, and ``850 m`` or ``420 ft`` below 1 km and 0.1 mi.

    >>> format_length(5612), format_length(12.4), format_length(5612, "imperial")
    ('5.61 km', '12 m', '3.49 mi')
    """
    if units == "metric":
        return f"{length_m / 1000:.2f} km" if round(length_m) >= 1000 else f"{length_m:.0f} m"
    if round(length_m / FOOT_M) >= 528:
        return f"{length_m / MILE_M:.2f} mi"
    return f"{length_m / FOOT_M:.0f} ft"


def format_duration(duration_s: float) -> str:
    """Return ``45 min`` or ``1 h 12 min``."""
    hours, minutes = divmod(round(duration_s / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def format_height(height_m: float, units: Units = "metric") -> str:
    """Return ``1.75 m`` or ``5 ft 9 in``."""
    if units == "metric":
        return f"{height_m:.2f} m"
    feet, inches = divmod(round(height_m / INCH_M), 12)
    return f"{feet} ft {inches} in"


def format_step_length(step_length_m: float, units: Units = "metric") -> str:
    """Return ``0.70 m`` or ``27.6 in``."""
    if units == "metric":
        return f"{step_length_m:.2f} m"
    return f"{step_length_m / INCH_M:.1f} in"


def format_pace(pace_s_per_m: float, units: Units = "metric") -> str:
    """Return ``11:00 min/km`` or ``17:42 min/mi``.

    >>> format_pace(0.66), format_pace(0.66, "imperial")
    ('11:00 min/km', '17:42 min/mi')
    """
    per_m, unit = (1000, "km") if units == "metric" else (MILE_M, "mi")
    minutes, seconds = divmod(round(pace_s_per_m * per_m), 60)
    return f"{minutes}:{seconds:02d} min/{unit}"


def format_share(share: float) -> str:
    """Return ``12 %``; a share above nothing that rounds to nothing is ``<1 %``.

    >>> format_share(0.123), format_share(0.002), format_share(0)
    ('12 %', '<1 %', '0 %')
    """
    percent = f"{100 * share:.0f}"
    return "<1 %" if percent == "0" and share > 0 else f"{percent} %"


def _match(pattern: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, text.strip(), re.IGNORECASE | re.ASCII)


def _float(number: str) -> float:
    return float(number.replace(",", "."))


def _shown(text: str) -> str:
    """Return the text quoted, shortened and without control characters."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def _refusal(text: str, what: str, example: str) -> ValueError:
    return ValueError(f"{_shown(text)} is not {what}: write it like {example}.")
