"""Print messages on stderr: notes and, on a terminal, the progress of waits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from looproute.errors import LoopRouteError
from looproute.units import Units

if TYPE_CHECKING:
    from rich.status import Status

    from looproute.sources.deadline import Waiting


class Progress:
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
