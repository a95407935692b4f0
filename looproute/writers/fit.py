"""Render a loop as a FIT course with turn prompts, for watches.

Messages as Garmin's FIT SDK asks of a course file: file_id, course, lap, event, records in order,
course points, event. Times follow the walker's pace from a fixed day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import looproute
from looproute.cues import Cue, Turn
from looproute.loops import Loop
from looproute.text import summary
from looproute.text.cues import watch_name
from looproute.text.sanitize import for_watch, plain
from looproute.units import Units
from looproute.writers.course import Course

# 2020-01-01 UTC, in milliseconds since 1970, as fit-tool counts. FIT counts seconds since 1990.
_EPOCH_MS = 1_577_836_800_000
_SINCE_1990_S = _EPOCH_MS // 1000 - 631_065_600
# The end of the first message: when the file was made, which is always the same, and by what.
MARK = _SINCE_1990_S.to_bytes(4, "little") + b"looproute "
# Watches show a course point's name in 15 bytes and a closing zero.
_NAME_BYTES = 15
_TYPES: dict[Turn, str] = {
    "straight": "STRAIGHT",
    "slight left": "SLIGHT_LEFT",
    "left": "LEFT",
    "sharp left": "SHARP_LEFT",
    "slight right": "SLIGHT_RIGHT",
    "right": "RIGHT",
    "sharp right": "SHARP_RIGHT",
    "turn round": "U_TURN",
}


def render(loops: Sequence[Loop], units: Units = "metric", *, gap_m: float = 0.0) -> bytes:
    """Return the first loop as a FIT course, one lap long.

    It ends `gap_m` metres before the start of a closed loop.
    """
    from fit_tool.fit_file_builder import FitFileBuilder  # type: ignore[import-untyped]

    course = Course.of(loops[0], units, gap_m)
    builder = FitFileBuilder(auto_define=True)
    for message in _messages(course, for_watch(summary.short_title(loops[0]), _NAME_BYTES)):
        builder.add(message)
    return bytes(builder.build_bytes())


def _messages(course: Course, name: str) -> Iterator[Any]:
    from fit_tool.profile import profile_type as fit  # type: ignore[import-untyped]
    from fit_tool.profile.messages.course_message import (  # type: ignore[import-untyped]
        CourseMessage,
    )
    from fit_tool.profile.messages.file_id_message import (  # type: ignore[import-untyped]
        FileIdMessage,
    )

    head = FileIdMessage(local_id=0)
    head.type = fit.FileType.COURSE
    head.manufacturer = fit.Manufacturer.DEVELOPMENT.value
    head.product = 0
    head.serial_number = 1
    head.time_created = _EPOCH_MS
    # The one text of a course file that no watch shows: it holds the credit.
    head.product_name = plain(f"looproute {looproute.__version__}: {course.loop.attribution}")
    yield head
    walk = CourseMessage(local_id=1)
    walk.course_name = name
    walk.sport = fit.Sport.RUNNING if summary.is_run(course.loop) else fit.Sport.WALKING
    yield walk
    yield _lap(course)
    yield _event(fit.EventType.START, _EPOCH_MS)
    yield from _records(course)
    for cue in course.cues[1:-1]:
        yield _course_point(course, cue)
    yield _event(fit.EventType.STOP_ALL, _time_ms(course, course.length_m))


def _lap(course: Course) -> Any:
    from fit_tool.profile.messages.lap_message import LapMessage  # type: ignore[import-untyped]

    lap = LapMessage(local_id=2)
    first, last = course.loop.points[0], course.loop.points[-1]
    lap.start_time = _EPOCH_MS
    lap.timestamp = _time_ms(course, course.length_m)
    lap.start_position_lat, lap.start_position_long = first
    lap.end_position_lat, lap.end_position_long = last
    lap.total_elapsed_time = lap.total_timer_time = course.time_s(course.length_m)
    lap.total_distance = course.length_m
    return lap


def _records(course: Course) -> Iterator[Any]:
    from fit_tool.profile.messages.record_message import (  # type: ignore[import-untyped]
        RecordMessage,
    )

    speed = course.length_m / course.time_s(course.length_m)
    for at, along_m in zip(course.loop.points, course.along_m.tolist(), strict=True):
        record = RecordMessage(local_id=4)
        record.timestamp = _time_ms(course, along_m)
        record.position_lat, record.position_long = at
        record.distance = along_m
        record.speed = speed
        yield record


def _course_point(course: Course, cue: Cue) -> Any:
    from fit_tool.profile.messages.course_point_message import (  # type: ignore[import-untyped]
        CoursePointMessage,
    )
    from fit_tool.profile.profile_type import CoursePoint  # type: ignore[import-untyped]

    point = CoursePointMessage(local_id=5)
    point.timestamp = _time_ms(course, cue.along_m)
    point.position_lat, point.position_long = cue.at
    point.distance = cue.along_m
    point.type = CoursePoint[_TYPES.get(cue.turn, "GENERIC")]
    point.course_point_name = watch_name(cue, _NAME_BYTES)
    return point


def _event(event_type: Any, time_ms: int) -> Any:
    from fit_tool.profile.messages.event_message import (  # type: ignore[import-untyped]
        EventMessage,
    )
    from fit_tool.profile.profile_type import Event

    event = EventMessage(local_id=3)
    event.event, event.event_type, event.timestamp = Event.TIMER, event_type, time_ms
    return event


def _time_ms(course: Course, along_m: float) -> int:
    """Return the time at a distance along the course, in whole seconds as FIT requires."""
    return _EPOCH_MS + 1000 * round(course.time_s(along_m))
