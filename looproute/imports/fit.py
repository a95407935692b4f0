"""FIT files of watches: an activity is a walk, monitoring gives the steps of days.

In activities cycles are strides: two steps each, wholes and fractions.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from looproute.imports.fitfile import TIMESTAMP, day_of, messages
from looproute.imports.found import Found, Request, WalkFileError
from looproute.imports.monitoring import Counters
from looproute.walk import STEPS

if TYPE_CHECKING:
    from pathlib import Path

    from looproute.imports.fitfile import Message
    from looproute.walk import Mode

_MOST_BYTES = 16_000_000  # a day's recording has a few
# Of Garmin's FIT profile: the numbers of messages; the sports running, walking and hiking; the
# sub-sports treadmill, indoor walking and indoor running.
_SESSION, _RECORD, _ACTIVITY = 18, 20, 34
_MODES: dict[int, Mode] = {1: "run", 11: "walk", 17: "walk"}
_INDOORS = {1, 27, 45}
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
            ahead_s = message.values.get(5, 0) - message.values.get(TIMESTAMP, 0)
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
        _take(session, seconds, ahead_s if abs(ahead_s) <= 14 * 3600 else 0, request, found)
    return found


def _second(message: Message) -> _Second:
    values = message.values
    distance = values.get(5)
    cadence = values.get(4)
    return _Second(
        values[TIMESTAMP],
        None if distance is None else distance / 100,
        None if cadence is None else cadence + values.get(53, 0) / 128,
        0 in values and 1 in values,
    )


def _take(
    session: dict[int, int], seconds: list[_Second], ahead_s: int, request: Request, found: Found
) -> None:
    begin = session.get(2, 0)
    end = session.get(TIMESTAMP, begin)
    own = [second for second in seconds if begin <= second.time_s <= end]
    day = day_of(begin, ahead_s)
    name = f"the session of {day or 'no date'}"
    mode = request.mode or _MODES.get(session.get(5, -1))
    if session.get(5, -1) not in _MODES:
        found.notes.append(f"{name}: it is not a walk or a run.")
        return
    assert mode is not None
    if session.get(6) in _INDOORS or not (3 in session or any(s.located for s in own)):
        found.notes.append(f"{name}: it has no GPS, so its length was reckoned from steps.")
        return
    steps = request.steps or round(_steps(session, own))
    if not STEPS.holds(steps):
        found.notes.append(f"{name}: it holds no steps; add --steps.")
        return
    duration_s = session.get(8, 0) / 1000
    found.add_walk(
        name,
        steps=steps,
        distance_m=_distance_m(session, own),
        how="gps",
        count="watch",
        mode=mode,
        day=day,
        duration_s=duration_s or None,
    )


def _steps(session: dict[int, int], seconds: list[_Second]) -> float:
    if 10 in session:
        return 2 * (session[10] + session.get(94, 0) / 128)
    steps = 0.0
    for second, after in pairwise(seconds):
        passed_s = after.time_s - second.time_s
        if second.strides_per_min is not None and 0 < passed_s <= _PAUSE_S:
            steps += 2 * second.strides_per_min * passed_s / 60
    return steps


def _distance_m(session: dict[int, int], seconds: list[_Second]) -> float:
    if 9 in session:
        return session[9] / 100
    along = [second.distance_m for second in seconds if second.distance_m is not None]
    return along[-1] - along[0] if along else 0.0
