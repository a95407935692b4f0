"""Print messages on stderr: notes and, on a terminal, the progress of waits."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from looproute.errors import LoopRouteError
from looproute.units import Units

if TYPE_CHECKING:
    from rich.status import Status

    from looproute.osm.osm_input import FileProgress
    from looproute.sources.deadline import Waiting

_LEAST_SHOWN_S = 0.5


class WaitingProgress:
    """A status line with the current wait and its duration, removed at the end."""

    def __init__(self, units: Units = "metric") -> None:
        self._units = units
        self._status: Status | None = None

    def __call__(self, waiting: Waiting | None) -> None:
        """Show the current wait, or remove the line for None."""
        if waiting is None:
            if self._status is not None:
                self._status.stop()
                self._status = None
            return
        if not sys.stderr.isatty():
            return
        if self._status is None:
            from rich.console import Console

            self._status = Console(stderr=True).status("")
            self._status.start()
        from rich.markup import escape

        from looproute.text.progress import describe_wait

        seconds = f"{waiting.waited_s:.0f} s of {waiting.deadline_s:.0f} s"
        self._status.update(
            f"{escape(describe_wait(waiting.wait, self._units))} ({seconds}, Ctrl-C stops)"
        )


class ReadingProgress:
    """A status line with how much of a map file was read; it is removed at the end.

    It appears after half a second, and only on a terminal.
    """

    def __init__(self) -> None:
        self._began_s: float | None = None
        self._status: Status | None = None

    def __call__(self, progress: FileProgress | None) -> None:
        """Show how much was read, or remove the line for None."""
        if progress is None:
            self._began_s = None
            if self._status is not None:
                self._status.stop()
                self._status = None
            return
        if self._began_s is None:
            self._began_s = time.monotonic()
        if not sys.stderr.isatty() or time.monotonic() - self._began_s < _LEAST_SHOWN_S:
            return
        if self._status is None:
            from rich.console import Console

            self._status = Console(stderr=True).status("")
            self._status.start()
        from rich.markup import escape

        done = f"{progress.done:,} streets"
        if progress.what == "bytes":
            done = f"{progress.done / 1e6:.1f} of {progress.total / 1e6:.1f} MB"
        self._status.update(f"Reading {escape(progress.file)}: {done} (Ctrl-C stops)")


def note(sentence: str) -> None:
    """Print a message on one line of stderr."""
    line = " ".join(sentence.split())
    click.echo("".join(c if c.isprintable() else "?" for c in line), err=True)


def warn(error: LoopRouteError) -> None:
    """Print a non-fatal error on one line of stderr."""
    note(str(error))


def wrote(path: Path) -> None:
    """Report a written file and, for a page, how to use it."""
    page = path.suffix.lower() == ".html"
    use = ": open it in a browser or send it; it works offline." if page else "."
    note(f"Wrote {path}{use}")
