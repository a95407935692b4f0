"""Waiting for servers: how long at most, all waiting together, and who is told meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

T = TypeVar("T")

DEADLINE_S = 90.0  # chosen: as long as somebody waits for a map of a large city
_TICK_S = 0.1  # how soon Ctrl-C is heard


class Clock:
    """The time as it passes. Another clock, in a test, need not sleep."""

    def now(self) -> float:
        """Return seconds since some moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let seconds pass."""
        time.sleep(seconds)


class Waiting(NamedTuple):
    """What is waited for, and the seconds of waiting until now and at the very most."""

    what: str
    waited_s: float
    deadline_s: float


class TimeUpError(Exception):
    """The deadline is over."""


class Deadline:
    """At most `deadline_s` of waiting, which `tell` hears about; it hears None when it is over.

    Raises ValueError for a deadline that is not above 0.
    """

    def __init__(
        self,
        deadline_s: float = DEADLINE_S,
        *,
        clock: Clock | None = None,
        tell: Callable[[Waiting | None], None] = lambda _: None,
    ) -> None:
        if not 0 < deadline_s < float("inf"):
            raise ValueError(f"a deadline of {deadline_s} s is not above 0")
        self.deadline_s = deadline_s
        self.waited_s = 0.0
        self._clock = clock or Clock()
        self._tell = tell

    @property
    def left_s(self) -> float:
        """Seconds that may still be waited."""
        return max(0.0, self.deadline_s - self.waited_s)

    def pause(self, seconds: float, what: str) -> None:
        """Let seconds pass. Raises TimeUpError at once where there are not so many left."""
        if seconds > self.left_s:
            raise TimeUpError
        with self._waiting(what) as tick:
            end = self._clock.now() + seconds
            while (left := end - self._clock.now()) > 0:
                self._clock.sleep(min(_TICK_S, left))
                tick()

    def run(self, call: Callable[[], T], what: str) -> T:
        """Return what a call returns. Raises what it raises, and TimeUpError after the deadline.

        The call runs in a thread of its own: no server, however slow its bytes, can hold up the
        deadline or Ctrl-C. A call that is given up ends with its connection.
        """
        future: Future[T] = Future()

        def work() -> None:
            try:
                future.set_result(call())
            except BaseException as error:
                future.set_exception(error)

        with self._waiting(what) as tick:
            threading.Thread(target=work, name=what, daemon=True).start()
            while True:
                try:
                    return future.result(min(_TICK_S, max(self.left_s, 0.001)))
                except TimeoutError:
                    if future.done():
                        raise
                tick()
                if not self.left_s:
                    raise TimeUpError

    @contextmanager
    def _waiting(self, what: str) -> Iterator[Callable[[], None]]:
        """Count what passes as waited, at each tick and at the end."""
        last = self._clock.now()

        def tick() -> None:
            nonlocal last
            now = self._clock.now()
            self.waited_s += now - last
            last = now
            self._tell(Waiting(what, self.waited_s, self.deadline_s))

        try:
            tick()
            yield tick
            tick()
        finally:
            self._tell(None)
