"""Deadline for all waits on servers together, with progress while waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

T = TypeVar("T")

DEADLINE_S = 90.0  # chosen: enough for a map of a large city
_TICK_S = 0.1  # the delay of Ctrl-C


class Clock:
    """The time of the system. A test may use a clock that does not sleep."""

    def now(self) -> float:
        """Return seconds since a fixed moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Sleep for some seconds."""
        time.sleep(seconds)


class Wait(NamedTuple):
    """A kind of wait and its facts, which `text.progress` renders."""

    kind: str
    facts: Mapping[str, object]


class Waiting(NamedTuple):
    """A wait in progress, and the seconds waited so far by all waits of the deadline."""

    wait: Wait
    waited_s: float
    deadline_s: float


class TimeUpError(Exception):
    """The deadline has passed."""


class Deadline:
    """At most `deadline_s` seconds of waiting in total.

    `report` is called with the progress of each wait, and with None at its end. Raises ValueError
    for a deadline that is not above 0.
    """

    def __init__(
        self,
        deadline_s: float = DEADLINE_S,
        *,
        clock: Clock | None = None,
        report: Callable[[Waiting | None], None] = lambda _: None,
    ) -> None:
        if not 0 < deadline_s < float("inf"):
            raise ValueError(f"a deadline of {deadline_s} s is not above 0")
        self.deadline_s = deadline_s
        self.waited_s = 0.0
        self._clock = clock or Clock()
        self._report = report

    @property
    def left_s(self) -> float:
        """The seconds left to wait."""
        return max(0.0, self.deadline_s - self.waited_s)

    def pause(self, seconds: float, wait: Wait) -> None:
        """Wait for some seconds. Raises TimeUpError at once if fewer are left."""
        if seconds > self.left_s:
            raise TimeUpError
        with self._waiting(wait) as tick:
            end = self._clock.now() + seconds
            while (left := end - self._clock.now()) > 0:
                self._clock.sleep(min(_TICK_S, left))
                tick()

    def run(self, call: Callable[[], T], wait: Wait, answered: threading.Event | None = None) -> T:
        """Return the result of a call.

        Raises the errors of the call, and TimeUpError after the deadline. No deadline applies once
        `answered` is set: what the call does then is work, not waiting. The call runs in its own
        thread, so that a slow server delays neither the deadline nor Ctrl-C. An abandoned call ends
        with its connection.
        """
        future: Future[T] = Future()

        def work() -> None:
            try:
                future.set_result(call())
            except BaseException as error:
                future.set_exception(error)

        with self._waiting(wait) as tick:
            threading.Thread(target=work, name=wait.kind, daemon=True).start()
            while not (future.done() or (answered is not None and answered.is_set())):
                wait_for([future], min(_TICK_S, max(self.left_s, 0.001)))
                tick()
                if not (self.left_s or future.done()):
                    raise TimeUpError
        while not future.done():
            wait_for([future], _TICK_S)
        return future.result()

    @contextmanager
    def _waiting(self, wait: Wait) -> Iterator[Callable[[], None]]:
        """Add the time that passes to `waited_s`, at each tick and at the end."""
        last = self._clock.now()

        def tick() -> None:
            nonlocal last
            now = self._clock.now()
            self.waited_s += now - last
            last = now
            self._report(Waiting(wait, self.waited_s, self.deadline_s))

        try:
            tick()
            yield tick
            tick()
        finally:
            self._report(None)
