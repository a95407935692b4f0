"""FIT monitoring files, in which a watch that is always worn keeps the steps of every day.

For walking and for running such a file has counters that run from midnight to midnight, in the
walker's own time. The last value of a day may stand in the first second of the next one.
"""

from __future__ import annotations

from datetime import date

from looproute.readers.fit_messages import FURTHEST_AHEAD_S, TIMESTAMP, Message, day_of

# Of Garmin's FIT profile: the numbers of messages, of kinds of activity, and of fields.
_MONITORING, _INFO = 55, 103
_RUNNING, _WALKING = 1, 6
_LOCAL_OF_INFO, _LOCAL = 0, 11
_STEPS, _STEPS_16, _KIND, _TIMESTAMP_16 = 3, 9, 5, 26


class Counters:
    """The counters of a file, kept up while its messages pass."""

    def __init__(self) -> None:
        self._ahead_s = self._clock = 0
        self._most: dict[tuple[date, int], int] = {}
        self.seen = False

    def add(self, message: Message) -> None:
        """Take a message of the file; those of other kinds are left alone."""
        if message.number not in (_MONITORING, _INFO):
            return
        self.seen = True
        values = message.values
        if TIMESTAMP in values:
            self._clock = values[TIMESTAMP]
            local = values.get(_LOCAL_OF_INFO if message.number == _INFO else _LOCAL)
            if local is not None and abs(local - self._clock) <= FURTHEST_AHEAD_S:
                self._ahead_s = local - self._clock
        elif _TIMESTAMP_16 in values:
            self._clock += (values[_TIMESTAMP_16] - self._clock) & 0xFFFF
        steps = values.get(_STEPS, values.get(_STEPS_16))
        day = day_of(self._clock - 1, self._ahead_s)
        kind = values.get(_KIND)
        if message.number == _MONITORING and steps and day and kind in (_RUNNING, _WALKING):
            self._most[day, kind] = max(self._most.get((day, kind), 0), steps)

    def days(self) -> dict[date, int]:
        """Return the steps of each day, walking and running together.

        Cycles of walking and of running are steps here, unlike those of an activity; counters of
        other kinds of moving are left alone.
        """
        counted: dict[date, int] = {}
        for (day, _), steps in sorted(self._most.items()):
            counted[day] = counted.get(day, 0) + steps
        return counted
