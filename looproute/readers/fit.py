"""Read FIT files of watches: walks from activities, daily steps from monitoring.

In activities, cycles are strides of two steps, stored as a whole number and a fraction. Monitoring
files have step counters for walking and for running, which run from midnight to midnight in the
walker's local time. The last value of a day may be in the first second of the next day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from looproute.readers.result import Found, Request, WalkFileError
from looproute.steps.measurement import STEPS, Mode

_MOST_BYTES = 16_000_000  # a day's recording has a few megabytes
_TIMESTAMP = "timestamp"  # the field common to all kinds of message
# Values from Garmin's FIT profile: the sports running, walking and hiking; the sub-sports
# treadmill, indoor walking and indoor running; the activity types running and walking.
_MODES: dict[int, Mode] = {1: "run", 11: "walk", 17: "walk"}
_INDOORS = {1, 27, 45}
_ON_FOOT = {1, 6}
# FIT times are seconds since 1989-12-31 00:00 UTC, in 32 bits; small numbers are seconds since the
# watch was switched on.
_EPOCH_S = 631_065_600
_DATES = range(0x10000000, 0xFFFFFFFF)
_FURTHEST_AHEAD_S = 14 * 3600  # no clock on earth is further ahead of UTC
_PAUSE_S = 15  # a longer gap between two records is a pause


class _Message(NamedTuple):
    """A message: its name in the FIT profile, and its integer fields, by name."""

    name: str
    values: dict[str, int]


class _Second(NamedTuple):
    """A record: its time, distance in metres and strides per minute, or None if missing."""

    time_s: int
    distance_m: float | None
    strides_per_min: float | None
    located: bool


class _Counters:
    """The counters of a monitoring file, updated message by message."""

    def __init__(self) -> None:
        self._ahead_s = self._clock = 0
        self._most: dict[tuple[date, int], int] = {}
        self.seen = False

    def add(self, message: _Message) -> None:
        """Add a message of the file; ignore those of other kinds."""
        if message.name not in ("monitoring", "monitoring_info"):
            return
        self.seen = True
        values = message.values
        if _TIMESTAMP in values:
            self._clock = values[_TIMESTAMP]
            local = values.get("local_timestamp")
            if local is not None and abs(local - self._clock) <= _FURTHEST_AHEAD_S:
                self._ahead_s = local - self._clock
        elif "timestamp_16" in values:
            self._clock += (values["timestamp_16"] - self._clock) & 0xFFFF
        steps = values.get("cycles", values.get("cycles_16"))
        day = _day(self._clock - 1, self._ahead_s)
        kind = values.get("activity_type")
        if message.name == "monitoring" and steps and day and kind in _ON_FOOT:
            self._most[day, kind] = max(self._most.get((day, kind), 0), steps)

    def days(self) -> dict[date, int]:
        """Return the steps of each day, walking and running together.

        Unlike in an activity, cycles of walking and running are steps here; counters of other
        activity types are ignored.
        """
        counted: dict[date, int] = {}
        for (day, _), steps in sorted(self._most.items()):
            counted[day] = counted.get(day, 0) + steps
        return counted


def read(path: Path, request: Request) -> Found:
    """Read the walks and runs of a FIT file that have GPS positions, or its daily steps.

    Steps and length are those of the session, or else are computed from its records.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise WalkFileError(f"it is larger than {_MOST_BYTES:,} bytes")
    sessions: list[dict[str, int]] = []
    seconds: list[_Second] = []
    counters = _Counters()
    ahead_s = 0
    for message in _messages(path.read_bytes()):
        values = message.values
        if message.name == "session":
            sessions.append(values)
        elif message.name == "record" and _TIMESTAMP in values:
            seconds.append(_second(values))
        elif message.name == "activity":
            ahead_s = values.get("local_timestamp", 0) - values.get(_TIMESTAMP, 0)
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
        _take(session, seconds, ahead_s if abs(ahead_s) <= _FURTHEST_AHEAD_S else 0, request, found)
    return found


