"""Parse races, paces, ratios and step lengths to SI units."""

from __future__ import annotations

import re

from looproute.steps.measurement import RUNNING_STEP_M
from looproute.training.run_walk_tables import Ratio
from looproute.units import MILE_M, Range, parse_length

# 42.195 km according to the rules of World Athletics, and half of that.
RACES_M = {"marathon": 42_195.0, "half": 42_195.0 / 2}
RACE_M = Range(400.0, 250_000.0)
# 2 to 20 minutes per kilometre.
RUN_PACE_S_PER_M = Range(0.12, 1.2)
INTERVAL_S = Range(1, 3_600)

_STOPWATCH = r"([0-9]{1,3}):([0-5][0-9])"


def parse_race(text: str) -> float:
    """Parse the length of a race, in metres: ``marathon``, ``half``, ``10k`` or ``8km``.

    >>> parse_race("marathon"), parse_race("10k"), parse_race("5mi")
    (42195.0, 10000.0, 8046.72)
    """
    name = text.strip().lower()
    if name in RACES_M:
        return RACES_M[name]
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,3})?\s*k", name, re.ASCII):
        name += "m"
    try:
        return parse_length(name, RACE_M)
    except ValueError as error:
        raise ValueError(
            f"{text[:40]!r} is not a race from 400 m to 250 km: write it like marathon, half, 10k, "
            "8km or 5mi."
        ) from error


def parse_run_pace(text: str) -> float:
    """Parse a pace of 2 to 20 min/km: ``6:30/km``, ``10:30/mi``, ``9km/h``.

    The result is in seconds per metre.

    >>> round(parse_run_pace("6:30/km"), 3), round(parse_run_pace("10km/h"), 3)
    (0.39, 0.36)
    """
    found = _match(rf"(?:{_STOPWATCH}|([0-9]{{1,3}}))\s*(?:min)?\s*/\s*(km|mi|mile)", text)
    pace_s_per_m = -1.0
    if found:
        minutes, seconds = (found[1], found[2]) if found[1] else (found[3], "0")
        per_m = 1000.0 if found[4].lower() == "km" else MILE_M
        pace_s_per_m = (60 * int(minutes) + int(seconds)) / per_m
    elif found := _match(r"([0-9]{1,2}(?:\.[0-9]{1,2})?)\s*(km/h|mph)", text):
        per_m = 1000.0 if found[2].lower() == "km/h" else MILE_M
        speed = float(found[1])
        pace_s_per_m = 3600 / per_m / speed if speed else -1.0
    if not RUN_PACE_S_PER_M.holds(pace_s_per_m):
        raise ValueError(
            f"{text[:40]!r} is not a pace from 2:00 to 20:00 min/km: write it like 6:30/km, "
            "10:30/mi or 9km/h."
        )
    return pace_s_per_m


def parse_ratio(text: str) -> Ratio:
    """Parse the times to run and to walk, 1 s to 1 h: ``2:00/0:30``, ``90s/30s``.

    Bare numbers are refused, as they could be minutes.

    >>> parse_ratio("2:00/0:30"), parse_ratio("90s/30s")
    (Ratio(run_s=120, walk_s=30), Ratio(run_s=90, walk_s=30))
    """
    parts = text.split("/")
    intervals = [_seconds(part) for part in parts]
    if len(parts) != 2 or not all(map(INTERVAL_S.holds, intervals)):
        raise ValueError(
            f"{text[:40]!r} is not a time to run and a time to walk, each from 0:01 to 60:00: "
            "write it like 90s/30s or 2:00/0:30."
        )
    return Ratio(*intervals)


def parse_run_step(text: str) -> float:
    """Parse a running step length in metres, 0.45 to 2.20: ``1.05`` or ``105cm``.

    >>> parse_run_step("105cm")
    1.05
    """
    number = text.strip().removesuffix("m").strip()
    per_m = 100 if number.endswith("c") else 1
    try:
        step_length_m = float(number.removesuffix("c")) / per_m
    except ValueError:
        step_length_m = -1.0
    if not RUNNING_STEP_M.holds(step_length_m):
        raise ValueError(
            f"{text[:40]!r} is not a running step from 0.45 to 2.20 m: write it like 1.05 or 105cm."
        )
    return step_length_m


def _seconds(text: str) -> int:
    if found := _match(_STOPWATCH, text):
        return 60 * int(found[1]) + int(found[2])
    found = _match(r"([0-9]{1,4})\s*s", text)
    return int(found[1]) if found else -1


def _match(pattern: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, text.strip(), re.IGNORECASE | re.ASCII)
