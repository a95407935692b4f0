"""FIT monitoring files, in which a watch that is always worn keeps the steps of every day.

For walking and for running such a file has counters that run from midnight to midnight, in the
walker's own time. The last value of a day may stand in the first second of the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from looproute.imports.fitfile import TIMESTAMP, day_of

if TYPE_CHECKING:
    from datetime import date

    from looproute.imports.fitfile import Message

MONITORING, INFO = 55, 103
_RUNNING, _WALKING = 1, 6
_LOCAL_OF_INFO, _LOCAL = 0, 11
_STEPS, _STEPS_16, _KIND, _TIMESTAMP_16 = 3, 9, 5, 26
_FURTHEST_AHEAD_S = 14 * 3600


def days(messages: Iterable[Message]) -> dict[date, int]:
    """Return the steps of each day, walking and running together.

    Cycles of walking and of running are steps here, unlike those of an activity; counters of other
    kinds of moving are left alone.
    """
    ahead_s = clock = 0
    most: dict[tuple[date, int], int] = {}
    for message in messages:
        values = message.values
        clock = values.get(TIMESTAMP, clock)
        if TIMESTAMP in values:
            local = values.get(_LOCAL_OF_INFO if message.number == INFO else _LOCAL)
            if local is not None and abs(local - clock) <= _FURTHEST_AHEAD_S:
                ahead_s = local - clock
        elif _TIMESTAMP_16 in values:
            clock += (values[_TIMESTAMP_16] - clock) & 0xFFFF
        steps = values.get(_STEPS, values.get(_STEPS_16))
        day = day_of(clock - 1, ahead_s)
        kind = values.get(_KIND)
        if message.number == MONITORING and steps and day and kind in (_RUNNING, _WALKING):
            most[day, kind] = max(most.get((day, kind), 0), steps)
    counted: dict[date, int] = {}
    for (day, _), steps in sorted(most.items()):
        counted[day] = counted.get(day, 0) + steps
    return counted
