"""Messages on stderr: what is good to know, and, on a terminal only, what is waited for."""

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
    """A line that shows what is waited for, and how long; removed at the end of the wait."""

    def __init__(self, units: Units = "metric") -> None:
        self._units = units
        self._status: Status | None = None

    def __call__(self, waiting: Waiting | None) -> None:
        """Show what is waited for, or nothing any more."""
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
    """Tell something that is good to know, in one line on stderr."""
    line = " ".join(sentence.split())
    click.echo("".join(c if c.isprintable() else "?" for c in line), err=True)


def warn(error: LoopRouteError) -> None:
    """Print the sentence of an error that does not end the command, in one line on stderr."""
    note(str(error))


def wrote(path: Path) -> None:
    """Tell that a file of walks was written, and of a page what to do with it."""
    page = path.suffix.lower() == ".html"
    use = ": open it in a browser, or send it; it needs no network." if page else "."
    note(f"Wrote {path}{use}")
