"""FIT files of watches: an activity is a walk, monitoring gives the steps of days.

In activities cycles are strides: two steps each, wholes and fractions.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from looproute.readers.fit_messages import FURTHEST_AHEAD_S, TIMESTAMP, Message, day_of, messages
from looproute.readers.fit_monitoring import Counters
from looproute.readers.result import Found, Request, WalkFileError
from looproute.steps.measurement import STEPS, Mode

_MOST_BYTES = 16_000_000  # a day's recording has a few
# Of Garmin's FIT profile: the numbers of messages; the sports running, walking and hiking; the
# sub-sports treadmill, indoor walking and indoor running.
_SESSION, _RECORD, _ACTIVITY = 18, 20, 34
_MODES: dict[int, Mode] = {1: "run", 11: "walk", 17: "walk"}
_INDOORS = {1, 27, 45}
# And the numbers of fields: of a record, of a session, of an activity.
_LAT, _LON, _CADENCE, _ALONG_CM, _CADENCE_128 = 0, 1, 4, 5, 53
_BEGIN, _FIRST_LAT, _SPORT, _SUB_SPORT, _TIMER_MS, _LENGTH_CM = 2, 3, 5, 6, 8, 9
_CYCLES, _CYCLES_128 = 10, 94
_LOCAL_TIME = 5
_PAUSE_S = 15  # between two records: who records no more often than that has paused


class _Second(NamedTuple):
    """A record: when, how far in metres, how many strides a minute; None where it has none."""

    time_s: int
    distance_m: float | None
    strides_per_min: float | None
    located: bool


def read(path: Path, request: Request) -> Found:
    """Return the walks and runs of a FIT file that were located by GPS, or the steps of its days.

    Steps are those of the session, else reckoned from the cadence of its records; so is the length.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise WalkFileError(f"it is larger than {_MOST_BYTES:,} bytes")
    sessions: list[dict[int, int]] = []
    seconds: list[_Second] = []
    counters = Counters()
    ahead_s = 0
    for message in messages(path.read_bytes()):
        if message.number == _SESSION:
            sessions.append(message.values)
        elif message.number == _RECORD and TIMESTAMP in message.values:
            seconds.append(_second(message))
        elif message.number == _ACTIVITY:
            ahead_s = message.values.get(_LOCAL_TIME, 0) - message.values.get(TIMESTAMP, 0)
        else:
            counters.add(message)
    if not sessions and not counters.seen:
        raise WalkFileError("it holds no session: it is no activity, or was never finished")
    if request.steps is not None and len(sessions) > 1:
        raise WalkFileError(f"it holds {len(sessions)} sessions, and --steps is of one")
    found = Found()
    for day, steps in counters.days().items():
        found.add_day(day, steps)
    for session in sessions:
        _take(session, seconds, ahead_s if abs(ahead_s) <= FURTHEST_AHEAD_S else 0, request, found)
    return found


def _second(message: Message) -> _Second:
    values = message.values
    along_cm = values.get(_ALONG_CM)
    cadence = values.get(_CADENCE)
    return _Second(
        values[TIMESTAMP],
        None if along_cm is None else along_cm / 100,
        None if cadence is None else cadence + values.get(_CADENCE_128, 0) / 128,
        _LAT in values and _LON in values,
    )


def _take(
    session: dict[int, int], seconds: list[_Second], ahead_s: int, request: Request, found: Found
) -> None:
    begin = session.get(_BEGIN, 0)
    end = session.get(TIMESTAMP, begin)
    own = [second for second in seconds if begin <= second.time_s <= end]
    day = day_of(begin, ahead_s)
    name = f"the session of {day or 'no date'}"
    mode = _MODES.get(session.get(_SPORT, -1))
    if mode is None:
        found.notes.append(f"{name}: it is not a walk or a run.")
        return
    located = _FIRST_LAT in session or any(second.located for second in own)
    if session.get(_SUB_SPORT) in _INDOORS or not located:
        found.notes.append(f"{name}: it has no GPS, so its length was reckoned from steps.")
        return
    steps = request.steps or round(_steps(session, own))
    if not STEPS.holds(steps):
        found.notes.append(f"{name}: it holds no steps; add --steps.")
        return
    duration_s = session.get(_TIMER_MS, 0) / 1000
    found.add_walk(
        name,
        steps=steps,
        distance_m=_distance_m(session, own),
        how="gps",
        count="watch",
        mode=request.mode or mode,
        day=day,
        duration_s=duration_s or None,
    )


def _steps(session: dict[int, int], seconds: list[_Second]) -> float:
    if _CYCLES in session:
        return 2 * (session[_CYCLES] + session.get(_CYCLES_128, 0) / 128)
    steps = 0.0
    for second, after in pairwise(seconds):
        passed_s = after.time_s - second.time_s
        if second.strides_per_min is not None and 0 < passed_s <= _PAUSE_S:
            steps += 2 * second.strides_per_min * passed_s / 60
    return steps


def _distance_m(session: dict[int, int], seconds: list[_Second]) -> float:
    if _LENGTH_CM in session:
        return session[_LENGTH_CM] / 100
    along = [second.distance_m for second in seconds if second.distance_m is not None]
    return along[-1] - along[0] if along else 0.0
