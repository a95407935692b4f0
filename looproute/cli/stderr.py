"""Messages on stderr: what is good to know, and, on a terminal only, what is waited for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.status import Status

    from looproute.sources.deadline import Waiting


class Progress:
    """A line that says what is waited for, and how long; gone when the waiting is over."""

    def __init__(self) -> None:
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

        seconds = f"{waiting.waited_s:.0f} s of {waiting.deadline_s:.0f} s"
        self._status.update(f"{escape(waiting.what)} ({seconds}, Ctrl-C stops)")


def note(sentence: str) -> None:
    """Tell something that is good to know, in one line on stderr."""
    line = " ".join(sentence.split())
    click.echo("".join(c if c.isprintable() else "?" for c in line), err=True)


def wrote(path: Path) -> None:
    """Tell that a file of walks was written, and of a page what to do with it."""
    page = path.suffix.lower() == ".html"
    use = ": open it in a browser, or send it; it needs no network." if page else "."
    note(f"Wrote {path}{use}")