def _messages(content: bytes) -> Iterator[_Message]:
    """Yield the messages of one FIT file or of several concatenated ones.

    The checksum comes last, so messages are not reliable until the iterator is exhausted.

    Raises
    ------
    WalkFileError
        The content is not a FIT file, is truncated or is damaged.
    """
    import fitdecode  # type: ignore[import-untyped]

    try:
        with fitdecode.FitReader(
            content,
            processor=None,
            check_crc=fitdecode.CrcCheck.RAISE,
            error_handling=fitdecode.ErrorHandling.RAISE,
        ) as frames:
            for frame in frames:
                if isinstance(frame, fitdecode.FitDataMessage):
                    yield _Message(frame.name, _integers(frame))
    except Exception as error:  # of any type: fitdecode follows lengths and types that are wrong
        raise WalkFileError("it is damaged, or is not a FIT file") from error


def _integers(message: Any) -> dict[str, int]:
    """Return the stored integers of a `fitdecode.FitDataMessage`, without missing values.

    Text, floats, arrays, packed fields and developer fields contain no steps.
    """
    values = {}
    for field in message.fields:
        stored = field.field_def
        name = stored.name if stored else field.name
        # The timestamp may be in the message header; other fields that are not stored are ignored.
        ours = not stored.is_dev if stored else name == _TIMESTAMP
        if ours and isinstance(field.raw_value, int):
            values[name] = field.raw_value
    return values


def _day(time_s: int, ahead_s: int) -> date | None:
    """Return the local date of a time, at an offset from UTC; None if it is unknown.

    >>> _day(1_000_000_000, 3600)
    datetime.date(2021, 9, 8)
    """
    if time_s not in _DATES:
        return None
    return datetime.fromtimestamp(_EPOCH_S + time_s + ahead_s, tz=UTC).date()


def _second(values: dict[str, int]) -> _Second:
    along_cm = values.get("distance")
    cadence = values.get("cadence")
    return _Second(
        values[_TIMESTAMP],
        None if along_cm is None else along_cm / 100,
        None if cadence is None else cadence + values.get("fractional_cadence", 0) / 128,
        "position_lat" in values and "position_long" in values,
    )


def _take(
    session: dict[str, int], seconds: list[_Second], ahead_s: int, request: Request, found: Found
) -> None:
    begin = session.get("start_time", 0)
    end = session.get(_TIMESTAMP, begin)
    own = [second for second in seconds if begin <= second.time_s <= end]
    day = _day(begin, ahead_s)
    name = f"the session of {day or 'no date'}"
    mode = _MODES.get(session.get("sport", -1))
    if mode is None:
        found.notes.append(f"{name}: it is not a walk or a run.")
        return
    located = "start_position_lat" in session or any(second.located for second in own)
    if session.get("sub_sport") in _INDOORS or not located:
        found.notes.append(f"{name}: it has no GPS, so its length was reckoned from steps.")
        return
    steps = request.steps or round(_steps(session, own))
    if not STEPS.holds(steps):
        found.notes.append(f"{name}: it holds no steps; add --steps.")
        return
    duration_s = session.get("total_timer_time", 0) / 1000
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


def _steps(session: dict[str, int], seconds: list[_Second]) -> float:
    if "total_cycles" in session:
        return 2 * (session["total_cycles"] + session.get("total_fractional_cycles", 0) / 128)
    steps = 0.0
    for second, after in pairwise(seconds):
        passed_s = after.time_s - second.time_s
        if second.strides_per_min is not None and 0 < passed_s <= _PAUSE_S:
            steps += 2 * second.strides_per_min * passed_s / 60
    return steps


def _distance_m(session: dict[str, int], seconds: list[_Second]) -> float:
    if "total_distance" in session:
        return session["total_distance"] / 100
    along = [second.distance_m for second in seconds if second.distance_m is not None]
    return along[-1] - along[0] if along else 0.0
