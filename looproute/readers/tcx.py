"""Read TCX activities: distance, time, and steps or cadence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from looproute.readers.result import Found, Request, WalkFileError
from looproute.readers.values import LATITUDE, moment, number
from looproute.readers.xml_stream import Element, elements, file_chunks
from looproute.steps.measurement import STEPS, Mode
from looproute.units import Range

_METRES, _SECONDS, _STRIDES = Range(0, 1_000_000), Range(0, 1_000_000), Range(0, 1_000_000)
# RunCadence counts one foot, so it is strides a minute.
_STRIDES_PER_MIN = Range(0, 255)
_MODES: dict[str, Mode] = {"running": "run", "walking": "walk", "hiking": "walk", "other": "walk"}
# A longer gap between two track points is a pause.
_PAUSE_S = 15.0


@dataclass
class _Activity:
    sport: str = ""
    steps: float = 0.0
    from_cadence: float = 0.0
    distance_m: float = 0.0
    duration_s: float = 0.0
    begun: datetime | None = None
    located: bool = False
    seen: datetime | None = None
    strides_per_min: float = 0.0


def read(path: Path, request: Request) -> Found:
    """Read the walks and runs of a TCX file that have GPS positions."""
    found = Found()
    activity: _Activity | None = None
    activities = 0
    for element in elements(file_chunks(path, request.progress)):
        if element.path[0] != "TrainingCenterDatabase":
            raise WalkFileError("it is XML, but not TCX")
        if element.name == "Activity" and element.begins:
            activity = _Activity(sport=element.attributes.get("Sport", ""))
            activities += 1
        elif activity is None:
            continue
        elif element.name == "Activity":
            _finish_activity(activity, request, found)
            activity = None
        elif not element.begins:
            _add_element(activity, element)
    if not activities:
        raise WalkFileError("it holds no activity")
    if request.steps is not None and activities > 1:
        raise WalkFileError(f"it holds {activities} activities, and --steps is of one")
    return found


def _add_element(activity: _Activity, element: Element) -> None:
    match element.path[-2:]:
        case (_, "Id"):
            activity.begun = moment(element.text)
        case ("Lap", "DistanceMeters"):
            activity.distance_m += number(element.text, "DistanceMeters", _METRES)
        case ("Lap", "TotalTimeSeconds"):
            activity.duration_s += number(element.text, "TotalTimeSeconds", _SECONDS)
        case ("LX", "Steps"):
            activity.steps += number(element.text, "Steps", _STRIDES)
        case ("Position", "LatitudeDegrees"):
            number(element.text, "LatitudeDegrees", LATITUDE)
            activity.located = True
        case ("Trackpoint", "Time"):
            _add_trackpoint(activity, moment(element.text))
        case ("TPX", "RunCadence"):
            activity.strides_per_min = number(element.text, "RunCadence", _STRIDES_PER_MIN)


def _add_trackpoint(activity: _Activity, now: datetime) -> None:
    if activity.seen is not None and (now.tzinfo is None) == (activity.seen.tzinfo is None):
        passed_s = (now - activity.seen).total_seconds()
        if 0 < passed_s <= _PAUSE_S:
            activity.from_cadence += 2 * activity.strides_per_min * passed_s / 60
    activity.seen, activity.strides_per_min = now, 0.0


def _finish_activity(activity: _Activity, request: Request, found: Found) -> None:
    day = activity.begun.date() if activity.begun else None
    name = f"the activity of {day or 'no date'}"
    mode = request.mode or _MODES.get(activity.sport.lower())
    steps = request.steps or activity.steps or activity.from_cadence
    if mode is None:
        found.notes.append(f"{name}: {activity.sport[:40] or 'it'} is not a walk.")
    elif not activity.located:
        found.notes.append(f"{name}: it has no GPS, so its length was computed from steps.")
    elif not STEPS.holds(steps):
        found.notes.append(f"{name}: it holds no steps; add --steps.")
    else:
        if not request.steps and abs(2 * activity.steps / (activity.from_cadence or 1) - 1) < 0.1:
            steps *= 2
            found.notes.append(f"{name}: its steps are strides by its cadence; they count twice.")
        found.add_walk(
            name,
            steps=round(steps),
            distance_m=activity.distance_m,
            how="gps",
            count="watch",
            mode=mode,
            day=day,
            duration_s=activity.duration_s or None,
        )
